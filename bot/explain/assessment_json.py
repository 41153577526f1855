"""Assessments as JSON values, with the stable keys of the contracts."""

from __future__ import annotations

from decimal import Decimal

from bot.advice import Assessment
from bot.explain.json_values import Json, condition_json, day_json, decimal_json, row_json
from bot.explain.questions import offered, question_in_both
from bot.explain.words import Words
from bot.origin.facts import MissingFact
from bot.origin.findings import AlternativeResult, Finding
from bot.origin.remedies import Remedy, Shortfall
from bot.origin.rule_text import format_criterion
from bot.proof.proofs import criterion_code

# The currency of a weight: kilograms.
_KILOGRAM = "kg"


def assessment_json(
    assessment: Assessment,
    words: Words,
    data_version: str = "",
) -> Json:
    """The determination with everything that follows from it."""
    found, case = assessment.determination, assessment.case
    currency = case.product.currency
    return {
        "determination": found.status.value,
        "reason": found.reason.value if found.reason else None,
        "way": found.way.value if found.way else None,
        "origin_criterion": criterion_code(assessment.origin_criteria) or None,
        "agreement": assessment.agreement.id if assessment.agreement is not None else None,
        "market": case.market,
        "hs": case.product.hs.digits,
        "rule": row_json(found.row) if found.row is not None else None,
        "confidence": found.confidence.value if found.row is not None else None,
        "alternatives": [_alternative(one) for one in found.alternatives],
        "decisive": found.decisive.notation if found.decisive is not None else None,
        "materials": _materials(assessment),
        "shortfalls": [_shortfall(one, currency) for one in assessment.shortfalls],
        "headroom": _money(assessment.headroom, currency),
        "remedies": [_remedy(one, currency) for one in assessment.remedies],
        "missing_facts": [_missing(one, assessment, words) for one in found.missing],
        "conditions": [condition_json(one) for one in assessment.conditions],
        "origin_quota": _quota(assessment),
        "date": day_json(case.day),
        "data_version": data_version,
    }


def _quota(assessment: Assessment) -> Json | None:
    quota = assessment.quota
    return None if quota is None else {"source": quota.source, "note": dict(quota.note)}


def _money(amount: Decimal | None, currency: str) -> Json | None:
    return None if amount is None else {"amount": decimal_json(amount), "currency": currency}


def _alternative(result: AlternativeResult) -> Json:
    tolerance = result.tolerance
    return {
        "notation": result.notation,
        "outcome": result.outcome.value,
        "findings": [_finding(one) for one in result.findings],
        "tolerance": None
        if tolerance is None
        else {
            "outcome": tolerance.outcome.value,
            "amount": decimal_json(tolerance.amount),
            "limit_amount": decimal_json(tolerance.limit_amount),
            "percent": decimal_json(tolerance.limit.percent) if tolerance.limit else None,
            "basis": tolerance.limit.basis.value if tolerance.limit else None,
            "materials": list(tolerance.materials),
            "source": tolerance.source,
        },
        "blocked_by_quota": result.blocked_by_quota,
        "out_of_time": result.out_of_time,
    }


def _finding(finding: Finding) -> Json:
    return {
        "criterion": format_criterion(finding.criterion),
        "outcome": finding.outcome.value,
        "measured": decimal_json(finding.measured),
        "limit": decimal_json(finding.limit),
        "unit": finding.unit.value if finding.unit else None,
        "materials": list(finding.materials),
        "tolerance_used": finding.tolerance_used,
    }


def _materials(assessment: Assessment) -> list[Json]:
    return [
        {
            "key": one.key,
            "hs": one.material.hs.digits if one.material.hs else None,
            "description": one.material.description,
            "value": decimal_json(one.value),
            "weight_kg": decimal_json(one.weight),
            "status": one.status.value,
            "reason": one.reason.value,
        }
        for one in assessment.determination.inputs or ()
    ]


def _shortfall(shortfall: Shortfall, currency: str) -> Json:
    return {
        "kind": shortfall.kind.value,
        "amount": decimal_json(shortfall.amount),
        "currency": _KILOGRAM if shortfall.in_weight else currency,
        "alternative": shortfall.alternative,
    }


def _remedy(remedy: Remedy, currency: str) -> Json:
    return {
        "kind": remedy.kind.value,
        "materials": list(remedy.materials),
        "amount": decimal_json(remedy.amount),
        "currency": currency if remedy.amount is not None else None,
        "alternative": remedy.alternative or None,
        "subject": remedy.subject or None,
    }


def _missing(fact: MissingFact, assessment: Assessment, words: Words) -> Json:
    return {
        "id": fact.id,
        "question": question_in_both(fact, assessment, words),
        "type": fact.type.value,
        "topic": fact.topic.value,
        "material": fact.material or None,
        "options": list(offered(fact, assessment, words)),
    }
