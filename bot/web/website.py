"""The website channel: sessions, messages, history, the result to keep, the way to an adviser.

POST   session            {lang}                          -> {token, language, messages}
DELETE session                                            -> {deleted, answers, withdrawn}
POST   message            {text | payload | bill, lang}   -> {messages}
GET    history                                            -> {messages}
POST   bill               bytes, header X-File-Name       -> {lines, faults}
GET    summary, summary.pdf, case.json, bill.csv          -> the result to keep (?lang=de|en)
GET    handoff/preview                                    -> what an adviser would get (?lang=de|en)
POST   handoff            the contact form                -> 202 {reference}

All below /webhooks/website. The token goes in the header X-Session, never in an address. A message is
`{text, blocks: [{kind, content}], buttons: [{title, payload}]}`; in the history each says whom it is `from`.
`GET summary` with `Accept: application/json` gives the parts of the page. Errors: see bot.web.problems.

In credentials.yml (all settings may be left out; the others come from the environment, see
bot.web.settings and bot.handoff.settings):

bot.web.website.WebsiteChannel:
  contact: nrw-global-business   # id in data/faq/contacts.yml, named when we cannot answer
  origins: []                    # further pages (https://host) that may talk to the channel
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, html, json, raw

from bot.conversation.desk import Desk, desk
from bot.conversation.state import CaseState
from bot.conversation.uploads import PAYLOAD as BILL_PAYLOAD
from bot.handoff.configuration import deliverer, open_outbox
from bot.handoff.delivering import Deliverer
from bot.handoff.settings import HandoffSettings
from bot.store.addresses import StoreError
from bot.store.outbox import Outbox
from bot.web import bills, enquiries, incoming, outgoing, results
from bot.web.action_answers import check_schema_once
from bot.web.contact import Contact, read_contact
from bot.web.conversations import SHOWN, Conversations, new_token, sender_of
from bot.web.deletion import delete_conversation
from bot.web.incoming import Incoming
from bot.web.limits import Limits
from bot.web.outgoing import JoiningOutputChannel, Message
from bot.web.problems import LANGUAGES, Code, RequestError, sentence
from bot.web.settings import WebSettings
from bot.web.site import Site, language_asked
from bot.web.visitors import is_direct_from_this_machine, visitor

OPENING = "/open"
"""The intent that asks for the greeting."""

ANSWER_SECONDS = 15.0
DEFAULT_CONTACT = "nrw-global-business"
# Files are read one at a time: a hostile one then takes one processor at most.
_READERS = 1

_ADDRESSES = (
    "session",
    "message",
    "history",
    "bill",
    "summary",
    "summary.pdf",
    "case.json",
    "bill.csv",
    "handoff/preview",
    "handoff",
)

_PROJECT = Path(__file__).resolve().parents[2]

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]
Handler = Callable[[Request], Awaitable[HTTPResponse]]

check_schema_once()


@dataclass(frozen=True)
class Handing:
    """The way to the advisers: the store, who delivers, and how long it is kept."""

    outbox: Outbox
    deliverer: Deliverer
    keep_days: int

    @classmethod
    def from_environment(cls) -> Handing:
        """As the environment says; raises SettingsError or StoreError."""
        outbox = open_outbox()
        keep_days = HandoffSettings.from_environment(os.environ).keep_days
        return cls(outbox, deliverer(outbox), keep_days)


class WebsiteChannel(InputChannel):  # type: ignore[misc]
    """The public channel of the advisor."""

    def __init__(
        self,
        contact: Contact,
        settings: WebSettings,
        handing: Handing,
        answer_seconds: float = ANSWER_SECONDS,
        counter: Callable[[], Desk] = desk,
    ) -> None:
        self._settings = settings
        self._handing = handing
        self._answer_seconds = answer_seconds
        self._desk = counter
        self._limits = Limits(settings)
        self._conversations = Conversations(lifetime_seconds=settings.session_hours * 3600)
        self._site = Site(contact, settings, handing.outbox, handing.keep_days)
        self._reading: asyncio.Semaphore | None = None

    @classmethod
    def name(cls) -> str:
        """The name of the channel, also the last part of its address."""
        return outgoing.NAME

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> WebsiteChannel:
        """The channel as credentials.yml and the environment describe it.

        Raises:
            ContactError: the contact is not in data/faq/contacts.yml.
            WebSettingsError, SettingsError: a variable of the environment is wrong.
            StoreError: the requests to advisers cannot be stored.
        """
        given = credentials or {}
        data = Path(os.environ.get("FTA_DATA") or _PROJECT / "data")
        wanted = given.get("contact", DEFAULT_CONTACT)
        contact = read_contact(data / "faq" / "contacts.yml", wanted)
        settings = WebSettings.from_environment(os.environ, given.get("origins") or ())
        return cls(contact, settings, Handing.from_environment())

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes of the channel; serves the pages and guards the server besides."""
        app = Sanic.get_app()
        self._site.attach(app)
        app.register_listener(self._begin, "after_server_start")
        app.register_listener(self._end, "before_server_stop")
        routes = Blueprint("website_channel")
        routes.add_route(_health, "/", methods=["GET"])

        async def preflight(request: Request) -> HTTPResponse:
            return self._site.preflight(request)

        for address in _ADDRESSES:
            routes.add_route(
                preflight, f"/{address}", methods=["OPTIONS"], name=_name("options", address)
            )
        for method, address, handle in (
            ("POST", "session", partial(self._open, on_new_message)),
            ("DELETE", "session", self._delete),
            ("POST", "message", partial(self._message, on_new_message)),
            ("GET", "history", self._history),
            ("POST", "history", self._history),
            ("POST", "bill", self._bill),
            ("GET", "summary", self._summary),
            ("GET", "summary.pdf", self._pdf),
            ("GET", "case.json", self._case),
            ("GET", "bill.csv", self._bill_csv),
            ("GET", "handoff/preview", self._preview),
            ("POST", "handoff", self._hand_off),
        ):
            name = _name(method, address)
            routes.add_route(self._guarded(handle), f"/{address}", methods=[method], name=name)
        return routes

    def _guarded(self, handle: Handler) -> Handler:
        """What holds for every request: it comes from our page, and not too often."""

        # Sanic marks its handlers, which cannot be done to methods.
        async def guarded(request: Request) -> HTTPResponse:
            headers = request.headers
            request.ctx.lang = language_asked(request)
            incoming.check_origin(
                headers.get("origin"), headers.get("host"), self._settings.origins
            )
            self._limits.request(self._visitor(request))
            return await handle(request)

        return guarded

    # --- the server -----------------------------------------------------------------------------

    async def _begin(self, *_: Any) -> None:
        self._handing.deliverer.start()
        threading.Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    async def _end(self, *_: Any) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self._handing.deliverer.stop)

    def _warm_up(self) -> None:
        """Load the law before the first visitor asks for a summary."""
        counter = self._desk()
        _ = (counter.catalogue, counter.words, counter.services.labels, counter.markets)

    # --- the conversation -----------------------------------------------------------------------

    async def _open(self, on_new_message: OnNewMessage, request: Request) -> HTTPResponse:
        body = self._body_of(request)
        self._limits.opening(self._visitor(request))
        opening = Incoming(new_token(), incoming.language_of(body), payload=OPENING)
        messages = await self._turn(on_new_message, opening, OPENING, {})
        return json({"token": opening.token, "language": opening.lang, "messages": messages})

    async def _message(self, on_new_message: OnNewMessage, request: Request) -> HTTPResponse:
        body = self._body_of(request)
        sender = await self._sender(request, body)
        told = incoming.read_message(incoming.token_of(request.headers, body), body)
        said, metadata = await self._checked(sender, told, request.app.ctx.agent.tracker_store)
        return json({"messages": await self._turn(on_new_message, told, said, metadata)})

    async def _history(self, request: Request) -> HTTPResponse:
        body = self._body_of(request) if request.method == "POST" else {}
        sender = await self._sender(request, body)
        trackers = request.app.ctx.agent.tracker_store
        messages = await self._conversations.history(sender, trackers)
        if messages is None:
            raise RequestError(Code.SESSION_UNKNOWN, "token")
        return json({"messages": messages})

    async def _delete(self, request: Request) -> HTTPResponse:
        sender = await self._sender(request)
        # A turn under way would bring the conversation back when it is stored.
        await self._conversations.wait_for(sender, self._answer_seconds)
        with self._conversations.turn(sender):
            trackers = request.app.ctx.agent.tracker_store
            try:
                done = await delete_conversation(sender, trackers, self._handing.outbox)
            except StoreError as error:
                logger.warning("website.delete error=%s", error)
                raise RequestError(Code.NO_REPLY) from error
            self._conversations.forget(sender)
        return json(done)

    # --- the bill of materials ------------------------------------------------------------------

    async def _bill(self, request: Request) -> HTTPResponse:
        await self._sender(request)
        name = bills.file_name(request.headers.get("x-file-name"))
        lang = request.ctx.lang
        if self._reading is None:
            self._reading = asyncio.Semaphore(_READERS)
        async with self._reading:
            read = await results.aside(
                lambda: bills.read_upload(name, request.body, lang, self._desk())
            )
        return json(read)

    async def _bill_csv(self, request: Request) -> HTTPResponse:
        state = await self._state(request)
        content = await results.aside(lambda: results.bill_csv(state))
        return _file(content.encode(), "text/csv; charset=utf-8", "bill-of-materials.csv")

    # --- the result to keep ---------------------------------------------------------------------

    async def _summary(self, request: Request) -> HTTPResponse:
        state = await self._state(request)
        lang, counter = self._language(request, state), self._desk
        if "application/json" in request.headers.get("accept", ""):
            made = await results.aside(lambda: results.document(state, counter(), lang).as_json())
            return json(made)
        return html(await results.aside(lambda: results.page(state, counter(), lang)))

    async def _pdf(self, request: Request) -> HTTPResponse:
        state = await self._state(request)
        lang = self._language(request, state)
        content = await results.aside(lambda: results.pdf(state, self._desk(), lang))
        return _file(content, "application/pdf", "fta-advisor.pdf")

    async def _case(self, request: Request) -> HTTPResponse:
        state = await self._state(request)
        content = await results.aside(lambda: results.case_json(state, self._desk()))
        return _file(content.encode(), "application/json", "fta-advisor-case.json")

    # --- the way to an adviser ------------------------------------------------------------------

    async def _preview(self, request: Request) -> HTTPResponse:
        state = await self._state(request)
        lang, days = self._language(request, state), self._handing.keep_days
        shown = await results.aside(lambda: enquiries.preview(state, self._desk(), lang, days))
        return json(shown)

    async def _hand_off(self, request: Request) -> HTTPResponse:
        body = self._body_of(request)
        sender = await self._sender(request, body)
        form = enquiries.read(body)
        self._limits.handoff(self._visitor(request), sender)
        state = await self._state_of(sender, request)
        lang = incoming.language_of(body)
        try:
            reference = await results.aside(
                lambda: enquiries.take(
                    form, state, sender, lang, self._desk(), self._handing.outbox
                )
            )
        except StoreError as error:
            logger.error("website.handoff error=%s", error)  # noqa: TRY400 - it says all there is
            raise RequestError(Code.NOT_STORED) from error
        self._handing.deliverer.wake()
        return json({"reference": reference}, 202)

    # --- what is asked of every request ---------------------------------------------------------

    def _visitor(self, request: Request) -> str | None:
        """Whose requests are counted; None for a program on this machine."""
        if is_direct_from_this_machine(request.ip, request.headers):
            return None
        forwarded = request.headers.getall("x-forwarded-for", [])
        return visitor(request.ip, forwarded, self._settings.trusted_proxies)

    def _body_of(self, request: Request) -> Mapping[str, Any]:
        body = incoming.read_body(request.headers.get("content-type"), request.body)
        # Errors from here on are told in the language of the page.
        if "lang" in body:
            request.ctx.lang = incoming.language_of(body)
        return body

    async def _sender(self, request: Request, body: Mapping[str, Any] | None = None) -> str:
        """The conversation of the request's token; raises a RequestError if it is not an open one."""
        sender = sender_of(incoming.token_of(request.headers, body))
        trackers = request.app.ctx.agent.tracker_store
        if not await self._conversations.exists(sender, trackers):
            raise RequestError(Code.SESSION_UNKNOWN, "token")
        self._limits.turn(sender)
        return sender

    async def _state(self, request: Request) -> CaseState:
        return await self._state_of(await self._sender(request), request)

    async def _state_of(self, sender: str, request: Request) -> CaseState:
        trackers = request.app.ctx.agent.tracker_store
        return results.state_of(await trackers.retrieve_full_tracker(sender))

    def _language(self, request: Request, state: CaseState) -> str:
        asked = request.args.get("lang")
        return str(asked) if asked in LANGUAGES else state.lang

    async def _checked(
        self, sender: str, told: Incoming, trackers: Any
    ) -> tuple[str, dict[str, Any]]:
        """The text for Rasa and what goes with it; raises a RequestError for what was not offered."""
        if told.bill is not None:
            return self._with_bill(told)
        if told.payload is None:
            return told.text, {}
        title = await self._conversations.title_of(sender, told.payload, trackers)
        if title is not None:
            return told.payload, {SHOWN: title}
        if told.payload in incoming.PAGE_CONTROLS:
            return told.payload, {}
        raise RequestError(Code.PAYLOAD_NOT_OFFERED, "payload")

    def _with_bill(self, told: Incoming) -> tuple[str, dict[str, Any]]:
        lines = told.bill or ()
        metadata = bills.bill_metadata(lines, told.lang, self._desk().markets)
        shown = sentence("bill.shown", told.lang, count=len(lines))
        return BILL_PAYLOAD, {**metadata, SHOWN: shown}

    async def _turn(
        self, on_new_message: OnNewMessage, told: Incoming, said: str, metadata: dict[str, Any]
    ) -> list[Message]:
        sender = sender_of(told.token)
        collected = JoiningOutputChannel()
        turn = UserMessage(
            said,
            collected,
            sender,
            input_channel=self.name(),
            metadata={"lang": told.lang, **metadata},
        )
        with self._conversations.turn(sender):
            try:
                await asyncio.wait_for(on_new_message(turn), self._answer_seconds)
            except asyncio.TimeoutError:
                raise RequestError(Code.TIMEOUT) from None
            # Rasa swallows the failure of an action server and then simply says nothing.
            if not collected.messages:
                raise RequestError(Code.NO_REPLY)
            self._conversations.remember(sender, collected.messages)
        return collected.messages


def _name(method: str, address: str) -> str:
    """The name of a route: a word."""
    return f"{method}_{address}".replace("/", "_").replace(".", "_").lower()


async def _health(_request: Request) -> HTTPResponse:
    return json({"status": "ok"})


def _file(content: bytes, media_type: str, name: str) -> HTTPResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return raw(content, content_type=media_type, headers=headers)
