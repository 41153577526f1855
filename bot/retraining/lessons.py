"""What a candidate was taught that the serving model reads otherwise, and what speaks for it.

A reviewer corrects a certain reading for a reason that can be seen: the message holds a word that no
example knew ("psr"), or holds a whole example of what is taught ("Tel. …, danke"). An example that turns
a certain reading round without either is a mistake or an attack (docs/decisions/0015).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.language.markets import MarketReader
from bot.language.words import key_of, words_of
from bot.language.yes_no import read_yes_no
from bot.retraining.learned import LearnedExample
from bot.retraining.redact import MARK
from bot.retraining.running_model import Parsed

_SHORTEST_WORD = 2
_MARKET = "market"


@dataclass(frozen=True)
class Lesson:
    """A learned example that the serving model reads otherwise, with what the gates ask of it.

    `place` is the place of the taught intent among the first of the serving model, 0 where it is not
    among them; `new_words` stand in no other example; `holds` is an example of the taught intent that
    the text holds as a whole.
    """

    language: str
    text: str
    intent: str
    reviewer: str
    batch: str
    read_as: str
    sure: float
    place: int
    new_words: tuple[str, ...]
    holds: str

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Lesson:
        """Read one of a kept comparison."""
        return cls(**{**content, "new_words": tuple(content["new_words"])})


class KnownExamples:
    """The training examples that were not learned: their words, and which intents their texts have.

    One market is as good as another where a text holds an example.
    """

    def __init__(self, examples: Iterable[tuple[str, str, str]], markets: MarketReader) -> None:
        """Read language, intent and text of the examples."""
        self._markets = markets
        self._words: set[str] = set()
        self._intents: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for _, intent, text in examples:
            self._words.update(key_of(text).split())
            self._intents[self._parts(text)].add(intent)

    def has(self, word: str) -> bool:
        """Whether a folded word stands in one of them."""
        return word in self._words

    def held_in(self, text: str, intent: str) -> str:
        """An example of the intent that is a part of the text, "" if there is none."""
        parts = self._parts(text)
        runs = (
            parts[start:end]
            for start in range(len(parts))
            for end in range(len(parts), start, -1)
            if (start, end) != (0, len(parts)) and parts[start:end] != (_MARKET,)
        )
        return next((" ".join(run) for run in runs if intent in self._intents.get(run, ())), "")

    def _parts(self, text: str) -> tuple[str, ...]:
        """The folded words of a text, with one mark for every market."""
        for hit in sorted(self._markets.find(text), key=lambda one: -one.span[0]):
            text = f"{text[: hit.span[0]]} {_MARKET} {text[hit.span[1] :]}"
        return tuple(key_of(text).split())


def lessons_of(
    examples: Iterable[LearnedExample], known: KnownExamples, read: Mapping[str, Parsed]
) -> list[Lesson]:
    """The learned examples that the serving model reads otherwise than they teach.

    Args:
        examples: everything that was learned, in this batch and before.
        known: all other training examples.
        read: what the serving model makes of the learned texts.
    """
    return [
        _lesson(one, read[one.text], known)
        for one in examples
        if read[one.text].intent != one.intent or crosses_yes_and_no(one.text, one.intent)
    ]


def _lesson(example: LearnedExample, parsed: Parsed, known: KnownExamples) -> Lesson:
    ranking = [name for name, _ in parsed.ranking if name != "nlu_fallback"]
    place = ranking.index(example.intent) + 1 if example.intent in ranking else 0
    return Lesson(
        example.language,
        example.text,
        example.intent,
        example.reviewer,
        example.batch,
        parsed.intent,
        round(parsed.confidence, 4),
        place,
        tuple(one for one in _own_words(example) if not known.has(one)),
        known.held_in(example.text, example.intent),
    )


def _own_words(example: LearnedExample) -> list[str]:
    """The words of the text that are neither goods nor markets nor marks of redaction.

    Goods are what a code was given for: without one, the words may just have been left over.
    """
    spans = [match.span() for match in MARK.finditer(example.text)]
    spans += [
        (int(one["start"]), int(one["end"]))
        for one in json.loads(example.entities)
        if one.get("entity") != "product" or one.get("hs")
    ]
    return [
        word.folded
        for word in words_of(example.text)
        if len(word.text) >= _SHORTEST_WORD
        and word.folded.isalpha()
        and not any(start < word.end and word.start < end for start, end in spans)
    ]


# --- what the gates ask ---------------------------------------------------------------------


def words_taught(lessons: Iterable[Lesson]) -> dict[str, Counter[str]]:
    """What the new words were taught as: how many lessons of each intent hold the word."""
    taught: dict[str, Counter[str]] = defaultdict(Counter)
    for one in lessons:
        for word in set(one.new_words):
            taught[word][one.intent] += 1
    return taught


def without_reason(lesson: Lesson, sure: float) -> bool:
    """Whether it turns a certain reading round, and nothing in the text tells why."""
    return lesson.sure >= sure and not lesson.new_words and not lesson.holds


def outvoted(lesson: Lesson, taught: Mapping[str, Counter[str]], least: int) -> bool:
    """Whether each new word is taught by `least` lessons as something else, and by no other as this."""
    votes = [taught[word] for word in lesson.new_words]
    return bool(votes) and all(
        one[lesson.intent] == 1 and one.most_common(1)[0][1] >= least for one in votes
    )


def crosses_yes_and_no(text: str, intent: str) -> bool:
    """Whether a plain yes is taught as a no, or a plain no as a yes."""
    read = read_yes_no(text)
    said = read.answer if read.answer in ("yes", "no") else read.leaning
    if read.hint == "contradiction":
        return False
    return (said, intent) in (("yes", "deny"), ("no", "affirm"))


def is_explained(text: str, after: str, taught: Mapping[str, Counter[str]]) -> bool:
    """Whether a changed reading follows from a new word in the text: lessons teach it as just that."""
    votes = (taught[word] for word in key_of(text).split() if word in taught)
    return any(one.most_common(1)[0][0] == after for one in votes)
