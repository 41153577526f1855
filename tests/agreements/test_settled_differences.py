"""Differences between two independent readings of the rules, each held as it was settled."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.agreements.catalogue import Catalogue
from bot.origin.nomenclature import HsRange
from bot.origin.product_specific_rules import ProductSpecificRule
from bot.origin.rule_notation import format_rule, parse

SETTLED = Path(__file__).parents[2] / "data" / "agreements" / "settled_differences.csv"
COLUMNS = ["row", "before", "after", "reason"]
FIRST_READING = 113
SECOND_READING = 87
THIRD_READING = 6


class Settled(NamedTuple):
    """A row whose rule the second reader corrected; `before` is empty for a row that was added."""

    row: str
    before: str
    after: str
    reason: str


def _settled() -> list[Settled]:
    with SETTLED.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        assert next(lines) == COLUMNS
        return [Settled(*line) for line in lines]


@pytest.fixture(scope="module")
def rules(catalogue: Catalogue) -> dict[str, ProductSpecificRule]:
    """Every product-specific rule of every list by its row."""
    return {
        row.rule.row: row.rule for protocol in catalogue.protocols.values() for row in protocol.rows
    }


def test_no_settled_difference_is_lost() -> None:
    assert len(_settled()) == FIRST_READING + SECOND_READING + THIRD_READING
    assert len({one.row for one in _settled()}) == len(_settled())


@pytest.mark.parametrize("one", _settled(), ids=lambda one: one.row)
def test_the_row_carries_the_settled_rule(
    one: Settled, rules: dict[str, ProductSpecificRule]
) -> None:
    assert rules[one.row].notation == one.after


@pytest.mark.parametrize("one", _settled(), ids=lambda one: one.row)
def test_the_settlement_changed_something_and_says_why(one: Settled) -> None:
    assert one.before != one.after
    assert format_rule(parse(one.after)) == one.after
    assert one.reason.endswith(".")


def test_headings_of_an_older_edition_are_held_for_the_codes_they_had(
    rules: dict[str, ProductSpecificRule],
) -> None:
    """Recorders (8520), residual products (3825) and leather (4112) left the printed headings."""
    held = {
        "EU-CARIFORUM-0178-2": "3825",
        "EU-CARIFORUM-0201-2": "4112-4113",
        "EU-CARIFORUM-0443": "8519-8520",
        "EU-GH-0185-2": "3825",
    }
    assert {row: _codes(rules[row].codes) for row in held} == held


def _codes(held: HsRange) -> str:
    first, last = held.first.digits, held.last.digits
    return first if first == last else f"{first}-{last}"
