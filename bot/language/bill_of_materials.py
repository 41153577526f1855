"""Reads a bill of materials as typed, pasted or uploaded: one LineRead per material.

Lines of text ("Motor aus China 210 €"), one sentence with several materials, pasted tables,
CSV text and XLSX files. Nothing is dropped: what was not understood is in `unread`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.language.bill_columns import Column, Heading, read_heading
from bot.language.evidence_words import find_evidence
from bot.language.hs_codes import find_hs_codes
from bot.language.line_facts import LineFacts, LineRead, kilograms, one_country
from bot.language.markets import MarketReader
from bot.language.money import currency_code
from bot.language.numbers import read_numbers
from bot.language.price_words import selling_price_told
from bot.language.table_text import (
    TableRow,
    check_size,
    read_xlsx,
    split_delimited,
    split_table,
)
from bot.language.words import fold, word_set, words_of
from bot.language.yes_no import read_yes_no

_TOTALS = word_set("summe gesamt gesamtsumme total sum subtotal zwischensumme insgesamt")
_BULLET = re.compile(r"^\s*(?:[-*•·–]\s+|\d{1,3}[.)]\s+)")
_NUMBERED = re.compile(r"(?:^|(?<=\s))(\d{1,3})[.)]\s+(?=[^\W\d])")
_PART = re.compile(r"(?:,(?!\d)|;)\s*|\s+(?:und|and|plus|sowie)\s+(?=[A-ZÄÖÜa-zäöü])", re.I)


class BillReader:
    """Reads bills of materials; raises TableError (line, column) where a limit is passed."""

    def __init__(
        self, markets: MarketReader, is_heading: Callable[[str], bool] | None = None
    ) -> None:
        """Take the market names and, if at hand, the test whether a four-digit heading exists."""
        self._markets = markets
        self._is_heading = is_heading or _any_heading

    def read_text(self, text: str, lang: str | None = None) -> tuple[LineRead, ...]:
        """Read what was typed or pasted: a table if it looks like one, otherwise lines."""
        check_size(text)
        rows = split_table(text)
        if rows is not None and not self._is_list(rows, lang):
            return self.read_rows(rows, lang)
        commas = split_delimited(text, ",") if "," in text else ()
        if len(commas) > 1 and read_heading(commas[0]) is not None:
            return self.read_rows(commas, lang)
        return self._read_lines(text, lang)

    def read_xlsx(self, content: bytes, lang: str | None = None) -> tuple[LineRead, ...]:
        """Read the first sheet of an XLSX file."""
        return self.read_rows(read_xlsx(content), lang)

    def read_rows(
        self, rows: tuple[TableRow, ...], lang: str | None = None
    ) -> tuple[LineRead, ...]:
        """Read the rows of a table; a heading is looked for among the first five."""
        for index, row in enumerate(rows[:5]):
            heading = read_heading(row)
            if heading is not None:
                before = [_unread_row(earlier) for earlier in rows[:index]]
                after = [self._headed_row(later, heading, lang) for later in rows[index + 1 :]]
                return (*before, *after)
        return tuple(self._bare_row(row, lang) for row in rows)

    def _is_list(self, rows: tuple[TableRow, ...], lang: str | None) -> bool:
        """Is "motor from China 210; housing 180" one line of materials, not of cells?"""
        if len(rows) != 1:
            return False
        lines = [self._read_part(cell, rows[0].line, lang) for cell in rows[0].cells]
        return sum(bool(line.description) and line.states_something for line in lines) > 1

    def _read_lines(self, text: str, lang: str | None) -> tuple[LineRead, ...]:
        lines: list[LineRead] = []
        for number, line in enumerate(text.splitlines(), start=1):
            for item in _items(line):
                lines.extend(self._read_sentence(_BULLET.sub("", item), number, lang))
        return tuple(lines)

    def _read_sentence(self, text: str, number: int, lang: str | None) -> list[LineRead]:
        """Read the materials of one line; a part without a name belongs to the one before."""
        lines: list[LineRead] = []
        for part in self._parts(text, lang):
            line = self._read_part(part, number, lang)
            priced = not lines or lines[-1].value is not None
            selling = selling_price_told(part, after_a_value=priced)
            if selling and line.value is not None:
                lines.append(replace(line, description=selling, unread=()))
            elif lines and not _is_total(part) and _belongs_to(line, lines[-1]):
                lines[-1] = _merged(lines[-1], line)
            else:
                lines.append(line)
        return [_with_bare_code(line) for line in lines]

    def _parts(self, text: str, lang: str | None) -> list[str]:
        """Split at commas and semicolons, at "and" only between two priced materials."""
        parts: list[str] = []
        rest = text
        for match in reversed(list(_PART.finditer(text))):
            left, right = text[: match.start()], rest[match.end() :]
            is_word = match.group().strip(" ").isalpha()
            if is_word and not (read_numbers(left, lang) and read_numbers(right, lang)):
                continue
            parts.insert(0, right)
            rest = left
        return [part for part in (rest, *parts) if part.strip()]

    def _read_part(self, text: str, number: int, lang: str | None) -> LineRead:
        """Read one material from free text; the name is what is left over."""
        if _is_total(text):
            return LineRead(None, number, unread=(text.strip(),))
        facts = LineFacts(text, lang, self._markets, self._is_heading)
        description, unread = facts.rest()
        return replace(facts.line(number), description=description, unread=unread)

    def _bare_row(self, row: TableRow, lang: str | None) -> LineRead:
        """Read a row without heading: every cell by what it looks like."""
        line = LineRead(None, row.line)
        for cell in row.cells:
            if cell:
                line = _merged(line, self._read_part(cell, row.line, lang), separate=True)
        if line.description is None or any(map(_is_total, row.cells)):
            return _unread_row(row)
        return _with_bare_code(line)

    def _headed_row(self, row: TableRow, heading: Heading, lang: str | None) -> LineRead:
        cells = dict.fromkeys(heading.columns, "")
        unread: list[str] = []
        for index, cell in enumerate(row.cells):
            column = heading.columns[index] if index < len(heading.columns) else None
            if column is not None:
                cells[column] = cell
            elif cell:
                title = heading.titles[index] if index < len(heading.titles) else ""
                unread.append(f"{title}: {cell}" if title else cell)
        named = {column: cell for column, cell in cells.items() if column is not None and cell}
        if any(map(_is_total, row.cells)):
            return _unread_row(row)
        line = LineRead(named.get("description"), row.line, unread=tuple(unread))
        for column, cell in named.items():
            line = self._with_cell(line, column, cell, lang)
        return _priced(line, named, heading, lang)

    def _with_cell(self, line: LineRead, column: Column, cell: str, lang: str | None) -> LineRead:
        """Return the line with what a headed cell says; a cell not understood is unread."""
        if column in ("position", "description", "unit_price"):
            return line
        if column == "hs":
            codes = find_hs_codes(cell)
            return replace(line, hs=codes[0].digits) if len(codes) == 1 else _not_read(line, cell)
        if column == "country":
            # Alone in its column a code is no word ("DE", "IT", "NO").
            country = self._markets.of_code(cell) or one_country(self._markets.find(cell, lang))
            return replace(line, country=country) if country else _not_read(line, cell)
        if column == "currency":
            currency = currency_code(cell)
            return replace(line, currency=currency) if currency else _not_read(line, cell)
        if column == "originating":
            return _with_status(line, cell)
        if column == "evidence":
            return _with_evidence(line, cell)
        return _with_number(line, column, cell, lang)


def _items(line: str) -> list[str]:
    """Split "1. Motor 210 2. Gehäuse 80" where the numbers count up from one."""
    if not line.strip():
        return []
    starts: list[int] = []
    for match in _NUMBERED.finditer(line):
        if int(match[1]) == len(starts) + 1:
            starts.append(match.start())
    if len(starts) < 2 or line[: starts[0]].strip():
        return [line]
    return [line[start:end] for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def _belongs_to(line: LineRead, previous: LineRead) -> bool:
    """Is this part a fact without a name, or a small-letter qualifier of a German name?"""
    if line.description is None:
        return True
    first = line.description[:1]
    is_small = first.islower() and (previous.description or "")[:1].isupper()
    qualifier = is_small or first.isdigit()
    return qualifier and not line.states_something and not previous.states_something


def _any_heading(heading: str) -> bool:
    """Without a nomenclature every four figures may be a heading."""
    return len(heading) == 4


def _is_total(text: str) -> bool:
    """Is this a sum ("Summe 500 €") and no material?"""
    words = words_of(text)
    return (
        bool(words)
        and words[0].folded in _TOTALS
        and not any(word.text.isalpha() and currency_code(word.text) is None for word in words[1:])
    )


def _with_bare_code(line: LineRead) -> LineRead:
    """Take four bare figures for the code where the line has a value but no code yet."""
    codes = [piece for piece in line.unread if re.fullmatch(r"\d{4}", piece.strip())]
    if line.hs is not None or line.value is None or len(codes) != 1:
        return line
    unread = tuple(piece for piece in line.unread if piece != codes[0])
    return replace(line, hs=codes[0].strip(), unread=unread)


def _merged(line: LineRead, more: LineRead, separate: bool = False) -> LineRead:
    """Add the facts of `more`; what both state is kept from the first, the second is unread.

    With `separate` a second name is unread too, otherwise it lengthens the first.
    """
    unread = [*line.unread, *more.unread]
    facts: dict[str, object] = {}
    for name in ("hs", "value", "country", "quantity", "weight_kg", "percent"):
        mine, others = getattr(line, name), getattr(more, name)
        facts[name] = others if mine is None else mine
        if mine is not None and others is not None and mine != others:
            unread.append(str(others))
    description = line.description or more.description
    if line.description and more.description:
        if separate:
            unread.append(more.description)
        else:
            description = f"{line.description}, {more.description}"
    first_value = line.value is not None
    hint = line.originating_hint
    return LineRead(
        description=description,
        source_line=line.source_line,
        currency=line.currency if first_value else more.currency,
        ambiguous_value=line.ambiguous_value if first_value else more.ambiguous_value,
        originating_hint=more.originating_hint if hint is None else hint,
        evidence_hint=line.evidence_hint or more.evidence_hint,
        unread=tuple(unread),
        **facts,  # type: ignore[arg-type]
    )


def _unread_row(row: TableRow) -> LineRead:
    return LineRead(None, row.line, unread=tuple(cell for cell in row.cells if cell))


def _not_read(line: LineRead, cell: str) -> LineRead:
    return replace(line, unread=(*line.unread, cell))


def _with_status(line: LineRead, cell: str) -> LineRead:
    answer = read_yes_no(cell).answer
    if answer in ("yes", "no"):
        return replace(line, originating_hint=answer == "yes")
    found = find_evidence(cell)
    if found.originating is not None:
        return replace(line, originating_hint=found.originating)
    return _not_read(line, cell)


def _with_evidence(line: LineRead, cell: str) -> LineRead:
    """Read an evidence cell; a bare yes under "Lieferantenerklärung" is such a declaration."""
    answer = read_yes_no(cell).answer
    if answer == "no" or cell.strip() in ("-", "–"):
        return replace(line, evidence_hint="none")
    if answer == "yes" or fold(cell) == "x":
        return replace(line, evidence_hint="suppliers_declaration")
    found = find_evidence(cell)
    if found.evidence is not None:
        return replace(line, evidence_hint=found.evidence)
    return _not_read(line, cell)


def _with_number(line: LineRead, column: Column, cell: str, lang: str | None) -> LineRead:
    numbers = read_numbers(cell, lang)
    if len(numbers) != 1 or not numbers[0].plausible:
        return _not_read(line, cell)
    number = numbers[0]
    if column == "quantity":
        return replace(line, quantity=number.value)
    if column == "weight":
        return replace(line, weight_kg=kilograms(number))
    currency = line.currency or number.currency
    return replace(line, value=number.value, currency=currency, ambiguous_value=number.other)


def _priced(
    line: LineRead, named: dict[Column, str], heading: Heading, lang: str | None
) -> LineRead:
    """Work out the value of the line from a unit price, and give it the heading's currency."""
    if line.value is None and "unit_price" in named:
        prices = read_numbers(named["unit_price"], lang)
        if len(prices) != 1 or line.quantity is None:
            return _not_read(line, named["unit_price"])
        currency = line.currency or prices[0].currency
        line = replace(line, value=prices[0].value * line.quantity, currency=currency)
    elif "unit_price" in named:
        line = _not_read(line, named["unit_price"])
    if line.value is not None and line.currency is None:
        line = replace(line, currency=heading.currency)
    return line
