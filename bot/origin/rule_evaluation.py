"""A rule held against the facts: criteria, conditions, and the tolerance over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from bot.origin.criteria import Alternative, AnyOf, Conditions, Rule
from bot.origin.criteria_evaluation import evaluate
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import AlternativeResult, Finding, ToleranceResult, distinct
from bot.origin.implication import needless_alternatives
from bot.origin.nomenclature import any_contains
from bot.origin.outcome import Outcome, all_of, any_of
from bot.origin.rule_text import format_alternative
from bot.origin.tolerance import apply_tolerance
from bot.origin.whole_tolerance import covers_whole, tolerance_of_whole


def evaluate_rule(rule: Rule, context: EvaluationContext) -> tuple[AlternativeResult, ...]:
    """The result of every alternative, in the order of the rule."""
    return tuple(evaluate_alternative(one, context) for one in rule.alternatives)


def rule_outcome(results: Sequence[AlternativeResult]) -> Outcome:
    """One alternative met is enough."""
    return any_of(result.outcome for result in results)


def open_facts(rule: Rule, alternatives: Sequence[AlternativeResult]) -> tuple[MissingFact, ...]:
    """The open facts of the rule, without those of an alternative that is harder than another open one."""
    if rule_outcome(alternatives) is not Outcome.OPEN:
        return ()
    open_ones = [index for index, one in enumerate(alternatives) if one.outcome is Outcome.OPEN]
    if len(open_ones) > 1:
        needless = needless_alternatives(rule)
        open_ones = [
            one for one in open_ones if not any((one, other) in needless for other in open_ones)
        ]
    return distinct(fact for index in open_ones for fact in alternatives[index].missing)


def evaluate_alternative(alternative: Alternative, context: EvaluationContext) -> AlternativeResult:
    """All criteria and conditions of one alternative."""
    if any(isinstance(one, AnyOf) for one in alternative.criteria):
        return _with_choices(alternative, context)
    notation = format_alternative(alternative)
    conditions = alternative.conditions
    if not _can_be_used(conditions, context):
        return AlternativeResult(alternative, notation, Outcome.NOT_MET, out_of_time=True)
    described, described_facts = _described(conditions, context)
    findings = tuple(evaluate(one, context) for one in alternative.criteria)
    tolerance = None
    if described is not Outcome.NOT_MET:
        findings, tolerance = _repaired(findings, context)
    outcome = all_of([described, *(finding.outcome for finding in findings)])
    open_facts = [fact for one in findings if one.outcome is Outcome.OPEN for fact in one.missing]
    missing = distinct((*described_facts, *open_facts)) if outcome is Outcome.OPEN else ()
    quota = conditions.quota
    if quota is not None and outcome is not Outcome.NOT_MET:
        return AlternativeResult(
            alternative, notation, Outcome.NOT_MET, findings, tolerance, (), blocked_by_quota=quota
        )
    return AlternativeResult(alternative, notation, outcome, findings, tolerance, missing)


def _with_choices(alternative: Alternative, context: EvaluationContext) -> AlternativeResult:
    """An alternative with inner choices: each way through them is weighed against one tolerance.

    The findings are those of the way that decides (the first one met, else open, else failed).
    """
    ways = [evaluate_alternative(one, context) for one in ways_through(alternative)]
    outcome = rule_outcome(ways)
    shown = next(one for one in ways if one.outcome is outcome)
    missing = distinct(fact for one in ways for fact in one.missing)
    return replace(
        shown,
        alternative=alternative,
        notation=format_alternative(alternative),
        missing=missing if outcome is Outcome.OPEN else (),
    )


@lru_cache(maxsize=512)
def ways_through(alternative: Alternative) -> tuple[Alternative, ...]:
    """The alternative without inner choices: one for every way to choose."""
    choices = [
        one.rule.alternatives if isinstance(one, AnyOf) else (Alternative((one,)),)
        for one in alternative.criteria
    ]
    flat = (_joined(chosen, alternative.conditions) for chosen in product(*choices))
    return tuple(
        way
        for one in flat
        for way in (
            ways_through(one) if any(isinstance(c, AnyOf) for c in one.criteria) else (one,)
        )
    )


def _joined(parts: Sequence[Alternative], outer: Conditions) -> Alternative:
    criteria = tuple(criterion for part in parts for criterion in part.criteria)
    conditions = outer
    for part in parts:
        conditions = _both_conditions(conditions, part.conditions)
    return Alternative(criteria, conditions)


def _both_conditions(first: Conditions, second: Conditions) -> Conditions:
    """The conditions of a choice besides those around it; its codes are within theirs."""
    ends = [one for one in (first.until, second.until) if one is not None]
    starts = [one for one in (first.starting, second.starting) if one is not None]
    return Conditions(
        min(ends, default=None),
        max(starts, default=None),
        second.only or first.only,
        first.described + second.described,
        first.quota or second.quota,
    )


def _can_be_used(conditions: Conditions, context: EvaluationContext) -> bool:
    if conditions.only and not any_contains(conditions.only, context.product_code):
        return False
    started = conditions.starting is None or conditions.starting <= context.day
    return started and (conditions.until is None or context.day <= conditions.until)


def _described(
    conditions: Conditions, context: EvaluationContext
) -> tuple[Outcome, tuple[MissingFact, ...]]:
    outcomes, missing = [], []
    for name in conditions.described:
        fact_id = f"product.is.{name}"
        outcome = Outcome.of(context.answers.yes_no(fact_id))
        outcomes.append(outcome)
        if outcome is Outcome.OPEN:
            missing.append(
                MissingFact(fact_id, Topic.PRODUCT_DESCRIPTION, FactType.YES_NO, subject=name)
            )
    return all_of(outcomes), tuple(missing)


def _repaired(
    findings: tuple[Finding, ...], context: EvaluationContext
) -> tuple[tuple[Finding, ...], ToleranceResult | None]:
    """Let the tolerance repair what materials offend, unless something it cannot repair has failed."""
    failed = [one for one in findings if one.outcome is not Outcome.MET]
    repairable = [one for one in failed if one.repairable]
    if not repairable or any(
        one.outcome is Outcome.NOT_MET and not one.repairable for one in failed
    ):
        return findings, None
    if context.inputs is None:
        return _repaired_as_a_whole(findings, repairable, context)
    return _with_tolerance(findings, repairable, apply_tolerance(repairable, context))


def _repaired_as_a_whole(
    findings: tuple[Finding, ...], repairable: list[Finding], context: EvaluationContext
) -> tuple[tuple[Finding, ...], ToleranceResult | None]:
    """Without a bill of materials: everything is within the tolerance, or what is known to offend is."""
    covering = covers_whole(context)
    if covering is not None:
        return _with_tolerance(findings, repairable, covering)
    offending = [one for one in repairable if one.outcome is Outcome.NOT_MET]
    if not offending:
        return findings, None
    return _with_tolerance(findings, offending, tolerance_of_whole(offending, context))


def _with_tolerance(
    findings: tuple[Finding, ...], repairable: list[Finding], tolerance: ToleranceResult
) -> tuple[tuple[Finding, ...], ToleranceResult]:
    change = {
        Outcome.MET: _mended,
        Outcome.OPEN: _in_doubt,
        Outcome.NOT_MET: _beyond_tolerance,
    }[tolerance.outcome]
    changed = (change(one, tolerance) if one in repairable else one for one in findings)
    return tuple(changed), tolerance


def _mended(finding: Finding, _: ToleranceResult) -> Finding:
    return replace(
        finding,
        outcome=finding.allowances,
        tolerance_used=True,
        missing=finding.allowance_missing,
        shortfall=None,
    )


def _in_doubt(finding: Finding, tolerance: ToleranceResult) -> Finding:
    """The tolerance weighs all materials in doubt together: its facts are the ones that decide."""
    missing = finding.missing
    if tolerance.missing:
        missing = distinct((*tolerance.missing, *finding.allowance_missing))
    return replace(finding, outcome=Outcome.OPEN, missing=missing)


def _beyond_tolerance(finding: Finding, _: ToleranceResult) -> Finding:
    """What is over the tolerance for sure does not become open by a doubtful material elsewhere."""
    if not finding.offending:
        return finding
    return replace(finding, outcome=Outcome.NOT_MET, missing=())
