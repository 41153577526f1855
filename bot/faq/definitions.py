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

from bot.faq.topics import Topic, TopicBook, TopicKind
from bot.language.words import fold, key_of


def _phrases(*listed: str) -> str:
    """One pattern for phrases listed with bars between them, the longest first."""
    phrases = sorted((one for line in listed for one in line.split("|")), key=len, reverse=True)
    return "|".join(map(re.escape, phrases))


_SMALL = _phrases(
    "der|die|das|den|dem|des|ein|eine|einen|einer|eigentlich|genau|denn|so|mit|begriff|wort|hier|mal|kurz",
    "nochmal|nochma|unter|doch|mir|bitte|the|a|an|this|that|term|word|exactly|actually|by|please|me|to me",
)
_BEFORE = _phrases(
    "was ist|was sind|was war|was heisst|was heissen|was bedeutet|was bedeuten|was meint|was meinen sie",
    "was versteht man|was soll|was is|was isn|wat is|wat isn|wat heisst|wat bedeutet|wofur steht",
    "was genau ist|was genau heisst|was genau bedeutet|was ist genau|was ist noch mal|wie ist das",
    "bedeutung von|bedeutung|die bedeutung von|definition|definition von|sag mir was|kenne|nie gehort",
    "konnen sie|konnten sie|konnen sie mir|konnten sie mir|kannst du|kannst du mir|erklaren sie",
    "erklar|erklare|erklart|bitte erklaren sie|erklaren sie uns|verstehe|versteh|ich verstehe|ich versteh",
    "kapier|kapiere|ich kapier|ich kapiere|keine ahnung was|weiss nicht was|ich weiss nicht was|hae|ha",
    "what is|what s|whats|what are|what was|what does|what do|what do you mean|what is meant|wat is",
    "what exactly is|what exactly does|meaning of|the meaning of|definition of|define|explain|remind me what",
    "can you explain|could you explain|please explain|tell me about|no clue what|no idea what|never heard of",
    "i do not know what|i don t know what|i dont know what|i don t get|i dont get|i don t understand",
    "i do not understand|i dont understand|don t know what|dont know what|huh",
)
_AFTER = _phrases(
    "bedeutet|heisst|ist|is|sind|soll das sein|nicht|nich|net|nochmal|nochma|bitte|genau|eigentlich",
    "einfach|denn|erklaren|erklar|please|mean|means|again|exactly|are|stand for|stands for|supposed to be",
    "in plain words|to me",
)
_ASKING = re.compile(
    rf"^(?P<before>(?:{_BEFORE})\s+)?(?P<term>.+?)(?P<after>(?:\s+(?:{_AFTER}))*)$"
)
_SMALL_FIRST = re.compile(rf"^(?:{_SMALL})\s+")
# Words that may stand beside the name of a term without changing it.
_BESIDE = re.compile(r"\s+(?:nummer|nr|number|system|verfahren)$")
_SIGNS = re.compile(r"[^a-z0-9]")
# Letters that may be wrong in a name of at least so many.
_SLIPS_OF_ASKED = ((9, 2), (5, 1))
_SLIPS_OF_LONE = ((9, 2), (7, 1))
_LONGEST = 60


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
        found = _ASKING.match(key_of(text))
        if found is None:
            return None
        says_so = bool(found["before"] or found["after"]) or "?" in text
        for words in (*_without_small(found["term"]), text):
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
