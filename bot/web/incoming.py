"""Reading what the page sends, before Rasa sees any of it.

Rasa would take an empty message for some intent, let a typed "/intent{...}" set slots, and run a
text/plain request of a foreign page. Nothing of that gets past here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.web.problems import DEFAULT_LANGUAGE, LANGUAGES, Code, RequestError

LONGEST_MESSAGE = 4096
"""Bytes of UTF-8 in one message."""

LARGEST_BODY = 262_144
"""Bytes of a request; a bill of 500 lines, escaped as JSON, can be that long."""

LARGEST_FILE = 1_000_000
"""Bytes of an uploaded file."""

SESSION_HEADERS = ("x-session", "x-session-token")
"""Where the token stands: never in an address, which ends up in logs."""

PAGE_CONTROLS = frozenset(
    {
        "/adviser",
        "/change_answer",
        "/go_back",
        "/repeat",
        "/start_over",
        '/switch_language{"language": "de"}',
        '/switch_language{"language": "en"}',
    }
)
"""Payloads of the page's own buttons, which are there at any moment."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_KEPT_CONTROLS = frozenset("\n\t")
# Format characters that join signs (emoji, scripts) are part of writing; the others only hide.
_KEPT_FORMATS = frozenset("\u200c\u200d")
_SAID_IN = ("text", "payload", "bill")


@dataclass(frozen=True)
class Incoming:
    """What the page says: something typed, a button's payload, or the lines of a bill of materials."""

    token: str
    lang: str
    text: str = ""
    payload: str | None = None
    bill: tuple[Any, ...] | None = None


def check_origin(origin: str | None, host: str | None, allowed: frozenset[str]) -> None:
    """Raise a RequestError where the request comes from a page that is not ours.

    Only hosts are compared: behind a proxy that ends TLS we do not see the scheme.
    """
    if origin is None or origin in allowed:
        return
    if origin == "null" or _host_of(origin) != (host or "").lower():
        raise RequestError(Code.FOREIGN_ORIGIN)


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def read_body(content_type: str | None, body: bytes) -> Mapping[str, Any]:
    """The JSON object of a request; raises a RequestError where it is none."""
    # A browser lets a foreign page send text/plain without asking us first, but never JSON.
    if (content_type or "").split(";")[0].strip().lower() != "application/json":
        raise RequestError(Code.NOT_JSON)
    if len(body) > LARGEST_BODY:
        raise RequestError(Code.MESSAGE_TOO_LONG)
    try:
        # Strictly UTF-8: Python's reader would guess other encodings.
        read = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise RequestError(Code.MALFORMED) from None
    if not isinstance(read, dict):
        raise RequestError(Code.MALFORMED)
    return read


def language_of(given: Mapping[str, Any]) -> str:
    """The language of the page; German where it says nothing we know."""
    lang = given.get("lang")
    return lang if lang in LANGUAGES else DEFAULT_LANGUAGE


def token_of(headers: Mapping[str, str], body: Mapping[str, Any] | None = None) -> str:
    """The token of the conversation; raises a RequestError where it cannot be one of ours.

    It stands in the header; a page of an earlier version has it in the body.
    """
    found = next((headers[name] for name in SESSION_HEADERS if name in headers), None)
    token: Any = found if found is not None else (body or {}).get("token")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise RequestError(Code.SESSION_UNKNOWN, "token")
    return token


def read_message(token: str, body: Mapping[str, Any]) -> Incoming:
    """The message of a request body; raises a RequestError that names the wrong field."""
    lang = language_of(body)
    given = [name for name in _SAID_IN if body.get(name) is not None]
    if len(given) != 1:
        raise RequestError(Code.MALFORMED if given else Code.EMPTY_MESSAGE, "text")
    (field,) = given
    value = body[field]
    if field == "bill":
        if not isinstance(value, list):
            raise RequestError(Code.MALFORMED, field)
        return Incoming(token, lang, bill=tuple(value))
    if not isinstance(value, str):
        raise RequestError(Code.MALFORMED, field)
    if len(value.encode("utf-8", errors="replace")) > LONGEST_MESSAGE:
        raise RequestError(Code.MESSAGE_TOO_LONG, field)
    if field == "payload":
        return Incoming(token, lang, payload=value)
    text = typed(value)
    if not text:
        raise RequestError(Code.EMPTY_MESSAGE, "text")
    return Incoming(token, lang, text=text)


def typed(text: str) -> str:
    """What somebody typed, without signs that cannot be seen and without a leading slash."""
    lines = _LINE_ENDS.sub("\n", text)
    visible = "".join(sign for sign in lines if _is_writing(sign))
    return unicodedata.normalize("NFC", visible).strip().lstrip("/ \t\n")


def visible(text: str) -> str:
    """A text of one line, without signs that cannot be seen."""
    return " ".join("".join(s if _is_writing(s) else " " for s in text).split())


def _is_writing(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category == "Cc":
        return sign in _KEPT_CONTROLS
    if category == "Cf":
        return sign in _KEPT_FORMATS
    return category not in ("Cs", "Co", "Cn")
