"""Reading markets.csv: which agreements reach a market, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.agreements.agreement import Agreement, Market
from bot.agreements.faults import DataError, Fault, shown_path
from bot.agreements.tables import Row, read_table
from bot.agreements.values import CONFIDENCES, joined, read_date, split_list

MARKET_COLUMNS = (
    "market",
    "agreements",
    "status",
    "note_de",
    "note_en",
    "confidence",
    "as_of",
    "source",
)


MARKET_STATUSES = ("none", "sanctions", "eu_member", "unilateral_imports_only")


CUSTOMS_TERRITORY_OF = "customs_territory_of:"


def read_markets(path: Path, root: Path, agreements: Mapping[str, Agreement]) -> dict[str, Market]:
    """The markets by their code; every partner of an agreement must have a line."""
    return dict(_markets(path, root, agreements))


def _markets(
    path: Path, root: Path, agreements: Mapping[str, Agreement]
) -> Iterator[tuple[str, Market]]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for row in read_table(path, MARKET_COLUMNS, root):
        if row["market"] in seen:
            faults.append(row.fault("market", f"'{row['market']}' stands twice"))
        seen.add(row["market"])
        faults.extend(_faults_of_market(row, agreements))
        yield row["market"], _market(row, faults)
    faults += [
        Fault(shown_path(path, root), 1, 1, f"partner {market} of '{agreement.id}' has no line")
        for agreement in agreements.values()
        for market in agreement.partners
        if market not in seen
    ]
    if faults:
        raise DataError(faults)


def _faults_of_market(row: Row, agreements: Mapping[str, Agreement]) -> Iterator[Fault]:
    ids = split_list(row["agreements"])
    if row["confidence"] not in CONFIDENCES:
        expected = joined(CONFIDENCES)
        yield row.fault("confidence", f"'{row['confidence']}': expected one of {expected}")
    for one in ids:
        if one not in agreements:
            yield row.fault("agreements", f"'{one}' has no folder with an agreement.yml")
        elif row["market"] not in agreements[one].partners:
            yield row.fault("agreements", f"'{one}' does not name {row['market']} as a partner")
    if not ids and not _is_known_status(row["status"]):
        expected = ", ".join((*MARKET_STATUSES, f"{CUSTOMS_TERRITORY_OF}XX"))
        yield row.fault("status", f"'{row['status']}': expected one of {expected}")


def _market(row: Row, faults: list[Fault]) -> Market:
    try:
        as_of = read_date(row["as_of"] or None)
    except ValueError as error:
        faults.append(row.fault("as_of", str(error)))
        as_of = None
    return Market(
        row["market"],
        split_list(row["agreements"]),
        row["status"],
        {"de": row["note_de"], "en": row["note_en"]},
        row["confidence"],
        as_of,
        row["source"],
    )


def _is_known_status(status: str) -> bool:
    return status in MARKET_STATUSES or status.startswith(CUSTOMS_TERRITORY_OF)
