"""What stands around the channel on Rasa's server: pages, health, headers, errors, the REST guard.

Rasa owns the address `/` and its server; both are reached through request middleware, because a
blueprint with that route would end the start.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from sanic import Sanic
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty, html, json

from bot.store.addresses import StoreError
from bot.store.outbox import Outbox
from bot.summary.as_html import style_hash
from bot.web import readiness
from bot.web.contact import Contact
from bot.web.how_it_works import KeptFor, how_it_works
from bot.web.incoming import LARGEST_FILE, check_origin
from bot.web.problems import DEFAULT_LANGUAGE, LANGUAGES, Code, RequestError, as_json
from bot.web.settings import WebSettings
from bot.web.static_files import static_files
from bot.web.visitors import is_direct_from_this_machine, is_loopback

logger = logging.getLogger(__name__)

CHANNEL = "/webhooks/website"
REST_CHANNEL = "/webhooks/rest"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {style}; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
# Pages of others load these; everything else is for our own page.
_FOR_EVERYBODY = ("/widget.js",)
_REQUEST_HEADERS = "Content-Type, X-Session, X-Session-Token, X-File-Name"
_METHODS = "GET, POST, DELETE"
_SHARING = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Expose-Headers",
)
_PREFLIGHT_SECONDS = 3600
_LARGEST_REQUEST = LARGEST_FILE + 1
_SLOWEST_REQUEST_SECONDS = 30


def headers_of(settings: WebSettings) -> Mapping[str, str]:
    """The headers of every answer."""
    ancestors = " ".join(("'self'", *settings.frame_ancestors))
    policy = _POLICY.format(style=style_hash(), ancestors=ancestors)
    headers = {**HEADERS, "Content-Security-Policy": policy}
    if not settings.frame_ancestors:
        # For browsers that do not know frame-ancestors; it has no list.
        headers["X-Frame-Options"] = "SAMEORIGIN"
    return headers


class Site:
    """The pages with everything that protects them, for one server."""

    def __init__(
        self, contact: Contact, settings: WebSettings, outbox: Outbox, kept_for: KeptFor
    ) -> None:
        self._contact = contact
        self._settings = settings
        self._outbox = outbox
        self._kept_for = kept_for
        self._files = static_files(contact)
        self._headers = headers_of(settings)

    def attach(self, app: Sanic) -> None:
        """Give Rasa's server the pages, health and readiness, headers, errors and the guard."""
        app.config.REQUEST_MAX_SIZE = _LARGEST_REQUEST
        app.config.REQUEST_TIMEOUT = _SLOWEST_REQUEST_SECONDS
        for address in self._files:
            if address != "/":
                app.add_route(self._file, address, methods=["GET"], name=address.strip("/"))
        app.add_route(_no_icon, "/favicon.ico", methods=["GET"])
        app.add_route(self._how_it_works, "/how-it-works", methods=["GET"], name="how_it_works")
        app.add_route(_health, "/health", methods=["GET"])
        app.add_route(self._ready, "/ready", methods=["GET"], name="ready")
        app.register_listener(_without_rasas_sharing, "before_server_start")
        app.register_middleware(self._guard, "request")
        app.register_middleware(self._protect, "response")
        # Rasa's CORS stands around the handler of errors as well.
        app.error_handler = getattr(app.error_handler, "orig_handler", app.error_handler)
        app.error_handler.add(Exception, self._tell)

    async def _file(self, request: Request) -> HTTPResponse:
        return self._files[request.path.rstrip("/")].answer(request)

    async def _how_it_works(self, request: Request) -> HTTPResponse:
        lang, loop = language_asked(request), asyncio.get_running_loop()
        try:
            page = await loop.run_in_executor(
                None, how_it_works, lang, self._contact, self._kept_for
            )
        except StoreError as error:
            logger.warning("website.how_it_works error=%s", error)
            raise RequestError(Code.NO_REPLY) from error
        return html(page)

    async def _ready(self, request: Request) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        checks, handoff = await asyncio.gather(
            readiness.checks(agent), readiness.backlog(self._outbox)
        )
        checks["handoff"] = handoff is not None
        status = "ready" if all(checks.values()) else "not_ready"
        told = {"status": status, "checks": checks, "handoff": handoff}
        return json(told, 200 if status == "ready" else 503)

    async def _guard(self, request: Request) -> HTTPResponse | None:
        """Answer for `/`, and hide the REST channel from everybody but this machine."""
        if "transfer-encoding" in request.headers and "content-length" in request.headers:
            # Two lengths for one body: whoever stands before us may have seen another end of it.
            request.stream.keep_alive = False
            raise RequestError(Code.MALFORMED)
        if request.path == "/":
            return self._files["/"].answer(request)
        path = f"/{request.route.path}" if request.route else request.path
        if path.startswith(REST_CHANNEL) and not is_from_this_machine(request):
            raise RequestError(Code.NOT_FOUND)
        return None

    async def _protect(self, request: Request, answer: HTTPResponse) -> None:
        for name, value in self._headers.items():
            answer.headers[name] = value
        shared = request.path in _FOR_EVERYBODY
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        answer.headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith(CHANNEL):
            self._share(request, answer)

    def _share(self, request: Request, answer: HTTPResponse) -> None:
        """Let the pages on the list read the answer, and nobody else."""
        for name in _SHARING:
            answer.headers.pop(name, None)
        answer.headers["Vary"] = "Origin"
        origin = request.headers.get("origin")
        if origin in self._settings.origins:
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Expose-Headers"] = "Retry-After, Content-Disposition"

    def preflight(self, request: Request) -> HTTPResponse:
        """The answer to a browser that asks whether a page may talk to the channel."""
        if request.headers.get("origin") not in self._settings.origins:
            raise RequestError(Code.FOREIGN_ORIGIN)
        allowed = {
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": _REQUEST_HEADERS,
            "Access-Control-Max-Age": str(_PREFLIGHT_SECONDS),
        }
        return empty(status=204, headers=allowed)

    def _tell(self, request: Request, error: Exception) -> HTTPResponse:
        """The JSON for an error; what is our own fault goes to the log, without what was said."""
        told = error_of(error)
        if told.code is Code.INTERNAL:
            kind, place = type(error).__name__, _place_of(error)
            logger.error("website.request.failed path=%s kind=%s at=%s", request.path, kind, place)
        status = told.code.status
        if told.code in (Code.REFUSED, Code.NOT_FOUND):
            status = getattr(error, "status_code", status)
        lang = getattr(request.ctx, "lang", None) or language_asked(request)
        headers = {} if told.retry_after is None else {"Retry-After": str(told.retry_after)}
        return json(as_json(told, lang, self._contact), status, headers=headers)


