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
from typing import Any, TypeVar

from bot.agreements import schemas
from bot.agreements.faults import DataError, Fault, shown_path
from bot.agreements.rule_files import RuleRow, for_exporters, read_rules
from bot.agreements.tables import Row, read_table
from bot.agreements.values import AgreementKind, AgreementStatus, read_date, split_list
from bot.agreements.vocabulary import Vocabulary, read_vocabulary
from bot.agreements.yaml_files import read_yaml
from bot.origin.determination import OriginRules
from bot.origin.nomenclature import Correlation, HsCode, HsRange, any_contains
from bot.origin.product_specific_rules import RuleList
from bot.origin.provisions import (
    CumulationClause,
    Drawback,
    OutwardProcessing,
    Provisions,
    SetPart,
    TextileNote,
    ToleranceRule,
)
from bot.proof.declarations import Declaration
from bot.proof.proofs import ProofRule, ProofTerms

FREE_CIRCULATION = "free_circulation"

Read = TypeVar("Read")

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


@dataclass(frozen=True)
class OriginQuota:
    """An origin quota that may help where the rule is not met."""

    products: tuple[HsRange, ...]
    source: str
    note: Mapping[str, str]


@dataclass(frozen=True)
class SourceReference:
    """A source as it is shown: title, address, and the day of which it is."""

    title: str
    url: str
    as_of: date | None


@dataclass(frozen=True)
class Agreement:
    """An agreement or arrangement of the Union with one or more markets."""

    id: str
    title: Mapping[str, str]
    kind: AgreementKind
    status: AgreementStatus
    partners: Mapping[str, schemas.Partner]
    origin_protocol: str | None
    products: tuple[HsRange, ...]
    without: tuple[HsRange, ...]
    proof: ProofTerms | None
    legal_reference: Mapping[str, str]
    note: Mapping[str, str]
    confidence: str
    as_of: date
    sources: tuple[SourceReference, ...]

    @property
    def asks_for_free_circulation(self) -> bool:
        """Whether goods in free circulation are enough, whatever their origin (customs unions)."""
        return self.origin_protocol == FREE_CIRCULATION

    def covers(self, product: HsCode) -> bool:
        """Whether the agreement is for the product."""
        inside = not self.products or any_contains(self.products, product)
        return inside and not any_contains(self.without, product)

    def applied_from(self, market: str) -> date | None:
        """First day on which it is applied with the market."""
        return self.partners[market].applied_from

    def is_applied_on(self, market: str, day: date) -> bool:
        """Whether a preference can be claimed in the market on the day."""
        partner = self.partners.get(market)
        if partner is None or not self.status.is_applied or partner.applied_from is None:
            return False
        ended = partner.applied_until is not None and day > partner.applied_until
        return partner.applied_from <= day and not ended


@dataclass(frozen=True)
class Protocol:
    """One set of origin rules: list (None: not recorded), provisions and proof per partner."""

    id: str
    title: Mapping[str, str]
    hs_edition: str
    warning: Mapping[str, str]
    rules: RuleList | None
    rows: tuple[RuleRow, ...]
    known_gaps: tuple[HsRange, ...]
    provisions: Provisions
    partner_provisions: Mapping[str, Provisions]
    proof: ProofTerms
    partner_proof: Mapping[str, ProofTerms]
    declaration: Declaration | None
    reference_when_above: bool
    origin_quotas: tuple[OriginQuota, ...]
    confidence: Mapping[str, str]
    as_of: date
    sources: tuple[SourceReference, ...]
    declaration_eur_med: Declaration | None = None

    def provisions_for(self, market: str) -> Provisions:
        """The provisions for the partner."""
        return self.partner_provisions.get(market, self.provisions)

    def proof_for(self, market: str) -> ProofTerms:
        """The terms of proof for the partner."""
        return self.partner_proof.get(market, self.proof)

    def quota_for(self, product: HsCode) -> OriginQuota | None:
        """The origin quota that may help for the product."""
        return next(
            (one for one in self.origin_quotas if any_contains(one.products, product)), None
        )


