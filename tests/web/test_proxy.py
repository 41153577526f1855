"""The example of a proxy (docs/operating/nginx.conf), run as it stands before the real channel."""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.serving.processes import any_free_port
from bot.serving.system_programs import find_nginx
from tests.architecture.import_contracts import ROOT
from tests.certificates import Certificate
from tests.web.conftest import PATIENCE_SECONDS, running_server

pytestmark = pytest.mark.server

EXAMPLE = ROOT / "docs" / "operating" / "nginx.conf"
NAME = "advisor.agency.example"
OPENINGS = 3


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Proxy:
    """nginx with the example; visitors differ by the address on this machine they come from."""

    port: int
    plain_port: int
    log: Path
    context: ssl.SSLContext

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        visitor: str = "127.0.0.2",
        **headers: str,
    ) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        line = http.client.HTTPSConnection(
            "localhost",
            self.port,
            timeout=PATIENCE_SECONDS,
            context=self.context,
            source_address=(visitor, 0),
        )
        try:
            line.request(method, path, body, {"Host": NAME, **named})
            got = line.getresponse()
            told = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, told, got.read())
        finally:
            line.close()

    def open(self, visitor: str, **headers: str) -> Answer:
        return self.ask(
            "POST",
            "/webhooks/website/session",
            b'{"lang": "de"}',
            visitor,
            Content_Type="application/json",
            **headers,
        )


def configured(
    text: str, advisor: str, folder: Path, certificate: Certificate
) -> tuple[str, Proxy]:
    """The example with ports and paths of this test; each must stand in it."""
    context = ssl.create_default_context(cafile=str(certificate.file))
    made = Proxy(any_free_port(), any_free_port(), folder / "advisor.log", context)
    changes = {
        "127.0.0.1:5005": advisor.removeprefix("http://"),
        "listen 80;": f"listen 127.0.0.1:{made.plain_port};",
        "listen 443 ssl": f"listen 127.0.0.1:{made.port} ssl",
        "/etc/ssl/advisor.pem": str(certificate.file),
        "/etc/ssl/advisor.key": str(certificate.key),
        "/var/log/nginx/advisor.log": str(made.log),
    }
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    return text, made


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate) -> Iterator[Proxy]:
    program = find_nginx()
    if program is None:
        pytest.skip("needs nginx (Debian: nginx)")
    folder = tmp_path_factory.mktemp("proxy")
    settings = {"FTA_TRUSTED_PROXIES": "127.0.0.1", "FTA_RATE_OPENINGS": str(OPENINGS)}
    with running_server(folder, **settings) as advisor:
        text, made = configured(EXAMPLE.read_text(encoding="utf-8"), advisor, folder, certificate)
        (folder / "advisor.conf").write_text(text, encoding="utf-8")
        whole = folder / "nginx.conf"
        places = "".join(
            f"{kind}_temp_path {folder / kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        # Started by root it would give its work to somebody who may not write into this folder.
        user = "user root;\n" if os.geteuid() == 0 else ""
        whole.write_text(
            f"{user}daemon off;\npid {folder / 'nginx.pid'};\nerror_log {folder / 'error.log'};\n"
            f"events {{}}\nhttp {{\n{places}include {folder / 'advisor.conf'};\n}}\n",
            encoding="utf-8",
        )
        command = [
            str(program),
            "-p",
            str(folder),
            "-c",
            str(whole),
            "-e",
            str(folder / "error.log"),
        ]
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        running = subprocess.Popen(command)
        try:
            _until_it_listens(made.port, folder / "error.log")
            yield made
        finally:
            running.terminate()
            running.wait(timeout=PATIENCE_SECONDS)


def _until_it_listens(port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.05)
        else:
            return


def test_the_page_comes_encrypted_with_the_headers_of_both(proxy: Proxy) -> None:
    page = proxy.ask("GET", "/")

    assert page.status == 200
    assert b"<fta-advisor" in page.body
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["server"] == "nginx"


def test_who_comes_unencrypted_is_sent_on(proxy: Proxy) -> None:
    line = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=PATIENCE_SECONDS)
    line.request("GET", "/?hs=8413&to=JP", headers={"Host": NAME})
    answer = line.getresponse()

    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/?hs=8413&to=JP"
    line.close()


def test_the_element_comes_packed_once_and_is_asked_for_by_its_tag(proxy: Proxy) -> None:
    packed = proxy.ask("GET", "/widget.js", Accept_Encoding="gzip, deflate, br")

    assert packed.headers["content-encoding"] == "br"
    assert len(packed.body) < 30_000
    again = proxy.ask(
        "GET",
        "/widget.js",
        Accept_Encoding="gzip, deflate, br",
        If_None_Match=packed.headers["etag"],
    )
    assert (again.status, again.body) == (304, b"")


def test_visitors_are_counted_each_by_themselves_whatever_they_say(proxy: Proxy) -> None:
    opened = [
        proxy.open("127.0.0.3", X_Forwarded_For=f"203.0.113.{n}", Forwarded=f"for=203.0.113.{n}")
        for n in range(OPENINGS + 1)
    ]

    assert [one.status for one in opened] == [200] * OPENINGS + [429]
    assert opened[-1].json["error"]["code"] == "rate_limited"
    assert int(opened[-1].headers["retry-after"]) > 0
    assert proxy.open("127.0.0.4").status == 200


def test_a_file_of_the_full_size_passes_and_a_larger_one_is_refused_in_json(proxy: Proxy) -> None:
    token = proxy.open("127.0.0.5").json["token"]

    def upload(size: int) -> Answer:
        return proxy.ask(
            "POST",
            "/webhooks/website/bill",
            b"x" * size,
            "127.0.0.5",
            X_Session=token,
            X_File_Name="a.csv",
        )

    assert upload(1_000_000).status == 200
    refused = upload(1_100_000)
    assert refused.status == 413
    assert refused.headers["content-type"] == "application/json"
    assert refused.json["error"]["code"] == "file_too_large"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/webhooks/rest/webhook", 404),
        ("POST", "/webhooks/rest/webhook/", 404),
        ("POST", "/webhooks/website/../rest/webhook", 404),
        ("GET", "/conversations/x/tracker", 404),
        ("GET", "/version", 404),
        ("GET", "/model", 404),
        ("GET", "/widget.js.br", 404),
        ("GET", "/ready", 403),
        ("GET", "/health", 200),
    ],
)
def test_nothing_is_let_through_but_the_page_and_its_channel(
    proxy: Proxy, method: str, path: str, status: int
) -> None:
    body = b'{"sender": "x", "message": "hallo"}' if method == "POST" else None
    answer = proxy.ask(method, path, body, Content_Type="application/json")

    assert answer.status == status
    assert b"Verstanden" not in answer.body


def test_the_log_holds_no_question_and_no_token(proxy: Proxy) -> None:
    token = proxy.open("127.0.0.6").json["token"]
    proxy.ask("GET", "/?hs=841370&to=JP", visitor="127.0.0.6")
    proxy.ask("GET", "/webhooks/website/history", visitor="127.0.0.6", X_Session=token)

    deadline = time.monotonic() + PATIENCE_SECONDS
    while "/webhooks/website/history 200" not in (said := proxy.log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "127.0.0.6" in said
    assert "841370" not in said
    assert token not in said
