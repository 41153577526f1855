"""Hands the promoted model to the running Rasa server, which asks for it every few seconds.

This is Rasa's own way to change models in service: it loads the new one beside the old, then answers the next
message with it. Conversations stay in the tracker store, and messages that wait are answered afterwards. The
server listens on loopback and gives away only files of models/ that were promoted here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.serving.processes import LOOPBACK

SECONDS_BETWEEN_LOOKS = 5
ADDRESS = "/model"


def endpoint(port: int, seconds: int = SECONDS_BETWEEN_LOOKS) -> str:
    """The section of endpoints.yml that lets Rasa ask here."""
    url = f"http://{LOOPBACK}:{port}{ADDRESS}"
    return f'\nmodels:\n  url: "{url}"\n  wait_time_between_pulls: {seconds}\n'


@contextmanager
def serving_models(current: Callable[[], Path]) -> Iterator[int]:
    """Serve the file that `current` names at each request; yields the port."""
    server = ThreadingHTTPServer((LOOPBACK, 0), _handler(current))
    thread = threading.Thread(target=server.serve_forever, name="models", daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


def tag_of(model: Path) -> str:
    """Changes whenever another model is to be served, or the same one was made anew."""
    state = model.stat()
    return f'"{model.name}-{state.st_size}"'


def _handler(current: Callable[[], Path]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.partition("?")[0] != ADDRESS:
                self.send_error(404)
                return
            model = current()
            tag = tag_of(model)
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.end_headers()
                return
            content = model.read_bytes()
            self.send_response(200)
            self.send_header("ETag", tag)
            self.send_header("filename", model.name)
            self.send_header("Content-Type", "application/gzip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing: a look every few seconds is no news."""

    return Handler
