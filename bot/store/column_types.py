"""Column types that keep values exact on every database."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, String
from sqlalchemy.types import TypeDecorator


class DecimalText(TypeDecorator):  # type: ignore[type-arg]
    """A Decimal as the text of its digits, because SQLite would make a binary fraction of a number.

    Digits are kept as they are ("4.50" stays "4.50"); figures that are not finite are refused.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Text for the database; raises TypeError for floats, ValueError for NaN and infinity."""
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"{value!r}: expected a Decimal, got {type(value).__name__}")
        if not value.is_finite():
            raise ValueError(f"{value}: only finite figures can be stored")
        return format(value, "f")

    def process_result_value(self, value: str | None, dialect: Any) -> Decimal | None:  # noqa: ARG002
        """The Decimal of the stored text."""
        return None if value is None else Decimal(value)


class UtcDateTime(TypeDecorator):  # type: ignore[type-arg]
    """A moment with its time zone, stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The moment in UTC; raises ValueError where the time zone is not known."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value}: expected a moment with its time zone")
        moment = value.astimezone(timezone.utc)
        # SQLite has no type for moments: without the zone, texts sort as moments do.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """The moment in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)
