"""Every fault of the data in one list: law, duties, product labels, market names, worked cases.

`python -m bot data check` prints them. A file that cannot be read at all hides what depends on it, so that
its faults come first and alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from bot.agreements.check import check_catalogue
from bot.agreements.faults import DataError, Fault
from bot.agreements.reviews import check_reviews
from bot.agreements.tariff_files import check_tariffs
from bot.language.market_data import MarketDataError
from bot.origin.nomenclature import code
from bot.products.label_files import ProductDataError
from bot.wiring import Services
from bot.worked_cases import check_cases


def check_data(services: Services, day: date) -> tuple[str, ...]:
    """All faults as `file:line:column: message`, empty if there is none."""
    try:
        faults = list(_faults(services, day))
    except DataError as error:
        return tuple(str(fault) for fault in error.faults)
    except (ProductDataError, MarketDataError) as error:
        return tuple(str(error).splitlines())
    return tuple(str(fault) for fault in faults)


def _faults(services: Services, day: date) -> Iterator[Fault]:
    folder = services.settings.data / "agreements"
    nomenclature = services.nomenclature
    yield from check_catalogue(services.catalogue, nomenclature, day)
    yield from _unnamed_markets(services)
    known = nomenclature.subheadings
    yield from check_tariffs(folder, known, _to_edition(services))
    rows = (row for one in services.catalogue.protocols.values() for row in one.rows)
    yield from check_reviews(folder, rows)
    yield from check_cases(folder, services.catalogue, services.cases, services.adviser)


def _to_edition(services: Services) -> Callable[[str, str], tuple[str, ...]]:
    correlation = services.nomenclature.correlation

    def to_edition(digits: str, edition: str) -> tuple[str, ...]:
        return tuple(one.digits for one in correlation.to_edition(code(digits), edition))

    return to_edition


def _unnamed_markets(services: Services) -> Iterator[Fault]:
    """A market of the law that nobody can name, or a market one can name of which the law says nothing."""
    named = set(services.markets.data.markets)
    recorded = set(services.catalogue.markets)
    for iso2 in sorted(recorded - named):
        yield Fault("data/markets/markets.csv", 1, 1, f"market {iso2} of the law has no name")
    for iso2 in sorted(named - recorded):
        path = "data/agreements/markets.csv"
        yield Fault(path, 1, 1, f"market {iso2} can be named, but has no line")
