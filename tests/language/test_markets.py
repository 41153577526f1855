from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.markets import MarketFound, MarketReader


def codes(found: tuple[MarketFound, ...]) -> list[str | None]:
    return [hit.iso2 or hit.group for hit in found]


def only(reader: MarketReader, text: str, lang: str | None = None) -> MarketFound:
    found = reader.find(text, lang)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "iso2", "how"),
    [
        ("Absperrklappen nach Neuseeland", "NZ", "name"),
        ("tuerkei", "TR", "name"),
        ("Turkei", "TR", "name"),
        ("TÜRKİYE", "TR", "name"),
        ("Elfenbeinküste", "CI", "name"),
        ("Cote d'Ivoire", "CI", "name"),
        ("ein peruanischer Abnehmer", "PE", "adjective"),
        ("our Chilean distributor", "CL", "adjective"),
        ("Lieferung nach Hanoi", "VN", "capital"),
        ("nach KR", "KR", "code"),
        ("JP", "JP", "code"),
        ("Großbritannien", "GB", "name"),
        ("Grossbritannien", "GB", "name"),
        ("the U.K.", "GB", "name"),
        ("uk", "GB", "name"),
        ("Guinea-Bissau", "GW", "name"),
        ("Saint Lucia", "LC", "name"),
        ("Sankt Lucia", "LC", "name"),
        ("Japans Einfuhrzoll", "JP", "name"),
        ("Canada's tariff", "CA", "name"),
        ("Japangeschäft", "JP", "name"),
        ("Schweizexport", "CH", "name"),
        ("Vietnam-Geschäft", "VN", "name"),
        ("UK-Kunde", "GB", "name"),
        ("exports to the us", "US", "name"),
        ("Nordirland", "XI", "name"),
        ("Kosovo", "XK", "name"),
        ("Südkroea", "KR", "fuzzy"),
        ("nach Singapuhr", "SG", "fuzzy"),
    ],
)
def test_one_market(market_reader: MarketReader, text: str, iso2: str, how: str) -> None:
    hit = only(market_reader, text)
    assert (hit.iso2, hit.how, hit.certain) == (iso2, how, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Iran", "IR"), ("Irak", "IQ")),
        (("Niger", "NE"), ("Nigeria", "NG")),
        (("Austria", "AT"), ("Australia", "AU")),
        (("Slowakei", "SK"), ("Slowenien", "SI")),
        (("Dominica", "DM"), ("Dominikanische Republik", "DO")),
        (("Guinea", "GN"), ("Äquatorialguinea", "GQ")),
        (("Guyana", "GY"), ("Französisch-Guayana", "GF")),
        (("Mali", "ML"), ("Malawi", "MW")),
        (("Mauritius", "MU"), ("Mauretanien", "MR")),
        (("Südkorea", "KR"), ("Nordkorea", "KP")),
        (("Sudan", "SD"), ("Südsudan", "SS")),
    ],
)
def test_names_that_resemble_each_other(
    market_reader: MarketReader, one: tuple[str, str], other: tuple[str, str]
) -> None:
    for name, iso2 in (one, other):
        assert only(market_reader, f"Ware nach {name}").iso2 == iso2


def test_one_slip_between_two_names_is_not_certain(market_reader: MarketReader) -> None:
    hit = only(market_reader, "Austrlia")
    assert not hit.certain
    assert {hit.iso2, *hit.alternatives} == {"AT", "AU"}


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [("Kongo", {"CD", "CG"}), ("Korea", {"KR", "KP"}), ("Guinea", {"GN", "GQ", "GW", "PG"})],
)
def test_shared_names_list_the_others(
    market_reader: MarketReader, text: str, alternatives: set[str]
) -> None:
    hit = only(market_reader, text)
    assert {hit.iso2, *hit.alternatives} == alternatives


def test_two_congos_are_asked_but_korea_is_taken(market_reader: MarketReader) -> None:
    assert not only(market_reader, "Kongo").certain
    assert only(market_reader, "Korea").certain


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "NO",
        "No, not yet",
        "so it is in the box",
        "IT support",
        "is it ok",
        "do it",
        "5 KG Granulat",
        "Meier AG",
        "200 MM Rohr",
        "tell us more",
        "unser Dach",
        "auf Englisch bitte",
        "in English please",
        "Deutsch",
        "bone china",
        "single jersey knit",
        "male thread",
        "CD-ROM",
        "Seefische",
        "Spanner und Serien",
        "ein Schwein",
        "organische Farben",
        "shoe polish",
        "",
        "!!!",
        "12345",
    ],
)
def test_no_market(market_reader: MarketReader, text: str) -> None:
    assert market_reader.find(text) == ()


def test_language_decides_on_iceland(market_reader: MarketReader) -> None:
    assert only(market_reader, "Island", "de").iso2 == "IS"
    assert market_reader.find("a small island resort", "en") == ()
    assert only(market_reader, "shipping to Island", "en").iso2 == "IS"


