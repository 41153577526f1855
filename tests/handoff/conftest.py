"""A real mail server with TLS and a real HTTP endpoint, both on loopback, which can be told to fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from bot.handoff.form import read_form
from bot.handoff.message import content_of
from bot.handoff.settings import MailSettings, Security, WebhookSettings
from bot.serving.processes import any_free_port
from bot.store.addresses import handoff_url
from bot.store.outbox import Consent, NewHandoff, Outbox
from tests.certificates import Certificate, make_certificate

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
SECRET = "a secret of the tests"
FORM = {
    "kind": "advice",
    "name": "Erika Muster",
    "email": "erika@firma.example",
    "message": "Bitte rufen Sie an.\nDanke, Grüße",
    "consent": True,
}


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


HELD_SECONDS = 60.0
"""For how long a server holds its answer back at most, while nobody tells it to answer."""


def until(happened: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for something that happens in its own time; fails if it does not."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@dataclass
class MailServer:
    """An SMTP server that keeps what it takes; `answer` is its reply to the data.

    With `holding` it answers the data only when the event is set.
    """

    certificate: Certificate | None = None
    login: tuple[str, str] | None = None
    answer: str = "250 OK"
    refuse_recipient: str = ""
    holding: threading.Event | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = field(default_factory=any_free_port)
    controller: Controller | None = None

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.holding is not None:
            self.holding.wait(HELD_SECONDS)
        if self.answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.encrypted.append(session.ssl is not None)
        return self.answer

    def authenticate(self, *given: Any) -> AuthResult:
        found = given[-1]
        assert isinstance(found, LoginPassword)
        told = (found.login.decode(), found.password.decode())
        return AuthResult(success=told == self.login)

    def start(self) -> MailServer:
        options: dict[str, Any] = {}
        if self.certificate is not None:
            options["tls_context"] = self.certificate.context()
            options["require_starttls"] = True
        if self.login is not None:
            options["authenticator"] = self.authenticate
            options["auth_required"] = True
        self.controller = Controller(self, hostname="localhost", port=self.port, **options)
        self.controller.start()
        return self

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def settings(self, **changes: Any) -> MailSettings:
        given: dict[str, Any] = {
            "host": "localhost",
            "port": self.port,
            "security": Security.STARTTLS if self.certificate else Security.NONE,
            "sender": "advisor@agency.example",
            "to": "desk@agency.example",
            "barriers_to": "barriers@agency.example",
            "ca_file": str(self.certificate.file) if self.certificate else "",
            **changes,
        }
        return MailSettings(**given)


@pytest.fixture
def mail_server(certificate: Certificate) -> Iterator[MailServer]:
    server = MailServer(certificate).start()
    yield server
    server.stop()


@dataclass
class Endpoint:
    """An HTTP endpoint that keeps what it gets and answers with `status`, `holding` as a MailServer."""

    status: int = 200
    holding: threading.Event | None = None
    location: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = field(default_factory=any_free_port)
    server: ThreadingHTTPServer | None = None

    def start(self) -> Endpoint:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if endpoint.holding is not None:
                    endpoint.holding.wait(HELD_SECONDS)
                endpoint.got.append((dict(self.headers.items()), body))
                self.send_response(endpoint.status)
                if endpoint.location:
                    self.send_header("Location", endpoint.location)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nothing of it belongs into the test's output."""

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def settings(self) -> WebhookSettings:
        return WebhookSettings(f"http://127.0.0.1:{self.port}/tickets", SECRET)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint().start()
    yield server
    server.stop()


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    opened = Outbox.open(handoff_url(f"sqlite:///{tmp_path / 'data.db'}"))
    yield opened
    opened.close()


def stored(outbox: Outbox, **changes: Any) -> str:
    """A request in the outbox; returns its reference."""
    form = read_form({**FORM, **changes})
    content = content_of(form, "Produkt: 8413.70\nLand: Japan", '{"format": "fta-advisor/case"}')
    made = NewHandoff("session", str(sorted(changes.items())), form.kind.value, "en", content, NOW)
    return outbox.add(made, Consent("Ja, senden.", "2026-11", "de", NOW))
