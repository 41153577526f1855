"""Sums held against a share of a price or a weight; every limit is inclusive, nothing is rounded before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.origin.amounts import ZERO, Total, percent_of, share
from bot.origin.criteria import Basis, Criterion, Limit
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.findings import Finding, Unit, distinct
from bot.origin.outcome import Outcome, any_of

UNITS = {
    Basis.EX_WORKS: Unit.PERCENT_OF_EX_WORKS,
    Basis.FREE_ON_BOARD: Unit.PERCENT_OF_FOB,
    Basis.WEIGHT: Unit.PERCENT_OF_WEIGHT,
}


def limited(
    criterion: Criterion,
    limits: tuple[Limit, ...],
    context: EvaluationContext,
    total_by: Callable[[Basis], Total],
    keys: tuple[str, ...] = (),
) -> Finding:
    """A share of one of several bases, at the exporter's choice; the limit is inclusive."""
    return at_choice(
        [one_limit(criterion, limit, context, total_by(limit.basis), keys) for limit in limits]
    )


def at_choice(tried: Sequence[Finding]) -> Finding:
    """What limits come to of which the exporter chooses one; open ones ask for what any of them needs."""
    outcome = any_of(one.outcome for one in tried)
    best = next(one for one in tried if one.outcome is outcome)
    if outcome is not Outcome.OPEN:
        return best
    return replace(best, missing=distinct(fact for one in tried for fact in one.missing))


def one_limit(
    criterion: Criterion,
    limit: Limit,
    context: EvaluationContext,
    total: Total,
    keys: tuple[str, ...],
) -> Finding:
    """A sum held against one limit; open while the price, the weight or a part of the sum is not known."""
    base = context.base(limit.basis)
    high = total.high
    if base.amount is None:
        if high == ZERO:
            return Finding(criterion, Outcome.MET, ZERO, limit.percent, UNITS[limit.basis], keys)
        missing = base.missing + total.facts(None)
        return Finding(
            criterion, Outcome.OPEN, None, limit.percent, UNITS[limit.basis], keys, missing
        )
    allowed = share(limit.percent, base.amount)
    outcome = total.at_most(allowed)
    exact = total.exact
    return Finding(
        criterion,
        outcome,
        percent_of(exact, base.amount) if exact is not None else None,
        limit.percent,
        UNITS[limit.basis],
        keys,
        total.facts(allowed) if outcome is Outcome.OPEN else (),
        headroom=allowed - exact if exact is not None and outcome is Outcome.MET else None,
        shortfall=total.low - allowed if outcome is Outcome.NOT_MET else None,
    )


def money_basis(basis: Basis) -> Basis:
    """A limit by weight sums weights; every other limit sums values."""
    return basis if basis is Basis.WEIGHT else Basis.EX_WORKS


def at_most_of(part: Total, whole: Total, percent: Decimal) -> Outcome:
    """Whether a part makes up at most a percentage of the whole, as far as bounds can tell."""
    if part.high is not None and part.high <= share(percent, whole.low):
        return Outcome.MET
    if whole.high is not None and part.low > share(percent, whole.high):
        return Outcome.NOT_MET
    return Outcome.OPEN


def at_least_of(part: Total, whole: Total, percent: Decimal) -> Outcome:
    """Whether a part makes up at least a percentage of the whole, as far as bounds can tell."""
    if whole.high is not None and part.low >= share(percent, whole.high):
        return Outcome.MET
    if part.high is not None and part.high < share(percent, whole.low):
        return Outcome.NOT_MET
    return Outcome.OPEN


def percent_in(part: Total, whole: Total) -> Decimal | None:
    """What percentage of the whole a part is, None while either is not known."""
    exact, of = part.exact, whole.exact
    return None if exact is None or of is None else percent_of(exact, of)
