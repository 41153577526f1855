"""The element before the real advisor: Rasa, the trained model, the action server, the stores.

What the element does in every state is tested in tests/web/widget before a double of the channel; here it is
shown that both keep the same contract, in whole conversations in both languages.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.serving.advisor import Installation, action_server, rasa_server, train, write_endpoints
from bot.serving.processes import LOOPBACK, Supervisor, any_free_port
from tests.architecture.import_contracts import ROOT
from tests.web.widget.chat import Chat

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.rasa, pytest.mark.slow]

BILL = (
    "Material;HS;Herkunft;Wert;Währung\nMotor;8501;China;3000;EUR\nGehäuse;7325;China;1000,50;EUR\n"
)
PATIENCE_MS = 90_000


class Advisor:
    """The whole advisor; Rasa can be killed and comes back with what was said."""

    def __init__(self, folder: Path) -> None:
        environ = {**os.environ, "FTA_DATABASE_URL": f"sqlite:///{folder / 'tracker.db'}"}
        self._place = Installation(ROOT, Path(sys.executable), environ)
        # The page "how this assistant works" counts what is in the database.
        build = [sys.executable, "-m", "bot", "data", "build"]
        subprocess.run(build, cwd=ROOT, env=environ, check=True, capture_output=True)
        self._model = train(self._place, force=False)
        action_port, self._port = any_free_port(), any_free_port()
        self._endpoints = write_endpoints(self._place, action_port)
        self._actions, self._rasa = Supervisor(), Supervisor()
        self._actions.start(action_server(self._place, action_port))
        self.start()

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self._port}"

    def start(self) -> None:
        self._rasa = Supervisor()
        self._rasa.start(rasa_server(self._place, self._model, self._endpoints, self._port))

    def kill(self) -> None:
        self._rasa.stop()

    def close(self) -> None:
        self._rasa.stop()
        self._actions.stop()
        self._endpoints.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Advisor]:
    started = Advisor(tmp_path_factory.mktemp("advisor"))
    yield started
    started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens pages; fails if one complained of its policy or of a fault in the script."""
    contexts, complaints = [], []

    def opened(lang: str) -> Page:
        locale = {"de": "de-DE", "en": "en-GB"}[lang]
        context = browser.new_context(locale=locale, viewport={"width": 1000, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if "Security" in line.text else None,
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@dataclass(frozen=True)
class Words:
    """What is said and pressed in a language, from the first message to the deleted conversation."""

    lang: str
    other: str
    product: str
    check: str
    yes: str
    upload: str
    send_bill: str
    right: str
    met: str
    print: str
    pdf: str
    file: str
    summary: str
    name: str
    email: str
    question: str
    consent: str
    send: str
    arrived: str
    close: str
    back: str
    change: str
    delete: str
    yes_delete: str
    deleted: str


GERMAN = Words(
    lang="de",
    other="English",
    product="Kreiselpumpen 8413.70 nach Vietnam",
    check="Prüfen, ob mein Produkt die Regel erfüllt",
    yes="Ja",
    upload="Datei hochladen",
    send_bill="Stückliste senden",
    right="Ja, so rechnen",
    met="Ja, die Ursprungsregel ist erfüllt",
    print="Zusammenfassung drucken",
    pdf="Zusammenfassung als PDF",
    file="Fall als Datei (JSON)",
    summary="8413.70",
    name="Name",
    email="E-Mail",
    question="Ihre Frage",
    consent="Ja, ich möchte",
    send="Anfrage senden",
    arrived="Ihre Anfrage ist angekommen.",
    close="Schließen",
    back="How would you like to go on?",
    change="Produkt – 8413.70",
    delete="Dieses Gespräch löschen",
    yes_delete="Ja, löschen",
    deleted="Das Gespräch ist gelöscht.",
)
ENGLISH = Words(
    lang="en",
    other="Deutsch",
    product="centrifugal pumps 8413.70 to Viet Nam",
    check="Check whether my product meets the rule",
    yes="Yes",
    upload="Upload a file",
    send_bill="Send the bill of materials",
    right="Yes, use it",
    met="Yes, the origin rule is met",
    print="Print the summary",
    pdf="Summary as PDF",
    file="Case as a file (JSON)",
    summary="8413.70",
    name="Name",
    email="E-mail",
    question="Your question",
    consent="Yes, I",
    send="Send the request",
    arrived="Your request has arrived.",
    close="Close",
    back="Wie möchten Sie weitermachen?",
    change="Product – 8413.70",
    delete="Delete this conversation",
    yes_delete="Yes, delete",
    deleted="The conversation has been deleted.",
)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_a_whole_conversation(
    advisor: Advisor, new_page: Callable[[str], Page], words: Words
) -> None:
    chat = Chat(new_page(words.lang), advisor.address, words.lang).open()
    chat.say(words.product)
    chat.accessible()
    check_with_an_uploaded_bill(chat, words)
    keep_the_result(chat, words)
    ask_an_adviser(chat, words)

    chat.page.get_by_role("button", name=words.other).click()
    chat.idle()
    chat.shows(words.back)
    chat.page.reload()
    chat.greeted()
    expect(chat.page.get_by_role("heading", name=words.met)).to_be_visible()
    chat.accessible()
    delete(chat, words)


def check_with_an_uploaded_bill(chat: Chat, words: Words) -> None:
    chat.press(words.check, words.yes)
    chat.button(chat.words.bill).click()
    bill = {"name": "bill.csv", "mimeType": "text/csv", "buffer": BILL.encode("utf-8-sig")}
    chat.dialog.get_by_label(words.upload).set_input_files(bill)
    expect(chat.dialog.locator("tbody tr")).to_have_count(2)
    chat.accessible()
    chat.dialog.get_by_role("button", name=words.send_bill).click()
    expect(chat.dialog).to_have_count(0)
    chat.idle()
    chat.press(words.right)
    verdict = chat.page.get_by_role("heading", name=words.met)
    for _ in range(3):
        if verdict.count():
            break
        chat.press(words.yes)
    expect(verdict).to_be_visible()
    expect(chat.page.locator(".progress").first).to_be_visible()
    chat.accessible()


def keep_the_result(chat: Chat, words: Words) -> None:
    with chat.page.expect_popup() as printed:
        chat.menu(words.print)
    printed.value.wait_for_url(re.compile("^blob:"))
    expect(printed.value.locator("main")).to_contain_text(words.summary)
    expect(printed.value.locator("table").first).to_have_css("border-collapse", "collapse")
    printed.value.close()
    with chat.page.expect_download() as pdf:
        chat.menu(words.pdf)
    assert pdf.value.path().read_bytes().startswith(b"%PDF-")
    with chat.page.expect_download() as case:
        chat.menu(words.file)
    assert "841370" in json.dumps(json.loads(case.value.path().read_text(encoding="utf-8")))


def ask_an_adviser(chat: Chat, words: Words) -> None:
    chat.button(chat.words.adviser).click()
    form = chat.dialog
    form.get_by_label(words.name, exact=True).fill("Erika Muster")
    form.get_by_label(words.email).fill("erika@muster-gmbh.de")
    form.get_by_label(words.question).fill("REX?")
    expect(form.locator(".preview")).to_contain_text("8413.70")
    form.get_by_label(words.consent).check()
    chat.accessible()
    form.get_by_role("button", name=words.send).click()
    expect(form).to_contain_text(words.arrived)
    expect(form.locator("code")).not_to_be_empty()
    form.get_by_role("button", name=words.close).last.click()


def delete(chat: Chat, words: Words) -> None:
    """In the other language by now."""
    spoken = ENGLISH if words is GERMAN else GERMAN
    there = Chat(chat.page, chat.address, spoken.lang)
    there.menu(spoken.delete)
    there.dialog.get_by_role("button", name=spoken.yes_delete).click()
    expect(there.status).to_contain_text(spoken.deleted)
    expect(there.page.get_by_role("heading", name=words.met)).to_have_count(0)


def test_an_answer_is_changed_and_rasa_is_killed_and_comes_back(
    advisor: Advisor, new_page: Callable[[str], Page]
) -> None:
    chat = Chat(new_page("de"), advisor.address).open()
    chat.say(GERMAN.product)
    chat.press(chat.words.change)
    chat.press("Zielland – Vietnam")
    chat.say("Chile")
    chat.shows("Zielmarkt: Chile")

    advisor.kill()
    chat.type("50000 €")
    expect(chat.alert).to_contain_text("nicht erreichbar")
    expect(chat.alert).to_contain_text("NRW.Global Business")
    chat.accessible()
    advisor.start()
    chat.press("Noch einmal versuchen")
    chat.shows("50.000,00 €", timeout=PATIENCE_MS)


def test_a_link_leads_into_the_middle_of_the_real_advisor(
    advisor: Advisor, new_page: Callable[[str], Page]
) -> None:
    chat = Chat(new_page("de"), advisor.address, "en").open("/?hs=841370&to=VN&lang=en")

    chat.shows("there is an agreement")
    with chat.page.expect_popup() as about:
        chat.page.get_by_role("link", name="How this assistant works").click()
    expect(about.value.locator("html")).to_have_attribute("lang", "en")
