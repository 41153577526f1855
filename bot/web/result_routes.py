"""The addresses of the bill of materials and of the result to keep."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sanic.request import Request
from sanic.response import HTTPResponse, html, json, raw

from bot.conversation.desk import Desk
from bot.web import bills, results
from bot.web.reception import Reception, Route

# Files are read one at a time: a hostile one then takes one processor at most.
_READERS = 1


class ResultRoutes:
    """`bill` reads a file into lines; summary, PDF, case and CSV are made when they are asked for."""

    def __init__(self, reception: Reception, counter: Callable[[], Desk]) -> None:
        self._reception = reception
        self._desk = counter
        self._reading: asyncio.Semaphore | None = None

    def routes(self) -> tuple[Route, ...]:
        """What is answered here."""
        return (
            ("POST", "bill", self._bill),
            ("GET", "summary", self._summary),
            ("GET", "summary.pdf", self._pdf),
            ("GET", "case.json", self._case),
            ("GET", "bill.csv", self._bill_csv),
        )

    async def _bill(self, request: Request) -> HTTPResponse:
        await self._reception.sender(request)
        name = bills.file_name(request.headers.get("x-file-name"))
        lang = request.ctx.lang
        # Made in the loop that serves, which does not run yet when the channel is put together.
        if self._reading is None:
            self._reading = asyncio.Semaphore(_READERS)
        async with self._reading:
            read = await results.aside(
                lambda: bills.read_upload(name, request.body, lang, self._desk())
            )
        return json(read)

    async def _bill_csv(self, request: Request) -> HTTPResponse:
        state = await self._reception.state(request)
        content = await results.aside(lambda: results.bill_csv(state))
        return _file(content.encode(), "text/csv; charset=utf-8", "bill-of-materials.csv")

    async def _summary(self, request: Request) -> HTTPResponse:
        state = await self._reception.state(request)
        lang, counter = self._reception.language(request, state), self._desk
        if "application/json" in request.headers.get("accept", ""):
            made = await results.aside(lambda: results.document(state, counter(), lang).as_json())
            return json(made)
        return html(await results.aside(lambda: results.page(state, counter(), lang)))

    async def _pdf(self, request: Request) -> HTTPResponse:
        state = await self._reception.state(request)
        lang = self._reception.language(request, state)
        content = await results.aside(lambda: results.pdf(state, self._desk(), lang))
        return _file(content, "application/pdf", "fta-advisor.pdf")

    async def _case(self, request: Request) -> HTTPResponse:
        state = await self._reception.state(request)
        content = await results.aside(lambda: results.case_json(state, self._desk()))
        return _file(content.encode(), "application/json", "fta-advisor-case.json")


def _file(content: bytes, media_type: str, name: str) -> HTTPResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return raw(content, content_type=media_type, headers=headers)
