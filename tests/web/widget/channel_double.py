"""A server that keeps the contract of the website channel, with the real conversation behind it.

Without Rasa it starts at once, can be stopped and started in the middle of a conversation, and can be
told to be slow or to fail. Only the classifier of free sentences is missing: what is typed here is read
by the conversation's own readers (codes, markets, amounts, commands).
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import secrets
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import openpyxl
from aiohttp import web

from bot.conversation.desk import Desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import Turn
from bot.conversation.state import CaseState
from bot.explain.replies import Reply
from bot.serving.processes import any_free_port
from bot.web.site import HEADERS
from tests.architecture.import_contracts import ROOT

STATIC = ROOT / "bot" / "web" / "static"
TOKEN_HEADER = "X-Session-Token"
CONTACT = {"de": "Haus der Hilfe", "en": "House of Help", "url": "https://help.example"}

HOUSE = {"name": "IHK", "helps_with": "Ursprung", "url": "https://ihk.example"}
FORM = {
    "de": {
        "advice": "Beratung anfragen",
        "barrier": "Handelshemmnis melden",
        "consent": "Ja, ich möchte, dass diese Angaben ankommen.",
        "retention": "Wir löschen Ihre Angaben nach 30 Tagen.",
        "concern": "Ursprung nachweisen",
    },
    "en": {
        "advice": "Ask for advice",
        "barrier": "Report a trade barrier",
        "consent": "Yes, I want this information to arrive.",
        "retention": "We delete it after 30 days.",
        "concern": "Proving origin",
    },
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Session:
    """A conversation as the server keeps it."""

    state: CaseState = field(default_factory=CaseState)
    messages: list[dict[str, Any]] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)


@dataclass
class Failure:
    """What the next answer is instead of the right one."""

    status: int
    code: str
    message: str
    headers: dict[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """An error told in the JSON of the channel."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field_: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.field = status, code, field_
        self.headers = headers or {}


