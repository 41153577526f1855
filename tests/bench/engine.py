"""What the engine takes: loading the law, its memory, one determination per list, all markets at once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from bot.advice import Adviser
from bot.origin.bill_of_materials import Case, Material, Operation, Product
from bot.origin.determination import OriginRules, determine
from bot.origin.nomenclature import code
from bot.wiring import Services, Settings
from tests.bench import catalogue_memory

DAY = date(2026, 11, 22)
MATERIALS = (
    ("850152", "210", False),
    ("730449", "60", False),
    ("401693", "20", False),
    ("841391", "90", False),
    ("848310", "80", True),
    ("731815", "5", False),
    ("853710", "70", True),
    ("392690", "12", None),
    ("854442", "9", False),
    ("848210", "14", True),
)
PARTNERS = {
    "pem-2023": "CH",
    "eu-uk-tca": "GB",
    "eu-japan-epa": "JP",
    "eu-canada-ceta": "CA",
    "eu-korea-fta": "KR",
    "eu-singapore-fta": "SG",
    "eu-vietnam-fta": "VN",
    "pem-2012": "DZ",
}


def case_for(market: str) -> Case:
    """A pump of ten materials."""
    materials = tuple(
        Material(code(hs), value=Decimal(value), originating=originating)
        for hs, value, originating in MATERIALS
    )
    product = Product(code("841370"), ex_works_price=Decimal("600"), fob_price=Decimal("640"))
    return Case(product, market, DAY, materials, (Operation("machining"),))


def timed(work: Callable[[], object], seconds: float = 0.5) -> list[float]:
    """Milliseconds of single runs, for about the given time, after one run that is not counted."""
    work()
    runs: list[float] = []
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends or len(runs) < 5:
        started = time.perf_counter()
        work()
        runs.append((time.perf_counter() - started) * 1000)
    return runs


def summary(runs: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(runs)
    p95 = ordered[int(len(ordered) * 0.95)] if len(ordered) > 1 else ordered[0]
    return f"median {statistics.median(runs):8.3f} ms   p95 {p95:8.3f} ms   ({len(runs)} runs)"


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    started = time.perf_counter()
    services = Services(Settings.from_environment())
    labels = services.labels
    yield f"  product labels ({len(labels.by_digits)} codes)      {_since(started)}"
    started = time.perf_counter()
    catalogue = services.catalogue
    rows = sum(len(one.rows) for one in catalogue.protocols.values())
    yield f"  the law ({rows} rows, {len(catalogue.agreements)} agreements)   {_since(started)}"
    yield from catalogue_memory.report()
    for list_id, market in PARTNERS.items():
        protocol = catalogue.protocols[list_id]
        law = catalogue.origin_rules(protocol, market)
        if law is None:
            raise SystemExit(f"{list_id} has no rules: the benchmark needs all eight lists")
        yield f"  determination, 10 materials, {list_id:17} {summary(timed(_determination(law, market)))}"
    adviser = services.adviser
    yield f"  all markets for one product       {summary(timed(lambda: _all_markets(adviser, services)))}"


def _determination(law: OriginRules, market: str) -> Callable[[], object]:
    case = case_for(market)
    return lambda: determine(case, law)


def _all_markets(adviser: Adviser, services: Services) -> object:
    reached = [one.iso2 for one in services.catalogue.markets.values() if one.agreements]
    return [adviser.advise(code("841370"), market, DAY) for market in reached]


def _since(started: float) -> str:
    return f"{(time.perf_counter() - started) * 1000:8.0f} ms"
