"""product_specific_rules.csv -> typed rows. Every row is read; a row that cannot be read is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from bot.agreements.faults import Fault
from bot.agreements.tables import Row, read_table
from bot.agreements.values import joined, read_date
from bot.origin.criteria import Rule
from bot.origin.nomenclature import HsRange, NomenclatureError, code
from bot.origin.product_specific_rules import (
    Confidence,
    Coverage,
    ProductSpecificRule,
    Review,
)
from bot.origin.rule_notation import NotationError, format_rule, parse

COLUMNS = (
    "row",
    "hs_from",
    "hs_to",
    "covers",
    "description_de",
    "description_en",
    "rule",
    "direction",
    "valid_from",
    "valid_to",
    "confidence",
    "reviewed_by",
    "source",
    "remark",
)


Known = TypeVar("Known", Coverage, "Direction", Confidence)


class Direction(Enum):
    """For which direction of trade a row holds; quota rows often hold for imports into the Union only."""

    BOTH = "both"
    IMPORT_INTO_EU = "import_into_eu"
    EXPORT_FROM_EU = "export_from_eu"

    @property
    def is_for_exporters(self) -> bool:
        """Whether an exporter in the Union can use the row."""
        return self is not Direction.IMPORT_INTO_EU


@dataclass(frozen=True)
class RuleRow:
    """A row as recorded: the rule, its direction, and where it stands in the file."""

    rule: ProductSpecificRule
    direction: Direction
    place: Row


def read_rules(path: Path, root: Path) -> tuple[tuple[RuleRow, ...], list[Fault]]:
    """All rows that could be read, and a fault for each that could not."""
    rows: list[RuleRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for place in read_table(path, COLUMNS, root):
        found: list[Fault] = []
        row = _read_row(place, found)
        if place["row"] in seen:
            found.append(
                place.fault("row", f"'{place['row']}' stands already in line {seen[place['row']]}")
            )
        seen[place["row"]] = place.line
        if found or row is None:
            faults.extend(found)
        else:
            rows.append(row)
    return tuple(rows), faults


def _read_row(place: Row, faults: list[Fault]) -> RuleRow | None:
    codes = _codes(place, faults)
    coverage = _choice(place, "covers", {one.value: one for one in Coverage}, faults)
    direction = _choice(place, "direction", {one.value: one for one in Direction}, faults)
    confidence = _choice(place, "confidence", {one.value: one for one in Confidence}, faults)
    valid_from = _day(place, "valid_from", faults)
    valid_to = _day(place, "valid_to", faults)
    if valid_from and valid_to and valid_to < valid_from:
        faults.append(place.fault("valid_to", f"{valid_to} is before valid_from {valid_from}"))
    description = {"de": place["description_de"], "en": place["description_en"]}
    if coverage is Coverage.DESCRIBED and not all(description.values()):
        faults.append(
            place.fault("description_de", "a described row needs a description in de and en")
        )
    if not place["source"]:
        faults.append(place.fault("source", "expected where the row comes from"))
    reviewed_by = _reviews(place, faults)
    rule = _rule(place, faults)
    if codes is None or coverage is None or direction is None or confidence is None or rule is None:
        return None
    return RuleRow(
        ProductSpecificRule(
            place["row"],
            codes,
            rule,
            place["rule"],
            coverage,
            {language: text for language, text in description.items() if text},
            valid_from,
            valid_to,
            place["source"],
            confidence,
            reviewed_by,
            place["remark"],
        ),
        direction,
        place,
    )


def _rule(place: Row, faults: list[Fault]) -> Rule | None:
    try:
        rule = parse(place["rule"])
    except NotationError as error:
        faults.append(place.fault("rule", str(error), offset=error.column - 1))
        return None
    canonical = _canonical(place["rule"])
    if canonical != place["rule"]:
        faults.append(place.fault("rule", f"not in canonical form: expected '{canonical}'"))
        return None
    return rule


@lru_cache(maxsize=8192)
def _canonical(text: str) -> str:
    """The canonical form; the same text stands in hundreds of rows."""
    return format_rule(parse(text))


def _reviews(place: Row, faults: list[Fault]) -> tuple[Review, ...]:
    try:
        return _reviews_of(place["reviewed_by"])
    except ValueError as error:
        faults.append(place.fault("reviewed_by", str(error)))
        return ()


@lru_cache(maxsize=64)
def _reviews_of(text: str) -> tuple[Review, ...]:
    """The marks of a row, each once and in the order of the readings; raises ValueError."""
    if not text:
        return ()
    known = {one.value: one for one in Review}
    names = text.split("|")
    for name in names:
        if name not in known:
            raise ValueError(f"'{name}': expected one of {joined(known)}")
    found = tuple(known[name] for name in names)
    if found != tuple(one for one in Review if one in found):
        raise ValueError(f"'{text}': expected each once, in the order {joined(known)}")
    return found


def _codes(place: Row, faults: list[Fault]) -> HsRange | None:
    try:
        return HsRange(code(place["hs_from"]), code(place["hs_to"]))
    except NomenclatureError as error:
        faults.append(place.fault("hs_from", str(error)))
        return None


def _choice(
    place: Row, column: str, known: Mapping[str, Known], faults: list[Fault]
) -> Known | None:
    found = known.get(place[column])
    if found is None:
        faults.append(place.fault(column, f"'{place[column]}': expected one of {joined(known)}"))
    return found


def _day(place: Row, column: str, faults: list[Fault]) -> date | None:
    try:
        return read_date(place[column] or None)
    except ValueError as error:
        faults.append(place.fault(column, str(error)))
        return None


def for_exporters(rows: Iterable[RuleRow]) -> tuple[ProductSpecificRule, ...]:
    """The rules an exporter in the Union can use."""
    return tuple(row.rule for row in rows if row.direction.is_for_exporters)
