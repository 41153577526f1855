"""Signals and their weights, and that the finder asks to rephrase where little speaks for anything."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from bot.products import ranking
from bot.products.evidence import gather
from bot.products.finder import ProductFinder
from bot.products.label_files import Labels, read_labels
from bot.products.phrase_book import PhraseBook
from bot.products.word_index import WordIndex
from bot.wiring import PROJECT

FEW_LABELS = """hs,label_de,label_en,words_de,words_en
8413,Pumpen,Pumps,Pumpe|Wasserpumpe,pump|water pump
841370,Kreiselpumpen,Centrifugal pumps,Umwälzpumpe,circulation pump
841391,Teile von Pumpen,Parts of pumps,Laufrad|Pumpengehäuse,impeller|pump housing
8481,Armaturen,Valves,Ventil|Kugelhahn,valve|ball valve
848180,Hähne und andere Ventile,Taps and other valves,Absperrschieber,gate valve
"""
EVALUATION = PROJECT / "data" / "evaluation"


@pytest.fixture(scope="module")
def finder(services) -> ProductFinder:
    return services.finder


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    folder = tmp_path_factory.mktemp("labels")
    (folder / "84.csv").write_text(FEW_LABELS, encoding="utf-8")
    return read_labels(folder)


@pytest.fixture(scope="module")
def book(few: Labels) -> PhraseBook:
    return PhraseBook.build(few, None)


def rows(name: str) -> list[dict[str, str]]:
    with (EVALUATION / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_signal_has_a_weight(book: PhraseBook) -> None:
    evidence = gather(book, "Ersatzteile für Pumpen aus Stahl", "de")

    assert set(evidence.headings) == set(ranking.HEADINGS)
    assert set(evidence.entries) == set(ranking.ENTRIES)
    assert {len(one) for one in evidence.headings.values()} == {2}
    assert {len(one) for one in evidence.entries.values()} == {5}


def test_the_head_word_speaks_for_its_heading(book: PhraseBook) -> None:
    evidence = gather(book, "valves, for water pumps", "en")

    assert evidence.headings["head"].tolist() == [0.0, 1.0]


def test_codes_for_the_rest_are_known_by_their_label(book: PhraseBook) -> None:
    assert [one.code.digits for one in np.asarray(book.entries)[book.takes_the_rest]] == ["848180"]


def test_a_word_index_is_the_same_after_it_was_kept(book: PhraseBook, tmp_path: Path) -> None:
    book.words.save(tmp_path / "words.npz")
    again = WordIndex.load(tmp_path / "words.npz")

    assert list(again.numbers) == list(book.words.numbers)
    for words in ((("wasserpumpe", 1.0),), (("ventil", 1.0), ("pumpe", 0.5))):
        ours, theirs = book.words.coverage(words), again.coverage(words)
        assert ours[0].tolist() == theirs[0].tolist()
        assert ours[1].tolist() == theirs[1].tolist()
        assert ours[2] == theirs[2]


def test_scores_fall_with_the_order(finder: ProductFinder) -> None:
    scores = [one.score for one in finder.headings("Gehäuse aus Aluminium", "de", 10)]

    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_the_sisters_of_the_best_code_come_next() -> None:
    codes = ["842121", "842122", "842131", "842132", "842139"]
    scores = ranking.with_sisters(codes, np.asarray([4.0, 3.9, 3.0, 3.2, 5.5]))

    assert [codes[place] for place in np.argsort(-scores)] == [
        "842139",
        "842131",
        "842132",
        "842121",
        "842122",
    ]


def test_a_code_that_names_the_thing_comes_before_that_for_the_rest(finder: ProductFinder) -> None:
    heading = finder.by_code("7318")
    assert heading is not None
    below = finder.subheadings("Federringe", heading.hs, "de")

    assert "731821" in [one.hs.digits for one in below[:1]]


@pytest.mark.parametrize("row", [r for r in rows("products_doubtful.csv") if r["hs4"]], ids=str)
def test_mistyped_words_still_lead_to_their_heading(
    finder: ProductFinder, row: dict[str, str]
) -> None:
    assert row["hs4"] in [one.hs.digits for one in finder.headings(row["phrase"], row["lang"])]


def test_hardly_an_invented_word_is_guessed(finder: ProductFinder) -> None:
    invented = [row for row in rows("products_doubtful.csv") if not row["hs4"]]
    guessed = [row for row in invented if finder.search(row["phrase"], row["lang"]).found]

    assert len(invented) >= 50
    assert len(guessed) <= 2, guessed


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_held_out_sets_name_codes_that_exist(language: str, services) -> None:
    held = rows(f"products_{language}.csv")

    assert len(held) >= 300
    assert len({row["phrase"] for row in held}) == len(held)
    assert len({row["hs4"][:2] for row in held}) >= 85
    for row in held:
        assert row["hs4"] in services.labels.by_digits
        assert not row["hs6"] or row["hs6"] in services.labels.by_digits
        assert row["hs6"][:4] in ("", row["hs4"])
