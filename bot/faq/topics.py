"""Topics a user may ask about in between: terms of origin law, practice, and neighbouring fields.

A topic is found in two ways. `patterns` name it: words that must all occur ("rex+apply"); the pattern with
the most letters wins, so that the narrow topic goes before the wide one. `questions` are ways to ask for it;
bot.faq.questions compares them with what people write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from bot.faq.faq_files import Entry, FaqDataError, read_entries
from bot.language.movement_certificate import with_certificate_named
from bot.language.words import words_of

FILES = ("terms", "topics", "questions", "steps")
_NAMES = frozenset(
    {
        "id",
        "kind",
        "name",
        "patterns",
        "questions",
        "answer",
        "example",
        "steps",
        "wording",
        "source",
        "url",
        "as_of",
        "confidence",
        "contacts",
        "named_as",
        "yields",
    }
)
# An inflected form may be this much longer than the word of the pattern ("Kumulierungen").
_LONGEST_ENDING = 3
_SHORTEST_INFLECTED = 5


class TopicKind(Enum):
    """What a topic is: a term, a matter of practice, or a field that others advise on."""

    TERM = "term"
    PRACTICE = "practice"
    ELSEWHERE = "elsewhere"
    ABOUT_US = "about_us"


class TopicConfidence(Enum):
    """How well an answer is confirmed: by two sources, by one, or from general knowledge only."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Source:
    """Where an answer comes from, the day it was looked at, and how well it is confirmed.

    An empty `name` stands for general knowledge that no source has confirmed yet.
    """

    name: Mapping[str, str]
    as_of: date
    confidence: TopicConfidence
    url: str = ""


@dataclass(frozen=True)
class Topic:
    """A topic with its answer and source; `contacts` are the ids of those who help further.

    `named_as`: spellings under which a term is recognised in our own replies, by language.
    `wording`: a text to copy, such as a letter. `yields`: an answer computed for the case goes first.
    """

    id: str
    kind: TopicKind
    name: Mapping[str, str]
    patterns: tuple[tuple[str, ...], ...]
    answer: Mapping[str, str]
    source: Source
    contacts: tuple[str, ...] = ()
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)
    named_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    yields: bool = False


@dataclass(frozen=True)
class TopicBook:
    """All topics by id."""

    topics: Mapping[str, Topic]

    def find(self, text: str) -> Topic | None:
        """The topic a message names; the more of it is named, the better. None if none is."""
        best: Topic | None = None
        most = 0
        for topic, letters in self.named(text):
            if letters > most:
                best, most = topic, letters
        return best

    def named(self, text: str) -> tuple[tuple[Topic, int], ...]:
        """The topics a message names, each with the letters of its longest pattern found."""
        words = tuple(word.folded for word in words_of(with_certificate_named(text)))
        forms = frozenset().union(*map(_forms, words))
        counted = (
            (topic, max((_letters_found(one, words, forms) for one in topic.patterns), default=0))
            for topic in self.topics.values()
        )
        return tuple((topic, letters) for topic, letters in counted if letters)

    def of_kind(self, kind: TopicKind) -> tuple[Topic, ...]:
        """The topics of a kind, in the order of the files."""
        return tuple(one for one in self.topics.values() if one.kind is kind)


def read_topics(folder: Path) -> TopicBook:
    """The topics of all files; raises FaqDataError at the first fault."""
    topics: dict[str, Topic] = {}
    for name in FILES:
        for entry in read_entries(folder / f"{name}.yml", name, _NAMES):
            topic = _topic(entry)
            if topic.id in topics:
                raise FaqDataError(f"{entry.place}: '{topic.id}' stands twice")
            topics[topic.id] = topic
    return TopicBook(topics)


def _topic(entry: Entry) -> Topic:
    patterns = tuple(_pattern(one) for one in entry.list_of_texts("patterns"))
    questions = entry.lists_of_texts("questions")
    if not all(patterns) or not (patterns or questions):
        raise FaqDataError(f"{entry.place}: expected at least one pattern of words or question")
    return Topic(
        entry.text("id"),
        entry.one_of("kind", TopicKind),
        entry.texts("name"),
        patterns,
        entry.texts("answer"),
        _source(entry),
        entry.list_of_texts("contacts"),
        questions,
        entry.optional_texts("example"),
        entry.lists_of_texts("steps"),
        entry.optional_texts("wording"),
        entry.lists_of_texts("named_as"),
        entry.flag("yields"),
    )


def _source(entry: Entry) -> Source:
    confidence = entry.one_of("confidence", TopicConfidence)
    name = entry.optional_texts("source")
    if not name and confidence is TopicConfidence.HIGH:
        raise FaqDataError(f"{entry.place}: confidence 'high' needs a source")
    return Source(name, entry.day("as_of"), confidence, entry.optional_text("url"))


def _pattern(written: str) -> tuple[str, ...]:
    return tuple(" ".join(word.folded for word in words_of(part)) for part in written.split("+"))


def _letters_found(pattern: tuple[str, ...], words: tuple[str, ...], forms: frozenset[str]) -> int:
    """Letters of the pattern if all its parts occur, else 0."""
    if not all(_occurs(part, words, forms) for part in pattern):
        return 0
    return sum(len(part) for part in pattern)


def _occurs(part: str, words: tuple[str, ...], forms: frozenset[str]) -> bool:
    if " " not in part:
        return part in forms
    phrase = part.split(" ")
    # Hardly any phrase has all its words in a message; only then their order is looked at.
    return forms.issuperset(phrase) and any(
        all(map(_is_form_of, words[start:], phrase))
        for start in range(len(words) - len(phrase) + 1)
    )


def _is_form_of(word: str, wanted: str) -> bool:
    return wanted in _forms(word)


def _forms(word: str) -> frozenset[str]:
    """The word and what it may be an inflected form of."""
    shortest = max(_SHORTEST_INFLECTED, len(word) - _LONGEST_ENDING)
    return frozenset({word, *(word[:end] for end in range(shortest, len(word)))})
