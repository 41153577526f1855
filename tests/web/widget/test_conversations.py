"""Whole conversations in both languages, with the keyboard and with axe in every state."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.web.widget.channel_double import ChannelDouble
from tests.web.widget.chat import Chat
from tests.web.widget.conftest import OpenChat

pytestmark = [pytest.mark.browser, pytest.mark.server]


@dataclass(frozen=True)
class Talk:
    """The words of one conversation, from the product to the text of the declaration."""

    product: str
    candidate: str
    narrower: str
    market: str
    usable: str
    check: str
    yes: str
    bill: str
    bill_right: str
    met: str
    use_it: str
    change: str
    market_again: str
    nothing_to_save: str
    pdf: str


GERMAN = Talk(
    "Pumpen",
    "8413: Flüssigkeitspumpen",
    "8413.70: Kreiselpumpen",
    "Vietnam",
    "gibt es ein Abkommen",
    "Prüfen, ob mein Produkt die Regel erfüllt",
    "Ja",
    "Motor 8501 3000 € aus China; Gehäuse 7325 1000 € aus China",
    "Ja, so rechnen",
    "Ja, die Ursprungsregel ist erfüllt",
    "erklärungstext",
    "Welche Angabe möchten Sie ändern?",
    "Zielland – Vietnam",
    "Nichts zu sparen",
    "Zusammenfassung als PDF",
)
ENGLISH = Talk(
    "pumps",
    "8413: Pumps for liquids",
    "8413.70: Centrifugal pumps",
    "Viet Nam",
    "there is an agreement",
    "Check whether my product meets the rule",
    "Yes",
    "motor 8501 3000 EUR from China; housing 7325 1000 EUR from China",
    "Yes, use it",
    "Yes, the origin rule is met",
    "declaration text",
    "Which entry would you like to change?",
    "Market – Viet Nam",
    "Nothing to save",
    "Summary as PDF",
)


@pytest.mark.parametrize(("lang", "talk"), [("de", GERMAN), ("en", ENGLISH)])
def test_from_the_product_to_the_declaration_and_back(
    open_chat: OpenChat, lang: str, talk: Talk
) -> None:
    chat = open_chat(lang)
    chat.accessible()

    chat.say(talk.product)
    chat.accessible()
    chat.press(talk.candidate)
    chat.press(talk.narrower)
    chat.say(talk.market)
    chat.shows(talk.usable)
    chat.accessible()

    chat.press(talk.check)
    chat.accessible()
    chat.press(talk.yes)
    chat.say(talk.bill)
    expect(chat.page.get_by_role("table").last).to_contain_text("8501")
    chat.accessible()
    chat.press(talk.bill_right)
    chat.press(talk.yes)
    verdict = chat.page.get_by_role("heading", name=talk.met)
    expect(verdict).to_be_visible()
    for folded in chat.page.locator("article:last-of-type summary, article summary").all():
        folded.click()
    chat.accessible()

    chat.say(talk.use_it)
    chat.accessible()
    chat.press(chat.words.change)
    chat.shows(talk.change)
    chat.accessible()
    chat.press(talk.market_again)
    chat.say("Japan")
    chat.shows(talk.nothing_to_save)
    with chat.page.expect_download() as download:
        chat.menu(talk.pdf)
    assert download.value.suggested_filename == "fta-advisor-summary.pdf"
    chat.accessible()


def test_the_keyboard_alone_is_enough(chat: Chat) -> None:
    keyboard = chat.page.keyboard
    chat.input.focus()
    keyboard.type("8413.70 nach Vietnam")
    keyboard.press("Enter")
    chat.idle()
    expect(chat.input).to_be_focused()
    # Backwards from the field: the way to choices that are out of sight, then the last of them.
    keyboard.press("Shift+Tab")
    assert chat.page.evaluate(FOCUSED) == "Weiter unten: Ihre Auswahl"
    keyboard.press("Shift+Tab")
    assert chat.page.evaluate(FOCUSED) == "Beratung"
    for _ in range(4):
        keyboard.press("Shift+Tab")
    assert chat.page.evaluate(FOCUSED) == "Prüfen, ob mein Produkt die Regel erfüllt"
    keyboard.press("Enter")
    chat.idle()
    expect(
        chat.page.get_by_role("heading", name="Stellen Sie die Ware selbst her?")
    ).to_be_visible()
    expect(chat.input).to_be_focused()


FOCUSED = "document.activeElement.shadowRoot.activeElement.textContent.trim()"


def test_the_language_can_be_switched_in_the_middle(chat: Chat) -> None:
    chat.say("8413.70 nach Vietnam")

    chat.page.get_by_role("button", name="English").click()
    chat.idle()

    expect(chat.page.get_by_role("textbox", name="Your message")).to_be_visible()
    chat.shows("How would you like to go on?")
    chat.shows("Freihandelsabkommen EU-Vietnam")
    expect(chat.page.locator("html")).to_have_attribute("lang", "en")
    expect(chat.page.locator("fta-advisor")).to_have_attribute("lang", "en")
    expect(chat.page.locator("article").first).to_have_attribute("lang", "de")
    expect(chat.page.locator("article").last).to_have_attribute("lang", "en")
    expect(chat.page).to_have_title("FTA Advisor – EU trade agreements for your product")
    chat.accessible()


def test_a_choice_is_made_once_and_then_told(chat: Chat, channel: ChannelDouble) -> None:
    chat.say("8413.70 nach Vietnam")
    told = channel.told

    with channel.holding():
        chat.button("Prüfen, ob mein Produkt die Regel erfüllt").dblclick()
    chat.idle()

    assert channel.told == told + 1
    chat.shows("Ihre Auswahl: Prüfen, ob mein Produkt die Regel erfüllt")
    expect(chat.page.get_by_role("button", name="Prüfen, ob")).to_have_count(0)


def test_enter_twice_sends_once(chat: Chat, channel: ChannelDouble) -> None:
    with channel.holding():
        chat.input.fill("8413.70")
        chat.input.press("Enter")
        chat.input.press("Enter")
        chat.button("Senden").click()
    chat.idle()

    assert channel.told == 1


def test_shift_enter_makes_a_line_and_nothing_is_sent_for_an_empty_field(
    chat: Chat, channel: ChannelDouble
) -> None:
    chat.button("Senden").click()
    expect(chat.input).to_be_focused()
    chat.page.keyboard.type("eins")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("zwei")

    expect(chat.input).to_have_value("eins\nzwei")
    assert channel.told == 0


def test_a_long_conversation_keeps_the_field_where_it_is_and_the_answer_in_sight(
    chat: Chat,
) -> None:
    before = chat.input.bounding_box()
    chat.say("8413.70 nach Vietnam", "alle länder")

    assert chat.input.bounding_box() == before
    assert chat.page.evaluate("scrollY") == 0
    expect(chat.page.locator(".own").last).to_be_in_viewport(ratio=1)
    expect(chat.page.get_by_role("figure").last).to_be_in_viewport()
    chat.accessible()


def test_deleting_the_conversation_deletes_it_and_begins_anew(
    chat: Chat, channel: ChannelDouble
) -> None:
    chat.say("8413.70 nach Chile")
    (before,) = channel.sessions
    chat.menu("Dieses Gespräch löschen")
    expect(chat.dialog).to_contain_text("Gespräch löschen?")
    chat.accessible()

    chat.dialog.get_by_role("button", name="Ja, löschen").click()
    expect(chat.status).to_contain_text("Das Gespräch ist gelöscht.")

    assert before not in channel.sessions
    assert len(channel.sessions) == 1
    chat.does_not_show("Chile")
    chat.page.reload()
    chat.greeted()
    chat.does_not_show("Chile")


class TestFiles:
    def test_the_summary_opens_to_be_printed(self, chat: Chat) -> None:
        chat.say("8413.70 nach Vietnam")
        with chat.page.expect_popup() as opened:
            chat.menu("Zusammenfassung drucken")

        opened.value.wait_for_url(re.compile("^blob:"))
        heading = opened.value.get_by_role("heading", name="Zusammenfassung")
        # The policy forbids the style inside the page; it is there all the same.
        expect(heading).to_have_css("color", "rgb(1, 2, 3)")

    def test_where_windows_are_forbidden_the_summary_is_a_link(self, chat: Chat) -> None:
        chat.page.evaluate("window.open = () => null")
        chat.say("8413.70 nach Vietnam")
        chat.menu("Zusammenfassung drucken")

        link = chat.alert.get_by_role("link", name="Zusammenfassung öffnen")
        assert str(link.get_attribute("href")).startswith("blob:")
        chat.accessible()

    def test_the_case_comes_as_a_file(self, chat: Chat) -> None:
        chat.say("8413.70 nach Vietnam")
        with chat.page.expect_download() as download:
            chat.menu("Fall als Datei (JSON)")

        assert download.value.suggested_filename == "fta-advisor-case.json"
        assert '"841370"' in download.value.path().read_text(encoding="utf-8")

    def test_without_a_result_there_is_nothing_to_keep(self, chat: Chat) -> None:
        chat.menu("Zusammenfassung drucken")

        expect(chat.alert).to_contain_text("Es gibt noch kein Ergebnis.")
        chat.no_other_window()

    def test_a_summary_that_fails_leaves_no_empty_window(
        self, chat: Chat, channel: ChannelDouble
    ) -> None:
        channel.stop()
        chat.menu("Zusammenfassung drucken")

        expect(chat.alert).to_contain_text("nicht erreichbar")
        chat.no_other_window()


class TestReload:
    def test_the_conversation_goes_on_where_it_was(self, chat: Chat) -> None:
        chat.say("8413.70 nach Vietnam")
        chat.press("Prüfen, ob mein Produkt die Regel erfüllt")

        chat.page.reload()
        chat.greeted()

        chat.shows("Ihre Auswahl: Prüfen, ob mein Produkt die Regel erfüllt")
        chat.press("Ja")
        chat.shows("Haben alle Ihre Vormaterialien Ursprung")

    def test_only_a_token_and_the_language_are_kept_and_no_cookie(self, chat: Chat) -> None:
        chat.say("8413.70 nach Vietnam")

        kept = chat.page.evaluate("[Object.keys(sessionStorage).sort(), localStorage.length]")

        assert kept == [["fta-advisor-language", "fta-advisor-token"], 0]
        assert chat.page.context.cookies() == []
