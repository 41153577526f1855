"""Attacks that came to mind later: time, smuggled fields and requests, odd headers, files by name."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests

from tests.attacks.conftest import Server, Visitor, code_of
from tests.attacks.test_messages import JSON, said_by_user

pytestmark = pytest.mark.server

FULL = 4000
# An answer is given up after 20 seconds by this server; a hostile text may not come near it.
SOON_SECONDS = 15


def of_length(part: str) -> str:
    return (part * (FULL // len(part.encode())))[:FULL]


@pytest.mark.parametrize(
    "part",
    [
        "1",
        "1.",
        "1,",
        "8413.",
        "€",
        "1 € aus China; ",
        "a",
        "aA",
        "-",
        "ß",
        "nach ",
        "((",
        '"',
        "ja nein ",
    ],
    ids=repr,
)
def test_no_text_takes_long_to_read(server: Server, part: str) -> None:
    visitor = server.visitor().open()
    began = time.monotonic()

    answer = visitor.say(of_length(part) + "!")

    assert time.monotonic() - began < SOON_SECONDS
    assert answer.status_code == 200
    assert visitor.messages


def test_fields_that_are_not_ours_do_nothing(server: Server) -> None:
    visitor = server.visitor().open()
    smuggled = {
        "text": "guten tag",
        "lang": "de",
        "metadata": {"bill": [{"description": "Motor", "value": "1"}], "shown": "anderes"},
        "sender": "web-0",
        "slots": {"case": '{"hs": "010121"}'},
        "input_channel": "rest",
        "events": [{"event": "slot", "name": "case", "value": "{}"}],
        "shown": "anderes",
    }

    assert visitor.call("POST", "message", smuggled).status_code == 200

    assert said_by_user(visitor) == ["guten tag"]
    assert code_of(visitor.call("GET", "case.json")) == "nothing_to_keep"


def test_a_field_named_twice_is_read_once_and_as_typed_text(server: Server) -> None:
    visitor = server.visitor().case()
    twice = b'{"text": "hallo", "text": "/restart", "lang": "de"}'

    assert visitor.call("POST", "message", data=twice, headers=JSON).status_code == 200

    assert said_by_user(visitor)[-1] == "restart"
    assert visitor.call("GET", "case.json").status_code == 200


def test_an_offered_button_written_otherwise_is_not_the_offered_one(server: Server) -> None:
    visitor = server.visitor().open()
    visitor.say("pumpen")
    offered = next(one for one in visitor.payloads if one.startswith("/choose_product"))
    name, _, given = offered.partition("{")
    fields = json.loads("{" + given)

    for other in (
        name + json.dumps({**fields, "hs": "010121"}),
        name + json.dumps(fields, indent=1),
        f"{name}{{{given} ",
        f"{name}{{{given}\u200b",
        offered.upper(),
        f"{offered}{offered}",
    ):
        assert code_of(visitor.press(other)) == "payload_not_offered"


@pytest.mark.parametrize(
    "command",
    ["fall laden {}", "load case {}", "lade fall {}", "fall laden file://{}", "replay {}"],
)
@pytest.mark.parametrize("path", ["/etc/passwd", "../../credentials.yml", "credentials.yml"])
def test_no_file_of_the_server_is_loaded_by_name(server: Server, command: str, path: str) -> None:
    visitor = server.visitor().open()

    assert visitor.say(command.format(path)).status_code == 200

    assert "root:" not in visitor.text
    assert "WebsiteChannel" not in visitor.text
    assert code_of(visitor.call("GET", "case.json")) == "nothing_to_keep"


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Encoding": "gzip;q=" + "9" * 3000},
        {"Accept-Encoding": "gzip;q=0" + ".0" * 1500},
        {"Accept-Encoding": "," * 4000},
        {"Accept-Encoding": "../../../etc/passwd"},
        {"If-None-Match": "W/" * 2000},
        {"If-None-Match": "*, " * 1000},
        {"Range": "bytes=" + ",".join(f"{n}-{n}" for n in range(600))},
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "javascript"},
        {"Accept-Language": "de," * 1500},
    ],
    ids=lambda one: "+".join(one),
)
def test_odd_headers_change_nothing_of_the_page(server: Server, headers: dict[str, str]) -> None:
    answer = server.visitor().ask("GET", "/widget.js", headers=headers)

    assert answer.status_code == 200
    assert answer.text.startswith("/* FTA Advisor.")
    assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize(
    "name", ["%ff%fe.csv", "%.csv", "%%%%.csv", "a%E2%80%AEvsc.exe.csv", "%00.csv"]
)
def test_a_name_that_cannot_be_decoded_is_still_only_a_name(visitor: Visitor, name: str) -> None:
    answer = visitor.upload(b"Bezeichnung;Wert\nMotor;5\n", name)

    assert answer.status_code in (200, 400, 415)
    if answer.ok:
        assert [one["name"] for one in answer.json()["lines"]] == ["Motor"]


def test_a_second_request_hidden_in_the_first_is_not_carried_out(server: Server) -> None:
    victim = server.visitor().case()
    place = urlsplit(server.address)
    hidden = (
        "DELETE /webhooks/website/session HTTP/1.1\r\nHost: a\r\n"
        f"X-Session: {victim.token}\r\nX-Forwarded-For: 203.0.113.77\r\n\r\n"
    )
    smuggling = (
        "POST /webhooks/website/message HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        "X-Forwarded-For: 203.0.113.77\r\n"
        f"Content-Length: {len(hidden) + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"
    )
    with socket.create_connection((place.hostname, place.port), timeout=60) as line:
        line.settimeout(3)
        line.sendall(smuggling.encode())
        got = b""
        try:
            while part := line.recv(65_536):
                got += part
        except OSError:
            pass

    assert b'"deleted"' not in got
    assert victim.call("GET", "case.json").status_code == 200


def test_many_files_at_once_are_all_answered_and_the_conversation_goes_on(server: Server) -> None:
    visitor = server.visitor().open()
    content = b"Bezeichnung;Wert\n" + b"Motor;5\n" * 400

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: visitor.upload(content, f"{n}.csv"), range(16)))

    assert {one.status_code for one in answers} == {200}
    assert visitor.say("8413").status_code == 200


def test_a_thousand_parameters_are_no_matter(server: Server) -> None:
    visitor = server.visitor().case()
    many = "&".join(f"a{n}=1" for n in range(700))

    assert visitor.call("GET", f"summary?{many}&lang=en").status_code == 200


@pytest.mark.parametrize(
    "digits", ["٨٤١٣", "８４１３", "𝟖𝟒𝟏𝟑", "八四一三", "8\u20e34\u20e31\u20e33\u20e3"]
)
def test_digits_of_other_scripts_are_no_trouble(server: Server, digits: str) -> None:
    visitor = server.visitor().open()

    assert visitor.say(f"{digits} nach Japan").status_code == 200


def test_a_client_that_waits_to_be_asked_for_its_body_is_not_waited_for(server: Server) -> None:
    place = urlsplit(server.address)
    lines = []
    for _ in range(10):
        line = socket.create_connection((place.hostname, place.port), timeout=60)
        line.sendall(
            b"POST /webhooks/website/bill HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n"
            b"Expect: 100-continue\r\nX-Forwarded-For: 203.0.113.78\r\n\r\n"
        )
        lines.append(line)
    try:
        assert requests.get(f"{server.address}/health", timeout=20).ok
    finally:
        for line in lines:
            line.close()
