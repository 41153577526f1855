"""The record of the second reading: what a reader read, and how a reading is recorded."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.agreements.readings import READ, READINGS_FILE, ReadingError, fingerprint, record_readings
from bot.agreements.reviews import SAMPLES_FILE, SETTLED_FILE, check_reviews
from bot.agreements.rule_files import RuleRow
from bot.agreements.tables import Row
from bot.origin.product_specific_rules import Review
from bot.wiring import Services

ROW = "EU-VN-FTA-0255"
LATER = date(2027, 3, 1)


@pytest.fixture(scope="module")
def held(services: Services) -> dict[str, RuleRow]:
    protocols = services.catalogue.protocols.values()
    return {row.rule.row: row for protocol in protocols for row in protocol.rows}


@pytest.fixture
def folder(services: Services, tmp_path: Path) -> Path:
    copy = tmp_path / "data" / "agreements"
    copy.mkdir(parents=True)
    for name in (READINGS_FILE, SETTLED_FILE, SAMPLES_FILE):
        shutil.copy(services.settings.data / "agreements" / name, copy / name)
    return copy


def changed(row: RuleRow, column: str, text: str) -> RuleRow:
    """The row with another text in a cell, as a careless hand would leave it."""
    index = row.place.columns.index(column)
    cells = (*row.place.cells[:index], text, *row.place.cells[index + 1 :])
    return replace(row, place=replace(row.place, cells=cells))


def lines(folder: Path) -> dict[str, list[str]]:
    with (folder / READINGS_FILE).open(encoding="utf-8", newline="") as file:
        return {row[0]: row for row in csv.reader(file)}


def found(folder: Path, rows: dict[str, RuleRow]) -> Iterator[str]:
    return (str(one) for one in check_reviews(folder, rows.values()))


@pytest.mark.parametrize("column", READ)
def test_a_change_of_anything_that_was_read_is_found(
    folder: Path, held: dict[str, RuleRow], column: str
) -> None:
    edited = {**held, ROW: changed(held[ROW], column, "other")}

    (fault,) = found(folder, edited)

    assert fault.startswith(f"{held[ROW].place.path}:{held[ROW].place.line}:")
    assert "changed after its second reading of 2026-11-22" in fault


@pytest.mark.parametrize("column", ["confidence", "source", "remark"])
def test_what_is_said_about_a_row_may_change(
    folder: Path, held: dict[str, RuleRow], column: str
) -> None:
    assert list(found(folder, {**held, ROW: changed(held[ROW], column, "other")})) == []


def test_cells_are_kept_apart(held: dict[str, RuleRow]) -> None:
    one, two = (
        changed(changed(held[ROW], "hs_from", first), "hs_to", second)
        for first, second in (("87", "0887"), ("8708", "87"))
    )

    assert fingerprint(one.place) != fingerprint(two.place)


def test_a_row_read_again_is_recorded_with_its_day(folder: Path, held: dict[str, RuleRow]) -> None:
    edited = {**held, ROW: changed(held[ROW], "hs_to", "88")}
    before = lines(folder)

    assert record_readings(folder, edited, [ROW, ROW], LATER) == (ROW,)

    after = lines(folder)
    assert after.pop(ROW) == [ROW, fingerprint(edited[ROW].place), "2027-03-01"]
    assert before.pop(ROW)[1] != fingerprint(edited[ROW].place)
    assert after == before
    assert list(found(folder, edited)) == []


def test_only_a_row_that_carries_the_mark_can_be_recorded(
    folder: Path, held: dict[str, RuleRow]
) -> None:
    unread = next(
        name for name, row in held.items() if Review.SECOND_READING not in row.rule.reviewed_by
    )
    before = (folder / READINGS_FILE).read_bytes()

    with pytest.raises(ReadingError, match="is no row of a list"):
        record_readings(folder, held, [ROW, "EU-XX-0001"], LATER)
    with pytest.raises(ReadingError, match="set second_reading in reviewed_by"):
        record_readings(folder, held, [unread], LATER)
    assert (folder / READINGS_FILE).read_bytes() == before


def test_every_row_with_the_mark_has_its_record_and_no_other(
    services: Services, held: dict[str, RuleRow]
) -> None:
    recorded = set(lines(services.settings.data / "agreements")) - {"row"}
    marked = {name for name, row in held.items() if Review.SECOND_READING in row.rule.reviewed_by}

    assert recorded == marked


def test_a_fingerprint_is_that_of_the_row_as_written() -> None:
    cells = ("87", "87", "rest", "", "", "CTH", "both", "", "")

    assert fingerprint(Row("rules.csv", 2, READ, cells)) == "1b4e7e0a3b52fc80"