def test_turkey_meat_is_doubtful_turkey_as_a_place_is_not(market_reader: MarketReader) -> None:
    meat, place = market_reader.find("frozen turkey to Norway", "en")
    assert (meat.iso2, meat.certain) == ("TR", False)
    assert (place.iso2, place.certain) == ("NO", True)
    assert only(market_reader, "hinges to turkey", "en").certain


def test_codes_in_a_list_count_even_if_they_are_words(market_reader: MarketReader) -> None:
    assert codes(market_reader.find("JP, NO, CH")) == ["JP", "NO", "CH"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aus China nach Japan", [("CN", "origin"), ("JP", "destination")]),
        ("from Poland to Mexico", [("PL", "origin"), ("MX", "destination")]),
        ("made in India for Canada", [("IN", "origin"), ("CA", "destination")]),
        (
            "Lager aus Taiwan und Indien, Verkauf nach Chile oder Peru",
            [("TW", "origin"), ("IN", "origin"), ("CL", "destination"), ("PE", "destination")],
        ),
        ("ein Kunde aus Vietnam", [("VN", "destination")]),
        ("unser Lieferant in Serbien", [("RS", "origin")]),
        ("unser Kunde in Serbien", [("RS", "destination")]),
        ("in Thailand gefertigt", [("TH", "origin")]),
        ("Chinaimport", [("CN", "origin")]),
        ("Ägypten", [("EG", None)]),
        ("Teile: Welle (Schweden), Motor (Japan, 40 Euro)", [("SE", "origin"), ("JP", "origin")]),
        ("is there import duty in Norway", [("NO", "destination")]),
        ("the pump is German, the motors are Japanese", [("DE", "origin"), ("JP", "origin")]),
        ("unser Abnehmer sitzt in Nowosibirsk", [("RU", "destination")]),
        ("verschifft wird nach Veracruz", [("MX", "destination")]),
        ("via sea, Panama is only our transit port", [("PA", "transit")]),
        ("India is only where the yarn comes from", [("IN", "origin")]),
        ("castings forged in India", [("IN", "origin")]),
        ("ein Hotel in Kenia kauft sie", [("KE", "destination")]),
        ("lamps for a Korean furniture maker", [("KR", "destination")]),
        (
            "über Dubai und Colombo nach Hanoi",
            [("AE", "transit"), ("LK", "transit"), ("VN", "destination")],
        ),
    ],
)
def test_where_from_and_where_to(
    market_reader: MarketReader, text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert [(hit.iso2, hit.role) for hit in market_reader.find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "nicht Japan, sondern Korea",
        "not Japan but Korea",
        "nicht nach Japan sondern nach Korea",
        "Korea statt Japan",
        "Korea instead of Japan",
        "ohne Japan, nur Korea",
    ],
)
def test_negation(market_reader: MarketReader, text: str) -> None:
    negated = {hit.iso2: hit.negated for hit in market_reader.find(text)}
    assert negated == {"JP": True, "KR": False}


def test_a_negative_question_still_asks_about_the_market(market_reader: MarketReader) -> None:
    assert not only(market_reader, "Gilt das nicht für Kanada?").negated


def test_us_is_a_country_in_german_only(market_reader: MarketReader) -> None:
    german = market_reader.find("wie hoch sind die us zölle auf stahl", "de")
    assert [one.iso2 for one in german] == ["US"]
    assert not market_reader.find("please tell us duty rates for steel", "en")


def test_groups_have_members_and_continents_are_too_broad(market_reader: MarketReader) -> None:
    mercosur = only(market_reader, "mercosur")
    assert set(mercosur.members) == {"AR", "BR", "PY", "UY"}
    assert not mercosur.too_broad
    for text in ("nach Afrika", "Südamerika", "to Asia"):
        assert only(market_reader, text).too_broad
    assert only(market_reader, "America").iso2 == "US"


def test_find_one_takes_only_a_single_certain_market(market_reader: MarketReader) -> None:
    assert market_reader.find_one("nicht Japan, sondern Kanada") == "CA"
    assert market_reader.find_one("Japan und Kanada") is None
    assert market_reader.find_one("Kongo") is None
    assert market_reader.find_one("Mercosur") is None


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_spans_fit(market_reader: MarketReader, text: str) -> None:
    end = 0
    for hit in market_reader.find(text):
        assert end <= hit.span[0] < hit.span[1] <= len(text)
        assert text[slice(*hit.span)] == hit.text
        assert (hit.iso2 is None) != (hit.group is None)
        end = hit.span[1]


