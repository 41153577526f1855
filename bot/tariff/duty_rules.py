"""Duties known by rule instead of by national line ("industrial goods are free since 2008").

The narrowest rule decides, so that an exception overrules the general statement. An exception
without a percentage says that the general figure does not hold there; it gives words, no figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.tariff.duties import Confidence, Side, Wording
from bot.tariff.rates import DutyRate, by_percent


@dataclass(frozen=True)
class DutyRule:
    """One statement about the duty of a range of products in some markets.

    Attributes:
        agreements: the agreements the preference is under; empty for the normal duty.
        first: first code of the range, digits, as long as `last`.
        percent: None where only words are known.
    """

    markets: frozenset[str]
    agreements: frozenset[str]
    side: Side
    first: str
    last: str
    percent: Decimal | None
    text: Wording
    valid_from: date | None
    valid_to: date | None
    confidence: Confidence
    source: str

    @property
    def rate(self) -> DutyRate | None:
        """The rate, if the rule has a figure."""
        return None if self.percent is None else by_percent(self.percent)

    @property
    def narrowness(self) -> tuple[int, int]:
        """Orders rules: the longer code, then the shorter range, is the narrower statement."""
        return (len(self.first), int(self.first) - int(self.last))

    def governs(self, market: str, agreement: str | None, side: Side, day: date) -> bool:
        """Whether the rule speaks about this duty on this day."""
        if market not in self.markets or side is not self.side:
            return False
        if side is Side.PREFERENTIAL and agreement not in self.agreements:
            return False
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def contains(self, code: str) -> bool:
        """Whether the whole code lies in the range."""
        part = code[: len(self.first)]
        return len(part) == len(self.first) and self.first <= part <= self.last

    def lies_below(self, code: str) -> bool:
        """Whether the range, or a part of it, lies below a coarser code."""
        depth = len(code)
        return depth < len(self.first) and self.first[:depth] <= code <= self.last[:depth]


def narrowest(rules: Iterable[DutyRule], code: str) -> DutyRule | None:
    """The rule that decides for a code, None if no rule covers it."""
    return max(
        (rule for rule in rules if rule.contains(code)),
        key=lambda rule: rule.narrowness,
        default=None,
    )


def pieces(rules: Iterable[DutyRule], code: str) -> tuple[str, ...]:
    """The code, and one code for each finer statement below it: all rates that can apply."""
    finer = {
        max(rule.first, code.ljust(len(rule.first), "0")) for rule in rules if rule.lies_below(code)
    }
    return (code, *sorted(finer))
