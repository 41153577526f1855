"""How each alternative of a rule came out, with the figures it was measured by."""

from __future__ import annotations

from decimal import Decimal

from bot.advice import Assessment
from bot.explain.formats import day, money, percent, weight
from bot.explain.naming import material_name, product_code_of
from bot.explain.rule_words import alternative_in_words
from bot.explain.scope_words import Speaker
from bot.origin.criteria import Basis, MinWhollyObtained, RegionalValueContent
from bot.origin.findings import AlternativeResult, Finding, Status, ToleranceResult, Unit
from bot.origin.outcome import Outcome

_AT_LEAST = (RegionalValueContent, MinWhollyObtained)


def alternative_lines(assessment: Assessment, speaker: Speaker) -> list[str]:
    """One line per alternative: outcome, the alternative in words, and its figures.

    Left out: ways that have expired where others are left, and open ways once the product originates anyway.
    """
    found = assessment.determination
    if found.status is Status.NOT_APPLICABLE:
        return []
    told = [
        one for one in found.alternatives if not _expired(one, assessment)
    ] or found.alternatives
    if found.status is Status.ORIGINATING:
        told = [one for one in told if one.outcome is not Outcome.OPEN]
    return [_line(one, assessment, speaker) for one in told]


def _expired(result: AlternativeResult, assessment: Assessment) -> bool:
    until = result.alternative.conditions.until
    return until is not None and until < assessment.case.day


def _line(result: AlternativeResult, assessment: Assessment, speaker: Speaker) -> str:
    product = product_code_of(assessment)
    rule = alternative_in_words(result.alternative, product, speaker.words, speaker.lang)
    outcome = speaker.text(f"outcome.{result.outcome.value}")
    return " ".join([f"{outcome}:", rule, *_details(result, assessment, speaker)])


def _details(result: AlternativeResult, assessment: Assessment, speaker: Speaker) -> list[str]:
    if result.out_of_time:
        return [speaker.text("detail.out_of_time", day=day(assessment.case.day, speaker.lang))]
    details = [
        text
        for finding in result.findings
        for text in finding_details(finding, assessment, speaker)
    ]
    if result.tolerance is not None:
        details += _tolerance(result.tolerance, assessment, speaker)
    if result.blocked_by_quota is not None:
        details.append(speaker.text("detail.quota"))
    return details


def finding_details(finding: Finding, assessment: Assessment, speaker: Speaker) -> list[str]:
    """What a criterion was measured at, and which materials do not fit."""
    details = []
    measured = _measured(finding, assessment, speaker)
    if measured:
        details.append(measured)
    if finding.offending and finding.outcome is not Outcome.MET:
        names = [material_name(key, assessment, speaker) for key in finding.offending]
        details.append(speaker.text("detail.offending", materials=speaker.all(names)))
    return details


def _measured(finding: Finding, assessment: Assessment, speaker: Speaker) -> str:
    if finding.measured is None or finding.limit is None or finding.unit is None:
        return ""
    side = "at_least" if isinstance(finding.criterion, _AT_LEAST) else "at_most"
    return speaker.text(
        f"detail.{side}",
        measured=measured_in_words(finding.measured, finding.unit, assessment, speaker),
        limit=measured_in_words(finding.limit, finding.unit, assessment, speaker),
    )


def measured_in_words(value: Decimal, unit: Unit, assessment: Assessment, speaker: Speaker) -> str:
    """A measured value or limit with its unit."""
    if unit is Unit.MONEY:
        return money(value, assessment.case.product.currency, speaker.lang)
    return speaker.text(f"unit.{unit.value}", percent=percent(value, speaker.lang))


def _tolerance(tolerance: ToleranceResult, assessment: Assessment, speaker: Speaker) -> list[str]:
    """The tolerance used or exceeded; nothing while it is open."""
    if tolerance.amount is None or tolerance.limit_amount is None or tolerance.limit is None:
        return []
    if tolerance.outcome is Outcome.OPEN:
        return []
    values = {
        "amount": _amount(tolerance.amount, tolerance.limit.basis, assessment, speaker),
        "limit": _amount(tolerance.limit_amount, tolerance.limit.basis, assessment, speaker),
        "percent": percent(tolerance.limit.percent, speaker.lang),
    }
    if tolerance.outcome is Outcome.NOT_MET:
        return [speaker.text("detail.tolerance_exceeded", **values)]
    names = [material_name(key, assessment, speaker) for key in tolerance.materials]
    if not names:
        return [speaker.text("detail.tolerance_used", **values)]
    return [speaker.text("detail.tolerance_used_for", materials=speaker.all(names), **values)]


def _amount(amount: Decimal, basis: Basis, assessment: Assessment, speaker: Speaker) -> str:
    if basis is Basis.WEIGHT:
        return weight(amount, speaker.lang)
    return money(amount, assessment.case.product.currency, speaker.lang)
