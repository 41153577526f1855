"""Schemas of agreement.yml and union.yml (docs/agreement-folder.md)."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from pydantic import validator

from bot.agreements.schemas.base import Localized, ProofFile, RetentionFile, Source, Strict
from bot.agreements.values import (
    AgreementKind,
    AgreementStatus,
    read_confidence,
    read_date,
    read_market,
    read_ranges,
)
from bot.origin.nomenclature import HsRange


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


class UnionFile(Strict):
    """union.yml."""

    territory: tuple[str, ...]
    as_of: date
    source: str

    _codes = validator("territory", pre=True, each_item=True, allow_reuse=True)(read_market)
    _as_of = validator("as_of", pre=True, allow_reuse=True)(read_date)
