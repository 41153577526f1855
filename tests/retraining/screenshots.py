"""Pictures for docs/operating/learning.md, from a project in which the loop has run.

    python -m tests.retraining.whole_loop FOLDER
    python -m tests.retraining.screenshots FOLDER

The terminal is a real one (tmux, a package of the operating system): the command that the guide names runs
in it, keys are pressed, and what then stands on the screen is drawn. The page is the real page. The review
queue of the folder is filled anew, as it was before the first review.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.text import Text
from sqlalchemy import delete, select, update

from bot.retraining.places import Places
from bot.retraining.select_items import select_items
from bot.serving.processes import child_environment
from bot.serving.system_programs import find_chromium
from bot.store.engines import only_writer
from bot.store.learning_tables import DECISIONS, ITEMS
from tests.architecture.import_contracts import ROOT
from tests.retraining.simulator.sayings import is_spam

FOLDER = ROOT / "docs" / "operating" / "screenshots"

KEYS = ("a", "a", "u", "k")
"""What is pressed in the terminal: accept twice, take the last back, skip it."""

_COLUMNS, _LINES = 108, 40
_PATIENCE = 60.0


def main() -> None:
    """Take all pictures anew."""
    folder = Path(sys.argv[1]).resolve()
    places = Places(folder, f"sqlite:///{folder / 'var' / 'data.db'}")
    with only_writer(places.engine) as connection:
        connection.execute(delete(DECISIONS))
        connection.execute(delete(ITEMS))
    select_items(places)
    skip_spam(places)
    environ = {**child_environment(os.environ), "FTA_DATABASE_URL": places.database}
    screen = terminal_after(environ, KEYS)
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        page = browser.new_page(viewport={"width": 900, "height": 720}, color_scheme="light")
        page.set_content(drawn(screen))
        page.locator("pre").screenshot(path=FOLDER / "review-terminal.png")
        review_page(page, environ)
        for name in ("report", "insight"):
            page.goto((places.work / f"{name}.html").as_uri())
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()
    places.close()


def skip_spam(places: Places) -> None:
    """The reviewer is past the spam: the pictures show what a decision is worth taking on."""
    with only_writer(places.engine) as connection:
        rows = connection.execute(select(ITEMS.c.id, ITEMS.c.text)).all()
        spam = [row.id for row in rows if is_spam(row.text)]
        connection.execute(update(ITEMS).where(ITEMS.c.id.in_(spam)).values(status="skipped"))


# --- the terminal ---------------------------------------------------------------------------


def terminal_after(environ: dict[str, str], keys: tuple[str, ...]) -> str:
    """What a terminal shows, colours included, in which the command runs and the keys were pressed."""
    with tempfile.TemporaryDirectory() as folder:

        def tmux(*arguments: str) -> str:
            command = ["tmux", "-S", f"{folder}/tmux", *arguments]
            return subprocess.run(
                command, check=True, capture_output=True, text=True, env=environ, cwd=ROOT
            ).stdout

        size = ("-x", str(_COLUMNS), "-y", str(_LINES))
        review = f"{sys.executable} -W ignore -m bot learn review --reviewer anna"
        tmux("-f", "/dev/null", "new-session", "-d", *size, review)
        try:
            _wait(lambda: _prompts(tmux("capture-pane", "-p")) == 1)
            for number, key in enumerate(keys, start=2):
                tmux("send-keys", key, "Enter")
                _wait(lambda number=number: _prompts(tmux("capture-pane", "-p")) == number)
            return tmux("capture-pane", "-p", "-e")
        finally:
            tmux("kill-server")


def _prompts(screen: str) -> int:
    return len(re.findall(r"^(?:>|intent:) ?", screen, re.M))


def _wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > until:
            raise SystemExit("The terminal does not show what was expected.")
        time.sleep(0.2)


def drawn(screen: str) -> str:
    """A screen with its colours as a page."""
    console = Console(
        record=True,
        width=_COLUMNS,
        file=io.StringIO(),
        force_terminal=True,
        color_system="standard",
    )
    command = '$ make learn ARGS="review --reviewer anna"\n'
    console.print(Text.from_ansi(command + screen.rstrip()))
    style = "body{margin:0}pre{display:inline-block;margin:0;padding:16px;background:#fff;font:14px/1.35 monospace}"
    code = '<style>{stylesheet}</style><pre><code style="font-family:inherit">{code}</code></pre>'
    html = console.export_html(code_format=code)
    return f"<style>{style}</style>{html}"


# --- the page -------------------------------------------------------------------------------


def review_page(page: Page, environ: dict[str, str]) -> None:
    """The page as it opens."""
    command = [sys.executable, "-u", "-W", "ignore", "-m", "bot", "learn", "review", "--web"]
    with subprocess.Popen(
        [*command, "--reviewer", "ben"], stdout=subprocess.PIPE, text=True, env=environ, cwd=ROOT
    ) as server:
        try:
            assert server.stdout is not None
            address = next(
                found[0] for line in server.stdout if (found := re.search(r"http://\S+", line))
            )
            page.goto(address)
            page.wait_for_selector("#choices button")
            page.screenshot(path=FOLDER / "review-page.png")
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
