"""Schema of protocol.yml (docs/agreement-folder.md)."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from pydantic import Field, validator

from bot.agreements.schemas.base import Localized, ProofFile, RetentionFile, Source, Strict
from bot.agreements.schemas.provisions import ProvisionsFile
from bot.agreements.values import (
    read_confidence,
    read_date,
    read_market,
    read_ranges,
)
from bot.origin.nomenclature import EDITIONS, HsRange


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
    partner_provisions: dict[str, ProvisionsFile] = Field({})
    proof: tuple[ProofFile, ...]
    partner_proof: dict[str, tuple[ProofFile, ...]] = Field({})
    validity_months: Optional[int]
    partner_validity_months: dict[str, int] = Field({})
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
