"""Reading the small tables of duties: which line files there are, duty rules, staging categories."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TypeVar

from bot.agreements.faults import DataError, Fault
from bot.agreements.tables import Row, read_table
from bot.agreements.values import joined, read_date, read_market, split_list
from bot.origin.nomenclature import EDITIONS
from bot.tariff.duties import Confidence, Provenance, Side, Wording
from bot.tariff.duty_rules import DutyRule
from bot.tariff.schedule import StagingCategory

FILE_COLUMNS = (
    "market",
    "agreement",
    "side",
    "file",
    "hs_edition",
    "year",
    "valid_from",
    "valid_to",
    "source",
    "licence",
    "confidence",
    "label_de",
    "label_en",
    "gaps",
    "subdivided",
)
RULE_COLUMNS = (
    "market",
    "agreement",
    "side",
    "hs_from",
    "hs_to",
    "percent",
    "text_de",
    "text_en",
    "valid_from",
    "valid_to",
    "confidence",
    "source",
)
STAGING_COLUMNS = ("category", "cuts", "first_cut", "yearly_cut", "confidence", "source")

_PARTIAL = "partial"  # in the column "gaps"
_PERCENT = re.compile(r"\d{1,4}(\.\d+)?")
_RANGE = re.compile(r"(?P<first>\d{2}|\d{4}|\d{6})(-(?P<last>\d{2}|\d{4}|\d{6}))?")
_HS = re.compile(r"\d{2}|\d{4}|\d{6}")
_YEARLY = re.compile(r"(?P<month>\d{2})-(?P<day>\d{2})")

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=Enum)


@dataclass(frozen=True)
class TariffFile:
    """One line file as it is used for one market and side.

    Attributes:
        agreement: the agreement of a preference; empty for the normal duty.
        gaps: ranges of codes (first, last) that the file is known to have no lines for.
        partial: whether the file has many gaps, which are not listed.
        subdivided: whether a line may have finer lines below it with rates of their own.
    """

    market: str
    agreement: str
    side: Side
    path: Path
    hs_edition: str
    year: int
    valid_from: date
    valid_to: date | None
    source: str
    licence: str
    confidence: Confidence
    label: Wording
    gaps: tuple[tuple[str, str], ...]
    partial: bool
    subdivided: bool
    row: Row

    def is_valid_on(self, day: date) -> bool:
        """Whether the figures are those of the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def provenance(self, day: date) -> Provenance:
        """Where the figures come from, as shown with an answer for the day."""
        return Provenance(
            side=self.side,
            year=self.year,
            source=self.source,
            confidence=self.confidence,
            label=self.label,
            hs_edition=self.hs_edition,
            valid=self.is_valid_on(day),
        )

    def has_gap_at(self, code: str) -> bool:
        """Whether the file is known to have no line for the code."""
        return any(first <= code[: len(first)] <= last for first, last in self.gaps)


@dataclass(frozen=True)
class RuleRow:
    """A duty rule and where it stands."""

    rule: DutyRule
    row: Row


def read_tariff_files(path: Path, folder: Path, root: Path) -> tuple[TariffFile, ...]:
    """All line files named by `mfn/tariffs.csv`; raises DataError with every fault."""
    return _read_all(path, FILE_COLUMNS, root, lambda row: _tariff_file(row, folder))


def read_duty_rules(path: Path, root: Path) -> tuple[RuleRow, ...]:
    """All rules of `mfn/duty_rules.csv`; raises DataError with every fault."""
    return _read_all(path, RULE_COLUMNS, root, lambda row: RuleRow(_duty_rule(row), row))


def read_staging(path: Path, root: Path) -> tuple[StagingCategory, ...]:
    """The categories of a tariff schedule; raises DataError with every fault."""
    return _read_all(path, STAGING_COLUMNS, root, _staging_category)


def _read_all(
    path: Path, columns: tuple[str, ...], root: Path, read: Callable[[Row], Value]
) -> tuple[Value, ...]:
    faults: list[Fault] = []
    values: list[Value] = []
    for row in read_table(path, columns, root):
        _read_one(row, read, values, faults)
    if faults:
        raise DataError(faults)
    return tuple(values)


def _read_one(
    row: Row, read: Callable[[Row], Value], values: list[Value], faults: list[Fault]
) -> None:
    try:
        values.append(read(row))
    except DataError as error:
        faults.extend(error.faults)