@dataclass(frozen=True)
class Market:
    """A market as the agreements see it; `status` tells why there is none."""

    iso2: str
    agreements: tuple[str, ...]
    status: str
    note: Mapping[str, str]
    confidence: str
    as_of: date | None
    source: str


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

    def protocol_of(self, agreement: Agreement) -> Protocol | None:
        """The origin rules of the agreement, None for customs unions and where none is recorded."""
        if agreement.origin_protocol is None or agreement.asks_for_free_circulation:
            return None
        return self.protocols[agreement.origin_protocol]

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
    union = read_yaml(folder / "union.yml", schemas.UnionFile, root)
    territory = frozenset(union.territory)
    vocabulary = read_vocabulary(folder / "vocabulary", root)
    protocols = {}
    for path in sorted(folder.glob("*/protocol.yml")):
        protocol = _collect(faults, partial(_read_protocol, path, root, territory, correlation))
        if protocol is not None:
            protocols[protocol.id] = protocol
    agreements = {}
    for path in sorted(folder.glob("*/agreement.yml")):
        agreement = _collect(faults, partial(_read_agreement, path, root, frozenset(protocols)))
        if agreement is not None:
            agreements[agreement.id] = agreement
    markets = (
        _collect(faults, partial(_read_markets, folder / "markets.csv", root, agreements)) or {}
    )
    if faults:
        raise DataError(faults)
    return Catalogue(agreements, protocols, markets, vocabulary, territory, version_of(folder))


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


def _read_agreement(path: Path, root: Path, protocols: frozenset[str]) -> Agreement:
    read = read_yaml(path, schemas.AgreementFile, root)
    shown = shown_path(path, root)
    if read.id != path.parent.name:
        raise DataError([Fault(shown, 1, 1, f"id '{read.id}' is not the name of the folder")])
    protocol = read.origin_protocol
    if protocol is not None and protocol != FREE_CIRCULATION and protocol not in protocols:
        message = f"origin_protocol '{protocol}' has no folder with a protocol.yml"
        raise DataError([Fault(shown, 1, 1, message)])
    return Agreement(
        read.id,
        read.title.as_dict(),
        read.kind,
        read.status,
        {partner.market: partner for partner in read.partners},
        protocol,
        read.covers.products,
        read.covers.without,
        _free_circulation_terms(read.proof),
        read.legal_reference.dict(),
        read.note.as_dict(),
        read.confidence,
        read.as_of,
        _sources(read.sources),
    )


def _read_protocol(
    path: Path, root: Path, territory: frozenset[str], correlation: Correlation
) -> Protocol:
    read = read_yaml(path, schemas.ProtocolFile, root)
    if read.id != path.parent.name:
        message = f"id '{read.id}' is not the name of the folder"
        raise DataError([Fault(shown_path(path, root), 1, 1, message)])
    rows: tuple[RuleRow, ...] = ()
    rules = None
    table = path.with_name("product_specific_rules.csv")
    if table.exists():
        rows, faults = read_rules(table, root)
        if faults:
            raise DataError(faults)
        rules = RuleList(read.id, read.hs_edition, for_exporters(rows), correlation)
    declaration = _read_declaration(path.with_name("declaration.yml"), root)
    eur_med = _read_declaration(path.with_name("declaration_eur_med.yml"), root)
    base = _provisions(read.provisions, territory)
    partners = {
        market: _provisions(_merged(read.provisions, changed), territory)
        for market, changed in read.partner_provisions.items()
    }
    proofs = {
        market: _terms(read, read.partner_proof.get(market, read.proof), market)
        for market in {*read.partner_proof, *read.partner_validity_months}
    }
    return Protocol(
        read.id,
        read.title.as_dict(),
        read.hs_edition,
        read.warning.as_dict(),
        rules,
        rows,
        read.known_gaps,
        base,
        partners,
        _terms(read, read.proof, ""),
        proofs,
        declaration[0] if declaration else None,
        declaration[1] if declaration else False,
        _quotas(read.provisions),
        read.confidence,
        read.as_of,
        _sources(read.sources),
        eur_med[0] if eur_med else None,
    )


