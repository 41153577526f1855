"""Topics a user may ask about in between: terms of origin law, practice, and neighbouring fields.

A topic lists the words by which it is recognised: patterns of words that must all occur ("rex+apply");
the pattern with the most letters wins, so that the narrow topic goes before the wide one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bot.faq.faq_files import Entry, FaqDataError, read_entries
from bot.language.words import words_of

_NAMES = frozenset({"id", "kind", "name", "patterns", "answer", "source", "contacts"})
# An inflected form may be this much longer than the word of the pattern ("Kumulierungen").
_LONGEST_ENDING = 3
_SHORTEST_INFLECTED = 5


class TopicKind(Enum):
    """What a topic is: a term, a matter of practice, or a field that others advise on."""

    TERM = "term"
    PRACTICE = "practice"
    ELSEWHERE = "elsewhere"
    ABOUT_US = "about_us"


@dataclass(frozen=True)
class Topic:
    """A topic with its answer and source; `contacts` are the ids of those who help further."""

    id: str
    kind: TopicKind
    name: Mapping[str, str]
    patterns: tuple[tuple[str, ...], ...]
    answer: Mapping[str, str]
    source: str
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class TopicBook:
    """All topics by id."""

    topics: Mapping[str, Topic]

    def find(self, text: str) -> Topic | None:
        """The topic a message names; the more of it is named, the better. None if none is."""
        words = tuple(word.folded for word in words_of(text))
        best: Topic | None = None
        most = 0
        for topic in self.topics.values():
            letters = max((_letters_found(one, words) for one in topic.patterns), default=0)
            if letters > most:
                best, most = topic, letters
        return best


def read_topics(folder: Path) -> TopicBook:
    """The topics of terms.yml and topics.yml; raises FaqDataError at the first fault."""
    topics: dict[str, Topic] = {}
    for name in ("terms", "topics"):
        for entry in read_entries(folder / f"{name}.yml", name, _NAMES):
            topic = _topic(entry)
            if topic.id in topics:
                raise FaqDataError(f"{entry.place}: '{topic.id}' stands twice")
            topics[topic.id] = topic
    return TopicBook(topics)


def _topic(entry: Entry) -> Topic:
    try:
        kind = TopicKind(entry.text("kind"))
    except ValueError as error:
        kinds = ", ".join(one.value for one in TopicKind)
        raise FaqDataError(f"{entry.place}: unknown kind, expected {kinds}") from error
    patterns = tuple(_pattern(one) for one in entry.list_of_texts("patterns"))
    if not patterns or not all(patterns):
        raise FaqDataError(f"{entry.place}: expected at least one pattern of words")
    return Topic(
        entry.text("id"),
        kind,
        entry.texts("name"),
        patterns,
        entry.texts("answer"),
        entry.text("source"),
        entry.list_of_texts("contacts"),
    )


def _pattern(written: str) -> tuple[str, ...]:
    return tuple(" ".join(word.folded for word in words_of(part)) for part in written.split("+"))


def _letters_found(pattern: tuple[str, ...], words: tuple[str, ...]) -> int:
    """Letters of the pattern if all its parts occur, else 0."""
    if not all(_occurs(part.split(" "), words) for part in pattern):
        return 0
    return sum(len(part) for part in pattern)


def _occurs(phrase: list[str], words: tuple[str, ...]) -> bool:
    last = len(words) - len(phrase)
    return any(
        all(_is_form_of(words[start + offset], one) for offset, one in enumerate(phrase))
        for start in range(last + 1)
    )


def _is_form_of(word: str, wanted: str) -> bool:
    if word == wanted:
        return True
    ending = len(word) - len(wanted)
    return (
        len(wanted) >= _SHORTEST_INFLECTED
        and 0 < ending <= _LONGEST_ENDING
        and word.startswith(wanted)
    )
