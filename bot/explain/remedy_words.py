"""What is missing to a yes, and what would help, cheapest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.advice import Assessment
from bot.explain.formats import money, weight
from bot.explain.naming import material_name
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
    """One remedy; a kind without words is an error of the program."""
    return _WRITERS[remedy.kind](remedy, assessment, speaker)


def _get_declaration(remedy: Remedy, assessment: Assessment, speaker: Speaker) -> str:
    market = speaker.words.market(assessment.case.market, speaker.lang)
    materials = _materials(remedy, assessment, speaker)
    return speaker.text("remedy.get_declaration", materials=materials, market=market)


def _split_intermediate(remedy: Remedy, assessment: Assessment, speaker: Speaker) -> str:
    materials = _materials(remedy, assessment, speaker)
    return speaker.text("remedy.split_intermediate", materials=materials)


def _source_originating(remedy: Remedy, assessment: Assessment, speaker: Speaker) -> str:
    materials = _materials(remedy, assessment, speaker)
    return speaker.text("remedy.source_originating", materials=materials)


def _materials(remedy: Remedy, assessment: Assessment, speaker: Speaker) -> str:
    return speaker.all([material_name(key, assessment, speaker) for key in remedy.materials])


def _lower_non_originating(remedy: Remedy, assessment: Assessment, speaker: Speaker) -> str:
    if remedy.amount is None:
        raise ValueError(f"remedy {remedy.kind.value}: expected an amount to come down by")
    amount = money(remedy.amount, assessment.case.product.currency, speaker.lang)
    return speaker.text(_lowered(remedy, assessment), amount=amount)


def _lowered(remedy: Remedy, assessment: Assessment) -> str:
    """What has to come down: the materials the tolerance is for, or all without origin."""
    by_tolerance = any(
        one.kind is ShortfallKind.TOLERANCE and one.alternative == remedy.alternative
        for one in assessment.shortfalls
    )
    return "remedy.lower_offending" if by_tolerance else "remedy.lower_non_originating"


def _origin_quota(_remedy: Remedy, _assessment: Assessment, speaker: Speaker) -> str:
    return speaker.text("remedy.origin_quota")


_WRITERS: Mapping[RemedyKind, Callable[[Remedy, Assessment, Speaker], str]] = {
    RemedyKind.GET_DECLARATION: _get_declaration,
    RemedyKind.SPLIT_INTERMEDIATE: _split_intermediate,
    RemedyKind.SOURCE_ORIGINATING: _source_originating,
    RemedyKind.LOWER_NON_ORIGINATING: _lower_non_originating,
    RemedyKind.ORIGIN_QUOTA: _origin_quota,
}


def quota_note(assessment: Assessment, speaker: Speaker) -> str:
    """The hint at an origin quota of the agreement; empty if there is none for the product."""
    if assessment.quota is None:
        return ""
    note = localized(assessment.quota.note, speaker.lang)
    return note or speaker.text("remedy.origin_quota")
