"""Cases of the tests of explanations, worked out with the recorded law."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from bot.advice import Assessment
from bot.explain.first_answer import first_answer
from bot.explain.replies import Reply
from bot.origin.nomenclature import code
from bot.wiring import Services

DAY = date(2026, 11, 22)


def advised(services: Services, hs: str, market: str, value: int | None = 50000) -> Any:
    amount = None if value is None else Decimal(value)
    return services.adviser.advise(code(hs), market, DAY, value=amount)


def told(services: Services, hs: str, market: str, lang: str = "de") -> Reply:
    return first_answer(advised(services, hs, market), services.words, lang)


def assessed(services: Services, **changes: Any) -> Assessment:
    case = {"market": "GB", "date": "2026-11-22", "product": {"hs": "841370"}, **changes}
    request = services.cases.read(json.dumps(case))
    return services.adviser.assess(request.case, request.agreement)
