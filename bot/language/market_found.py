"""A market or group found in a message, with what the words around say about it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.market_index import How, Role


@dataclass(frozen=True, slots=True)
class MarketFound:
    """A market or group named in a message.

    Exactly one of `iso2` and `group` is set. `certain` is False when the words may mean
    something else or another market (`alternatives`); the caller then asks. A `negated`
    market is named to be left out. `members` are the markets of a group; a group that is
    `too_broad` (a continent) has none.
    """

    iso2: str | None
    group: str | None
    span: tuple[int, int]
    text: str
    how: How
    certain: bool
    role: Role | None = None
    negated: bool = False
    alternatives: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    too_broad: bool = False
