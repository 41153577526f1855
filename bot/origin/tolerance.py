"""Tolerance: a small part of the product may be of materials the rule does not allow.

It repairs materials, not processes (but of textiles, see bot.origin.textiles), and never lifts a limit of
the rule (Japan: weight limits excepted).
The materials of an alternative that offend are held against it together, whatever criterion they offend.
In chapters 50 to 63 the textile notes take its place, or stand beside it where the agreement says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.origin.amounts import ZERO, Contribution, Total
from bot.origin.criteria import (
    Basis,
    Limit,
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
from bot.origin.outcome import Outcome, any_of
from bot.origin.provisions import TextileNoteKind
from bot.origin.textiles import TEXTILE_CHAPTERS, may_be_textile

NO_TOLERANCE = ToleranceResult(Outcome.NOT_MET)


def apply_tolerance(findings: Sequence[Finding], context: EvaluationContext) -> ToleranceResult:
    """Whether the materials of the bill that offend the findings stay within the tolerance together."""
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
    return best_of(tried, rule.source)


def _without_tolerance(offending: set[str]) -> ToleranceResult:
    return NO_TOLERANCE if offending else ToleranceResult(Outcome.OPEN)


def best_of(tried: Sequence[ToleranceResult], source: str) -> ToleranceResult:
    """What several limits come to that are at the exporter's choice."""
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
    # Who stays below it with all that may offend must not be told of more room than is left then.
    at_worst = total.high if outcome is Outcome.MET else total.low
    amount = total.exact if total.exact is not None else at_worst
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
        offending = {key for key in offending if may_be_textile(inputs[key])}
        doubtful = {key for key in doubtful if may_be_textile(inputs[key])}
        if not offending and not doubtful:
            return ToleranceResult(Outcome.MET, source=trimmings.source)
    materials = [one for key, one in inputs.items() if key in offending | doubtful]
    notes = [note for note in (basic, trimmings) if note is not None]
    tried = [
        _against_textiles(note.limit, materials, offending, doubts, context)
        for note in notes
        if note.is_of_textile_weight
    ]
    by_value = trimmings is not None and not trimmings.is_of_textile_weight
    if trimmings is not None and by_value and not _any_shares_heading(materials, context):
        tried.append(_against(trimmings.limit, materials, offending, doubts, context))
    if not tried:
        return _without_tolerance(offending)
    return best_of(tried, notes[0].source)


def _against_textiles(
    limit: Limit,
    materials: Sequence[Input],
    offending: set[str],
    doubts: tuple[MissingFact, ...],
    context: EvaluationContext,
) -> ToleranceResult:
    """A share of the weight of all textile materials; where all of them offend no weight is needed."""
    weight = _textile_weight(context)
    textiles = {one.key for one in context.inputs or () if may_be_textile(one)}
    if weight.amount is None and textiles and textiles <= offending:
        return ToleranceResult(Outcome.NOT_MET, limit)
    return _against(limit, materials, offending, doubts, context, weight)


def _any_shares_heading(materials: Sequence[Input], context: EvaluationContext) -> bool:
    """The note on trimmings asks for materials of another heading; without a code that is not shown."""
    return any(
        not one.codes or context.scopes.shares_code(one, 4).inside is not False for one in materials
    )


def _textile_weight(context: EvaluationContext) -> BaseAmount:
    """The weight of all textile materials used, originating or not."""
    weight = ZERO
    missing = []
    for one in context.inputs or ():
        if not may_be_textile(one):
            continue
        if one.weight is None:
            missing.append(amount_fact(one, Basis.WEIGHT))
        else:
            weight += one.weight
    return BaseAmount(None, tuple(missing)) if missing else BaseAmount(weight)
