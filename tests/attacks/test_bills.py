"""Attacks with files and lines of bills of materials, and what a spreadsheet would do with the answer."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path
from typing import Any

import pytest

from tests.attacks import files
from tests.attacks.conftest import Server, Visitor, code_of

pytestmark = pytest.mark.server
# Below the limit after which a visitor is told to try again; a busy machine takes its share of it.
SOON_SECONDS = 30
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("https://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "%0A-3+3",
    "|calc",
]


def test_a_good_file_is_read(visitor: Visitor) -> None:
    read = visitor.upload(files.good()).json()

    assert read["faults"] == []
    (line,) = read["lines"]
    assert {key: line[key] for key in ("name", "code", "country", "value")} == {
        "name": "Motor",
        "code": "8501",
        "country": "CN",
        "value": "210",
    }


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(files.bomb(), id="zip bomb"),
        pytest.param(files.lying_bomb(), id="bomb that lies about its size"),
        pytest.param(files.far_row(), id="row a million lines down"),
        pytest.param(files.laughs(), id="billion laughs"),
        pytest.param(files.outside(), id="external entity"),
        pytest.param(files.damaged(), id="damaged"),
        pytest.param(files.cut_off(), id="cut off"),
        pytest.param(files.nested_archive(), id="archive in an archive"),
        pytest.param(files.gzip_of_nothing(), id="no archive"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"0" * 5000, id="old Excel with macros"),
        pytest.param(b"%PDF-1.7\n" + b"0" * 5000, id="PDF"),
        pytest.param(b"MZ" + b"\x00" * 5000, id="program"),
        pytest.param(b"\x00" * 100_000, id="nothing but zeros"),
    ],
)
def test_a_hostile_file_gives_faults_and_soon(visitor: Visitor, content: bytes) -> None:
    began = time.monotonic()

    answer = visitor.upload(content)

    assert answer.status_code in (200, 413)
    assert time.monotonic() - began < SOON_SECONDS
    if answer.status_code == 200:
        read = answer.json()
        assert read["lines"] == []
        assert read["faults"]
        assert all(len(one["message"]) > 10 for one in read["faults"])
        assert "root:" not in answer.text
        assert "lollol" not in answer.text
    assert visitor.call("GET", "history").status_code == 200


def test_names_inside_an_archive_write_nothing(visitor: Visitor) -> None:
    visitor.upload(files.path_names())

    assert not Path("/opt/evil.txt").exists()
    assert not Path("/etc/evil").exists()


def test_a_file_that_is_too_large_is_refused(visitor: Visitor) -> None:
    answer = visitor.upload(b"x" * 1_000_001, "a.csv")

    assert answer.status_code == 413
    assert code_of(answer) in ("file_too_large", "message_too_long")


def test_an_empty_file_is_told(visitor: Visitor) -> None:
    assert code_of(visitor.upload(b"", "a.csv")) == "empty_message"


@pytest.mark.parametrize(
    "name",
    ["bill.exe", "bill.xlsm", "bill", "", "bill.csv.php", ".htaccess", "a.csv\x00.exe", "%2e%2e"],
)
def test_other_kinds_of_files_are_refused(visitor: Visitor, name: str) -> None:
    answer = visitor.call("POST", "bill", data=b"a;b", headers={"X-File-Name": repr(name)[1:-1]})

    assert answer.status_code == 415
    assert code_of(answer) == "file_kind"


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/passwd.csv",
        "..%2F..%2Fetc%2Fcron.d%2Fevil.csv",
        "C:\\Windows\\system32\\evil.csv",
        "/dev/stdin.csv",
        "file:///etc/passwd#.csv",
        "x" * 4000 + ".csv",
    ],
)
def test_a_name_is_never_a_path(visitor: Visitor, name: str) -> None:
    read = visitor.upload(b"Bezeichnung;Wert\nMotor;5\n", name).json()

    assert [one["name"] for one in read["lines"]] == ["Motor"]
    assert "root" not in str(read)


def test_very_long_and_very_wide_tables_are_bounded(visitor: Visitor) -> None:
    long = b"Bezeichnung;Wert\n" + b"Motor;5\n" * 60_000
    wide = (";".join(["Bezeichnung"] * 3000) + "\n" + ";".join(["x"] * 3000)).encode()

    for content in (long, wide):
        read = visitor.upload(content, "a.csv").json()
        assert read["lines"] == []
        assert read["faults"]


def test_quotes_that_never_end_are_bounded(visitor: Visitor) -> None:
    began = time.monotonic()
    answer = visitor.upload(b'Bezeichnung;Wert\n"' + b"x;" * 200_000, "a.csv")

    assert answer.status_code == 200
    assert time.monotonic() - began < SOON_SECONDS


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"name": "x" * 201}, "name"),
        ({"name": ["Motor"]}, "name"),
        ({}, "name"),
        ({"name": "Motor", "code": "85'; DROP TABLE events; --"}, "code"),
        ({"name": "Motor", "code": "８５０１"}, "code"),
        ({"name": "Motor", "code": "8"}, "code"),
        ({"name": "Motor", "value": "1e9999"}, "value"),
        ({"name": "Motor", "value": "NaN"}, "value"),
        ({"name": "Motor", "value": "-5"}, "value"),
        ({"name": "Motor", "value": 5}, "value"),
        ({"name": "Motor", "value": "٥"}, "value"),
        ({"name": "Motor", "currency": "EU"}, "currency"),
        ({"name": "Motor", "currency": "<b>"}, "currency"),
        ({"name": "Motor", "country": "Atlantis"}, "country"),
        ({"name": "Motor", "country": "x" * 61}, "country"),
        ({"name": "Motor", "originating": "yes"}, "originating"),
        ({"name": "Motor", "originating": 1}, "originating"),
    ],
)
def test_a_line_that_does_not_fit_is_named(
    visitor: Visitor, line: dict[str, Any], field: str
) -> None:
    answer = visitor.send_bill([{"name": "Gut"}, line])

    assert answer.status_code == 400
    assert code_of(answer) == "bill_not_read"
    assert answer.json()["error"]["field"] == f"bill[1].{field}"


@pytest.mark.parametrize("line", ["Motor", 5, None, ["Motor"]])
def test_a_line_is_an_object(visitor: Visitor, line: Any) -> None:
    answer = visitor.send_bill([line])

    assert code_of(answer) == "bill_not_read"
    assert answer.json()["error"]["field"] == "bill[0]"


def test_too_many_lines_are_refused(visitor: Visitor) -> None:
    answer = visitor.send_bill([{"name": "M"}] * 501)

    assert answer.status_code == 413
    assert code_of(answer) == "bill_too_long"


def test_a_bill_cannot_carry_more_than_its_fields(server: Server) -> None:
    visitor = server.visitor().case()
    line = {"name": "Motor", "code": "8501", "evidence": "suppliers_declaration", "line": -1}

    visitor.send_bill([{**line, "metadata": {"lang": "xx"}, "country": "CN", "value": "5"}])
    visitor.press("/affirm")

    (kept,) = visitor.call("GET", "case.json").json()["case"]["materials"]
    assert "evidence" not in kept
    assert set(kept) == {"hs", "description", "value", "country"}


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_csv_is_a_formula(server: Server, formula: str) -> None:
    visitor = server.visitor().case()
    visitor.send_bill([{"name": formula, "code": "8501", "country": "CN", "value": "5"}])
    visitor.press("/affirm")

    answer = visitor.call("GET", "bill.csv")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment;")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    for row in rows[1:]:
        for one in row:
            assert not one.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%"))
    assert formula.strip().lstrip("'") in rows[1][0]
