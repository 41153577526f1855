"""Reading the CSV tables of the law: strict columns, every fault located by line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.agreements.faults import DataError, Fault, shown_path


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells by column name, and where it stands."""

    path: str
    line: int
    columns: tuple[str, ...]
    cells: tuple[str, ...]

    def __getitem__(self, column: str) -> str:
        return self.cells[self.columns.index(column)]

    def fault(self, column: str, message: str, offset: int = 0) -> Fault:
        """A fault in a cell; the column counts characters of the line as written without quotes."""
        before = self.cells[: self.columns.index(column)]
        position = sum(len(cell) + 1 for cell in before) + 1 + offset
        return Fault(self.path, self.line, position, f"{column}: {message}")


def read_table(path: Path, columns: Sequence[str], root: Path) -> Iterator[Row]:
    """The rows of a table with exactly these columns; raises DataError at the first malformed line."""
    shown = shown_path(path, root)
    expected = tuple(columns)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = tuple(next(reader, ()))
            if header != expected:
                raise DataError([Fault(shown, 1, 1, _header_message(header, expected))])
            for cells in reader:
                if len(cells) != len(expected):
                    message = f"{len(cells)} cells, expected {len(expected)} ({','.join(expected)})"
                    raise DataError([Fault(shown, reader.line_num, 1, message)])
                yield Row(shown, reader.line_num, expected, tuple(cells))
        except csv.Error as error:
            raise DataError(
                [Fault(shown, reader.line_num, 1, f"not valid CSV: {error}")]
            ) from error
        except UnicodeDecodeError as error:
            line = reader.line_num + 1
            raise DataError([Fault(shown, line, 1, "not valid UTF-8")]) from error


def _header_message(header: tuple[str, ...], expected: tuple[str, ...]) -> str:
    for found, wanted in zip(header, expected, strict=False):
        if found != wanted:
            return f"column '{found}', expected '{wanted}'"
    if len(header) > len(expected):
        return f"unknown column '{header[len(expected)]}'"
    absent = expected[len(header)] if len(header) < len(expected) else expected[0]
    return f"column '{absent}' is missing"
