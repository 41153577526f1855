"""Reading the notation of product-specific rules (docs/rule-notation.md).

`parse` turns a text into criteria, `rule_text.format_rule` turns criteria into the canonical text; parsing
the canonical text gives the same criteria again.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError

from bot.origin.criteria import (
    Allowance,
    Alternative,
    AnyOf,
    Basis,
    Conditions,
    FromMaterials,
    Judgement,
    Limit,
    MaxNonOriginatingMaterials,
    MaxWeight,
    MinWhollyObtained,
    NamedMaterial,
    NonOriginatingNotAboveOriginating,
    OriginatingMaterials,
    ProcessChain,
    ProcessChoice,
    ProcessStep,
    RegionalValueContent,
    Relative,
    Rule,
    Scope,
    SetRule,
    ShiftLevel,
    SpecificProcess,
    TariffShift,
    WhollyObtained,
)
from bot.origin.nomenclature import HsRange, NomenclatureError, read_code
from bot.origin.rule_text import format_rule

__all__ = ["NotationError", "format_rule", "parse"]

_GRAMMAR = Path(__file__).with_name("rule_notation.lark")


class NotationError(ValueError):
    """A text is not a rule in our notation.

    `column` (from 1) is where reading stopped; `expected` says in words what could stand there.
    """

    def __init__(self, message: str, column: int, expected: str) -> None:
        super().__init__(message)
        self.column = column
        self.expected = expected


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(_GRAMMAR.read_text(encoding="utf-8"), parser="lalr", maybe_placeholders=True)


@lru_cache(maxsize=8192)
def parse(text: str) -> Rule:
    """Read a rule; raises NotationError with the column and what was expected."""
    try:
        rule = _ToCriteria().transform(_parser().parse(text))
    except UnexpectedInput as fault:
        raise _located(text, fault) from fault
    except VisitError as fault:
        if isinstance(fault.orig_exc, (NomenclatureError, ValueError)):
            raise NotationError(
                f"{fault.orig_exc}", 1, "valid codes, dates and percentages"
            ) from fault
        raise
    assert isinstance(rule, Rule)
    return rule


def _located(text: str, fault: UnexpectedInput) -> NotationError:
    column = fault.column if isinstance(fault.column, int) and fault.column > 0 else len(text) + 1
    if isinstance(fault, UnexpectedToken) and fault.token.type == "$END":
        column = len(text) + 1
    wanted = getattr(fault, "accepts", None) or getattr(fault, "allowed", None)
    wanted = wanted or getattr(fault, "expected", None) or ()
    expected = "one of " + ", ".join(sorted(str(one) for one in wanted)) if wanted else "a rule"
    near = text[column - 1 : column + 19]
    message = (
        f"column {column}: cannot read '{near}'"
        if near
        else f"column {column}: the rule ends too early"
    )
    return NotationError(f"{message}; expected {expected}", column, expected)


class _Modifiers:
    """Exceptions, allowances and prohibitions collected while reading one shift."""

    def __init__(self, read: list[Any]) -> None:
        self.exceptions = tuple(scope for kind, scope in read if kind == "except")
        self.allowances = tuple(allowance for kind, allowance in read if kind == "allow")
        self.prohibitions = tuple(scope for kind, scope in read if kind == "prohibit")


def _percent(token: Token) -> Decimal:
    percent = Decimal(str(token).rstrip("% "))
    if percent > 100:
        raise ValueError(f"{percent} % is above 100 %")
    return percent


@v_args(inline=True)
class _ToCriteria(Transformer[Token, Any]):
    """Parse tree to criteria, bottom up; one method per rule of the grammar."""

    def rule(self, *alternatives: Alternative) -> Rule:
        return Rule(tuple(alternatives))

    def alternative(self, *parts: Any) -> Alternative:
        criteria = tuple(part for part in parts if not isinstance(part, tuple))
        return Alternative(
            criteria, _conditions([part for part in parts if isinstance(part, tuple)])
        )

    def group(self, rule: Rule) -> AnyOf:
        return AnyOf(rule)

    def shift(self, level: Token, *read: Any) -> TariffShift:
        modifiers = _Modifiers(list(read))
        return TariffShift(
            ShiftLevel(str(level)),
            modifiers.exceptions,
            modifiers.allowances,
            modifiers.prohibitions,
        )

    def from_materials(self, scope: Scope, *read: Any) -> FromMaterials:
        modifiers = _Modifiers(list(read))
        return FromMaterials(
            scope, modifiers.exceptions, modifiers.allowances, modifiers.prohibitions
        )

    def exception(self, scope: Scope) -> tuple[str, Scope]:
        return "except", scope

    def allowance(self, scope: Scope, limits: tuple[Limit, ...] | None) -> tuple[str, Allowance]:
        return "allow", Allowance(scope, limits or ())

    def prohibition(self, scope: Scope) -> tuple[str, Scope]:
        return "prohibit", scope

    def max_limit(self, limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
        return limits

    def wholly_obtained(self, what: Any) -> WhollyObtained:
        return WhollyObtained(what if isinstance(what, Scope) else None)

    def originating(self, scope: Scope) -> OriginatingMaterials:
        return OriginatingMaterials(scope)

    def max_nom(self, limits: tuple[Limit, ...], scope: Scope | None) -> MaxNonOriginatingMaterials:
        return MaxNonOriginatingMaterials(limits, scope)

    def rvc(self, limit: Limit) -> RegionalValueContent:
        return RegionalValueContent(limit)

    def nom_not_above_om(self) -> NonOriginatingNotAboveOriginating:
        return NonOriginatingNotAboveOriginating()

    def max_weight(
        self, percent: Token, each: Token | None, scope: Scope, within: Scope | None
    ) -> MaxWeight:
        return MaxWeight(_percent(percent), scope, each is not None, within)

    def min_wholly_obtained(self, percent: Token, scope: Scope, within: Scope) -> MinWhollyObtained:
        return MinWhollyObtained(_percent(percent), scope, within)

    def process(self, choice: ProcessChoice) -> SpecificProcess:
        return SpecificProcess(choice)

    def set_rule(self, limits: Token | tuple[Limit, ...]) -> SetRule:
        if isinstance(limits, Token):
            return SetRule.of_ex_works(_percent(limits))
        return SetRule(limits)

    def judgement(self, name: Token) -> Judgement:
        return Judgement(str(name))

    def process_choice(self, *chains: ProcessChain) -> ProcessChoice:
        return ProcessChoice(tuple(chains))

    def process_chain(self, *steps: ProcessStep | ProcessChoice) -> ProcessChain:
        return ProcessChain(tuple(steps))

    def process_name(self, name: Token) -> ProcessStep:
        return ProcessStep(str(name))

    def limits(self, *limits: Limit) -> tuple[Limit, ...]:
        return tuple(limits)

    def limit(self, percent: Token, basis: Token) -> Limit:
        return Limit(_percent(percent), Basis(str(basis)))

    def scope(self, *parts: Any) -> Scope:
        items = tuple(part for part in parts if part is not None and not isinstance(part, tuple))
        without = next((part for part in parts if isinstance(part, tuple)), ())
        return Scope(items, without)

    def without(self, *items: Any) -> tuple[Any, ...]:
        return tuple(items)

    def scope_item(self, item: Any) -> Any:
        if isinstance(item, Token):
            return Relative(str(item))
        return item

    def named(self, name: Token, codes: tuple[HsRange, ...] | None) -> NamedMaterial:
        return NamedMaterial(str(name), codes or ())

    def code_list(self, *codes: HsRange) -> tuple[HsRange, ...]:
        return tuple(codes)

    def codes(self, first: Token, last: Token | None) -> HsRange:
        return HsRange(read_code(str(first)), read_code(str(last or first)))

    def until(self, day: Token) -> tuple[str, Any]:
        return "until", date.fromisoformat(str(day))

    def starting(self, day: Token) -> tuple[str, Any]:
        return "starting", date.fromisoformat(str(day))

    def quota(self, name: Token) -> tuple[str, Any]:
        return "quota", str(name)

    def only_codes(self, codes: tuple[HsRange, ...]) -> tuple[str, Any]:
        return "only", codes

    def described(self, name: Token) -> tuple[str, Any]:
        return "described", str(name)


def _conditions(read: list[tuple[str, Any]]) -> Conditions:
    single = dict(pair for pair in read if pair[0] != "described")
    if len(single) + sum(kind == "described" for kind, _ in read) != len(read):
        raise ValueError("a condition is stated twice")
    described = tuple(name for kind, name in read if kind == "described")
    return Conditions(described=described, **single)
