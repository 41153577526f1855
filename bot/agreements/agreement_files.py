"""Reading the folder of an agreement: agreement.yml, protocol.yml, its list of rules and its declaration.

Each reader raises DataError with every fault it found; nothing is skipped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.agreements.agreement import (
    FREE_CIRCULATION,
    Agreement,
    EarlierRules,
    OriginQuota,
    Protocol,
    SourceReference,
)
from bot.agreements.faults import DataError, Fault, shown_path
from bot.agreements.rule_files import RuleRow, for_exporters, read_rules
from bot.agreements.schemas.agreement import AgreementFile, FreeCirculationProofFile
from bot.agreements.schemas.base import ProofFile, Source
from bot.agreements.schemas.declaration import DeclarationFile
from bot.agreements.schemas.protocol import EarlierFile, ProtocolFile
from bot.agreements.schemas.provisions import (
    DrawbackFile,
    OutwardProcessingFile,
    ProvisionsFile,
    TransportFile,
)
from bot.agreements.yaml_files import read_yaml
from bot.origin.nomenclature import Correlation
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


def read_agreement(path: Path, root: Path, protocols: frozenset[str]) -> Agreement:
    """One agreement.yml; `protocols` are the ids of the origin protocols that exist."""
    read = read_yaml(path, AgreementFile, root)
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


def _free_circulation_terms(read: FreeCirculationProofFile | None) -> ProofTerms | None:
    if read is None:
        return None
    rules = tuple(
        ProofRule(one.kind, one.exporter, one.applies, one.threshold_eur) for one in read.rules
    )
    return ProofTerms(rules, read.validity_months, read.retention.years, read.retention.source)


def read_protocol(
    path: Path, root: Path, territory: frozenset[str], correlation: Correlation
) -> Protocol:
    """One protocol.yml with the rules and the declaration beside it."""
    read = read_yaml(path, ProtocolFile, root)
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
        tuple(_earlier(one, read, path, root) for one in read.earlier),
        read.proof_since,
    )


def _earlier(one: EarlierFile, read: ProtocolFile, path: Path, root: Path) -> EarlierRules:
    note = one.note.as_dict()
    if one.proof is None:
        return EarlierRules(one.until, one.protocol, note)
    declaration = _earlier_declaration(one.declaration, path, root) if one.declaration else None
    return EarlierRules(one.until, one.protocol, note, _terms(read, one.proof, ""), declaration)


def _earlier_declaration(name: str, path: Path, root: Path) -> Declaration:
    found = _read_declaration(path.with_name(name), root)
    if found is None:
        message = f"earlier: declaration '{name}' is not in the folder"
        raise DataError([Fault(shown_path(path, root), 1, 1, message)])
    return found[0]


def _read_declaration(path: Path, root: Path) -> tuple[Declaration, bool] | None:
    if not path.exists():
        return None
    read = read_yaml(path, DeclarationFile, root)
    declaration = Declaration(
        read.texts,
        read.source,
        read.confidence_by_language(),
        read.reference.rex,
        read.reference.approved_exporter,
        read.notes,
    )
    return declaration, read.reference.empty_when_below


def _merged(base: ProvisionsFile, changed: ProvisionsFile) -> ProvisionsFile:
    told = {name: getattr(changed, name) for name in changed.__fields_set__}
    return base.copy(update=told)


def _provisions(read: ProvisionsFile, territory: frozenset[str]) -> Provisions:
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
        value_added_source=(
            read.insufficient_operations.value_added if read.insufficient_operations else ""
        ),
        **_transport(read.transport),
    )


def _transport(read: TransportFile | None) -> dict[str, Any]:
    return {"transport": read.rule, "transport_source": read.source} if read else {}


def _drawback(read: DrawbackFile | None) -> Drawback:
    if read is None:
        return Drawback(None)
    prohibited = {"yes": True, "no": False, "unknown": None}[read.prohibited]
    return Drawback(prohibited, read.products, read.source)


def _outward(read: OutwardProcessingFile | None) -> OutwardProcessing | None:
    if read is None:
        return None
    return OutwardProcessing(read.percent, read.without_products, read.source)


def _quotas(read: ProvisionsFile) -> tuple[OriginQuota, ...]:
    return tuple(
        OriginQuota(one.products, one.source, one.note.as_dict())
        for one in read.origin_quotas or ()
    )


def _terms(read: ProtocolFile, proofs: tuple[ProofFile, ...], market: str) -> ProofTerms:
    return ProofTerms(
        tuple(ProofRule(one.kind, one.exporter, one.applies, one.threshold_eur) for one in proofs),
        read.partner_validity_months.get(market, read.validity_months),
        read.retention.years,
        read.retention.source,
        read.origin_criterion_code,
        tuple(read.country_in_text.as_dict().items()),
    )


def _sources(read: tuple[Source, ...]) -> tuple[SourceReference, ...]:
    return tuple(SourceReference(one.title, one.url, one.as_of) for one in read)
