"""The contact form: what a person tells so that an adviser can answer, checked before it is stored.

Nothing of it ever enters the conversation. A report of a barrier ("customs abroad makes trouble") is a
request of its own kind: it says what happened and, where it is known, in which market.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

LONGEST_NAME = 200
LONGEST_MESSAGE = 4000
CONSENT_VERSION = "2026-11"
"""Changes whenever the words of the consent do."""

# One address, no comments, no quoted parts, no lists: it becomes the mail's Reply-To.
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250})\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"\+?[0-9 ()/.-]{5,40}")
_MARKET = re.compile(r"[A-Z]{2}")


class Kind(Enum):
    """What is asked of the adviser."""

    ADVICE = "advice"
    BARRIER = "barrier"


class FormError(ValueError):
    """A field is missing or wrong; `code` is `missing` or `invalid`."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{field}: {code}")
        self.code = code
        self.field = field


@dataclass(frozen=True)
class Form:
    """A form filled in; empty texts were not told."""

    kind: Kind
    name: str
    company: str
    email: str
    phone: str
    place: str
    message: str
    market: str
    include_case: bool


def read_form(given: Mapping[str, Any]) -> Form:
    """The form of a request; raises FormError for the first field that is missing or wrong."""
    kind = next((one for one in Kind if one.value == given.get("kind", "advice")), None)
    if kind is None:
        raise FormError("invalid", "kind")
    form = Form(
        kind,
        _line(given, "name"),
        _line(given, "company"),
        _matching(given, "email", _MAIL),
        _matching(given, "phone", _PHONE),
        _line(given, "place"),
        _text(given, "message"),
        _matching(given, "market", _MARKET),
        _yes_no(given, "include_case", default=True),
    )
    _check_complete(form, given)
    return form


def _check_complete(form: Form, given: Mapping[str, Any]) -> None:
    if not form.name:
        raise FormError("missing", "name")
    if not form.email and not form.phone:
        raise FormError("missing", "email")
    if form.kind is Kind.BARRIER and not form.message:
        raise FormError("missing", "message")
    # Only a plain yes to these words is a consent.
    if given.get("consent") is not True:
        raise FormError("missing", "consent")
    if given.get("consent_version", CONSENT_VERSION) != CONSENT_VERSION:
        raise FormError("invalid", "consent_version")


def _told(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FormError("invalid", name)
    return unicodedata.normalize("NFC", value)


def _line(given: Mapping[str, Any], name: str) -> str:
    """A text of one line: invisible signs and line ends become blanks."""
    visible = "".join(sign if _is_visible(sign) else " " for sign in _told(given, name))
    line = " ".join(visible.split())
    if len(line) > LONGEST_NAME:
        raise FormError("invalid", name)
    return line


def _text(given: Mapping[str, Any], name: str) -> str:
    lines = _told(given, name).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in lines if sign == "\n" or _is_visible(sign)).strip()
    if len(text) > LONGEST_MESSAGE:
        raise FormError("invalid", name)
    return text


def _matching(given: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = _told(given, name).strip(" ")
    if value and not form.fullmatch(value):
        raise FormError("invalid", name)
    return value


def _yes_no(given: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise FormError("invalid", name)
    return value


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
