"""What is older than it may be is deleted, everywhere, and nothing else."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import String

from bot.store.addresses import learning_url, log_url, tracker_url
from bot.store.advice_log import AdviceEntry, AdviceKind, AdviceLog, read_entries
from bot.store.engines import engine_for_writing, opened
from bot.store.learning_tables import CONVERSATIONS, METADATA
from bot.store.rasa_events import delete_conversation
from bot.store.retention import Aged, Retention, RetentionError, delete_aged
from bot.store.tracker import AdvisorTrackerStore

NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
MONTH = Retention(conversation_days=30, log_days=60)
NOTHING = Aged(0, 0, 0, 0, 0)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data.db'}"


def talked(database: str, sender: str, *days_ago: int) -> AdvisorTrackerStore:
    store = AdvisorTrackerStore(Domain.empty(), host=tracker_url(database))
    events = []
    for days in days_ago:
        moment = (NOW - timedelta(days=days)).timestamp()
        events += [UserUttered("Pumpen", timestamp=moment), BotUttered("Ja.", timestamp=moment)]
    tracker = DialogueStateTracker.from_events(sender, events, domain=Domain.empty())
    asyncio.run(store.save(tracker))
    return store


def logged(database: str, days_ago: int) -> None:
    log = AdviceLog.open(log_url(database))
    moment = NOW - timedelta(days=days_ago)
    log.append(AdviceEntry(AdviceKind.ADVISE, {}, "usable", None, "JP", "8413", "v", time=moment))
    log.close()


def kept(store: AdvisorTrackerStore, sender: str) -> int:
    tracker = asyncio.run(store.retrieve_full_tracker(sender))
    return len(tracker.events) if tracker is not None else 0


def test_a_conversation_is_as_old_as_its_last_message(database: str, tmp_path: Path) -> None:
    talked(database, "left", 31)
    talked(database, "long", 90, 2)
    store = talked(database, "new", 29)

    assert delete_aged(database, tmp_path / "none", MONTH, NOW) == Aged(2, 0, 0, 0, 0)

    assert [kept(store, one) for one in ("left", "long", "new")] == [0, 4, 2]
    assert delete_aged(database, tmp_path / "none", MONTH, NOW) == NOTHING
    assert delete_conversation(tracker_url(database), "new") == 2


def test_the_log_has_a_time_of_its_own(database: str, tmp_path: Path) -> None:
    for days in (31, 59, 61):
        logged(database, days)

    assert delete_aged(database, tmp_path / "none", MONTH, NOW).log_entries == 1

    assert len(read_entries(log_url(database))) == 2


def test_files_made_of_messages_go_with_them(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "learning"
    for name, days in (("old.json", 31), ("new.json", 29), ("old.png", 31), ("sub/old.csv", 31)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Pumpen", encoding="utf-8")
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))

    assert delete_aged(database, folder, MONTH, NOW).files == 2

    assert {one.name for one in folder.rglob("*.*")} == {"new.json", "old.png"}


def test_where_nothing_was_ever_said_nothing_is_made(database: str, tmp_path: Path) -> None:
    assert delete_aged(database, tmp_path / "none", MONTH, NOW) == NOTHING

    assert list(tmp_path.glob("*.db")) == []


def test_figures_of_old_conversations_lose_their_name(database: str, tmp_path: Path) -> None:
    old = NOW - timedelta(days=31)
    with opened(engine_for_writing(learning_url(database))) as engine:
        METADATA.create_all(engine)
        with engine.begin() as connection:
            columns = [one for one in CONVERSATIONS.c if not one.nullable and not one.default]
            row = {one.name: "" if isinstance(one.type, String) else 0 for one in columns}
            named = {"key": "abc", "started": old, "last_seen": old}
            connection.execute(CONVERSATIONS.insert(), {**row, **named})

        delete_aged(database, tmp_path / "none", MONTH, NOW)

        with engine.begin() as connection:
            (found,) = connection.execute(CONVERSATIONS.select()).all()
    assert found.key.startswith("aged-")


class TestSettings:
    def test_without_any_it_is_thirty_days_and_two_years(self) -> None:
        assert Retention.from_environment({}) == Retention(30, 730)

    def test_the_environment_says_otherwise(self) -> None:
        given = {"FTA_KEEP_DAYS": "7", "FTA_KEEP_LOG_DAYS": "90"}

        assert Retention.from_environment(given) == Retention(7, 90)

    @pytest.mark.parametrize("name", ["FTA_KEEP_DAYS", "FTA_KEEP_LOG_DAYS"])
    @pytest.mark.parametrize("value", ["0", "-1", "ever", "1.5", "٣"])
    def test_the_variable_at_fault_is_named(self, name: str, value: str) -> None:
        with pytest.raises(RetentionError, match=name):
            Retention.from_environment({name: value})
