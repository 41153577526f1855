"""Words that few use are not written; they are counted by a keyed hash until enough conversations hold them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.retraining.collect import Collected, collect
from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.retraining.privacy import forget, retain, retention_of
from bot.retraining.redact import Redactor
from bot.retraining.review_queue import Part, ReviewQueue
from bot.retraining.select_items import select_items
from bot.retraining.shared_words import SHARED_BY, SharedWords, shared_by
from bot.store.learning_tables import MESSAGES, WORDS
from tests.retraining.conftest import NOW, Merge, talk, user


@pytest.fixture(autouse=True)
def as_delivered(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FTA_LEARN_SHARED_BY")


def missed(text: str) -> dict:
    return user(text, "nlu_fallback", 0.25)


def texts(places: Places) -> list[str]:
    with places.engine.connect() as connection:
        rows = connection.execute(select(MESSAGES.c.text).order_by(MESSAGES.c.event))
        return [row.text for row in rows]


def noted(places: Places) -> int:
    with places.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(WORDS)).scalar_one())


def say(places: Places, redactor: Redactor, *senders: str, text: str) -> None:
    for sender in senders:
        talk(places, sender, missed(text))
    collect(places, redactor)


def test_a_word_is_written_when_three_conversations_hold_it(
    places: Places, redactor: Redactor
) -> None:
    say(places, redactor, "a", "b", text="zoll auf frobstücke")
    assert texts(places) == ["zoll auf ‹word›"] * 2
    assert select_items(places) == 0

    say(places, redactor, "c", text="zoll auf frobstücke")

    assert texts(places) == ["zoll auf frobstücke"] * 3
    assert collect(places, redactor) == Collected(0, 0, 0)
    assert select_items(places) == 1
    item = ReviewQueue(places, "anna").next()
    assert item is not None
    assert "new_word" in item.reasons


def test_one_visitor_cannot_make_a_word_known(places: Places, redactor: Redactor) -> None:
    for second in (0, 10, 20, 30):
        talk(places, "a", missed("zoll auf frobstücke"), first=second)
        collect(places, redactor)

    assert texts(places) == ["zoll auf ‹word›"] * 4
    assert noted(places) == 1


def test_a_listed_name_is_not_counted(places: Places, redactor: Redactor) -> None:
    say(places, redactor, "a", "b", "c", "d", text="zoll in japan, sagt neumann")

    assert {text.partition("sagt ")[2] for text in texts(places)} == {"‹word›"}


def test_neither_word_nor_its_plain_hash_is_kept(
    places: Places, redactor: Redactor, tmp_path: Path
) -> None:
    import hashlib

    say(places, redactor, "a", "b", text="zoll auf Frobstücke")
    places.close()

    written = b"".join(path.read_bytes() for path in (tmp_path / "var").glob("learning.db*"))

    assert b"Zoll" in written or b"zoll" in written
    for word in ("Frobstücke", "frobstuecke", "frobstücke"):
        assert word.encode() not in written
        assert hashlib.sha256(word.encode()).hexdigest().encode() not in written


def test_a_lost_key_begins_anew(places: Places, redactor: Redactor) -> None:
    say(places, redactor, "a", "b", text="zoll auf frobstücke")
    (key,) = places.work.glob("*.key")
    assert key.stat().st_mode & 0o077 == 0
    key.unlink()

    say(places, redactor, "c", text="zoll auf frobstücke")

    assert noted(places) == 1
    assert texts(places) == ["zoll auf ‹word›"] * 3


def test_a_deleted_conversation_no_longer_counts(places: Places, redactor: Redactor) -> None:
    say(places, redactor, "a", "b", text="zoll auf frobstücke")
    forget(places, "a")
    assert noted(places) == 1

    say(places, redactor, "c", text="zoll auf frobstücke")

    assert texts(places) == ["zoll auf ‹word›"] * 2


def test_hashes_and_their_key_go_with_age(places: Places, redactor: Redactor) -> None:
    talk(places, "a", missed("zoll auf frobstücke"), begin=NOW - timedelta(days=50))
    collect(places, redactor)
    assert noted(places) == 1

    retain(places, retention_of(days=30))

    assert noted(places) == 0
    assert list(places.work.glob("*.key")) == []


def test_a_hidden_word_cannot_reach_data(
    project: Places, merged: Merge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FTA_LEARN_SHARED_BY", "1")
    typed = Part("zoll für Osterbüchner bitte", "ask_duty")
    marked = Part("zoll für ‹word› bitte", "ask_duty")

    result = merged({"ganz neue worte": [typed, marked]})

    assert [reason for _, reason in result.refused] == [
        "it still holds something that must be redacted",
        "a word of it was used by too few visitors to be kept",
    ]
    assert not (project.data / "nlu" / "learned.csv").is_file()


def test_what_the_merge_may_write_follows_the_counts(places: Places, redactor: Redactor) -> None:
    say(places, redactor, "a", "b", "c", text="zoll auf frobstücke")

    sharing = redactor.sharing(SharedWords.of(places).is_shared)

    assert sharing.redact("frobstücke nach japan").text == "frobstücke nach japan"
    assert sharing.redact("quaxolinth nach japan").text == "‹word› nach japan"


@pytest.mark.parametrize("given", ["0", "-1", "two", "²"])
def test_the_setting_is_a_number_of_conversations(given: str) -> None:
    assert shared_by({}) == SHARED_BY
    assert shared_by({"FTA_LEARN_SHARED_BY": "5"}) == 5
    with pytest.raises(LearningError, match="FTA_LEARN_SHARED_BY"):
        shared_by({"FTA_LEARN_SHARED_BY": given})
