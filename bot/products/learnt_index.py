"""Which code a phrase is for, as learnt from all phrases: what letters, words and meaning tell apart.

The nearest phrase knows nothing of the other headings; here every feature has learnt for which codes it
speaks and for which it does not ("preserved" next to a fruit, "knitted" next to a coat). A log-linear model:
features of letters and words and the sentence embedding are added up in a narrow space; there every heading
has its weights, and within its heading every code, as the tariff is read: first the heading, then what is
below it. It is learnt anew with the other indexes, always from the same start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from bot.products.search_index import Array, SearchIndex, Words, save_arrays
from bot.products.text_features import BUCKETS, features

# Features share so many rows: twice as many find no more.
ROWS = 1 << 16
# The narrow space; and how many phrases are learnt at once, how often, and how fast at first and last.
_WIDTH = 128
_BATCH, _ROUNDS = 1024, 5
_FAST, _SLOW = 0.006, 0.0005
# Inputs have unit length; the model learns faster if they are longer.
_LENGTH = 4.0
# A feature of a single phrase tells nothing about others.
_LEAST_USES = 2
# Less sure than this is told apart no further.
LEAST_LIKELY = -12.0


@dataclass(frozen=True)
class LearntIndex:
    """The model of which code a phrase is for.

    `inner` (rows of features, int8 times `scale`) and `turn` (of an embedding) lead into the narrow space;
    `headings` and `entries` hold the weights there, a row each, the last column for themselves. Entries
    are in the order of their headings, which begin at `starts`.
    """

    inner: Array
    scale: Array
    turn: Array
    headings: Array
    entries: Array
    starts: Array

    def scores(self, letters: SearchIndex, words: Words, vector: Array) -> Likely:
        """How likely each heading is, and each entry."""
        row, value = _inputs(letters, words)
        narrow = np.ones(_WIDTH + 1, dtype=np.float32)
        narrow[:-1] = _LENGTH * (value @ (self.inner[row] * self.scale) + vector @ self.turn)
        headings = self.headings @ narrow
        headings -= headings.max()
        headings -= np.log(np.exp(headings).sum())
        counts = np.diff(self.starts, append=len(self.entries))
        below = self.entries @ narrow
        below -= np.repeat(np.maximum.reduceat(below, self.starts), counts)
        sums = np.log(np.add.reduceat(np.exp(below), self.starts))
        entries = np.repeat(headings - sums, counts) + below
        return Likely(np.maximum(headings, LEAST_LIKELY), np.maximum(entries, LEAST_LIKELY))

    def save(self, path: Path) -> None:
        """Write the model."""
        save_arrays(path, {name: getattr(self, name) for name in self.__dataclass_fields__})

    @classmethod
    def load(cls, path: Path) -> LearntIndex:
        """Read a model written by `save`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(*(arrays[name] for name in cls.__dataclass_fields__))


@dataclass(frozen=True)
class Likely:
    """The logarithm of how likely every heading and every entry is, never less than LEAST_LIKELY."""

    headings: Array
    entries: Array


@dataclass(frozen=True)
class Lessons:
    """Phrase `phrases[i]` means entry `entries[i]`; its entries in one heading weigh 1 together."""

    phrases: Array
    entries: Array
    weights: Array


def lessons(used: Array, owners: Array, heading_of: Array, is_heading: Array) -> Lessons:
    """What is learnt: the subheadings a phrase stands at; the heading where it stands at none of them."""
    uses = np.unique(np.stack([used, heading_of[owners], owners], axis=1), axis=0)
    below = ~is_heading[uses[:, 2]]
    _, pair_of = np.unique(uses[:, :2], axis=0, return_inverse=True)
    pair_of = pair_of.ravel()
    subheadings = np.bincount(pair_of, weights=below)
    taken = below | (subheadings[pair_of] == 0)
    weights = 1.0 / np.maximum(subheadings[pair_of[taken]], 1.0)
    return Lessons(uses[taken, 0], uses[taken, 2], weights.astype(np.float32))


