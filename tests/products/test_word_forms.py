"""A word in another form is read as the labels write it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.products.finder import ProductFinder
from bot.products.word_forms import WordForms, build_word_forms
from bot.wiring import Services

FORMS = build_word_forms(
    [
        "Kugelhahn",
        "Weinglas",
        "Schrank",
        "Schranke",
        "Räder",
        "Drehstuhl aus Holz",
        "valve",
        "glasses",
        "cell phone",
        "phone",
        "copper wire",
    ]
)


@pytest.fixture(scope="module")
def finder(services: Services) -> ProductFinder:
    return services.finder


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Kugelhähne aus Stahl", "kugelhahn aus Stahl"),
        ("Weingläser", "weinglas"),
        ("Schränke", "schrank"),
        ("Schranken", "schranke"),
        ("Schränken", "schrank"),
        ("Rader", "raeder"),
        ("Drehstühle", "drehstuhl"),
        ("valves", "valve"),
        # Typed apart, or as one word, what the labels write the other way.
        ("Kugel Hahn aus Stahl", "KugelHahn aus Stahl"),
        ("cellphones", "cell phone"),
        ("copper wire", "copper wire"),
    ],
)
def test_a_plural_or_a_lost_umlaut_is_read_as_the_word_of_the_labels(typed: str, read: str) -> None:
    assert FORMS.as_in_labels(typed) == read


@pytest.mark.parametrize("typed", ["Räder", "glasses", "Schranke", "unbekannt", "M8 x 20", ""])
def test_what_the_labels_write_alike_or_do_not_know_is_left(typed: str) -> None:
    assert FORMS.as_in_labels(typed) == typed


def test_forms_are_the_same_from_a_file(tmp_path: Path) -> None:
    FORMS.save(tmp_path / "forms.npz")

    again = WordForms.load(tmp_path / "forms.npz")
    assert np.array_equal(again.known.numbers, FORMS.known.numbers)
    assert (again.by_plain, again.by_stem) == (FORMS.by_plain, FORMS.by_stem)


@pytest.mark.parametrize(
    ("typed", "heading", "subheading"),
    [("Kugelhähne aus Edelstahl", "8481", "848180"), ("Weingläser", "7013", "701328")],
)
def test_plurals_find_what_their_singulars_find(
    finder: ProductFinder, typed: str, heading: str, subheading: str
) -> None:
    first = finder.headings(typed, "de", 1)[0]

    assert first.hs.digits == heading
    assert finder.subheadings(typed, first.hs, "de")[0].hs.digits == subheading


def test_who_asks_for_parts_gets_parts_first(finder: ProductFinder) -> None:
    pumps = finder.headings("Pumpen", "de", 1)[0].hs

    assert pumps.digits == "8413"
    assert finder.subheadings("Pumpenteile", pumps, "de")[0].hs.digits == "841391"
    assert finder.subheadings("Kreiselpumpen", pumps, "de")[0].hs.digits == "841370"
