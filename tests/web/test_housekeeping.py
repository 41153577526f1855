"""The server deletes by age of its own accord, and goes on after a failure."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timezone

import pytest

from bot.store.addresses import StoreError
from bot.store.retention import Aged, Retention
from bot.web.contact import Contact
from bot.web.handoff_routes import Handing
from bot.web.housekeeping import Housekeeper, housekeeper
from bot.web.settings import WebSettings, WebSettingsError
from bot.web.website import WebsiteChannel
from tests.handoff.conftest import until
from tests.store.test_retention import NOW, kept, talked

CONTACT = Contact({"de": "Haus", "en": "House"}, "https://help.example")
GONE = Aged(1, 2, 3, 4, 5)


class Work:
    """Counts how often it was done; fails as often as it is told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.done = 0

    def __call__(self) -> Aged:
        self.done += 1
        if self.failures:
            raise self.failures.pop(0)
        return GONE


def test_it_is_done_at_the_start_and_again_after_the_pause() -> None:
    work = Work()
    keeper = Housekeeper(work, pause=0.01)

    keeper.start()
    until(lambda: work.done >= 3)
    keeper.stop()

    done = work.done
    assert not [one for one in threading.enumerate() if one.name == "housekeeping"]
    assert work.done == done


def test_between_two_times_it_waits_and_can_be_ended_at_once() -> None:
    work = Work()
    keeper = Housekeeper(work)

    keeper.start()
    until(lambda: work.done)
    keeper.stop()

    assert work.done == 1


def test_a_failure_is_logged_without_values_and_tried_again_sooner(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = Work(StoreError("the database is away"), LookupError("Erika Muster"))
    keeper = Housekeeper(work, again=0.01)

    with caplog.at_level(logging.INFO, logger="bot.web.housekeeping"):
        keeper.start()
        until(lambda: "events=1" in caplog.text)
        keeper.stop()

    assert work.done == 3
    assert "error=the database is away" in caplog.text
    assert "kind=LookupError" in caplog.text
    assert "Erika" not in caplog.text


def test_the_work_is_what_the_retention_says(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = f"sqlite:///{tmp_path / 'data.db'}"
    monkeypatch.setenv("FTA_DATABASE_URL", database)
    # The conversations have fixed days; the work counts from today.
    age = (datetime.now(timezone.utc) - NOW).days
    store = talked(database, "left", 40)
    talked(database, "new", -20)
    keeper = housekeeper(Retention(conversation_days=age + 30))

    keeper.start()
    keeper.stop(patience=60)

    assert [kept(store, one) for one in ("left", "new")] == [0, 2]


def test_a_conversation_cannot_be_open_longer_than_it_is_kept(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("FTA_DATABASE_URL", f"sqlite:///{tmp_path / 'data.db'}")
    handing = Handing.from_environment()
    kept_days = Retention(conversation_days=2)

    WebsiteChannel(CONTACT, WebSettings(session_hours=48), handing, retention=kept_days)
    with pytest.raises(WebSettingsError, match="FTA_SESSION_HOURS"):
        WebsiteChannel(CONTACT, WebSettings(session_hours=49), handing, retention=kept_days)
    handing.outbox.close()
