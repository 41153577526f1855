"""Attacks on tokens and other people's conversations."""

from __future__ import annotations

import base64
import hashlib
import threading
import uuid
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.store.advice_log import read_entries, session_hash
from bot.web.conversations import sender_of
from tests.attacks.conftest import Server, Visitor, code_of
from tests.attacks.server import SLOW, SLOW_BEGUN
from tests.handoff.conftest import until

pytestmark = pytest.mark.server

NEEDS_A_TOKEN = [
    ("GET", "history"),
    ("GET", "summary"),
    ("GET", "summary.pdf"),
    ("GET", "case.json"),
    ("GET", "bill.csv"),
    ("GET", "handoff/preview"),
    ("POST", "bill"),
    ("DELETE", "session"),
]


@pytest.mark.parametrize(("method", "path"), NEEDS_A_TOKEN)
def test_nothing_is_told_without_a_token(stranger: Visitor, method: str, path: str) -> None:
    answer = stranger.call(method, path, headers={"X-File-Name": "a.csv"})

    assert answer.status_code == 404
    assert code_of(answer) == "session_unknown"


@pytest.mark.parametrize(
    "forged",
    [
        "A" * 43,
        "A" * 42,
        "A" * 44,
        "",
        "null",
        "default",
        "../" * 14 + "a",
        "%00" * 14 + "a",
        "' OR '1'='1' -- aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "*" * 43,
        base64.urlsafe_b64encode(b"0" * 32).decode().rstrip("="),
        str(uuid.UUID(int=0)),
        "web-" + "0" * 40,
    ],
)
def test_a_forged_token_opens_nothing(stranger: Visitor, forged: str) -> None:
    answer = stranger.call("GET", "history", headers={"X-Session": forged})

    assert answer.status_code == 404
    assert code_of(answer) == "session_unknown"


def test_the_name_of_the_conversation_in_the_store_is_no_token(
    visitor: Visitor, stranger: Visitor
) -> None:
    for guessed in (
        sender_of(visitor.token),
        hashlib.sha256(visitor.token.encode()).hexdigest()[:43],
        visitor.token[::-1],
        visitor.token[:-1] + ("A" if visitor.token[-1] != "A" else "B"),
        visitor.token.swapcase(),
    ):
        answer = stranger.call("GET", "history", headers={"X-Session": guessed})
        assert answer.status_code == 404


def test_tokens_do_not_repeat_nor_count_up(server: Server) -> None:
    visitor = server.visitor()
    tokens = [visitor.open().token for _ in range(8)]

    assert len(set(tokens)) == 8
    assert all(len(one) == 43 for one in tokens)
    assert len({one[:4] for one in tokens}) > 4


def test_a_token_in_the_address_is_not_taken(visitor: Visitor, stranger: Visitor) -> None:
    for name in ("token", "session", "x-session", "X-Session"):
        answer = stranger.call("GET", f"history?{name}={visitor.token}")
        assert answer.status_code == 404


def test_a_token_never_reaches_the_log(server: Server, visitor: Visitor) -> None:
    visitor.say("hallo")
    visitor.call("GET", "history")

    assert visitor.token not in server.logged()


def test_a_session_cannot_be_fixed_beforehand(stranger: Visitor) -> None:
    wanted = "B" * 43
    answer = stranger.call(
        "POST", "session", {"lang": "de", "token": wanted}, headers={"X-Session": wanted}
    )

    assert answer.json()["token"] != wanted
    assert stranger.call("GET", "history", headers={"X-Session": wanted}).status_code == 404


def test_other_peoples_cases_stay_their_own(server: Server) -> None:
    mine, other = server.visitor().case(), server.visitor().open()

    assert mine.call("GET", "case.json").json()["case"]["product"]["hs"] == "841370"
    assert code_of(other.call("GET", "case.json")) == "nothing_to_keep"
    assert "841370" not in other.call("GET", "history").text


def test_buttons_of_another_conversation_do_nothing(server: Server) -> None:
    mine, other = server.visitor().case(), server.visitor().open()
    offered = mine.payloads
    assert offered

    for payload in offered:
        if payload not in ("/adviser",):
            assert code_of(other.press(payload)) == "payload_not_offered"


