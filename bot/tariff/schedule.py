"""Staging: how a duty falls to zero in equal yearly cuts after an agreement has begun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class StagingCategory:
    """A category of a tariff schedule.

    Attributes:
        name: the name in the schedule ("0", "10", "E").
        cuts: number of equal cuts after which goods are free; None: excluded, never cut.
        first_cut: day of the first cut.
        month: month of the later cuts, one each year from the year after the first cut.
        day: day of the later cuts.
    """

    name: str
    cuts: int | None
    first_cut: date
    month: int = 1
    day: int = 1

    def __post_init__(self) -> None:
        if self.cuts is not None and self.cuts < 1:
            raise ValueError(f"category {self.name}: expected one cut or more, found {self.cuts}")

    def cut_days(self) -> Iterator[date]:
        """The days on which the duty is cut, in order."""
        for number in range(self.cuts or 0):
            yield self._cut_day(number)

    def rate_on(self, base: Decimal, on: date) -> Decimal:
        """The duty on a day, in percent, not rounded (schedules often round down to a tenth).

        Args:
            base: base rate of the schedule in percent.
            on: day of the import.
        """
        if self.cuts is None:
            return base
        made = sum(day <= on for day in self.cut_days())
        return base * (self.cuts - made) / self.cuts

    def by_year(self, base: Decimal) -> tuple[tuple[date, Decimal], ...]:
        """Each day of a cut with the duty from that day on, until zero; empty if excluded."""
        return tuple((day, self.rate_on(base, day)) for day in self.cut_days())

    @property
    def free_from(self) -> date | None:
        """The day from which goods are free; None if excluded."""
        return None if self.cuts is None else self._cut_day(self.cuts - 1)

    def _cut_day(self, number: int) -> date:
        if number == 0:
            return self.first_cut
        return date(self.first_cut.year + number, self.month, self.day)
