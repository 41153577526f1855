"""Narrow, wide, zoomed, dark, high contrast: everything stays readable and can be pressed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.widget.chat import Chat
from tests.web.widget.conftest import OpenChat

pytestmark = [pytest.mark.browser, pytest.mark.server]

PRESSABLE = (
    "button, summary, textarea, input:not([type=checkbox]):not([type=radio]), select, .option"
)


def answered(chat: Chat) -> Chat:
    """A conversation with a verdict, a wide table and choices in it."""
    chat.say("8413.70 nach Vietnam", "alle länder", "Vietnam")
    return chat


@pytest.mark.parametrize("width", [320, 480, 768, 1600])
def test_no_width_makes_the_page_scroll_sideways(open_chat: OpenChat, width: int) -> None:
    chat = answered(open_chat(width=width, height=700))

    assert chat.sideways() == 0
    chat.ask_adviser()
    assert chat.dialog.evaluate("one => one.scrollWidth - one.clientWidth") == 0


def test_at_400_percent_nothing_covers_what_there_is_to_read(open_chat: OpenChat) -> None:
    # 1280 by 1024 at 400 percent are 320 by 256 pixels of CSS.
    chat = answered(open_chat(width=320, height=256))

    assert chat.sideways() == 0
    dock = chat.page.locator(".dock")
    assert dock.evaluate("one => getComputedStyle(one).position") == "static"
    chat.input.scroll_into_view_if_needed()
    expect(chat.input).to_be_in_viewport(ratio=1)
    chat.ask_adviser()
    chat.dialog.get_by_role("button", name="Anfrage senden").scroll_into_view_if_needed()
    expect(chat.dialog.get_by_role("button", name="Anfrage senden")).to_be_in_viewport(ratio=1)


def test_on_a_telephone_writing_and_adviser_stay_in_sight(open_chat: OpenChat) -> None:
    chat = answered(open_chat(width=320, height=700))

    expect(chat.input).to_be_in_viewport(ratio=1)
    expect(chat.button("Beratung kontaktieren")).to_be_in_viewport(ratio=1)
    dock = chat.page.locator(".dock").bounding_box()
    assert dock is not None
    assert dock["height"] < 700 / 3


def test_the_notice_is_the_first_thing_to_be_seen(open_chat: OpenChat) -> None:
    for width in (320, 1280):
        chat = open_chat(width=width, height=700)
        expect(chat.page.get_by_text("Sie schreiben mit einem automatisierten")).to_be_in_viewport()
        expect(chat.page.get_by_text("Automatisierter Assistent, kein Mensch")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 1000])
def test_everything_to_press_is_large_enough(open_chat: OpenChat, width: int) -> None:
    chat = answered(open_chat(width=width, height=700))
    chat.page.locator("summary", has_text="Mehr").first.click()

    def small() -> list[str]:
        found: list[str] = chat.page.locator(PRESSABLE).evaluate_all(
            """all => all.filter(one => one.getClientRects().length).map(one =>
                 [one.getBoundingClientRect(), one.outerHTML.slice(0, 80)])
               .filter(([box]) => box.width < 44 || box.height < 44).map(([, html]) => html)"""
        )
        return found

    assert small() == []
    chat.page.keyboard.press("Escape")
    chat.ask_adviser()
    assert small() == []
    chat.page.keyboard.press("Escape")
    chat.menu("Stückliste") if width == 320 else chat.button("Stückliste").click()
    assert small() == []


def test_focus_can_be_seen_and_goes_everywhere(chat: Chat) -> None:
    chat.say("8413.70 nach Vietnam")
    seen: list[str] = []
    chat.page.locator("article").last.focus()
    chat.page.evaluate("document.querySelector('fta-advisor').shadowRoot.activeElement.blur()")
    chat.page.locator("button[lang=de]").focus()
    for _ in range(40):
        name, outline = chat.page.evaluate(FOCUS)
        if not name:
            break
        assert outline == "solid", name
        seen.append(name)
        chat.page.keyboard.press("Tab")

    assert {"Deutsch", "English", "Alle Länder für dieses Produkt", "Senden", "Mehr"} <= set(seen)


FOCUS = """() => {
  const at = document.querySelector("fta-advisor").shadowRoot.activeElement;
  return at ? [at.textContent.trim() || at.tagName, getComputedStyle(at).outlineStyle] : ["", ""];
}"""


def test_a_dialog_keeps_the_focus_and_gives_it_back(chat: Chat) -> None:
    chat.button("Beratung kontaktieren").press("Enter")
    expect(chat.dialog.get_by_role("heading", name="Beratung kontaktieren")).to_be_focused()
    for _ in range(30):
        chat.page.keyboard.press("Tab")
        inside = chat.page.evaluate(
            """() => { const root = document.querySelector("fta-advisor").shadowRoot;
                 return !root.activeElement || Boolean(root.activeElement.closest("dialog")); }"""
        )
        assert inside
    chat.page.keyboard.press("Escape")
    expect(chat.button("Beratung kontaktieren")).to_be_focused()


def test_the_menu_opens_and_closes_by_keyboard(chat: Chat) -> None:
    more = chat.page.locator("summary", has_text="Mehr")
    more.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.button("Zusammenfassung drucken")).to_be_visible()
    chat.accessible()
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(chat.page.locator(".menu-panel")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_light_and_dark_are_accessible(open_chat: OpenChat, scheme: str, width: int) -> None:
    chat = answered(open_chat(width=width, height=800, color_scheme=scheme))
    chat.accessible()
    chat.ask_adviser()
    chat.accessible()


def test_high_contrast_and_reduced_motion_are_respected(open_chat: OpenChat) -> None:
    chat = answered(open_chat(forced_colors="active", reduced_motion="reduce"))

    expect(chat.page.locator(".verdict").last).to_have_css("border-top-style", "solid")
    chat.page.evaluate(
        "document.querySelector('fta-advisor').shadowRoot.querySelector('.status').classList.add('typing')"
    )
    animation = chat.page.locator(".status").evaluate(
        "one => getComputedStyle(one, '::before').animationName"
    )
    assert animation == "none"


def test_on_a_touch_screen_the_answer_gets_the_focus_not_the_keyboard(open_chat: OpenChat) -> None:
    chat = open_chat(width=390, height=800, has_touch=True, is_mobile=True)
    chat.input.tap()
    chat.say("8413.70 nach Vietnam")

    expect(chat.input).not_to_be_focused()
    expect(chat.page.locator(".own ~ article").first).to_be_focused()


def test_the_log_is_announced_politely_and_each_answer_once(chat: Chat) -> None:
    for attribute, value in (("aria-live", "polite"), ("aria-relevant", "additions")):
        expect(chat.log).to_have_attribute(attribute, value)
    chat.page.evaluate(RECORD_ADDED)
    chat.say("8413.70")

    added = chat.page.evaluate("added")
    assert len(added) == len(set(added)) == chat.page.locator("article").count() - 2


RECORD_ADDED = """() => {
  window.added = [];
  const log = document.querySelector("fta-advisor").shadowRoot.querySelector("[role=log]");
  new MutationObserver((records) => {
    for (const record of records) for (const one of record.addedNodes) added.push(one.textContent);
  }).observe(log, { childList: true });
}"""
