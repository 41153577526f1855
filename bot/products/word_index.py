"""Which headings know the words of a query: the share of its words that a heading covers.

Where the phrases of a heading share letters with a query by chance, its words do not; and where a query has
more words than any phrase, several phrases of the right heading cover them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.products.search_index import Array, Words, save_arrays
from bot.products.text_features import stem

# How well a word fits: the word itself, as a qualifier, the last or first part of a compound, mistyped.
QUALIFYING_WORD = 0.6
LAST_PART = 0.6
FIRST_PART = 0.3
MISTYPED = 0.8

_ARRAYS = ("starts", "entries", "shares", "heading_of")

_SHORTEST_PART = 4
# So long a word may be mistyped once, and so long a one twice; a compound of known parts only if it is long.
_ONCE_MISTYPED, _TWICE_MISTYPED = 6, 10
_MISTYPED_COMPOUND = 9
# Knowing both parts of a compound is nearly knowing it.
_KNOWN_COMPOUND = 0.75
_LINKING = ("s", "n", "en", "es")


@dataclass(frozen=True)
class WordIndex:
    """By word stem: the numbers of the entries that use it, and how well (0 to 1).

    Stem number `n` is used by `entries[starts[n]:starts[n + 1]]`, with the `shares` of the same places.
    """

    numbers: Mapping[str, int]
    starts: Array
    entries: Array
    shares: Array
    heading_of: Array

    @cached_property
    def heading_count(self) -> int:
        """Number of headings."""
        return int(self.heading_of.max(initial=-1)) + 1

    def save(self, path: Path) -> None:
        """Write the index."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        words = np.frombuffer("\n".join(self.numbers).encode(), dtype=np.uint8)
        save_arrays(path, {"words": words, **arrays})

    @classmethod
    def load(cls, path: Path) -> WordIndex:
        """Read an index written by `save`."""
        with np.load(path, allow_pickle=False) as arrays:
            words = arrays["words"].tobytes().decode().split("\n")
            numbers = {word: number for number, word in enumerate(words)}
            return cls(numbers, *(arrays[name] for name in _ARRAYS))

    def _uses(self, word: str) -> slice:
        """Where the entries stand that use a stem."""
        number = self.numbers[word]
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def spread(self, word: str) -> int:
        """Number of headings that use the word."""
        return self._spreads.get(stem(word), 0)

    def coverage(self, words: Words, correct: bool = True) -> tuple[Array, Array, float]:
        """How much of the words every entry and every heading covers (0 to 1), and the share known at all."""
        by_entry = np.zeros(len(self.heading_of), dtype=np.float32)
        by_heading = np.zeros(self.heading_count, dtype=np.float32)
        total = known = 0.0
        for word, weight in words:
            fits = tuple(self._fits(word, correct))
            rarity = weight * self._rarity(fits)
            total += rarity
            known += rarity * _knowledge(word, fits)
            for part, share in fits:
                self._add(by_entry, by_heading, part, share * rarity)
        if total == 0.0:
            return by_entry, by_heading, 0.0
        return by_entry / total, by_heading / total, known / total

    def _add(self, by_entry: Array, by_heading: Array, part: str, weight: float) -> None:
        uses = self._uses(part)
        entries, shares = self.entries[uses], self.shares[uses]
        by_entry[entries] += shares * weight
        best = np.zeros(self.heading_count, dtype=np.float32)
        np.maximum.at(best, self.heading_of[entries], shares * weight)
        np.add(by_heading, best, out=by_heading)

    def _rarity(self, fits: Sequence[tuple[str, float]]) -> float:
        spread = self._spreads[fits[0][0]] if fits else 1
        return float(np.log1p(self.heading_count / spread))

    @cached_property
    def _spreads(self) -> Mapping[str, int]:
        return {
            word: len(np.unique(self.heading_of[self.entries[self._uses(word)]]))
            for word in self.numbers
        }

    def corrected(self, words: Words) -> Iterator[tuple[str, float]]:
        """The words with what was meant in place of what was mistyped."""
        for word, weight in words:
            part, share = next(self._fits(word, correct=True), (word, 1.0))
            yield (part, weight * share) if share == MISTYPED else (word, weight)

    def _fits(self, word: str, correct: bool) -> Iterator[tuple[str, float]]:
        """The known stems a word stands for, best first, with how well."""
        whole = stem(word)
        if whole in self.numbers:
            yield whole, 1.0
            return
        parts = compound_parts(whole, self.numbers)
        # "Waschmaschiene" is a mistyped machine, not a rail: near words come before parts.
        meant = self._meant(whole, _slips(word, bool(parts))) if correct else None
        if meant:
            yield meant, MISTYPED
        else:
            yield from parts

    def _meant(self, mistyped: str, slips: int) -> str | None:
        """The known stem that somebody may have meant who typed an unknown one."""
        if not slips:
            return None
        alike = self._by_first_letter.get(mistyped[0], ())
        found = process.extractOne(mistyped, alike, scorer=OSA.distance, score_cutoff=slips)
        return str(found[0]) if found else None

    @cached_property
    def _by_first_letter(self) -> Mapping[str, tuple[str, ...]]:
        letters: dict[str, list[str]] = defaultdict(list)
        for word in self.numbers:
            if len(word) >= _SHORTEST_PART:
                letters[word[0]].append(word)
        return {letter: tuple(words) for letter, words in letters.items()}


