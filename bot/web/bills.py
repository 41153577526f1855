"""Bills of materials on their way through the page: uploaded, shown as a table, sent back, kept as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote

from bot.conversation.desk import Desk
from bot.conversation.state import CaseState
from bot.conversation.uploads import METADATA, bill_from_upload
from bot.language.line_facts import LineRead
from bot.language.markets import MarketReader
from bot.web.incoming import LARGEST_FILE, visible
from bot.web.problems import Code, RequestError

MOST_LINES = 500
_KINDS = (".csv", ".tsv", ".txt", ".xlsx")
_LONGEST_FILE_NAME = 200
_LONGEST_NAME = 200
_LONGEST_FIELD = 60
_CODE = re.compile(r"\d{2}|\d{4}(\d{2}){0,4}")
_CURRENCY = re.compile(r"[A-Za-z]{3}")
_UNION = "EU"
_UNION_WORDS = frozenset({"eu", "europäische union", "european union"})
# A cell that begins so is a formula to a spreadsheet.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def file_name(header: str | None) -> str:
    """The name of an uploaded file, only to be looked at: never a path. Raises for other kinds of files."""
    name = visible(unquote(header or ""))[-_LONGEST_FILE_NAME:]
    name = re.split(r"[\\/]", name)[-1]
    if not name.lower().endswith(_KINDS):
        raise RequestError(Code.FILE_KIND, "X-File-Name")
    return name


def read_upload(name: str, content: bytes, lang: str, desk: Desk) -> dict[str, Any]:
    """Lines and faults of a file, as the page shows them in a table to correct."""
    if not content:
        raise RequestError(Code.EMPTY_MESSAGE, "file")
    if len(content) > LARGEST_FILE:
        raise RequestError(Code.FILE_TOO_LARGE, "file")
    read = bill_from_upload(name, content, lang, desk)
    lines = read.lines[:MOST_LINES]
    faults = [
        {
            "line": one.line or None,
            "column": str(one.column) if one.column else "",
            "message": one.message,
            "code": one.code,
        }
        for one in read.faults
    ]
    return {"lines": [_as_shown(one) for one in lines], "faults": faults}


def _as_shown(line: LineRead) -> dict[str, Any]:
    return {
        "name": line.description or "",
        "code": line.hs or "",
        "country": line.country or "",
        "value": "" if line.value is None else f"{line.value:f}",
        "currency": line.currency or "",
        "originating": line.originating_hint,
        "line": line.source_line,
    }


# --- sent back by the page --------------------------------------------------------------------


def bill_metadata(
    lines: Sequence[Any], lang: str, markets: MarketReader
) -> dict[str, list[dict[str, Any]]]:
    """The lines as the conversation takes them; raises a RequestError for the first faulty field."""
    if not lines:
        raise RequestError(Code.EMPTY_MESSAGE, "bill")
    if len(lines) > MOST_LINES:
        raise RequestError(Code.BILL_TOO_LONG, "bill")
    return {
        METADATA: [_Line(one, number, lang, markets).read() for number, one in enumerate(lines)]
    }


class _Line:
    """One line; every fault names it and its field."""

    def __init__(self, told: Any, number: int, lang: str, markets: MarketReader) -> None:
        self._where = f"bill[{number}]"
        if not isinstance(told, Mapping):
            raise RequestError(Code.BILL_NOT_READ, self._where)
        self._told = told
        self._number = number
        self._lang = lang
        self._markets = markets

    def read(self) -> dict[str, Any]:
        """The line in the conversation's own words for its fields."""
        name, code = self._text("name", _LONGEST_NAME), self._code()
        if not name and not code:
            raise self._fault("name")
        found = {
            "description": name,
            "hs": code,
            "country": self._country(),
            "value": self._value(),
            "currency": self._currency(),
            "originating": self._originating(),
            "line": self._number + 1,
        }
        return {key: value for key, value in found.items() if value not in (None, "")}

    def _fault(self, field: str) -> RequestError:
        return RequestError(Code.BILL_NOT_READ, f"{self._where}.{field}")

    def _text(self, field: str, longest: int = _LONGEST_FIELD) -> str:
        value = self._told.get(field)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest:
            raise self._fault(field)
        return visible(value)

    def _code(self) -> str:
        digits = re.sub(r"[ .]", "", self._text("code"))
        if digits and not (digits.isascii() and _CODE.fullmatch(digits)):
            raise self._fault("code")
        return digits

    def _value(self) -> str:
        text = self._text("value")
        if not text:
            return ""
        try:
            # Exactly the form the page sends: figures with a point, no exponent.
            amount = Decimal(text) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,6})?", text) else None
        except InvalidOperation:
            amount = None
        if amount is None:
            raise self._fault("value")
        return f"{amount:f}"

    def _currency(self) -> str:
        text = self._text("currency")
        if text and not (text.isascii() and _CURRENCY.fullmatch(text)):
            raise self._fault("currency")
        return text.upper()

    def _country(self) -> str:
        text = self._text("country")
        if not text:
            return ""
        if text.lower() in _UNION_WORDS:
            return _UNION
        if text.upper() in self._markets.data.markets:
            return text.upper()
        found = {one.iso2 for one in self._markets.find(text, self._lang) if one.certain}
        if len(found) != 1 or None in found:
            raise self._fault("country")
        return str(found.pop())

    def _originating(self) -> bool | None:
        value = self._told.get("originating")
        if value is not None and not isinstance(value, bool):
            raise self._fault("originating")
        return value


# --- kept as CSV ------------------------------------------------------------------------------


def as_csv(state: CaseState) -> str:
    """The bill of the case for a spreadsheet; no cell of it is taken for a formula there."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(_columns(state.lang))
    for line in state.materials:
        value = "" if line.value is None else f"{line.value:f}"
        if state.lang == "de":
            value = value.replace(".", ",")
        originating = {True: "1", False: "0", None: ""}[line.originating]
        cells = (line.description, line.hs, line.country, value, state.currency, originating)
        writer.writerow(_harmless(one) for one in cells)
    return "\ufeff" + written.getvalue()


def _columns(lang: str) -> tuple[str, ...]:
    if lang == "de":
        return ("Bezeichnung", "HS-Code", "Ursprungsland", "Wert", "Währung", "Ursprungsware")
    return ("Description", "HS code", "Country of origin", "Value", "Currency", "Originating")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
