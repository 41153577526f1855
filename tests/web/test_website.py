"""The channel over HTTP: sessions, messages, history, and everything it must not let through."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.web.conftest import Post

pytestmark = pytest.mark.server

BUTTON = '/choose_product{"hs": "8413"}'


def error_of(answer: requests.Response) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/json"
    error: dict[str, Any] = answer.json()["error"]
    assert set(error) == {"code", "message", "field"}
    assert len(error["message"]) > 15
    return error


def texts(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [message["text"] for message in answer.json()["messages"]]


class TestSession:
    def test_it_begins_with_a_greeting_and_a_token_nobody_can_guess(self, post: Post) -> None:
        first, second = (post("session", {"lang": "de"}).json() for _ in range(2))

        assert len(first["token"]) == 43
        assert first["token"] != second["token"]
        assert first["messages"] == [
            {
                "text": "Guten Tag. Ich bin ein automatisierter Assistent.",
                "blocks": [],
                "buttons": [{"title": "Export prüfen", "payload": BUTTON}],
            }
        ]

    def test_it_speaks_the_language_of_the_page(self, post: Post) -> None:
        assert texts(post("session", {"lang": "en"}))[0].startswith("Hello")
        assert texts(post("session", {"lang": "fr"}))[0].startswith("Guten Tag")

    @pytest.mark.parametrize("token", [None, "", 7, "x", "A" * 43, "../" * 15])
    def test_a_token_of_somebodys_own_making_is_no_conversation(
        self, post: Post, token: Any
    ) -> None:
        for path in ("message", "history"):
            answer = post(path, {"token": token, "text": "hallo", "lang": "de"})

            assert answer.status_code == 404
            assert error_of(answer)["code"] == "session_unknown"


class TestMessages:
    def test_what_is_typed_arrives(self, post: Post, token: str) -> None:
        answer = post("message", {"token": token, "text": "  Pumpen nach Köln ", "lang": "en"})

        assert texts(answer) == ["Verstanden: Pumpen nach Köln (en)"]

    def test_text_and_cards_of_one_utterance_are_one_message(self, post: Post, token: str) -> None:
        (message,) = post("message", {"token": token, "text": "karten"}).json()["messages"]

        assert message["text"].startswith("Nicht erfüllt.")
        assert [block["kind"] for block in message["blocks"]] == [
            "result",
            "table",
            "rule",
            "sources",
        ]
        assert message["blocks"][1]["content"]["columns"] == ["Material", "Code", "Wert"]

    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ('/choose_product{"hs": "01"}', 'choose_product{"hs": "01"}'),
            (" //affirm", "affirm"),
            ("\u200b/affirm", "affirm"),
            ("Pum\x00pe\x1b[31m", "Pumpe[31m"),
            ("a\r\nb\tc", "a\nb\tc"),
            ("ru\u202ehcaN", "ruhcaN"),
            ("gru\u0308n", "grün"),
            ("👍", "👍"),
            pytest.param("x" * 4096, "x" * 4096, id="the longest"),
        ],
    )
    def test_typed_text_is_only_ever_text(
        self, post: Post, token: str, text: str, seen: str
    ) -> None:
        assert texts(post("message", {"token": token, "text": text})) == [
            f"Verstanden: {seen} (de)"
        ]

    @pytest.mark.parametrize("text", ["", "   ", "\n\t", "/", " / ", "\x00\x07", "\u200b"])
    def test_nothing_is_not_sent_to_rasa(self, post: Post, token: str, text: str) -> None:
        answer = post("message", {"token": token, "text": text, "lang": "en"})

        assert answer.status_code == 400
        error = error_of(answer)
        assert (error["code"], error["field"]) == ("empty_message", "text")
        assert error["message"] == "Please write something first."
        assert len(post("history", {"token": token}).json()["messages"]) == 1

    @pytest.mark.parametrize(
        "text", ["x" * 4097, "ü" * 2049, "y" * 20_000], ids=["signs", "bytes", "many"]
    )
    def test_too_much_is_refused(self, post: Post, token: str, text: str) -> None:
        answer = post("message", {"token": token, "text": text, "lang": "de"})

        assert answer.status_code == 413
        assert error_of(answer)["code"] == "message_too_long"

    def test_a_huge_body_is_not_even_read(self, post: Post, token: str) -> None:
        answer = post("message", {"token": token, "text": "z" * 200_000})

        assert answer.status_code == 413
        assert error_of(answer)["code"] == "message_too_long"

    @pytest.mark.parametrize(
        "body", [[], "text", None, {"text": 5}, {"text": "a", "payload": "/b"}, {"payload": ["/x"]}]
    )
    def test_other_shapes_are_refused(self, post: Post, token: str, body: Any) -> None:
        sent = {"token": token, **body} if isinstance(body, dict) else body
        headers = {"Content-Type": "application/json"}
        answer = post(
            "message",
            data=None if sent is None else requests.compat.json.dumps(sent),
            headers=headers,
        )

        assert answer.status_code == 400
        assert error_of(answer)["code"] == "malformed"


class TestButtons:
    def test_an_offered_button_acts(self, post: Post, token: str) -> None:
        answer = post("message", {"token": token, "payload": BUTTON})

        assert texts(answer) == [f"Verstanden: {BUTTON} (de)"]

    @pytest.mark.parametrize(
        "payload", ["/affirm", '/choose_product{"hs": "9999"}', "/restart", "hallo", ""]
    )
    def test_what_was_not_offered_does_nothing(self, post: Post, token: str, payload: str) -> None:
        answer = post("message", {"token": token, "payload": payload})

        assert answer.status_code == 400
        assert error_of(answer)["code"] == "payload_not_offered"
        assert len(post("history", {"token": token}).json()["messages"]) == 1

    def test_buttons_of_one_conversation_do_not_act_in_another(
        self, post: Post, token: str
    ) -> None:
        post("message", {"token": token, "text": "frage"})
        other = post("session", {}).json()["token"]

        assert post("message", {"token": token, "payload": "/affirm"}).status_code == 200
        assert post("message", {"token": other, "payload": "/affirm"}).status_code == 400

    @pytest.mark.parametrize(
        "payload", ["/adviser", "/go_back", "/start_over", '/switch_language{"language": "en"}']
    )
    def test_the_pages_own_buttons_always_act(self, post: Post, token: str, payload: str) -> None:
        assert post("message", {"token": token, "payload": payload}).status_code == 200


class TestHistory:
    def test_it_tells_what_was_said_as_it_was_seen(self, post: Post, token: str) -> None:
        post("message", {"token": token, "payload": BUTTON, "lang": "de"})
        post("message", {"token": token, "text": "karten", "lang": "de"})

        told = post("history", {"token": token}).json()["messages"]

        assert [(one["from"], one["text"][:14]) for one in told] == [
            ("bot", "Guten Tag. Ich"),
            ("user", "Export prüfen"),
            ("bot", "Verstanden: /c"),
            ("user", "karten"),
            ("bot", "Nicht erfüllt."),
        ]
        assert told[-1]["blocks"][0]["kind"] == "result"
        assert [one.get("language") for one in told if one["from"] == "user"] == ["de", "de"]
        assert told[0]["buttons"][0]["payload"] == BUTTON


class TestFailures:
    def test_a_silent_agent_is_an_error_that_names_who_helps(self, post: Post, token: str) -> None:
        answer = post("message", {"token": token, "text": "stumm", "lang": "en"})

        assert answer.status_code == 503
        error = error_of(answer)
        assert error["code"] == "no_reply"
        assert "House of Help, https://help.example" in error["message"]

    def test_a_slow_agent_is_given_up(self, post: Post, token: str) -> None:
        answer = post("message", {"token": token, "text": "langsam", "lang": "de"})

        assert answer.status_code == 504
        assert "Haus der Hilfe" in error_of(answer)["message"]
        assert texts(post("message", {"token": token, "text": "noch da?"}))

    def test_a_crash_tells_nothing_of_its_insides(self, post: Post, token: str) -> None:
        answer = post("message", {"token": token, "text": "absturz", "lang": "de"})

        assert answer.status_code == 500
        assert error_of(answer)["code"] == "internal"
        assert "RuntimeError" not in answer.text

    def test_broken_json_is_an_error(self, post: Post) -> None:
        headers = {"Content-Type": "application/json"}
        for data in (b"", b"{", b"\xff\xfe", b"[" * 20_000):
            answer = post("session", data=data, headers=headers)

            assert answer.status_code == 400
            assert error_of(answer)["code"] == "malformed"


class TestForeignPages:
    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    def test_only_json_is_taken(self, post: Post, token: str, kind: str) -> None:
        data = f'{{"token": "{token}", "text": "hallo"}}'
        answer = post("message", data=data, headers={"Content-Type": kind})

        assert answer.status_code == 415
        assert error_of(answer)["code"] == "not_json"

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1"])
    def test_another_pages_requests_are_refused(self, post: Post, token: str, origin: str) -> None:
        body = {"token": token, "text": "hallo"}
        answer = post("message", body, headers={"Origin": origin})

        assert answer.status_code == 403
        assert error_of(answer)["code"] == "foreign_origin"

    def test_our_own_page_and_named_partners_may_ask(
        self, server: str, post: Post, token: str
    ) -> None:
        body = {"token": token, "text": "hallo"}
        for origin in (server, "https://partner.example"):
            assert post("message", body, headers={"Origin": origin}).status_code == 200


class TestSessionHeader:
    @pytest.mark.parametrize("name", ["X-Session", "X-Session-Token"])
    def test_the_token_goes_in_a_header(
        self, post: Post, server: str, token: str, name: str
    ) -> None:
        headers = {name: token}

        answer = post("message", {"text": "Pumpen", "lang": "de"}, headers=headers)
        history = requests.get(f"{server}/webhooks/website/history", headers=headers, timeout=60)

        assert texts(answer) == ["Verstanden: Pumpen (de)"]
        assert [one["from"] for one in history.json()["messages"]] == ["bot", "user", "bot"]

    def test_the_session_says_its_language(self, post: Post) -> None:
        assert post("session", {"lang": "en"}).json()["language"] == "en"

    def test_an_error_speaks_the_language_of_the_browser(self, server: str) -> None:
        answer = requests.get(
            f"{server}/webhooks/website/history",
            headers={"Accept-Language": "en-GB,en;q=0.8"},
            timeout=60,
        )

        assert error_of(answer)["message"].startswith("This conversation no longer exists")
