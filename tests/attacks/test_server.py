"""Attacks on the server around the channel: floods, headers, paths, foreign pages, the contact form."""

from __future__ import annotations

import socket
import time
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.attacks.conftest import FRAME, ORIGIN, Server, Visitor, code_of

pytestmark = pytest.mark.server

REST = "/webhooks/rest/webhook"
HELLO = {"sender": "x", "message": "hallo"}
FORM: dict[str, Any] = {
    "kind": "advice",
    "name": "Erika Muster",
    "email": "erika@firma.example",
    "message": "Bitte rufen Sie an.",
    "consent": True,
    "lang": "de",
}


class TestFloods:
    def test_one_address_cannot_ask_for_ever(self, server: Server) -> None:
        flooder, other = server.visitor(), server.visitor()

        answers = [flooder.call("GET", "history") for _ in range(100)]

        refused = [one for one in answers if one.status_code == 429]
        assert len(refused) >= 5
        assert code_of(refused[0]) == "rate_limited"
        assert 0 < int(refused[0].headers["Retry-After"]) <= 60
        assert other.call("GET", "history").status_code == 404

    def test_one_address_cannot_open_conversations_for_ever(self, server: Server) -> None:
        flooder = server.visitor()
        codes = [flooder.call("POST", "session", {"lang": "de"}).status_code for _ in range(28)]

        assert codes.count(200) == 25
        assert set(codes[25:]) == {429}

    def test_one_conversation_is_limited_whatever_addresses_it_comes_from(
        self, server: Server
    ) -> None:
        visitor = server.visitor().open()
        codes = []
        for number in range(64):
            sent = {"X-Forwarded-For": f"198.51.100.{number}"}
            codes.append(visitor.call("GET", "handoff/preview", headers=sent).status_code)

        assert 429 in codes
        assert codes[:20] == [200] * 20

    def test_an_invented_forwarded_address_does_not_help(self, server: Server) -> None:
        flooder = server.visitor()
        codes = set()
        for number in range(100):
            invented = f"192.0.2.{number}, {flooder.address}"
            sent = {"X-Forwarded-For": invented}
            codes.add(flooder.call("GET", "history", headers=sent).status_code)

        assert 429 in codes

    def test_a_second_forwarding_header_does_not_help(self, server: Server) -> None:
        flooder, place = server.visitor(), urlsplit(server.address)
        codes = set()
        line = HTTPConnection(str(place.hostname), place.port, timeout=60)
        for number in range(100):
            line.putrequest("GET", "/webhooks/website/history")
            line.putheader("X-Forwarded-For", f"192.0.2.{number}")
            line.putheader("X-Forwarded-For", flooder.address)
            line.endheaders()
            answer = line.getresponse()
            answer.read()
            codes.add(answer.status)
        line.close()

        assert 429 in codes

    def test_a_site_with_many_ipv6_addresses_is_one(self, server: Server) -> None:
        codes = set()
        for number in range(100):
            sent = {"X-Forwarded-For": f"2001:db8:1:1::{number:x}"}
            codes.add(server.visitor().call("GET", "history", headers=sent).status_code)

        assert 429 in codes

    @pytest.mark.parametrize("forwarded", ["garbage", ",,,,", "127.0.0.1", "::1", "x" * 5000])
    def test_senseless_forwarded_addresses_are_counted_all_the_same(
        self, server: Server, forwarded: str
    ) -> None:
        sent = {"X-Forwarded-For": forwarded}

        assert server.visitor().call("GET", "history", headers=sent).status_code in (404, 429)

    def test_slow_senders_do_not_stop_the_others(self, server: Server, visitor: Visitor) -> None:
        place = urlsplit(server.address)
        held = []
        for _ in range(20):
            line = socket.create_connection((place.hostname, place.port), timeout=60)
            line.sendall(b"POST /webhooks/website/message HTTP/1.1\r\nHost: x\r\nContent-Le")
            held.append(line)
        began = time.monotonic()
        try:
            assert visitor.call("GET", "history").status_code == 200
            assert time.monotonic() - began < 25
        finally:
            for line in held:
                line.close()


