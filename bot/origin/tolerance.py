"""Tolerance: a small part of the product may be of materials the rule does not allow.

It repairs materials, not processes, and never lifts a limit of the rule (Japan: weight limits excepted).
The materials of an alternative that offend are held against it together, whatever criterion they offend.
In chapters 50 to 63 the textile notes take its place, or stand beside it where the agreement says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.origin.amounts import ZERO, Contribution, Total
from bot.origin.criteria import (
    Basis,
    Criterion,
    FromMaterials,
    Limit,
    Scope,
    ShiftLevel,
    TariffShift,
)
from bot.origin.evaluation_context import (
    BaseAmount,
    EvaluationContext,
    amount_fact,
    amount_of,
    limit_in_amount,
)
from bot.origin.facts import MissingFact
from bot.origin.findings import Finding, ToleranceResult
from bot.origin.material_status import Input
from bot.origin.nomenclature import HsRange, code
from bot.origin.outcome import Outcome, any_of
from bot.origin.provisions import TextileNoteKind
from bot.origin.whole_facts import (
    criterion_fact,
    offending_fact,
    whole_value,
    within_fact,
    without_limits,
)

TEXTILE_CHAPTERS = HsRange(code("50"), code("63"))
_NO_TOLERANCE = ToleranceResult(Outcome.NOT_MET)


def apply_tolerance(findings: Sequence[Finding], context: EvaluationContext) -> ToleranceResult:
    """Whether the materials that offend the findings stay within the tolerance together."""
    if context.inputs is None:
        return _of_whole(findings, context)
    offending = {key for finding in findings for key in finding.offending}
    doubtful = {key for finding in findings for key in finding.doubtful} - offending
    doubts = {fact.id: fact for finding in findings for fact in finding.missing}
    general = _general(offending, doubtful, tuple(doubts.values()), context)
    if not TEXTILE_CHAPTERS.contains(context.product_code):
        return general
    notes = _of_textiles(offending, doubtful, tuple(doubts.values()), context)
    # Few agreements leave the general tolerance open for textiles beside the notes; one of the two is enough.
    outcome = any_of((notes.outcome, general.outcome))
    return general if general.outcome is outcome and notes.outcome is not outcome else notes


def _general(
    offending: set[str],
    doubtful: set[str],
    doubts: tuple[MissingFact, ...],
    context: EvaluationContext,
) -> ToleranceResult:
    """The general tolerance, where the agreement has one for the product."""
    rule = context.provisions.tolerance_for(context.product_code)
    if rule is None:
        return _without_tolerance(offending)
    materials = [one for one in context.inputs or () if one.key in offending | doubtful]
    tried = [_against(limit, materials, offending, doubts, context) for limit in rule.limits]
    return _best(tried, rule.source)


def _without_tolerance(offending: set[str]) -> ToleranceResult:
    return _NO_TOLERANCE if offending else ToleranceResult(Outcome.OPEN)


def _best(tried: Sequence[ToleranceResult], source: str) -> ToleranceResult:
    outcome = any_of(one.outcome for one in tried)
    best = next(one for one in tried if one.outcome is outcome)
    missing = {fact.id: fact for one in tried for fact in one.missing}
    return ToleranceResult(
        outcome,
        best.limit,
        best.amount,
        best.limit_amount,
        best.materials,
        tuple(missing.values()) if outcome is Outcome.OPEN else (),
        source,
    )


def _against(
    limit: Limit,
    materials: Sequence[Input],
    offending: set[str],
    doubts: tuple[MissingFact, ...],
    context: EvaluationContext,
    base: BaseAmount | None = None,
) -> ToleranceResult:
    base = base or context.base(limit.basis)
    total = Total(
        tuple(
            Contribution(
                amount_of(one, limit.basis),
                one.key in offending,
                amount_fact(one, limit.basis),
                () if one.key in offending else _doubts_of(one, doubts),
            )
            for one in materials
        )
    )
    allowed = limit_in_amount(limit, base)
    keys = tuple(one.key for one in materials)
    if allowed is None:
        outcome = Outcome.MET if total.high == ZERO else Outcome.OPEN
        missing = () if outcome is Outcome.MET else base.missing + total.facts(None)
        return ToleranceResult(outcome, limit, total.exact, None, keys, missing)
    outcome = total.at_most(allowed)
    missing = total.facts(allowed) if outcome is Outcome.OPEN else ()
    amount = total.exact if total.exact is not None else total.low
    return ToleranceResult(outcome, limit, amount, allowed, keys, missing)


def _doubts_of(one: Input, doubts: tuple[MissingFact, ...]) -> tuple[MissingFact, ...]:
    """What would tell whether the material offends: facts about itself, its intermediate or the product."""
    own = tuple(fact for fact in doubts if fact.material in ("", one.key))
    return (*own, *one.missing) or doubts


def _of_textiles(
    offending: set[str],
    doubtful: set[str],
    doubts: tuple[MissingFact, ...],
    context: EvaluationContext,
) -> ToleranceResult:
    """The notes on textiles in place of the general tolerance.

    Materials outside the textile chapters are free for made-up goods; a part of the weight of all textile
    materials, or trimmings up to a part of the price, may offend.
    """
    product = context.product_code
    trimmings = context.provisions.textile_note_for(product, TextileNoteKind.TRIMMINGS)
    basic = context.provisions.textile_note_for(product, TextileNoteKind.BASIC_TEXTILE_MATERIALS)
    inputs = {one.key: one for one in context.inputs or ()}
    if trimmings is not None:
        offending = {key for key in offending if _may_be_textile(inputs[key])}
        doubtful = {key for key in doubtful if _may_be_textile(inputs[key])}
        if not offending and not doubtful:
            return ToleranceResult(Outcome.MET, source=trimmings.source)
    materials = [one for key, one in inputs.items() if key in offending | doubtful]
    tried = []
    if basic is not None:
        weight = _textile_weight(context)
        tried.append(_against(basic.limit, materials, offending, doubts, context, weight))
    if trimmings is not None and trimmings.is_of_textile_weight:
        weight = _textile_weight(context)
        tried.append(_against(trimmings.limit, materials, offending, doubts, context, weight))
    elif trimmings is not None and not any(_shares_heading(one, context) for one in materials):
        tried.append(_against(trimmings.limit, materials, offending, doubts, context))
    if not tried:
        return _without_tolerance(offending)
    return _best(tried, next(note.source for note in (basic, trimmings) if note is not None))


def _may_be_textile(one: Input) -> bool:
    return not one.codes or any(TEXTILE_CHAPTERS.may_contain(found) for found in one.codes)


def _shares_heading(one: Input, context: EvaluationContext) -> bool:
    """The note on trimmings asks for materials of another heading; without a code that is not shown."""
    return not one.codes or context.scopes.shares_code(one, 4).inside is not False


def _textile_weight(context: EvaluationContext) -> BaseAmount:
    """The weight of all textile materials used, originating or not."""
    weight = ZERO
    missing = []
    for one in context.inputs or ():
        if not _may_be_textile(one):
            continue
        if one.weight is None:
            missing.append(amount_fact(one, Basis.WEIGHT))
        else:
            weight += one.weight
    return BaseAmount(None, tuple(missing)) if missing else BaseAmount(weight)


@dataclass(frozen=True)
class _WholeLimit:
    """A limit for the materials as a whole, its base, and what must be known beside the amounts."""

    limit: Limit
    base: BaseAmount
    needs: MissingFact | None = None


# The note on trimmings is open only to materials of another heading than the product's.
_OTHER_HEADING = criterion_fact(TariffShift(ShiftLevel.HEADING))


def _of_whole(findings: Sequence[Finding], context: EvaluationContext) -> ToleranceResult:
    """Without a bill of materials: the offending value is asked for as one amount per criterion."""
    limits, source = _whole_limits(context)
    if not limits:
        return _NO_TOLERANCE
    return _best([_whole_against(one, findings, context) for one in limits], source)


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
