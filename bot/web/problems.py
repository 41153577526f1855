"""What can go wrong between the page and the advisor, and the JSON in which it is told.

Every error is `{"error": {"code", "message", "field"}}`; `message` is a sentence for people in their
language, from the catalogue bot/web/locale.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from bot.explain.texts import Texts
from bot.web.contact import Contact

LANGUAGES = ("de", "en")
DEFAULT_LANGUAGE = "de"

LOCALE_FOLDER = Path(__file__).with_name("locale")
DOMAIN = "website"


class Code(Enum):
    """The errors, each with its HTTP status."""

    NOT_JSON = ("not_json", 415)
    MALFORMED = ("malformed", 400)
    FOREIGN_ORIGIN = ("foreign_origin", 403)
    SESSION_UNKNOWN = ("session_unknown", 404)
    EMPTY_MESSAGE = ("empty_message", 400)
    MESSAGE_TOO_LONG = ("message_too_long", 413)
    PAYLOAD_NOT_OFFERED = ("payload_not_offered", 400)
    BILL_NOT_READ = ("bill_not_read", 400)
    BILL_TOO_LONG = ("bill_too_long", 413)
    FILE_TOO_LARGE = ("file_too_large", 413)
    FILE_KIND = ("file_kind", 415)
    BUSY = ("busy", 409)
    NOTHING_TO_KEEP = ("nothing_to_keep", 409)
    FORM_MISSING = ("form_missing", 422)
    FORM_INVALID = ("form_invalid", 422)
    RATE_LIMITED = ("rate_limited", 429)
    NOT_STORED = ("not_stored", 503)
    NO_REPLY = ("no_reply", 503)
    TIMEOUT = ("timeout", 504)
    NOT_FOUND = ("not_found", 404)
    REFUSED = ("refused", 400)
    INTERNAL = ("internal", 500)

    def __init__(self, key: str, status: int) -> None:
        self.key = key
        self.status = status


class RequestError(Exception):
    """An error to be told to whoever asked.

    `field` is the part of the request that is wrong, `retry_after` the seconds to wait.
    """

    def __init__(
        self, code: Code, field: str | None = None, *, retry_after: int | None = None
    ) -> None:
        super().__init__(code.key)
        self.code = code
        self.field = field
        self.retry_after = retry_after


def sentence(key: str, lang: str, **values: object) -> str:
    """A sentence of the channel."""
    return Texts(lang, LOCALE_FOLDER, DOMAIN).text(key, **values)


def message_of(code: Code, lang: str, contact: Contact) -> str:
    """The sentence for people; where we are at fault, it says who can help meanwhile."""
    texts = Texts(lang, LOCALE_FOLDER, DOMAIN)
    sentence = texts.text(f"error.{code.key}")
    if code.status < 500:
        return sentence
    helper = texts.text("error.contact", name=contact.name[lang], url=contact.url)
    return f"{sentence} {helper}"


def as_json(problem: RequestError, lang: str, contact: Contact) -> Mapping[str, Any]:
    """The body of the answer."""
    message = message_of(problem.code, lang, contact)
    return {"error": {"code": problem.code.key, "message": message, "field": problem.field}}