def language_asked(request: Request) -> str:
    """The language of the address (`?lang=en`), else the browser's first one that we speak."""
    asked = request.args.get("lang") if request.query_string else None
    if asked in LANGUAGES:
        return str(asked)
    wished = request.headers.get("accept-language", "").lower().split(",")
    spoken = (one.strip()[:2] for one in wished)
    return next((one for one in spoken if one in LANGUAGES), DEFAULT_LANGUAGE)


def _place_of(error: Exception) -> str:
    """Where an error arose: files and lines, none of the values in them."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames))


async def _without_rasas_sharing(app: Sanic, _loop: object) -> None:
    """Take Rasa's CORS out: it answers every preflight itself, and speaks of credentials to everybody."""
    for queue in (app.request_middleware, app.response_middleware):
        own = [one for one in queue if not one.__module__.startswith("sanic_cors")]
        queue.clear()
        queue.extend(own)


async def _no_icon(_request: Request) -> HTTPResponse:
    """Browsers ask for an icon unasked; none is no error."""
    return empty(status=204)


async def _health(_request: Request) -> HTTPResponse:
    return json({"status": "ok"})


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
    headers = request.headers
    try:
        check_origin(headers.get("origin"), headers.get("host"), frozenset())
    except RequestError:
        return False
    # A name of others that leads here (DNS rebinding) is no name of this machine.
    return is_direct_from_this_machine(request.ip, headers) and _is_own_name(headers.get("host"))


def _is_own_name(host: str | None) -> bool:
    try:
        name = urlsplit(f"//{host or ''}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or is_loopback(name)
