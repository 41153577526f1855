"""Words -> candidates: which headings and subheadings a phrase can mean, best first.

The signals of the evidence, each with a weight learnt from the project's own words, give the order; how well
letters, words and meaning fit says whether the search is to be trusted at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.origin.nomenclature import HsCode, NomenclatureError, code, read_code
from bot.products import ranking, word_lists
from bot.products.evidence import Evidence, gather
from bot.products.label_files import Labels, ProductLabel
from bot.products.phrase_book import PhraseBook
from bot.products.phrases import Phrase, read_phrase
from bot.products.search_index import Array

# How much the share of known words, the letters shared with the best heading's phrases and its nearness in
# meaning count for trusting a search, and from where on: chance letters and the meaning that an encoder sees
# in invented words each reach high values, but not together.
_TRUST_KNOWN, _TRUST_LETTERS, _TRUST_MIDDLE = 0.3, 0.5, 0.25
_LEAST_TRUSTED = 0.28
# Less is enough where the space that tells headings apart is as sure as it never is of invented words.
_LEAST_IF_TELLING, _TELLING = 0.15, 0.65
# A single word used by more headings than this names no product, unless one heading fits it this well: many
# goods have screws, but "screws" are screws.
_TOO_MANY_HEADINGS = 60
_CLEAR = 0.88


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
class _Found:
    """Headings in order with their scores, signals (weighed) and fit of all entries, and if to trust them."""

    order: Array
    scores: Array
    entries: Array
    entry_fit: Array
    trusted: bool


class ProductFinder:
    """Finds codes by words; its indexes are kept in `cache` between runs if given."""

    def __init__(self, labels: Labels, cache: Path | None = None) -> None:
        self.labels = labels
        self._book = PhraseBook.build(labels, cache)
        # Dialogues ask for the headings and then for the subheadings of the same words; a remembered search
        # holds a figure for every code, so only as many are kept as talks go on side by side.
        self._found = lru_cache(maxsize=32)(self._searched)

    def search(self, query: str, language: str = "de", limit: int = 5) -> Finding:
        """The best headings, and whether the words name a product at all and narrowly enough."""
        found = self._found(query, language)
        best_score = float(found.scores[int(found.order[0])])
        too_broad = self._too_broad(read_phrase(query), best_score)
        trusted = too_broad or found.trusted
        best = [
            self._candidate(self._book.own_entry(int(heading)), float(found.scores[heading]))
            for heading in (found.order[:limit] if trusted else ())
        ]
        return Finding(tuple(best), trusted, too_broad)

    def headings(self, query: str, language: str = "de", limit: int = 5) -> tuple[Candidate, ...]:
        """The best headings; none if the words name nothing that the labels know."""
        return self.search(query, language, limit).headings

    def find(self, query: str, language: str = "de", limit: int = 5) -> tuple[Candidate, ...]:
        """The best candidates: the subheading where one fits better than its heading, else the heading."""
        fit = self._found(query, language).entry_fit
        return tuple(self._narrowed(one, fit) for one in self.headings(query, language, limit))

    def subheadings(
        self, query: str, heading: HsCode, language: str = "de"
    ) -> tuple[Candidate, ...]:
        """All subheadings of a heading, those that fit the words best first, beside them their sisters."""
        below = self._book.below(heading)
        if not below:
            return ()
        codes = [self._book.entries[number].code.digits for number in below]
        found = self._found(query, language).entries[list(below)]
        scores = ranking.with_sisters(codes, found) * ranking.SCORE_OF_WEIGHT
        ranked = sorted(range(len(below)), key=lambda place: (-float(scores[place]), place))
        return tuple(self._candidate(below[place], float(scores[place])) for place in ranked)

    def by_code(self, text: str) -> Candidate | None:
        """The heading or subheading that a typed code names, None if there is none."""
        try:
            wanted = read_code(text)
        except NomenclatureError:
            return None
        found = self.labels.by_digits.get(wanted.digits)
        return Candidate(found.code, found.label, 1.0) if found else None

    # --- search -----------------------------------------------------------------------------

    def _searched(self, query: str, language: str) -> _Found:
        evidence = gather(self._book, query, language)
        headings = ranking.weighed(evidence.headings, ranking.HEADINGS)
        order = np.argsort(-headings, kind="stable")
        best = int(order[0])
        # The best heading scores as well as it fits, the others as far below as they are behind.
        scores = evidence.fit[best] - (headings[best] - headings) * ranking.SCORE_OF_WEIGHT
        entries = ranking.weighed(evidence.entries, ranking.ENTRIES)
        trusted = _trusted(evidence, best)
        return _Found(
            order,
            np.maximum(scores, 0.0).astype(np.float32),
            entries.astype(np.float32),
            evidence.entry_fit.astype(np.float32),
            trusted,
        )

    def _too_broad(self, phrase: Phrase, best_score: float) -> bool:
        """Whether the words only name something that goods of very many headings are."""
        words = [word for word, _ in phrase.words]
        if not words:
            return phrase.asks_for_parts
        spread = self._book.words.spread(words[0])
        if len(words) == 1 and spread > _TOO_MANY_HEADINGS and best_score < _CLEAR:
            return True
        telling = [word for word in words if not word_lists.is_common(word)]
        return all(map(word_lists.is_broad, telling)) and any(map(word_lists.is_broad, words))

    # --- candidates -------------------------------------------------------------------------

    def _candidate(self, number: int, score: float) -> Candidate:
        entry: ProductLabel = self._book.entries[number]
        return Candidate(entry.code, entry.label, round(min(score, 1.0), 4))

    def _narrowed(self, heading: Candidate, fit: Array) -> Candidate:
        below = self._book.below(heading.hs)
        own = self._book.number_of(heading.hs)
        best = max(below, key=lambda number: float(fit[number]), default=own)
        clear = len(below) == 1 or fit[best] >= fit[own]
        return self._candidate(best if clear else own, heading.score)


def _trusted(evidence: Evidence, best: int) -> bool:
    """Whether enough speaks for the best heading to show it."""
    trust = (
        _TRUST_KNOWN * evidence.known
        + _TRUST_LETTERS * float(evidence.headings["letters"][best])
        + _TRUST_MIDDLE * float(evidence.headings["middle"][best])
    )
    told = float(evidence.headings["telling"][best]) >= _TELLING
    return trust >= (_LEAST_IF_TELLING if told else _LEAST_TRUSTED)


def exists(labels: Labels, digits: str) -> bool:
    """Whether the code is a heading or subheading of HS 2022."""
    return code(digits).digits in labels.by_digits
