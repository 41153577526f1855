"""Each criterion held against the bill of materials: one function per legal idea."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.origin import whole_evaluation
from bot.origin.amounts import ZERO, Total
from bot.origin.criteria import (
    Basis,
    Criterion,
    FromMaterials,
    Judgement,
    Limit,
    MaxNonOriginatingMaterials,
    MaxWeight,
    MinWhollyObtained,
    NonOriginatingNotAboveOriginating,
    OriginatingMaterials,
    RegionalValueContent,
    Scope,
    SetRule,
    SpecificProcess,
    TariffShift,
    WhollyObtained,
)
from bot.origin.evaluation_context import (
    EvaluationContext,
    is_non_originating,
    is_originating,
    is_used,
    is_wholly_obtained,
)
from bot.origin.facts import MissingFact
from bot.origin.findings import Finding, Unit, distinct, distinct_keys
from bot.origin.limits import at_least_of, at_most_of, limited, money_basis, one_limit, percent_in
from bot.origin.material_status import Input
from bot.origin.outcome import Outcome, all_of
from bot.origin.process_evaluation import evaluate_judgement, evaluate_process
from bot.origin.shift_evaluation import evaluate_shift

_ALL = 100


def evaluate(criterion: Criterion, context: EvaluationContext) -> Finding:
    """The finding for one criterion; inner choices are evaluated by rule_evaluation."""
    if isinstance(criterion, (SpecificProcess, Judgement)):
        return _WITHOUT_MATERIALS[type(criterion)](criterion, context)
    if context.inputs is None:
        return whole_evaluation.evaluate(criterion, context)
    return _BY_MATERIALS[type(criterion)](criterion, context)


# --- limits by value and weight -------------------------------------------------------------------


def _evaluate_max_nom(criterion: MaxNonOriginatingMaterials, context: EvaluationContext) -> Finding:
    def total(basis: Basis) -> Total:
        return context.total(criterion.scope, money_basis(basis), is_non_originating)

    keys = _keys_in(context, criterion.scope)
    return limited(criterion, criterion.limits, context, total, keys)


def _evaluate_rvc(criterion: RegionalValueContent, context: EvaluationContext) -> Finding:
    """RVC of at least x % is the same as non-originating materials of at most 100 - x %."""
    complement = Limit(100 - criterion.limit.percent, criterion.limit.basis)
    finding = limited(
        criterion,
        (complement,),
        context,
        lambda basis: context.total(None, money_basis(basis), is_non_originating),
        _keys_in(context, None),
    )
    measured = None if finding.measured is None else 100 - finding.measured
    return replace(finding, measured=measured, limit=criterion.limit.percent)


def _evaluate_set(criterion: SetRule, context: EvaluationContext) -> Finding:
    return limited(
        criterion,
        criterion.limits,
        context,
        lambda basis: context.total(None, money_basis(basis), is_non_originating),
        _keys_in(context, None),
    )


def _evaluate_nom_not_above_om(
    criterion: NonOriginatingNotAboveOriginating, context: EvaluationContext
) -> Finding:
    non_originating = context.total(None, Basis.EX_WORKS, is_non_originating)
    originating = context.total(None, Basis.EX_WORKS, is_originating)
    high, most = non_originating.high, originating.high
    if high is not None and high <= originating.low:
        outcome = Outcome.MET
    elif most is not None and non_originating.low > most:
        outcome = Outcome.NOT_MET
    else:
        outcome = Outcome.OPEN
    missing = (
        () if outcome is not Outcome.OPEN else non_originating.facts(None) + originating.facts(None)
    )
    return Finding(
        criterion,
        outcome,
        non_originating.exact,
        originating.exact,
        Unit.MONEY,
        _keys_in(context, None),
        distinct(missing),
    )


def _evaluate_max_weight(criterion: MaxWeight, context: EvaluationContext) -> Finding:
    tried = [_one_max_weight(criterion, scope, context) for scope in criterion.weighed]
    outcome = all_of(one.outcome for one in tried)
    shown = next(one for one in tried if one.outcome is outcome)
    offending = distinct_keys(
        key for one in tried if one.outcome is Outcome.NOT_MET for key in one.materials
    )
    doubtful = distinct_keys(
        key for one in tried if one.outcome is Outcome.OPEN for key in one.materials
    )
    return replace(
        shown,
        missing=distinct([fact for one in tried for fact in one.missing]),
        repairable=context.provisions.weight_limits_liftable,
        offending=offending,
        doubtful=doubtful,
    )


def _one_max_weight(criterion: MaxWeight, scope: Scope, context: EvaluationContext) -> Finding:
    keys = _keys_in(context, scope)
    total = context.total(scope, Basis.WEIGHT, is_non_originating)
    if criterion.within is None:
        limit = Limit(criterion.percent, Basis.WEIGHT)
        return one_limit(criterion, limit, context, total, keys)
    within = context.total(criterion.within, Basis.WEIGHT, is_used)
    return _weight_within(criterion, total, within, keys)


def _weight_within(
    criterion: MaxWeight, part: Total, whole: Total, keys: tuple[str, ...]
) -> Finding:
    outcome = at_most_of(part, whole, criterion.percent)
    if outcome is Outcome.OPEN and criterion.percent < _ALL and _is_all_of(part, whole):
        outcome = Outcome.NOT_MET
    missing = () if outcome is not Outcome.OPEN else part.facts(None) + whole.facts(None)
    return Finding(
        criterion,
        outcome,
        percent_in(part, whole),
        criterion.percent,
        Unit.PERCENT_OF_WEIGHT,
        keys,
        distinct(missing),
    )


def _is_all_of(part: Total, whole: Total) -> bool:
    """Whether everything that is weighed counts as the part, whatever it weighs."""
    return len(part.contributions) == len(whole.contributions) and all(
        one.certain and one.amount != ZERO for one in part.contributions
    )


# --- wholly obtained, originating ----------------------------------------------------------------


def _evaluate_wholly_obtained(criterion: WhollyObtained, context: EvaluationContext) -> Finding:
    if criterion.scope is None:
        return whole_evaluation.evaluate_product_wholly_obtained(criterion, context)

    return _every(criterion, criterion.scope, context, is_wholly_obtained)


def _evaluate_originating(criterion: OriginatingMaterials, context: EvaluationContext) -> Finding:
    return _every(criterion, criterion.scope, context, is_originating)


def _every(
    criterion: Criterion,
    scope: Scope,
    context: EvaluationContext,
    quality: Callable[[Input], tuple[bool | None, tuple[MissingFact, ...]]],
) -> Finding:
    """Every material of the scope must have the quality; those without are offending (tolerance helps)."""
    offending: list[str] = []
    doubtful: list[str] = []
    missing: list[MissingFact] = []
    for one in context.components or ():
        has, facts = quality(one)
        if has is True:
            continue
        inside = context.membership(one, scope)
        if inside.inside is False:
            continue
        if has is False and inside.inside is True:
            offending.append(one.key)
        else:
            doubtful.append(one.key)
            missing.extend(facts)
            missing.extend(inside.missing)
    return Finding(
        criterion,
        Outcome.NOT_MET if offending else (Outcome.OPEN if doubtful else Outcome.MET),
        materials=tuple(offending + doubtful),
        missing=distinct(missing),
        repairable=True,
        offending=tuple(offending),
        doubtful=tuple(doubtful),
    )


def _evaluate_min_wholly_obtained(
    criterion: MinWhollyObtained, context: EvaluationContext
) -> Finding:
    part = context.total(criterion.scope, Basis.WEIGHT, is_wholly_obtained)
    whole = context.total(criterion.within, Basis.WEIGHT, is_used)
    outcome = at_least_of(part, whole, criterion.percent)
    missing = () if outcome is not Outcome.OPEN else part.facts(None) + whole.facts(None)
    return Finding(
        criterion,
        outcome,
        percent_in(part, whole),
        criterion.percent,
        Unit.PERCENT_OF_WEIGHT,
        _keys_in(context, criterion.within),
        distinct(missing),
    )


# --- helpers -------------------------------------------------------------------------------------


def _keys_in(context: EvaluationContext, scope: Scope | None) -> tuple[str, ...]:
    """Keys of the possibly non-originating materials that are, or may be, in the scope."""
    return tuple(
        one.key
        for one in context.inputs or ()
        if one.may_be_non_originating and context.membership(one, scope).inside is not False
    )


_WITHOUT_MATERIALS: dict[type, Callable[[Any, EvaluationContext], Finding]] = {
    SpecificProcess: evaluate_process,
    Judgement: evaluate_judgement,
}

_BY_MATERIALS: dict[type, Callable[[Any, EvaluationContext], Finding]] = {
    TariffShift: evaluate_shift,
    FromMaterials: evaluate_shift,
    WhollyObtained: _evaluate_wholly_obtained,
    OriginatingMaterials: _evaluate_originating,
    MaxNonOriginatingMaterials: _evaluate_max_nom,
    RegionalValueContent: _evaluate_rvc,
    NonOriginatingNotAboveOriginating: _evaluate_nom_not_above_om,
    MaxWeight: _evaluate_max_weight,
    MinWhollyObtained: _evaluate_min_wholly_obtained,
    SetRule: _evaluate_set,
}
