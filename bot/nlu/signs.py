"""Signs in a message that tell what it is about: a market, a code, money, a yes, a question."""

from __future__ import annotations

from bot.language.evidence_words import find_evidence
from bot.language.words import fold, word_set, words_of
from bot.language.yes_no import read_yes_no
from bot.nlu.readings import Readings

_QUESTION_WORDS = word_set(
    "was wie wo wer wann warum welche welcher welches welchen wieviel what how where who when"
    " why which"
)
_ASKING_VERBS = word_set(
    "brauche brauchen gibt gilt ist sind kann darf muss reicht do does is are can may must"
)
_FOLLOWING = word_set("und and oder or statt instead nicht not auch too dann then")
_NUMBER_MARKS = {"money": "zzmoney", "percent": "zzpercent"}

SIGNS = 20


def signs(read: Readings) -> list[float]:
    """The signs of a message, 1.0 where seen."""
    words = [word.folded for word in words_of(read.text)]
    markets = [one for one in read.markets if one.certain]
    money = [one for one in read.numbers if one.kind == "money"]
    answer = read_yes_no(read.text).answer
    evidence = find_evidence(read.text)
    first = words[0] if words else ""
    seen = (
        bool(markets),
        len(markets) > 1,
        any(one.role == "origin" for one in markets),
        any(one.role == "destination" for one in markets),
        bool(read.codes),
        bool(money),
        len(money) > 1,
        bool(read.numbers) and not words[1:],
        any(one.kind == "percent" for one in read.numbers),
        bool(read.goods),
        bool(markets) and not read.goods,
        bool(read.goods) and not markets,
        answer == "yes",
        answer == "no",
        answer == "dont_know",
        bool(evidence.evidence) or evidence.originating is not None,
        "?" in read.text or first in _QUESTION_WORDS,
        first in _ASKING_VERBS,
        first in _FOLLOWING,
        len(words) <= 2,
    )
    return [float(one) for one in seen]


def masked(read: Readings) -> str:
    """The text, folded, with a mark for each market, code and number: "pumpen nach zzland"."""
    marks = [(*one.span, _mark(one.role)) for one in read.markets if one.certain]
    marks += [(*one.span, "zzcode") for one in read.codes]
    marks += [(*one.span, _NUMBER_MARKS.get(one.kind, "zznumber")) for one in read.numbers]
    parts: list[str] = []
    end = 0
    for start, stop, mark in sorted(marks):
        if start >= end:
            parts += [read.text[end:start], mark]
            end = stop
    return fold(" ".join([*parts, read.text[end:]]))


def _mark(role: str | None) -> str:
    return "zzfrom" if role == "origin" else "zzland"