class TestForeignPages:
    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            "https://partner.example.evil.example",
            "https://evilpartner.example",
            "http://partner.example",
            "https://partner.example:444",
            "https://user@partner.example",
            "file://",
            "https://[",
            "javascript:alert(1)",
        ],
    )
    def test_their_requests_are_refused(self, visitor: Visitor, origin: str) -> None:
        for method, path in (("POST", "message"), ("GET", "history"), ("DELETE", "session")):
            body = {"text": "a"} if method == "POST" else None
            answer = visitor.call(method, path, body, headers={"Origin": origin})
            assert answer.status_code == 403
            assert code_of(answer) == "foreign_origin"
            assert "Access-Control-Allow-Origin" not in answer.headers

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "*"])
    def test_their_browsers_are_told_so_beforehand(self, visitor: Visitor, origin: str) -> None:
        for path in ("message", "session", "bill", "handoff", "case.json", "nothing"):
            answer = visitor.call(
                "OPTIONS",
                path,
                headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
            )
            assert answer.status_code >= 400
            assert not [name for name in answer.headers if name.startswith("Access-Control")]

    def test_pages_on_the_list_may_ask_and_only_they_are_named(self, visitor: Visitor) -> None:
        asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
        before = visitor.call("OPTIONS", "message", headers=asked)
        after = visitor.say("hallo", headers={"Origin": ORIGIN})

        assert before.status_code == 204
        assert "X-Session" in before.headers["Access-Control-Allow-Headers"]
        assert after.status_code == 200
        for answer in (before, after):
            assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
            assert answer.headers["Vary"] == "Origin"
            assert "Access-Control-Allow-Credentials" not in answer.headers

    def test_only_listed_pages_may_frame_us(self, server: Server) -> None:
        policy = requests.get(server.address, timeout=60).headers["Content-Security-Policy"]

        assert f"frame-ancestors 'self' {FRAME}" in policy
        assert "unsafe" not in policy
        assert "*" not in policy


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/", "/widget.js", "/health", "/ready", "/how-it-works", "/nothing", REST]
    )
    def test_every_answer_is_protected(self, server: Server, path: str) -> None:
        headers = server.visitor().ask("GET", path).headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Set-Cookie" not in headers
        assert "Server" not in headers

    def test_results_are_not_kept_by_anything_between(self, server: Server) -> None:
        visitor = server.visitor().case()

        for path in ("history", "summary", "summary.pdf", "case.json", "handoff/preview"):
            assert visitor.call("GET", path).headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        "raw",
        [
            b"GET /health HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\r\nGET /ready HTTP/1.1\r\n",
            b"POST /webhooks/website/message HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
            b"POST /webhooks/website/message HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
            b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET /health HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n",
        ],
        ids=["pipelined", "negative length", "two lengths", "version", "TLS", "path", "headers"],
    )
    def test_broken_requests_break_nothing(self, server: Server, raw: bytes) -> None:
        place = urlsplit(server.address)
        with socket.create_connection((place.hostname, place.port), timeout=60) as line:
            line.settimeout(3)
            try:
                line.sendall(raw)
                answer = line.recv(65_536)
            except OSError:
                answer = b""

        assert b"Traceback" not in answer
        assert b"/site-packages/" not in answer
        assert requests.get(f"{server.address}/health", timeout=60).json() == {"status": "ok"}

    def test_a_reply_cannot_be_split_by_a_file_name(self, server: Server) -> None:
        visitor = server.visitor().case()

        answer = visitor.call(
            "POST",
            "bill",
            data=b"Bezeichnung;Wert\nMotor;5\n",
            headers={"X-File-Name": "a%0d%0aSet-Cookie:%20x=y.csv"},
        )

        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "/webhooks/website/../rest/webhook",
            "/..%2f..%2fetc/passwd",
            "/static/../site.py",
            "/widget.js/../../site.py",
            "/webhooks/website/summary/../../../etc/passwd",
            "/%2e%2e/%2e%2e/data/faq/contacts.yml",
            "/.git/config",
            "/credentials.yml",
            "/var/tracker.db",
            "/status",
            "/model",
            "/domain",
            "/conversations/default/tracker",
            "/webhooks/rest/",
            "/webhooks/callback/webhook",
        ],
    )
    def test_nothing_else_is_served(self, server: Server, path: str) -> None:
        place = urlsplit(server.address)
        with socket.create_connection((place.hostname, place.port), timeout=60) as line:
            line.sendall(
                f"GET {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.250\r\n"
                "Connection: close\r\n\r\n".encode()
            )
            answer = b""
            while part := line.recv(65_536):
                answer += part

        assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 405", b"HTTP/1.1 400"))
        assert b"root:" not in answer

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "CONNECT", "BREW"])
    def test_other_methods_are_refused(self, server: Server, method: str) -> None:
        answer = server.visitor().call(method, "message", headers={"X-A": "b"})

        assert answer.status_code in (400, 404, 405)


