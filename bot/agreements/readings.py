"""What the second reader read: a fingerprint of every row as it stood when somebody else had read it.

The mark `second_reading` says that a second reader took the row from the text anew. It holds for the row he
saw, and for no other: readings.csv keeps a fingerprint of what he read, so that a row that was edited later
is found by `data check` instead of keeping a mark it no longer deserves.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from bot.agreements.rule_files import COLUMNS, RuleRow
from bot.agreements.tables import Row, read_table
from bot.origin.product_specific_rules import Review

READINGS_FILE = "readings.csv"
READINGS_COLUMNS = ("row", "fingerprint", "as_of")
# These are about the row; everything else is what a reader compares with the text.
_ABOUT_THE_ROW = frozenset({"row", "confidence", "reviewed_by", "source", "remark"})
READ = tuple(column for column in COLUMNS if column not in _ABOUT_THE_ROW)
_DIGITS = 16
# A sign that stands in no cell keeps neighbouring cells apart.
_BETWEEN = "\x1f"


class ReadingError(ValueError):
    """A reading cannot be recorded: there is no such row, or it does not carry the mark."""


def fingerprint(row: Row) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of everything a reader compares with the text."""
    text = _BETWEEN.join(row[column] for column in READ)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def read_readings(folder: Path, root: Path) -> tuple[Row, ...]:
    """The lines of readings.csv; raises DataError if the file is malformed."""
    return tuple(read_table(folder / READINGS_FILE, READINGS_COLUMNS, root))


def record_readings(
    folder: Path, held: Mapping[str, RuleRow], wanted: Iterable[str], day: date
) -> tuple[str, ...]:
    """Write that somebody read these rows again on the day; the names of the rows in order.

    Args:
        folder: data/agreements.
        held: every row of every list by its name.
        wanted: the rows that were read. The reader has set `second_reading` in them.
        day: the day of the reading.

    Raises:
        ReadingError: a row does not exist, or `second_reading` does not stand in it.
        DataError: readings.csv is malformed.
    """
    names = tuple(dict.fromkeys(wanted))
    for name in names:
        if name not in held:
            raise ReadingError(f"'{name}' is no row of a list")
        if Review.SECOND_READING not in held[name].rule.reviewed_by:
            raise ReadingError(f"'{name}': set second_reading in reviewed_by of the row first")
    lines = {one["row"]: one.cells for one in read_readings(folder, folder.parent.parent)}
    for name in names:
        lines[name] = (name, fingerprint(held[name].place), day.isoformat())
    with (folder / READINGS_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(READINGS_COLUMNS)
        writer.writerows(lines[name] for name in sorted(lines))
    return names
