"""Bills of materials as files: read, refused with line and column, echoed, and only then counted."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from bot.conversation.desk import Desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import Turn
from bot.conversation.state import CaseState
from bot.conversation.uploads import (
    BYTES_AT_MOST,
    LINES_AT_MOST,
    PAYLOAD,
    bill_from_upload,
    bill_of_metadata,
)
from tests.conversation.conftest import Talk

ROWS = [
    ["Bezeichnung", "Land", "Wert EUR", "Lieferantenerklärung"],
    ["Elektromotor", "China", 210.5, None],
    ["Gehäuse aus Aluminium", "Deutschland", 80, "ja"],
    ["Kabel", "Absurdistan", 3.25, None],
]
CSV = "\n".join(";".join("" if one is None else str(one) for one in row) for row in ROWS)


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose sheet is replaced."""
    source, target = zipfile.ZipFile(io.BytesIO(workbook([["a"]]))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            own = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, xml if own else source.read(name))
    return target.getvalue()


def bomb() -> bytes:
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
    )
    cell = '<c r="A1" t="inlineStr"><is><t>&a9;</t></is></c>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_sheet(
        f'<!DOCTYPE x [{entities}]><worksheet xmlns="{space}"><sheetData><row r="1">{cell}</row>'
        "</sheetData></worksheet>"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.xlsx", workbook(ROWS)),
        ("liste.csv", CSV.encode()),
        ("liste.csv", CSV.encode("utf-8-sig")),
        ("liste.csv", CSV.encode("cp1252")),
        ("liste.txt", CSV.encode("utf-16")),
        ("liste.csv", CSV.replace(";", "\t").encode()),
    ],
    ids=["xlsx", "utf-8", "utf-8 with mark", "cp1252", "utf-16", "tabs"],
)
def test_the_same_bill_in_every_form(desk: Desk, name: str, content: bytes) -> None:
    read = bill_from_upload(name, content, "de", desk)
    assert read.usable
    assert [(one.description, one.country) for one in read.lines] == [
        ("Elektromotor", "CN"),
        ("Gehäuse aus Aluminium", "DE"),
        ("Kabel", None),
    ]
    assert [one.value for one in read.lines] == [Decimal("210.5"), Decimal(80), Decimal("3.25")]
    assert read.lines[1].evidence_hint == "suppliers_declaration"
    (fault,) = read.faults
    assert (fault.code, fault.line, fault.column) == ("not_read", 4, 2)
    assert "Absurdistan" in fault.message


def test_commas_separate_where_every_line_has_as_many(desk: Desk) -> None:
    read = bill_from_upload("bill.csv", b"motor,CN,210\ntube,DE,20\n", "en", desk)
    assert [(one.description, one.country) for one in read.lines] == [
        ("motor", "CN"),
        ("tube", "DE"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "nothing_found"),
        (b"\n;;\n", "nothing_found"),
        (b"%PDF-1.7", "not_a_table"),
        (b"\xd0\xcf\x11\xe0old excel", "not_a_table"),
        (b"PK\x03\x04 no archive", "not_a_table"),
        (b"a\x00b;c", "not_a_table"),
        (with_sheet("no xml"), "not_a_table"),
        (bomb(), "not_a_table"),
        (b"x" * (BYTES_AT_MOST + 1), "too_large"),
        (b"Motor;1 EUR\n" * (LINES_AT_MOST + 1), "too_long"),
        (b"Motor;1 EUR\n" * 5_000, "too_long"),
        (workbook([["Motor"] + ["x"] * 60]), "too_long"),
    ],
    # The contents differ from run to run, and parallel runs have to agree on the names.
    ids=[
        "empty",
        "separators only",
        "pdf",
        "old excel",
        "no archive",
        "binary",
        "no sheet",
        "bomb",
        "too many bytes",
        "a line too many",
        "many lines",
        "too many columns",
    ],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_is_no_bill_is_refused(desk: Desk, content: bytes, code: str, lang: str) -> None:
    read = bill_from_upload("liste.xlsx", content, lang, desk)
    assert not read.usable
    (fault,) = read.faults
    assert fault.code == code
    assert fault.message


@dataclass
class Uploading(Talk):
    """A conversation that also takes files."""

    def upload(self, content: bytes, name: str = "liste.csv") -> str:
        """Upload a bill as the channel does."""
        metadata = {
            "lang": self.lang,
            **bill_from_upload(name, content, self.lang, self.desk).metadata(),
        }
        stored = CaseState.from_json(self.state.to_json())
        self.state, self.replies = turn(stored, Turn(PAYLOAD, metadata=metadata), self.desk)
        return self.text


