"""Bills of materials that come as a file or as a long pasted text, and how they reach the conversation.

A channel hands the bytes to `bill_from_upload`. It either gets faults to show, or a bill whose `metadata` it
sends with the message PAYLOAD; the conversation then echoes the bill as a table before it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.conversation.desk import Desk
from bot.conversation.desk import desk as shared_desk
from bot.conversation.reading import plain_amount
from bot.conversation.replying import say
from bot.language.bill_of_materials import BillReader
from bot.language.evidence_words import EvidenceHint
from bot.language.line_facts import LineRead
from bot.language.table_text import TableError, TableRow, read_xlsx, split_delimited, split_table

PAYLOAD = "/give_materials"
METADATA = "bill"
BYTES_AT_MOST = 2_000_000
LINES_AT_MOST = 1_000
_LONGEST_NAME = 120
_LONGEST_TOLD = 40
_LONGEST_AMOUNT = 24
_XLSX = b"PK\x03\x04"
_OLD_XLS = b"\xd0\xcf\x11\xe0"
_PDF = b"%PDF"
_EVIDENCE: tuple[EvidenceHint, ...] = (
    "suppliers_declaration",
    "suppliers_declaration_processing",
    "proof_of_origin",
    "own_production",
    "none",
)


@dataclass(frozen=True)
class UploadFault:
    """What could not be read, where it stands (line and column from 1, 0: the file) and a sentence about it.

    `code`: too_large, too_long, not_a_table, nothing_found (the file does not count) or not_read (only
    the cell does not).
    """

    code: str
    line: int
    column: int
    message: str


@dataclass(frozen=True)
class BillUpload:
    """A bill as read from a file; without lines it cannot be used and `faults` say why."""

    lines: tuple[LineRead, ...]
    faults: tuple[UploadFault, ...]

    @property
    def usable(self) -> bool:
        """Whether there is a bill to show."""
        return bool(self.lines)

    def metadata(self) -> dict[str, Any]:
        """What goes with the message PAYLOAD, as JSON."""
        return {METADATA: [_line_json(one) for one in self.lines]}


def bill_from_upload(
    name: str, content: bytes, language: str, desk: Desk | None = None
) -> BillUpload:
    """Read an uploaded bill of materials: CSV, XLSX, or text as it was pasted.

    Args:
        name: the name of the file; only its ending is looked at, and only for text.
        content: the bytes, at most BYTES_AT_MOST.
        language: language of numbers and of the faults, "de" or "en".
        desk: the services; those of the process by default.

    Never raises for anything a file may hold: what cannot be read is in `faults`.
    """
    lang = "en" if language == "en" else "de"
    reader = (desk or shared_desk()).bills
    if len(content) > BYTES_AT_MOST:
        return _rejected("too_large", lang)
    try:
        rows, lines = _read(name, content, lang, reader)
    except TableError as error:
        code = "too_long" if error.kind == "size" else "not_a_table"
        return _rejected(code, lang, error.line, error.column)
    named = tuple(one for one in lines if one.description or one.hs)
    if not named:
        return _rejected("nothing_found", lang)
    if len(named) > LINES_AT_MOST:
        return _rejected("too_long", lang, named[LINES_AT_MOST].source_line)
    return BillUpload(named, tuple(_cell_faults(lines, rows, lang)))


def _read(
    name: str, content: bytes, lang: str, reader: BillReader
) -> tuple[tuple[TableRow, ...], tuple[LineRead, ...]]:
    """The rows of a table (none of plain text) and the lines read; raises TableError."""
    if content.startswith((_OLD_XLS, _PDF)):
        raise TableError(0, 0, "CSV, XLSX or text", "format")
    if content.startswith(_XLSX):
        rows = read_xlsx(content)
        return rows, reader.read_rows(rows, lang)
    text = _text(content)
    table = split_table(text)
    if table is None and name.lower().endswith(".csv"):
        table = _comma_separated(text)
    if table is not None:
        return table, reader.read_rows(table, lang)
    return (), reader.read_text(text, lang)


def _text(content: bytes) -> str:
    """The text of a file; spreadsheet programs still write CSV in the code page of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise TableError(0, 0, "CSV, XLSX or text", "format")
    return text


