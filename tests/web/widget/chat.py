"""Talking to the element in a browser, as a visitor does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

# What is waited for comes soon, but a busy machine takes its time; nothing waits longer than it must.
expect.set_options(timeout=30_000)

AXE = Axe()
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@dataclass(frozen=True)
class Words:
    """What the element calls its parts."""

    input: str
    send: str
    adviser: str
    bill: str
    change: str
    more: str
    back: str


WORDS = {
    "de": Words(
        "Ihre Nachricht",
        "Senden",
        "Beratung kontaktieren",
        "Stückliste",
        "Antwort ändern",
        "Mehr",
        "Zurück",
    ),
    "en": Words(
        "Your message",
        "Send",
        "Contact an adviser",
        "Bill of materials",
        "Change an answer",
        "More",
        "Back",
    ),
}


class Chat:
    """One page with the element on it."""

    def __init__(self, page: Page, address: str, lang: str = "de") -> None:
        self.page, self.address, self.lang = page, address, lang
        self.words = WORDS[lang]

    # --- parts --------------------------------------------------------------------------

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def status(self) -> Locator:
        return self.page.locator(".dock [role=status]")

    @property
    def alert(self) -> Locator:
        return self.page.locator(".dock [role=alert]")

    @property
    def input(self) -> Locator:
        return self.page.get_by_role("textbox", name=self.words.input)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def button(self, name: str, exact: bool = True) -> Locator:
        """The visible button with a name; the menu repeats some of the row for narrow pages."""
        return self.page.get_by_role("button", name=name, exact=exact).locator("visible=true").last

    # --- deeds --------------------------------------------------------------------------

    def open(self, path: str = "/") -> Chat:
        """Open a page and wait for what the advisor says first."""
        self.page.goto(self.address + path)
        self.greeted()
        return self

    def greeted(self) -> None:
        expect(self.log.locator("article.bot").first).to_be_visible()
        self.idle()

    def idle(self) -> None:
        expect(self.log).to_have_attribute("aria-busy", "false")

    def type(self, text: str) -> None:
        """Write and send, without waiting for the answer."""
        self.input.fill(text)
        self.input.press("Enter")

    def say(self, *texts: str) -> None:
        for text in texts:
            self.type(text)
            self.idle()

    def press(self, *names: str) -> None:
        for name in names:
            self.button(name).click()
            self.idle()

    def ask_adviser(self) -> None:
        """Open the contact form, whose words come from the server."""
        self.button(self.words.adviser).click()
        expect(self.dialog.locator("form")).to_be_visible()

    def menu(self, item: str) -> None:
        """Choose from the menu behind "more"."""
        self.page.locator("summary", has_text=self.words.more).first.click()
        self.page.locator(".menu-panel").get_by_role("button", name=item, exact=True).click()

    # --- judging ------------------------------------------------------------------------

    def no_other_window(self) -> None:
        """Waits until the chat's page is the only one; the browser closes windows in its own time."""
        others = [page for page in self.page.context.pages if page is not self.page]
        for other in others:
            if not other.is_closed():
                other.wait_for_event("close")
        assert self.page.context.pages == [self.page]

    def shows(self, text: str, timeout: float | None = None) -> None:
        """Waits until the conversation shows a text; what is folded or hidden does not count."""
        expect(self.log).to_contain_text(text, use_inner_text=True, timeout=timeout)

    def does_not_show(self, text: str) -> None:
        """Waits until a text is gone from the conversation; what is folded or hidden does not count."""
        expect(self.log).not_to_contain_text(text, use_inner_text=True)

    def accessible(self) -> None:
        """axe finds nothing in the state that is shown now."""
        found: list[dict[str, Any]] = AXE.run(self.page, options=RULES).response["violations"]
        told = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
        assert told == []

    def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width
