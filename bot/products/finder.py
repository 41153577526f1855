"""Words -> candidates: which headings and subheadings a phrase can mean, best first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.origin.nomenclature import HsCode, NomenclatureError, code, read_code
from bot.products.label_files import LANGUAGES, Labels, ProductLabel
from bot.products.search_index import Array, SearchIndex, build_index

# A subheading's own words count for its heading a little less than the heading's own.
_FROM_BELOW = 0.97
# Further phrases of the same heading that fit support the best one.
_SUPPORT = 0.12
# The other language is searched too: trade words travel, but the asked language comes first.
_OTHER_LANGUAGE = 0.85
_LEAST_SCORE = 0.12


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


class ProductFinder:
    """Finds codes by words; one index per language, kept in `cache` between runs if given."""

    def __init__(self, labels: Labels, cache: Path | None = None) -> None:
        self.labels = labels
        self._entries = tuple(labels.by_digits.values())
        self._headings = tuple(one.code.digits[:4] for one in self._entries)
        self._heading_numbers, self._heading_of = np.unique(self._headings, return_inverse=True)
        self._is_heading = np.asarray([len(one.code.digits) == 4 for one in self._entries])
        self._indexes = {language: self._index(language, cache) for language in LANGUAGES}

    def find(self, query: str, language: str = "de", limit: int = 5) -> tuple[Candidate, ...]:
        """The best candidates: the subheading where one fits better than its heading, else the heading."""
        return tuple(
            self._narrowed(heading, by_entry)
            for heading, by_entry in self._ranked(query, language, limit)
        )

    def headings(self, query: str, language: str = "de", limit: int = 5) -> tuple[Candidate, ...]:
        """The best headings."""
        return tuple(
            self._candidate(self.labels.by_digits[heading], score)
            for heading, (score, _) in (
                (heading, (self._score(heading, scores), scores))
                for heading, scores in self._ranked(query, language, limit)
            )
        )

    def subheadings(
        self, query: str, heading: HsCode, language: str = "de"
    ) -> tuple[Candidate, ...]:
        """All subheadings of a heading, those that fit the words best first."""
        scores = self._entry_scores(query, language)
        below = [
            (number, one)
            for number, one in enumerate(self._entries)
            if one.code.is_subheading and one.code.heading == heading
        ]
        ranked = sorted(below, key=lambda pair: (-float(scores[pair[0]]), pair[1].code.digits))
        return tuple(self._candidate(one, float(scores[number])) for number, one in ranked)

    def by_code(self, text: str) -> Candidate | None:
        """The heading or subheading that a typed code names, None if there is none."""
        try:
            wanted = read_code(text)
        except NomenclatureError:
            return None
        found = self.labels.by_digits.get(wanted.digits)
        return self._candidate(found, 1.0) if found else None

    def _candidate(self, entry: ProductLabel, score: float) -> Candidate:
        return Candidate(entry.code, entry.label, round(score, 4))

    def _ranked(self, query: str, language: str, limit: int) -> Iterator[tuple[str, Array]]:
        scores = self._entry_scores(query, language)
        counted = scores * np.where(self._is_heading, 1.0, _FROM_BELOW)
        best = np.zeros(len(self._heading_numbers), dtype=np.float32)
        total = np.zeros(len(self._heading_numbers), dtype=np.float32)
        np.maximum.at(best, self._heading_of, counted)
        np.add.at(total, self._heading_of, np.where(counted > 0.3, counted, 0.0))
        ranking = best + _SUPPORT * np.minimum(np.maximum(total - best, 0.0), 1.0)
        order = np.argsort(-ranking, kind="stable")[:limit]
        for number in order:
            if best[number] >= _LEAST_SCORE:
                yield str(self._heading_numbers[number]), scores

    def _score(self, heading: str, scores: Array) -> float:
        inside = [number for number, one in enumerate(self._headings) if one == heading]
        return float(max(scores[number] for number in inside))

    def _narrowed(self, heading: str, scores: Array) -> Candidate:
        inside = [number for number, one in enumerate(self._headings) if one == heading]
        own = next(number for number in inside if self._is_heading[number])
        below = [number for number in inside if not self._is_heading[number]]
        best = max(below, key=lambda number: float(scores[number]), default=own)
        score = max(float(scores[best]), float(scores[own]))
        clear = len(below) == 1 or float(scores[best]) >= float(scores[own])
        chosen = best if clear else own
        return self._candidate(self._entries[chosen], score)

    def _entry_scores(self, query: str, language: str) -> Array:
        """The best phrase of every entry; a phrase of the other language counts a little less."""
        result: Array = np.zeros(len(self._entries), dtype=np.float32)
        for one, index in self._indexes.items():
            weight = 1.0 if one == language else _OTHER_LANGUAGE
            np.maximum.at(result, index.owners, index.scores(query) * np.float32(weight))
        return result

    def _index(self, language: str, cache: Path | None) -> SearchIndex:
        phrases = [
            (number, phrase)
            for number, one in enumerate(self._entries)
            for phrase in (one.label[language], *one.words[language])
        ]
        if cache is None:
            return build_index(phrases)
        path = cache / f"product_index_{language}_{_fingerprint(phrases)}.npz"
        if path.exists():
            return SearchIndex.load(path)
        index = build_index(phrases)
        for old in cache.glob(f"product_index_{language}_*.npz"):
            old.unlink()
        index.save(path)
        return index


def _fingerprint(phrases: list[tuple[int, str]]) -> str:
    """Names the index by what went into it and by how features are made."""
    from bot.products import text_features

    digest = hashlib.sha256(Path(text_features.__file__).read_bytes())
    for owner, phrase in phrases:
        digest.update(f"{owner}\t{phrase}\n".encode())
    return digest.hexdigest()[:16]


def exists(labels: Labels, digits: str) -> bool:
    """Whether the code is a heading or subheading of HS 2022."""
    return code(digits).digits in labels.by_digits
