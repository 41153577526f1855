"""The chat page in a real browser: talking, cards, keyboard, errors, reload, narrow and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from bot.serving.system_programs import find_chromium
from tests.architecture.import_contracts import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.server]

SCRIPT = ROOT / "bot" / "web" / "static" / "chat.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("needs a Chromium on PATH (Debian: chromium)")
    with sync_playwright() as playwright:
        # In a container there is neither a user namespace for the sandbox nor room in /dev/shm.
        options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        started = playwright.chromium.launch(executable_path=str(path), args=options)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(locale="de-DE", viewport={"width": 1000, "height": 800})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console", lambda line: complaints.append(line.text) if "Security" in line.text else None
    )
    opened.set_default_timeout(10_000)
    opened.goto(f"{server}/")
    expect(opened.get_by_role("button", name="Export prüfen")).to_be_visible()
    yield opened
    context.close()
    assert complaints == []


def say(page: Page, text: str) -> None:
    page.get_by_label("Ihre Nachricht").fill(text)
    page.keyboard.press("Enter")


def log(page: Page) -> str:
    return page.get_by_role("log").inner_text()


class TestTalking:
    def test_it_greets_and_says_that_it_is_no_human(self, page: Page) -> None:
        expect(page.get_by_role("log")).to_contain_text("Guten Tag")
        expect(page.get_by_role("banner")).to_contain_text("kein Mensch")
        expect(page.get_by_role("contentinfo")).to_contain_text("Haus der Hilfe")
        assert page.get_by_role("log").get_attribute("aria-live") == "polite"

    def test_what_is_typed_is_answered_and_the_field_is_empty_again(self, page: Page) -> None:
        say(page, "Pumpen nach Japan")

        expect(page.get_by_role("log")).to_contain_text("Verstanden: Pumpen nach Japan (de)")
        expect(page.get_by_label("Ihre Nachricht")).to_have_value("")
        expect(page.get_by_label("Ihre Nachricht")).to_be_focused()

    def test_shift_enter_makes_a_new_line(self, page: Page) -> None:
        page.get_by_label("Ihre Nachricht").fill("eins")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("zwei")

        expect(page.get_by_label("Ihre Nachricht")).to_have_value("eins\nzwei")

    def test_nothing_is_sent_for_an_empty_field(self, page: Page) -> None:
        before = log(page)
        page.get_by_role("button", name="Senden").click()

        expect(page.get_by_label("Ihre Nachricht")).to_be_focused()
        assert log(page) == before

    def test_a_choice_is_pressed_once_and_then_told(self, page: Page) -> None:
        page.get_by_role("button", name="Export prüfen").press("Enter")

        expect(page.get_by_role("log")).to_contain_text("Ihre Auswahl: Export prüfen")
        expect(page.get_by_role("button", name="Export prüfen")).to_have_count(0)
        expect(page.get_by_role("log")).to_contain_text('Verstanden: /choose_product{"hs": "8413"}')

    def test_a_question_stands_once_with_its_choices(self, page: Page) -> None:
        say(page, "frage")

        heading = page.get_by_role("heading", name="Stellen Sie alles selbst her?")
        expect(heading).to_be_visible()
        group = page.get_by_role("group", name="Antworten zur Auswahl").last
        assert group.get_by_role("button").all_inner_texts() == ["Ja", "Nein"]
        assert log(page).count("Stellen Sie alles selbst her?") == 1

    def test_the_language_can_be_switched_and_the_conversation_stays(self, page: Page) -> None:
        page.get_by_role("button", name="English").click()

        expect(page.get_by_role("log")).to_contain_text("(en)")
        expect(page.get_by_role("log")).to_contain_text("Guten Tag")
        expect(page.get_by_label("Your message")).to_be_visible()
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.get_by_role("button", name="English").get_attribute("aria-pressed") == "true"


class TestCards:
    def test_a_verdict_is_a_card_with_a_real_table(self, page: Page) -> None:
        say(page, "karten")

        expect(page.get_by_role("heading", name="Die Regel ist nicht erfüllt.")).to_be_visible()
        table = page.get_by_role("table", name="Rechnung")
        assert table.get_by_role("columnheader").all_inner_texts() == ["Material", "Code", "Wert"]
        assert (
            table.get_by_role("rowheader").first.inner_text() == "Motor <script>alert(1)</script>"
        )
        expect(page.get_by_text("Motor aus der EU kaufen.")).to_be_visible()
        expect(page.get_by_text("CTH; or MaxNOM 50 % (EXW)")).to_be_hidden()
        page.get_by_text("Regel in Kurzschrift").click()
        expect(page.get_by_text("CTH; or MaxNOM 50 % (EXW)")).to_be_visible()

    def test_a_first_answer_is_a_card_with_all_of_the_text_within_reach(self, page: Page) -> None:
        say(page, "ja")

        expect(page.get_by_role("heading", name="Sie können das Abkommen")).to_be_visible()
        duties = page.get_by_role("log").get_by_role("definition").all_inner_texts()
        assert duties == ["4,3 %", "0 %"]
        expect(page.get_by_text("Sie sparen 2.150,00 €.")).to_be_visible()
        expect(page.get_by_text("Nächster Schritt")).to_be_hidden()
        page.get_by_text("Alles als Text").click()
        expect(page.get_by_text("Nächster Schritt")).to_be_visible()

    def test_a_first_answer_names_what_else_there_is_and_what_to_do(self, page: Page) -> None:
        say(page, "ja")

        expect(
            page.get_by_role("heading", name="Weitere Abkommen mit diesem Markt")
        ).to_be_visible()
        expect(page.get_by_text("Abkommen von morgen")).to_be_visible()
        expect(page.get_by_role("heading", name="Nächste Schritte")).to_be_visible()
        expect(page.get_by_text("Bereiten Sie den Nachweis vor.")).to_be_visible()
        expect(page.get_by_text("Den Zoll am Bestimmungsort nennt")).to_be_visible()
        expect(page.get_by_text("Nach der Regel können Sie fragen.")).to_be_visible()
        expect(page.get_by_text("Die Regel ist hier nicht erfasst.")).to_be_visible()

    def test_without_an_agreement_the_text_says_what_to_do(self, page: Page) -> None:
        say(page, "nein")

        expect(page.get_by_text("Nächster Schritt")).to_be_visible()
        assert log(page).count("Sie können das Abkommen mit Japan nutzen.") == 1

    def test_nothing_of_it_is_read_as_html_and_links_are_safe(self, page: Page) -> None:
        say(page, "karten")
        say(page, "<img src=x onerror=alert(1)> <b>fett</b>")

        expect(page.get_by_role("log")).to_contain_text("Verstanden: <img src=x onerror=alert(1)>")
        assert page.locator("#chat-log").locator("img, script, b").count() == 0
        found = page.locator("#chat-log a").evaluate_all("links => links.map(one => one.href)")
        assert set(found) == {"https://example.org/law", "https://example.org/x"}
        rel = page.locator("#chat-log a").first.get_attribute("rel")
        assert rel == "noopener noreferrer"

    def test_the_declaration_is_there_once_and_can_be_copied(self, page: Page) -> None:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        say(page, "erklärung")

        page.get_by_role("button", name="Text kopieren").click()

        expect(page.get_by_role("status")).to_contain_text("kopiert")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == "Der Ausführer erklärt <b>dies</b>.\nOrt und Datum"
        assert log(page).count("Ort und Datum") == 1


class TestWhenThingsFail:
    def test_a_silent_adviser_is_told_with_who_helps_and_the_text_is_kept(self, page: Page) -> None:
        say(page, "stumm")

        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("kann gerade nicht antworten")
        expect(alert).to_contain_text("Haus der Hilfe")
        expect(page.get_by_label("Ihre Nachricht")).to_have_value("stumm")
        assert "stumm" not in log(page)

        page.get_by_label("Ihre Nachricht").fill("wieder da")
        alert.get_by_role("button", name="Noch einmal versuchen").click()
        expect(page.get_by_role("log")).to_contain_text("Verstanden: wieder da (de)")
        expect(alert).to_be_empty()

    def test_without_a_network_it_says_so_in_its_own_words(self, page: Page) -> None:
        page.context.set_offline(True)
        say(page, "hallo")

        expect(page.get_by_role("alert")).to_contain_text("nicht erreichbar")
        expect(page.get_by_role("alert")).to_contain_text("Haus der Hilfe")
        page.context.set_offline(False)
        page.get_by_role("button", name="Noch einmal versuchen").click()
        expect(page.get_by_role("log")).to_contain_text("Verstanden: hallo (de)")

    def test_a_slow_answer_is_announced(self, page: Page) -> None:
        say(page, "langsam")

        expect(page.get_by_role("status")).to_contain_text("schreibt")
        expect(page.get_by_role("alert")).to_contain_text("dauert zu lange")

    def test_an_expired_conversation_begins_anew(self, page: Page) -> None:
        page.evaluate(f"sessionStorage.setItem('fta-advisor-token', '{'A' * 43}')")
        page.reload()

        expect(page.get_by_role("button", name="Export prüfen")).to_be_visible()
        say(page, "hallo")
        expect(page.get_by_role("log")).to_contain_text("Verstanden: hallo (de)")

    def test_a_server_that_answers_nonsense_is_an_error(self, page: Page) -> None:
        def nonsense(route: Route) -> None:
            route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html")

        page.route("**/message", nonsense)
        say(page, "hallo")

        expect(page.get_by_role("alert")).to_contain_text("nicht erreichbar")
        expect(page.get_by_label("Ihre Nachricht")).to_have_value("hallo")


class TestReload:
    def test_the_conversation_goes_on_where_it_was(self, page: Page) -> None:
        page.get_by_role("button", name="Export prüfen").click()
        expect(page.get_by_role("log")).to_contain_text("Verstanden: /choose")
        say(page, "frage")
        expect(page.get_by_role("button", name="Ja")).to_be_visible()

        page.reload()

        expect(page.get_by_role("button", name="Ja")).to_be_visible()
        expect(page.get_by_role("button", name="Export prüfen")).to_have_count(0)
        expect(page.get_by_role("log")).to_contain_text("Ihre Auswahl: Export prüfen")
        page.get_by_role("button", name="Ja").click()
        expect(page.get_by_role("log")).to_contain_text("Verstanden: /affirm (de)")

    def test_only_a_token_and_the_language_are_kept(self, page: Page) -> None:
        say(page, "geheim")
        expect(page.get_by_role("log")).to_contain_text("Verstanden: geheim")

        kept = page.evaluate("[Object.keys(sessionStorage).sort(), localStorage.length]")

        assert kept == [["fta-advisor-language", "fta-advisor-token"], 0]
        assert page.context.cookies() == []


class TestShape:
    @pytest.mark.parametrize("width", [320, 600, 1600])
    def test_no_width_makes_the_page_scroll_sideways(self, page: Page, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 700})
        say(page, "märkte")
        expect(page.get_by_role("table")).to_be_visible()

        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

        assert page.evaluate(overflow) == 0

    def test_a_long_conversation_leaves_the_field_to_write_in_where_it_is(self, page: Page) -> None:
        before = page.get_by_label("Ihre Nachricht").bounding_box()
        for text in ("karten", "märkte", "erklärung"):
            say(page, text)
            expect(page.get_by_label("Ihre Nachricht")).to_have_value("")
            # What is typed while an answer is under way stays in the field.
            expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
        expect(page.get_by_role("button", name="Text kopieren")).to_be_visible()

        assert page.get_by_label("Ihre Nachricht").bounding_box() == before
        assert page.evaluate("scrollY") == 0
        expect(page.get_by_role("button", name="Text kopieren")).to_be_in_viewport()

    def test_on_a_telephone_writing_and_adviser_stay_in_sight(self, page: Page) -> None:
        page.set_viewport_size({"width": 320, "height": 700})
        say(page, "karten")
        expect(page.get_by_role("table")).to_be_visible()

        expect(page.get_by_role("heading", name="Die Regel ist nicht")).to_be_in_viewport()
        expect(page.get_by_label("Ihre Nachricht")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Beratung")).to_be_in_viewport(ratio=1)

    @pytest.mark.parametrize("width", [320, 1000])
    def test_everything_to_press_is_large_enough(self, page: Page, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 700})
        say(page, "karten")
        expect(page.get_by_role("table")).to_be_visible()

        boxes = [one.bounding_box() for one in page.locator("button, summary, textarea").all()]

        assert len(boxes) > 8
        assert [box for box in boxes if box and (box["height"] < 44 or box["width"] < 44)] == []

    def test_focus_can_be_seen_and_goes_everywhere(self, page: Page) -> None:
        seen: list[str] = []
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement !== document.body"):
            seen.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)"))
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", seen[-1]
            assert len(seen) < 20, "the focus is caught"
            page.keyboard.press("Tab")

        assert {"Deutsch", "English", "Export prüfen", "Senden", "Neu beginnen"} <= set(seen)

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_text_stands_out_in_light_and_dark(self, page: Page, scheme: str) -> None:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        say(page, "karten")
        expect(page.get_by_role("table")).to_be_visible()
        elements = "p, h1, h2, h3, li, td, th, button:not(:disabled), a, label, summary, dt"

        faint = page.locator(elements).evaluate_all(CONTRASTS_BELOW)

        assert faint == []


CONTRASTS_BELOW = """
elements => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (channels(color).length < 4 || channels(color)[3] > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  return elements.filter((one) => one.offsetParent && one.textContent.trim()).map((one) => {
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), one.textContent.slice(0, 30)];
  }).filter(([contrast]) => contrast < 4.5);
}
"""


def test_the_page_says_everything_in_both_languages() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    german, english = re.search(r"de: \{(.*?)\n  \},\n  en: \{(.*?)\n  \},", script, re.S).groups()
    keys = [re.findall(r"^    (\w+):", part, re.M) for part in (german, english)]
    page = (Path(SCRIPT).with_name("index.html")).read_text(encoding="utf-8")
    used = set(re.findall(r'data-(?:text|label)="(\w+)"', page))
    used |= set(re.findall(r"\bt\.(\w+)", script))

    assert keys[0] == keys[1]
    assert used - {"textContent"} == set(keys[0])


def test_no_script_writes_html() -> None:
    script = SCRIPT.read_text(encoding="utf-8")

    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in script
