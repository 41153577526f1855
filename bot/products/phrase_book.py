"""All that the labels say, prepared for searching: phrases, the entries they belong to, and the indexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from bot.origin.nomenclature import HsCode
from bot.products import (
    learnt_index,
    meaning_index,
    phrases,
    search_index,
    text_features,
    word_forms,
    word_index,
    word_lists,
)
from bot.products.index_cache import fingerprint, kept
from bot.products.label_files import LANGUAGES, Labels, ProductLabel
from bot.products.learnt_index import LearntIndex, build_learnt_index, lessons
from bot.products.meaning_index import MeaningIndex, build_meaning_index, embedded
from bot.products.phrases import Phrase, read_phrase
from bot.products.search_index import Array, SearchIndex, build_index, save_arrays
from bot.products.text_features import folded
from bot.products.word_forms import WordForms, build_word_forms
from bot.products.word_index import WordIndex, build_word_index

# The indexes are made anew when the labels change, or one of these.
_MADE_BY = (
    phrases,
    text_features,
    word_lists,
    search_index,
    word_index,
    word_forms,
    meaning_index,
    learnt_index,
)


@dataclass(frozen=True)
class PartsMarks:
    """Of every phrase, whether it asks for parts of something."""

    asks_for_parts: Array

    def save(self, path: Path) -> None:
        """Write the marks."""
        save_arrays(path, {"asks_for_parts": self.asks_for_parts})

    @classmethod
    def load(cls, path: Path) -> PartsMarks:
        """Read marks written by `save`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["asks_for_parts"])


@dataclass(frozen=True)
class _Source:
    """What the indexes are made of; phrases are read only if an index is to be made."""

    texts: Sequence[str]
    owners: Array
    used: Array
    heading_of: Array
    is_heading: Array

    @cached_property
    def _read(self) -> tuple[Phrase, ...]:
        return tuple(map(read_phrase, self.texts))

    def letters(self) -> SearchIndex:
        return build_index([one.words for one in self._read])

    def words(self) -> WordIndex:
        uses = zip(self.owners.tolist(), self.used.tolist(), strict=True)
        return build_word_index(
            ((owner, self._read[number].words) for owner, number in uses), self.heading_of
        )

    def meaning(self) -> MeaningIndex:
        pairs = np.unique(np.stack([self.used, self.heading_of[self.owners]], axis=1), axis=0)
        return build_meaning_index(self._vectors, pairs)

    def learnt(self, letters: SearchIndex) -> LearntIndex:
        taught = lessons(self.used, self.owners, self.heading_of, self.is_heading)
        return build_learnt_index(letters, self._vectors, taught, self.heading_of)

    @cached_property
    def _vectors(self) -> Array:
        return embedded([one.text for one in self._read])

    def forms(self) -> WordForms:
        return build_word_forms(self.texts)

    def parts(self) -> PartsMarks:
        return PartsMarks(np.asarray([one.asks_for_parts for one in self._read]))


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
    learnt: LearntIndex
    forms: WordForms
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
        texts = sorted({phrase for one in entries for _, phrase, _ in _uses(one)})
        number_of = {text: number for number, text in enumerate(texts)}
        owners = np.repeat(
            np.arange(len(entries), dtype=np.int32), [len(list(_uses(one))) for one in entries]
        )
        used, languages, is_label = (
            np.fromiter(column, kind, count=len(owners))
            for column, kind in (
                ((number_of[phrase] for one in entries for _, phrase, _ in _uses(one)), np.int32),
                ((tongue for one in entries for tongue, _, _ in _uses(one)), np.int8),
                ((is_label for one in entries for _, _, is_label in _uses(one)), np.bool_),
            )
        )
        names_parts = np.asarray([_is_for_parts(one) for one in entries])
        is_heading = np.asarray([len(one.code.digits) == 4 for one in entries])
        source = _Source(texts, owners, used, heading_of, is_heading)
        made_of = fingerprint(((one.code, *use) for one in entries for use in _uses(one)), _MADE_BY)
        letters = kept(cache, "letters", made_of, SearchIndex, source.letters)
        return cls(
            entries,
            is_heading,
            tuple(headings),
            heading_of,
            owners,
            used,
            languages,
            letters,
            kept(cache, "words", made_of, WordIndex, source.words),
            kept(cache, "meaning", made_of, MeaningIndex, source.meaning),
            kept(cache, "learnt", made_of, LearntIndex, partial(source.learnt, letters)),
            kept(cache, "forms", made_of, WordForms, source.forms),
            kept(cache, "parts", made_of, PartsMarks, source.parts).asks_for_parts,
            names_parts,
            _share_for_parts(names_parts, is_heading, heading_of, len(headings)),
            is_label,
            np.asarray([_takes_the_rest(one) for one in entries]),
            np.bincount(owners, minlength=len(entries)),
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

    @cached_property
    def _first_use(self) -> Array:
        return _starts(self.owners, len(self.entries))

    @cached_property
    def _first_entry(self) -> Array:
        return _starts(self.heading_of, len(self.heading_numbers))

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

    def is_of_other_fabric(self, fabric: str) -> Array:
        """1 for garments of the other fabric than that of a chapter (61 knitted, 62 woven), else 0."""
        others = tuple(one for one in word_lists.FABRICS if one != fabric)
        return np.asarray([heading.startswith(others) for heading in self.heading_numbers])

    def is_other_articles(self, material: str) -> Array:
        """1 for the heading that takes other articles of a material, else 0."""
        other = word_lists.OTHER_ARTICLES[material]
        return np.asarray([heading == other for heading in self.heading_numbers])


def _uses(entry: ProductLabel) -> Iterator[tuple[int, str, bool]]:
    """What an entry is called: number of the language, phrase, and whether it is the label."""
    for tongue, language in enumerate(LANGUAGES):
        yield tongue, entry.label[language], True
        yield from ((tongue, word, False) for word in entry.words[language])


def _starts(sorted_numbers: Array, count: int) -> Array:
    found: Array = np.searchsorted(sorted_numbers, np.arange(count))
    return found


def _is_for_parts(entry: ProductLabel) -> bool:
    """Whether the label says that the code is for parts; "Pumpenteile" says it in the other language."""
    return any(read_phrase(entry.label[language]).asks_for_parts for language in LANGUAGES)


def _takes_the_rest(entry: ProductLabel) -> bool:
    """Whether the label says that the code takes what its siblings do not."""
    return any(word in word_lists.REST for word in folded(entry.label["en"]).split())


def _share_for_parts(names_parts: Array, is_heading: Array, heading_of: Array, count: int) -> Array:
    """1 for headings that are for parts, a little for those with a subheading for parts."""
    own = np.bincount(heading_of, weights=names_parts & is_heading, minlength=count)
    below = np.bincount(heading_of, weights=names_parts & ~is_heading, minlength=count)
    found: Array = np.maximum(own, np.minimum(below, 1.0) * 0.4)
    return found
