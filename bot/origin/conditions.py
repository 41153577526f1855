"""Conditions of claiming the preference; they do not change the status of the good.

Transport and drawback come from the provisions; proof is decided in bot.proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.origin.bill_of_materials import Case
from bot.origin.nomenclature import HsCode
from bot.origin.provisions import Provisions, TransportRule


class ConditionKind(Enum):
    """What must hold beside origin."""

    DIRECT_TRANSPORT = "direct_transport"
    NON_ALTERATION = "non_alteration"
    TRANSPORT_NOT_RECORDED = "transport_not_recorded"
    NO_DRAWBACK = "no_drawback"
    DRAWBACK_NOT_RECORDED = "drawback_not_recorded"


class ConditionState(Enum):
    """Whether the condition is known to hold."""

    KEPT = "kept"
    OPEN = "open"
    BROKEN = "broken"


@dataclass(frozen=True)
class Condition:
    """One condition of claiming, its state and its legal source."""

    kind: ConditionKind
    state: ConditionState
    source: str = ""

    @property
    def blocks(self) -> bool:
        """Whether no proof of origin may be made out."""
        return self.state is ConditionState.BROKEN


_TRANSPORT = {
    TransportRule.DIRECT_TRANSPORT: ConditionKind.DIRECT_TRANSPORT,
    TransportRule.NON_ALTERATION: ConditionKind.NON_ALTERATION,
    TransportRule.NOT_RECORDED: ConditionKind.TRANSPORT_NOT_RECORDED,
}


def conditions_of(
    case: Case, provisions: Provisions, product_code: HsCode
) -> tuple[Condition, ...]:
    """Transport and drawback for the case."""
    transport = Condition(
        _TRANSPORT[provisions.transport], ConditionState.OPEN, provisions.transport_source
    )
    drawback = _drawback(case.duty_drawback, provisions, product_code)
    return (transport,) if drawback is None else (transport, drawback)


def _drawback(
    claimed: bool | None, provisions: Provisions, product_code: HsCode
) -> Condition | None:
    prohibited = provisions.drawback.is_prohibited_for(product_code)
    if prohibited is False:
        return None
    if prohibited is None:
        return Condition(ConditionKind.DRAWBACK_NOT_RECORDED, ConditionState.OPEN)
    state = {
        None: ConditionState.OPEN,
        False: ConditionState.KEPT,
        True: ConditionState.BROKEN,
    }[claimed]
    return Condition(ConditionKind.NO_DRAWBACK, state, provisions.drawback.source)
