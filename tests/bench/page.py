"""The chat page in a browser against the plainest page before Rasa's own starter bot, in the same run.

Measured inside the page: from the navigation until it can be used (of ours that includes the advisor's
greeting, which is a turn of Rasa; the plain page greets nobody), and from Enter until the answer stands there
and nothing is under way any more. Both are asked in turns, so that what else the machine does weighs on
both alike.
"""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.serving.advisor import Installation, train
from bot.serving.system_programs import find_chromium
from tests.bench.chat import OURS, PROJECT, THEIRS, Bot, starter_bot

ROUNDS = 6
WIDGET = PROJECT / "bot" / "web" / "static" / "widget.js"
PLAIN = Path(__file__).with_name("plain_page.html")

# Resolves with the milliseconds from now until the log is no longer busy.
_UNTIL_ANSWERED = """(log) => new Promise((resolve) => {
  const began = performance.now();
  const look = new MutationObserver(() => {
    if ((log.dataset.busy ?? log.getAttribute("aria-busy")) !== "false") return;
    look.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - began));
  });
  look.observe(log, { attributes: true });
})"""


@dataclass
class Measured:
    """A page under test and what was measured of it, in milliseconds; bytes over the wire."""

    name: str
    address: str
    conversations: Sequence[Sequence[str]]
    log: str
    input: str
    mark: str
    ready: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    bytes: int = 0

    def visit(self, browser: Browser, messages: Sequence[str]) -> None:
        """One visit with a cold cache, and one conversation."""
        context = browser.new_context(locale="de-DE")
        page = context.new_page()
        page.goto(self.address, wait_until="load")
        page.wait_for_function("mark => performance.getEntriesByName(mark).length", arg=self.mark)
        self.ready.append(
            page.evaluate("mark => performance.getEntriesByName(mark)[0].startTime", self.mark)
        )
        self.bytes = page.evaluate(
            "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))"
            ".reduce((sum, one) => sum + one.encodedBodySize, 0)"
        )
        for message in messages:
            self.answers.append(self._ask(page, message))
        context.close()

    def _ask(self, page: Page, message: str) -> float:
        page.locator(self.input).fill(message)
        log = page.locator(self.log)
        log.evaluate(f"log => {{ window.answered = ({_UNTIL_ANSWERED})(log); }}")
        page.locator(self.input).press("Enter")
        milliseconds: float = page.evaluate("window.answered")
        return milliseconds


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    built = WIDGET.read_bytes()
    zipped = len(gzip.compress(built, 9, mtime=0))
    yield f"  the element: {len(built) / 1000:.1f} kB, gzipped {zipped / 1000:.1f} kB, one file"
    chromium = find_chromium()
    if chromium is None:
        yield "  left out: the page needs a Chromium on PATH"
        return
    with tempfile.TemporaryDirectory() as scratch:
        starter = Bot(
            "starter bot", starter_bot(Path(scratch)), THEIRS, False, further=("--cors", "*")
        )
        ours = Bot("advisor", PROJECT, OURS, needs_actions=True)
        try:
            # The dialogue models are those that stand ready: `rasa init` has trained one as well.
            train(Installation(PROJECT, Path(sys.executable), os.environ), force=False)
            for bot in (ours, starter):
                _take_newest_model(bot)
                bot.start()
            yield from _compare(ours, starter, chromium)
        finally:
            for bot in (ours, starter):
                bot.stop()
            shutil.rmtree(PROJECT / "var" / "bench-models", ignore_errors=True)


def _take_newest_model(bot: Bot) -> None:
    models = (bot.folder / "models").glob("*.tar.gz")
    newest = max(models, key=lambda one: one.stat().st_mtime)
    target = bot.folder / "var" / "bench-models"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(newest, target)


def _compare(ours: Bot, starter: Bot, chromium: Path) -> Iterator[str]:
    with _plain_page(starter.port) as plain, sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        pages = (
            Measured(
                "advisor",
                f"http://127.0.0.1:{ours.port}/",
                OURS,
                "[role=log]",
                "#input",
                "fta-advisor-open",
            ),
            Measured("plain page", plain, THEIRS, "#log", "#input", "ready"),
        )
        for number in range(ROUNDS):
            for one in pages:
                one.visit(browser, one.conversations[number])
        browser.close()
    yield f"  {'':34}{'advisor':>12}{'plain page':>14}"
    for name, mine, other in _rows(*pages):
        yield f"  {name:34}{mine:12.1f}{other:14.1f}"


def _rows(mine: Measured, other: Measured) -> Iterator[tuple[str, float, float]]:
    pages = (mine, other)
    yield "until the page can be used (ms)", *(statistics.median(one.ready) for one in pages)
    yield "send to answer shown, p50 (ms)", *(statistics.median(one.answers) for one in pages)
    yield "send to answer shown, p95 (ms)", *(_p95(one.answers) for one in pages)
    yield "transferred before use (kB)", *(one.bytes / 1000 for one in pages)


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


@contextmanager
def _plain_page(port: int) -> Iterator[str]:
    """Serves the plain page that talks to a bot on a port."""
    with tempfile.TemporaryDirectory() as folder:
        text = PLAIN.read_text(encoding="utf-8").replace("BOT", f"http://127.0.0.1:{port}")
        Path(folder, "index.html").write_text(text, encoding="utf-8")
        handler = partial(_Quiet, directory=folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Requests are no news in a benchmark."""
