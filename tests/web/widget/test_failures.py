"""What the visitor sees when something goes wrong, and that nothing written is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.widget.channel_double import ChannelDouble, Failure
from tests.web.widget.chat import Chat
from tests.web.widget.conftest import OpenChat

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize(
    ("lang", "unreachable", "house"),
    [
        ("de", "Der Assistent ist gerade nicht erreichbar", "Haus der Hilfe"),
        ("en", "The assistant cannot be reached", "House of Help"),
    ],
)
def test_a_server_that_is_killed_and_comes_back(
    open_chat: OpenChat, channel: ChannelDouble, lang: str, unreachable: str, house: str
) -> None:
    chat = open_chat(lang)
    chat.say("8413.70 Vietnam")
    channel.stop()

    chat.type("50000 EUR")
    expect(chat.alert).to_contain_text(unreachable)
    expect(chat.alert.get_by_role("link", name=house)).to_have_attribute(
        "href", "https://help.example"
    )
    expect(chat.input).to_have_value("50000 EUR")
    chat.does_not_show("50000")
    chat.accessible()

    channel.start()
    chat.alert.get_by_role("button").click()
    chat.shows("50.000,00" if lang == "de" else "50,000.00")
    expect(chat.alert).to_be_empty()
    expect(chat.input).to_have_value("")


def test_a_choice_can_be_made_again_after_the_server_came_back(
    chat: Chat, channel: ChannelDouble
) -> None:
    chat.say("8413.70 nach Vietnam")
    channel.stop()
    chat.button("Prüfen, ob mein Produkt die Regel erfüllt").click()
    expect(chat.alert).to_contain_text("nicht erreichbar")

    channel.start()
    chat.press("Prüfen, ob mein Produkt die Regel erfüllt")

    expect(
        chat.page.get_by_role("heading", name="Stellen Sie die Ware selbst her?")
    ).to_be_visible()


def test_a_server_that_is_down_from_the_beginning(open_chat: OpenChat, chat: Chat) -> None:
    chat.page.evaluate("sessionStorage.clear()")
    chat.page.route("**/session", lambda route: route.abort())
    chat.page.reload()

    expect(chat.alert).to_contain_text("Haus der Hilfe")
    chat.accessible()
    chat.page.unroute("**/session")
    chat.press("Noch einmal versuchen")
    chat.greeted()


def test_offline_is_told_at_once_and_taken_back(chat: Chat) -> None:
    chat.page.context.set_offline(True)
    expect(chat.alert).to_contain_text("Sie sind offline")
    chat.type("8413.70")
    expect(chat.alert).to_contain_text("Haus der Hilfe")
    expect(chat.input).to_have_value("8413.70")

    chat.page.context.set_offline(False)
    expect(chat.status).to_contain_text("Die Verbindung ist wieder da.")
    chat.press("Senden")
    chat.shows("Kreiselpumpen")


def test_typing_is_shown_after_a_while_only(chat: Chat, channel: ChannelDouble) -> None:
    # The page itself takes the time: a busy machine must not count.
    chat.page.evaluate(RECORD_STATUS)
    chat.say("8413.70")
    shown = chat.page.evaluate("seen.filter(([text]) => text).map(([, after]) => after)")
    assert all(after >= 400 for after in shown)

    chat.page.evaluate("seen.length = 0")
    with channel.holding():
        chat.type("Vietnam")
        expect(chat.status).to_have_text(re.compile("schreibt …$|dauert länger"))
        chat.accessible()
    chat.idle()
    told, after = chat.page.evaluate("seen.find(([text]) => text)")
    assert told == "Der Assistent schreibt …"
    assert after >= 400
    expect(chat.status).to_be_empty()


RECORD_STATUS = """() => {
  window.seen = [];
  let began = 0;
  const root = document.querySelector("fta-advisor").shadowRoot;
  root.addEventListener("keydown", () => { began = performance.now(); }, true);
  const status = root.querySelector(".dock [role=status]");
  new MutationObserver(() => seen.push([status.textContent, Math.ceil(performance.now() - began)]))
    .observe(status, { childList: true });
}"""


def test_a_long_wait_is_excused(chat: Chat, channel: ChannelDouble) -> None:
    with channel.holding():
        chat.type("8413.70")
        expect(chat.status).to_contain_text("dauert länger als üblich")

    chat.shows("Kreiselpumpen")


def test_an_expired_conversation_begins_anew_with_the_text_kept(
    chat: Chat, channel: ChannelDouble
) -> None:
    chat.say("8413.70")
    channel.sessions.clear()

    chat.say("nach Vietnam")

    expect(chat.alert).to_contain_text("abgelaufen")
    expect(chat.input).to_have_value("nach Vietnam")
    chat.does_not_show("Verstanden: 8413.70")
    chat.accessible()
    chat.press("Senden")
    expect(chat.alert).to_be_empty()


def test_a_token_that_is_no_longer_known_at_reload_begins_anew(
    chat: Chat, channel: ChannelDouble
) -> None:
    chat.say("8413.70")
    channel.sessions.clear()

    chat.page.reload()
    chat.greeted()

    chat.does_not_show("Verstanden: 8413.70")


def test_what_the_server_refuses_is_told_in_its_words(chat: Chat, channel: ChannelDouble) -> None:
    channel.failures.append(
        Failure(429, "too_many_requests", "Zu viele Nachrichten.", {"Retry-After": "7"})
    )
    chat.say("8413.70")

    expect(chat.alert).to_contain_text("Zu viele Nachrichten. Bitte warten Sie 7 Sekunden.")
    expect(chat.input).to_have_value("8413.70")
    chat.press("Noch einmal versuchen")
    chat.shows("Kreiselpumpen")


@pytest.mark.parametrize("status", [200, 502])
def test_an_answer_that_is_not_ours_is_an_outage(chat: Chat, status: int) -> None:
    def nonsense(route: Route) -> None:
        route.fulfill(status=status, body="<h1>Bad gateway</h1>", content_type="text/html")

    chat.page.route("**/message", nonsense)
    chat.type("hallo")

    expect(chat.alert).to_contain_text("nicht erreichbar")
    expect(chat.input).to_have_value("hallo")
    assert "Bad gateway" not in chat.page.content()


def test_without_storage_it_still_talks(new_page, channel: ChannelDouble) -> None:  # type: ignore[no-untyped-def]
    page = new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('blocked'); } })"
    )
    chat = Chat(page, channel.address).open()
    chat.say("8413.70")

    chat.shows("Kreiselpumpen")


def test_what_is_sent_while_an_answer_is_awaited_stays_in_its_field(
    chat: Chat, channel: ChannelDouble
) -> None:
    with channel.holding():
        chat.type("Pumpen")
        chat.type("nach Vietnam")
        expect(chat.status).to_contain_text("ich antworte noch")
        expect(chat.input).to_have_value("nach Vietnam")
    chat.idle()
    expect(chat.input).to_have_value("nach Vietnam")
    chat.input.press("Enter")
    chat.idle()
    chat.shows("Vietnam")
    assert chat.log.locator("article.own").count() == 2


def test_what_is_sent_before_the_greeting_is_said_after_it(
    new_page: Callable[..., Page], channel: ChannelDouble
) -> None:
    chat = Chat(new_page("de"), channel.address)
    with channel.holding():
        chat.page.goto(chat.address)
        chat.type("Pumpen")
        expect(chat.input).to_have_value("Pumpen")
    expect(chat.log.locator("article.own")).to_have_count(1)
    chat.idle()
    chat.shows("8413")
    expect(chat.input).to_have_value("")


def test_a_bill_sent_while_an_answer_is_awaited_says_so_and_stays(
    chat: Chat, channel: ChannelDouble
) -> None:
    chat.say("8413.70 nach Chile")
    with channel.holding():
        chat.type("was ist REX?")
        chat.button("Stückliste").click()
        chat.dialog.locator("input.name").first.fill("Motor")
        chat.dialog.get_by_role("button", name="Stückliste senden").click()
        expect(chat.dialog.locator(".faults")).to_contain_text("ich antworte noch")
    chat.idle()
    chat.dialog.get_by_role("button", name="Stückliste senden").click()
    expect(chat.dialog).to_have_count(0)
    chat.idle()
    chat.shows("Stückliste mit 1 Position")
    assert [[line["name"] for line in bill] for bill in channel.bills] == [["Motor"]]
