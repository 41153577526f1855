"""Conversations survive a restart, on SQLite and on PostgreSQL, without any setting."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.store.tracker import AdvisorTrackerStore
from tests.architecture.import_contracts import ROOT

DOMAIN = Domain.empty()


def store_as_rasa_makes_it() -> AdvisorTrackerStore:
    config = EndpointConfig(type="bot.store.tracker.AdvisorTrackerStore")
    store = TrackerStore.create(config, DOMAIN)
    assert isinstance(store, AdvisorTrackerStore)
    return store


def talk(store: AdvisorTrackerStore, sender: str) -> None:
    events = [UserUttered("Pumpen nach Japan"), BotUttered("Ja.", {"custom": {"kind": "result"}})]
    tracker = DialogueStateTracker.from_events(sender, events, domain=DOMAIN)
    asyncio.run(store.save(tracker))


def words_of(store: AdvisorTrackerStore, sender: str) -> list[str]:
    tracker = asyncio.run(store.retrieve(sender))
    return [] if tracker is None else [event.text for event in tracker.events]


def test_a_conversation_is_found_again_and_can_be_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FTA_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'data.db'}")
    talk(store_as_rasa_makes_it(), "web-1")
    talk(store_as_rasa_makes_it(), "web-2")

    again = store_as_rasa_makes_it()

    assert (tmp_path / "new" / "tracker.db").is_file()
    assert words_of(again, "web-1") == ["Pumpen nach Japan", "Ja."]
    assert again.forget("web-1") == 2
    assert words_of(again, "web-1") == []
    assert words_of(again, "web-2") == ["Pumpen nach Japan", "Ja."]


def test_sqlite_lets_others_read_while_one_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FTA_DATABASE_URL", f"sqlite:///{tmp_path / 'data.db'}")

    with store_as_rasa_makes_it().engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


@pytest.mark.postgresql
def test_the_same_on_postgresql(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FTA_DATABASE_URL", postgresql_url)
    talk(store_as_rasa_makes_it(), "web-1")

    again = store_as_rasa_makes_it()

    assert words_of(again, "web-1") == ["Pumpen nach Japan", "Ja."]
    assert again.forget("web-1") == 2
    again.engine.dispose()


def test_the_rest_of_the_store_does_not_load_rasa() -> None:
    modules = "bot.store.build, bot.store.advice_log, bot.store.addresses"
    code = f"import sys, {modules}; sys.exit('rasa' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
