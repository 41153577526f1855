"""All that the labels say, prepared for searching: phrases, the entries they belong to, and the indexes."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from bot.origin.nomenclature import HsCode
from bot.products import meaning_index, search_index, text_features, word_lists
from bot.products.label_files import LANGUAGES, Labels, ProductLabel
from bot.products.meaning_index import MeaningIndex, build_meaning_index
from bot.products.phrases import read_phrase
from bot.products.search_index import Array, SearchIndex, build_index
from bot.products.text_features import folded
from bot.products.word_index import WordIndex, build_word_index


@dataclass(frozen=True)
class PhraseBook:
    """Entries (headings and subheadings) by number, distinct phrases by number, and which uses which.

    `asks_for_parts` says it of every phrase, `names_parts` and `takes_the_rest` of every entry's label.
    `owners[i]` uses phrase `used[i]` in the language of number `languages[i]`, sorted by owner; `is_label[i]`
    says whether that is a label. `sizes` counts the phrases of every entry.
    """

    entries: tuple[ProductLabel, ...]
    is_heading: Array
    heading_numbers: tuple[str, ...]
    heading_of: Array
    owners: Array
    used: Array
    languages: Array
    letters: SearchIndex
    words: WordIndex
    meaning: MeaningIndex
    asks_for_parts: Array
    names_parts: Array
    heading_names_parts: Array
    is_label: Array
    takes_the_rest: Array
    sizes: Array

    @classmethod
    def build(cls, labels: Labels, cache: Path | None) -> PhraseBook:
        """The book of all labels; what takes long to make is kept in `cache`."""
        entries = tuple(labels.by_digits.values())
        headings = sorted({one.code.digits[:4] for one in entries})
        place = {heading: number for number, heading in enumerate(headings)}
        heading_of = np.asarray([place[one.code.digits[:4]] for one in entries], dtype=np.int32)
        uses = [
            (number, phrase, tongue)
            for number, one in enumerate(entries)
            for tongue, language in enumerate(LANGUAGES)
            for phrase in (one.label[language], *one.words[language])
        ]
        is_label = [
            first
            for one in entries
            for language in LANGUAGES
            for first in (True, *(False for _ in one.words[language]))
        ]
        texts = sorted({phrase for _, phrase, _ in uses})
        number_of = {text: number for number, text in enumerate(texts)}
        read = [read_phrase(text) for text in texts]
        names_parts = np.asarray([_is_for_parts(one) for one in entries])
        is_heading = np.asarray([len(one.code.digits) == 4 for one in entries])
        placed: list[set[int]] = [set() for _ in texts]
        for owner, phrase, _ in uses:
            placed[number_of[phrase]].add(int(heading_of[owner]))
        meant = [
            (one.text, tuple(sorted(places))) for one, places in zip(read, placed, strict=True)
        ]
        return cls(
            entries,
            is_heading,
            tuple(headings),
            heading_of,
            np.asarray([owner for owner, _, _ in uses], dtype=np.int32),
            np.asarray([number_of[phrase] for _, phrase, _ in uses], dtype=np.int32),
            np.asarray([tongue for _, _, tongue in uses], dtype=np.int8),
            _kept(cache, "letters", SearchIndex, [one.words for one in read], build_index),
            build_word_index(
                ((owner, read[number_of[phrase]].words) for owner, phrase, _ in uses),
                heading_of,
                len(headings),
            ),
            _kept(cache, "meaning", MeaningIndex, meant, build_meaning_index),
            np.asarray([one.asks_for_parts for one in read]),
            names_parts,
            _share_for_parts(names_parts, is_heading, heading_of, len(headings)),
            np.asarray(is_label),
            np.asarray([_takes_the_rest(one) for one in entries]),
            np.bincount([owner for owner, _, _ in uses], minlength=len(entries)),
        )

    def best_by_entry(self, by_phrase: Array, language: str, other: float) -> Array:
        """The best phrase of every entry; phrases of the other language count only `other`."""
        asked = LANGUAGES.index(language)
        factors = np.full(len(LANGUAGES), other, dtype=np.float32)
        factors[asked] = 1.0
        scores = by_phrase[self.used] * factors[self.languages]
        found: Array = np.maximum.reduceat(scores, self._first_use)
        return found

    def labels_by_entry(self, by_phrase: Array) -> Array:
        """The better of the two labels of every entry."""
        found: Array = np.maximum.reduceat(
            np.where(self.is_label, by_phrase[self.used], 0.0), self._first_use
        )
        return found

    def best_by_heading(self, by_entry: Array) -> Array:
        """The best entry of every heading."""
        found: Array = np.maximum.reduceat(by_entry, self._first_entry)
        return found

    def total_by_heading(self, by_entry: Array) -> Array:
        """The sum over all entries of every heading."""
        found: Array = np.add.reduceat(by_entry, self._first_entry)
        return found

    @property
    def _first_use(self) -> Array:
        return _starts(self.owners.tobytes(), len(self.entries))

    @property
    def _first_entry(self) -> Array:
        return _starts(self.heading_of.tobytes(), len(self.heading_numbers))

    def own_entry(self, heading: int) -> int:
        """The number of the entry that is the heading of a number."""
        return int(self._first_entry[heading])

    def number_of(self, wanted: HsCode) -> int:
        """The number of the entry of a heading."""
        return self.own_entry(self.heading_numbers.index(wanted.digits))

    def below(self, heading: HsCode) -> tuple[int, ...]:
        """The numbers of the subheadings of a heading; none if there is no such heading."""
        if heading.digits not in self.heading_numbers:
            return ()
        place = self.heading_numbers.index(heading.digits)
        inside = np.flatnonzero(self.heading_of == place)
        return tuple(int(number) for number in inside if not self.is_heading[number])

    def suits_material(self, material: str) -> Array:
        """1 for headings in the chapters for goods of a material, -0.5 in those for others, else 0."""
        own = word_lists.MATERIAL_CHAPTERS[material]
        others = {one for chapters in word_lists.MATERIAL_CHAPTERS.values() for one in chapters}
        return np.asarray(
            [
                1.0 if heading[:2] in own else -0.5 if heading[:2] in others else 0.0
                for heading in self.heading_numbers
            ],
            dtype=np.float32,
        )

    def is_other_articles(self, material: str) -> Array:
        """1 for the heading that takes other articles of a material, else 0."""
        other = word_lists.OTHER_ARTICLES[material]
        return np.asarray([heading == other for heading in self.heading_numbers])


@lru_cache(maxsize=8)
def _starts(sorted_numbers: bytes, count: int) -> Array:
    numbers = np.frombuffer(sorted_numbers, dtype=np.int32)
    found: Array = np.searchsorted(numbers, np.arange(count))
    return found


def _is_for_parts(entry: ProductLabel) -> bool:
    """Whether the label says that the code is for parts and accessories."""
    return all(read_phrase(entry.label[language]).asks_for_parts for language in LANGUAGES)


def _takes_the_rest(entry: ProductLabel) -> bool:
    """Whether the label says that the code takes what its siblings do not."""
    return any(word in word_lists.REST for word in folded(entry.label["en"]).split())


def _share_for_parts(names_parts: Array, is_heading: Array, heading_of: Array, count: int) -> Array:
    """1 for headings that are for parts, a little for those with a subheading for parts."""
    own = np.bincount(heading_of, weights=names_parts & is_heading, minlength=count)
    below = np.bincount(heading_of, weights=names_parts & ~is_heading, minlength=count)
    found: Array = np.maximum(own, np.minimum(below, 1.0) * 0.4)
    return found


# An index is made anew when its source changes, or one of these.
_MADE_BY = {"letters": (text_features, search_index), "meaning": (meaning_index,)}

_Index = TypeVar("_Index", bound="_Savable")
_Source = TypeVar("_Source")


class _Savable(Protocol):
    def save(self, path: Path) -> None: ...

    @classmethod
    def load(cls: type[_Index], path: Path) -> _Index: ...


def _kept(
    folder: Path | None,
    name: str,
    kind: type[_Index],
    source: Sequence[_Source],
    build: Callable[[Sequence[_Source]], _Index],
) -> _Index:
    """The index kept in a file that is named by its source, or a newly built one; older ones are removed."""
    if folder is None:
        return build(source)
    path = folder / f"products_{name}_{_fingerprint(name, source)}.npz"
    if path.exists():
        return kind.load(path)
    index = build(source)
    for old in folder.glob(f"products_{name}_*.npz"):
        old.unlink(missing_ok=True)
    index.save(path)
    return index


def _fingerprint(name: str, source: Sequence[object]) -> str:
    """Names an index by what it is made of and by the modules that make it."""
    digest = hashlib.sha256()
    for module in _MADE_BY[name]:
        digest.update(inspect.getsource(module).encode())
    for one in source:
        digest.update(f"{one}\n".encode())
    return digest.hexdigest()[:16]
