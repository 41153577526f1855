"""The page and the CSV of `make insight`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bot.retraining import charts
from bot.retraining.insight import SMALLEST_GROUP, Insight, Table, total_or_none
from bot.retraining.pages import Section, page

if TYPE_CHECKING:
    from bot.wiring import Services

UTILISATION = 0.77
"""Share of companies that use the Union's agreements, as the state's foreign-trade strategy tells it."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("table", "name", "conversations", "euros_at_least")
_NOTES = {
    "branches": "By the chapter of the code that the conversation came to.",
    "future": "Codes of the fields that the state's strategy looks to; a product may be in a branch as well.",
    "reasons": "The criterion of the rule that failed, found by asking the advisor again.",
    "open": "Only conversations that did not come to a verdict.",
}


def write_insight(insight: Insight, folder: Path, services: Services) -> tuple[Path, Path]:
    """Write insight.html and insight.csv; returns both files."""
    folder.mkdir(parents=True, exist_ok=True)
    html, table = folder / "insight.html", folder / "insight.csv"
    html.write_text(insight_page(insight, services), encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_cells(row) for row in csv_rows(insight))
    return html, table


def csv_rows(insight: Insight) -> Iterator[tuple[str, str, int, str]]:
    """Every figure of the page; small groups are in neither."""
    for name, count in insight.totals.items():
        if total_or_none(count) is not None:
            yield "totals", name, count, ""
    for table in insight.tables:
        for name, count in table.counts.items():
            yield table.name, name, count, ""
    for name, count, amount in insight.savings:
        yield "savings", name, count, f"{amount:f}"
    for text, count in insight.unanswered:
        yield "unanswered", text, count, ""


def _cells(row: tuple[str, str, int, str]) -> tuple[str, ...]:
    """Texts that a spreadsheet would take for a formula are told to be texts."""
    return tuple(f"'{one}" if str(one).startswith(_FORMULA) else str(one) for one in row)


def insight_page(insight: Insight, services: Services) -> str:
    """The page as text."""
    figures = {name: _shown(count) for name, count in insight.totals.items()}
    sections = [
        _utilisation(),
        *(_counts(table) for table in insight.tables if table.counts),
        _savings(insight, services),
        _unanswered(insight),
    ]
    subtitle = (
        f"Conversations begun from {insight.since} to {insight.until}. No personal data; groups of fewer "
        f"than {SMALLEST_GROUP} conversations are put together or left out."
    )
    return page("What exporters ask", subtitle, figures, sections)


def _shown(count: int) -> str:
    kept = total_or_none(count)
    return f"fewer than {SMALLEST_GROUP}" if kept is None else f"{kept:,}"


def _utilisation() -> Section:
    text = [
        f"According to the state's foreign-trade strategy {UTILISATION:.0%} of companies use the "
        "Union's agreements. "
        f"The gap is the remaining {1 - UTILISATION:.0%}, and it is widest for small firms. "
        "The figures below are of visitors of the advisor: they are no sample of all exporters."
    ]
    values = {"use agreements": UTILISATION, "do not": 1 - UTILISATION}
    return Section(
        "utilisation",
        "Use of agreements",
        text,
        charts=[charts.bars("utilisation", values, share=True)],
    )


def _counts(table: Table) -> Section:
    rows = list(table.counts.items())
    chart = charts.bars(table.name, {name: float(count) for name, count in rows})
    text = [_NOTES[table.name]] if table.name in _NOTES else []
    return Section(
        table.name,
        table.title,
        text,
        charts=[chart],
        columns=("", table.unit),
        rows=rows,
        numeric=frozenset({1}),
        folded="The figures",
    )


def _savings(insight: Insight, services: Services) -> Section:
    titles = {one.id: one.title["en"] for one in services.catalogue.agreements.values()}
    rows = [
        (titles.get(name, name), count, f"{amount:,.0f} EUR")
        for name, count, amount in insight.savings
    ]
    total = sum((amount for _, _, amount in insight.savings), Decimal(0))
    text = [
        f"Together at least {total:,.0f} EUR for the consignments that visitors named a value for. "
        "Values are kept as buckets and counted with their lower bound; "
        "amounts in other currencies are not added up."
    ]
    if not rows:
        text = ["Too few conversations named a value to show an amount."]
    columns = ("agreement", "conversations", "duty saved, at least")
    return Section(
        "savings",
        "Agreements that would have saved duty",
        text,
        columns=columns,
        rows=rows,
        numeric=frozenset({1, 2}),
    )


def _unanswered(insight: Insight) -> Section:
    text = [f"Asked by at least {SMALLEST_GROUP} visitors in the same words and not understood."]
    if not insight.unanswered:
        text.append("None.")
    columns = ("question (redacted)", "conversations")
    return Section(
        "unanswered",
        "Unanswered questions",
        text,
        columns=columns,
        rows=insight.unanswered,
        numeric=frozenset({1}),
    )
