"""Criteria held against what is known of the non-originating materials as a whole.

Before a bill of materials exists, one answer can settle a criterion: that no non-originating material is
of the product's own heading, or what all non-originating materials cost together. The facts carry the
notation of the criterion, so that the same answer serves wherever the same criterion stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.origin.amounts import ZERO, percent_of, share
from bot.origin.criteria import (
    Basis,
    Criterion,
    FromMaterials,
    Limit,
    MaxNonOriginatingMaterials,
    MaxWeight,
    MinWhollyObtained,
    NonOriginatingNotAboveOriginating,
    OriginatingMaterials,
    RegionalValueContent,
    Relative,
    Scope,
    ScopeItem,
    SetRule,
    ShiftLevel,
    TariffShift,
    WhollyObtained,
)
from bot.origin.evaluation_context import BaseAmount, EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import Finding, Unit, distinct, with_allowances
from bot.origin.implication import demands
from bot.origin.limits import UNITS, at_choice
from bot.origin.nomenclature import HsCode, HsRange
from bot.origin.outcome import Outcome, all_of
from bot.origin.rule_notation import parse
from bot.origin.whole_facts import (
    CRITERION,
    WHOLE,
    WHOLLY_OBTAINED_FACT,
    criterion_fact,
    value_fact,
    weight_fact,
    whole_value,
    within_fact,
    without_limits,
)

__all__ = ["WHOLE", "evaluate", "evaluate_product_wholly_obtained"]


def evaluate(criterion: Criterion, context: EvaluationContext) -> Finding:
    """The finding for one criterion without a bill of materials."""
    return _EVALUATORS[type(criterion)](criterion, context)


def evaluate_product_wholly_obtained(
    criterion: WhollyObtained, context: EvaluationContext
) -> Finding:
    """Whether the product itself is wholly obtained."""
    told = context.case.product.wholly_obtained
    if told is None:
        told = context.answers.yes_no(WHOLLY_OBTAINED_FACT.id)
    missing = (WHOLLY_OBTAINED_FACT,) if told is None else ()
    return Finding(criterion, Outcome.of(told), missing=missing)


def _evaluate_kept(criterion: Criterion, context: EvaluationContext) -> Finding:
    """A criterion that one yes or no settles."""
    fact = criterion_fact(criterion)
    product = context.product_code
    kept = True if _allows_everything(criterion, product) else context.answers.yes_no(fact.id)
    if kept is None:
        kept = _told_otherwise(criterion, context)
    missing = (fact,) if kept is None else ()
    repairable = kept is not True and not isinstance(criterion, MinWhollyObtained)
    return Finding(criterion, Outcome.of(kept), missing=missing, repairable=repairable)


def _allows_everything(criterion: Criterion, product: HsCode) -> bool:
    """Whether no material can offend: any heading, or what the shift forbids is allowed again."""
    if not isinstance(criterion, TariffShift) or criterion.exceptions or criterion.prohibitions:
        return False
    if criterion.level is ShiftLevel.ANY:
        return True
    free = [one.scope for one in criterion.allowances if not one.limits]
    unconditional = {item for scope in free if not scope.without for item in scope.items}
    return any(
        _covers_unit(item, criterion.level.digits, product)
        for scope in free
        if unconditional.issuperset(scope.without)
        for item in scope.items
    )


def _covers_unit(item: ScopeItem, digits: int, product: HsCode) -> bool:
    """Whether all codes which share the product's first digits are of the item ("39" in "CC allow 39")."""
    if isinstance(item, Relative):
        return item.digits <= digits
    if not isinstance(item, HsRange) or len(product.digits) < digits:
        return False
    return item.contains(HsCode(product.digits[:digits]))


def _told_otherwise(criterion: Criterion, context: EvaluationContext) -> bool | None:
    """What answers about other criteria, or about the value of all materials, say about this one."""
    speaks_of_all = not isinstance(criterion, (WhollyObtained, MinWhollyObtained))
    if speaks_of_all and whole_value(context) == ZERO:
        return True
    for fact_id, answer in context.answers.given.items():
        kind, _, text = fact_id.partition(".")
        if kind != CRITERION or not isinstance(answer, bool):
            continue
        (other,) = parse(text).alternatives[0].criteria
        if answer and demands(other, criterion):
            return True
        if not answer and demands(criterion, other):
            return False
    return None


def _evaluate_shift(shift: TariffShift | FromMaterials, context: EvaluationContext) -> Finding:
    kept = replace(_evaluate_kept(without_limits(shift), context), criterion=shift)
    checked = [
        _limited(shift, allowance.limits, context, value_fact(allowance.scope))
        for allowance in shift.allowances
        if allowance.limits
    ]
    return with_allowances(kept, checked)


def _limited(
    criterion: Criterion, limits: tuple[Limit, ...], context: EvaluationContext, fact: MissingFact
) -> Finding:
    return at_choice([_one_limit(criterion, limit, context, fact) for limit in limits])


