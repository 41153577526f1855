"""Collecting: incremental, idempotent, redacted before it is written, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.retraining.collect import Collected, collect
from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.retraining.redact import Redactor
from bot.store.learning_tables import CONVERSATIONS, MESSAGES
from tests.retraining.conftest import bot, case, talk, user

QUESTION = user("Ich bin Sabine Krüger, Ventile nach Japan für 12.480 €")


def rows(places: Places, table: object) -> list[dict]:
    with places.engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table))]


def messages(places: Places) -> list[dict]:
    return sorted(rows(places, MESSAGES), key=lambda row: row["event"])


def test_without_conversations_it_says_so(places: Places, redactor: Redactor) -> None:
    with pytest.raises(LearningError, match="nobody has talked"):
        collect(places, redactor)


def check_collecting(places: Places, redactor: Redactor) -> None:
    talk(places, "a", QUESTION, bot("Es gibt ein Abkommen."))
    talk(places, "b", user("hallo", "greet"))
    assert collect(places, redactor) == Collected(2, 2, 1)
    assert collect(places, redactor) == Collected(0, 0, 0)

    before = messages(places)
    talk(places, "a", user("und nach Kanada?", "follow_up_market"), first=10)
    assert collect(places, redactor) == Collected(1, 1, 0)

    after = messages(places)
    assert [row["text"] for row in after] == [
        "Ich bin ‹name›, Ventile nach Japan für 10000 EUR",
        "hallo",
        "und nach Kanada?",
    ]
    assert after[:2] == before
    assert len(rows(places, CONVERSATIONS)) == 2


def test_only_what_is_new_is_collected_and_only_once(places: Places, redactor: Redactor) -> None:
    check_collecting(places, redactor)


@pytest.mark.postgresql
def test_the_same_on_postgresql(postgresql_url: str, tmp_path: Path, redactor: Redactor) -> None:
    places = Places(tmp_path, postgresql_url)
    check_collecting(places, redactor)
    places.close()


def test_no_byte_of_what_was_redacted_is_in_the_database(
    places: Places, redactor: Redactor, tmp_path: Path
) -> None:
    echo = bot("Welche Warengruppe passt zu „Krüger Ventile“?")
    talk(
        places,
        "a",
        user("Krüger Ventile"),
        echo,
        QUESTION,
        case(words="Krüger Ventile", value="12480"),
        echo,
    )
    collect(places, redactor)
    places.close()

    written = b"".join(path.read_bytes() for path in (tmp_path / "var").glob("learning.db*"))

    assert b"Ventile" in written
    for secret in ("Krüger", "Sabine", "12480", "12.480"):
        assert secret.encode() not in written


def test_what_happened_around_a_message_is_told(places: Places, redactor: Redactor) -> None:
    offered = {"kind": "candidates", "content": {"candidates": [{"hs": "8413"}, {"hs": "8481"}]}}
    chosen = user(
        '/choose_product{"hs": "848180"}',
        "choose_product",
        1.0,
        [{"entity": "hs", "value": "848180"}],
    )
    down = user(
        '/feedback{"value": "down"}', "feedback", 1.0, [{"entity": "value", "value": "down"}]
    )
    talk(
        places,
        "a",
        user("Ventile"),
        case(words="Ventile", pending=["heading", ""]),
        bot("Welche Warengruppe?", offered),
        chosen,
        user("blub", "nlu_fallback", 0.25, others=[("affirm", 0.2), ("deny", 0.19)]),
        case(words="Ventile", misses=1, pending=["market", ""]),
        down,
        user("/go_back", "go_back"),
    )
    collect(places, redactor)

    product, missed = messages(places)
    assert product["found"] == {
        "phrase": "Ventile",
        "offered": ["8413", "8481"],
        "chosen": "848180",
    }
    assert set(missed["signs"]) == {
        "nlu_fallback", "low_margin", "not_understood", "thumbs_down", "corrected", "abandoned",
    }  # fmt: skip
    assert missed["ranking"] == [["affirm", "0.200"], ["deny", "0.190"]]
    (conversation,) = rows(places, CONVERSATIONS)
    assert (conversation["thumbs_down"], conversation["open_question"]) == (1, "market")


def test_entities_stand_at_their_place_in_the_redacted_text(
    places: Places, redactor: Redactor
) -> None:
    text = "Hier ist Eva Schulze, Ventile nach Japan"
    market = {"entity": "market", "value": "JP", "start": 35, "end": 40}
    name = {"entity": "product", "value": "Eva Schulze", "start": 9, "end": 20}
    talk(places, "a", user(text, entities=[name, market]))
    collect(places, redactor)

    (row,) = messages(places)
    (kept,) = row["entities"]
    assert kept["value"] == "JP"
    assert row["text"][kept["start"] : kept["end"]] == "Japan"


def test_buttons_are_no_messages(places: Places, redactor: Redactor) -> None:
    pressed = user("Ja", "affirm")
    pressed["metadata"]["shown"] = "Ja"
    talk(places, "a", user("/open", "open"), pressed, user("/affirm", "affirm"))
    collect(places, redactor)

    assert messages(places) == []
