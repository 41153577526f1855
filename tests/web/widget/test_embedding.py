"""The element on other pages: one tag, a strict policy, no third party, links into the middle."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from tests.web.widget.channel_double import ChannelDouble
from tests.web.widget.chat import Chat
from tests.web.widget.conftest import OpenChat

pytestmark = [pytest.mark.browser, pytest.mark.server]


class HostPage:
    """A page of somebody else, on an origin of its own, with the strictest policy that works."""

    def __init__(self, advisor: str) -> None:
        self.body = b""
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header(
                    "Content-Security-Policy",
                    f"default-src 'none'; script-src {advisor}; connect-src {advisor}; img-src 'self'; "
                    "require-trusted-types-for 'script'; trusted-types 'none'",
                )
                self.end_headers()
                self.wfile.write(host.body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def show(self, body: str) -> None:
        self.body = (
            '<!doctype html><html lang="en"><title>Host</title>'
            f"<main><h1>Host</h1>{body}</main></html>"
        ).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def host(channel: ChannelDouble) -> Iterator[HostPage]:
    page = HostPage(channel.address)
    yield page
    page.close()


def test_one_tag_puts_it_on_a_foreign_page(
    new_page: Callable[..., Page], channel: ChannelDouble, host: HostPage
) -> None:
    host.show(
        f'<script src="{channel.address}/widget.js" data-insert data-lang="en" defer></script>'
    )
    page = new_page("en")
    page.goto(host.address)
    chat = Chat(page, host.address, "en")

    expect(page.get_by_role("heading", name="Before we start", level=3)).to_be_visible()
    assert channel.sessions == {}, "a page view alone begins no conversation"
    chat.accessible()
    page.get_by_role("button", name="Start the assistant").click()
    chat.greeted()
    expect(chat.input).to_be_focused()
    chat.say("8413.70 to Viet Nam")
    expect(page.get_by_role("heading", name="there is an agreement")).to_be_visible()
    chat.accessible()


def test_it_asks_nobody_but_its_own_server(
    new_page: Callable[..., Page], channel: ChannelDouble
) -> None:
    page = new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    chat = Chat(page, channel.address).open()
    chat.say("8413.70 nach Vietnam", "alle länder")

    assert asked == {channel.address.removeprefix("http://")}


def test_placed_by_hand_it_takes_the_colours_of_the_page(
    new_page: Callable[..., Page], channel: ChannelDouble
) -> None:
    page = new_page()
    page.goto(f"{channel.address}/example-host.html")
    start = page.get_by_role("button", name="Assistenten starten")

    expect(start).to_have_css("background-color", "rgb(18, 54, 95)")
    chat = Chat(page, channel.address)
    start.click()
    chat.greeted()
    chat.say("8413.70 nach Vietnam")
    assert chat.sideways() == 0
    expect(page).to_have_title("Beispiel: Assistent auf einer fremden Seite")
    chat.accessible()


def test_a_started_conversation_goes_on_at_the_next_page(
    new_page: Callable[..., Page], channel: ChannelDouble
) -> None:
    page = new_page()
    page.goto(f"{channel.address}/example-host.html")
    page.get_by_role("button", name="Assistenten starten").click()
    chat = Chat(page, channel.address)
    chat.greeted()
    chat.say("8413.70 nach Vietnam")

    page.reload()

    chat.shows("Freihandelsabkommen EU-Vietnam")


@pytest.mark.parametrize(
    ("lang", "said", "answered"),
    [
        ("de", "HS 841370 nach Vietnam", "gibt es ein Abkommen"),
        ("en", "HS 841370 to Vietnam", "there is an agreement"),
    ],
)
def test_a_link_leads_into_the_middle(
    open_chat: OpenChat, channel: ChannelDouble, lang: str, said: str, answered: str
) -> None:
    other = {"de": "en", "en": "de"}[lang]
    chat = open_chat(other, f"/?hs=841370&to=VN&lang={lang}")

    expect(chat.page.locator(".own")).to_contain_text(said)
    chat.shows(answered)
    chat.idle()
    expect(chat.page.locator("html")).to_have_attribute("lang", lang)
    told = channel.told
    chat.page.reload()
    chat.greeted()
    chat.shows(answered)
    assert channel.told == told, "the link is followed once"


@pytest.mark.parametrize("link", ["/?hs=<b>&to=JP", "/?hs=/restart", "/?to=JP", "/?hs=84"])
def test_a_link_that_names_no_product_is_an_ordinary_visit(
    open_chat: OpenChat, channel: ChannelDouble, link: str
) -> None:
    chat = open_chat(path=link)

    assert channel.told == 0
    expect(chat.page.locator(".own")).to_have_count(0)


def test_attributes_preset_product_and_market(
    new_page: Callable[..., Page], channel: ChannelDouble, host: HostPage
) -> None:
    host.show(
        f'<script src="{channel.address}/widget.js" defer></script>'
        '<fta-advisor lang="de" hs="8413.70" to="CL" theme="dark" contact-name="Kammer"'
        ' contact-url="https://chamber.example" privacy-url="https://host.example/privacy"></fta-advisor>'
    )
    page = new_page()
    page.goto(host.address)
    chat = Chat(page, host.address)

    chat.shows("Zielmarkt: Chile")
    expect(page.get_by_role("link", name="Datenschutz")).to_have_attribute(
        "href", "https://host.example/privacy"
    )
    expect(page.locator(".advisor")).to_have_css("background-color", "rgb(18, 24, 22)")
    chat.idle()
    channel.stop()
    chat.type("hallo")
    expect(chat.alert.get_by_role("link", name="Kammer")).to_be_visible()


def test_the_page_may_move_the_element(chat: Chat) -> None:
    chat.say("8413.70 nach Vietnam")
    chat.page.evaluate("document.body.append(document.querySelector('fta-advisor'))")

    chat.say("50000 €")
    chat.shows("50.000,00 €")
    chat.page.context.set_offline(True)
    expect(chat.alert).to_contain_text("Sie sind offline")


def test_the_page_may_change_the_language_by_the_attribute(chat: Chat) -> None:
    chat.page.evaluate("document.querySelector('fta-advisor').setAttribute('lang', 'en')")

    expect(chat.page.get_by_role("button", name="Contact an adviser")).to_be_visible()
    expect(chat.page.get_by_role("button", name="English")).to_have_attribute(
        "aria-pressed", "true"
    )
