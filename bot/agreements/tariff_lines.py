"""Reading the files of national lines: `mfn/<ISO2>.csv` and `<agreement>/tariffs/<ISO2>.csv`.

Columns: `hs` (national code, digits), `rate` (as published, with its marks), `percent` (filled where the
figure can be calculated with), `note` (known notes joined by "|", see `bot.tariff.duties.LineNote`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from bot.agreements.faults import DataError, Fault
from bot.agreements.tables import Row, read_table
from bot.agreements.values import joined, split_list
from bot.tariff.duties import LineNote
from bot.tariff.rates import DutyRate

COLUMNS = ("hs", "rate", "percent", "note")

_CODE = re.compile(r"\d{6,10}")
_PERCENT = re.compile(r"\d{1,4}(\.\d+)?")
_PLAIN_RATE = re.compile(r"(?P<number>\d+(\.\d+)?)%")
_NOTES = frozenset(note.value for note in LineNote)


@dataclass(frozen=True)
class PublishedLine:
    """One line of a file: the rate of one side; None where the line has notes only."""

    code: str
    rate: DutyRate | None
    notes: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class LineTable:
    """The lines of one file by code; contradicting lines of one code are all kept, in file order."""

    path: str
    codes: tuple[str, ...]
    lines: Mapping[str, tuple[PublishedLine, ...]]

    def under(self, code: str) -> tuple[str, ...]:
        """The national codes that are the code or lie below it, ascending."""
        start = bisect_left(self.codes, code)
        end = bisect_left(self.codes, code + ":", start)  # ":" follows "9" in ASCII
        return self.codes[start:end]


def read_lines(path: Path, root: Path) -> LineTable:
    """The lines of a file.

    Raises:
        DataError: with every fault of the file.
    """
    faults: list[Fault] = []
    lines: dict[str, tuple[PublishedLine, ...]] = {}
    shown = ""
    for row in read_table(path, COLUMNS, root):
        shown = row.path
        try:
            read = _read(row)
        except DataError as error:
            faults.extend(error.faults)
            continue
        known = lines.get(read.code, ())
        if any(_same(read, other) for other in known):
            faults.append(row.fault("hs", f"{read.code} stands twice with the same rate"))
        lines[read.code] = (*known, read)
    if faults:
        raise DataError(faults)
    return LineTable(shown, tuple(sorted(lines)), lines)


def _read(row: Row) -> PublishedLine:
    code, rate, percent, note = row.cells
    if not _CODE.fullmatch(code):
        raise DataError([row.fault("hs", f"'{code}': expected 6 to 10 digits")])
    if percent and not _PERCENT.fullmatch(percent):
        raise DataError([row.fault("percent", f"'{percent}': expected a percentage such as 4.5")])
    if contradiction := _contradiction(rate, percent):
        raise DataError([row.fault("percent", contradiction)])
    notes = _notes(row, note)
    if not rate and not notes:
        raise DataError(
            [row.fault("rate", "expected a rate, or a note that says why there is none")]
        )
    return PublishedLine(code, _rate(rate, percent) if rate else None, notes, row.line)


def _contradiction(rate: str, percent: str) -> str | None:
    """What is wrong between the published text and the figure; an empty figure is never wrong."""
    if not percent:
        return None
    if not rate:
        return "a percentage without the rate as published"
    match = _PLAIN_RATE.fullmatch(rate)
    if match and Decimal(match["number"]) != Decimal(percent):
        return f"{percent} contradicts the rate '{rate}'"
    if rate == "Free" and Decimal(percent) != 0:
        return f"{percent} contradicts the rate 'Free'"
    return None


# A tariff has thousands of lines and few different rates: they share their objects.
@lru_cache(maxsize=16384)
def _rate(text: str, percent: str) -> DutyRate:
    return DutyRate(text, Decimal(percent) if percent else None)


def _notes(row: Row, text: str) -> tuple[str, ...]:
    if not text:
        return ()
    notes = split_list(text)
    for note in notes:
        if note.partition("=")[0] not in _NOTES:
            message = f"'{note}' is not known; expected one of {joined(_NOTES)}"
            raise DataError([row.fault("note", message)])
    return notes


def _same(one: PublishedLine, other: PublishedLine) -> bool:
    return one.rate == other.rate and one.notes == other.notes
