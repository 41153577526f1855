"""What the schemas of all files of the law have in common."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Optional

from pydantic import BaseModel, Extra, validator

from bot.agreements.values import (
    read_date,
)
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
