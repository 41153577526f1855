"""The model over letters, words and meaning: what is taught, what it makes of it, and that it keeps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.products.learnt_index import (
    LEAST_LIKELY,
    LearntIndex,
    Lessons,
    build_learnt_index,
    lessons,
)
from bot.products.phrases import read_phrase
from bot.products.search_index import SearchIndex, build_index

# Two things in two states: entry 0 fresh fruit, 1 preserved fruit, 2 fresh vegetables, 3 preserved ones.
TEXTS = [
    "fresh cherries",
    "fresh plums",
    "fresh pears",
    "preserved cherries",
    "preserved plums",
    "preserved peaches",
    "fresh carrots",
    "fresh onions",
    "fresh leeks",
    "preserved carrots",
    "preserved onions",
    "preserved beetroots",
]
ENTRIES = np.repeat(np.arange(4), 3)
NO_MEANING = np.zeros((len(TEXTS), 8), dtype=np.float32)


@pytest.fixture(scope="module")
def letters() -> SearchIndex:
    return build_index([read_phrase(text).words for text in TEXTS])


@pytest.fixture(scope="module")
def learnt(letters: SearchIndex) -> LearntIndex:
    often = np.tile(np.arange(len(TEXTS)), 400)
    taught = Lessons(often, ENTRIES[often], np.ones(len(often), dtype=np.float32))
    return build_learnt_index(letters, NO_MEANING, taught, np.asarray([0, 0, 1, 1]))


def scores(index: LearntIndex, letters: SearchIndex, text: str) -> np.ndarray:
    return index.scores(letters, read_phrase(text).words, NO_MEANING[0]).entries


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("preserved cherries", 1),
        ("preserved pears", 1),
        ("fresh peaches", 0),
        ("fresh beetroot", 2),
    ],
)
def test_a_thing_and_its_state_are_told_apart_though_never_seen_together(
    learnt: LearntIndex, letters: SearchIndex, text: str, entry: int
) -> None:
    assert int(np.argmax(scores(learnt, letters, text))) == entry


def test_the_entries_are_likely_together(learnt: LearntIndex, letters: SearchIndex) -> None:
    found = learnt.scores(letters, read_phrase("preserved pears").words, NO_MEANING[0])

    assert (found.entries >= LEAST_LIKELY).all()
    assert np.exp(found.entries).sum() == pytest.approx(1.0, abs=1e-3)
    assert np.exp(found.headings) == pytest.approx(
        np.add.reduceat(np.exp(found.entries), learnt.starts), abs=1e-3
    )


def test_a_query_without_words_or_known_letters_has_scores_too(
    learnt: LearntIndex, letters: SearchIndex
) -> None:
    for text in ("", "xqxq"):
        assert np.isfinite(scores(learnt, letters, text)).all()


def test_the_model_is_the_same_from_a_file(
    learnt: LearntIndex, letters: SearchIndex, tmp_path: Path
) -> None:
    learnt.save(tmp_path / "learnt.npz")
    read = LearntIndex.load(tmp_path / "learnt.npz")

    assert scores(read, letters, "fresh plums") == pytest.approx(
        scores(learnt, letters, "fresh plums")
    )


def test_a_phrase_teaches_its_subheadings_and_the_heading_only_without_them() -> None:
    # Entries: 0 a heading with 1 and 2 below, 3 a heading of its own. Phrase 0 stands at
    # 0, 1 and 2, phrase 1 at 3.
    found = lessons(
        used=np.asarray([0, 0, 0, 1]),
        owners=np.asarray([0, 1, 2, 3]),
        heading_of=np.asarray([0, 0, 0, 1]),
        is_heading=np.asarray([True, False, False, True]),
    )

    taught = sorted(
        zip(found.phrases.tolist(), found.entries.tolist(), found.weights.tolist(), strict=True)
    )
    assert taught == [(0, 1, 0.5), (0, 2, 0.5), (1, 3, 1.0)]
