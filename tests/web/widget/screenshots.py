"""Pictures of the element for the documentation: `python -m tests.web.widget.screenshots`.

The same conversation in narrow, middle and wide windows, light and dark, from the real data.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot.conversation.desk import Desk
from bot.serving.system_programs import find_chromium
from bot.wiring import Services, Settings
from tests.architecture.import_contracts import ROOT
from tests.conftest import TODAY
from tests.web.widget.channel_double import ChannelDouble
from tests.web.widget.chat import Chat

FOLDER = ROOT / "docs" / "screenshots"
HEIGHTS = {320: 700, 768: 900, 1280: 900}
BILL = "Motor 8501 3000 € aus China; Gehäuse 7325 1000 € aus China; Welle 8483 500 € aus China"


def main() -> None:
    """Take all pictures anew."""
    for old in FOLDER.glob("chat-*.png"):
        old.unlink()
    channel = ChannelDouble(Desk(Services(Settings.from_environment({})), lambda: TODAY))
    channel.warm_up()
    channel.start()
    try:
        with sync_playwright() as playwright:
            options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
            path = find_chromium()
            browser = playwright.chromium.launch(executable_path=path, args=options)
            for width in HEIGHTS:
                for scheme in ("light", "dark"):
                    _conversation(browser, channel, width, scheme)
            _embedded(browser, channel)
            browser.close()
    finally:
        channel.close()


def _conversation(browser: Browser, channel: ChannelDouble, width: int, scheme: str) -> None:
    size = {"width": width, "height": HEIGHTS[width]}
    context = browser.new_context(viewport=size, locale="de-DE", color_scheme=scheme)  # type: ignore[arg-type]
    chat = Chat(context.new_page(), channel.address).open()

    def picture(name: str) -> None:
        chat.page.mouse.move(0, 0)
        chat.page.wait_for_timeout(100)
        path = Path(FOLDER, f"chat-{name}-{width}-{scheme}.png")
        chat.page.screenshot(path=path, animations="disabled")

    picture("1-start")
    chat.say("Pumpen")
    picture("2-products")
    chat.say("8413.70 nach Chile", "50000 €")
    picture("3-answer")
    chat.say("alle länder")
    picture("4-markets")
    chat.say("Vietnam")
    chat.press("Prüfen, ob mein Produkt die Regel erfüllt")
    channel.extra.append(
        {"text": "", "blocks": [{"kind": "progress", "step": 2, "about": 5}], "buttons": []}
    )
    chat.press("Ja")
    chat.say(BILL)
    picture("5-bill-read")
    chat.press("Ja, so rechnen", "Ja")
    picture("6-verdict")
    chat.button(chat.words.adviser).click()
    chat.dialog.get_by_label("Name", exact=True).wait_for()
    picture("7-contact")
    chat.page.keyboard.press("Escape")
    if width == min(HEIGHTS):
        chat.menu("Stückliste")
    else:
        chat.button("Stückliste").click()
    picture("8-bill")
    context.close()


def _embedded(browser: Browser, channel: ChannelDouble) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    page.goto(f"{channel.address}/example-host.html")
    chat = Chat(page, channel.address)
    page.get_by_role("button", name="Assistenten starten").click()
    chat.greeted()
    chat.say("8413.70 nach Chile")
    page.screenshot(path=FOLDER / "chat-embedded-1280-light.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()
