"""Parts of the channel that need no server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.explain.texts import messages, placeholders
from bot.web import problems, readiness
from bot.web.contact import ContactError, read_contact
from bot.web.conversations import Conversations, new_token, sender_of
from bot.web.outgoing import JoiningOutputChannel, as_message
from bot.web.problems import Code
from bot.web.website import WebsiteChannel
from tests.architecture.import_contracts import ROOT

CONTACTS = ROOT / "data" / "faq" / "contacts.yml"


class TestContact:
    def test_the_projects_own_contact_can_be_read(self) -> None:
        contact = read_contact(CONTACTS, "nrw-global-business")

        assert contact.url.startswith("https://")
        assert set(contact.name) == {"de", "en"}

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("contacts: []", "no contact with the id 'x'"),
            ("contacts: [{id: x, name: {de: X}}]", "needs name.de, name.en and url"),
            ("contacts: [", "faq/contacts.yml"),
        ],
    )
    def test_faults_are_located(self, tmp_path: Path, text: str, message: str) -> None:
        path = tmp_path / "faq" / "contacts.yml"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")

        with pytest.raises(ContactError, match=message):
            read_contact(path, "x")

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ContactError, match=r"contacts\.yml"):
            read_contact(tmp_path / "contacts.yml", "x")

    @pytest.mark.parametrize("credentials", [None, {}, {"contact": "ihk-nrw", "origins": None}])
    def test_the_channel_reads_it_from_its_settings(self, credentials: dict | None) -> None:
        assert WebsiteChannel.from_credentials(credentials).name() == "website"


class TestTexts:
    def test_every_error_has_a_sentence_in_both_languages(self) -> None:
        wanted = {f"error.{code.key}" for code in Code} | {"error.contact"}
        german, english = (
            messages(lang, problems.LOCALE_FOLDER, problems.DOMAIN) for lang in problems.LANGUAGES
        )

        assert wanted == {key for key in german if key.startswith("error.")}
        assert set(german) == set(english)
        for key in german:
            assert german[key]
            assert english[key]
            assert placeholders(german[key]) == placeholders(english[key])


class TestConversations:
    def test_tokens_cannot_be_found_from_the_name_in_rasa(self) -> None:
        token = new_token()

        assert token not in sender_of(token)
        assert sender_of(token) == sender_of(token) != sender_of(new_token())

    def test_memory_is_bounded_and_the_store_is_asked_then(self) -> None:
        known = Conversations(kept_in_memory=2)
        asked = []

        class Store:
            async def retrieve_full_tracker(self, sender: str) -> None:
                asked.append(sender)

        for sender in ("a", "b", "c"):
            known.remember(sender, [{"text": "", "blocks": [], "buttons": []}])

        assert asyncio.run(known.exists("c", Store()))
        assert not asyncio.run(known.exists("a", Store()))
        assert asked == ["a"]


def test_an_utterance_that_says_nothing_is_left_out() -> None:
    channel = JoiningOutputChannel()
    for utterance in ({"text": None}, {"text": " "}, {"text": "Ja."}, {"custom": {"kind": "rule"}}):
        asyncio.run(channel.send_response("web-1", utterance))

    assert [message["text"] for message in channel.messages] == ["Ja.", ""]
    assert channel.messages[1]["blocks"] == [{"kind": "rule", "content": {}}]


@pytest.mark.parametrize(
    "custom",
    [
        {"kind": "rule", "content": {"text": "CTH"}},
        {"kind": "rule", "text": "CTH"},
        {"blocks": [{"kind": "rule", "content": {"text": "CTH"}}]},
        {"blocks": [{"kind": "rule", "text": "CTH"}]},
    ],
)
def test_blocks_look_the_same_however_they_were_sent(custom: dict) -> None:
    expected = [{"kind": "rule", "content": {"text": "CTH"}}]

    assert as_message({"text": "Die Regel", "custom": custom})["blocks"] == expected


@pytest.mark.parametrize("custom", [None, "text", [], {}, {"note": "no block"}])
def test_other_custom_content_is_no_block(custom: object) -> None:
    assert as_message({"text": "Ja.", "custom": custom})["blocks"] == []


@pytest.mark.parametrize(
    ("named", "expected"), [("en", "en"), ("de", "de"), ("xx", None), (None, None)]
)
def test_a_message_says_which_language_it_is_in(named: str | None, expected: str | None) -> None:
    assert as_message({"text": "Ja.", "language": named}).get("language") == expected


def test_readiness_without_model_and_with_a_dead_action_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FTA_DATABASE_URL", f"sqlite:///{tmp_path / 'data.db'}")
    dead = SimpleNamespace(
        is_ready=lambda: False,
        action_endpoint=SimpleNamespace(url="http://127.0.0.1:1/webhook"),
    )

    nothing = {"model": False, "actions": False, "database": False}
    assert asyncio.run(readiness.checks(None)) == nothing
    assert asyncio.run(readiness.checks(dead)) == nothing
