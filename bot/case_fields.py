"""Reading fields of JSON strictly: right type, finite numbers, real dates; every fault names its field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, NoReturn, TypeVar

from bot.origin.facts import is_amount

MOST_BYTES = 10 * 1024 * 1024
_MOST_DIGITS = 40

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Member = TypeVar("Member", bound=Enum)


class InputError(ValueError):
    """Bad input: `code` for programs, `message` for people, `field` where it stands."""

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field

    def as_json(self) -> dict[str, dict[str, str]]:
        """The error as the ways in hand it out."""
        return {"error": {"code": self.code, "message": self.message, "field": self.field}}


def parse_json(text: str | bytes) -> Any:
    """JSON with exact numbers; raises InputError for everything that is not JSON."""
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise InputError("too_large", f"{size} bytes: expected at most {MOST_BYTES}")
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(
            decoded,
            parse_float=_decimal,
            parse_int=_decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_duplicates,
        )
    except UnicodeDecodeError as error:
        raise InputError("bad_encoding", f"expected UTF-8; byte {error.start} is not") from error
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise InputError("bad_json", message) from error
    except RecursionError as error:
        raise InputError("too_deep", "nested too deeply") from error


def _decimal(text: str) -> Decimal:
    if len(text) > _MOST_DIGITS:
        raise InputError("bad_number", f"a number of {len(text)} characters is too long")
    return Decimal(text)


def _no_number(text: str) -> NoReturn:
    raise InputError("bad_number", f"{text} is not a number that can be calculated with")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise InputError("duplicate_field", f"'{name}' stands twice", name)
        found[name] = value
    return found


def object_at(value: Any, where: str) -> Mapping[str, Any]:
    """The value if it is an object."""
    if not isinstance(value, Mapping):
        raise InputError("wrong_type", f"expected an object, found {_kind(value)}", where)
    return value


class Fields:
    """The fields of one object; remembers which were read."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self._values = values
        self._where = where
        self._read: set[str] = set()

    def at(self, name: str) -> str:
        """Where a field stands, such as materials[0].value."""
        return f"{self._where}.{name}" if self._where else name

    def unread(self) -> list[str]:
        """The fields nobody read."""
        return [self.at(name) for name in self._values if name not in self._read]

    def value(self, name: str) -> Any:
        """Whatever stands there, None if nothing does."""
        self._read.add(name)
        return self._values.get(name)

    def required(self, name: str) -> Any:
        """Whatever stands there; raises InputError if nothing does."""
        value = self.value(name)
        if value is None:
            raise InputError("missing_field", f"expected '{name}'", self.at(name))
        return value

    def text(self, name: str) -> str | None:
        """A text."""
        value = self.value(name)
        if value is None or isinstance(value, str):
            return value
        raise InputError("wrong_type", f"expected a text, found {_kind(value)}", self.at(name))

    def yes_no(self, name: str) -> bool | None:
        """True or false."""
        value = self.value(name)
        if value is None or isinstance(value, bool):
            return value
        message = f"expected true or false, found {_kind(value)}"
        raise InputError("wrong_type", message, self.at(name))

    def list_or_none(self, name: str) -> list[Any] | None:
        """A list."""
        value = self.value(name)
        if value is None or isinstance(value, list):
            return value
        raise InputError("wrong_type", f"expected a list, found {_kind(value)}", self.at(name))

    def day(self, name: str) -> date | None:
        """A date."""
        value = self.text(name)
        if value is None:
            return None
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise InputError("bad_date", f"'{value}': expected a date like 2026-11-22", self.at(name))

    def choice(self, name: str, kind: type[Member]) -> Member | None:
        """A member of an enumeration by its value."""
        value = self.value(name)
        return None if value is None else self.member(value, kind, self.at(name))

    @staticmethod
    def member(value: Any, kind: type[Member], where: str) -> Member:
        """The member of an enumeration with this value."""
        found = next((one for one in kind if one.value == value), None)
        if found is None:
            expected = ", ".join(str(one.value) for one in kind)
            raise InputError("bad_choice", f"{value!r}: expected one of {expected}", where)
        return found

    def currency(self, name: str) -> str | None:
        """A currency by its ISO 4217 code."""
        value = self.text(name)
        if value is None or _CURRENCY.fullmatch(value):
            return value
        raise InputError("bad_currency", f"'{value}': expected a code like EUR", self.at(name))

    def amount(self, name: str) -> Decimal | None:
        """An amount of money or weight, from 0."""
        if self.value(name) is None:
            return None
        return self.amount_or_fail(name)

    def price(self, name: str) -> Decimal | None:
        """An amount above 0: something is measured against it."""
        amount = self.amount(name)
        if amount == 0:
            raise InputError("bad_number", "0: expected a number above 0", self.at(name))
        return amount

    def amount_or_fail(self, name: str) -> Decimal:
        """An amount from 0 that must be there."""
        value, where = self.required(name), self.at(name)
        number = _number(value, where)
        if number < 0:
            raise InputError("negative_number", f"{value}: expected a number from 0", where)
        if not is_amount(number):
            raise InputError("bad_number", f"{value}: not a plausible amount", where)
        return number


def _number(value: Any, where: str) -> Decimal:
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, int) and not isinstance(value, bool):
        number = Decimal(value)
    elif isinstance(value, str):
        number = _number_in(value, where)
    else:
        raise InputError("wrong_type", f"expected a number, found {_kind(value)}", where)
    if not number.is_finite():
        raise InputError("bad_number", f"{value} is not a number to calculate with", where)
    return number


def _number_in(text: str, where: str) -> Decimal:
    stripped = text.strip()
    try:
        if _NUMBER.fullmatch(stripped) and len(stripped) <= _MOST_DIGITS:
            return Decimal(stripped)
    except InvalidOperation:
        pass
    raise InputError("bad_number", f"'{text[:40]}': expected a number like 1234.50", where)


def _kind(value: Any) -> str:
    names = {bool: "true or false", str: "a text", list: "a list", dict: "an object"}
    if value is None:
        return "nothing"
    return names.get(type(value), "a number")
