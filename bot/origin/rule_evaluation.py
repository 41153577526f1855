"""A rule held against the facts: criteria, conditions, and the tolerance over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.origin.criteria import Alternative, AnyOf, Conditions, Criterion, Rule
from bot.origin.criteria_evaluation import evaluate
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import AlternativeResult, Finding, ToleranceResult
from bot.origin.nomenclature import any_contains
from bot.origin.outcome import Outcome, all_of, any_of
from bot.origin.rule_notation import format_alternative
from bot.origin.tolerance import apply_tolerance


def evaluate_rule(rule: Rule, context: EvaluationContext) -> tuple[AlternativeResult, ...]:
    """The result of every alternative, in the order of the rule."""
    return tuple(evaluate_alternative(one, context) for one in rule.alternatives)


def rule_outcome(results: Sequence[AlternativeResult]) -> Outcome:
    """One alternative met is enough."""
    return any_of(result.outcome for result in results)


def evaluate_alternative(
    alternative: Alternative, context: EvaluationContext, *, with_tolerance: bool = True
) -> AlternativeResult:
    """All criteria and conditions of one alternative."""
    notation = format_alternative(alternative)
    conditions = alternative.conditions
    if not _in_time(conditions, context):
        return AlternativeResult(alternative, notation, Outcome.NOT_MET, out_of_time=True)
    if conditions.only and not any_contains(conditions.only, context.product_code):
        return AlternativeResult(alternative, notation, Outcome.NOT_MET, out_of_time=True)
    described, described_facts = _described(conditions, context)
    findings = tuple(_finding(one, context) for one in alternative.criteria)
    tolerance = None
    if with_tolerance and described is not Outcome.NOT_MET:
        findings, tolerance = _repaired(findings, context)
    outcome = all_of([described, *(finding.outcome for finding in findings)])
    missing = _missing(outcome, described_facts, findings, tolerance)
    quota = conditions.quota
    if quota is not None and outcome is not Outcome.NOT_MET:
        return AlternativeResult(
            alternative, notation, Outcome.NOT_MET, findings, tolerance, (), blocked_by_quota=quota
        )
    return AlternativeResult(alternative, notation, outcome, findings, tolerance, missing)


def _in_time(conditions: Conditions, context: EvaluationContext) -> bool:
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


def _finding(criterion: Criterion, context: EvaluationContext) -> Finding:
    if not isinstance(criterion, AnyOf):
        return evaluate(criterion, context)
    # The tolerance of the outer alternative cannot be spent again inside a choice.
    inner = tuple(
        evaluate_alternative(one, context, with_tolerance=False)
        for one in criterion.rule.alternatives
    )
    outcome = rule_outcome(inner)
    missing = (
        _distinct([fact for one in inner for fact in one.missing])
        if outcome is Outcome.OPEN
        else ()
    )
    return Finding(criterion, outcome, missing=missing, inner=inner)


def _repaired(
    findings: tuple[Finding, ...], context: EvaluationContext
) -> tuple[tuple[Finding, ...], ToleranceResult | None]:
    """Let the tolerance repair what materials offend, unless something it cannot repair has failed."""
    failed = [one for one in findings if one.outcome is not Outcome.MET]
    repairable = [one for one in failed if one.repairable and _can_be_weighed(one, context)]
    if not repairable or any(
        one.outcome is Outcome.NOT_MET and not one.repairable for one in failed
    ):
        return findings, None
    tolerance = apply_tolerance(repairable, context)
    if tolerance.outcome is Outcome.MET:
        return tuple(_mended(one) if one in repairable else one for one in findings), tolerance
    if tolerance.outcome is Outcome.OPEN:
        return tuple(_in_doubt(one) if one in repairable else one for one in findings), tolerance
    # What is over the tolerance for sure does not become open by a doubtful material elsewhere.
    exceeded = tuple(
        replace(one, outcome=Outcome.NOT_MET, missing=())
        if one in repairable and one.offending
        else one
        for one in findings
    )
    return exceeded, tolerance


def _can_be_weighed(finding: Finding, context: EvaluationContext) -> bool:
    """Without a bill of materials only what is known to offend can be held against the tolerance."""
    return context.inputs is not None or finding.outcome is Outcome.NOT_MET


def _mended(finding: Finding) -> Finding:
    return replace(finding, outcome=Outcome.MET, tolerance_used=True, missing=(), shortfall=None)


def _in_doubt(finding: Finding) -> Finding:
    return replace(finding, outcome=Outcome.OPEN)


def _missing(
    outcome: Outcome,
    described: tuple[MissingFact, ...],
    findings: tuple[Finding, ...],
    tolerance: ToleranceResult | None,
) -> tuple[MissingFact, ...]:
    if outcome is not Outcome.OPEN:
        return ()
    facts = list(described)
    in_tolerance = tolerance is not None and tolerance.outcome is Outcome.OPEN
    for finding in findings:
        if finding.outcome is not Outcome.OPEN:
            continue
        if in_tolerance and tolerance is not None and tolerance.missing and finding.repairable:
            # The tolerance weighs all materials in doubt together: its facts are the ones that decide.
            facts.extend(tolerance.missing)
        else:
            facts.extend(finding.missing)
    return _distinct(facts)


def _distinct(facts: Sequence[MissingFact]) -> tuple[MissingFact, ...]:
    return tuple({fact.id: fact for fact in facts}.values())
