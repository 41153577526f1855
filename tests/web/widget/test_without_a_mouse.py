"""The conversation for those who do not see it or use no mouse: what is read out, and the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.web.widget.channel_double import ChannelDouble
from tests.web.widget.chat import Chat
from tests.web.widget.conftest import OpenChat

pytestmark = [pytest.mark.browser, pytest.mark.server]

BILL = "Motor 8501 3000 € aus China; Gehäuse 7325 1000 € aus China"
CHECK = "Prüfen, ob mein Produkt die Regel erfüllt"
MET = "Ja, die Ursprungsregel ist erfüllt"
MOST_STEPS = 80

NAME_IN_FOCUS = """() => {
  const at = document.querySelector("fta-advisor").shadowRoot.activeElement;
  if (!at) return "";
  const label = at.labels && at.labels.length ? at.labels[0].textContent : "";
  return (label || at.getAttribute("aria-label") || at.textContent).trim();
}"""

UNNAMED = re.compile(
    r"^\s*- (button|link|textbox|combobox|checkbox|radio|table|region|group|figure)(:|$| \[)", re.M
)


def heard(chat: Chat) -> str:
    """The names and texts of the accessibility tree, in the order in which they are read."""
    return chat.page.locator(".advisor").aria_snapshot()


def assert_in_order(said: str, parts: list[str]) -> None:
    place = 0
    for part in parts:
        found = said.find(part, place)
        assert found >= 0, f"not read, or not after what goes before: {part}\n{said}"
        place = found + len(part)


def focused(chat: Chat) -> str:
    name: str = chat.page.evaluate(NAME_IN_FOCUS)
    return name


def go_to(chat: Chat, name: str, key: str = "Tab") -> list[str]:
    """Press a key until the part with this name has the focus; returns the stops on the way."""
    stops: list[str] = []
    while not focused(chat).startswith(name):
        assert len(stops) < MOST_STEPS, f"{name} cannot be reached: {stops}"
        chat.page.keyboard.press(key)
        stops.append(focused(chat))
    return stops


def choose(chat: Chat, name: str) -> None:
    """Back from the field to a choice, and take it."""
    go_to(chat, name, "Shift+Tab")
    chat.page.keyboard.press("Enter")
    chat.idle()
    expect(chat.input).to_be_focused()


def write(chat: Chat, text: str) -> None:
    chat.page.keyboard.insert_text(text)
    chat.page.keyboard.press("Enter")
    chat.idle()


def test_the_conversation_is_read_in_the_order_in_which_it_was_held(chat: Chat) -> None:
    chat.say("8413.70 nach Vietnam")
    chat.press(CHECK, "Ja")
    chat.say(BILL)
    chat.press("Ja, so rechnen", "Ja")
    said = heard(chat)

    assert_in_order(
        said,
        [
            'region "FTA Advisor"',
            'heading "FTA Advisor" [level=1]',
            "Automatisierter Assistent, kein Mensch",
            'button "Deutsch" [pressed]',
            'button "English"',
            'heading "Bevor wir anfangen" [level=2]',
            "nicht mit einem Menschen",
            'link "So funktioniert der Assistent (neuer Tab)"',
            'log "Gespräch"',
            'text: "Assistent:"',
            "Welches Produkt möchten Sie ausführen?",
            'article: "Sie: 8413.70 nach Vietnam"',
            "Abkommen nutzbar",
            'heading "Ja, für 8413.70',
            'heading "Nachweis" [level=3]',
            'heading "Nächste Schritte" [level=3]',
            'heading "Ursprungsregel" [level=3]',
            f"Ihre Auswahl: {CHECK}",
            "Schritt 1 von etwa",
            'heading "Stellen Sie die Ware selbst her?" [level=2]',
            'article: "Sie: Ja"',
            f'article: "Sie: {BILL.partition(";")[0]}',
            'table "Ihre Stückliste"',
            'columnheader "Material"',
            'cell "Motor"',
            'cell "3.000,00 €"',
            "Erfüllt",
            f'heading "{MET}',
            'table "Berechnung"',
            'rowheader "Summe ohne Ursprung"',
            'group "Antworten zur Auswahl"',
            'group "War das hilfreich?"',
            'textbox "Ihre Nachricht"',
            'button "Senden"',
            'button "Beratung kontaktieren"',
        ],
    )
    assert UNNAMED.findall(said.replace("- group: ", "- folded ")) == []
    articles = re.findall(
        r'^    - article:(?: "(Sie: )|\n      - text: "(Assistent:)")', said, re.M
    )
    assert len(articles) == said.count("    - article:")


def test_everything_in_the_dialogs_has_a_name(chat: Chat) -> None:
    chat.say("8413.70 nach Vietnam")
    chat.ask_adviser()
    form = heard(chat)
    assert_in_order(
        form,
        [
            'dialog "Beratung kontaktieren"',
            'group "Worum geht es?"',
            'radio "Beratung anfragen" [checked]',
            'textbox "Name"',
            'textbox "E-Mail"',
            'textbox "Ihre Frage"',
            'checkbox "Meinen Fall aus dem Gespräch mitsenden" [checked]',
            'checkbox "Ja, ich möchte',
            'button "Anfrage senden"',
        ],
    )
    assert UNNAMED.findall(form.replace("- group: ", "- folded ")) == []
    chat.page.keyboard.press("Escape")
    chat.button("Stückliste").click()
    bill = heard(chat)
    assert_in_order(
        bill,
        [
            'dialog "Stückliste"',
            'button "Datei hochladen (CSV oder XLSX)"',
            'textbox "Oder Tabelle einfügen"',
            'textbox "Zeile 1: Material"',
            'button "Zeile 1 löschen"',
            'button "Stückliste senden"',
        ],
    )
    assert UNNAMED.findall(bill.replace("- group: ", "- folded ")) == []


def test_from_the_first_word_to_the_adviser_without_a_mouse(
    chat: Chat, channel: ChannelDouble
) -> None:
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    stops = [focused(chat), *go_to(chat, "Ihre Nachricht")]
    assert stops[:3] == ["Deutsch", "English", "So funktioniert der Assistent (neuer Tab)"]
    assert stops[-4:-1] == [
        "Kreiselpumpen nach Japan",
        "8413.70 nach Vietnam",
        "Was ist ein Ursprungsnachweis?",
    ]

    write(chat, "8413.70 nach Vietnam")
    choose(chat, CHECK)
    choose(chat, "Ja")
    write(chat, BILL)
    choose(chat, "Ja, so rechnen")
    choose(chat, "Ja")
    expect(chat.page.get_by_role("heading", name=MET)).to_be_visible()
    go_to(chat, "Quellen (", "Shift+Tab")
    keyboard.press("Enter")
    expect(
        chat.page.locator("article").filter(has_text=MET).get_by_role("link").first
    ).to_be_visible()

    go_to(chat, "Beratung kontaktieren")
    keyboard.press("Enter")
    expect(chat.dialog.locator("form")).to_be_visible()
    go_to(chat, "Name")
    keyboard.insert_text("Erika Muster")
    go_to(chat, "E-Mail")
    keyboard.insert_text("erika@firma.example")
    go_to(chat, "Ja, ich möchte")
    keyboard.press("Space")
    go_to(chat, "Anfrage senden")
    keyboard.press("Enter")
    expect(chat.dialog).to_contain_text("FTA-2026-0042")
    go_to(chat, "Schließen")
    keyboard.press("Enter")
    expect(chat.button("Beratung kontaktieren")).to_be_focused()
    assert channel.handoffs[0]["name"] == "Erika Muster"


class TestTheWayToTheChoices:
    def test_a_long_answer_shows_the_way_down_and_the_keyboard_gets_there(
        self, open_chat: OpenChat
    ) -> None:
        chat = open_chat(height=600)
        chat.say("8413.70 nach Vietnam")
        down = chat.button("Weiter unten: Ihre Auswahl")
        expect(down).to_be_visible()
        chat.accessible()

        down.press("Enter")

        expect(chat.button(CHECK)).to_be_focused()
        expect(chat.button(CHECK)).to_be_in_viewport(ratio=1)
        expect(down).to_have_count(0)

    def test_where_the_page_is_low_nothing_lies_over_the_text(self, open_chat: OpenChat) -> None:
        chat = open_chat(width=320, height=256)
        chat.say("8413.70 nach Vietnam")

        expect(chat.button("Weiter unten: Ihre Auswahl")).to_have_count(0)


class TestExamples:
    @pytest.mark.parametrize(
        ("lang", "example", "answer"),
        [
            ("de", "Kreiselpumpen nach Japan", "Japan"),
            ("de", "8413.70 nach Vietnam", "gibt es ein Abkommen"),
            ("de", "Was ist ein Ursprungsnachweis?", "Erklärung zum Ursprung"),
            ("en", "Centrifugal pumps to Japan", "Japan"),
            ("en", "8413.70 to Viet Nam", "there is an agreement"),
            ("en", "What is a proof of origin?", "Statement on origin"),
        ],
    )
    def test_each_is_understood(
        self, open_chat: OpenChat, lang: str, example: str, answer: str
    ) -> None:
        chat = open_chat(lang)

        chat.press(example)

        expect(chat.page.locator(".own")).to_contain_text(example)
        expect(chat.page.locator(".own ~ article").first).to_be_visible()
        chat.shows(answer)
        expect(chat.page.locator(".examples")).to_have_count(0)

    def test_they_are_there_until_something_is_said(self, chat: Chat) -> None:
        examples = chat.page.locator(".examples")
        expect(examples).to_be_visible()
        chat.page.reload()
        chat.greeted()
        expect(examples).to_be_visible()

        chat.say("8413.70")
        expect(examples).to_have_count(0)
        chat.page.reload()
        chat.greeted()
        expect(examples).to_have_count(0)