def _slips(word: str, has_parts: bool) -> int:
    """How many letters of a word may be missing, added, wrong or exchanged with the next."""
    if not word.isalpha() or len(word) < (_MISTYPED_COMPOUND if has_parts else _ONCE_MISTYPED):
        return 0
    return 1 if len(word) < _TWICE_MISTYPED or has_parts else 2


def _knowledge(word: str, fits: Sequence[tuple[str, float]]) -> float:
    """How far a word is known (0 to 1): a known ending of an unknown word only as far as it reaches."""
    if not fits:
        return 0.0
    part, share = fits[0]
    if share > LAST_PART:
        return share
    return _KNOWN_COMPOUND if len(fits) > 1 else share * len(part) / len(word)


def build_word_index(phrases: Iterable[tuple[int, Words]], heading_of: Array) -> WordIndex:
    """An index over phrases given as (number of the entry, weighted words)."""
    best: dict[str, dict[int, float]] = defaultdict(dict)
    for number, words in phrases:
        for word, weight in words:
            _keep_best(best[stem(word)], number, 1.0 if weight >= 1.0 else QUALIFYING_WORD)
    _add_compounds(best)
    lengths = [len(entries) for entries in best.values()]
    return WordIndex(
        {word: number for number, word in enumerate(best)},
        np.cumsum([0, *lengths]),
        np.fromiter(chain.from_iterable(best.values()), dtype=np.int32, count=sum(lengths)),
        np.fromiter(
            chain.from_iterable(shares.values() for shares in best.values()),
            dtype=np.float32,
            count=sum(lengths),
        ),
        heading_of,
    )


def _keep_best(entries: dict[int, float], number: int, share: float) -> None:
    entries[number] = max(entries.get(number, 0.0), share)


def _add_compounds(best: dict[str, dict[int, float]]) -> None:
    """Who asks for the last part of a compound ("Pumpe") may mean the compound ("Wasserpumpe")."""
    for word, entries in [(word, dict(entries)) for word, entries in best.items()]:
        for part, share in compound_parts(word, best):
            for number, own in entries.items():
                _keep_best(best[part], number, own * share)


def compound_parts(word: str, known: Mapping[str, object]) -> tuple[tuple[str, float], ...]:
    """The known last part of a compound, and its first part if that is known too; else nothing."""
    for cut in range(_SHORTEST_PART - 1, len(word) - _SHORTEST_PART + 1):
        last = word[cut:]
        if last in known:
            first = _first_part(word[:cut], known)
            return ((last, LAST_PART), (first, FIRST_PART)) if first else ((last, LAST_PART),)
    return ()


def _first_part(start: str, known: Mapping[str, object]) -> str | None:
    bare = stem(start)
    without_link = [start[: -len(link)] for link in _LINKING if start.endswith(link)]
    for part in (start, bare, *without_link):
        if len(part) >= _SHORTEST_PART - 1 and part in known:
            return part
    return None
