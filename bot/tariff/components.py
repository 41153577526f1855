"""The parts of a duty: percentages, amounts per unit, and what is made of them.

Rates are ad valorem (a percentage of the customs value), specific (an amount per unit of quantity),
or made of both: compound ("10 % + 5 EUR/kg") and mixed ("10 % or 5 EUR/kg, whichever is higher").
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Union


class Combination(Enum):
    """How the parts of a duty make one duty."""

    SUM = "sum"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class AdValorem:
    """A duty in percent of the customs value."""

    percent: Decimal


@dataclass(frozen=True)
class Specific:
    """A duty of an amount of money per unit of quantity, the unit as published ("100kg", "m2")."""

    amount: Decimal
    currency: str
    unit: str


@dataclass(frozen=True)
class Formula:
    """Several parts as one duty; a part can be a formula itself."""

    combination: Combination
    parts: tuple[Component, ...]


Component = Union[AdValorem, Specific, Formula]
