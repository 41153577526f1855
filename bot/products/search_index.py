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

from bot.products.text_features import BUCKETS, features

Array: TypeAlias = "npt.NDArray[Any]"
Words: TypeAlias = Iterable[tuple[str, float]]

_ARRAYS = ("starts", "phrases", "weights", "idf", "count")


@dataclass(frozen=True)
class SearchIndex:
    """Postings by feature bucket: `starts[b]:starts[b+1]` are the phrases with bucket b, and weights."""

    starts: Array
    phrases: Array
    weights: Array
    idf: Array
    count: Array

    def scores(self, words: Words) -> Array:
        """Similarity of the query to every phrase, from 0 to 1."""
        wanted = features(words)
        number_of_phrases = int(self.count)
        if not wanted:
            return np.zeros(number_of_phrases, dtype=np.float32)
        weights = {bucket: weight * float(self.idf[bucket]) for bucket, weight in wanted.items()}
        norm = float(np.sqrt(sum(weight * weight for weight in weights.values())))
        parts = [slice(self.starts[bucket], self.starts[bucket + 1]) for bucket in weights]
        found = np.concatenate([self.phrases[part] for part in parts])
        shares = np.concatenate(
            [
                self.weights[part].astype(np.float32) * np.float32(weight / norm)
                for part, weight in zip(parts, weights.values(), strict=True)
            ]
        )
        sums = np.bincount(found, weights=shares, minlength=number_of_phrases)
        return sums.astype(np.float32)

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
    counts = np.bincount(bucket_of, minlength=BUCKETS)
    idf = np.log1p(len(phrases) / (1.0 + counts)).astype(np.float32)
    value *= idf[bucket_of]
    norms = np.sqrt(np.bincount(row, weights=value * value, minlength=len(phrases)))
    norms[norms == 0.0] = 1.0
    # Three digits order phrases as well as seven do, in half the memory.
    value = (value / norms[row]).astype(np.float16)
    order = np.argsort(bucket_of, kind="stable")
    starts = np.zeros(BUCKETS + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return SearchIndex(starts, row[order], value[order], idf, np.asarray(len(phrases)))


def save_arrays(path: Path, arrays: dict[str, Array]) -> None:
    """Write arrays to a file at once: another process sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{os.getpid()}.{path.name}")
    np.savez(unfinished, **arrays)
    unfinished.replace(path)
