"""The element in a browser, before a server that keeps the channel's contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from bot.conversation.desk import Desk
from bot.wiring import Services
from tests.conftest import TODAY
from tests.web.widget.channel_double import ChannelDouble
from tests.web.widget.chat import Chat

# A refusal of the server is told by the element; that the browser notes it too is no fault.
EXPECTED = "Failed to load resource"

OpenChat = Callable[..., Chat]


@pytest.fixture(scope="session")
def running(services: Services) -> Iterator[ChannelDouble]:
    double = ChannelDouble(Desk(services, lambda: TODAY))
    double.warm_up()
    double.start()
    yield double
    double.close()


@pytest.fixture
def channel(running: ChannelDouble) -> ChannelDouble:
    """The server, without anything of the test before."""
    running.reset()
    return running


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages; fails if one complained, above all of its Content Security Policy."""
    contexts, complaints = [], []

    def opened(lang: str = "de", width: int = 1000, height: int = 800, **options: object) -> Page:
        locale = {"de": "de-DE", "en": "en-GB"}[lang]
        viewport = {"width": width, "height": height}
        context = browser.new_context(locale=locale, viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: (
                complaints.append(line.text)
                if line.type in ("error", "warning") and EXPECTED not in line.text
                else None
            ),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def open_chat(new_page: Callable[..., Page], channel: ChannelDouble) -> OpenChat:
    """Opens the full page in a language."""

    def opened(lang: str = "de", path: str = "/", **options: object) -> Chat:
        return Chat(new_page(lang, **options), channel.address, lang).open(path)

    return opened


@pytest.fixture
def chat(open_chat: OpenChat) -> Chat:
    """A conversation in German that has just begun."""
    return open_chat()