def _one_limit(
    criterion: Criterion, limit: Limit, context: EvaluationContext, fact: MissingFact
) -> Finding:
    unit = UNITS[limit.basis]
    amount = context.answers.amount(fact.id)
    base = context.base(limit.basis)
    if amount == ZERO:
        return Finding(criterion, Outcome.MET, ZERO, limit.percent, unit)
    if amount is None and _all_within(limit, base, context):
        return Finding(criterion, Outcome.MET, None, limit.percent, unit)
    if amount is None or base.amount is None:
        missing = ((fact,) if amount is None else ()) + base.missing
        return Finding(criterion, Outcome.OPEN, None, limit.percent, unit, missing=missing)
    allowed = share(limit.percent, base.amount)
    met = amount <= allowed
    return Finding(
        criterion,
        Outcome.of(met),
        percent_of(amount, base.amount),
        limit.percent,
        unit,
        headroom=allowed - amount if met else None,
        shortfall=None if met else amount - allowed,
    )


def _all_within(limit: Limit, base: BaseAmount, context: EvaluationContext) -> bool:
    """Whether all non-originating materials together already keep a limit on some of them."""
    value = whole_value(context)
    if value is None:
        return False
    if value == ZERO:
        return True
    return (
        limit.basis is not Basis.WEIGHT
        and base.amount is not None
        and value <= share(limit.percent, base.amount)
    )


def _evaluate_max_nom(criterion: MaxNonOriginatingMaterials, context: EvaluationContext) -> Finding:
    return _limited(criterion, criterion.limits, context, value_fact(criterion.scope))


def _evaluate_rvc(criterion: RegionalValueContent, context: EvaluationContext) -> Finding:
    complement = Limit(100 - criterion.limit.percent, criterion.limit.basis)
    finding = _limited(criterion, (complement,), context, value_fact(None))
    measured = None if finding.measured is None else 100 - finding.measured
    return replace(finding, measured=measured, limit=criterion.limit.percent)


def _evaluate_set(criterion: SetRule, context: EvaluationContext) -> Finding:
    return _limited(criterion, criterion.limits, context, value_fact(None))


def _evaluate_nom_not_above_om(
    criterion: NonOriginatingNotAboveOriginating, context: EvaluationContext
) -> Finding:
    fact = MissingFact("originating_value", Topic.ORIGINATING_VALUE, FactType.MONEY)
    non_originating = context.answers.amount(value_fact(None).id)
    originating = context.answers.amount(fact.id)
    missing = tuple(
        one
        for one, amount in ((value_fact(None), non_originating), (fact, originating))
        if amount is None
    )
    met = None if missing else _not_above(non_originating, originating)
    return Finding(
        criterion, Outcome.of(met), non_originating, originating, Unit.MONEY, missing=missing
    )


def _not_above(first: Decimal | None, second: Decimal | None) -> bool:
    return first is not None and second is not None and first <= second


def _evaluate_max_weight(criterion: MaxWeight, context: EvaluationContext) -> Finding:
    tried = [_one_max_weight(criterion, scope, context) for scope in criterion.weighed]
    outcome = all_of(one.outcome for one in tried)
    shown = next(one for one in tried if one.outcome is outcome)
    missing = distinct(fact for one in tried for fact in one.missing)
    return replace(
        shown,
        missing=missing if outcome is Outcome.OPEN else (),
        repairable=context.provisions.weight_limits_liftable,
    )


def _one_max_weight(criterion: MaxWeight, scope: Scope, context: EvaluationContext) -> Finding:
    fact = weight_fact(scope)
    if criterion.within is None:
        return _one_limit(criterion, Limit(criterion.percent, Basis.WEIGHT), context, fact)
    within = within_fact(criterion.within)
    part, whole = context.answers.amount(fact.id), context.answers.amount(within.id)
    unit = Unit.PERCENT_OF_WEIGHT
    if part == ZERO:
        return Finding(criterion, Outcome.MET, ZERO, criterion.percent, unit)
    if part is None or whole is None:
        missing = ((fact,) if part is None else ()) + ((within,) if whole is None else ())
        return Finding(criterion, Outcome.OPEN, None, criterion.percent, unit, missing=missing)
    outcome = Outcome.of(part <= share(criterion.percent, whole))
    return Finding(criterion, outcome, percent_of(part, whole), criterion.percent, unit)


def _evaluate_wholly_obtained(criterion: WhollyObtained, context: EvaluationContext) -> Finding:
    if criterion.scope is None:
        return evaluate_product_wholly_obtained(criterion, context)
    return _evaluate_kept(criterion, context)


_EVALUATORS: dict[type, Callable[[Any, EvaluationContext], Finding]] = {
    TariffShift: _evaluate_shift,
    FromMaterials: _evaluate_shift,
    WhollyObtained: _evaluate_wholly_obtained,
    OriginatingMaterials: _evaluate_kept,
    MaxNonOriginatingMaterials: _evaluate_max_nom,
    RegionalValueContent: _evaluate_rvc,
    NonOriginatingNotAboveOriginating: _evaluate_nom_not_above_om,
    MaxWeight: _evaluate_max_weight,
    MinWhollyObtained: _evaluate_kept,
    SetRule: _evaluate_set,
}
