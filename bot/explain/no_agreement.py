"""Markets where no agreement can be used: what there is instead, and what the user can do."""

from __future__ import annotations

from bot.advice import Advice, AgreementAdvice
from bot.explain.duty_words import (
    MARKETS_WITHOUT_FIGURES,
    duty_sources,
    mfn_in_words,
    notes_of,
    side_in_words,
)
from bot.explain.formats import day
from bot.explain.next_steps import CUSTOMS_TERRITORY_OF, EU_MEMBER, next_steps, situation_kind
from bot.explain.replies import Block, Reply
from bot.explain.scope_words import Speaker
from bot.explain.sections import Source, localized, paragraphs, sources_of, sources_section
from bot.explain.words import Situation

# Where no duty is due, or where figures would mislead, none is shown.
_WITHOUT_DUTY = frozenset({EU_MEMBER, "sanctions"})


def northern_ireland(speaker: Speaker) -> Reply:
    """Deliveries to Northern Ireland are no export of goods."""
    text = paragraphs(speaker.text("none.northern_ireland"), speaker.text("disclaimer"))
    content = {"market": "XI", "usable": False, "headline": speaker.text("none.northern_ireland")}
    return Reply(text, (Block("first_answer", content),))


def no_agreement(advice: Advice, speaker: Speaker) -> Reply:
    """Why no agreement helps, the normal duty where it is known, and the next step."""
    situation = speaker.words.situation(advice.market)
    headline = _headline(advice, situation, speaker)
    reasons = [why_not_usable(one, advice, speaker) for one in advice.agreements]
    notes = [
        localized(note, speaker.lang)
        for note in (situation.note, *(one.agreement.note for one in advice.agreements))
    ]
    duties = _duties(advice, situation, speaker)
    steps = next_steps(advice, speaker)
    sources, blocks = sources_section(_sources(advice, situation, speaker), speaker)
    text = paragraphs(
        headline,
        reasons,
        notes,
        duties,
        steps,
        sources,
        speaker.text("disclaimer"),
    )
    block = Block(
        "first_answer",
        {
            "market": advice.market,
            "market_name": speaker.words.market(advice.market, speaker.lang),
            "product": speaker.code(advice.hs),
            "usable": False,
            "nothing_to_save": False,
            "headline": headline,
            "reasons": reasons,
            "mfn": _mfn(advice, situation, speaker),
            "notes": [note for note in notes if note],
            "duties": duties,
            "next_steps": steps,
        },
    )
    return Reply(text, (block, *blocks))


def _headline(advice: Advice, situation: Situation, speaker: Speaker) -> str:
    market = speaker.words.market(advice.market, speaker.lang)
    kind = situation_kind(advice, situation)
    if kind == "not_usable":
        asked_for = day(advice.day, speaker.lang)
        return speaker.text("none.not_usable", market=market, day=asked_for)
    if kind != CUSTOMS_TERRITORY_OF:
        return speaker.text(f"none.{kind}", market=market)
    territory = situation.status.partition(":")[2]
    of = speaker.words.market(territory, speaker.lang)
    if speaker.words.situation(territory).status == EU_MEMBER:
        return speaker.text("none.part_of_the_union", market=market, territory=of)
    return speaker.text("none.customs_territory_of", market=market, territory=of)


def why_not_usable(one: AgreementAdvice, advice: Advice, speaker: Speaker) -> str:
    """Why an agreement that is there cannot be used for this product on this day."""
    title = localized(one.agreement.title, speaker.lang)
    if not one.agreement.status.is_applied:
        return speaker.text(f"not_usable.{one.agreement.status.value}", title=title)
    if not one.covers_product:
        return speaker.text("not_usable.not_covered", title=title, product=str(advice.hs))
    since = one.agreement.applied_from(advice.market)
    if since is None:
        return speaker.text("not_usable.not_applied", title=title)
    if since > advice.day:
        return speaker.text("not_usable.later", title=title, day=day(since, speaker.lang))
    return speaker.text("not_usable.ended", title=title)


def _duties(advice: Advice, situation: Situation, speaker: Speaker) -> list[str]:
    if advice.market in MARKETS_WITHOUT_FIGURES:
        return [speaker.text("duty.no_figures")]
    if not _has_duty(situation):
        return []
    duty = advice.duty_without
    return [mfn_in_words(duty, speaker), *notes_of(duty, speaker)]


def _mfn(advice: Advice, situation: Situation, speaker: Speaker) -> str | None:
    if advice.market in MARKETS_WITHOUT_FIGURES or not _has_duty(situation):
        return None
    return side_in_words(advice.duty_without.mfn_side, speaker)


def _has_duty(situation: Situation) -> bool:
    kind = situation.status.partition(":")[0]
    return kind not in (*_WITHOUT_DUTY, CUSTOMS_TERRITORY_OF)


def _sources(advice: Advice, situation: Situation, speaker: Speaker) -> tuple[Source, ...]:
    found = sources_of(*(one.agreement for one in advice.agreements))
    if situation.source and not advice.agreements:
        found = (*found, Source(situation.source, "", situation.as_of))
    if advice.market in MARKETS_WITHOUT_FIGURES:
        return found
    return (*found, *duty_sources(advice.duty_without, speaker))