@pytest.fixture
def uploading(desk: Desk) -> Uploading:
    """A German conversation that takes files."""
    return Uploading(desk, "de")


def test_an_uploaded_bill_is_echoed_before_it_counts(uploading: Uploading) -> None:
    uploading.all("841370 nach Vietnam", "prüfen", "ja")
    text = uploading.upload(CSV.encode())
    assert uploading.asked == "materials"
    assert uploading.state.materials == ()
    assert "Gehäuse aus Aluminium | – | Deutschland (mit Nachweis) | 80,00 €" in text
    assert "8501 (Elektromotoren und Generatoren" in text
    table = uploading.replies[-1].block("table")
    assert table is not None and len(table.content["rows"]) == 3
    uploading.press("Ja, so rechnen")
    assert [one.hs for one in uploading.state.materials] == ["8501", "", "8544"]
    assert not any(one.suggested for one in uploading.state.materials)


def test_proposed_codes_can_be_left_out(uploading: Uploading) -> None:
    uploading.all("841370 nach Vietnam", "prüfen", "ja")
    uploading.upload(CSV.encode())
    uploading.press("ohne die vorgeschlagenen")
    assert [one.hs for one in uploading.state.materials] == ["", "", ""]


def test_no_code_is_proposed_where_none_matters(uploading: Uploading) -> None:
    """An alternative of value alone, as for washing machines, needs no codes once the others are out."""
    uploading.all("841370 nach Vietnam", "prüfen", "ja")
    bill = "Bezeichnung;Wert EUR;Ursprungsware\nElektromotor;10;ja\nKugellager;5;ja\n"
    uploading.upload(bill.encode())
    assert "*" not in uploading.text
    assert [one.hs for one in uploading.state.proposed] == ["", ""]


def test_a_bill_before_the_product_is_kept(uploading: Uploading) -> None:
    text = uploading.upload(CSV.encode())
    assert "3 Zeilen" in text
    assert uploading.asked == "product"
    uploading.all("841370 nach Vietnam", "prüfen")
    assert uploading.asked == "materials"
    assert "Elektromotor" in uploading.text


def test_five_hundred_lines(uploading: Uploading) -> None:
    names = ("Elektromotor", "Schraube", "Kugellager", "Kabel", "Gehäuse")
    lands = ("China", "Deutschland", "Italien", "USA")
    rows = [f"{names[n % 5]} {n};{lands[n % 4]};{n % 9 + 1},50" for n in range(500)]
    uploading.all("841370 nach Vietnam", "prüfen", "ja")
    text = uploading.upload("\n".join(["Bezeichnung;Land;Wert EUR", *rows]).encode())
    assert "und 460 weitere Zeilen" in text and "500 Zeilen" in text
    table = uploading.replies[-1].block("table")
    assert table is not None and len(table.content["rows"]) == 500
    uploading.press("Ja, so rechnen")
    assert len(uploading.state.materials) == 500
    assert "250 Zeilen" in uploading.text
    uploading.press("Nein, für keines")
    assert sum(one is False for one in uploading.state.answers.values()) == 250
    for _ in range(4):
        uploading.say("weiß ich nicht")
    assert len(uploading.state.to_json()) < 200_000
    uploading.say("zurück")
    assert len(uploading.state.materials) == 500


@pytest.mark.parametrize(
    "told",
    [None, "x", 5, {}, [], [None, 3, "Motor"], [{}], [{"hs": 3}], [{"description": "a"}] * 5_000],
    ids=lambda told: str(told)[:30],
)
def test_metadata_of_another_form_is_no_bill(desk: Desk, told: Any) -> None:
    assert bill_of_metadata({"bill": told}) == ()
    state = CaseState(language="de", greeted=True)
    after, replies = turn(state, Turn(PAYLOAD, metadata={"bill": told}), desk)
    assert after.proposed == () and replies


def test_amounts_nobody_means_are_left_out() -> None:
    told = [
        {"description": "Motor", "value": value}
        for value in ("1e400", "-1", "NaN", "Infinity", 5, None, "9" * 30)
    ]
    assert [one.value for one in bill_of_metadata({"bill": told})] == [None] * 7


def test_the_payload_without_a_bill_is_no_command(talk: Talk) -> None:
    before = talk.state
    talk.say(PAYLOAD)
    assert talk.state.proposed == before.proposed == ()
    assert "Befehl" in talk.text