class TestRestChannel:
    def test_programs_on_this_machine_may_use_it(self, server: Server) -> None:
        answer = requests.post(f"{server.address}{REST}", json=HELLO, timeout=60)

        assert answer.status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"X-Forwarded-For": "203.0.113.7"},
            {"X-Forwarded-For": "127.0.0.1"},
            {"Forwarded": "for=127.0.0.1"},
            {"X-Real-IP": "127.0.0.1"},
            {"Via": "1.1 proxy"},
            {"X-Forwarded-Host": "localhost"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://rebound.example", "Host": "rebound.example"},
            {"Host": "rebound.example"},
            {"Host": "127.0.0.1.evil.example"},
            {"Host": "localhost.evil.example"},
            {"Host": "["},
        ],
    )
    def test_nobody_else_sees_it(self, server: Server, headers: dict[str, str]) -> None:
        answer = requests.post(f"{server.address}{REST}", json=HELLO, headers=headers, timeout=60)

        assert answer.status_code == 404
        assert code_of(answer) == "not_found"

    def test_a_conversation_of_the_page_cannot_be_reached_through_it(
        self, server: Server, visitor: Visitor
    ) -> None:
        requests.post(
            f"{server.address}{REST}", json={**HELLO, "sender": visitor.token}, timeout=60
        )

        messages = visitor.call("GET", "history").json()["messages"]
        assert [one for one in messages if one["from"] == "user"] == []


class TestContactForm:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": "a@b.example\r\nBcc: everybody@c.example"}, "email"),
            ({"email": "a@b.example,c@d.example"}, "email"),
            ({"email": "<script>@b.example"}, "email"),
            ({"name": ""}, "name"),
            ({"name": {"$gt": ""}}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"message": "x" * 4001}, "message"),
            ({"phone": "0900; rm -rf /"}, "phone"),
            ({"kind": "spam"}, "kind"),
            ({"consent": False}, "consent"),
            ({"consent": "true"}, "consent"),
            ({"consent_version": "0"}, "consent_version"),
        ],
    )
    def test_what_does_not_fit_is_not_stored(
        self, visitor: Visitor, changes: dict[str, Any], field: str
    ) -> None:
        answer = visitor.call("POST", "handoff", {**FORM, **changes})

        assert answer.status_code == 422
        assert code_of(answer) in ("form_missing", "form_invalid")
        assert answer.json()["error"]["field"] == field
        assert visitor.call("DELETE", "session").json()["withdrawn"] == []

    def test_a_second_click_is_no_second_request(self, visitor: Visitor) -> None:
        first, second = (visitor.call("POST", "handoff", FORM) for _ in range(2))

        assert first.status_code == second.status_code == 202
        assert first.json() == second.json()

    def test_the_desk_cannot_be_flooded(self, visitor: Visitor) -> None:
        codes = [
            visitor.call("POST", "handoff", {**FORM, "message": f"Nummer {n}"}).status_code
            for n in range(8)
        ]

        assert codes == [202] * 6 + [429] * 2

    def test_the_preview_shows_what_is_sent_and_nothing_of_others(self, server: Server) -> None:
        mine, other = server.visitor().case(), server.visitor().open()

        shown = mine.call("GET", "handoff/preview").json()

        assert "8413.70" in shown["text"]
        assert shown["consent"]["text"]
        assert {"origin", "barrier"} <= {one["id"] for one in shown["signposts"]}
        assert other.call("GET", "handoff/preview").json()["text"] == ""

    def test_names_and_messages_are_not_logged(self, server: Server, visitor: Visitor) -> None:
        form = {**FORM, "name": "Unverwechselbar Person", "message": "Geheimsache 4711"}
        reference = visitor.call("POST", "handoff", form).json()["reference"]

        waiting = requests.get(f"{server.address}/ready", timeout=60).json()["handoff"]["waiting"]
        assert waiting >= 1
        logged = server.logged()
        for told in ("Unverwechselbar", "Geheimsache", "erika@firma.example"):
            assert told not in logged
        assert reference.startswith("FTA-")