def build_learnt_index(
    letters: SearchIndex, vectors: Array, taught: Lessons, heading_of: Array
) -> LearntIndex:
    """Learn the model; `vectors` are the embeddings of all phrases. Takes about a minute."""
    chance = np.random.default_rng(0)
    rows = _matrix(letters)
    model = _Model.begin(chance, vectors.shape[1], heading_of)
    batches = -(-len(taught.phrases) // _BATCH)
    for number, batch in enumerate(_batches(chance, len(taught.phrases))):
        phrases = taught.phrases[batch]
        model.learn(
            rows[phrases],
            vectors[phrases] * np.float32(_LENGTH),
            taught.entries[batch],
            taught.weights[batch] / taught.weights[batch].sum(),
            _SLOW + _FAST * (1.0 - number // batches / _ROUNDS),
        )
    inner, turn, headings, entries = model.parameters
    scale = np.float32(float(np.abs(inner).max()) / 127.0)
    narrowed = np.rint(inner / scale).astype(np.int8)
    return LearntIndex(narrowed, np.asarray(scale), turn, headings, entries, model.starts)


def _batches(chance: np.random.Generator, count: int) -> Iterator[Array]:
    for _ in range(_ROUNDS):
        order = chance.permutation(count)
        yield from (order[start : start + _BATCH] for start in range(0, count, _BATCH))


@dataclass
class _Model:
    """What is being learnt, and what the optimizer (Adam) remembers of each parameter."""

    parameters: Sequence[Array]
    heading_of: Array
    steps: int = 0
    starts: Array = field(init=False)
    _drift: Sequence[Array] = field(init=False)
    _spread: Sequence[Array] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = np.searchsorted(self.heading_of, np.arange(int(self.heading_of.max()) + 1))
        self._drift = [np.zeros_like(one) for one in self.parameters]
        self._spread = [np.zeros_like(one) for one in self.parameters]

    @classmethod
    def begin(cls, chance: np.random.Generator, width: int, heading_of: Array) -> _Model:
        """A model that prefers nothing yet."""
        started = [
            chance.normal(0.0, 0.05, (size, _WIDTH)).astype(np.float32) for size in (ROWS, width)
        ]
        weights = [
            np.zeros((size, _WIDTH + 1), dtype=np.float32)
            for size in (int(heading_of.max()) + 1, len(heading_of))
        ]
        return cls([*started, *weights], heading_of)

    def learn(
        self, rows: csr_matrix, vectors: Array, right: Array, weights: Array, speed: float
    ) -> None:
        """One step towards the right entries of some phrases; features that none of them has rest."""
        inner, turn, headings, entries = self.parameters
        used, place = np.unique(rows.indices, return_inverse=True)
        rows = csr_matrix((rows.data, place.ravel(), rows.indptr), (len(right), len(used)))
        narrow = np.ones((len(right), _WIDTH + 1), dtype=np.float32)
        narrow[:, :-1] = rows @ inner[used] + vectors @ turn
        first = self._headings(narrow, right, weights)
        then = self._entries(narrow, right, weights)
        back = (first @ headings + then @ entries)[:, :-1]
        self.steps += 1
        speed *= float(np.sqrt(1.0 - 0.999**self.steps) / (1.0 - 0.9**self.steps))
        self._step(0, used, rows.T @ back, speed)
        for number, slope in enumerate((vectors.T @ back, first.T @ narrow, then.T @ narrow), 1):
            self._step(number, slice(None), slope, speed)

    def _headings(self, narrow: Array, right: Array, weights: Array) -> Array:
        """How much too likely every heading is for every phrase."""
        likely: Array = narrow @ self.parameters[2].T
        likely -= likely.max(axis=1, keepdims=True)
        np.exp(likely, out=likely)
        likely *= (weights / likely.sum(axis=1))[:, None]
        likely[np.arange(len(right)), self.heading_of[right]] -= weights
        return likely

    def _entries(self, narrow: Array, right: Array, weights: Array) -> csr_matrix:
        """How much too likely every entry of the right heading is for every phrase."""
        ends = np.append(self.starts[1:], len(self.heading_of))
        heading = self.heading_of[right]
        counts = ends[heading] - self.starts[heading]
        phrase_starts = np.concatenate([[0], np.cumsum(counts)])
        phrase = np.repeat(np.arange(len(right)), counts)
        entry = np.arange(phrase_starts[-1]) + np.repeat(
            self.starts[heading] - phrase_starts[:-1], counts
        )
        likely = np.einsum("ij,ij->i", narrow[phrase], self.parameters[3][entry])
        likely -= np.maximum.reduceat(likely, phrase_starts[:-1])[phrase]
        np.exp(likely, out=likely)
        likely *= (weights / np.add.reduceat(likely, phrase_starts[:-1]))[phrase]
        likely[entry == right[phrase]] -= weights
        return csr_matrix((likely, entry, phrase_starts), (len(right), len(self.heading_of)))

    def _step(self, number: int, part: Array | slice, slope: Array, speed: float) -> None:
        """Adam (Kingma and Ba) with its usual constants, for a part of a parameter."""
        drift = self._drift[number][part] * 0.9 + slope * 0.1
        spread = self._spread[number][part] * 0.999 + slope * slope * 0.001
        self._drift[number][part], self._spread[number][part] = drift, spread
        self.parameters[number][part] -= speed * drift / (np.sqrt(spread) + 1e-7)


def _matrix(letters: SearchIndex) -> csr_matrix:
    """The features of all phrases, a row for each, of one length."""
    found = letters.matrix().tocoo()
    kept = (letters.uses(np.arange(BUCKETS)) >= _LEAST_USES)[found.col]
    shared = csr_matrix(
        (found.data[kept], (found.row[kept], found.col[kept] % ROWS)), (found.shape[0], ROWS)
    )
    lengths = np.sqrt(np.asarray(shared.multiply(shared).sum(axis=1)).ravel())
    scaled = np.repeat(_LENGTH / np.maximum(lengths, 1e-6), np.diff(shared.indptr))
    shared.data = (shared.data * scaled).astype(np.float32)
    return shared


def _inputs(letters: SearchIndex, words: Words) -> tuple[Array, Array]:
    """The rows of the features of a query and their values, of unit length."""
    wanted = features(words)
    buckets = np.fromiter(wanted, dtype=np.int64, count=len(wanted))
    values = np.fromiter(wanted.values(), dtype=np.float32, count=len(wanted))
    values = values * letters.idf[buckets] * (letters.uses(buckets) >= _LEAST_USES)
    length = float(np.sqrt(values @ values)) or 1.0
    return buckets % ROWS, values / np.float32(length)
