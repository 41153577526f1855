"""The law as one typed catalogue: agreements, protocols with their rules, markets, vocabulary.

Loading reads every file and stops at the first faulty folder with all its faults; nothing is skipped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.agreements.agreement import (
    FREE_CIRCULATION,
    Agreement,
    Market,
    OriginQuota,
    Protocol,
    SourceReference,
)
from bot.agreements.agreement_files import read_agreement, read_protocol
from bot.agreements.faults import DataError, Fault, shown_path
from bot.agreements.market_files import read_markets
from bot.agreements.schemas.agreement import UnionFile
from bot.agreements.vocabulary import Vocabulary, read_vocabulary
from bot.agreements.yaml_files import read_yaml
from bot.origin.determination import OriginRules
from bot.origin.nomenclature import Correlation

__all__ = [
    "FREE_CIRCULATION",
    "Agreement",
    "Catalogue",
    "Market",
    "OriginQuota",
    "Protocol",
    "SourceReference",
    "load_catalogue",
    "version_of",
]

Read = TypeVar("Read")


@dataclass(frozen=True)
class Catalogue:
    """All law that is loaded; `data_version` is the SHA-256 of every file it was read from."""

    agreements: Mapping[str, Agreement]
    protocols: Mapping[str, Protocol]
    markets: Mapping[str, Market]
    vocabulary: Vocabulary
    territory: frozenset[str]
    data_version: str
    _laws: dict[tuple[str, str], OriginRules] = field(default_factory=dict, compare=False)

    def agreements_of(self, market: str) -> tuple[Agreement, ...]:
        """The agreements that reach, or will reach, the market."""
        known = self.markets.get(market)
        return tuple(self.agreements[one] for one in known.agreements) if known else ()

    def protocol_of(self, agreement: Agreement, day: date | None = None) -> Protocol | None:
        """The origin rules of the agreement on the day, by default those of today's text.

        None for customs unions and where none is recorded. Where other rules applied on the day, two sets
        side by side, or rules that nobody recorded, the warning says so.
        """
        if agreement.origin_protocol is None or agreement.asks_for_free_circulation:
            return None
        protocol = self.protocols[agreement.origin_protocol]
        earlier = protocol.earlier_on(day) if day is not None else None
        if earlier is None:
            return protocol
        if earlier.protocol is None:
            return protocol.of_unrecorded_day(earlier.note)
        return self.protocols[earlier.protocol].on_earlier_day(earlier)

    def origin_rules(self, protocol: Protocol, market: str) -> OriginRules | None:
        """The law the engine needs for one partner; None while the list is not recorded."""
        if protocol.rules is None:
            return None
        key = (protocol.id, market)
        if key not in self._laws:
            self._laws[key] = OriginRules(
                protocol.rules,
                protocol.provisions_for(market),
                self.vocabulary.named_codes,
                self.vocabulary.insufficient_processes,
                self.vocabulary.natures,
            )
        return self._laws[key]


def load_catalogue(folder: Path, correlation: Correlation) -> Catalogue:
    """Read data/agreements; raises DataError with every fault found."""
    root = folder.parent.parent
    faults: list[Fault] = []
    union = read_yaml(folder / "union.yml", UnionFile, root)
    territory = frozenset(union.territory)
    vocabulary = read_vocabulary(folder / "vocabulary", root)
    protocols = {}
    for path in sorted(folder.glob("*/protocol.yml")):
        protocol = _collect(faults, partial(read_protocol, path, root, territory, correlation))
        if protocol is not None:
            protocols[protocol.id] = protocol
    faults.extend(_unknown_earlier_rules(protocols, folder, root))
    agreements = {}
    for path in sorted(folder.glob("*/agreement.yml")):
        agreement = _collect(faults, partial(read_agreement, path, root, frozenset(protocols)))
        if agreement is not None:
            agreements[agreement.id] = agreement
    markets = (
        _collect(faults, partial(read_markets, folder / "markets.csv", root, agreements)) or {}
    )
    if faults:
        raise DataError(faults)
    return Catalogue(agreements, protocols, markets, vocabulary, territory, version_of(folder))


def _unknown_earlier_rules(
    protocols: Mapping[str, Protocol], folder: Path, root: Path
) -> Iterator[Fault]:
    for protocol in protocols.values():
        for one in protocol.earlier:
            if one.protocol is not None and one.protocol not in protocols:
                shown = shown_path(folder / protocol.id / "protocol.yml", root)
                message = f"earlier: '{one.protocol}' has no folder with a protocol.yml"
                yield Fault(shown, 1, 1, message)


def version_of(folder: Path) -> str:
    """SHA-256 over the names and contents of all files below the folder."""
    digest = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _collect(faults: list[Fault], read: Callable[[], Read]) -> Read | None:
    """What was read, or None with its faults noted, so that one run shows the faults of all files."""
    try:
        return read()
    except DataError as error:
        faults.extend(error.faults)
        return None