def test_an_ordinary_message_takes_milliseconds_at_most(market_reader: MarketReader) -> None:
    text = "Wir verkaufen Dosierpumpen aus Edelstahl an einen Händler in Südafrika, was gilt dort?"
    started = time.perf_counter()
    for _ in range(50):
        market_reader.find(text, "de")
    # About 1 ms each; ten times that is allowed so that a busy machine does not fail.
    assert (time.perf_counter() - started) / 50 < 0.010


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("our machine has Chinese motors", {"CN": "origin"}),
        ("chinesische Motoren", {"CN": "origin"}),
        ("ein koreanischer Kunde", {"KR": "destination"}),
        ("der koreanische Zoll", {"KR": None}),
        ("shipped via Dubai to India", {"AE": "transit", "IN": "destination"}),
        ("Container wird in Singapur umgeladen", {"SG": "transit"}),
        ("we make pumps in Germany", {"DE": "origin"}),
        ("Motor China 210, Gehäuse Türkei 40", {"CN": "origin", "TR": "origin"}),
        ("Ventile Korea 50.000 €", {"KR": None}),
    ],
)
def test_which_way_goods_go(market_reader: MarketReader, text: str, roles: dict[str, str]) -> None:
    assert {hit.iso2: hit.role for hit in market_reader.find(text)} == roles


@pytest.mark.parametrize(
    "text",
    ["chinaware", "Japanpapier", "panama hats", "guinea pigs", "english muffins", "cuban heels"],
)
def test_goods_called_after_a_country_name_no_market(
    market_reader: MarketReader, text: str
) -> None:
    assert market_reader.find(text) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("wir haben einen Auftrag über Förderbänder aus Peru", ["PE"]),
        ("an order for garden tools from Mexico", ["MX"]),
        ("we order motors from China", []),
        ("Anteil China beträgt 12 Prozent", []),
        ("the engine is Japanese", []),
        ("our customer is Japanese", ["JP"]),
        ("nich nach Korea, nach Japan", ["JP"]),
        ("the forwarder repacks in Singapore", []),
        ("Schiff macht Stopp in Colombo, Ziel Vietnam", ["VN"]),
        ("wie hoch sind die Schweizer Zölle", ["CH"]),
        ("Ware nach Chile by way of Rotterdam", ["CL"]),
        ("may we divide a load to Peru? we store it in a free zone in Panama", ["PE"]),
        ("zwei Kunden: einer in Österreich, einer in der Schweiz", ["AT", "CH"]),
        ("Frankreich und Japan", ["FR", "JP"]),
        ("our branch in Lyon sells it to Tunisia", ["TN"]),
        ("nach Antwerpen und von dort nach Kolumbien", ["CO"]),
        ("we buy knives from a dealer in Japan", []),
        ("we have a request from a dealer in Japan", ["JP"]),
        ("Stückliste: Motor Vietnam 12, Gehäuse eigen", []),
        ("Stückliste für Japan, 12 Teile", ["JP"]),
        ("Slowenien ist falsch, Serbien", ["RS"]),
        ("Kanada haben wir geklärt, Mexiko auch?", ["MX"]),
        ("Norway, you wrote Sweden", ["NO"]),
        ("Ghana's neighbour Togo", ["TG"]),
        ("I meant Mali when I said Malawi", ["ML"]),
        ("die Ware geht nicht mehr nach Kanada, sondern nach Peru", ["PE"]),
        ("it doesn't go to Chile anymore, it goes to Peru", ["PE"]),
        ("Ghana was last time, Kenya today", ["KE"]),
        ("what can I show the Mexicans so they let it in", ["MX"]),
        ("jp", ["JP"]),
        ("jo", []),
        ("was ist mit den trump zöllen", ["US"]),
    ],
)
def test_only_where_the_goods_go_is_meant(
    market_reader: MarketReader, text: str, meant: list[str]
) -> None:
    found = [one for one in market_reader.find(text) if not one.negated]
    assert codes(tuple(one for one in found if one.role not in ("origin", "transit"))) == meant


@pytest.mark.parametrize(
    "text",
    ["half of the input comes from outside Europe", "Vormaterial von außerhalb der EU"],
)
def test_everything_but_a_group_is_no_market(market_reader: MarketReader, text: str) -> None:
    assert all(hit.negated for hit in market_reader.find(text))


@pytest.mark.parametrize(
    ("text", "left"),
    [("to Norway instead of just Chile", "NO"), ("nicht nur nach Japan", "JP")],
)
def test_only_after_instead_of_leaves_a_market_out(
    market_reader: MarketReader, text: str, left: str
) -> None:
    assert [hit.iso2 for hit in market_reader.find(text) if not hit.negated] == [left]


def test_a_town_that_is_also_a_word_needs_more_than_its_name(market_reader: MarketReader) -> None:
    assert not market_reader.find("pink chihuahua leash")
    assert only(market_reader, "Maschinen nach Chihuahua").iso2 == "MX"
    assert only(market_reader, "I hear Lima might buy two more").iso2 == "PE"
    assert not market_reader.find("lima beans, dried")
