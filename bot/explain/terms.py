"""Technical terms explained where they stand: only those that a rule or a question uses."""

from __future__ import annotations

from collections.abc import Iterator

from bot.explain.scope_words import Speaker
from bot.origin.criteria import (
    AnyOf,
    Basis,
    Criterion,
    FromMaterials,
    Limit,
    MaxNonOriginatingMaterials,
    MinWhollyObtained,
    RegionalValueContent,
    Rule,
    SetRule,
    SpecificProcess,
    TariffShift,
    WhollyObtained,
)

_WITHOUT_NON_ORIGINATING = (SpecificProcess, WhollyObtained, MinWhollyObtained)


def terms_of(rule: Rule, speaker: Speaker) -> str:
    """Explanations of the terms the words of a rule use, in a fixed order; may be empty."""
    used = {key for criterion in criteria_of(rule) for key in _terms(criterion)}
    ordered = [key for key in ("term.non_originating", "term.ex_works", "term.fob") if key in used]
    return " ".join(speaker.text(key) for key in ordered)


def criteria_of(rule: Rule) -> Iterator[Criterion]:
    """All criteria of a rule, inner choices opened."""
    for alternative in rule.alternatives:
        for criterion in alternative.criteria:
            if isinstance(criterion, AnyOf):
                yield from criteria_of(criterion.rule)
            else:
                yield criterion


def _terms(criterion: Criterion) -> Iterator[str]:
    if not isinstance(criterion, _WITHOUT_NON_ORIGINATING):
        yield "term.non_originating"
    bases = {limit.basis for limit in _limits(criterion)}
    if Basis.EX_WORKS in bases:
        yield "term.ex_works"
    if Basis.FREE_ON_BOARD in bases:
        yield "term.fob"


def _limits(criterion: Criterion) -> tuple[Limit, ...]:
    if isinstance(criterion, (TariffShift, FromMaterials)):
        return tuple(limit for one in criterion.allowances for limit in one.limits)
    if isinstance(criterion, (MaxNonOriginatingMaterials, SetRule)):
        return criterion.limits
    if isinstance(criterion, RegionalValueContent):
        return (criterion.limit,)
    return ()
