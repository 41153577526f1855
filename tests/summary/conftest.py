"""Cases as a conversation leaves them, and the desk they were told at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.conversation.desk import Desk
from bot.conversation.state import CaseState, MaterialLine
from bot.wiring import services
from tests.conftest import TODAY

MET: dict[str, Any] = {
    "language": "de",
    "words": "Kreiselpumpen",
    "hs": "841370",
    "market": "VN",
    "markets": ("VN",),
    "made_here": True,
    "value": Decimal("50000"),
    "answers": {"operations.sufficient": True, "product.ex_works_price": Decimal("1000.50")},
    "materials": (
        MaterialLine("Motor", "8501", Decimal("210"), "CN"),
        MaterialLine("Gehäuse", "7325", Decimal("180.25"), "DE", originating=True),
    ),
    "drawback": False,
    "checking": True,
    "verdict_shown": True,
}


def case(**changes: Any) -> CaseState:
    """A pump for Viet Nam whose rule is met, with changes."""
    return CaseState(**{**MET, **changes})


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(services(), lambda: TODAY)
