"""The index of features: the same similarities however many blocks the phrases are held in."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from bot.products import search_index
from bot.products.search_index import SearchIndex, build_index

WORDS = ("pump", "valve", "glove", "steel", "wood", "honey", "wire", "glass")
PHRASES = [
    tuple((word, 1.0) for word in words)
    for count in (1, 2, 3)
    for words in itertools.combinations(WORDS, count)
]
QUERY = (("steel", 0.6), ("valve", 1.0))


@pytest.fixture(params=(5, 2**16))
def index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> SearchIndex:
    """An index in many blocks, and in one."""
    monkeypatch.setattr(search_index, "_BLOCK", request.param)
    return build_index(PHRASES)


def test_a_phrase_is_most_like_itself(index: SearchIndex) -> None:
    for number in range(0, len(PHRASES), 7):
        scores = index.scores(PHRASES[number])
        assert scores.argmax() == number
        assert scores[number] == pytest.approx(1.0, abs=2e-3)


def test_similarities_are_cosines(index: SearchIndex) -> None:
    rows = index.matrix().toarray()
    assert rows.shape[0] == len(PHRASES)
    place = PHRASES.index((("valve", 1.0), ("steel", 1.0)))
    alone = PHRASES.index((("steel", 1.0),))
    assert rows[place] @ rows[alone] == pytest.approx(index.scores(PHRASES[alone])[place], abs=2e-3)
    assert index.scores(QUERY).argmax() == place
    assert not index.scores(()).any()


def test_uses_are_counted_over_all_blocks(index: SearchIndex) -> None:
    columns = np.flatnonzero(index.matrix().getnnz(axis=0))
    expected = index.matrix().getnnz(axis=0)[columns]
    assert (index.uses(columns) == expected).all()
    assert expected.sum() == len(index.places)


def test_an_index_is_read_as_it_was_written(index: SearchIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "letters.npz")
    read = SearchIndex.load(tmp_path / "letters.npz")
    assert (read.scores(QUERY) == index.scores(QUERY)).all()


def test_an_index_of_nothing_finds_nothing() -> None:
    assert build_index([]).scores(QUERY).size == 0
