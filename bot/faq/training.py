"""Learning from example questions: similarities as a kernel, and logistic regression in its space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.language.words import word_set, words_of
from bot.products import meaning_index
from bot.products.search_index import SearchIndex, build_index
from bot.products.text_features import folded

Array: TypeAlias = "npt.NDArray[Any]"

# How much letters and named topics count beside meaning; chosen by how well examples held back were found.
_LETTERS, _NAMED = 0.3, 0.1
_COMPONENTS = 400
_STRENGTH = 50.0
_ROUNDS = 200
# A topic of which so many letters are named is named in full.
_LETTERS_NAMED_IN_FULL = 16.0

# Words that stand in every question and tell topics apart little.
_FAINT = word_set(
    "der die das den dem ein eine einen einer ich wir man es ist sind hat habe haben muss"
    " mussen kann konnen darf durfen soll brauche brauchen wie was wo wer wann warum welche"
    " welcher welches welchen fur mit von zu zum zur in im an am auf bei und oder aber da denn"
    " eigentlich bitte mein meine meinem unser unsere unserem dafur the a i we you it is are"
    " do does did can could may must should have has to of for with from on at by and or but"
    " what which who when where why how my our your this that there please need"
)
_FAINT_WEIGHT = 0.25


@dataclass(frozen=True)
class Examples:
    """Known questions, the number of the topic each belongs to, what they name, and their letters."""

    texts: tuple[str, ...]
    owners: Array
    named: Array
    letters: SearchIndex

    @classmethod
    def of(cls, texts: tuple[str, ...], owners: Array, named: Array) -> Examples:
        """The examples with an index of their letters."""
        return cls(texts, owners, named, build_index([_weighted(text) for text in texts]))


@dataclass(frozen=True)
class Trained:
    """Vectors of the examples; per example and topic a weight, per topic an offset."""

    vectors: Array
    weights: Array
    offsets: Array


def share_named(letters: int) -> float:
    """How far a topic counts as named, from 0 to 1."""
    return min(letters / _LETTERS_NAMED_IN_FULL, 1.0)


def encoded(texts: tuple[str, ...]) -> Array:
    """Unit vectors of what texts mean; signs and capitals, which people leave out, are ignored."""
    plain = [" ".join(word.text.lower() for word in words_of(text)) for text in texts]
    vectors = meaning_index.encoded(plain)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Array = (vectors / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
    return found


def similarities(
    examples: Examples, vectors: Array, texts: tuple[str, ...], encodings: Array, named: Array
) -> Array:
    """How alike every text is to every example."""
    letters = np.stack([examples.letters.scores(_weighted(text)) for text in texts])
    found: Array = encodings @ vectors.T + _LETTERS * letters + _NAMED * (named @ examples.named.T)
    return found


def trained(examples: Examples) -> Trained:
    """Learn from the examples; takes some ten seconds."""
    # Imported here: loading takes longer than most answers, and what was learned is kept.
    from sklearn.linear_model import LogisticRegression

    vectors = encoded(examples.texts)
    kernel = similarities(examples, vectors, examples.texts, vectors, examples.named)
    symmetric = (kernel + kernel.T) / 2
    sizes, axes = np.linalg.eigh(symmetric.astype(np.float64))
    kept = np.argsort(-sizes)[:_COMPONENTS]
    kept = kept[sizes[kept] > np.finfo(np.float32).eps]
    projection = axes[:, kept] / np.sqrt(sizes[kept])
    model = LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS, tol=1e-3)
    model.fit(symmetric @ projection, examples.owners)
    weights = projection @ model.coef_.T
    return Trained(
        vectors, weights.astype(np.float32), np.asarray(model.intercept_, dtype=np.float32)
    )


def _weighted(text: str) -> list[tuple[str, float]]:
    return [
        (folded(word.text), _FAINT_WEIGHT if word.folded in _FAINT else 1.0)
        for word in words_of(text)
    ]
