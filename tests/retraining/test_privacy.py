"""Deletion of one conversation everywhere, and of everything by age."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select, text

from bot.retraining.errors import LearningError
from bot.retraining.label_studio import export_tasks
from bot.retraining.places import Places
from bot.retraining.privacy import forget, retain, retention_of, sender_of
from bot.retraining.review_queue import ReviewQueue
from bot.retraining.select_items import select_items
from bot.retraining.tracker_events import EVENTS
from bot.store.addresses import learning_url
from bot.store.advice_log import AdviceEntry, AdviceKind, AdviceLog, read_entries, session_hash
from bot.store.learning_deletion import unlearn
from bot.store.learning_tables import CONVERSATIONS, DECISIONS, ITEMS, MESSAGES
from bot.web import conversations
from tests.retraining.conftest import NOW, Said, user

TOKEN = "t" * 43
MINE = sender_of(TOKEN)


def missed(words: str) -> dict[str, Any]:
    return user(words, "nlu_fallback", 0.25)


def logged(places: Places, sender: str, **more: Any) -> None:
    log = AdviceLog.open(places.log)
    log.append(
        AdviceEntry(
            AdviceKind.ADVISE,
            {"market": "JP"},
            "usable",
            None,
            "JP",
            "8413",
            "v",
            session=session_hash(sender),
            **more,
        )
    )
    log.close()


def counts(places: Places) -> Mapping[str, int]:
    tables = {
        "conversations": CONVERSATIONS,
        "messages": MESSAGES,
        "items": ITEMS,
        "decisions": DECISIONS,
    }
    with places.engine.connect() as connection:
        found = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }
    engine = create_engine(places.tracker, future=True)
    with engine.connect() as connection:
        found["events"] = connection.execute(select(func.count()).select_from(EVENTS)).scalar_one()
    engine.dispose()
    return found


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def prepared(places: Places, talked: Said) -> Path:
    """Two conversations that say one thing alike and one thing each; reviewed, exported, compared."""
    talked(MINE, missed("uetext alleine"), missed("tldr gemeinsam"))
    talked("other", missed("psr anderer"), missed("tldr gemeinsam"))
    for sender in (MINE, "other"):
        logged(places, sender)
    select_items(places)
    queue = ReviewQueue(places, "anna")
    while (item := queue.next()) is not None:
        if item.text == "psr anderer":
            break
        queue.decide(item, [item.proposed] if item.ranking else [])
        queue.undo()
        queue.skip(queue.get(item.id))
    export = places.work / "tasks.json"
    export_tasks(places, export, ["ask_duty"])
    (places.work / "comparison.json").write_text(
        json.dumps({"changed": ["uetext alleine"]}), encoding="utf-8"
    )
    (places.work / "report.html").write_text("<p>uetext alleine</p>", encoding="utf-8")
    (places.work / "insight.csv").write_text("nothing of it\n", encoding="utf-8")
    return export


def test_the_name_of_a_conversation_is_that_of_the_website() -> None:
    assert sender_of(TOKEN) == conversations.sender_of(TOKEN)


def check_forgetting(places: Places, talked: Said) -> None:
    prepared(places, talked)

    gone = forget(places, TOKEN)

    assert (gone.events, gone.log_entries, gone.messages, gone.items) == (2, 1, 2, 1)
    found = counts(places)
    assert (found["conversations"], found["messages"], found["events"], found["items"]) == (
        1,
        2,
        2,
        2,
    )
    assert [entry.session for _, entry in read_entries(places.log)] == [session_hash("other")]
    with places.engine.connect() as connection:
        rows = connection.execute(select(ITEMS.c.conversations)).all()
    assert all(session_hash(MINE) not in row.conversations for row in rows)
    assert forget(places, TOKEN).events == 0


def test_a_conversation_is_deleted_everywhere(places: Places, talked: Said) -> None:
    export = prepared(places, talked)
    assert b"uetext alleine" in every_byte(places.root)

    forget(places, TOKEN)
    places.close()
    for name in ("tracker.db", "learning.db"):
        engine = create_engine(f"sqlite:///{places.root / 'var' / name}")
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        engine.dispose()

    left = every_byte(places.root)
    assert b"uetext alleine" not in left
    assert MINE.encode() not in left
    assert b"tldr gemeinsam" in left
    assert all(
        one["data"]["text"] != "uetext alleine"
        for one in json.loads(export.read_text(encoding="utf-8"))
    )
    assert (places.work / "insight.csv").is_file()


def test_delete_this_chat_on_the_website_reaches_what_was_to_be_learned(
    places: Places, talked: Said
) -> None:
    prepared(places, talked)

    gone = unlearn(learning_url(places.database), session_hash(MINE))

    assert (gone.messages, len(gone.items)) == (2, 1)
    assert "uetext alleine" in gone.texts
    found = counts(places)
    assert (found["conversations"], found["messages"], found["items"]) == (1, 2, 2)
    assert unlearn(learning_url(places.database), session_hash(MINE)).messages == 0


def test_where_nothing_was_learned_nothing_is_unlearned(tmp_path: Path) -> None:
    assert unlearn(f"sqlite:///{tmp_path / 'none.db'}", session_hash(MINE)).messages == 0
    assert not (tmp_path / "none.db").exists()


def test_by_its_name_it_works_too(places: Places, talked: Said) -> None:
    check_forgetting(places, talked)


def test_the_log_refuses_changes_afterwards(places: Places, talked: Said) -> None:
    prepared(places, talked)
    forget(places, TOKEN)
    engine = create_engine(places.log, future=True)

    for statement in ("DELETE FROM advice_log", "UPDATE advice_log SET outcome = 'x'"):
        with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.postgresql
def test_the_same_on_postgresql(postgresql_url: str, tmp_path: Path, redactor: Any) -> None:
    from bot.retraining.collect import collect
    from tests.retraining.conftest import talk

    places = Places(tmp_path, postgresql_url)
    talk(places, MINE, missed("uetext alleine"))
    logged(places, MINE)
    logged(places, sender_of("the token of somebody else"))
    collect(places, redactor)
    before = len(read_entries(places.log))

    gone = forget(places, TOKEN)

    assert (gone.events, gone.log_entries, gone.messages) == (1, 1, 1)
    assert len(read_entries(places.log)) == before - 1
    engine = create_engine(postgresql_url, future=True)
    with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM advice_log"))
    engine.dispose()
    places.close()


def test_nobody_is_forgotten_by_an_empty_name(places: Places) -> None:
    with pytest.raises(LearningError, match="Say which conversation"):
        forget(places, " ")


def test_what_is_older_is_deleted(places: Places, talked: Said) -> None:
    talked("old", missed("strg z uralt"), begin=NOW - timedelta(days=40))
    talked("new", missed("tldr neu"), begin=NOW - timedelta(days=3))
    logged(places, "old", time=NOW - timedelta(days=40))
    select_items(places)

    gone = retain(places, retention_of(days=30, log_days=60))

    assert (gone.events, gone.messages, gone.log_entries) == (1, 1, 0)
    found = counts(places)
    assert (found["events"], found["messages"], found["conversations"]) == (1, 1, 2)
    with places.engine.connect() as connection:
        keys = {row.key for row in connection.execute(select(CONVERSATIONS.c.key))}
    assert session_hash("old") not in keys
    assert session_hash("new") in keys
    assert retain(places, retention_of(days=30, log_days=10)).log_entries == 1


def test_a_conversation_that_goes_on_is_not_old(places: Places, talked: Said) -> None:
    talked("long", missed("strg z"), begin=NOW - timedelta(days=40))
    talked("long", missed("tldr"), begin=NOW)

    assert retain(places, retention_of(days=30)).events == 0


def test_days_must_be_some(places: Places) -> None:
    with pytest.raises(LearningError, match="number of days"):
        retain(places, retention_of(days=0))


def test_without_an_argument_the_setting_of_the_server_holds(
    places: Places, talked: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked("old", missed("strg z"), begin=NOW - timedelta(days=40))
    monkeypatch.setenv("FTA_KEEP_DAYS", "50")
    assert retain(places, retention_of()).events == 0
    monkeypatch.setenv("FTA_KEEP_DAYS", "35")
    assert retain(places, retention_of()).events == 1
    monkeypatch.setenv("FTA_KEEP_DAYS", "soon")
    with pytest.raises(LearningError, match="FTA_KEEP_DAYS"):
        retention_of()