@pytest.mark.parametrize(
    "payload",
    [
        "/affirm",
        "/open",
        "/restart",
        "/session_start",
        "/back",
        '/choose_product{"hs": "0101"}',
        '/give_materials{"bill": []}',
        "/give_materials",
        '/switch_language{"language": "fr"}',
        '/adviser{"x": "y"}',
        " /adviser",
        "/adviser ",
        "EXTERNAL: /adviser",
        "/nlu_fallback",
        '/inform{"case": "{}"}',
    ],
)
def test_what_was_not_offered_is_no_button(visitor: Visitor, payload: str) -> None:
    assert code_of(visitor.press(payload)) == "payload_not_offered"


def test_an_older_yes_does_not_answer_a_newer_question(server: Server) -> None:
    visitor = server.visitor().case()
    visitor.press("/start_over")
    assert "/affirm" in visitor.payloads
    visitor.say("841370 nach Japan")
    assert "/affirm" not in visitor.payloads

    assert code_of(visitor.press("/affirm")) == "payload_not_offered"


def test_a_double_click_is_one_click(server: Server) -> None:
    visitor = server.visitor().open()
    answers: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(visitor.call("POST", "message", {"text": SLOW}))
        )
        for _ in range(3)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(one.status_code for one in answers) == [200, 409, 409]
    assert {code_of(one) for one in answers if one.status_code == 409} == {"busy"}


class TestDeletion:
    def test_everything_of_the_conversation_is_gone(self, server: Server) -> None:
        visitor = server.visitor().case()
        form = {
            "name": "Geheime Person",
            "email": "geheim@firma.example",
            "message": "vertraulich",
            "consent": True,
        }
        reference = visitor.call("POST", "handoff", form).json()["reference"]
        session = session_hash(sender_of(visitor.token))
        logged = [one for _, one in read_entries(server.log_url, limit=10_000)]
        assert session in {one.session for one in logged}

        done = visitor.call("DELETE", "session")

        assert done.status_code == 200
        assert done.json()["withdrawn"] == [reference]
        assert done.json()["answers"] >= 1
        for method, path in NEEDS_A_TOKEN:
            answer = visitor.call(method, path, headers={"X-File-Name": "a.csv"})
            assert answer.status_code == 404
        kept = {one.session for _, one in read_entries(server.log_url, limit=10_000)}
        assert session not in kept
        with create_engine(server.tracker_url).connect() as connection:
            mine = {"sender": sender_of(visitor.token)}
            counted = text("SELECT count(*) FROM events WHERE sender_id = :sender")
            assert connection.execute(counted, mine).scalar_one() == 0
        with create_engine(f"sqlite:///{server.folder / 'handoff.db'}").connect() as connection:
            for table in ("handoffs", "handoff_consents", "handoff_deliveries"):
                found = connection.execute(text(f"SELECT * FROM {table}")).all()
                assert reference not in str(found)
                assert "Geheime Person" not in str(found)

    def test_it_deletes_nobody_elses(self, server: Server) -> None:
        mine, other = server.visitor().case(), server.visitor().case()

        mine.call("DELETE", "session")

        assert other.call("GET", "case.json").status_code == 200

    def test_a_message_under_way_does_not_bring_it_back(self, server: Server) -> None:
        visitor = server.visitor().open()
        slow = threading.Thread(target=visitor.call, args=("POST", "message", {"text": SLOW}))
        slow.start()
        until(lambda: SLOW_BEGUN in server.log.read_text(encoding="utf-8"))

        assert visitor.call("DELETE", "session").status_code == 200
        slow.join()

        assert visitor.call("GET", "history").status_code == 404

    def test_a_stranger_cannot_delete(self, visitor: Visitor, stranger: Visitor) -> None:
        answer = stranger.call("DELETE", "session", headers={"X-Session": "C" * 43})

        assert answer.status_code == 404
        assert visitor.call("GET", "history").status_code == 200
