"""Insight: figures that name nobody, and what the advisor itself says to them."""

from __future__ import annotations

import csv
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.retraining.insight import (
    OTHERS,
    insight_of,
    sector_of,
    sectors,
    total_or_none,
    without_small_groups,
)
from bot.retraining.insight_page import write_insight
from bot.retraining.places import Places
from bot.retraining.replayed import reasons_of, saving_of
from bot.store.advice_log import AdviceEntry, AdviceKind, AdviceLog, session_hash
from bot.wiring import Services
from tests.retraining.conftest import NOW, Said, bot, case, user


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 9, "b": 5}, {"a": 9, "b": 5}),
        ({"a": 9, "b": 3, "c": 2}, {"a": 9, OTHERS: 5}),
        # The two could be found from the total: the next smallest group goes with them.
        ({"a": 9, "b": 7, "c": 2}, {"a": 9, OTHERS: 9}),
        ({"a": 9, "c": 1}, {OTHERS: 10}),
        ({"a": 4}, {}),
    ],
)
def test_small_groups_are_never_shown(counts: dict[str, int], shown: dict[str, int]) -> None:
    assert without_small_groups(counts) == shown


def test_small_totals_are_not_shown() -> None:
    assert [total_or_none(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]


def test_every_chapter_has_at_most_one_branch() -> None:
    codes = [code for group, _, some in sectors() if group == "branch" for code in some]
    assert len(codes) == len(set(codes))
    assert (sector_of("841370", "branch"), sector_of("854330", "future")) == (
        "machinery",
        "energy and hydrogen",
    )
    assert sector_of("970110", "branch") == ""


def answer(market: str, hs: str, value: str, **more: Any) -> list[dict[str, Any]]:
    block = {
        "kind": "first_answer",
        "content": {"market": market, "usable": True, "nothing_to_save": False},
    }
    told = case(hs=hs, market=market, markets=[market], value=value, pending=["next", ""], **more)
    return [user("ventile"), told, bot("Ja.", block)]


def test_a_page_and_a_table_without_anybody(
    places: Places, talked: Said, services: Services, tmp_path: Path
) -> None:
    for number in range(6):
        talked(f"jp{number}", *answer("JP", "640399", "48300"), user("berater bitte", "adviser"))
    talked(
        "lonely",
        *answer("PE", "300490", "99000"),
        user("psr von Osterkamp GmbH", "nlu_fallback", 0.25),
    )

    found = insight_of(places, services)
    page, table = write_insight(found, tmp_path / "out", services)

    with table.open(encoding="utf-8") as file:
        rows = {(row["table"], row["name"]): row for row in csv.DictReader(file)}
    assert rows["totals", "conversations"]["conversations"] == "7"
    assert rows["totals", "handed to an adviser"]["conversations"] == "6"
    assert ("markets", "Peru") not in rows
    # Six for Japan and one for Peru: shown apart, the one could be found from the total.
    assert rows["markets", OTHERS]["conversations"] == "7"
    text = page.read_text(encoding="utf-8")
    for absent in ("Peru", "99000", "Osterkamp", "pharma", "jp0"):
        assert absent not in text
    assert "77%" in text


def test_savings_are_computed_by_the_advisor_from_buckets(
    places: Places, talked: Said, services: Services
) -> None:
    for number in range(5):
        talked(f"vn{number}", *answer("VN", "640399", "48300"))

    ((agreement, count, amount),) = insight_of(places, services).savings

    conversation = {
        "hs": "640399",
        "markets": ["VN"],
        "started": NOW,
        "facts": {"value": "20000", "currency": "EUR"},
    }
    one = saving_of(conversation, services)
    assert one is not None
    assert (agreement, count) == ("eu-vietnam-fta", 5)
    assert amount == (5 * one[1]).quantize(Decimal(1))
    assert amount > 0


@pytest.mark.parametrize(
    "change",
    [
        {"hs": ""},
        {"markets": []},
        {"facts": {}},
        {"facts": {"value": "20000", "currency": "USD"}},
        {"hs": "99"},
    ],
)
def test_without_all_of_it_nothing_is_added_up(change: dict[str, Any], services: Services) -> None:
    conversation = {
        "hs": "640399",
        "markets": ["VN"],
        "started": NOW,
        "facts": {"value": "20000", "currency": "EUR"},
    }
    assert saving_of({**conversation, **change}, services) is None


def assessed(**more: Any) -> AdviceEntry:
    product = {"hs": "848180", "produced_by": "supplier", "currency": "EUR"}
    request = {"market": "CA", "date": "2026-11-22", "product": product, "materials": None, **more}
    return AdviceEntry(
        AdviceKind.ASSESS, request, "not_originating", None, "CA", "848180", "v", session="s"
    )


def test_why_a_rule_was_not_met_is_asked_of_the_engine_again(services: Services) -> None:
    entry = assessed(answers={"product.suppliers_declaration": False})

    assert reasons_of(entry, services) == {"no suppliers declaration"}
    assert reasons_of(assessed(market="no market"), services) == {"case of an earlier version"}


def test_reasons_come_from_the_log_of_conversations(
    places: Places, talked: Said, services: Services
) -> None:
    log = AdviceLog.open(places.log)
    for number in range(5):
        talked(f"c{number}", *answer("CA", "848180", "1000"))
        entry = assessed(answers={"product.suppliers_declaration": False})
        log.append(AdviceEntry(**{**vars(entry), "session": session_hash(f"c{number}")}))
    log.close()

    tables = {one.name: one.counts for one in insight_of(places, services).tables}
    assert tables["reasons"] == {"no suppliers declaration": 5}


def test_a_period_can_be_chosen(places: Places, talked: Said, services: Services) -> None:
    talked("old", user("ventile"), begin=NOW - timedelta(days=90))
    talked("new", user("ventile"))

    assert insight_of(places, services, since=NOW - timedelta(days=10)).totals["conversations"] == 1


def test_formulas_in_questions_stay_texts_in_the_table(
    places: Places, talked: Said, services: Services, tmp_path: Path
) -> None:
    for number in range(5):
        talked(f"c{number}", user("=cmd()", "nlu_fallback", 0.25))

    _, table = write_insight(insight_of(places, services), tmp_path, services)

    assert "\nunanswered,'=cmd()," in table.read_text(encoding="utf-8")
