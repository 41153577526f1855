"""One server for all attacks, with its databases and its log at hand."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.serving.processes import any_free_port, child_environment
from bot.store.addresses import log_url, tracker_url
from bot.wiring import services
from tests.architecture.import_contracts import ROOT
from tests.web.conftest import wait_for

ORIGIN = "https://partner.example"
FRAME = "https://host.example"
_ADDRESSES = itertools.count(1)


@dataclass
class Server:
    """The server, where it keeps things, and what it wrote to its log."""

    address: str
    folder: Path
    log: Path
    visitors: set[str] = field(default_factory=set)

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'data.db'}"

    @property
    def log_url(self) -> str:
        return log_url(self.database_url)

    @property
    def tracker_url(self) -> str:
        return tracker_url(self.database_url)

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def visitor(self) -> Visitor:
        """Somebody with an address of his own, behind the trusted proxy."""
        number = next(_ADDRESSES)
        return Visitor(self, f"203.0.{number // 250}.{number % 250 + 1}")


@dataclass
class Visitor:
    """A browser, or somebody who pretends to be one."""

    server: Server
    address: str
    token: str = ""
    messages: list[dict[str, Any]] = field(default_factory=list)

    def ask(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> requests.Response:
        sent = {"X-Forwarded-For": self.address, **(headers or {})}
        if self.token and "X-Session" not in sent:
            sent["X-Session"] = self.token
        given = {name: value for name, value in sent.items() if value is not None}
        url = path if path.startswith("http") else f"{self.server.address}{path}"
        return requests.request(method, url, headers=given, timeout=60, **more)

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        if body is not None:
            more["json"] = body
        return self.ask(method, f"/webhooks/website/{path}", **more)

    def open(self, lang: str = "de") -> Visitor:
        answer = self.call("POST", "session", {"lang": lang})
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["token"]
        self.messages = answer.json()["messages"]
        return self

    def say(self, text: str, **more: Any) -> requests.Response:
        return self._heard(self.call("POST", "message", {"text": text, "lang": "de"}, **more))

    def press(self, payload: str, **more: Any) -> requests.Response:
        return self._heard(self.call("POST", "message", {"payload": payload, "lang": "de"}, **more))

    def send_bill(self, lines: list[Any]) -> requests.Response:
        return self._heard(self.call("POST", "message", {"bill": lines, "lang": "de"}))

    def _heard(self, answer: requests.Response) -> requests.Response:
        if answer.ok:
            self.messages = answer.json()["messages"]
        return answer

    def upload(self, content: bytes, name: str = "bill.xlsx") -> requests.Response:
        return self.call("POST", "bill", data=content, headers={"X-File-Name": name})

    @property
    def text(self) -> str:
        return "\n".join(one["text"] for one in self.messages)

    @property
    def payloads(self) -> list[str]:
        return [one["payload"] for said in self.messages for one in said["buttons"]]

    def case(self) -> Visitor:
        """A conversation with product and market."""
        self.open()
        self.say("841370 nach Vietnam")
        assert self.call("GET", "case.json").status_code == 200, self.text
        return self


def code_of(answer: requests.Response) -> str:
    """The code of an error, which is told in JSON and in nothing else."""
    assert answer.headers["content-type"] == "application/json"
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "field"}
    assert len(error["message"]) > 10
    return str(error["code"])


RATES = {"SESSION": "60", "ADDRESS": "90", "OPENINGS": "25", "HANDOFFS": "6"}


@contextmanager
def running(folder: Path, rates: Mapping[str, str] = RATES) -> Iterator[Server]:
    """A server over its own databases in a folder; it ends with the block."""
    port = any_free_port()
    found = Server(f"http://127.0.0.1:{port}", folder, folder / "server.log")
    from bot.store.build import build_database

    build_database(found.database_url, services())
    environ = child_environment(
        {
            "PATH": os.environ["PATH"],
            "FTA_DATABASE_URL": found.database_url,
            "FTA_TRUSTED_PROXIES": "127.0.0.1,10.0.0.0/8",
            "FTA_ORIGINS": ORIGIN,
            "FTA_FRAME_ANCESTORS": FRAME,
            **{f"FTA_RATE_{name}": most for name, most in rates.items()},
        }
    )
    with found.log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.attacks.server", str(port)],
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(found.address, process, found.log)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("attacked")) as found:
        yield found


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return server.visitor().open()


@pytest.fixture
def stranger(server: Server) -> Visitor:
    return server.visitor()
