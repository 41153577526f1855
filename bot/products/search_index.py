"""An index of all product phrases: which phrases share features with a query, and how much.

Cosine similarity of weighted features with inverse document frequency. The index is built once and kept
as a file beside the databases, named by the data it was built from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.products.text_features import BUCKETS, features

Array: TypeAlias = "npt.NDArray[Any]"


@dataclass(frozen=True)
class SearchIndex:
    """Postings by feature bucket: `starts[b]:starts[b+1]` are the phrases that have bucket b, with weights.

    `owners[p]` is the number of the entry (heading or subheading) the phrase p belongs to.
    """

    starts: Array
    phrases: Array
    weights: Array
    idf: Array
    owners: Array

    def scores(self, query: str) -> Array:
        """Similarity of the query to every phrase, from 0 to 1."""
        wanted = features(query)
        result: Array = np.zeros(len(self.owners), dtype=np.float32)
        if not wanted:
            return result
        weights = {bucket: weight * float(self.idf[bucket]) for bucket, weight in wanted.items()}
        norm = float(np.sqrt(sum(weight * weight for weight in weights.values()))) or 1.0
        for bucket, weight in weights.items():
            part = slice(self.starts[bucket], self.starts[bucket + 1])
            result[self.phrases[part]] += self.weights[part] * np.float32(weight / norm)
        return result

    def save(self, path: Path) -> None:
        """Write the index; a reader never sees half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".tmp.npz")
        np.savez(
            unfinished,
            starts=self.starts,
            phrases=self.phrases,
            weights=self.weights,
            idf=self.idf,
            owners=self.owners,
        )
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> SearchIndex:
        """Read an index written by `save`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(
                *(arrays[name] for name in ("starts", "phrases", "weights", "idf", "owners"))
            )


def build_index(phrases: Sequence[tuple[int, str]]) -> SearchIndex:
    """An index over phrases given as (number of the entry, text)."""
    rows, buckets, values = [], [], []
    for number, (_, text) in enumerate(phrases):
        for bucket, weight in features(text).items():
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
    value = (value / norms[row]).astype(np.float32)
    order = np.argsort(bucket_of, kind="stable")
    starts = np.zeros(BUCKETS + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    owners = np.asarray([owner for owner, _ in phrases], dtype=np.int32)
    return SearchIndex(starts, row[order], value[order], idf, owners)
