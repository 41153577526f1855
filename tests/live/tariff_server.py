"""A tariff service on this machine that answers by a script, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class TariffServer:
    """`answers` by path; a list is used up one by one, its last one again and again."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def on(self, path: str, *answers: Answer) -> None:
        self.answers[f"/{path}"] = list(answers)

    @property
    def paths(self) -> list[str]:
        return [target for target, _ in self.requests]

    def next_answer(self, path: str) -> Answer:
        answers = self.answers.get(path, [status(404, {"error": "not found"})])
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: TariffServer

    def do_GET(self) -> None:
        self.script.requests.append((self.path, dict(self.headers)))
        self.close_connection = True
        try:
            self.script.next_answer(self.path.partition("?")[0])(self)
        except (BrokenPipeError, ConnectionResetError):
            return  # the client has gone, as it should when the answer is too slow or too large

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[TariffServer]:
    script = TariffServer()
    handler = type("ScriptedHandler", (Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield script
    finally:
        script.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


# --- answers ---------------------------------------------------------


def send(handler: Handler, code: int, body: bytes, headers: Mapping[str, str]) -> None:
    handler.send_response(code)
    # Asked to close, a server says that it will: a second try must not meet the closing connection.
    own = {"Content-Length": str(len(body)), "Connection": "close"}
    for name, value in {**own, **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, value: Any = None, **headers: str) -> Answer:
    """Any status, with JSON; `Retry_After` stands for the header `Retry-After`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps(value).encode()
    return lambda handler: send(
        handler, code, body, {"Content-Type": "application/json; charset=utf-8", **named}
    )


def ok(value: Any) -> Answer:
    return status(200, value)


def raw(body: bytes, kind: str = "application/json", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: send(handler, 200, body, {"Content-Type": kind, **named})


def silent(handler: Handler) -> None:
    """Takes the request and says nothing."""
    handler.script.stopping.wait(30)


def dripping_header(handler: Handler) -> None:
    """Sends its header byte by byte, without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while not handler.script.stopping.is_set():
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def dripping_body(handler: Handler) -> None:
    """Sends its body byte by byte, without end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.script.stopping.is_set():
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def endless_body(handler: Handler) -> None:
    """Sends as fast as it can, without saying how much."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.script.stopping.is_set():
        handler.wfile.write(b"[" * 65_536)


def cut_off(handler: Handler) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"data": ')
