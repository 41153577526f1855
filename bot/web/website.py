"""The website channel: sessions, messages and history for the chat page.

    POST /webhooks/website/session  {lang}                         -> {token, messages}
    POST /webhooks/website/message  {token, text | payload, lang}  -> {messages}
    POST /webhooks/website/history  {token, lang}                  -> {messages}

A message is `{text, blocks: [{kind, content}], buttons: [{title, payload}]}`; in the history each says
whom it is `from`. Errors: see bot.web.problems.

In credentials.yml (all settings may be left out):

    bot.web.website.WebsiteChannel:
      contact: nrw-global-business   # id in data/faq/contacts.yml, named when we cannot answer
      origins: []                    # further pages (https://host) that may talk to the channel
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.web import incoming, outgoing
from bot.web.action_answers import check_schema_once
from bot.web.contact import Contact, read_contact
from bot.web.conversations import SHOWN, Conversations, new_token, sender_of
from bot.web.incoming import Incoming
from bot.web.outgoing import JoiningOutputChannel, Message
from bot.web.problems import Code, RequestError
from bot.web.site import Site

OPENING = "/open"
"""The intent that asks for the greeting."""

ANSWER_SECONDS = 15.0
DEFAULT_CONTACT = "nrw-global-business"

_PROJECT = Path(__file__).resolve().parents[2]

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


async def _health(_request: Request) -> HTTPResponse:
    return json({"status": "ok"})


check_schema_once()


class WebsiteChannel(InputChannel):  # type: ignore[misc]
    """The public channel of the advisor."""

    def __init__(
        self,
        contact: Contact,
        origins: Iterable[str] = (),
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._contact = contact
        self._origins = frozenset(origins)
        self._answer_seconds = answer_seconds
        self._conversations = Conversations()

    @classmethod
    def name(cls) -> str:
        """The name of the channel, also the last part of its address."""
        return outgoing.NAME

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> WebsiteChannel:
        """The channel as credentials.yml describes it.

        Raises:
            ContactError: the contact is not in data/faq/contacts.yml.
        """
        given = credentials or {}
        data = Path(os.environ.get("FTA_DATA") or _PROJECT / "data")
        wanted = given.get("contact", DEFAULT_CONTACT)
        contact = read_contact(data / "faq" / "contacts.yml", wanted)
        return cls(contact, given.get("origins") or ())

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes of the channel; serves the page and guards the server besides."""
        Site(self._contact).attach(Sanic.get_app())

        # Sanic marks its handlers, which cannot be done to methods.
        async def session(request: Request) -> HTTPResponse:
            return await self._session(request, on_new_message)

        async def message(request: Request) -> HTTPResponse:
            return await self._message(request, on_new_message)

        async def history(request: Request) -> HTTPResponse:
            return await self._history(request)

        routes = Blueprint("website_channel")
        routes.add_route(_health, "/", methods=["GET"])
        routes.add_route(session, "/session", methods=["POST"])
        routes.add_route(message, "/message", methods=["POST"])
        routes.add_route(history, "/history", methods=["POST"])
        return routes

    async def _session(self, request: Request, on_new_message: OnNewMessage) -> HTTPResponse:
        body = self._body_of(request)
        opening = Incoming(new_token(), incoming.language_of(body), payload=OPENING)
        messages = await self._turn(on_new_message, opening, OPENING, {})
        return json({"token": opening.token, "messages": messages})

    async def _message(self, request: Request, on_new_message: OnNewMessage) -> HTTPResponse:
        told = incoming.read_message(self._body_of(request))
        text, metadata = await self._checked(told, request.app.ctx.agent.tracker_store)
        return json({"messages": await self._turn(on_new_message, told, text, metadata)})

    async def _history(self, request: Request) -> HTTPResponse:
        sender = sender_of(incoming.token_of(self._body_of(request)))
        trackers = request.app.ctx.agent.tracker_store
        messages = await self._conversations.history(sender, trackers)
        if messages is None:
            raise RequestError(Code.SESSION_UNKNOWN, "token")
        return json({"messages": messages})

    def _body_of(self, request: Request) -> Mapping[str, Any]:
        headers = request.headers
        incoming.check_origin(headers.get("origin"), headers.get("host"), self._origins)
        body = incoming.read_body(headers.get("content-type"), request.body)
        # Errors from here on are told in the language of the page.
        request.ctx.lang = incoming.language_of(body)
        return body

    async def _checked(self, told: Incoming, trackers: Any) -> tuple[str, dict[str, str]]:
        """The text for Rasa and what goes with it; raises a RequestError for what was not offered."""
        sender = sender_of(told.token)
        if not await self._conversations.exists(sender, trackers):
            raise RequestError(Code.SESSION_UNKNOWN, "token")
        if told.payload is None:
            return told.text, {}
        title = await self._conversations.title_of(sender, told.payload, trackers)
        if title is not None:
            return told.payload, {SHOWN: title}
        if told.payload in incoming.PAGE_CONTROLS:
            return told.payload, {}
        raise RequestError(Code.PAYLOAD_NOT_OFFERED, "payload")

    async def _turn(
        self, on_new_message: OnNewMessage, told: Incoming, text: str, metadata: dict[str, str]
    ) -> list[Message]:
        sender = sender_of(told.token)
        collected = JoiningOutputChannel()
        turn = UserMessage(
            text,
            collected,
            sender,
            input_channel=self.name(),
            metadata={"lang": told.lang, **metadata},
        )
        try:
            await asyncio.wait_for(on_new_message(turn), self._answer_seconds)
        except asyncio.TimeoutError:
            raise RequestError(Code.TIMEOUT) from None
        # Rasa swallows the failure of an action server and then simply says nothing.
        if not collected.messages:
            raise RequestError(Code.NO_REPLY)
        self._conversations.remember(sender, collected.messages)
        return collected.messages
