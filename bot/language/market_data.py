"""Reads data/markets: what markets, groups and misleading words are called.

The folder holds `markets.csv` (one customs-relevant country or territory per row), `towns.csv` (towns that
customers name instead), `groups.csv` (blocs and regions), `ambiguous_words.csv` (names that are also other
words) and, where reviewers of conversations have found new names, `learned_aliases.csv`
(bot.retraining.merge).
Every fault is reported with file, line and column; no row is skipped.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast, get_args

Treatment = Literal[
    "never",
    "doubtful",
    "needs_preposition",
    "needs_capital",
    "needs_upper",
    "language_name",
    "ambiguous",
    "noted",
    "no_fuzzy",
    "code_word",
    "code_unit",
]
GroupKind = Literal["union", "bloc", "zone", "region", "continent"]

_CODE = re.compile(r"[A-Z]{2}")
_MARKET_COLUMNS = (
    "iso2",
    "name_de",
    "name_en",
    "adjectives_de",
    "adjectives_en",
    "capital_de",
    "capital_en",
    "aliases",
    "eu_member",
    "customs_territory",
)
_GROUP_COLUMNS = ("group", "kind", "name_de", "name_en", "aliases", "members")
_TOWN_COLUMNS = ("iso2", "towns")
_AMBIGUOUS_COLUMNS = ("word", "lang", "treatment", "also", "reason")
LEARNED_ALIASES = "learned_aliases.csv"
LEARNED_COLUMNS = (
    "language",
    "iso2",
    "alias",
    "batch",
    "reviewer",
    "reviewed",
    "seen",
    "redaction",
)


class MarketDataError(ValueError):
    """A fault in data/markets, located as file:line:column."""

    def __init__(self, path: Path, line: int, column: str, expected: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {expected}")


@dataclass(frozen=True, slots=True)
class Market:
    """A country or territory an exporter may name as a market.

    `iso2` is ISO 3166-1 alpha-2, or a code the EU uses for customs (XI, XK, XC, XL, IC).
    `customs_territory` is "EU" for member states and the territories inside the customs
    territory of the Union, otherwise the code of the customs territory.
    """

    iso2: str
    name_de: str
    name_en: str
    adjectives: tuple[str, ...]
    capitals: tuple[str, ...]
    aliases: tuple[str, ...]
    eu_member: bool
    customs_territory: str

    def name(self, lang: str) -> str:
        """Return the name in `lang` ("de", otherwise English)."""
        return self.name_de if lang == "de" else self.name_en


@dataclass(frozen=True, slots=True)
class MarketGroup:
    """A bloc, zone or region; a continent is too broad to be answered and has no members."""

    group: str
    kind: GroupKind
    name_de: str
    name_en: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]

    def name(self, lang: str) -> str:
        """Return the name in `lang` ("de", otherwise English)."""
        return self.name_de if lang == "de" else self.name_en


@dataclass(frozen=True, slots=True)
class AmbiguousWord:
    """A word that names a market only under conditions (`treatment`) in `lang` ("" for any)."""

    word: str
    lang: str
    treatment: Treatment
    also: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class MarketData:
    """All of data/markets."""

    markets: dict[str, Market]
    groups: dict[str, MarketGroup]
    ambiguous_words: tuple[AmbiguousWord, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table that can say where it stands."""

    path: Path
    line: int
    cells: dict[str, str]

    def error(self, column: str, expected: str) -> MarketDataError:
        return MarketDataError(self.path, self.line, column, expected)

    def required(self, column: str) -> str:
        value = self.cells[column]
        if not value:
            raise self.error(column, "must not be empty")
        return value

    def listed(self, column: str) -> tuple[str, ...]:
        value = self.cells[column]
        items = tuple(value.split("|")) if value else ()
        if any(item != item.strip() or not item for item in items):
            raise self.error(column, "expected items separated by | without blanks around them")
        return items

    def code(self, column: str) -> str:
        value = self.required(column)
        if not _CODE.fullmatch(value):
            raise self.error(column, f"expected two capital letters, found {value!r}")
        return value


def read_market_data(folder: Path) -> MarketData:
    """Read data/markets; raises MarketDataError (located) or OSError."""
    markets = _with_towns(_read_markets(folder / "markets.csv"), folder / "towns.csv")
    if (folder / LEARNED_ALIASES).is_file():
        markets = _with_learned(markets, folder / LEARNED_ALIASES)
    groups = _read_groups(folder / "groups.csv", markets)
    words = tuple(
        _ambiguous_word(row, markets)
        for row in _rows(folder / "ambiguous_words.csv", _AMBIGUOUS_COLUMNS)
    )
    return MarketData(markets, groups, words)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[_Row]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = tuple(next(reader, ()))
            if header != columns:
                raise MarketDataError(path, 1, "header", f"expected {','.join(columns)}")
            for cells in reader:
                if len(cells) != len(columns):
                    found = f"expected {len(columns)} cells, found {len(cells)}"
                    raise MarketDataError(path, reader.line_num, columns[0], found)
                yield _Row(path, reader.line_num, dict(zip(columns, cells, strict=True)))
        except csv.Error as error:
            raise MarketDataError(path, reader.line_num, columns[0], str(error)) from error


