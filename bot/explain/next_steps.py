"""What to do next after the first answer, and in which situation a market without an agreement is."""

from __future__ import annotations

from bot.advice import NORTHERN_IRELAND, Advice, AgreementAdvice
from bot.explain.scope_words import Speaker
from bot.explain.words import Situation

CUSTOMS_TERRITORY_OF = "customs_territory_of"
EU_MEMBER = "eu_member"
_SANCTIONS = "sanctions"


def next_steps(advice: Advice, speaker: Speaker) -> list[str]:
    """What the exporter does now, in order; nothing where there is no customs duty at all."""
    if advice.market == NORTHERN_IRELAND:
        return [speaker.text("none.northern_ireland")]
    best = advice.best
    if best is None:
        return _without_agreement(advice, speaker)
    if is_pointless(best):
        return [speaker.text("next.nothing")]
    first = "next.free_circulation" if best.agreement.asks_for_free_circulation else "next.origin"
    if not best.proofs:
        return [speaker.text(key) for key in (first, "next.ask_proof")]
    return [speaker.text(key) for key in (first, "next.proof", "next.customer")]


def _without_agreement(advice: Advice, speaker: Speaker) -> list[str]:
    kind = situation_kind(advice, speaker.words.situation(advice.market))
    if kind in (EU_MEMBER, CUSTOMS_TERRITORY_OF):
        return []
    return [speaker.text("none.sanctions_next" if kind == _SANCTIONS else "none.next")]


def is_pointless(best: AgreementAdvice) -> bool:
    """Whether the agreement saves nothing: a normal duty of zero, or a preference that is not lower."""
    return best.duty.nothing_to_save or best.duty.preferable is False


def situation_kind(advice: Advice, situation: Situation) -> str:
    """Which of the situations of a market without a usable agreement it is."""
    if advice.agreements:
        return "not_usable"
    status, _, territory = situation.status.partition(":")
    if status == CUSTOMS_TERRITORY_OF:
        return status if territory else "none"
    return status or "unknown"
