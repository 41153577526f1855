"""The tolerance before a bill of materials exists: offending materials are asked about in one amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.origin.amounts import ZERO
from bot.origin.criteria import (
    Basis,
    Criterion,
    FromMaterials,
    Limit,
    Scope,
    ShiftLevel,
    TariffShift,
)
from bot.origin.evaluation_context import BaseAmount, EvaluationContext, limit_in_amount
from bot.origin.facts import MissingFact
from bot.origin.findings import Finding, ToleranceResult
from bot.origin.outcome import Outcome
from bot.origin.provisions import TextileNoteKind
from bot.origin.textiles import TEXTILE_CHAPTERS
from bot.origin.tolerance import NO_TOLERANCE, best_of
from bot.origin.whole_facts import (
    criterion_fact,
    offending_fact,
    whole_value,
    within_fact,
    without_limits,
)


@dataclass(frozen=True)
class _WholeLimit:
    """A limit for the materials as a whole, its base, and what must be known beside the amounts."""

    limit: Limit
    base: BaseAmount
    needs: MissingFact | None = None


# The note on trimmings is open only to materials of another heading than the product's.
_OTHER_HEADING = criterion_fact(TariffShift(ShiftLevel.HEADING))


def tolerance_of_whole(findings: Sequence[Finding], context: EvaluationContext) -> ToleranceResult:
    """Without a bill of materials: the offending value is asked for as one amount per criterion."""
    limits, source = _whole_limits(context)
    if not limits:
        return NO_TOLERANCE
    return best_of([_whole_against(one, findings, context) for one in limits], source)


def _whole_limits(context: EvaluationContext) -> tuple[tuple[_WholeLimit, ...], str]:
    """The limits of the general tolerance and, for textiles, of the notes."""
    product, provisions = context.product_code, context.provisions
    found: list[_WholeLimit] = []
    source = ""
    rule = provisions.tolerance_for(product)
    if rule is not None:
        found += [_WholeLimit(one, context.base(one.basis)) for one in rule.limits]
        source = rule.source
    if not TEXTILE_CHAPTERS.contains(product):
        return tuple(found), source
    basic = provisions.textile_note_for(product, TextileNoteKind.BASIC_TEXTILE_MATERIALS)
    trimmings = provisions.textile_note_for(product, TextileNoteKind.TRIMMINGS)
    if basic is not None:
        found.append(_WholeLimit(basic.limit, _whole_textile_weight(context)))
    if trimmings is not None and trimmings.is_of_textile_weight:
        found.append(_WholeLimit(trimmings.limit, _whole_textile_weight(context)))
    elif trimmings is not None:
        base = context.base(trimmings.limit.basis)
        found.append(_WholeLimit(trimmings.limit, base, _OTHER_HEADING))
    sources = [source, *(note.source for note in (basic, trimmings) if note is not None)]
    return tuple(found), next((one for one in sources if one), "")


def _whole_textile_weight(context: EvaluationContext) -> BaseAmount:
    fact = within_fact(Scope((TEXTILE_CHAPTERS,)))
    amount = context.answers.amount(fact.id)
    return BaseAmount(amount, (fact,) if amount is None else ())


def covers_whole(context: EvaluationContext) -> ToleranceResult | None:
    """The tolerance if all non-originating materials together stay within it, whatever they are."""
    value = whole_value(context)
    if value is None:
        return None
    limits, source = _whole_limits(context)
    for one in limits:
        allowed = limit_in_amount(one.limit, one.base)
        if one.needs is not None and context.answers.yes_no(one.needs.id) is not True:
            continue
        if one.limit.basis is not Basis.WEIGHT and allowed is not None and value <= allowed:
            return ToleranceResult(Outcome.MET, one.limit, value, allowed, source=source)
    return None


def _whole_against(
    against: _WholeLimit, failed: Sequence[Finding], context: EvaluationContext
) -> ToleranceResult:
    """One material can offend several criteria: the joint amount lies between the largest and the sum."""
    limit = against.limit
    needs = () if against.needs is None else (against.needs,)
    granted = [context.answers.yes_no(fact.id) for fact in needs]
    if False in granted:
        return ToleranceResult(Outcome.NOT_MET, limit)
    criteria = [_asked(finding) for finding in failed]
    facts = [offending_fact((one,), limit.basis) for one in criteria]
    amounts = [context.answers.amount(fact.id) for fact in facts]
    told = [amount for amount in amounts if amount is not None]
    joint = offending_fact(tuple(criteria), limit.basis)
    jointly = context.answers.amount(joint.id) if len(facts) > 1 else None
    low = jointly if jointly is not None else max(told, default=ZERO)
    allowed = limit_in_amount(limit, against.base)
    if allowed is not None and low > allowed:
        return ToleranceResult(Outcome.NOT_MET, limit, low, allowed)
    open_facts = [fact for fact, amount in zip(facts, amounts, strict=True) if amount is None]
    high = jointly if jointly is not None else sum(told, ZERO)
    if jointly is not None:
        open_facts = []
    elif not open_facts and allowed is not None and high > allowed:
        open_facts = [joint]
    open_facts += [fact for fact, answer in zip(needs, granted, strict=True) if answer is None]
    if open_facts or allowed is None:
        missing = against.base.missing + tuple(open_facts)
        return ToleranceResult(Outcome.OPEN, limit, None, allowed, missing=missing)
    return ToleranceResult(Outcome.MET, limit, high, allowed)


def _asked(finding: Finding) -> Criterion:
    criterion = finding.criterion
    if isinstance(criterion, (TariffShift, FromMaterials)):
        return without_limits(criterion)
    return criterion
