"""Takes pasted tables, CSV text and XLSX files apart into rows of cells."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LINES_AT_MOST = 2_000
# Empty rows between counted: a file may put its only row a million lines down.
ROWS_AT_MOST = 10_000
COLUMNS_AT_MOST = 40
SIGNS_PER_CELL_AT_MOST = 500
SIGNS_AT_MOST = 1_000_000
XLSX_BYTES_AT_MOST = 5_000_000
XLSX_BYTES_UNPACKED_AT_MOST = 50_000_000
# What openpyxl, zipfile and the XML parser raise for damaged or hostile files (ParseError is a SyntaxError).
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    OSError,
    EOFError,
)
_DELIMITERS = ("\t", ";", "|")
_WIDE_GAP = re.compile(r" {2,}|\u00a0{2,}")


class TableError(ValueError):
    """A table that cannot be read: where (1-based line and column) and what was expected.

    `kind` says it for programs: "format" (no such table) or "size" (a limit is passed).
    """

    def __init__(self, line: int, column: int, expected: str, kind: str = "size") -> None:
        super().__init__(f"line {line}, column {column}: {expected}")
        self.kind = kind
        self.line = line
        self.column = column
        self.expected = expected


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row and the line (1-based) it stands on."""

    line: int
    cells: tuple[str, ...]


def check_size(text: str) -> None:
    """Raise TableError if `text` is longer than a bill of materials can be."""
    if len(text) > SIGNS_AT_MOST:
        raise TableError(1, 1, f"at most {SIGNS_AT_MOST} characters, found {len(text)}")


def split_table(text: str) -> tuple[TableRow, ...] | None:
    """Return the rows of a table with tabs, ;, | or wide gaps; None if `text` is no table.

    Commas are left alone: they also stand in numbers and between words.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    for delimiter in _DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        if sum(counts.values()) * 2 > len(lines):
            return split_delimited(text, delimiter)
    gaps = sum(_WIDE_GAP.search(line.strip()) is not None for line in lines)
    if len(lines) > 1 and gaps * 2 > len(lines):
        numbered = enumerate(text.splitlines(), start=1)
        return _checked(
            [TableRow(n, _stripped(_WIDE_GAP.split(line.strip()))) for n, line in numbered]
        )
    return None


def split_delimited(text: str, delimiter: str) -> tuple[TableRow, ...]:
    """Return the rows of delimited text; quoted cells may hold the delimiter and line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows: list[TableRow] = []
    try:
        for cells in reader:
            if delimiter == "|":
                cells = _without_frame(cells)
            rows.append(TableRow(reader.line_num, _stripped(cells)))
    except csv.Error as error:
        expected = f"delimited text ({error})"
        raise TableError(reader.line_num, 1, expected, "format") from error
    return _checked(rows)


def read_xlsx(content: bytes) -> tuple[TableRow, ...]:
    """Return the rows of the first sheet of an XLSX file; formulas give their stored values."""
    if len(content) > XLSX_BYTES_AT_MOST:
        raise TableError(1, 1, f"a file of at most {XLSX_BYTES_AT_MOST} bytes")
    try:
        _check_unpacked_size(content)
        return _checked(_sheet_rows(content))
    except TableError:
        raise
    except _UNREADABLE as error:
        raise TableError(1, 1, "an XLSX workbook", "format") from error


def _sheet_rows(content: bytes) -> list[TableRow]:
    from openpyxl import load_workbook  # lazily: few conversations ever need it

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        rows: list[TableRow] = []
        # A file may claim 16,384 columns; one more than allowed is enough to see that.
        sheet = book.worksheets[0].iter_rows(max_col=COLUMNS_AT_MOST + 1, values_only=True)
        for line, values in enumerate(sheet, start=1):
            if line > ROWS_AT_MOST:
                raise TableError(line, 1, f"at most {ROWS_AT_MOST} rows")
            cells = [_cell_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                rows.append(TableRow(line, tuple(cells)))
            if len(rows) > LINES_AT_MOST:
                break  # reported by the caller; a hostile file is not read to its end
        return rows
    finally:
        book.close()


def _check_unpacked_size(content: bytes) -> None:
    """A small archive may unpack to gigabytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > XLSX_BYTES_UNPACKED_AT_MOST:
        raise TableError(1, 1, f"at most {XLSX_BYTES_UNPACKED_AT_MOST} bytes unpacked")


def _cell_text(value: object) -> str:
    """Return the text of a spreadsheet cell.

    Three decimals get a fourth, so that no reader takes the point for a group separator.
    """
    if value is None:
        return ""
    if isinstance(value, float):
        figures = repr(int(value)) if value.is_integer() else repr(value)
        return figures + "0" if re.search(r"\.\d{3}$", figures) else figures
    return str(value).strip()


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _without_frame(cells: list[str]) -> list[str]:
    """Drop the empty outer cells of | framed | tables |."""
    inner = cells[1:] if cells and not cells[0].strip() else cells
    return inner[:-1] if inner and not inner[-1].strip() else inner


def _checked(rows: list[TableRow]) -> tuple[TableRow, ...]:
    kept = tuple(row for row in rows if any(row.cells) and not _is_ruler(row))
    if len(kept) > LINES_AT_MOST:
        raise TableError(kept[LINES_AT_MOST].line, 1, f"at most {LINES_AT_MOST} lines")
    for row in kept:
        if len(row.cells) > COLUMNS_AT_MOST:
            raise TableError(row.line, COLUMNS_AT_MOST + 1, f"at most {COLUMNS_AT_MOST} columns")
        for column, cell in enumerate(row.cells, start=1):
            if len(cell) > SIGNS_PER_CELL_AT_MOST:
                expected = f"at most {SIGNS_PER_CELL_AT_MOST} characters in a cell"
                raise TableError(row.line, column, expected)
    return kept


def _is_ruler(row: TableRow) -> bool:
    """Is this a line of dashes under a heading?"""
    return all(re.fullmatch(r"[-=:+ ]*", cell) for cell in row.cells)
