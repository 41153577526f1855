"""Sums of values and weights of which a part may not be known: bounds instead of guesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.origin.facts import MissingFact
from bot.origin.outcome import Outcome

ZERO = Decimal(0)
HUNDRED = Decimal(100)

# Above this number of doubtful contributions the exact test which of them can tip a limit would cost more
# than a superfluous question.
_MOST_SUBSETS = 10


@dataclass(frozen=True)
class Contribution:
    """What one material adds to a sum. `amount` None: not told. `certain`: it counts for sure."""

    amount: Decimal | None
    certain: bool
    amount_fact: MissingFact | None = None
    doubts: tuple[MissingFact, ...] = ()


@dataclass(frozen=True)
class Total:
    """A sum known between two bounds; `high` None: unbounded."""

    contributions: tuple[Contribution, ...]

    @property
    def low(self) -> Decimal:
        """What the sum is at least."""
        return sum((one.amount for one in self.contributions if one.certain and one.amount), ZERO)

    @property
    def high(self) -> Decimal | None:
        """What the sum is at most, None if that is not known."""
        if any(one.amount is None for one in self.contributions):
            return None
        return sum((one.amount for one in self.contributions if one.amount), ZERO)

    @property
    def exact(self) -> Decimal | None:
        """The sum if nothing is open."""
        high = self.high
        return high if high == self.low else None

    def at_most(self, limit: Decimal) -> Outcome:
        """Whether the sum is at most the limit (inclusive)."""
        if self.low > limit:
            return Outcome.NOT_MET
        high = self.high
        return Outcome.MET if high is not None and high <= limit else Outcome.OPEN

    def facts(self, limit: Decimal | None) -> tuple[MissingFact, ...]:
        """The open facts that can decide whether the sum keeps the limit (None: limit not known)."""
        open_ones = [one for one in self.contributions if one.amount is None or not one.certain]
        facts: dict[str, MissingFact] = {}
        for one in open_ones:
            if one.amount == ZERO or (
                limit is not None and not self._can_tip(one, open_ones, limit)
            ):
                continue
            if one.amount is None and one.amount_fact is not None:
                facts[one.amount_fact.id] = one.amount_fact
            if not one.certain:
                facts.update((fact.id, fact) for fact in one.doubts)
        return tuple(facts.values())

    def _can_tip(
        self, one: Contribution, open_ones: Sequence[Contribution], limit: Decimal
    ) -> bool:
        if one.amount is None:
            return True
        others = [other for other in open_ones if other is not one]
        if any(other.amount is None for other in others) or len(others) > _MOST_SUBSETS:
            return True
        sums = {self.low}
        for other in others:
            sums |= {reached + (other.amount or ZERO) for reached in sums}
        return any(reached <= limit < reached + one.amount for reached in sums)


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Part / whole in percent, two decimals for showing only; None for a whole of zero."""
    return None if whole == ZERO else (part * HUNDRED / whole).quantize(Decimal("0.01"))


def share(percent: Decimal, whole: Decimal) -> Decimal:
    """The amount that a percentage of a whole is, unrounded."""
    return percent * whole / HUNDRED
