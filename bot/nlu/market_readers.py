"""The market reader of a component, and a fingerprint of everything its results depend on."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import bot.language
from bot.language.markets import MarketReader

PROJECT = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=4)
def market_reader(folder: str) -> MarketReader:
    """The reader of a folder of market names, relative to the project."""
    return MarketReader.load(PROJECT / folder)


def fingerprint_of(folder: str) -> str:
    """SHA-256 over the market names and the code that reads: a change of either needs training."""
    digest = hashlib.sha256()
    code = sorted(Path(bot.language.__path__[0]).glob("*.py"))
    for path in (*sorted((PROJECT / folder).glob("*.csv")), *code):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