class ChannelDouble:
    """The server; its knobs may be turned from the test while it runs."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.port = any_free_port()
        self.sessions: dict[str, Session] = {}
        self.handoffs: list[dict[str, Any]] = []
        self.bills: list[list[dict[str, Any]]] = []
        self.extra: list[dict[str, Any]] = []
        self.told = 0
        self.failures: list[Failure] = []
        # Closed while answers are held back; a count of what is under way tells when all is told.
        self._gate = asyncio.Event()
        self._gate.set()
        self._under_way = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def warm_up(self) -> None:
        """Load what the first answers need, so that no browser waits for it."""
        for lang, product, asked in (
            ("de", "Pumpen", "Was ist REX?"),
            ("en", "pumps", "What is REX?"),
        ):
            session = Session()
            for text in ("/open", asked, product, "8413.70", "Vietnam"):
                self._turn(session, text, lang)

    # --- life ---------------------------------------------------------------------------

    def start(self) -> None:
        """Answer on the port; what was said before is still known."""
        self._wait(self._start())

    def stop(self) -> None:
        """Stop answering, as a server that was killed."""
        self._wait(self._stop())

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Take every request and answer none before the block ends."""
        self._loop.call_soon_threadsafe(self._gate.clear)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._gate.set)

    def close(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    def reset(self) -> None:
        """As new, for the next test."""
        # A request of a page that is gone must not take what the next test has set up.
        self._wait(self._quiet())
        self.sessions.clear()
        self.handoffs.clear()
        self.bills.clear()
        self.extra.clear()
        self.failures.clear()
        self.told = 0
        if self._runner is None:
            self.start()

    def _wait(self, work: Any) -> None:
        found: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)
        found.result(timeout=60)

    async def _quiet(self) -> None:
        while self._under_way:
            await asyncio.sleep(0.01)

    async def _start(self) -> None:
        runner = web.AppRunner(self._app(), shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
        self._runner = runner

    async def _stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # --- addresses ----------------------------------------------------------------------

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._around])
        app.router.add_get("/", self._page)
        app.router.add_get("/how-it-works", self._about)
        for name in ("widget.js", "chat.css", "example-host.html", "example-host.css"):
            app.router.add_get(f"/{name}", self._static)
        base = "/webhooks/website"
        app.router.add_post(f"{base}/session", self._open)
        app.router.add_delete(f"{base}/session", self._delete)
        app.router.add_post(f"{base}/message", self._message)
        app.router.add_get(f"{base}/history", self._history)
        app.router.add_post(f"{base}/bill", self._bill)
        for name in ("summary", "summary.pdf", "case.json"):
            app.router.add_get(f"{base}/{name}", self._file)
        app.router.add_get(f"{base}/handoff/preview", self._preview)
        app.router.add_post(f"{base}/handoff", self._handoff)
        app.router.add_route("OPTIONS", f"{base}/{{rest:.*}}", self._preflight)
        return app

    @web.middleware
    async def _around(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._under_way += 1
        try:
            if request.path.startswith("/webhooks") and request.method != "OPTIONS":
                await self._gate.wait()
                self._fail()
            answer = await handler(request)
        except RefusedError as error:
            told = {"code": error.code, "message": str(error), "field": error.field}
            answer = web.json_response({"error": told}, status=error.status, headers=error.headers)
        except web.HTTPException as error:
            answer = web.json_response({"error": {"code": "not_found"}}, status=error.status)
        finally:
            self._under_way -= 1
        answer.headers.update(HEADERS)
        if "Origin" in request.headers:
            answer.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        return answer

    def _fail(self) -> None:
        if self.failures:
            failure = self.failures.pop(0)
            raise RefusedError(
                failure.status, failure.code, failure.message, headers=failure.headers
            )

    async def _preflight(self, _request: web.Request) -> web.Response:
        allowed = f"Content-Type, X-File-Name, {TOKEN_HEADER}"
        headers = {
            "Access-Control-Allow-Headers": allowed,
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
        }
        return web.Response(status=204, headers=headers)

    async def _page(self, _request: web.Request) -> web.Response:
        page = (STATIC / "index.html").read_text(encoding="utf-8")
        for lang in ("de", "en"):
            page = page.replace(f"{{{{ contact.name.{lang} }}}}", CONTACT[lang])
        page = page.replace("{{ contact.url }}", CONTACT["url"])
        return web.Response(text=page, content_type="text/html")

    async def _about(self, _request: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>How</title>", content_type="text/html")

    async def _static(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / request.path.lstrip("/"))

    # --- the conversation ---------------------------------------------------------------

    def _session(self, request: web.Request) -> Session:
        session = self.sessions.get(request.headers.get(TOKEN_HEADER, ""))
        if session is None:
            raise RefusedError(404, "session_unknown", "Dieses Gespräch gibt es nicht mehr.")
        return session

    async def _open(self, request: web.Request) -> web.Response:
        lang = (await request.json()).get("lang", "de")
        token, session = secrets.token_urlsafe(32), Session()
        self.sessions[token] = session
        messages = self._turn(session, "/open", lang)
        return web.json_response({"token": token, "language": lang, "messages": messages})

    async def _message(self, request: web.Request) -> web.Response:
        session, body = self._session(request), await request.json()
        self.told += 1
        text, shown = self._said(session, body)
        session.messages.append({"from": "user", "text": shown, "language": body["lang"]})
        return web.json_response({"messages": self._turn(session, text, body["lang"])})

    def _said(self, session: Session, body: dict[str, Any]) -> tuple[str, str]:
        if "bill" in body:
            self._check(body["bill"])
            self.bills.append(body["bill"])
            lines = [
                f"{one['name']} {one['code']} {one['value']} {one['currency']} {one['country']}"
                for one in body["bill"]
            ]
            return "\n".join(lines), f"Stückliste mit {len(lines)} Positionen"
        if "payload" not in body:
            return body["text"], body["text"]
        payload = body["payload"]
        known = payload.startswith(("/go_back", "/change_answer", "/start_over", "/switch", "/adv"))
        if payload not in session.offered and not known:
            raise RefusedError(
                400, "payload_not_offered", "Diese Auswahl gibt es nicht.", "payload"
            )
        return payload, session.offered.get(payload, payload)

    def _check(self, lines: list[dict[str, Any]]) -> None:
        for number, line in enumerate(lines):
            if line["country"] == "Atlantis":
                field_ = f"bill[{number}].country"
                raise RefusedError(400, "bill_not_read", "Dieses Land gibt es nicht.", field_)

    def _turn(self, session: Session, text: str, lang: str) -> list[dict[str, Any]]:
        session.state, replies = turn(
            CaseState.from_json(session.state.to_json()),
            Turn(text, "", 0.0, {"lang": lang}),
            self.desk,
        )
        messages = [*(_message_of(one, session.state.lang) for one in replies), *self.extra]
        self.extra.clear()
        for message in messages:
            session.messages.append({"from": "bot", **message})
            session.offered.update({one["payload"]: one["title"] for one in message["buttons"]})
        return messages

    async def _history(self, request: web.Request) -> web.Response:
        return web.json_response({"messages": self._session(request).messages})

    async def _delete(self, request: web.Request) -> web.Response:
        self._session(request)
        del self.sessions[request.headers[TOKEN_HEADER]]
        return web.Response(status=204)

    # --- files and forms ----------------------------------------------------------------

    async def _bill(self, request: web.Request) -> web.Response:
        self._session(request)
        name, body = unquote(request.headers["X-File-Name"]), await request.read()
        rows = _rows(name, body)
        lines, faults = [], []
        for number, row in enumerate(rows[1:], start=2):
            cells = [*row, "", "", "", "", ""][:5]
            if not cells[3].replace(".", "").replace(",", "").isdigit():
                faults.append({"line": number, "column": "Wert", "message": "Das ist keine Zahl."})
                cells[3] = ""
            lines.append(
                {
                    "name": cells[0],
                    "code": cells[1],
                    "country": cells[2],
                    "value": cells[3].replace(".", "").replace(",", "."),
                    "currency": cells[4] or "EUR",
                    "originating": None,
                }
            )
        return web.json_response({"lines": lines, "faults": faults})

    async def _file(self, request: web.Request) -> web.Response:
        session = self._session(request)
        if request.path.endswith(".pdf"):
            return web.Response(body=b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
        if request.path.endswith(".json"):
            return web.json_response(json.loads(session.state.to_json()))
        if not session.state.hs:
            raise RefusedError(409, "nothing_to_keep", "Es gibt noch kein Ergebnis.")
        page = (
            "<!doctype html><html lang='de'><title>Zusammenfassung</title>"
            "<style>h1 { color: rgb(1, 2, 3); }</style><h1>Zusammenfassung</h1>"
        )
        return web.Response(text=page, content_type="text/html")

    async def _preview(self, request: web.Request) -> web.Response:
        state = self._session(request).state
        said = FORM[request.query["lang"]]
        text = f"Produkt: {state.hs}\nMarkt: {state.market}" if state.hs else ""
        offer = {
            "text": text,
            "has_case": bool(state.hs),
            "kinds": [
                {"id": "advice", "title": said["advice"]},
                {"id": "barrier", "title": said["barrier"]},
            ],
            "market": state.market or None,
            "consent": {"text": said["consent"], "version": "2026-11", "language": "de"},
            "retention": said["retention"],
            "signposts": [{"id": "origin", "concern": said["concern"], "contacts": [HOUSE]}],
        }
        return web.json_response(offer)

    async def _handoff(self, request: web.Request) -> web.Response:
        self._session(request)
        body = await request.json()
        if body["email"].endswith("@invalid.example"):
            raise RefusedError(400, "malformed", "Diese Adresse gibt es nicht.", "email")
        self.handoffs.append(body)
        return web.json_response({"reference": "FTA-2026-0042"}, status=202)


def _rows(name: str, body: bytes) -> list[list[str]]:
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    text = body.decode("utf-8-sig")
    mark = next((one for one in "\t;," if one in text), ";")
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def _message_of(reply: Reply, lang: str) -> dict[str, Any]:
    return {
        "language": reply.language or lang,
        "text": reply.text,
        "blocks": [{"kind": one.kind, "content": dict(one.content)} for one in reply.blocks],
        "buttons": [{"title": one.title, "payload": one.payload} for one in reply.buttons],
    }
