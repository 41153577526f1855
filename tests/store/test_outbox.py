"""Requests to advisers are stored once, delivered at least once by every way, and can be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.store.addresses import StoreError, handoff_url
from bot.store.outbox import Consent, NewHandoff, Outbox

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
LEASE = timedelta(minutes=5)
CONSENT = Consent("Ja, senden.", "1", "de", NOW)


def request(**changes: Any) -> NewHandoff:
    values: dict[str, Any] = {
        "session": "s1",
        "fingerprint": "f1",
        "kind": "advice",
        "language": "de",
        "content": {"message": "Bitte rufen Sie an.", "case": '{"market": "JP"}'},
        "created_at": NOW,
        **changes,
    }
    return NewHandoff(**values)


@pytest.fixture
def outbox(sqlite_url: str) -> Outbox:
    return Outbox.open(handoff_url(sqlite_url))


def exercise(outbox: Outbox) -> None:
    """What holds on every database."""
    reference = outbox.add(request(), CONSENT)
    assert outbox.add(request(), CONSENT) == reference
    assert outbox.backlog().waiting == 1
    assert outbox.claim([], NOW, LEASE) is None

    first = outbox.claim(["mail", "webhook"], NOW, LEASE)
    second = outbox.claim(["mail", "webhook"], NOW, LEASE)
    assert first is not None
    assert second is not None
    assert {first.channel, second.channel} == {"mail", "webhook"}
    assert first.content["message"] == "Bitte rufen Sie an."
    assert first.consent == CONSENT
    assert outbox.claim(["mail", "webhook"], NOW, LEASE) is None

    outbox.delivered(first, NOW)
    outbox.failed(second, "refused", NOW + timedelta(minutes=1))
    assert (outbox.backlog().waiting, outbox.backlog().failing) == (1, 1)
    assert outbox.claim(["mail", "webhook"], NOW, LEASE) is None
    assert outbox.retry(NOW, reference) == 1
    again = outbox.claim(["mail", "webhook"], NOW, LEASE)
    assert again is not None
    assert (again.channel, again.attempts) == (second.channel, 2)
    outbox.delivered(again, NOW)

    assert outbox.backlog().waiting == 0
    assert outbox.states(only_open=True) == ()
    (state,) = outbox.states()
    assert state.closed_at == NOW
    assert outbox.empty_closed(NOW) == 0
    assert outbox.empty_closed(NOW + timedelta(days=1)) == 1
    assert outbox.empty_closed(NOW + timedelta(days=1)) == 0
    outbox.close()


def test_from_store_to_delivery(outbox: Outbox) -> None:
    exercise(outbox)


@pytest.mark.postgresql
def test_the_same_on_postgresql(postgresql_url: str) -> None:
    exercise(Outbox.open(postgresql_url))


def test_a_delivery_whose_process_ended_is_taken_up_again(outbox: Outbox) -> None:
    outbox.add(request(), CONSENT)
    assert outbox.claim(["mail"], NOW, LEASE) is not None

    assert outbox.claim(["mail"], NOW + LEASE / 2, LEASE) is None
    again = outbox.claim(["mail"], NOW + LEASE, LEASE)

    assert again is not None
    assert again.attempts == 2


def test_a_way_set_up_later_gets_what_waited_for_it(outbox: Outbox) -> None:
    outbox.add(request(), CONSENT)
    mail = outbox.claim(["mail"], NOW, LEASE)
    assert mail is not None

    late = outbox.claim(["webhook"], NOW, LEASE)

    assert late is not None
    assert late.channel == "webhook"


def test_a_deleted_conversation_takes_its_requests_along(outbox: Outbox) -> None:
    sent = outbox.add(request(), CONSENT)
    delivery = outbox.claim(["mail"], NOW, LEASE)
    assert delivery is not None
    outbox.delivered(delivery, NOW)
    waiting = outbox.add(request(fingerprint="f2"), CONSENT)
    kept = outbox.add(request(session="s2"), CONSENT)

    assert outbox.forget("s1") == (waiting,)

    assert [one.reference for one in outbox.states()] == [kept]
    assert sent != waiting


def test_a_database_that_cannot_be_used_is_told(tmp_path: Any) -> None:
    (tmp_path / "folder.db").mkdir()

    with pytest.raises(StoreError, match="cannot be opened"):
        Outbox.open(f"sqlite:///{tmp_path / 'folder.db'}")
