"""The one figure that a correction means, and the figure that was told last."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from bot.conversation.state import CaseState
from bot.language.numbers import NumberFound, read_numbers
from bot.language.words import word_set, words_of

VALUE = "value"
"""Stands for the value of the consignment, which is no fact of the engine."""

_LEFT_OUT = word_set("nicht nich net statt anstatt anstelle not than of")
_TAKES_BACK = word_set(
    "nein nee ne doch sondern sorry pardon moment quatsch korrektur verschrieben vertippt ups falsch"
    " meinte stopp no nope wait oops typo correction wrong meant actually make"
)
_BESIDE = word_set(
    "ich wir i we meine mean habe hab mich gemeint war waren ist sind es das der die den it its is was were"
    " that this should be sollte sollten sein nur only just lieber besser rather eher jetzt now nicht nich"
    " not statt instead of than eigentlich ach oh oje hm halt bitte please euro eur usd dollar prozent"
    " percent per cent k tsd tausend thousand the to auf zu a bit ca circa etwa about"
)


def number_meant(text: str, lang: str) -> NumberFound | None:
    """The one number of a message that is not named to be left out ("340 nicht 430"); none is below zero."""
    found = [one for one in read_numbers(text, lang) if one.plausible]
    kept = [one for one in found if not _is_left_out(text, one)]
    return kept[0] if len(kept) == 1 and kept[0].value >= 0 else None


def _is_left_out(text: str, number: NumberFound) -> bool:
    before = words_of(text[: number.span[0]])
    return bool(before) and before[-1].folded in _LEFT_OUT


def takes_back_a_figure(text: str, lang: str) -> bool:
    """Whether a message says nothing but another figure for the last one ("no, 40 %", "doch 75")."""
    spans = [one.span for one in read_numbers(text, lang)]
    words = [
        word.folded
        for word in words_of(text)
        if not any(start <= word.start < end for start, end in spans) and word.folded.isalpha()
    ]
    return (
        bool(spans)
        and not _TAKES_BACK.isdisjoint(words)
        and all(word in _TAKES_BACK or word in _BESIDE for word in words)
    )


def last_told(state: CaseState) -> str | None:
    """The fact whose amount was told last, or VALUE; None if no amount of this case was told."""
    for after, before in pairwise(_backwards(state)):
        if (before.hs, before.market) != (after.hs, after.market):
            return None
        if after.value is not None and after.value != before.value:
            return VALUE
        new = [
            fact
            for fact, one in after.answers.items()
            if isinstance(one, Decimal) and before.answers.get(fact) != one
        ]
        if new:
            return new[0] if len(new) == 1 else None
    return None


def _backwards(state: CaseState) -> Iterator[CaseState]:
    at: CaseState | None = state
    while at is not None:
        yield at
        at = at.step_back()