def _tariff_file(row: Row, folder: Path) -> TariffFile:
    side = _choice(row, "side", Side)
    path = folder / row["file"]
    if not row["file"] or not path.is_file():
        raise DataError([row.fault("file", f"'{row['file']}' does not exist")])
    valid_from = _cell(row, "valid_from", read_date)
    if valid_from is None:
        raise DataError([row.fault("valid_from", "expected a date such as 2026-01-01")])
    partial = row["gaps"] == _PARTIAL
    return TariffFile(
        market=_cell(row, "market", read_market),
        agreement=_agreement(row, side),
        side=side,
        path=path,
        hs_edition=_one_of(row, "hs_edition", EDITIONS),
        year=int(_matching(row, "year", re.compile(r"20\d\d"), "a year such as 2026")),
        valid_from=valid_from,
        valid_to=_cell(row, "valid_to", read_date),
        source=_filled(row, "source"),
        licence=_filled(row, "licence"),
        confidence=_choice(row, "confidence", Confidence),
        label=_wording(row, "label"),
        gaps=() if partial else tuple(_gap(row, text) for text in split_list(row["gaps"])),
        partial=partial,
        subdivided=_one_of(row, "subdivided", ("yes", "no")) == "yes",
        row=row,
    )


def _duty_rule(row: Row) -> DutyRule:
    side = _choice(row, "side", Side)
    first = _matching(row, "hs_from", _HS, "2, 4 or 6 digits")
    last = _matching(row, "hs_to", _HS, "2, 4 or 6 digits")
    if len(first) != len(last) or first > last:
        raise DataError([row.fault("hs_to", f"'{last}': expected {len(first)} digits, not below")])
    percent = row["percent"]
    if percent and not _PERCENT.fullmatch(percent):
        raise DataError([row.fault("percent", f"'{percent}': expected a percentage such as 4.5")])
    return DutyRule(
        markets=frozenset(_markets(row)),
        agreements=frozenset(split_list(_agreement(row, side))),
        side=side,
        first=first,
        last=last,
        percent=Decimal(percent) if percent else None,
        text=_wording(row, "text"),
        valid_from=_cell(row, "valid_from", read_date),
        valid_to=_cell(row, "valid_to", read_date),
        confidence=_choice(row, "confidence", Confidence),
        source=_filled(row, "source"),
    )


def _staging_category(row: Row) -> StagingCategory:
    cuts = row["cuts"]
    if cuts and not re.fullmatch(r"[1-9]\d?", cuts):
        raise DataError([row.fault("cuts", f"'{cuts}': expected a number of cuts or nothing")])
    first = _cell(row, "first_cut", read_date)
    if first is None:
        raise DataError([row.fault("first_cut", "expected a date such as 2026-05-01")])
    yearly = _YEARLY.fullmatch(row["yearly_cut"])
    if yearly is None:
        raise DataError([row.fault("yearly_cut", "expected month and day such as 01-01")])
    _choice(row, "confidence", Confidence)
    _filled(row, "source")
    return StagingCategory(
        name=_filled(row, "category"),
        cuts=int(cuts) if cuts else None,
        first_cut=first,
        month=int(yearly["month"]),
        day=int(yearly["day"]),
    )


def _agreement(row: Row, side: Side) -> str:
    """A preference names its agreement, a normal duty has none."""
    agreement = row["agreement"]
    if bool(agreement) is not (side is Side.PREFERENTIAL):
        wanted = "an agreement" if side is Side.PREFERENTIAL else "nothing for the side mfn"
        raise DataError([row.fault("agreement", f"'{agreement}': expected {wanted}")])
    return agreement


def _markets(row: Row) -> list[str]:
    try:
        markets = [read_market(one) for one in split_list(row["market"])]
    except ValueError as error:
        raise DataError([row.fault("market", str(error))]) from error
    if not markets:
        raise DataError([row.fault("market", "expected at least one ISO 3166 code")])
    return markets


def _gap(row: Row, text: str) -> tuple[str, str]:
    match = _RANGE.fullmatch(text)
    if match is None or (match["last"] and len(match["first"]) != len(match["last"])):
        raise DataError([row.fault("gaps", f"'{text}': expected a code or range such as 28-38")])
    return match["first"], match["last"] or match["first"]


def _cell(row: Row, column: str, read: Callable[[str], Value]) -> Value:
    try:
        return read(row[column])
    except ValueError as error:
        raise DataError([row.fault(column, str(error))]) from error


def _choice(row: Row, column: str, choices: type[Choice]) -> Choice:
    _one_of(row, column, tuple(choice.value for choice in choices))
    return choices(row[column])


def _one_of(row: Row, column: str, values: tuple[str, ...]) -> str:
    if row[column] not in values:
        message = f"'{row[column]}': expected one of {joined(values)}"
        raise DataError([row.fault(column, message)])
    return row[column]


def _matching(row: Row, column: str, pattern: re.Pattern[str], wanted: str) -> str:
    if not pattern.fullmatch(row[column]):
        raise DataError([row.fault(column, f"'{row[column]}': expected {wanted}")])
    return row[column]


def _filled(row: Row, column: str) -> str:
    if not row[column].strip():
        raise DataError([row.fault(column, "must not be empty")])
    return row[column]


def _wording(row: Row, prefix: str) -> Wording:
    return Wording(_filled(row, f"{prefix}_de"), _filled(row, f"{prefix}_en"))
