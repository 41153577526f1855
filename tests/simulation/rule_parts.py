"""What a rule mentions: criteria, scopes, limits, named materials, processes, days; to aim cases at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.origin.criteria import (
    Alternative,
    AnyOf,
    Conditions,
    Criterion,
    FromMaterials,
    Judgement,
    MaxNonOriginatingMaterials,
    MaxWeight,
    MinWhollyObtained,
    NamedMaterial,
    OriginatingMaterials,
    ProcessChoice,
    ProcessStep,
    Rule,
    Scope,
    SpecificProcess,
    TariffShift,
    WhollyObtained,
)
from bot.origin.product_specific_rules import ProductSpecificRule


def alternatives_of(rule: Rule) -> Iterator[Alternative]:
    """All alternatives, inner ones too."""
    for one in rule.alternatives:
        yield one
        for criterion in one.criteria:
            if isinstance(criterion, AnyOf):
                yield from alternatives_of(criterion.rule)


def criteria_of(rule: Rule) -> Iterator[Criterion]:
    """All criteria, inner choices resolved."""
    for alternative in alternatives_of(rule):
        for criterion in alternative.criteria:
            if not isinstance(criterion, AnyOf):
                yield criterion


def scopes_of(criterion: Criterion) -> Iterator[Scope]:
    """The scopes a criterion names."""
    if isinstance(criterion, (TariffShift, FromMaterials)):
        yield from criterion.exceptions
        yield from (one.scope for one in criterion.allowances)
        yield from criterion.prohibitions
    if isinstance(criterion, (MaxWeight, MinWhollyObtained)) and criterion.within is not None:
        yield criterion.within
    named = (
        FromMaterials,
        WhollyObtained,
        OriginatingMaterials,
        MaxNonOriginatingMaterials,
        MaxWeight,
        MinWhollyObtained,
    )
    if isinstance(criterion, named) and criterion.scope is not None:
        yield criterion.scope


def all_scopes(rule: Rule) -> list[Scope]:
    """The scopes of all criteria, in their order."""
    return [scope for criterion in criteria_of(rule) for scope in scopes_of(criterion)]


def named_materials(rule: Rule) -> list[NamedMaterial]:
    """The described materials of a rule, each once."""
    found = [
        item
        for scope in all_scopes(rule)
        for item in (*scope.items, *scope.without)
        if isinstance(item, NamedMaterial)
    ]
    return list(dict.fromkeys(found))


def processes_of(rule: Rule) -> list[str]:
    """The processes of a rule, each once."""
    names = [
        name
        for criterion in criteria_of(rule)
        if isinstance(criterion, SpecificProcess)
        for name in _steps(criterion.choice)
    ]
    return list(dict.fromkeys(names))


def _steps(choice: ProcessChoice) -> Iterator[str]:
    for chain in choice.chains:
        for step in chain.steps:
            if isinstance(step, ProcessStep):
                yield step.name
            else:
                yield from _steps(step)


def judgements_of(rule: Rule) -> list[str]:
    """What only a person can judge."""
    return [one.name for one in criteria_of(rule) if isinstance(one, Judgement)]


def descriptions_of(rule: Rule) -> list[str]:
    """Descriptions of the product that alternatives hang on."""
    named = [name for one in alternatives_of(rule) for name in one.conditions.described]
    return list(dict.fromkeys(named))


def days_of(row: ProductSpecificRule) -> list[date]:
    """First and last days of the row and of its alternatives."""
    ends = [row.valid_from, row.valid_to]
    for one in alternatives_of(row.rule):
        ends += [one.conditions.starting, one.conditions.until]
    return sorted({one for one in ends if one is not None})


def kind_of(row: ProductSpecificRule) -> str:
    """The kind of a row: its ideas, its conditions and whether a description decides."""
    ideas = {type(one).__name__ for one in criteria_of(row.rule)}
    for one in alternatives_of(row.rule):
        ideas |= _conditions(one.conditions)
    ideas |= {"dated"} if days_of(row) else set()
    return " ".join([row.coverage.value, *sorted(ideas)])


def _conditions(conditions: Conditions) -> set[str]:
    named = ("only", "described", "quota")
    return {name for name in named if getattr(conditions, name)}
