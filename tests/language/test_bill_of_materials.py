from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.language.bill_of_materials import BillReader
from bot.language.line_facts import LineRead
from bot.language.table_text import (
    COLUMNS_AT_MOST,
    LINES_AT_MOST,
    SIGNS_AT_MOST,
    XLSX_BYTES_UNPACKED_AT_MOST,
    TableError,
)

EUR = "EUR"


def test_a_sentence_with_two_materials(bill_reader: BillReader) -> None:
    assert bill_reader.read_text("Getriebe aus China 340 €, Sockel eigene Fertigung 95") == (
        LineRead("Getriebe", 1, value=Decimal(340), currency=EUR, country="CN"),
        LineRead("Sockel", 1, value=Decimal(95), evidence_hint="own_production"),
    )


def test_english_with_and(bill_reader: BillReader) -> None:
    lines = bill_reader.read_text("brass rods from India 1,100.50 USD and seals from Peru 20 USD")
    assert [(x.description, x.value, x.currency, x.country) for x in lines] == [
        ("brass rods", Decimal("1100.50"), "USD", "IN"),
        ("seals", Decimal(20), "USD", "PE"),
    ]


def test_and_within_a_name_splits_nothing(bill_reader: BillReader) -> None:
    (line,) = bill_reader.read_text("Muttern und Bolzen aus Taiwan 12 €")
    assert (line.description, line.value) == ("Muttern und Bolzen", Decimal(12))


def test_lines_with_bullets_weight_and_evidence(bill_reader: BillReader) -> None:
    text = "- Getriebe 8483 340 €\n\n2) Federn aus Taiwan mit LLE, 5 kg, 20 Euro\n* Dichtung"
    assert bill_reader.read_text(text) == (
        LineRead("Getriebe", 1, hs="8483", value=Decimal(340), currency=EUR),
        LineRead(
            "Federn",
            3,
            value=Decimal(20),
            currency=EUR,
            country="TW",
            weight_kg=Decimal(5),
            evidence_hint="suppliers_declaration",
        ),
        LineRead("Dichtung", 4),
    )


@pytest.mark.parametrize(
    ("text", "description", "country"),
    [
        ("battery China 25", "battery", "CN"),
        ("Dichtungen Polen 20 €", "Dichtungen", "PL"),
        ("fine china 25", "fine china", None),
        ("China 25", None, None),
    ],
)
def test_a_country_behind_the_name_of_a_material(
    bill_reader: BillReader, text: str, description: str | None, country: str | None
) -> None:
    (line,) = bill_reader.read_text(text)
    assert line.country == country
    assert description is None or line.description == description


def test_a_qualifier_stays_with_its_name(bill_reader: BillReader) -> None:
    (line,) = bill_reader.read_text("Getriebe, gehärtet, aus China 340 €")
    assert (line.description, line.country) == ("Getriebe, gehärtet", "CN")


@pytest.mark.parametrize(
    ("text", "description", "value"),
    [
        ("Antrieb, 12 V, aus China, 210 €", "Antrieb, 12 V", "210"),
        ("Rohr 50 mm aus Polen 8 €", "Rohr 50 mm", "8"),
        ("10 Stück Bolzen aus Taiwan je 0,10 €", "Bolzen", "1.00"),
        ("bracket (Italy) - 180 EUR", "bracket", "180"),
        ("Wir beziehen Filter aus Indien für 7 €", "Filter", "7"),
    ],
)
def test_name_and_value(bill_reader: BillReader, text: str, description: str, value: str) -> None:
    (line,) = bill_reader.read_text(text)
    assert (line.description, line.value, line.unread) == (description, Decimal(value), ())


def test_a_negative_value_is_left_unread(bill_reader: BillReader) -> None:
    (line,) = bill_reader.read_text("Rabatt -30 €")
    assert (line.value, line.unread) == (None, ("-30 €",))


def test_four_bare_figures_without_a_value_are_left_unread(bill_reader: BillReader) -> None:
    (line,) = bill_reader.read_text("Getriebe 8483")
    assert (line.hs, line.value, line.unread) == (None, None, ("8483",))


def test_a_nomenclature_tells_codes_from_values(bill_reader: BillReader) -> None:
    reader = BillReader(bill_reader._markets, is_heading=lambda heading: heading == "8483")
    assert reader.read_text("Sockel 1850")[0].value == Decimal(1850)
    assert reader.read_text("Getriebe 8483")[0].unread == ("8483",)


def test_lines_with_commas_are_no_csv(bill_reader: BillReader) -> None:
    lines = bill_reader.read_text("Teil aus China 150 €, HS 8483.10\nRing aus Peru 90 €, HS 7318")
    assert [(x.description, x.hs, x.value, x.country) for x in lines] == [
        ("Teil", "848310", Decimal(150), "CN"),
        ("Ring", "7318", Decimal(90), "PE"),
    ]


def test_both_readings_of_a_value_are_kept(bill_reader: BillReader) -> None:
    (line,) = bill_reader.read_text("Folie 1.234 €", "de")
    assert (line.value, line.ambiguous_value) == (Decimal(1234), Decimal("1.234"))


