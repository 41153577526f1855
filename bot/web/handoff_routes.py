"""The addresses of the way to an adviser: what would be sent, and sending it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass

from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.conversation.desk import Desk
from bot.handoff.configuration import deliverer, open_outbox
from bot.handoff.delivering import Deliverer
from bot.handoff.settings import HandoffSettings
from bot.store.addresses import StoreError
from bot.store.outbox import Outbox
from bot.web import enquiries, incoming, results
from bot.web.problems import Code, RequestError
from bot.web.reception import Reception, Route

logger = logging.getLogger(__name__)


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


class HandoffRoutes:
    """`handoff/preview` shows what an adviser would get; `handoff` takes the contact form."""

    def __init__(self, reception: Reception, handing: Handing, counter: Callable[[], Desk]) -> None:
        self._reception = reception
        self._handing = handing
        self._desk = counter

    def routes(self) -> tuple[Route, ...]:
        """What is answered here."""
        return (("GET", "handoff/preview", self._preview), ("POST", "handoff", self._hand_off))

    async def _preview(self, request: Request) -> HTTPResponse:
        state = await self._reception.state(request)
        lang, days = self._reception.language(request, state), self._handing.keep_days
        shown = await results.aside(lambda: enquiries.preview(state, self._desk(), lang, days))
        return json(shown)

    async def _hand_off(self, request: Request) -> HTTPResponse:
        body = self._reception.body_of(request)
        sender = await self._reception.sender(request, body)
        form = enquiries.read(body)
        self._reception.limits.handoff(self._reception.visitor(request), sender)
        state = await self._reception.state_of(sender, request)
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
