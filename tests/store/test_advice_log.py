"""The advice log: everything needed to answer again, nothing that was typed, never changed."""

from __future__ import annotations

from datetime import timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from bot.store.addresses import StoreError, log_url
from bot.store.advice_log import (
    AdviceEntry,
    AdviceKind,
    AdviceLog,
    read_entries,
    session_hash,
)
from bot.store.engines import engine_for_writing
from bot.store.log_tables import ADVICE_LOG

INPUT: dict[str, Any] = {
    "market": "JP",
    "product": {"hs": "841370", "description": "unsere geheime Pumpe", "ex_works_price": "1000.00"},
    "materials": [{"hs": "8501", "description": "Motor von Firma X", "value": Decimal("0.10")}],
}


def entry(**changes: Any) -> AdviceEntry:
    values: dict[str, Any] = {
        "kind": AdviceKind.ASSESS,
        "input": INPUT,
        "outcome": "originating",
        "agreement": "eu-japan-epa",
        "market": "JP",
        "hs": "841370",
        "data_version": "a" * 64,
        "model": "advisor-0123",
        "session": session_hash("token"),
        **changes,
    }
    return AdviceEntry(**values)


def exercise(url: str) -> None:
    """What holds on every database."""
    log = AdviceLog.open(url)
    first = entry()
    ids = [log.append(first), log.append(entry(kind=AdviceKind.ADVISE, outcome="usable"))]

    (number, found), (_, second) = read_entries(url)[-2:]

    assert [number, number + 1] == ids
    assert second.kind is AdviceKind.ADVISE
    assert found.time == first.time
    assert found.time.tzinfo == timezone.utc
    assert found.input["product"] == {"hs": "841370", "ex_works_price": "1000.00"}
    assert found.input["materials"] == [{"hs": "8501", "value": "0.10"}]
    assert (found.agreement, found.market, found.hs) == ("eu-japan-epa", "JP", "841370")
    for statement in (update(ADVICE_LOG).values(outcome="x"), delete(ADVICE_LOG)):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            engine_for_writing(url).begin() as connection,
        ):
            connection.execute(statement)
    assert read_entries(url, after=ids[0])[0][0] == ids[1]
    erase(log, url)
    log.close()


def erase(log: AdviceLog, url: str) -> None:
    """A conversation that is deleted leaves the log, and no other does."""
    mine, others = session_hash("deleted"), session_hash("others")
    for session in (mine, others, mine):
        log.append(entry(session=session))

    assert log.erase(mine) == 2
    assert log.erase(mine) == 0
    assert log.erase("") == 0
    assert [one.session for _, one in read_entries(url)][-1] == others
    with (
        pytest.raises(DBAPIError, match="append-only"),
        engine_for_writing(url).begin() as connection,
    ):
        connection.execute(delete(ADVICE_LOG).where(ADVICE_LOG.c.session == others))


def test_entries_are_added_read_and_never_changed(sqlite_url: str) -> None:
    exercise(log_url(sqlite_url))


@pytest.mark.postgresql
def test_the_same_on_postgresql(postgresql_url: str) -> None:
    exercise(log_url(postgresql_url))


def test_opening_again_keeps_the_entries(sqlite_url: str) -> None:
    AdviceLog.open(sqlite_url).append(entry())

    AdviceLog.open(sqlite_url).append(entry())

    assert len(read_entries(sqlite_url)) == 2


def test_a_conversation_is_known_by_a_hash_only() -> None:
    assert session_hash("token") == session_hash("token") != session_hash("other")
    assert "token" not in session_hash("token")
    assert session_hash("") == ""


def test_floats_are_refused(sqlite_url: str) -> None:
    log = AdviceLog.open(sqlite_url)

    with pytest.raises(Exception, match="float"):
        log.append(entry(input={"value": 0.1}))
    assert read_entries(sqlite_url) == ()


def test_a_missing_log_is_an_error(sqlite_url: str) -> None:
    with pytest.raises(StoreError, match=r"data\.db"):
        read_entries(sqlite_url)