@pytest.mark.parametrize(
    ("text", "evidence", "originating"),
    [
        ("Rahmen mit Lieferantenerklärung 10 €", "suppliers_declaration", None),
        ("Rahmen ohne LE 10 €", "none", None),
        ("frame, no supplier's declaration, 10 €", "none", None),
        ("frame with EUR.1 10 €", "proof_of_origin", None),
        ("Rahmen EU-Ursprung 10 €", None, True),
        ("frame non-originating 10 €", None, False),
        ("frame in-house 10 €", "own_production", None),
    ],
)
def test_hints(
    bill_reader: BillReader, text: str, evidence: str | None, originating: bool | None
) -> None:
    (line,) = bill_reader.read_text(text)
    assert (line.evidence_hint, line.originating_hint) == (evidence, originating)
    assert line.value == Decimal(10)
    assert line.unread == ()


TABLE = [
    ("Bezeichnung", "HS-Code", "Wert (EUR)", "Land", "LE", "Lager"),
    ("Getriebe", "848340", "1.340,50", "CN", "nein", "A3"),
    ("Sockel", "7325", "95", "Deutschland", "ja", ""),
    ("Kabel", "zehn", "n/a", "Atlantis", "", ""),
    ("Summe", "", "1435,50", "", "", ""),
]
EXPECTED = (
    LineRead(
        "Getriebe",
        2,
        hs="848340",
        value=Decimal("1340.50"),
        currency=EUR,
        country="CN",
        evidence_hint="none",
        unread=("Lager: A3",),
    ),
    LineRead(
        "Sockel",
        3,
        hs="7325",
        value=Decimal(95),
        currency=EUR,
        country="DE",
        evidence_hint="suppliers_declaration",
    ),
    LineRead("Kabel", 4, unread=("zehn", "n/a", "Atlantis")),
    LineRead(None, 5, unread=("Summe", "1435,50")),
)


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_pasted_tables(bill_reader: BillReader, delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in TABLE)
    assert bill_reader.read_text(text, "de") == EXPECTED


def test_framed_table(bill_reader: BillReader) -> None:
    (line,) = bill_reader.read_text("| Teil | Land | Wert |\n|---|---|---|\n| Welle | CN | 20 € |")
    assert (line.description, line.country, line.value) == ("Welle", "CN", Decimal(20))


def test_columns_of_blanks(bill_reader: BillReader) -> None:
    lines = bill_reader.read_text("Welle    China    20 €\nLager    Polen    1.080 €", "de")
    assert [(x.description, x.country, x.value) for x in lines] == [
        ("Welle", "CN", Decimal(20)),
        ("Lager", "PL", Decimal(1080)),
    ]


def test_csv_with_commas_and_quotes(bill_reader: BillReader) -> None:
    text = 'item,hs code,value,country\n"shaft, long",848310,"1,210.50",EU\n'
    assert bill_reader.read_text(text, "en") == (
        LineRead("shaft, long", 2, hs="848310", value=Decimal("1210.50"), country="EU"),
    )


def test_table_without_heading(bill_reader: BillReader) -> None:
    lines = bill_reader.read_text("Welle;8483.10;210,50 €;China\nSockel;7325;180;DE", "de")
    assert lines == (
        LineRead("Welle", 1, hs="848310", value=Decimal("210.50"), currency=EUR, country="CN"),
        LineRead("Sockel", 2, hs="7325", value=Decimal(180), country="DE"),
    )


def test_unit_price_times_quantity(bill_reader: BillReader) -> None:
    lines = bill_reader.read_text("Menge|Teil|Einzelpreis\n4|Bolzen M8|0,25 €\nviele|Ring|3 €")
    assert lines[0].value == Decimal("1.00")
    assert (lines[1].value, lines[1].unread) == (None, ("viele", "3 €"))


def test_xlsx(bill_reader: BillReader) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Item", "Value", "Currency", "Country"])
    sheet.append(["shaft", 1234, "USD", "China"])
    sheet.append(["ring", 1.234, "USD", "Japan"])
    content = io.BytesIO()
    book.save(content)
    lines = bill_reader.read_xlsx(content.getvalue())
    assert [(x.description, x.value, x.currency, x.country) for x in lines] == [
        ("shaft", Decimal(1234), "USD", "CN"),
        ("ring", Decimal("1.234"), "USD", "JP"),
    ]


def test_a_bill_below_many_blank_rows_of_a_sheet_is_found(bill_reader: BillReader) -> None:
    book = Workbook()
    book.active.cell(LINES_AT_MOST + 50, 1, "shaft")
    book.active.cell(LINES_AT_MOST + 50, 2, "210 EUR")
    content = io.BytesIO()
    book.save(content)
    (line,) = bill_reader.read_xlsx(content.getvalue())
    assert (line.description, line.source_line) == ("shaft", LINES_AT_MOST + 50)


