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
`{text, blocks: [{kind, content}], buttons: [{title, payload}], language}`;
in the history each says whom it is `from`.
`GET summary` with `Accept: application/json` gives the parts of the page. Errors: see bot.web.problems.

In credentials.yml (all settings may be left out; the others come from the environment, see
bot.web.settings, bot.handoff.settings and bot.store.retention):

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
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.conversation.desk import Desk, desk
from bot.conversation.rehearsal import keep_what_is_loaded
from bot.conversation.uploads import PAYLOAD as BILL_PAYLOAD
from bot.store.addresses import StoreError
from bot.store.retention import Retention
from bot.web import bills, incoming, outgoing
from bot.web.action_answers import check_schema_once
from bot.web.contact import Contact, read_contact
from bot.web.conversations import SHOWN, Conversations, new_token, sender_of
from bot.web.deletion import delete_conversation
from bot.web.handoff_routes import Handing, HandoffRoutes
from bot.web.housekeeping import housekeeper
from bot.web.how_it_works import KeptFor
from bot.web.incoming import Incoming
from bot.web.outgoing import JoiningOutputChannel, Message
from bot.web.problems import Code, RequestError, sentence
from bot.web.reception import Reception, Route, trackers_of
from bot.web.result_routes import ResultRoutes
from bot.web.settings import WebSettings, WebSettingsError
from bot.web.site import Site

OPENING = "/open"
"""The intent that asks for the greeting."""

ANSWER_SECONDS = 15.0
DEFAULT_CONTACT = "nrw-global-business"

_PROJECT = Path(__file__).resolve().parents[2]
_HOURS_PER_DAY = 24

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]

check_schema_once()


class WebsiteChannel(InputChannel):  # type: ignore[misc]
    """The public channel of the advisor."""

    def __init__(
        self,
        contact: Contact,
        settings: WebSettings,
        handing: Handing,
        answer_seconds: float = ANSWER_SECONDS,
        counter: Callable[[], Desk] = desk,
        retention: Retention | None = None,
    ) -> None:
        kept = retention or Retention()
        if settings.session_hours > kept.conversation_days * _HOURS_PER_DAY:
            raise WebSettingsError(
                "FTA_SESSION_HOURS: a conversation cannot be open longer than FTA_KEEP_DAYS"
            )
        self._handing = handing
        self._answer_seconds = answer_seconds
        self._desk = counter
        self._conversations = Conversations(lifetime_seconds=settings.session_hours * 3600)
        self._reception = Reception(settings, self._conversations)
        self._results = ResultRoutes(self._reception, counter)
        self._handoffs = HandoffRoutes(self._reception, handing, counter)
        times = KeptFor(settings.session_hours, kept, handing.keep_days)
        self._site = Site(contact, settings, handing.outbox, times)
        self._housekeeper = housekeeper(kept)

    @classmethod
    def name(cls) -> str:
        """The name of the channel, also the last part of its address."""
        return outgoing.NAME

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> WebsiteChannel:
        """The channel as credentials.yml and the environment describe it.

        Raises:
            ContactError: the contact is not in data/faq/contacts.yml.
            WebSettingsError, SettingsError, RetentionError: a variable of the environment is wrong.
            StoreError: the requests to advisers cannot be stored.
        """
        given = credentials or {}
        data = Path(os.environ.get("FTA_DATA") or _PROJECT / "data")
        wanted = given.get("contact", DEFAULT_CONTACT)
        contact = read_contact(data / "faq" / "contacts.yml", wanted)
        settings = WebSettings.from_environment(os.environ, given.get("origins") or ())
        retention = Retention.from_environment(os.environ)
        return cls(contact, settings, Handing.from_environment(), retention=retention)

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

        answered = (
            *self._routes(on_new_message),
            *self._results.routes(),
            *self._handoffs.routes(),
        )
        for address in sorted({address for _, address, _ in answered}):
            name = _name("options", address)
            routes.add_route(preflight, f"/{address}", methods=["OPTIONS"], name=name)
        for method, address, handle in answered:
            guarded, name = self._reception.guarded(handle), _name(method, address)
            routes.add_route(guarded, f"/{address}", methods=[method], name=name)
        return routes

    def _routes(self, on_new_message: OnNewMessage) -> tuple[Route, ...]:
        return (
            ("POST", "session", partial(self._open, on_new_message)),
            ("DELETE", "session", self._delete),
            ("POST", "message", partial(self._message, on_new_message)),
            ("GET", "history", self._history),
            ("POST", "history", self._history),
        )

    # --- the server -----------------------------------------------------------------------------

    async def _begin(self, *_: Any) -> None:
        self._handing.deliverer.start()
        self._housekeeper.start()
        threading.Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    async def _end(self, *_: Any) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.gather(
            loop.run_in_executor(None, self._handing.deliverer.stop),
            loop.run_in_executor(None, self._housekeeper.stop),
        )

    def _warm_up(self) -> None:
        """Load the law before the first visitor asks for a summary."""
        counter = self._desk()
        _ = (counter.catalogue, counter.words, counter.services.labels, counter.markets)
        keep_what_is_loaded()

    # --- the conversation -----------------------------------------------------------------------

    async def _open(self, on_new_message: OnNewMessage, request: Request) -> HTTPResponse:
        body = self._reception.body_of(request)
        self._reception.limits.opening(self._reception.visitor(request))
        opening = Incoming(new_token(), incoming.language_of(body), payload=OPENING)
        messages = await self._turn(on_new_message, opening, OPENING, {})
        return json({"token": opening.token, "language": opening.lang, "messages": messages})

    async def _message(self, on_new_message: OnNewMessage, request: Request) -> HTTPResponse:
        body = self._reception.body_of(request)
        sender = await self._reception.sender(request, body)
        told = incoming.read_message(incoming.token_of(request.headers, body), body)
        said, metadata = await self._checked(sender, told, trackers_of(request))
        return json({"messages": await self._turn(on_new_message, told, said, metadata)})

    async def _history(self, request: Request) -> HTTPResponse:
        body = self._reception.body_of(request) if request.method == "POST" else {}
        sender = await self._reception.sender(request, body)
        messages = await self._conversations.history(sender, trackers_of(request))
        if messages is None:
            raise RequestError(Code.SESSION_UNKNOWN, "token")
        return json({"messages": messages})

    async def _delete(self, request: Request) -> HTTPResponse:
        sender = await self._reception.sender(request)
        # A turn under way would bring the conversation back when it is stored.
        await self._conversations.wait_for(sender, self._answer_seconds)
        with self._conversations.turn(sender):
            try:
                done = await delete_conversation(sender, trackers_of(request), self._handing.outbox)
            except StoreError as error:
                logger.warning("website.delete error=%s", error)
                raise RequestError(Code.NO_REPLY) from error
            self._conversations.forget(sender)
        return json(done)

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
