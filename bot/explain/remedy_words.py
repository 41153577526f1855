"""What is missing to a yes, and what would help, cheapest first."""

from __future__ import annotations

from bot.advice import Assessment
from bot.explain.formats import money, weight
from bot.explain.questions import material_name
from bot.explain.scope_words import Speaker
from bot.explain.sections import localized
from bot.origin.findings import Status
from bot.origin.remedies import Remedy, RemedyKind, Shortfall, ShortfallKind


def shortfall_lines(assessment: Assessment, speaker: Speaker) -> list[str]:
    """By how much each alternative was missed."""
    if assessment.determination.status is not Status.NOT_ORIGINATING:
        return []
    return [_shortfall(one, assessment, speaker) for one in assessment.shortfalls]


def _shortfall(shortfall: Shortfall, assessment: Assessment, speaker: Speaker) -> str:
    currency = assessment.case.product.currency
    if shortfall.in_weight:
        amount = weight(shortfall.amount, speaker.lang)
    else:
        amount = money(shortfall.amount, currency, speaker.lang)
    return speaker.text(f"shortfall.{shortfall.kind.value}", amount=amount)


def remedy_lines(assessment: Assessment, speaker: Speaker) -> list[str]:
    """What would turn the result, in the order the engine found it."""
    return [remedy_in_words(one, assessment, speaker) for one in assessment.remedies]


def remedy_in_words(remedy: Remedy, assessment: Assessment, speaker: Speaker) -> str:
    """One remedy."""
    market = speaker.words.market(assessment.case.market, speaker.lang)
    materials = speaker.all([material_name(key, assessment, speaker) for key in remedy.materials])
    if remedy.kind is RemedyKind.GET_DECLARATION:
        return speaker.text("remedy.get_declaration", materials=materials, market=market)
    if remedy.kind is RemedyKind.SOURCE_ORIGINATING:
        return speaker.text("remedy.source_originating", materials=materials)
    if remedy.kind is RemedyKind.LOWER_NON_ORIGINATING and remedy.amount is not None:
        amount = money(remedy.amount, assessment.case.product.currency, speaker.lang)
        return speaker.text(_lowered(remedy, assessment), amount=amount)
    return speaker.text("remedy.origin_quota")


def _lowered(remedy: Remedy, assessment: Assessment) -> str:
    """What has to come down: the materials the tolerance is for, or all without origin."""
    by_tolerance = any(
        one.kind is ShortfallKind.TOLERANCE and one.alternative == remedy.alternative
        for one in assessment.shortfalls
    )
    return "remedy.lower_offending" if by_tolerance else "remedy.lower_non_originating"


def quota_note(assessment: Assessment, speaker: Speaker) -> str:
    """The hint at an origin quota of the agreement; empty if there is none for the product."""
    if assessment.quota is None:
        return ""
    note = localized(assessment.quota.note, speaker.lang)
    return note or speaker.text("remedy.origin_quota")