def _comma_separated(text: str) -> tuple[TableRow, ...] | None:
    """The rows if every one has the same number of cells."""
    rows = split_delimited(text, ",")
    widths = {len(row.cells) for row in rows}
    return rows if len(widths) == 1 and widths != {1} else None


def _cell_faults(
    lines: Iterable[LineRead], rows: Iterable[TableRow], lang: str
) -> Iterable[UploadFault]:
    by_line = {row.line: row for row in rows}
    for line in lines:
        for piece in line.unread:
            column = _column_of(piece, by_line.get(line.source_line))
            told = piece if len(piece) <= _LONGEST_TOLD else piece[:_LONGEST_TOLD] + "…"
            message = say(
                lang, "upload.not_read", line=line.source_line, column=column or "–", text=told
            )
            yield UploadFault("not_read", line.source_line, column, message)


def _column_of(piece: str, row: TableRow | None) -> int:
    for number, cell in enumerate(row.cells if row is not None else (), start=1):
        # A cell under a heading of its own is told with the heading before it.
        if cell and (cell == piece or piece.endswith(f": {cell}") or piece in cell):
            return number
    return 0


def _rejected(code: str, lang: str, line: int = 0, column: int = 0) -> BillUpload:
    message = say(lang, f"upload.{code}", **_LIMITS.get(code, {}))
    if line:
        message = f"{message} {say(lang, 'upload.at', line=line, column=column or 1)}"
    return BillUpload((), (UploadFault(code, line, column, message),))


_LIMITS: dict[str, dict[str, object]] = {
    "too_large": {"megabytes": BYTES_AT_MOST // 1_000_000},
    "too_long": {"lines": LINES_AT_MOST},
}

# --- between the channel and the conversation -------------------------------------------------


def _line_json(line: LineRead) -> dict[str, Any]:
    content: dict[str, Any] = {
        "description": line.description,
        "hs": line.hs,
        "value": _amount_json(line.value),
        "currency": line.currency,
        "country": line.country,
        "weight_kg": _amount_json(line.weight_kg),
        "originating": line.originating_hint,
        "evidence": line.evidence_hint,
        "line": line.source_line,
    }
    return {name: one for name, one in content.items() if one is not None}


def _amount_json(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def bill_of_metadata(metadata: Mapping[str, Any]) -> tuple[LineRead, ...]:
    """The lines that came with a message; none if there are none or they do not have the form."""
    told = metadata.get(METADATA)
    if not isinstance(told, list) or not 0 < len(told) <= LINES_AT_MOST:
        return ()
    lines = [_line(one, number) for number, one in enumerate(told, start=1)]
    return tuple(one for one in lines if one is not None)


def _line(told: Any, number: int) -> LineRead | None:
    if not isinstance(told, Mapping):
        return None
    evidence, originating = told.get("evidence"), told.get("originating")
    line = LineRead(
        description=_word(told.get("description"), _LONGEST_NAME),
        source_line=number,
        hs=_word(told.get("hs"), 11),
        value=_amount(told.get("value")),
        currency=_word(told.get("currency"), 3),
        country=_word(told.get("country"), 2),
        weight_kg=_amount(told.get("weight_kg")),
        originating_hint=originating if isinstance(originating, bool) else None,
        evidence_hint=next((one for one in _EVIDENCE if one == evidence), None),
    )
    return line if line.description or line.hs else None


def _word(value: Any, longest: int) -> str | None:
    return value.strip()[:longest] or None if isinstance(value, str) else None


def _amount(value: Any) -> Decimal | None:
    return plain_amount(value) if isinstance(value, str) and len(value) <= _LONGEST_AMOUNT else None
