"""Attacks with what is said: slots, HTML, invisible signs, JSON that is none, far too much of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from tests.attacks.conftest import Server, Visitor, code_of
from tests.attacks.server import CRASH

pytestmark = pytest.mark.server

HTML = "<img src=x onerror=alert(1)>"
JSON = {"Content-Type": "application/json"}


def said_by_user(visitor: Visitor) -> list[str]:
    messages = visitor.call("GET", "history").json()["messages"]
    return [one["text"] for one in messages if one["from"] == "user"]


@pytest.mark.parametrize(
    "text",
    [
        '/choose_product{"hs": "010121"}',
        '/inform{"case": "{\\"version\\":1,\\"hs\\":\\"010121\\"}"}',
        '//choose_product{"hs": "010121"}',
        ' \n\t/choose_product{"hs": "010121"}',
        '\u200b/choose_product{"hs": "010121"}',
        '\ufeff/choose_product{"hs": "010121"}',
        '\x00/choose_product{"hs": "010121"}',
        '\u202e/choose_product{"hs": "010121"}',
        '/\u200d/choose_product{"hs": "010121"}',
    ],
)
def test_typed_commands_set_no_slots(server: Server, text: str) -> None:
    visitor = server.visitor().open()

    answer = visitor.say(text)

    assert answer.status_code == 200
    assert not said_by_user(visitor)[-1].startswith("/")
    # Nothing was chosen: there is no case.
    assert code_of(visitor.call("GET", "case.json")) == "nothing_to_keep"


@pytest.mark.parametrize("text", ["", " ", "\n", "/", "///", "\x00", "\u200b\u200b", "\u2028"])
def test_nothing_is_never_a_yes(visitor: Visitor, text: str) -> None:
    assert code_of(visitor.say(text)) == "empty_message"
    assert said_by_user(visitor) == []


def test_html_stays_text(server: Server) -> None:
    visitor = server.visitor().open()
    visitor.say(f"{HTML} 841370 nach Vietnam")

    page = visitor.call("GET", "summary")

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert HTML not in page.text
    assert "<script" not in page.text
    assert visitor.call("GET", "history").headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "name", [HTML, "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "%(count)s ${7*7} {0}"]
)
def test_material_names_run_nowhere(server: Server, name: str) -> None:
    visitor = server.visitor().case()
    visitor.send_bill([{"name": name, "code": "8501", "country": "CN", "value": "10"}])
    visitor.press("/affirm")

    page = visitor.call("GET", "summary").text

    assert "49" not in page.split("<h2>Berechnung</h2>")[1].split("</table>")[0].replace("8501", "")
    assert "<script>" not in page
    assert "<img" not in page
    assert visitor.call("GET", "summary.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "sign",
    ["\u202e", "\u2066", "\u200e", "\x1b[2J", "\x07", "\x08", "\ud800", "\U000e0041", "\ue000"],
)
def test_signs_that_hide_are_taken_out(server: Server, sign: str) -> None:
    visitor = server.visitor().open()
    body = json.dumps({"text": f"Pumpe{sign}n", "lang": "de"})

    answer = visitor.call("POST", "message", data=body, headers=JSON)

    assert answer.status_code == 200
    (told,) = said_by_user(visitor)
    assert not set(sign) & set(told) - set("[2J")


def test_a_great_many_combining_signs_are_still_an_answer(visitor: Visitor) -> None:
    answer = visitor.say("P" + "\u0301" * 1500 + "umpe")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "size", [4097, 100_000, 262_143], ids=["a byte too long", "long", "nearly a body"]
)
def test_too_long_texts_are_refused(visitor: Visitor, size: int) -> None:
    answer = visitor.say("x" * size)

    assert answer.status_code == 413
    assert code_of(answer) == "message_too_long"


def test_a_body_of_megabytes_is_refused_or_cut(visitor: Visitor) -> None:
    try:
        answer = visitor.call("POST", "message", data=b"x" * 5_000_000, headers=JSON)
    except requests.ConnectionError:
        return
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"[" * 100_000, "deep list"),
        (b'{"a":' * 50_000, "deep object"),
        (b'{"text": ' + b"9" * 200_000 + b"}", "huge number"),
        (b'{"text": 1e999999999}', "huge exponent"),
        (b'{"text": "\xff\xfe"}', "no UTF-8"),
        ('{"text": "hallo"}'.encode("utf-16"), "UTF-16"),
        ('{"text": "hallo"}'.encode("utf-32"), "UTF-32"),
        (b'{"text": NaN}', "not a number"),
        (b'["text", "hallo"]', "list"),
        (b'"hallo"', "text"),
        (b"null", "null"),
        (b"", "nothing"),
        (b"{}garbage", "garbage after it"),
        (b'{"text": "a", "payload": "/b"}', "two at once"),
        (b'{"text": {"$ne": ""}}', "query object"),
        (b'{"text": ["a"]}', "list as text"),
        (b'{"payload": {"a": 1}}', "object as payload"),
        (b'{"bill": {"0": {}}}', "object as bill"),
        (b'{"__proto__": {"text": "x"}, "constructor": 1}', "prototype"),
    ],
)
def test_json_that_is_none_is_refused(visitor: Visitor, body: bytes, name: str) -> None:
    answer = visitor.call("POST", "message", data=body, headers=JSON)

    assert answer.status_code == 400, name
    assert code_of(answer) in ("malformed", "empty_message")
    assert visitor.call("GET", "history").status_code == 200


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "*/*",
    ],
)
def test_only_json_is_taken(visitor: Visitor, kind: str) -> None:
    answer = visitor.call("POST", "message", data='{"text": "a"}', headers={"Content-Type": kind})

    assert answer.status_code == 415
    assert code_of(answer) == "not_json"


@pytest.mark.parametrize("lang", ["fr", "../de", "de\r\nX: y", 7, ["de"], {"de": 1}, "x" * 5000])
def test_the_language_is_one_of_two(stranger: Visitor, lang: Any) -> None:
    answer = stranger.call("POST", "session", {"lang": lang})

    assert answer.status_code == 200
    assert answer.json()["language"] == "de"


@pytest.mark.parametrize("lang", ["fr", "../../etc/passwd", "<script>", "de&lang=en", "%00"])
def test_the_language_of_an_address_is_one_of_two(server: Server, lang: str) -> None:
    visitor = server.visitor()

    answer = visitor.ask("GET", f"/how-it-works?lang={lang}", headers={"X-Session": None})

    assert answer.status_code == 200
    assert '<html lang="de">' in answer.text
    assert "<script" not in answer.text


def test_a_crash_tells_nothing_and_logs_no_words(server: Server, visitor: Visitor) -> None:
    answer = visitor.say(CRASH)

    assert answer.status_code == 500
    assert code_of(answer) == "internal"
    assert "gescheitert" not in answer.text
    logged = server.logged()
    assert "website.request.failed path=/webhooks/website/message kind=RuntimeError" in logged
    assert CRASH not in logged


def test_no_message_text_is_in_the_log(server: Server) -> None:
    visitor = server.visitor().open()
    words = ["Geheimpumpe", "Sonderventil", "vertraulich4711"]
    for one in words:
        visitor.say(f"{one} 841370 nach Vietnam")
    visitor.send_bill([{"name": "Geheimmotor", "code": "8501", "value": "1"}])
    visitor.upload(b"Bezeichnung;Wert\nGeheimteil;5\n", "geheimliste.csv")

    logged = server.logged()

    for one in (*words, "Geheimmotor", "Geheimteil", "geheimliste", visitor.token):
        assert one not in logged
