"""Duty rates: the text as published and, where it is certain, the percentage to calculate with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.tariff.components import Component
from bot.tariff.rate_text import read_component


@dataclass(frozen=True)
class DutyRate:
    """A rate of duty.

    Attributes:
        text: the rate as the tariff prints it, with its marks; by rule, the percentage.
        percent: percent of the customs value; only for pure ad valorem rates and free goods that
            can be calculated with, None for everything else. Never an estimate of a specific duty.
    """

    text: str
    percent: Decimal | None

    def __post_init__(self) -> None:
        if self.percent is not None and (not self.percent.is_finite() or self.percent < 0):
            raise ValueError(f"{self.percent}: expected a percentage of 0 or more")

    @property
    def is_free(self) -> bool:
        """Whether no duty is due."""
        return self.percent == 0

    @property
    def component(self) -> Component | None:
        """The meaning of the text, None where it is not unmistakable (marks, quotas, seasons)."""
        # Read on demand: a tariff has thousands of lines, an answer needs a few.
        return read_component(self.text)


def by_percent(percent: Decimal) -> DutyRate:
    """The rate of a plain percentage."""
    return DutyRate(f"{percent.normalize():f}%", percent)