def test_an_archive_that_unpacks_to_too_much_is_refused(bill_reader: BillReader) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (XLSX_BYTES_UNPACKED_AT_MOST + 1))
    with pytest.raises(TableError, match="bytes unpacked"):
        bill_reader.read_xlsx(content.getvalue())


def test_500_lines(bill_reader: BillReader) -> None:
    text = "\n".join(f"Teil Nummer aus China {n + 1}50 €, HS 8483.10" for n in range(500))
    lines = bill_reader.read_text(text)
    assert len(lines) == 500
    assert [line.value for line in lines] == [Decimal(100 * n + 50) for n in range(1, 501)]
    assert [line.source_line for line in lines] == list(range(1, 501))


def test_limits_are_errors_with_their_place(bill_reader: BillReader) -> None:
    with pytest.raises(TableError, match=f"line {LINES_AT_MOST + 1}, column 1"):
        bill_reader.read_text("a\tb\n" * (LINES_AT_MOST + 1))
    with pytest.raises(TableError, match=f"line 2, column {COLUMNS_AT_MOST + 1}"):
        bill_reader.read_text("a;b\n" + "c;" * COLUMNS_AT_MOST + "d\n")
    with pytest.raises(TableError, match="line 1, column 2: at most 500"):
        bill_reader.read_text("a\t" + "b" * 501)
    with pytest.raises(TableError, match=f"at most {SIGNS_AT_MOST} characters"):
        bill_reader.read_text("a" * (SIGNS_AT_MOST + 1))
    with pytest.raises(TableError, match="XLSX workbook"):
        bill_reader.read_xlsx(b"no workbook")


words = st.text(alphabet="bcdfghklmnprstvw", min_size=7, max_size=12).map(str.capitalize)


@given(words, st.integers(1, 999), st.sampled_from(["China", "Japan", "Peru"]))
@settings(max_examples=60, deadline=None)
def test_round_trip(bill_reader: BillReader, name: str, value: int, country: str) -> None:
    (line,) = bill_reader.read_text(f"{name} aus {country} {value},50 €", "de")
    assert line.description == name
    assert line.value == Decimal(value) + Decimal("0.50")
    assert line.country == {"China": "CN", "Japan": "JP", "Peru": "PE"}[country]


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_nothing_crashes_but_a_located_error(bill_reader: BillReader, text: str) -> None:
    try:
        lines = bill_reader.read_text(text)
    except TableError as error:
        assert error.line >= 1
        return
    assert all(line.source_line >= 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1. Motor 2. Gehäuse", ["Motor", "Gehäuse"]),
        ("1) motor 210 eur 2) housing 80 eur 3) cable 5 eur", ["motor", "housing", "cable"]),
        ("1. Motor 1.5 kW 210 € 2. Gehäuse 80 €", ["Motor 1.5 kW", "Gehäuse"]),
    ],
)
def test_numbered_materials_on_one_line(
    bill_reader: BillReader, text: str, names: list[str]
) -> None:
    assert [line.description for line in bill_reader.read_text(text, "de")] == names


@pytest.mark.parametrize(
    ("cell", "country"), [("DE", "DE"), ("it", "IT"), ("NO", "NO"), ("CHN", "CN")]
)
def test_a_code_in_the_column_of_countries_is_a_country(
    bill_reader: BillReader, cell: str, country: str
) -> None:
    (line,) = bill_reader.read_text(f"Material;Land;Wert\nWelle;{cell};12")
    assert (line.country, line.unread) == (country, ())


@pytest.mark.parametrize(
    ("text", "lang", "price", "words"),
    [
        ("stem from Turkey 4 EUR, seals from China 1.20, price 30 EUR", "en", 30, "price"),
        ("lamp China 4 EUR, ex-works price 30 EUR", "en", 30, "ex-works price"),
        ("Welle aus Japan 4 €, Preis 30 €", "de", 30, "Preis"),
        ("Preis 19 €, Messing Türkei 2 €", "de", 19, "Preis"),
    ],
)
def test_the_price_of_the_product_is_a_line_of_its_own(
    bill_reader: BillReader, text: str, lang: str, price: int, words: str
) -> None:
    told = [line for line in bill_reader.read_text(text, lang) if line.description == words]
    assert [line.value for line in told] == [Decimal(price)]


def test_a_price_after_a_material_without_value_is_its_own(bill_reader: BillReader) -> None:
    lines = bill_reader.read_text("Motor aus China, Preis 210 €, Glas aus Polen", "de")
    assert [(line.description, line.value) for line in lines] == [
        ("Motor", Decimal(210)),
        ("Glas", None),
    ]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Rahmen selbst geschweißt 2500", True),
        ("Welle selber gedreht 20 €", True),
        ("frame welded in-house 300", True),
        ("Motor selbst gekauft 200", False),
        ("Rahmen selbst lackiert 50 €", False),
        ("Motor vom Kunden selbst geliefert 200", False),
    ],
)
def test_only_what_is_made_by_oneself_is_own_production(
    bill_reader: BillReader, text: str, own: bool
) -> None:
    (line,) = bill_reader.read_text(text, "de")
    assert (line.evidence_hint == "own_production") is own
