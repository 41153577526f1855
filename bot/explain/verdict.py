"""The verdict: met, not met or open in words, then the calculation, what helps, and the conditions."""

from __future__ import annotations

from bot.advice import Assessment
from bot.explain.alternative_words import alternative_lines
from bot.explain.calculation import calculation
from bot.explain.formats import money
from bot.explain.naming import product_code_of
from bot.explain.questions import question_text
from bot.explain.remedy_words import quota_note, remedy_lines, shortfall_lines
from bot.explain.replies import Block, Reply
from bot.explain.rule_words import alternative_in_words
from bot.explain.scope_words import Speaker
from bot.explain.sections import (
    Source,
    conditions_in_words,
    confidence_in_words,
    localized,
    paragraphs,
    sources_of,
    sources_section,
)
from bot.explain.terms import terms_of
from bot.explain.words import Words
from bot.origin.findings import Reason, Status
from bot.origin.insufficient_operations import SUFFICIENT_FACT
from bot.origin.ways_to_origin import uses_cumulation

# More open questions than this would not be read.
_MOST_QUESTIONS = 3
# The headline is about nothing else.
_SAID_BY_HEADLINE = frozenset({Reason.NO_EXPORT, Reason.NO_AGREEMENT})


def verdict(assessment: Assessment, words: Words, lang: str) -> Reply:
    """Whether the product originates, why, by how much, and what to do."""
    speaker = Speaker(lang, words)
    headline = headline_of(assessment, speaker)
    reason = _reason(assessment, speaker)
    alternatives = alternative_lines(assessment, speaker)
    table, table_lines = calculation(assessment, speaker)
    headroom = _headroom(assessment, speaker)
    shortfalls = shortfall_lines(assessment, speaker)
    remedies = remedy_lines(assessment, speaker)
    conditions = conditions_in_words(assessment.conditions, speaker)
    notes = _notes(assessment, speaker)
    terms = _terms(assessment, speaker)
    sources, source_blocks = sources_section(_sources(assessment), speaker)
    text = paragraphs(
        [headline, reason],
        _titled("verdict.options", alternatives, speaker),
        table_lines,
        [headroom, *shortfalls],
        _titled("verdict.remedies", remedies, speaker),
        _titled("claim.title", conditions, speaker),
        [*notes, *terms],
        sources,
        speaker.text("disclaimer"),
    )
    block = Block(
        "result",
        {
            "status": assessment.determination.status.value,
            "headline": headline,
            "reason": reason,
            "alternatives": alternatives,
            "headroom": headroom,
            "shortfalls": shortfalls,
            "remedies": remedies,
            "conditions": conditions,
            "notes": notes,
            "terms": terms,
        },
    )
    return Reply(text, (block, *table, *source_blocks))


def _titled(key: str, lines: list[str], speaker: Speaker) -> list[str]:
    return [speaker.text(key), *(f"- {line}" for line in lines)] if lines else []


def headline_of(assessment: Assessment, speaker: Speaker) -> str:
    """The answer in one sentence."""
    found = assessment.determination
    product = speaker.code(assessment.case.product.hs)
    market = speaker.words.market(assessment.case.market, speaker.lang)
    if found.status is Status.NOT_APPLICABLE and found.reason is not None:
        reason = _known_reason(assessment, speaker) or found.reason
        return speaker.text(f"verdict.{reason.value}", product=product, market=market)
    return speaker.text(f"verdict.{found.status.value}", product=product, market=market)


def _known_reason(assessment: Assessment, speaker: Speaker) -> Reason | None:
    """Without an agreement the engine cannot tell the Union's own markets from others."""
    status = speaker.words.situation(assessment.case.market).status
    own = assessment.agreement is None and status == "eu_member"
    return Reason.NO_EXPORT if own else None


def _reason(assessment: Assessment, speaker: Speaker) -> str:
    found = assessment.determination
    if found.status is Status.ORIGINATING and found.way is not None:
        return _way(assessment, speaker)
    if found.reason is Reason.FACTS_MISSING or found.missing:
        return _open(assessment, speaker)
    if found.reason is None or found.reason in _SAID_BY_HEADLINE:
        return ""
    return speaker.text(f"reason.{found.reason.value}")


def _way(assessment: Assessment, speaker: Speaker) -> str:
    found = assessment.determination
    assert found.way is not None
    text = speaker.text(f"way.{found.way.value}")
    if found.way.value != "sufficiently_worked" or found.decisive is None:
        return text
    product = product_code_of(assessment)
    rule = alternative_in_words(found.decisive.alternative, product, speaker.words, speaker.lang)
    return f"{text} {rule}"


def _open(assessment: Assessment, speaker: Speaker) -> str:
    missing = assessment.determination.missing
    asked = [
        question_text(fact, assessment, speaker.words, speaker.lang)
        for fact in missing[:_MOST_QUESTIONS]
    ]
    if len(missing) == 1:
        title = speaker.text("verdict.missing_one")
    else:
        title = speaker.text("verdict.missing", count=len(missing))
    return "\n".join([title, *(f"- {one}" for one in asked)])


def _headroom(assessment: Assessment, speaker: Speaker) -> str:
    if assessment.headroom is None:
        return ""
    amount = money(assessment.headroom, assessment.case.product.currency, speaker.lang)
    return speaker.text("verdict.headroom", amount=amount)


def _notes(assessment: Assessment, speaker: Speaker) -> list[str]:
    """Warnings of the list, confidence, the quota, and that the agreement is not applied (yet)."""
    found = assessment.determination
    agreement, protocol, case = assessment.agreement, assessment.protocol, assessment.case
    notes = []
    if agreement is not None and not agreement.is_applied_on(case.market, case.day):
        title = localized(agreement.title, speaker.lang)
        notes.append(speaker.text("verdict.not_applied", title=title))
    if found.row is not None:
        notes.append(confidence_in_words(found.confidence, speaker))
    notes.append(quota_note(assessment, speaker))
    notes.append(_value_added_note(assessment, speaker))
    if protocol is not None:
        notes.append(localized(protocol.warning, speaker.lang))
    if any(condition.blocks for condition in assessment.conditions):
        notes.append(speaker.text("verdict.blocked"))
    return [note for note in notes if note]


def _value_added_note(assessment: Assessment, speaker: Speaker) -> str:
    """That the higher value added may decide, where simple operations were done on materials of partners."""
    found, protocol = assessment.determination, assessment.protocol
    refused = found.reason is Reason.INSUFFICIENT_OPERATIONS
    asked = any(one.id == SUFFICIENT_FACT.id for one in found.missing)
    if protocol is None or not (refused or asked) or not uses_cumulation(found.inputs):
        return ""
    source = protocol.provisions_for(assessment.case.market).value_added_source
    return speaker.text("verdict.value_added", source=source) if source else ""


def _terms(assessment: Assessment, speaker: Speaker) -> list[str]:
    """What the words of the rule mean."""
    row = assessment.determination.row
    terms = terms_of(row.rule, speaker) if row is not None else ""
    return [terms] if terms else []


def _sources(assessment: Assessment) -> tuple[Source, ...]:
    row = assessment.determination.row
    own = (Source(row.source),) if row is not None and row.source else ()
    articles = tuple(Source(one.source) for one in assessment.conditions if one.source)
    return (*own, *articles, *sources_of(assessment.agreement, assessment.protocol))
