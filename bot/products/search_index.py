"""An index of all product phrases: which phrases share features with a query, and how much.

Cosine similarity of weighted features with inverse document frequency. The index is built once and kept
as a file beside the databases, named by the data it was built from.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix

from bot.products.text_features import BUCKETS, features

Array: TypeAlias = "npt.NDArray[Any]"
Words: TypeAlias = Iterable[tuple[str, float]]

_ARRAYS = ("starts", "places", "weights", "idf", "count")
# Phrases are numbered within blocks of so many: two bytes for each posting, and there are ten millions.
_BLOCK = 2**16


@dataclass(frozen=True)
class SearchIndex:
    """Postings by feature bucket, and within it by block of phrases.

    With `k` blocks, `places[starts[b * k + i] : starts[b * k + i + 1]]` are the phrases of block `i` with
    bucket `b`, counted from the first of the block; `weights` go with them.
    """

    starts: Array
    places: Array
    weights: Array
    idf: Array
    count: Array

    def scores(self, words: Words) -> Array:
        """Similarity of the query to every phrase, from 0 to 1."""
        wanted = features(words)
        number_of_phrases = int(self.count)
        if not wanted or not number_of_phrases:
            return np.zeros(number_of_phrases, dtype=np.float32)
        buckets = np.fromiter(wanted, dtype=np.int64, count=len(wanted))
        weights = np.fromiter(wanted.values(), dtype=np.float32, count=len(wanted))
        weights *= self.idf[buckets]
        weights /= np.sqrt(weights @ weights)
        bounds = self._bounds(buckets)
        parts = [slice(start, end) for start, end in zip(bounds[:, 0], bounds[:, -1], strict=True)]
        found = self._numbers(np.concatenate([self.places[part] for part in parts]), bounds)
        shares = np.concatenate([self.weights[part] for part in parts]).astype(np.float32)
        shares *= np.repeat(weights, bounds[:, -1] - bounds[:, 0])
        sums = np.bincount(found, weights=shares, minlength=number_of_phrases)
        return sums.astype(np.float32)

    def uses(self, buckets: Array) -> Array:
        """How many phrases have each of the buckets."""
        bounds = self._bounds(buckets)
        found: Array = bounds[:, -1] - bounds[:, 0]
        return found

    def matrix(self) -> csc_matrix:
        """The weights of all phrases (rows) and buckets (columns)."""
        bounds = self._bounds(np.arange(BUCKETS))
        columns = np.append(bounds[:, 0], bounds[-1, -1])
        values = self.weights.astype(np.float32)
        shape = (int(self.count), BUCKETS)
        return csc_matrix((values, self._numbers(self.places, bounds), columns), shape)

    def _bounds(self, buckets: Array) -> Array:
        """Where the blocks of each bucket start, and where the last of them ends: a row for each bucket."""
        blocks = _blocks(int(self.count))
        found: Array = self.starts[buckets[:, None] * blocks + np.arange(blocks + 1)]
        return found

    @staticmethod
    def _numbers(places: Array, bounds: Array) -> Array:
        """The numbers of the phrases at places within the blocks that `bounds` tells the sizes of."""
        sizes = np.diff(bounds, axis=1)
        firsts = np.tile(np.arange(sizes.shape[1]) * _BLOCK, len(sizes))
        found: Array = np.repeat(firsts, sizes.ravel())
        found += places
        return found

    def save(self, path: Path) -> None:
        """Write the index; a reader never sees half of it."""
        save_arrays(path, {name: getattr(self, name) for name in _ARRAYS})

    @classmethod
    def load(cls, path: Path) -> SearchIndex:
        """Read an index written by `save`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(*(arrays[name] for name in _ARRAYS))


def build_index(phrases: Sequence[Words]) -> SearchIndex:
    """An index over phrases given as weighted words."""
    rows, buckets, values = [], [], []
    for number, words in enumerate(phrases):
        for bucket, weight in features(words).items():
            rows.append(number)
            buckets.append(bucket)
            values.append(weight)
    row = np.asarray(rows, dtype=np.int32)
    bucket_of = np.asarray(buckets, dtype=np.int32)
    value = np.asarray(values, dtype=np.float32)
    idf = np.log1p(len(phrases) / (1.0 + np.bincount(bucket_of, minlength=BUCKETS)))
    idf = idf.astype(np.float32)
    value *= idf[bucket_of]
    norms = np.sqrt(np.bincount(row, weights=value * value, minlength=len(phrases)))
    norms[norms == 0.0] = 1.0
    # Three digits order phrases as well as seven do, in half the memory.
    value = (value / norms[row]).astype(np.float16)
    blocks = _blocks(len(phrases))
    cell = bucket_of.astype(np.int64) * blocks + row // _BLOCK
    order = np.argsort(cell, kind="stable")
    starts = np.zeros(BUCKETS * blocks + 1, dtype=np.int32)
    np.cumsum(np.bincount(cell, minlength=BUCKETS * blocks), out=starts[1:])
    places = (row[order] % _BLOCK).astype(np.uint16)
    return SearchIndex(starts, places, value[order], idf, np.asarray(len(phrases)))


def _blocks(count: int) -> int:
    """How many blocks the phrases fill; at least one."""
    return max(-(-count // _BLOCK), 1)


def save_arrays(path: Path, arrays: dict[str, Array]) -> None:
    """Write arrays to a file at once: another process sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{os.getpid()}.{path.name}")
    np.savez(unfinished, **arrays)
    unfinished.replace(path)
