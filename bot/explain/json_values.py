"""Values that advice and assessments share when they are written as JSON.

Amounts and percentages are strings without exponent, so that nobody reads them as binary fractions.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from bot.origin.conditions import Condition
from bot.origin.product_specific_rules import ProductSpecificRule

Json = dict[str, Any]


def decimal_json(value: Decimal | None) -> str | None:
    """A decimal without exponent and without superfluous zeros."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_json(value: date | None) -> str | None:
    """A date as YYYY-MM-DD."""
    return value.isoformat() if value else None


def row_json(rule: ProductSpecificRule) -> Json:
    """A row of a list: its rule, codes and where it comes from."""
    return {
        "notation": rule.notation,
        "hs_from": rule.codes.first.digits,
        "hs_to": rule.codes.last.digits,
        "source": rule.source,
        "confidence": rule.confidence.value,
        "reviewed_by": [one.value for one in rule.reviewed_by],
        "row": rule.row,
    }


def condition_json(condition: Condition) -> Json:
    """A condition beside the rule, and whether it is met."""
    return {
        "kind": condition.kind.value,
        "state": condition.state.value,
        "source": condition.source,
        "blocks": condition.blocks,
    }
