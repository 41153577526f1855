"""Three-valued outcomes (Kleene logic): met, not met, and open because a fact is missing."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Outcome(Enum):
    """Whether a condition is met; OPEN means that a missing fact decides."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"

    @classmethod
    def of(cls, truth: bool | None) -> Outcome:
        """The outcome of a plain truth value, None being unknown."""
        if truth is None:
            return cls.OPEN
        return cls.MET if truth else cls.NOT_MET


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Met if every one is met; one that is not met decides, whatever is open."""
    result = Outcome.MET
    for outcome in outcomes:
        if outcome is Outcome.NOT_MET:
            return Outcome.NOT_MET
        if outcome is Outcome.OPEN:
            result = Outcome.OPEN
    return result


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Met if one is met; open if none is met and one is open."""
    result = Outcome.NOT_MET
    for outcome in outcomes:
        if outcome is Outcome.MET:
            return Outcome.MET
        if outcome is Outcome.OPEN:
            result = Outcome.OPEN
    return result
