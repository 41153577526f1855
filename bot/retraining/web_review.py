"""Step 4 in the browser: a small page on loopback, over the same queue as the terminal.

Started by `python -m bot learn review --web`, which prints the address with a key; requests without the key,
and of foreign pages, are refused. No third party is asked for anything.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.retraining.errors import LearningError
from bot.retraining.review_queue import Item, Part, ReviewQueue

LOOPBACK = "127.0.0.1"
_STATIC = Path(__file__).with_name("static")
_FILES = {
    "/": ("review.html", "text/html; charset=utf-8"),
    "/review.js": ("review.js", "text/javascript; charset=utf-8"),
    "/review.css": ("review.css", "text/css; charset=utf-8"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_LARGEST_BODY = 100_000


@dataclass
class WebReview:
    """What the page can ask for; every answer is the next item and the counts."""

    queue: ReviewQueue
    intents: Sequence[str]
    market_of: Callable[[str], str | None]
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Do what was asked; raises LearningError with what to tell."""
        if path == "/market":
            return {"market": self.market_of(str(body.get("words", "")))}
        back = self._done(path, body)
        item = back or self.queue.next()
        shown = None if item is None else _as_json(item)
        notice = (
            "There is nothing of yours to take back." if path == "/undo" and back is None else ""
        )
        state = {"item": shown, "counts": self.queue.counts(), "notice": notice}
        return {**state, "intents": list(self.intents)}

    def _done(self, path: str, body: dict[str, Any]) -> Item | None:
        if path == "/undo":
            if body.get("id"):
                self.queue.release(self.queue.get(int(body["id"])))
            return self.queue.undo()
        if path not in ("/decide", "/skip"):
            return None
        item = self._item(body)
        if path == "/skip":
            self.queue.skip(item)
            return None
        parts = [Part.of(one) for one in body.get("parts", ())]
        if not parts:
            raise LearningError("There is no part to save.")
        unknown = sorted({one.intent for one in parts} - set(self.intents))
        if unknown:
            raise LearningError(f"There is no intent '{unknown[0]}'.")
        if any(one.text not in item.text for one in parts):
            raise LearningError("A part must stand in the message as it is.")
        self.queue.decide(item, parts)
        return None

    def _item(self, body: dict[str, Any]) -> Item:
        """The item as the page has seen it: the queue compares the version."""
        try:
            number, version = int(body["id"]), int(body["version"])
        except (KeyError, TypeError, ValueError) as error:
            raise LearningError("The page did not say which item it decides.") from error
        item = self.queue.get(number)
        return Item(**{**vars(item), "version": version})


def _as_json(item: Item) -> dict[str, Any]:
    shown = (
        "id",
        "language",
        "text",
        "reasons",
        "seen",
        "said_before",
        "ranking",
        "entities",
        "version",
    )
    return {name: getattr(item, name) for name in shown}


@contextmanager
def serving_review(review: WebReview, port: int = 0) -> Iterator[str]:
    """Serve the page; yields its address, key included."""
    server = _Server(review, port)
    threading.Thread(target=server.serve_forever, name="review", daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_address[1]}/#{review.key}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One request; the server it belongs to holds the review."""

    server: _Server

    def do_GET(self) -> None:
        name, kind = _FILES.get(self.path, ("", ""))
        if not self._is_ours() or not name:
            self._send(404, b"{}", "application/json")
            return
        self._send(200, (_STATIC / name).read_bytes(), kind)

    def do_POST(self) -> None:
        status, content = self._answered()
        self._send(status, json.dumps(content, ensure_ascii=False).encode(), "application/json")

    def _answered(self) -> tuple[int, dict[str, Any]]:
        review = self.server.review
        given = self.headers.get("X-Review-Key", "")
        if not self._is_ours() or not secrets.compare_digest(given.encode(), review.key.encode()):
            return 403, {"error": "The key is missing; use the address that was printed."}
        try:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(min(length, _LARGEST_BODY)) or b"{}")
            return 200, review.answer(self.path, body)
        except LearningError as error:
            return 409, {"error": str(error)}
        except (ValueError, TypeError, AttributeError):
            return 400, {"error": "The request cannot be read."}

    def _is_ours(self) -> bool:
        """Against pages that let their name lead to this machine: only loopback names are answered."""
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        return host in (LOOPBACK, "localhost")

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing: requests hold messages of visitors."""


class _Server(ThreadingHTTPServer):
    """The page's server with the review it shows."""

    def __init__(self, review: WebReview, port: int) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.review = review
