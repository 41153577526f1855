"""The finder over the recorded labels: everyday phrases in both languages, and what it must not guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.origin.nomenclature import code
from bot.products.finder import ProductFinder
from bot.products.label_files import read_labels

FEW_LABELS = """hs,label_de,label_en,words_de,words_en
8413,Pumpen,Pumps,Pumpe|Wasserpumpe,pump|water pump
841370,Kreiselpumpen,Centrifugal pumps,Umwälzpumpe,circulation pump
841391,Teile von Pumpen,Parts of pumps,Laufrad|Pumpengehäuse,impeller|pump housing
8481,Armaturen,Valves,Ventil|Kugelhahn,valve|ball valve
848180,Hähne und Ventile,Taps and valves,Absperrschieber,gate valve
"""


@pytest.fixture(scope="module")
def finder(services) -> ProductFinder:
    return services.finder


def found(finder: ProductFinder, words: str, language: str) -> list[str]:
    return [one.hs.digits for one in finder.headings(words, language)]


@pytest.mark.parametrize(
    ("words", "language", "heading"),
    [
        ("Umwälzpumpen für Heizungen", "de", "8413"),
        ("Sechskantschrauben aus Stahl", "de", "7318"),
        ("Schaltschränke", "de", "8537"),
        ("Rindersalami", "de", "1601"),
        ("Gartenstühle aus Kunststoff", "de", "9401"),
        ("Damenblusen aus Baumwolle", "de", "6206"),
        ("Zahnräder", "de", "8483"),
        ("hydraulic cylinders", "en", "8412"),
        ("wooden pallets", "en", "4415"),
        ("strawberry jam", "en", "2007"),
        ("wheel loaders", "en", "8429"),
        ("safety helmets", "en", "6506"),
        ("toothbrushes", "en", "9603"),
        ("hoses, of vulcanised rubber", "en", "4009"),
    ],
)
def test_everyday_phrases_are_found_first(
    finder: ProductFinder, words: str, language: str, heading: str
) -> None:
    assert found(finder, words, language)[0] == heading


@pytest.mark.parametrize(
    ("words", "language", "heading"),
    [
        ("Waschmaschiene", "de", "8450"),
        ("Kugellger", "de", "8482"),
        ("Huehnereier", "de", "0407"),
        ("dishwascher", "en", "8422"),
        ("refridgerators", "en", "8418"),
    ],
)
def test_mistyped_words_are_found(
    finder: ProductFinder, words: str, language: str, heading: str
) -> None:
    assert heading in found(finder, words, language)


@pytest.mark.parametrize(
    ("words", "language", "heading"),
    [
        ("Edelstahlkochtopf", "de", "7323"),
        ("Aluminiumfensterrahmen", "de", "7610"),
        ("Industriewaschmaschine", "de", "8450"),
    ],
)
def test_compounds_nobody_wrote_down_are_found(
    finder: ProductFinder, words: str, language: str, heading: str
) -> None:
    assert heading in found(finder, words, language)


@pytest.mark.parametrize(
    ("words", "language", "subheading"),
    [
        ("Ersatzteile für Kreiselpumpen", "de", "841391"),
        ("parts of steam turbines", "en", "840690"),
        ("Webmaschinenersatzteile", "de", "844849"),
    ],
)
def test_parts_prefer_codes_for_parts(
    finder: ProductFinder, words: str, language: str, subheading: str
) -> None:
    below = finder.subheadings(words, code(subheading[:4]), language)

    assert subheading[:4] in found(finder, words, language)
    assert subheading in [one.hs.digits for one in below[:3]]


def test_what_is_excluded_does_not_match(finder: ProductFinder) -> None:
    assert found(finder, "Schuhe ohne Koffer", "de") == found(finder, "Schuhe", "de")


def test_a_material_brings_its_other_articles(finder: ProductFinder) -> None:
    assert "3926" in found(finder, "Abdeckhaube aus Kunststoff", "de")
    assert "7326" in found(finder, "brackets of steel", "en")


def test_garments_of_the_other_fabric_come_last(finder: ProductFinder) -> None:
    assert found(finder, "woven shorts, women's", "en")[0] == "6204"
    assert found(finder, "knitted shorts, women's", "en")[0] == "6104"
    assert not [one for one in found(finder, "Hosen, gewebt", "de") if one.startswith("61")]


@pytest.mark.parametrize("words", ["Blorfk", "quxlebrov", "Krunzvolp", "???", ""])
def test_unknown_words_are_not_guessed(finder: ProductFinder, words: str) -> None:
    finding = finder.search(words)

    assert not finding.found
    assert finding.headings == ()


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Maschinen", "de"),
        ("Ersatzteile", "de"),
        ("Elektronik", "de"),
        ("verschiedene Waren", "de"),
        ("spare parts", "en"),
        ("medical devices", "en"),
        ("industrial equipment", "en"),
    ],
)
def test_broad_words_are_flagged(finder: ProductFinder, words: str, language: str) -> None:
    assert finder.search(words, language).too_broad


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Nähmaschinen", "de"),
        ("electric motors", "en"),
        ("Teile für Pumpen", "de"),
        # Many goods have them, but by themselves they are one thing.
        ("Schrauben", "de"),
        ("Kabel", "de"),
        ("screws", "en"),
        ("shoes", "en"),
    ],
)
def test_narrow_words_are_not_flagged(finder: ProductFinder, words: str, language: str) -> None:
    finding = finder.search(words, language)

    assert finding.found
    assert not finding.too_broad


@pytest.mark.parametrize(
    ("words", "language", "heading", "parts"),
    [
        ("Pumpen", "de", "8413", "841391"),
        ("pumps", "en", "8413", "841391"),
        ("Ventile", "de", "8481", "848190"),
    ],
)
def test_who_names_the_thing_is_not_offered_its_parts_first(
    finder: ProductFinder, words: str, language: str, heading: str, parts: str
) -> None:
    ranked = [one.hs.digits for one in finder.subheadings(words, code(heading), language)]

    assert parts in ranked
    assert parts not in ranked[:3]


def test_candidates_come_best_first_and_within_the_limit(finder: ProductFinder) -> None:
    candidates = finder.find("Elektromotoren", "de", limit=3)
    scores = [one.score for one in candidates]

    assert len(candidates) == 3
    assert scores == sorted(scores, reverse=True)
    assert candidates[0].heading.digits == "8501"
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_all_subheadings_are_listed(finder: ProductFinder) -> None:
    listed = {one.hs.digits for one in finder.subheadings("Pumpe", code("8413"), "de")}

    assert listed == {one.code.digits for one in finder.labels.subheadings("8413")}


def test_typed_codes_are_read(finder: ProductFinder) -> None:
    pumps = finder.by_code("8413.70 21")

    assert pumps is not None
    assert pumps.hs == code("841370")
    assert finder.by_code("9999") is None
    assert finder.by_code("Pumpe") is None


def test_an_index_is_kept_and_made_anew_when_labels_change(tmp_path: Path) -> None:
    folder, cache = tmp_path / "labels", tmp_path / "cache"
    folder.mkdir()
    chapter = folder / "84.csv"
    chapter.write_text(FEW_LABELS, encoding="utf-8")
    first = ProductFinder(read_labels(folder), cache)
    kept = {path.name for path in cache.iterdir()}
    second = ProductFinder(read_labels(folder), cache)

    assert [one.hs for one in second.find("Laufrad")] == [one.hs for one in first.find("Laufrad")]
    assert {path.name for path in cache.iterdir()} == kept

    chapter.write_text(FEW_LABELS.replace("Laufrad", "Rotor"), encoding="utf-8")
    ProductFinder(read_labels(folder), cache)

    changed = {path.name for path in cache.iterdir()}
    assert len(changed) == len(kept)
    assert not changed & kept
