"""Rules written in the notation: the canonical text of a rule, which `rule_notation.parse` reads back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.origin.criteria import (
    Alternative,
    AnyOf,
    Conditions,
    Criterion,
    FromMaterials,
    Judgement,
    Limit,
    MaxNonOriginatingMaterials,
    MaxWeight,
    MinWhollyObtained,
    NamedMaterial,
    NonOriginatingNotAboveOriginating,
    OriginatingMaterials,
    ProcessChoice,
    ProcessStep,
    RegionalValueContent,
    Relative,
    Rule,
    Scope,
    SetRule,
    SpecificProcess,
    TariffShift,
    WhollyObtained,
)
from bot.origin.nomenclature import HsRange


def format_rule(rule: Rule) -> str:
    """The canonical text of a rule."""
    return "; or ".join(format_alternative(alternative) for alternative in rule.alternatives)


def format_alternative(alternative: Alternative) -> str:
    """The canonical text of one alternative with its conditions."""
    terms = " and ".join(format_criterion(criterion) for criterion in alternative.criteria)
    return " ".join([terms, *_condition_texts(alternative.conditions)])


def _condition_texts(conditions: Conditions) -> list[str]:
    texts = []
    if conditions.until:
        texts.append(f"[until {conditions.until.isoformat()}]")
    if conditions.starting:
        texts.append(f"[from {conditions.starting.isoformat()}]")
    if conditions.only:
        texts.append(f"[only {', '.join(str(one) for one in conditions.only)}]")
    texts.extend(f"[if {name}]" for name in conditions.described)
    if conditions.quota:
        texts.append(f"[quota {conditions.quota}]")
    return texts


def format_criterion(criterion: Criterion) -> str:
    """The canonical text of one criterion."""
    text: str = _FORMATS[type(criterion)](criterion)
    return text


def _format_shift(shift: TariffShift) -> str:
    return shift.level.value + _modifier_text(shift)


def _format_from(criterion: FromMaterials) -> str:
    return f"FROM({format_scope(criterion.scope)})" + _modifier_text(criterion)


def _modifier_text(shift: TariffShift | FromMaterials) -> str:
    parts = [f" except {format_scope(scope)}" for scope in shift.exceptions]
    for allowance in shift.allowances:
        limits = f" max {_format_limits(allowance.limits)}" if allowance.limits else ""
        parts.append(f" allow {format_scope(allowance.scope)}{limits}")
    parts.extend(f" prohibit {format_scope(scope)}" for scope in shift.prohibitions)
    return "".join(parts)


def _format_limits(limits: tuple[Limit, ...]) -> str:
    return " or ".join(f"{_number(one.percent)} % ({one.basis.value})" for one in limits)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _format_max_nom(criterion: MaxNonOriginatingMaterials) -> str:
    scope = f" of {format_scope(criterion.scope)}" if criterion.scope else ""
    return f"MaxNOM {_format_limits(criterion.limits)}{scope}"


def _format_max_weight(criterion: MaxWeight) -> str:
    each = " each" if criterion.each else ""
    within = f" in {format_scope(criterion.within)}" if criterion.within else ""
    scope = format_scope(criterion.scope)
    return f"MaxWeight {_number(criterion.percent)} %{each} of {scope}{within}"


def _format_set(criterion: SetRule) -> str:
    if criterion == SetRule.of_ex_works(criterion.percent):
        return f"SET {_number(criterion.percent)} %"
    return f"SET {_format_limits(criterion.limits)}"


def _format_wholly_obtained(criterion: WhollyObtained) -> str:
    return f"WO({format_scope(criterion.scope) if criterion.scope else 'product'})"


def _format_min_wholly_obtained(criterion: MinWhollyObtained) -> str:
    scopes = f"{format_scope(criterion.scope)} in {format_scope(criterion.within)}"
    return f"MinWO {_number(criterion.percent)} % of {scopes}"


def format_scope(scope: Scope) -> str:
    """The canonical text of a scope."""
    text = ", ".join(_format_item(item) for item in scope.items)
    if scope.without:
        text += " without " + ", ".join(_format_item(item) for item in scope.without)
    return text


def _format_item(item: HsRange | Relative | NamedMaterial) -> str:
    if isinstance(item, Relative):
        return item.value
    if isinstance(item, NamedMaterial) and item.codes:
        return f"{item.name}{{{', '.join(str(one) for one in item.codes)}}}"
    return item.name if isinstance(item, NamedMaterial) else str(item)


def format_processes(choice: ProcessChoice) -> str:
    """The canonical text of a choice of process chains."""
    return " | ".join(
        " + ".join(
            step.name if isinstance(step, ProcessStep) else f"({format_processes(step)})"
            for step in chain.steps
        )
        for chain in choice.chains
    )


_FORMATS: dict[type, Any] = {
    TariffShift: _format_shift,
    FromMaterials: _format_from,
    WhollyObtained: _format_wholly_obtained,
    OriginatingMaterials: lambda one: f"ORIG({format_scope(one.scope)})",
    MaxNonOriginatingMaterials: _format_max_nom,
    RegionalValueContent: lambda one: f"RVC {_format_limits((one.limit,))}",
    NonOriginatingNotAboveOriginating: lambda _: "NOM<=OM",
    MaxWeight: _format_max_weight,
    MinWhollyObtained: _format_min_wholly_obtained,
    SpecificProcess: lambda one: f"process({format_processes(one.choice)})",
    SetRule: _format_set,
    Judgement: lambda one: f"text:{one.name}",
    AnyOf: lambda one: f"({format_rule(one.rule)})",
}
