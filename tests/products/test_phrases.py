"""How phrases are read: things, qualifiers, exclusions, parts and materials."""

from __future__ import annotations

import pytest

from bot.products.phrases import QUALIFIER, THING, WHOLE_OF_PARTS, read_phrase
from bot.products.text_features import folded, stem
from bot.products.word_index import compound_parts


def weights(text: str) -> dict[str, float]:
    return dict(read_phrase(text).words)


def test_umlauts_and_accents_are_folded() -> None:
    assert folded("Öl-Kühler für Crème Brûlée") == "oel-kuehler fuer creme brulee"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hahn", "haehne"),
        ("rohr", "rohre"),
        ("battery", "batteries"),
        ("pumpe", "pumpen"),
        ("motor", "motors"),
        ("fibres", "fiber"),
        ("moulds", "mold"),
        ("analyser", "analyzer"),
        ("vapour", "vapor"),
        ("sulphate", "sulfate"),
        ("aethanol", "ethanol"),
        ("kalzium", "calcium"),
        ("tires", "tyre"),
    ],
)
def test_inflected_words_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_what_follows_a_preposition_only_qualifies() -> None:
    assert weights("Dichtung für Pumpen") == {"dichtung": THING, "pumpen": QUALIFIER}


def test_an_index_line_is_read_from_its_first_word() -> None:
    found = weights("spoons, of silver")

    assert found["spoons"] == THING
    assert found["silver"] < THING


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("oil filters, for ships", ["filters"]),
        ("Gehäuse aus Kunststoff für Pumpen", ["gehaeuse"]),
        ("shirts - men's, woven", ["shirts"]),
        ("parts for looms", ["looms"]),
        ("?!", []),
    ],
)
def test_the_head_says_what_the_thing_is(text: str, head: list[str]) -> None:
    assert [word for word, _ in read_phrase(text).head] == head


def test_a_list_keeps_all_its_things() -> None:
    assert weights("hammers, pliers") == {"hammers": THING, "pliers": THING}


@pytest.mark.parametrize(
    "text",
    [
        "Motoren ohne Getriebe",
        "Motoren (ausgenommen Getriebe)",
        "Motoren, außer Getriebe",
        "Motoren ausg. Getriebe",
    ],
)
def test_what_is_excluded_is_no_word_of_the_phrase(text: str) -> None:
    assert weights(text) == {"motoren": THING * 1.0} or set(weights(text)) == {"motoren"}


def test_an_exclusion_ends_with_its_bracket() -> None:
    assert set(weights("knives (other than pocket knives) and forks")) == {"knives", "forks"}


@pytest.mark.parametrize("text", ["parts for looms", "Teile für Webstühle", "spare parts of looms"])
def test_the_whole_names_where_parts_belong(text: str) -> None:
    phrase = read_phrase(text)

    assert phrase.asks_for_parts
    assert [weight for _, weight in phrase.words] == [WHOLE_OF_PARTS]


def test_a_compound_of_spare_parts_is_taken_apart() -> None:
    phrase = read_phrase("Melkmaschinenersatzteile")

    assert phrase.asks_for_parts
    assert [word for word, _ in phrase.words] == ["melkmaschinen"]


@pytest.mark.parametrize(
    ("text", "materials"),
    [
        ("Griffe aus Kunststoff", {"plastics"}),
        ("handles, wooden", {"wood"}),
        ("saw for wood", set()),
        ("Lagerregal für Reifen aus Stahl", {"steel"}),
        ("leather working machinery", set()),
    ],
)
def test_the_material_is_what_the_goods_are_of(text: str, materials: set[str]) -> None:
    assert read_phrase(text).made_of == materials


def test_compounds_have_a_last_and_a_first_part() -> None:
    known = {"pump": 1, "wasser": 1, "schrank": 1}

    assert [part for part, _ in compound_parts("wasserpump", known)] == ["pump", "wasser"]
    assert [part for part, _ in compound_parts("xyzschrank", known)] == ["schrank"]
    assert compound_parts("frobnicate", known) == ()


def test_no_words_give_an_empty_phrase() -> None:
    assert read_phrase("?! …").words == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("aprons, polymers of vinyl chloride", "aprons , of plastics"),
        ("Schürzen, Polymere", "schuerzen , of plastics"),
        ("sheets, polymers of vinyl chloride", "sheets , polymers of vinyl chloride"),
        ("polymers of ethylene", "polymers of ethylene"),
        ("sweaters, acrylic", "sweaters , acrylic"),
    ],
)
def test_polymers_behind_a_thing_say_that_it_is_of_plastics(text: str, says: str) -> None:
    assert read_phrase(text).text == says


@pytest.mark.parametrize(
    ("text", "chapter"),
    [
        ("jackets, woven", "62"),
        ("gestrickte Jacke", "61"),
        ("jackets, knitted or woven", ""),
        ("jackets", ""),
    ],
)
def test_a_fabric_names_the_chapter_of_its_garments(text: str, chapter: str) -> None:
    assert read_phrase(text).fabric == chapter
