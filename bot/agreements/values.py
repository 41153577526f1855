"""Values as they are written in the files of the law; every reader says what it expected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Optional

from bot.origin.criteria import Basis, Limit
from bot.origin.nomenclature import HsRange, NomenclatureError, parse_range

LANGUAGES = ("de", "en")

CONFIDENCES = ("high", "medium", "low")

_LIMIT = re.compile(r"(?P<percent>\d{1,3}(\.\d+)?) % \((?P<basis>EXW|FOB|weight)\)")
_MARKET = re.compile(r"[A-Z]{2}")


class AgreementKind(Enum):
    """What kind of arrangement it is."""

    FREE_TRADE_AGREEMENT = "free_trade_agreement"
    CUSTOMS_UNION = "customs_union"
    ASSOCIATION = "association"
    ECONOMIC_PARTNERSHIP = "economic_partnership"
    INTERIM_AGREEMENT = "interim_agreement"


class AgreementStatus(Enum):
    """How far an agreement has come."""

    IN_FORCE = "in_force"
    PROVISIONALLY_APPLIED = "provisionally_applied"
    PARTLY_SUSPENDED = "partly_suspended"
    SIGNED = "signed"
    CONCLUDED = "concluded"
    NEGOTIATING = "negotiating"

    @property
    def is_applied(self) -> bool:
        """Whether preferences can be claimed."""
        return self in (
            AgreementStatus.IN_FORCE,
            AgreementStatus.PROVISIONALLY_APPLIED,
            AgreementStatus.PARTLY_SUSPENDED,
        )


def read_date(value: Any) -> Optional[date]:
    """A date in quotes, "2026-12-31"; None stays None."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value)
    raise ValueError(f"'{value}': expected a date in quotes like \"2026-12-31\"")


def read_market(value: Any) -> str:
    """An ISO 3166 code of two capitals."""
    if isinstance(value, str) and _MARKET.fullmatch(value):
        return value
    raise ValueError(f"'{value}': expected an ISO 3166 code in quotes like \"JP\"")


def read_confidence(value: str) -> str:
    """How sure a statement is: high, medium or low."""
    if value not in CONFIDENCES:
        raise ValueError(f"'{value}': expected {', '.join(CONFIDENCES[:-1])} or {CONFIDENCES[-1]}")
    return value


def read_ranges(value: Any) -> tuple[HsRange, ...]:
    """A list of codes and ranges in quotes, ["02", "04-24"]."""
    if not isinstance(value, (list, tuple)):
        # pydantic turns a ValueError into a located fault.
        message = 'expected a list of codes in quotes like ["02", "04-24"]'
        raise ValueError(message)  # noqa: TRY004
    return tuple(_range(one) for one in value)


def _range(value: Any) -> HsRange:
    if not isinstance(value, str):
        message = f"{value}: codes must stand in quotes, otherwise leading zeros are lost"
        raise ValueError(message)  # noqa: TRY004
    try:
        return parse_range(value)
    except NomenclatureError as error:
        raise ValueError(str(error)) from error


def read_limit(value: Any) -> Limit:
    """A percentage with its basis, "10 % (EXW)"."""
    match = _LIMIT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'\'{value}\': expected a limit like "10 % (EXW)", "15 % (weight)"')
    return Limit(Decimal(match["percent"]), Basis(match["basis"]))


def split_list(text: str) -> tuple[str, ...]:
    """The parts of a cell joined by "|"."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def joined(values: Iterable[str]) -> str:
    """Values for an "expected one of" message."""
    return ", ".join(sorted(values))
