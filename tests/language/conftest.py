from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.bill_of_materials import BillReader
from bot.language.markets import MarketReader

MARKETS = Path(__file__).resolve().parents[2] / "data" / "markets"


@pytest.fixture(scope="session")
def market_reader() -> MarketReader:
    return MarketReader.load(MARKETS)


@pytest.fixture(scope="session")
def bill_reader(market_reader: MarketReader) -> BillReader:
    return BillReader(market_reader)
