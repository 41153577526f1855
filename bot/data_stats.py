"""How far the law is recorded: rows per list, how they are held and how sure, gaps, depth by market.

`python -m bot data stats` prints it. Everything is counted from the files as they are on a day; nothing is
written down that could grow old.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from bot.agreements.catalogue import Agreement, Market, Protocol
from bot.agreements.tariff_files import TariffBook
from bot.agreements.vocabulary import words_of
from bot.origin.nomenclature import Nomenclature, code
from bot.origin.product_specific_rules import Confidence, Review
from bot.tariff.duties import Side
from bot.wiring import Services


class Depth(Enum):
    """How deep the answer for a market can go, deepest first."""

    RULES_AND_LINES = "rules_and_lines"
    RULES_AND_DUTY_RULES = "rules_and_duty_rules"
    RULES = "rules"
    FREE_CIRCULATION = "free_circulation"
    PROVISIONS = "provisions"
    STATUS = "status"
    NOT_APPLIED = "not_applied"
    NO_AGREEMENT = "no_agreement"


DEPTH_WORDS: Mapping[Depth, str] = {
    Depth.RULES_AND_LINES: "list of rules, preferential duty by national line",
    Depth.RULES_AND_DUTY_RULES: "list of rules, preferential duty by rule for part of the goods",
    Depth.RULES: "list of rules, preferential duty not recorded",
    Depth.FREE_CIRCULATION: "customs union, no origin needed",
    Depth.PROVISIONS: "provisions and proof, no list of rules",
    Depth.STATUS: "status only",
    Depth.NOT_APPLIED: "agreement not applied on the day",
    Depth.NO_AGREEMENT: "no agreement",
}


def law_stats(services: Services, day: date) -> dict[str, Any]:
    """The counts as JSON: `day`, `lists` by id, `all_lists`, `markets_by_depth`.

    A list has `rows`, `in_notation` (rows without a judgement only a person can make), `by_confidence`,
    `reviewed` (rows by how they were checked after the first draft) and `without_rule` (codes of HS 2022
    without a row on the day).

    Raises:
        DataError: a file is faulty.
    """
    protocols = [one for one in services.catalogue.protocols.values() if one.rules is not None]
    lists = {one.id: _of_list(one, services.nomenclature, day) for one in protocols}
    return {
        "day": day.isoformat(),
        "lists": lists,
        "all_lists": _sum(lists.values()),
        "markets_by_depth": _by_depth(services, day),
    }


def _of_list(protocol: Protocol, nomenclature: Nomenclature, day: date) -> dict[str, Any]:
    assert protocol.rules is not None
    confidence = Counter(row.rule.confidence for row in protocol.rows)
    reviewed = Counter(review for row in protocol.rows for review in row.rule.reviewed_by)
    without = [
        digits
        for digits in sorted(nomenclature.subheadings)
        if not protocol.rules.candidates(code(digits), day)
    ]
    return {
        "rows": len(protocol.rows),
        "in_notation": sum(not words_of(row.rule.rule).judgements for row in protocol.rows),
        "by_confidence": {one.value: confidence[one] for one in Confidence},
        "reviewed": {one.value: reviewed[one] for one in Review},
        "without_rule": without,
    }


def _sum(lists: Any) -> dict[str, Any]:
    """All lists together; `without_rule` counts codes, one for each list that lacks it."""
    total: Counter[str] = Counter()
    confidence: Counter[str] = Counter()
    reviewed: Counter[str] = Counter()
    for one in lists:
        total.update(rows=one["rows"], in_notation=one["in_notation"])
        total.update(without_rule=len(one["without_rule"]))
        confidence.update(one["by_confidence"])
        reviewed.update(one["reviewed"])
    return {
        "rows": total["rows"],
        "in_notation": total["in_notation"],
        "by_confidence": dict(confidence),
        "reviewed": dict(reviewed),
        "without_rule": total["without_rule"],
    }


# --- markets ----------------------------------------------------------------------------------------


def _by_depth(services: Services, day: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {one.value: [] for one in Depth}
    for market in services.catalogue.markets.values():
        found[_depth(market, services, day).value].append(market.iso2)
    return {depth: sorted(markets) for depth, markets in found.items()}


def _depth(market: Market, services: Services, day: date) -> Depth:
    """The deepest answer any agreement of the market allows on the day."""
    agreements = services.catalogue.agreements_of(market.iso2)
    if not agreements:
        return Depth.NO_AGREEMENT
    applied = [one for one in agreements if one.is_applied_on(market.iso2, day)]
    depths = [_depth_of_agreement(one, market.iso2, services, day) for one in applied]
    return min(depths, key=list(Depth).index, default=Depth.NOT_APPLIED)


def _depth_of_agreement(agreement: Agreement, market: str, services: Services, day: date) -> Depth:
    if agreement.asks_for_free_circulation:
        return Depth.FREE_CIRCULATION
    protocol = services.catalogue.protocol_of(agreement, day)
    if protocol is None:
        return Depth.STATUS
    if protocol.rules is None:
        return Depth.PROVISIONS
    return _depth_of_duty(agreement.id, market, services.tariffs.book)


def _depth_of_duty(agreement: str, market: str, book: TariffBook) -> Depth:
    if any(
        file.side is Side.PREFERENTIAL and (file.market, file.agreement) == (market, agreement)
        for file in book.files
    ):
        return Depth.RULES_AND_LINES
    rules = (one.rule for one in book.rule_rows if one.rule.side is Side.PREFERENTIAL)
    if any(market in one.markets and agreement in one.agreements for one in rules):
        return Depth.RULES_AND_DUTY_RULES
    return Depth.RULES


# --- the table ---------------------------------------------------------------------------------------


def stats_table(stats: Mapping[str, Any]) -> Iterator[str]:
    """The counts as lines of text."""
    yield (
        f"{'list':22}  rows  notation      A      B      C"
        "  read twice  settled  sampled  codes without a rule"
    )
    for name, one in stats["lists"].items():
        yield _line(name, one, len(one["without_rule"]))
    yield _line("all lists", stats["all_lists"], stats["all_lists"]["without_rule"])
    yield ""
    yield f"{'markets':>7}  depth of answer on {stats['day']}"
    for depth in Depth:
        yield f"{len(stats['markets_by_depth'][depth.value]):7}  {DEPTH_WORDS[depth]}"


def _line(name: str, one: Mapping[str, Any], without: int) -> str:
    rows = one["rows"]
    reviewed = one["reviewed"]
    shares = "  ".join(_share(count, rows) for count in one["by_confidence"].values())
    return (
        f"{name:22} {rows:5}  {_share(one['in_notation'], rows):>8}  {shares}"
        f"  {_share(reviewed[Review.SECOND_READING.value], rows):>10}"
        f"  {reviewed[Review.SETTLED.value]:7}  {reviewed[Review.SAMPLE.value]:7}  {without:20}"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:4.0f} %" if whole else "     -"
