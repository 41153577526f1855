"""Messages that ask what a term means, and the term, misspelt or not.

"Was heißt Kumulirung?", "explain EUR.1 please", "REX?": the words around the term are taken away, and what
is left is compared with the names of the terms. Exact and narrow on purpose, so that it can go before every
other reading: a country called like a term, a figure inside its name, an open question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.faq import definition_frames
from bot.faq.topics import Topic, TopicBook, TopicKind
from bot.language.movement_certificate import with_certificate_named
from bot.language.words import fold, key_of


def _any_of(phrases: str) -> str:
    """One pattern for phrases listed with bars between them, the longest first."""
    return "|".join(map(re.escape, sorted(phrases.split("|"), key=len, reverse=True)))


_ASKING = re.compile(
    rf"^(?P<before>(?:{_any_of(definition_frames.BEFORE)})\s+)?(?P<term>.+?)(?P<after>(?:\s+(?:{_any_of(definition_frames.AFTER)}))*)$"
)
_BY_THE_WAY = re.compile(rf"^(?:(?:{_any_of(definition_frames.BY_THE_WAY)})\s+)+(?=\S)")
_SMALL_FIRST = re.compile(rf"^(?:{_any_of(definition_frames.SMALL)})\s+")
# Words that may stand beside the name of a term without changing it.
_BESIDE = re.compile(r"\s+(?:nummer|nr|number|system|verfahren)$")
_SIGNS = re.compile(r"[^a-z0-9]")
# Letters that may be wrong in a name of at least so many.
_SLIPS_OF_ASKED = ((9, 2), (5, 1))
_SLIPS_OF_LONE = ((9, 2), (7, 1))
_LONGEST = 90


@dataclass(frozen=True)
class Definition:
    """A term that is asked for; `says_so` tells whether words ask what it means."""

    topic: Topic
    says_so: bool


@dataclass(frozen=True)
class Definitions:
    """Names without signs and blanks: those that are a term on their own, and those that need a question."""

    named: Mapping[str, Topic]
    asked_for: Mapping[str, Topic]

    @classmethod
    def of(cls, book: TopicBook) -> Definitions:
        """The names of the terms of a book; of all other topics the titles."""
        terms = book.of_kind(TopicKind.TERM)
        named = _keys(terms, _titles, _spellings)
        others = [one for one in book.topics.values() if one.kind is not TopicKind.TERM]
        asked_for = _keys(terms, _titles, _spellings, _patterns) | {
            name: topic
            for name, topic in _keys(others, _titles, _spellings).items()
            if name not in named
        }
        return cls(named, asked_for)

    def asked(self, text: str) -> Definition | None:
        """The term whose meaning a message asks for; None if it says anything else besides."""
        if len(text) > _LONGEST:
            return None
        named = with_certificate_named(text)
        found = _ASKING.match(_BY_THE_WAY.sub("", key_of(named)))
        if found is None:
            return None
        says_so = bool(found["before"] or found["after"]) or "?" in text
        # "Erklärung zum Ursprung" is a name that begins like a request.
        whole = self.asked_for.get(_key(f"{found['before']}{found['term']}"))
        if found["before"] and whole is not None:
            return Definition(whole, says_so)
        for words in (*_without_small(found["term"]), named):
            for name in dict.fromkeys((words, _BESIDE.sub("", words))):
                topic = self._named(_key(name), says_so)
                if topic is not None:
                    return Definition(topic, says_so)
        return None

    def _named(self, key: str, says_so: bool) -> Topic | None:
        exact = (self.asked_for if says_so else self.named).get(key)
        if exact is not None:
            return exact
        if says_so:
            return _nearest(key, self.asked_for, _slips(key, _SLIPS_OF_ASKED))
        # A lone misspelt word may be goods.
        slips = _slips(key, _SLIPS_OF_LONE)
        return _nearest(key, self.named, slips) or _nearest(key, self.asked_for, min(slips, 1))


def _without_small(words: str) -> Iterator[str]:
    """The words as they are, and without the first, the second small word: "a" may belong to the name."""
    yield words
    while small := _SMALL_FIRST.match(words):
        words = words[small.end() :]
        yield words


def _slips(key: str, allowed: tuple[tuple[int, int], ...]) -> int:
    return next((most for least, most in allowed if len(key) >= least), 0)


def _nearest(key: str, known: Mapping[str, Topic], slips: int) -> Topic | None:
    """The one topic with a name that differs by the fewest letters, at most `slips`."""
    if not slips:
        return None
    near = process.extract(key, known.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
    nearest = min((distance for _, distance, _ in near), default=0)
    topics = {known[name].id: known[name] for name, far, _ in near if far == nearest}
    return next(iter(topics.values())) if len(topics) == 1 else None


def _keys(
    topics: Iterable[Topic], *sources: Callable[[Topic], tuple[str, ...]]
) -> dict[str, Topic]:
    """The names of topics, the first source and topic with a name keeping it."""
    named: dict[str, Topic] = {}
    for names in sources:
        for topic in topics:
            for name in names(topic):
                named.setdefault(_key(name), topic)
    named.pop("", None)
    return named


def _titles(topic: Topic) -> tuple[str, ...]:
    """The name with and without what stands in brackets, and that alone."""
    parts = [part for name in topic.name.values() for part in re.split(r"[()]", name)]
    return (*topic.name.values(), *parts)


def _spellings(topic: Topic) -> tuple[str, ...]:
    return tuple(one for names in topic.named_as.values() for one in names)


def _patterns(topic: Topic) -> tuple[str, ...]:
    return tuple(pattern[0] for pattern in topic.patterns if len(pattern) == 1)


def _key(name: str) -> str:
    return _SIGNS.sub("", fold(name))
