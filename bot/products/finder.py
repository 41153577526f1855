"""Words -> candidates: which headings and subheadings a phrase can mean, best first.

Three kinds of evidence are added: letters shared with a phrase (typing errors, compounds), words covered
(all that a heading says about itself), and meaning (words that no label has). What a phrase says beside the
thing - parts of it, its material - then shifts the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.origin.nomenclature import HsCode, NomenclatureError, code, read_code
from bot.products import word_lists
from bot.products.label_files import Labels, ProductLabel
from bot.products.phrase_book import PhraseBook
from bot.products.phrases import Phrase, read_phrase
from bot.products.search_index import Array


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts; tuned on the development sets."""

    letters: float = 0.7
    words: float = 0.8
    meaning: float = 1.5
    # Further phrases of the same heading that fit support the best one.
    support: float = 0.12
    # A subheading's own words count for its heading a little less than the heading's own.
    from_below: float = 0.97
    # The other language is searched too: trade words travel, but the asked language comes first.
    other_language: float = 0.85
    parts: float = 0.25
    # "Teile für Schaltschränke" is not what somebody means who says "Schaltschränke".
    parts_unasked: float = 0.22
    material: float = 0.2
    other_articles: float = 0.25

    @property
    def most(self) -> float:
        """What a perfect fit gets."""
        return self.letters + self.words + self.meaning


# The score that is trusted, by the share of the words that is known: chance letters and the meaning
# that an encoder sees in unknown words reach high scores too.
_KNOWN_WELL, _KNOWN_HALF = 0.7, 0.25
_LEAST_IF_WELL_KNOWN, _LEAST_IF_HALF_KNOWN, _LEAST_IF_UNKNOWN = 0.36, 0.4, 0.5
# A single word used by more headings than this names no product.
_TOO_MANY_HEADINGS = 60
# A heading that knows the thing itself is likelier than "other articles" of its material.
_DAMPED_BY_KNOWN_THING = 0.6


@dataclass(frozen=True)
class Candidate:
    """A heading (4 digits) or subheading (6) a phrase may mean; the score orders, it is no probability."""

    hs: HsCode
    label: Mapping[str, str]
    score: float

    @property
    def heading(self) -> HsCode:
        """The heading it belongs to."""
        return self.hs.heading


@dataclass(frozen=True)
class Finding:
    """What a search gave: headings best first, and whether to trust them.

    Not `found`: the words name nothing that the labels know; `headings` is then empty. `too_broad`: the words
    name so many goods ("Maschinen", "spare parts") that a narrower word must be asked for.
    """

    headings: tuple[Candidate, ...]
    found: bool
    too_broad: bool


@dataclass(frozen=True)
class _Evidence:
    """Scores from 0 to 1 of every entry and of every heading for a phrase."""

    entries: Array
    headings: Array
    known: float


