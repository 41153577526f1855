"""Reads what people call their working steps: "sewing (making-up)", "Endmontage", "filling into tins".

Only what is unmistakable is read: words that name two processes, or that are qualified ("simple", "not"),
stay unread, and the advisor asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.language.words import fold, fold_variants, word_set

_SUFFIXES = (
    "ierungen",
    "ierung",
    "ungen",
    "ung",
    "ieren",
    "iert",
    "isation",
    "ization",
    "ation",
    "ings",
    "ing",
    "elt",
    "eln",
    "ern",
    "en",
    "ed",
    "es",
    "e",
    "n",
    "s",
)
_SHORTEST_STEM = 3
# A noun this long can be the second part of a German compound: Montage in Endmontage.
_SHORTEST_TAIL = 6

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SEPARATORS = re.compile(r"[,;/+&]|\b(?:und|and|sowie|dann|then|plus)\b", re.IGNORECASE)
# What follows tells the material, not the working: "machining of the casing from tube and plate".
_SOURCES = re.compile(r"\b(?:from|aus)\b.*$", re.IGNORECASE | re.DOTALL)
_FILLERS = word_set(
    "der die das den dem des ein eine einer eines einem von vom zu zum zur im in ins auf aus mit"
    " am the a an of to into in on from with by our own eigene eigenen eigener im haus house"
)
_NEGATIONS = word_set("no not kein keine keinen nicht without ohne never nie")
_MERE = word_set("simple simply einfach einfache einfaches einfachen only nur bloss mere merely")

Stems = tuple[str, ...]


@dataclass(frozen=True)
class ProcessWords:
    """The words for one process; `is_insufficient` if it never confers origin by itself.

    A process's own name counts more than the same word among the synonyms of another.
    """

    process: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    is_insufficient: bool = False


@dataclass(frozen=True)
class ProcessReader:
    """Reads working steps; built once from the vocabulary."""

    terms: tuple[ProcessWords, ...]
    _phrases: Mapping[Stems, frozenset[str]] = field(init=False, repr=False, default_factory=dict)
    _insufficient: frozenset[str] = field(init=False, repr=False, default=frozenset())

    def __post_init__(self) -> None:
        """Index the phrases by their stems."""
        insufficient = frozenset(one.process for one in self.terms if one.is_insufficient)
        names = _index((one, (one.process.replace("_", " "), *one.names)) for one in self.terms)
        phrases = _index((one, one.words) for one in self.terms)
        for stems, named in names.items():
            synonyms = phrases.get(stems, frozenset())
            # "Grinding" to powder is a name; as simple grinding it would not confer origin: then ask.
            doubtful = not named & insufficient and bool(synonyms & insufficient)
            phrases[stems] = named | synonyms if doubtful else named
        object.__setattr__(self, "_phrases", phrases)
        object.__setattr__(self, "_insufficient", insufficient)

    def read(self, text: str) -> tuple[str, ...] | None:
        """The processes a text names, None if any part of it is not unmistakable."""
        text = _SOURCES.sub("", text)
        whole = self._one(text)
        if whole is not None:
            return (whole,)
        found = [self._one(part) for part in _parts(text)]
        if not found or any(one is None for one in found):
            return None
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _one(self, text: str) -> str | None:
        for candidate in _readings(text):
            found = self._exact(candidate)
            if found is not None:
                return found
        return self._inside(_BRACKETS.sub(" ", text))

    def _exact(self, text: str) -> str | None:
        for stems in _spellings(text):
            named = self._phrases.get(stems, frozenset())
            if len(named) == 1:
                return next(iter(named))
        return None

    def _inside(self, text: str) -> str | None:
        """The one process named somewhere in the text; the longest phrase counts."""
        if _SEPARATORS.search(text):
            return None
        words = {fold(match.group()) for match in _WORD.finditer(text)}
        if words & _NEGATIONS:
            return None
        found = {named for stems in _spellings(text) for named in self._named_in(stems)}
        if len(found) != 1:
            return None
        (process,) = found
        return None if words & _MERE and process not in self._insufficient else process

    def _named_in(self, stems: Stems) -> Iterator[str]:
        position = 0
        while position < len(stems):
            size = self._longest_at(stems, position)
            yield from self._phrases.get(stems[position : position + size], ())
            if size == 0:
                yield from self._tail(stems[position])
            position += max(size, 1)

    def _longest_at(self, stems: Stems, position: int) -> int:
        for size in range(len(stems) - position, 0, -1):
            if stems[position : position + size] in self._phrases:
                return size
        return 0

    def _tail(self, stem: str) -> Iterator[str]:
        for stems, named in self._phrases.items():
            tail = stems[0]
            if len(stems) == 1 and len(tail) >= _SHORTEST_TAIL and stem.endswith(tail):
                yield from named


def _index(
    words: Iterable[tuple[ProcessWords, tuple[str, ...]]],
) -> dict[Stems, frozenset[str]]:
    found: dict[Stems, frozenset[str]] = {}
    for term, phrases in words:
        for phrase in phrases:
            for stems in _spellings(phrase):
                found[stems] = found.get(stems, frozenset()) | {term.process}
    return found


def _readings(text: str) -> Iterator[str]:
    """The text, the text without brackets, and what stands in the brackets."""
    yield text
    if _BRACKETS.search(text):
        yield _BRACKETS.sub(" ", text)
        yield from _BRACKETS.findall(text)


def _parts(text: str) -> list[str]:
    return [part for part in _SEPARATORS.split(_BRACKETS.sub(" ", text)) if part.strip()]


def _spellings(text: str) -> Iterable[Stems]:
    """The stems of the words, once per spelling of umlauts; fillers left out."""
    found = []
    for spelling in sorted(fold_variants(text)):
        words = [word for word in spelling.split() if word not in _FILLERS]
        stems = tuple(stem(word) for word in words)
        if stems and stems not in found:
            found.append(stems)
    return found


def stem(word: str) -> str:
    """The part of a word that its German and English forms share: knit of knitting, pruf of prüfen."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word[: -len(suffix)]
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word
