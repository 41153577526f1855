"""What stands around the channel on Rasa's server: the page, health, headers, errors, the REST guard.

Rasa owns the address `/` and its server; both are reached through request middleware, because a
blueprint with that route would end the start.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from sanic import Sanic
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, raw

from bot.web import readiness
from bot.web.contact import Contact
from bot.web.incoming import LARGEST_BODY, check_origin
from bot.web.problems import DEFAULT_LANGUAGE, Code, RequestError, as_json

logger = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

FORWARDING_HEADERS = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
)
"""Headers by which a proxy shows itself: the visitor behind it is not on this machine."""

REST_CHANNEL = "/webhooks/rest"

_STATIC = Path(__file__).with_name("static")


@dataclass(frozen=True)
class StaticFile:
    """A file of the page as it is sent."""

    content: bytes
    media_type: str

    @property
    def tag(self) -> str:
        """Changes whenever the content does."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'

    def answer(self, request: Request) -> HTTPResponse:
        """The file, or only the word that the browser has it already."""
        headers = {"ETag": self.tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == self.tag:
            return empty(status=304, headers=headers)
        return raw(self.content, content_type=self.media_type, headers=headers)


def static_files(contact: Contact) -> Mapping[str, StaticFile]:
    """The files by their addresses; the page names the contact even while nothing else works."""
    page = (_STATIC / "index.html").read_text(encoding="utf-8")
    for lang, name in contact.name.items():
        page = page.replace(f"{{{{ contact.name.{lang} }}}}", escape(name))
    page = page.replace("{{ contact.url }}", escape(contact.url))
    return {
        "/": StaticFile(page.encode(), "text/html; charset=utf-8"),
        "/widget.js": StaticFile(
            (_STATIC / "chat.js").read_bytes(), "text/javascript; charset=utf-8"
        ),
        "/chat.css": StaticFile((_STATIC / "chat.css").read_bytes(), "text/css; charset=utf-8"),
    }


class Site:
    """The page with everything that protects it, for one server."""

    def __init__(self, contact: Contact) -> None:
        self._contact = contact
        self._files = static_files(contact)

    def attach(self, app: Sanic) -> None:
        """Give Rasa's server the page, health and readiness, headers, errors and the guard."""
        app.config.REQUEST_MAX_SIZE = LARGEST_BODY
        for address in ("/widget.js", "/chat.css"):
            app.add_route(self._file, address, methods=["GET"], name=address.strip("/"))
        app.add_route(_no_icon, "/favicon.ico", methods=["GET"])
        app.add_route(_health, "/health", methods=["GET"])
        app.add_route(_ready, "/ready", methods=["GET"])
        app.register_middleware(self._guard, "request")
        app.register_middleware(_protect, "response")
        app.error_handler.add(Exception, self._tell)

    async def _file(self, request: Request) -> HTTPResponse:
        return self._files[request.path.rstrip("/")].answer(request)

    async def _guard(self, request: Request) -> HTTPResponse | None:
        """Answer for `/`, and hide the REST channel from everybody but this machine."""
        if request.path == "/":
            return self._files["/"].answer(request)
        path = f"/{request.route.path}" if request.route else request.path
        if path.startswith(REST_CHANNEL) and not is_from_this_machine(request):
            raise RequestError(Code.NOT_FOUND)
        return None

    def _tell(self, request: Request, error: Exception) -> HTTPResponse:
        """The JSON for an error; what is our own fault goes to the log."""
        told = error_of(error)
        if told.code is Code.INTERNAL:
            logger.error("website.request.failed path=%s", request.path, exc_info=error)
        status = getattr(error, "status_code", told.code.status)
        lang = getattr(request.ctx, "lang", DEFAULT_LANGUAGE)
        return json(as_json(told, lang, self._contact), status)


async def _no_icon(_request: Request) -> HTTPResponse:
    """Browsers ask for an icon unasked; none is no error."""
    return empty(status=204)


async def _health(_request: Request) -> HTTPResponse:
    return json({"status": "ok"})


async def _ready(request: Request) -> HTTPResponse:
    checks = await readiness.checks(getattr(request.app.ctx, "agent", None))
    status = "ready" if all(checks.values()) else "not_ready"
    return json({"status": status, "checks": checks}, 200 if status == "ready" else 503)


async def _protect(_request: Request, answer: HTTPResponse) -> None:
    for name, value in HEADERS.items():
        answer.headers[name] = value
    answer.headers.setdefault("Cache-Control", "no-store")


def error_of(error: Exception) -> RequestError:
    """The problem to tell for any error."""
    if isinstance(error, RequestError):
        return error
    if isinstance(error, PayloadTooLarge):
        return RequestError(Code.MESSAGE_TOO_LONG)
    if isinstance(error, SanicException) and error.status_code == 404:
        return RequestError(Code.NOT_FOUND)
    if isinstance(error, SanicException) and 400 <= (error.status_code or 500) < 500:
        return RequestError(Code.REFUSED)
    return RequestError(Code.INTERNAL)


def is_from_this_machine(request: Request) -> bool:
    """Whether a program on this machine asks, neither a proxy nor a foreign page in a browser."""
    if any(name in request.headers for name in FORWARDING_HEADERS):
        return False
    try:
        check_origin(request.headers.get("origin"), request.headers.get("host"), frozenset())
    except RequestError:
        return False
    return is_loopback(request.ip)


def is_loopback(address: str) -> bool:
    """Whether an address of a peer is on this machine; what is no address is not."""
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped is not None:
        return peer.ipv4_mapped.is_loopback
    return peer.is_loopback