class ProductFinder:
    """Finds codes by words; its indexes are kept in `cache` between runs if given."""

    def __init__(
        self, labels: Labels, cache: Path | None = None, weights: Weights | None = None
    ) -> None:
        self.labels = labels
        self.weights = weights or Weights()
        self._book = PhraseBook.build(labels, cache)
        # Dialogues ask for the headings and then for the subheadings of the same words.
        self._evidence = lru_cache(maxsize=256)(self._gathered)

    def search(self, query: str, language: str = "de", limit: int = 5) -> Finding:
        """The best headings, and whether the words name a product at all and narrowly enough."""
        phrase = read_phrase(query)
        evidence = self._evidence(query, language)
        too_broad = self._too_broad(phrase)
        found = too_broad or self._trusted(evidence)
        ranked = self._ranked(evidence, limit) if found else ()
        return Finding(
            tuple(self._candidate(self._book.own_entry(one), score) for one, score in ranked),
            found,
            too_broad,
        )

    def headings(self, query: str, language: str = "de", limit: int = 5) -> tuple[Candidate, ...]:
        """The best headings; none if the words name nothing that the labels know."""
        return self.search(query, language, limit).headings

    def find(self, query: str, language: str = "de", limit: int = 5) -> tuple[Candidate, ...]:
        """The best candidates: the subheading where one fits better than its heading, else the heading."""
        evidence = self._evidence(query, language)
        return tuple(self._narrowed(one, evidence) for one in self.headings(query, language, limit))

    def subheadings(
        self, query: str, heading: HsCode, language: str = "de"
    ) -> tuple[Candidate, ...]:
        """All subheadings of a heading, those that fit the words best first."""
        scores = self._evidence(query, language).entries
        below = self._book.below(heading)
        ranked = sorted(below, key=lambda number: (-float(scores[number]), number))
        return tuple(self._candidate(number, float(scores[number])) for number in ranked)

    def by_code(self, text: str) -> Candidate | None:
        """The heading or subheading that a typed code names, None if there is none."""
        try:
            wanted = read_code(text)
        except NomenclatureError:
            return None
        found = self.labels.by_digits.get(wanted.digits)
        return Candidate(found.code, found.label, 1.0) if found else None

    # --- evidence ---------------------------------------------------------------------------

    def _gathered(self, query: str, language: str) -> _Evidence:
        book, weights = self._book, self.weights
        phrase = read_phrase(query)
        fits = 1.0 if phrase.asks_for_parts else 1.0 - weights.parts_unasked * book.asks_for_parts
        letters_all = book.letters.scores(phrase.words) * fits
        meaning_all = np.maximum(book.meaning.scores(phrase.text), 0.0) * fits
        letters = book.best_by_entry(letters_all, language, weights.other_language)
        meaning = book.best_by_entry(meaning_all, language, weights.other_language)
        entry_words, heading_words, known = book.words.coverage(phrase.words)
        entries = (
            weights.letters * letters + weights.words * entry_words + weights.meaning * meaning
        )
        headings = (
            weights.letters * self._with_support(letters)
            + weights.words * heading_words
            + weights.meaning * book.best_by_heading(meaning)
        )
        entries, headings = self._shifted(phrase, entries, headings, heading_words)
        return _Evidence(
            entries / weights.most,
            headings / weights.most,
            known,
        )

    def _with_support(self, letters: Array) -> Array:
        counted = letters * np.where(self._book.is_heading, 1.0, self.weights.from_below)
        best = self._book.best_by_heading(counted)
        total = np.bincount(
            self._book.heading_of,
            weights=np.where(counted > 0.3, counted, 0.0),
            minlength=len(best),
        )
        support = np.minimum(np.maximum(total - best, 0.0), 1.0)
        found: Array = best + self.weights.support * support
        return found

    def _shifted(
        self, phrase: Phrase, entries: Array, headings: Array, heading_words: Array
    ) -> tuple[Array, Array]:
        """Parts prefer what is for parts; a material its own chapters and their other articles."""
        book, weights = self._book, self.weights
        if phrase.asks_for_parts:
            entries = entries + weights.parts * book.names_parts
            headings = headings + weights.parts * book.heading_names_parts * heading_words
        if phrase.made_of:
            _, knows_thing, _ = book.words.coverage(phrase.thing)
            rest = 1.0 - _DAMPED_BY_KNOWN_THING * float(knows_thing.max(initial=0.0))
            for material in phrase.made_of:
                headings = headings + weights.material * book.suits_material(material)
                headings = headings + rest * weights.other_articles * book.is_other_articles(
                    material
                )
        return entries, headings

    def _trusted(self, evidence: _Evidence) -> bool:
        if evidence.known >= _KNOWN_WELL:
            least = _LEAST_IF_WELL_KNOWN
        elif evidence.known >= _KNOWN_HALF:
            least = _LEAST_IF_HALF_KNOWN
        else:
            least = _LEAST_IF_UNKNOWN
        return float(evidence.headings.max(initial=0.0)) >= least

    def _too_broad(self, phrase: Phrase) -> bool:
        """Whether the words only name something that goods of very many headings are."""
        words = [word for word, _ in phrase.words]
        if not words:
            return phrase.asks_for_parts
        if len(words) == 1 and self._book.words.spread(words[0]) > _TOO_MANY_HEADINGS:
            return True
        telling = [word for word in words if not word_lists.is_common(word)]
        return all(map(word_lists.is_broad, telling)) and any(map(word_lists.is_broad, words))

    # --- candidates -------------------------------------------------------------------------

    def _ranked(self, evidence: _Evidence, limit: int) -> Iterator[tuple[int, float]]:
        order = np.argsort(-evidence.headings, kind="stable")[:limit]
        for number in order:
            yield int(number), float(evidence.headings[number])

    def _candidate(self, number: int, score: float) -> Candidate:
        entry: ProductLabel = self._book.entries[number]
        return Candidate(entry.code, entry.label, round(min(score, 1.0), 4))

    def _narrowed(self, heading: Candidate, evidence: _Evidence) -> Candidate:
        below = self._book.below(heading.hs)
        own = self._book.number_of(heading.hs)
        best = max(below, key=lambda number: float(evidence.entries[number]), default=own)
        clear = len(below) == 1 or evidence.entries[best] >= evidence.entries[own]
        return self._candidate(best if clear else own, heading.score)


def exists(labels: Labels, digits: str) -> bool:
    """Whether the code is a heading or subheading of HS 2022."""
    return code(digits).digits in labels.by_digits