def _read_markets(path: Path) -> dict[str, Market]:
    markets: dict[str, Market] = {}
    for row in _rows(path, _MARKET_COLUMNS):
        market = _market(row)
        if market.iso2 in markets:
            raise row.error("iso2", f"{market.iso2} stands twice")
        markets[market.iso2] = market
    for row in _rows(path, _MARKET_COLUMNS):
        territory = row.cells["customs_territory"]
        if territory != "EU" and territory not in markets:
            raise row.error("customs_territory", f"unknown code {territory!r}")
    return markets


def _with_towns(markets: dict[str, Market], path: Path) -> dict[str, Market]:
    """The markets with the towns by which they are named; a town stands at one market."""
    named = dict(markets)
    seen: set[str] = set()
    for row in _rows(path, _TOWN_COLUMNS):
        iso2 = row.code("iso2")
        if iso2 not in named:
            raise row.error("iso2", f"unknown market {iso2!r}")
        towns = row.listed("towns")
        twice = seen.intersection(towns)
        if twice or not towns:
            raise row.error("towns", f"expected towns that stand once, found {sorted(twice)}")
        seen.update(towns)
        named[iso2] = replace(named[iso2], aliases=(*named[iso2].aliases, *towns))
    return named


def _with_learned(markets: dict[str, Market], path: Path) -> dict[str, Market]:
    """The markets with the names that were learned from conversations."""
    named = dict(markets)
    for row in _rows(path, LEARNED_COLUMNS):
        iso2 = row.code("iso2")
        if iso2 not in named:
            raise row.error("iso2", f"unknown market {iso2!r}")
        alias = row.required("alias")
        named[iso2] = replace(named[iso2], aliases=(*named[iso2].aliases, alias))
    return named


def _market(row: _Row) -> Market:
    member = row.required("eu_member")
    if member not in ("yes", "no"):
        raise row.error("eu_member", f"expected yes or no, found {member!r}")
    capitals = (row.cells["capital_de"], row.cells["capital_en"])
    return Market(
        iso2=row.code("iso2"),
        name_de=row.required("name_de"),
        name_en=row.required("name_en"),
        adjectives=row.listed("adjectives_de") + row.listed("adjectives_en"),
        capitals=tuple(dict.fromkeys(capital for capital in capitals if capital)),
        aliases=row.listed("aliases"),
        eu_member=member == "yes",
        customs_territory=row.code("customs_territory"),
    )


def _read_groups(path: Path, markets: dict[str, Market]) -> dict[str, MarketGroup]:
    groups: dict[str, MarketGroup] = {}
    for row in _rows(path, _GROUP_COLUMNS):
        group = _group(row, markets)
        if group.group in groups:
            raise row.error("group", f"{group.group} stands twice")
        groups[group.group] = group
    return groups


def _group(row: _Row, markets: dict[str, Market]) -> MarketGroup:
    kind = row.required("kind")
    if kind not in get_args(GroupKind):
        raise row.error("kind", f"expected one of {', '.join(get_args(GroupKind))}")
    members = row.listed("members")
    for member in members:
        if member not in markets:
            raise row.error("members", f"unknown market {member!r}")
    if (kind == "continent") == bool(members):
        raise row.error("members", "a continent has no members, every other group has some")
    return MarketGroup(
        group=row.required("group"),
        kind=cast(GroupKind, kind),
        name_de=row.required("name_de"),
        name_en=row.required("name_en"),
        aliases=row.listed("aliases"),
        members=members,
    )


def _ambiguous_word(row: _Row, markets: dict[str, Market]) -> AmbiguousWord:
    treatment = row.required("treatment")
    if treatment not in get_args(Treatment):
        raise row.error("treatment", f"expected one of {', '.join(get_args(Treatment))}")
    if row.cells["lang"] not in ("", "de", "en"):
        raise row.error("lang", "expected de, en or nothing")
    also = row.listed("also")
    for code in also:
        if code not in markets:
            raise row.error("also", f"unknown market {code!r}")
    return AmbiguousWord(
        word=row.required("word"),
        lang=row.cells["lang"],
        treatment=cast(Treatment, treatment),
        also=also,
        reason=row.required("reason"),
    )
