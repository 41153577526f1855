"""Schemas of the YAML files of the law (docs/agreement-folder.md). Unknown keys are faults."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Optional, Union

from pydantic import BaseModel, Extra, validator

from bot.agreements.values import (
    LANGUAGES,
    AgreementKind,
    AgreementStatus,
    read_confidence,
    read_date,
    read_limit,
    read_market,
    read_ranges,
)
from bot.origin.criteria import Limit
from bot.origin.nomenclature import EDITIONS, HsRange
from bot.origin.provisions import CumulationKind, TextileNoteKind, TransportRule
from bot.proof.declarations import KNOWN_FIELDS, fields_of
from bot.proof.proofs import Applies, ExporterKind, ProofKind


class Strict(BaseModel):
    """No unknown keys, no silent conversions of what is not told."""

    class Config:
        extra = Extra.forbid
        arbitrary_types_allowed = True
        frozen = True


class Localized(Strict):
    """The same text in both languages."""

    de: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """By language."""
        return {"de": self.de, "en": self.en}


class Source(Strict):
    """Where a statement comes from and when it was last seen to be valid."""

    title: str
    url: str = ""
    as_of: Optional[date] = None

    _as_of = validator("as_of", pre=True, allow_reuse=True)(read_date)


class Partner(Strict):
    """A market and the days on which the agreement is applied with it."""

    market: str
    applied_from: Optional[date] = None
    applied_until: Optional[date] = None

    _market = validator("market", pre=True, allow_reuse=True)(read_market)
    _dates = validator("applied_from", "applied_until", pre=True, allow_reuse=True)(read_date)

    @validator("applied_until")
    def _ends_after_start(cls, until: Optional[date], values: dict[str, Any]) -> Optional[date]:
        start = values.get("applied_from")
        if until is not None and start is not None and until < start:
            raise ValueError(f"applied_until {until} is before applied_from {start}")
        return until


class Covers(Strict):
    """Products an agreement is for; empty `products` means all."""

    products: tuple[HsRange, ...] = ()
    without: tuple[HsRange, ...] = ()

    _ranges = validator("products", "without", pre=True, allow_reuse=True)(read_ranges)


class LegalReference(Strict):
    """Where the agreement is published."""

    oj: str = ""
    celex: str = ""
    origin_text: str = ""


class ProofFile(Strict):
    """One entry of proof."""

    kind: ProofKind
    exporter: ExporterKind
    applies: Applies
    threshold_eur: Optional[Decimal] = None

    @validator("threshold_eur", always=True)
    def _needs_threshold(
        cls, value: Optional[Decimal], values: dict[str, Any]
    ) -> Optional[Decimal]:
        if values.get("applies") in (Applies.UP_TO, Applies.ABOVE) and value is None:
            raise ValueError("expected an amount in euro where the proof depends on the value")
        return value


class RetentionFile(Strict):
    """retention."""

    years: int
    source: str


class FreeCirculationProofFile(Strict):
    """proof of an agreement.yml: how Union status is shown where origin is not the question."""

    rules: tuple[ProofFile, ...]
    validity_months: Optional[int] = None
    retention: RetentionFile


class AgreementFile(Strict):
    """agreement.yml."""

    id: str
    title: Localized
    kind: AgreementKind
    status: AgreementStatus
    partners: tuple[Partner, ...]
    origin_protocol: Optional[str]
    covers: Covers = Covers()
    proof: Optional[FreeCirculationProofFile] = None
    legal_reference: LegalReference
    note: Localized
    confidence: str
    as_of: date
    sources: tuple[Source, ...]

    _as_of = validator("as_of", pre=True, allow_reuse=True)(read_date)

    _confidence = validator("confidence", allow_reuse=True)(read_confidence)

    @validator("proof", always=True)
    def _proof_only_for_free_circulation(
        cls, value: Optional[FreeCirculationProofFile], values: dict[str, Any]
    ) -> Optional[FreeCirculationProofFile]:
        free = values.get("origin_protocol") == "free_circulation"
        if free != (value is not None):
            raise ValueError("expected exactly where origin_protocol is free_circulation")
        return value

    @validator("sources")
    def _has_source(cls, value: tuple[Source, ...]) -> tuple[Source, ...]:
        if not value:
            raise ValueError("expected at least one source")
        return value


class ToleranceFile(Strict):
    """One entry of provisions.tolerance."""

    products: tuple[HsRange, ...]
    without: tuple[HsRange, ...] = ()
    limits: tuple[Limit, ...]
    source: str

    _ranges = validator("products", "without", pre=True, allow_reuse=True)(read_ranges)
    _limits = validator("limits", pre=True, each_item=True, allow_reuse=True)(read_limit)


class TextileNoteFile(Strict):
    """One entry of provisions.textile_notes."""

    kind: TextileNoteKind
    limit: Limit
    products: tuple[HsRange, ...]
    source: str

    _ranges = validator("products", pre=True, allow_reuse=True)(read_ranges)
    _limit = validator("limit", pre=True, allow_reuse=True)(read_limit)


class CumulationFile(Strict):
    """One entry of provisions.cumulation."""

    kind: CumulationKind
    countries: tuple[str, ...]
    usable_by: str
    without_products: tuple[HsRange, ...] = ()
    source: str

    _ranges = validator("without_products", pre=True, allow_reuse=True)(read_ranges)
    _countries = validator("countries", pre=True, each_item=True, allow_reuse=True)(read_market)

    @validator("usable_by")
    def _known_side(cls, value: str) -> str:
        if value not in ("eu", "partner", "both"):
            raise ValueError(f"'{value}': expected eu, partner or both")
        return value


class DrawbackFile(Strict):
    """provisions.drawback."""

    prohibited: str
    products: tuple[HsRange, ...] = ()
    source: str = ""

    _ranges = validator("products", pre=True, allow_reuse=True)(read_ranges)

    @validator("prohibited")
    def _known_answer(cls, value: str) -> str:
        if value not in ("yes", "no", "unknown"):
            raise ValueError(f'\'{value}\': expected "yes", "no" or "unknown" in quotes')
        return value


class TransportFile(Strict):
    """provisions.transport."""

    rule: TransportRule
    source: str = ""


class SetPartFile(Strict):
    """One entry of provisions.set_parts."""

    products: tuple[HsRange, ...]
    percent: Decimal

    _ranges = validator("products", pre=True, allow_reuse=True)(read_ranges)


class OutwardProcessingFile(Strict):
    """provisions.outward_processing."""

    percent: Decimal
    without_products: tuple[HsRange, ...] = ()
    source: str = ""

    _ranges = validator("without_products", pre=True, allow_reuse=True)(read_ranges)


class InsufficientOperationsFile(Strict):
    """provisions.insufficient_operations.

    `value_added`: the article by which, after insufficient operations on materials of other parties, the
    higher value added decides on the origin; empty where the agreement knows no such rule.
    """

    source: str
    value_added: str = ""


class OriginQuotaFile(Strict):
    """One entry of provisions.origin_quotas."""

    products: tuple[HsRange, ...]
    source: str
    note: Localized

    _ranges = validator("products", pre=True, allow_reuse=True)(read_ranges)


class ProvisionsFile(Strict):
    """provisions of a protocol; in partner_provisions every key is optional."""

    tolerance: Optional[tuple[ToleranceFile, ...]] = None
    weight_limits_liftable: Optional[bool] = None
    textile_notes: Optional[tuple[TextileNoteFile, ...]] = None
    cumulation: Optional[tuple[CumulationFile, ...]] = None
    drawback: Optional[DrawbackFile] = None
    transport: Optional[TransportFile] = None
    set_percent: Optional[Decimal] = None
    set_parts: Optional[tuple[SetPartFile, ...]] = None
    outward_processing: Optional[OutwardProcessingFile] = None
    insufficient_operations: Optional[InsufficientOperationsFile] = None
    origin_quotas: Optional[tuple[OriginQuotaFile, ...]] = None


class EarlierFile(Strict):
    """An entry of earlier in protocol.yml: what applied instead, or besides, up to and with a day.

    `proof` and `declaration` (the name of a file beside it, null where its text is not recorded) are told
    where they were others than those of the protocol that is named.
    """

    until: date
    protocol: Optional[str]
    proof: Optional[tuple[ProofFile, ...]] = None
    declaration: Optional[str] = None
    note: Localized

    _until = validator("until", pre=True, allow_reuse=True)(read_date)

    @validator("proof")
    def _of_recorded_rules(
        cls, value: tuple[ProofFile, ...] | None, values: dict[str, Any]
    ) -> tuple[ProofFile, ...] | None:
        if value is not None and values.get("protocol") is None:
            raise ValueError("expected no proof where the rules are not recorded")
        return value

    @validator("declaration")
    def _with_its_proof(cls, value: str | None, values: dict[str, Any]) -> str | None:
        if value is not None and values.get("proof") is None:
            raise ValueError("expected the proof of that time beside its declaration")
        return value


class ProtocolFile(Strict):
    """protocol.yml."""

    id: str
    title: Localized
    hs_edition: str
    partners_named: tuple[str, ...] = ()
    known_gaps: tuple[HsRange, ...] = ()
    warning: Localized
    provisions: ProvisionsFile
    partner_provisions: dict[str, ProvisionsFile] = {}
    proof: tuple[ProofFile, ...]
    partner_proof: dict[str, tuple[ProofFile, ...]] = {}
    validity_months: Optional[int]
    partner_validity_months: dict[str, int] = {}
    retention: RetentionFile
    origin_criterion_code: bool = False
    country_in_text: Localized
    proof_since: Optional[date] = None
    earlier: tuple[EarlierFile, ...] = ()
    as_of: date
    confidence: dict[str, str]
    sources: tuple[Source, ...]

    _as_of = validator("as_of", "proof_since", pre=True, allow_reuse=True)(read_date)
    _gaps = validator("known_gaps", pre=True, allow_reuse=True)(read_ranges)
    _partners = validator("partners_named", pre=True, each_item=True, allow_reuse=True)(read_market)
    _confidence = validator("confidence", each_item=True, allow_reuse=True)(read_confidence)

    @validator("earlier")
    def _one_after_the_other(cls, value: tuple[EarlierFile, ...]) -> tuple[EarlierFile, ...]:
        days = [one.until for one in value]
        if days != sorted(set(days)):
            raise ValueError("expected days that follow one another, the earliest first")
        return value

    @validator("hs_edition")
    def _known_edition(cls, value: str) -> str:
        if value not in EDITIONS:
            raise ValueError(f"'{value}': expected one of {', '.join(EDITIONS)}")
        return value


class ReferenceFile(Strict):
    """reference of declaration.yml."""

    rex: bool
    approved_exporter: bool
    empty_when_below: bool


class DeclarationFile(Strict):
    """declaration.yml."""

    source: str
    confidence: Union[str, dict[str, str]]
    texts: dict[str, str]
    fields: tuple[str, ...]
    reference: ReferenceFile
    notes: dict[str, tuple[str, ...]] = {}

    @validator("confidence")
    def _known_confidence(cls, value: str | dict[str, str]) -> str | dict[str, str]:
        for one in value.values() if isinstance(value, dict) else (value,):
            read_confidence(one)
        return value

    @validator("texts")
    def _both_languages(cls, value: dict[str, str], values: dict[str, Any]) -> dict[str, str]:
        absent = [language for language in LANGUAGES if language not in value]
        if absent:
            raise ValueError(f"text in {absent[0]} is missing: expected at least de and en")
        said = values.get("confidence", "")
        if isinstance(said, dict) and set(said) != set(value):
            raise ValueError(
                f"confidence of {min(set(said) ^ set(value))}: expected one for each text"
            )
        return value

    def confidence_by_language(self) -> dict[str, str]:
        """The confidence of each text, also where one word stands for all."""
        if isinstance(self.confidence, dict):
            return self.confidence
        return dict.fromkeys(self.texts, self.confidence)

    @validator("fields")
    def _fields_match(cls, value: tuple[str, ...], values: dict[str, Any]) -> tuple[str, ...]:
        unknown = sorted(set(value) - KNOWN_FIELDS)
        if unknown:
            raise ValueError(
                f"field '{unknown[0]}' is not known: {', '.join(sorted(KNOWN_FIELDS))}"
            )
        for language, text in values.get("texts", {}).items():
            different = set(fields_of(text)) ^ set(value)
            if different:
                raise ValueError(
                    f"text in {language}: field '{min(different)}' does not match the list"
                )
        return value


class UnionFile(Strict):
    """union.yml."""

    territory: tuple[str, ...]
    as_of: date
    source: str

    _codes = validator("territory", pre=True, each_item=True, allow_reuse=True)(read_market)
    _as_of = validator("as_of", pre=True, allow_reuse=True)(read_date)
