"""Schema of the provisions in protocol.yml (docs/agreement-folder.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Optional

from pydantic import validator

from bot.agreements.schemas.base import Localized, Strict
from bot.agreements.values import (
    read_limit,
    read_market,
    read_ranges,
)
from bot.origin.criteria import Limit
from bot.origin.nomenclature import HsRange
from bot.origin.provisions import CumulationKind, TextileNoteKind, TransportRule


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