def _read_declaration(path: Path, root: Path) -> tuple[Declaration, bool] | None:
    if not path.exists():
        return None
    read = read_yaml(path, schemas.DeclarationFile, root)
    declaration = Declaration(
        read.texts,
        read.source,
        read.confidence,
        read.reference.rex,
        read.reference.approved_exporter,
        read.notes,
    )
    return declaration, read.reference.empty_when_below


def _merged(
    base: schemas.ProvisionsFile, changed: schemas.ProvisionsFile
) -> schemas.ProvisionsFile:
    told = {name: getattr(changed, name) for name in changed.__fields_set__}
    return base.copy(update=told)


def _provisions(read: schemas.ProvisionsFile, territory: frozenset[str]) -> Provisions:
    return Provisions(
        own_territory=territory,
        tolerances=tuple(
            ToleranceRule(one.limits, one.products, one.without, one.source)
            for one in read.tolerance or ()
        ),
        weight_limits_liftable=bool(read.weight_limits_liftable),
        textile_notes=tuple(
            TextileNote(one.kind, one.limit, one.products, one.source)
            for one in read.textile_notes or ()
        ),
        cumulation=tuple(
            CumulationClause(one.kind, frozenset(one.countries), one.without_products, one.source)
            for one in read.cumulation or ()
            if one.usable_by in ("eu", "both")
        ),
        drawback=_drawback(read.drawback),
        set_percent=read.set_percent,
        set_parts=tuple(SetPart(one.products, one.percent) for one in read.set_parts or ()),
        outward_processing=_outward(read.outward_processing),
        insufficient_operations_source=(
            read.insufficient_operations.source if read.insufficient_operations else ""
        ),
        **_transport(read.transport),
    )


def _transport(read: schemas.TransportFile | None) -> dict[str, Any]:
    return {"transport": read.rule, "transport_source": read.source} if read else {}


def _drawback(read: schemas.DrawbackFile | None) -> Drawback:
    if read is None:
        return Drawback(None)
    prohibited = {"yes": True, "no": False, "unknown": None}[read.prohibited]
    return Drawback(prohibited, read.products, read.source)


def _outward(read: schemas.OutwardProcessingFile | None) -> OutwardProcessing | None:
    if read is None:
        return None
    return OutwardProcessing(read.percent, read.without_products, read.source)


def _quotas(read: schemas.ProvisionsFile) -> tuple[OriginQuota, ...]:
    return tuple(
        OriginQuota(one.products, one.source, one.note.as_dict())
        for one in read.origin_quotas or ()
    )


def _terms(
    read: schemas.ProtocolFile, proofs: tuple[schemas.ProofFile, ...], market: str
) -> ProofTerms:
    return ProofTerms(
        tuple(ProofRule(one.kind, one.exporter, one.applies, one.threshold_eur) for one in proofs),
        read.partner_validity_months.get(market, read.validity_months),
        read.retention.years,
        read.retention.source,
        read.origin_criterion_code,
        tuple(read.country_in_text.as_dict().items()),
    )


def _free_circulation_terms(read: schemas.FreeCirculationProofFile | None) -> ProofTerms | None:
    if read is None:
        return None
    rules = tuple(
        ProofRule(one.kind, one.exporter, one.applies, one.threshold_eur) for one in read.rules
    )
    return ProofTerms(rules, read.validity_months, read.retention.years, read.retention.source)


def _sources(read: tuple[schemas.Source, ...]) -> tuple[SourceReference, ...]:
    return tuple(SourceReference(one.title, one.url, one.as_of) for one in read)


def _read_markets(path: Path, root: Path, agreements: Mapping[str, Agreement]) -> dict[str, Market]:
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
