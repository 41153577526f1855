"""What is asked of every request: does it come from our page, how often, and of which conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.conversation.state import CaseState
from bot.web import incoming, results
from bot.web.conversations import Conversations, sender_of
from bot.web.limits import Limits
from bot.web.problems import LANGUAGES, Code, RequestError
from bot.web.settings import WebSettings
from bot.web.site import language_asked
from bot.web.visitors import is_direct_from_this_machine, visitor

Handler = Callable[[Request], Awaitable[HTTPResponse]]
Route = tuple[str, str, Handler]
"""Method, address below that of the channel, and who answers."""


class Reception:
    """Every request passes here first; what is wrong with one is raised as a RequestError."""

    def __init__(self, settings: WebSettings, conversations: Conversations) -> None:
        self._settings = settings
        self._conversations = conversations
        self.limits = Limits(settings)

    def guarded(self, handle: Handler) -> Handler:
        """What holds for every request: it comes from our page, and not too often."""

        # Sanic marks its handlers, which cannot be done to methods.
        async def guarded(request: Request) -> HTTPResponse:
            headers = request.headers
            request.ctx.lang = language_asked(request)
            incoming.check_origin(
                headers.get("origin"), headers.get("host"), self._settings.origins
            )
            self.limits.request(self.visitor(request))
            return await handle(request)

        return guarded

    def visitor(self, request: Request) -> str | None:
        """Whose requests are counted; None for a program on this machine."""
        if is_direct_from_this_machine(request.ip, request.headers):
            return None
        forwarded = request.headers.getall("x-forwarded-for", [])
        return visitor(request.ip, forwarded, self._settings.trusted_proxies)

    def body_of(self, request: Request) -> Mapping[str, Any]:
        """The JSON object of the request."""
        body = incoming.read_body(request.headers.get("content-type"), request.body)
        # Errors from here on are told in the language of the page.
        if "lang" in body:
            request.ctx.lang = incoming.language_of(body)
        return body

    async def sender(self, request: Request, body: Mapping[str, Any] | None = None) -> str:
        """The conversation of the request's token, which must be an open one."""
        sender = sender_of(incoming.token_of(request.headers, body))
        if not await self._conversations.exists(sender, trackers_of(request)):
            raise RequestError(Code.SESSION_UNKNOWN, "token")
        self.limits.turn(sender)
        return sender

    async def state(self, request: Request) -> CaseState:
        """The case of the request's conversation."""
        return await self.state_of(await self.sender(request), request)

    async def state_of(self, sender: str, request: Request) -> CaseState:
        """The case of a conversation."""
        return results.state_of(await trackers_of(request).retrieve_full_tracker(sender))

    def language(self, request: Request, state: CaseState) -> str:
        """The language of a result: what the address asks for, else that of the conversation."""
        asked = request.args.get("lang")
        return str(asked) if asked in LANGUAGES else state.lang


def trackers_of(request: Request) -> Any:
    """Rasa's tracker store."""
    return request.app.ctx.agent.tracker_store
