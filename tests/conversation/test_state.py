"""The case as JSON and the way back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.state import (
    STEPS_BACK,
    Asked,
    CaseState,
    Choice,
    MaterialLine,
    Pending,
    StateError,
)

FULL = CaseState(
    language="en",
    language_settled=True,
    greeted=True,
    words="ball valves",
    hs="848180",
    markets=("JP", "KR"),
    market="JP",
    made_here=True,
    value=Decimal("1234.50"),
    currency="EUR",
    drawback=False,
    answers={"materials.all_originating": False, "product.ex_works_price": Decimal("99.90")},
    unknown=("product.row",),
    materials=(MaterialLine("motor", "850152", Decimal("210"), "CN", originating=False),),
    pending=Pending(Asked.FACT, "product.row"),
    confirm=Pending(Asked.STOP),
    choices=(Choice("Yes", "/affirm"),),
    misses=1,
)


def test_a_case_survives_storing_unchanged() -> None:
    assert CaseState.from_json(FULL.to_json()) == FULL


def test_nothing_stored_is_a_new_case() -> None:
    assert CaseState.from_json(None) == CaseState()
    assert CaseState.from_json("") == CaseState()


@pytest.mark.parametrize(
    "stored",
    [
        "{",
        "[]",
        '{"version": 0}',
        '{"version": 1, "no_such_field": 1}',
        '{"version": 1, "pending": ["no_such_question", ""]}',
        '{"version": 1, "value": "much"}',
    ],
)
def test_a_damaged_or_older_case_is_refused(stored: str) -> None:
    with pytest.raises(StateError):
        CaseState.from_json(stored)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12))
def test_amounts_keep_every_digit(amount: Decimal) -> None:
    stored = CaseState(value=amount, answers={"fact": amount}).to_json()
    assert CaseState.from_json(stored).value == amount
    assert CaseState.from_json(stored).answers["fact"] == amount


def test_only_what_was_told_makes_a_step() -> None:
    before = CaseState(language="de")
    asked = before.asking(Asked.MARKET)
    assert asked.remembered(before).history == ()
    told = replace(asked, market="JP")
    assert told.remembered(asked).step_back() is not None


def test_a_step_back_keeps_the_language() -> None:
    before = CaseState(language="de")
    told = replace(before, market="JP").remembered(before)
    switched = replace(told, language="en", language_settled=True)
    back = switched.step_back()
    assert back is not None
    assert (back.market, back.language) == ("", "en")


def test_the_way_back_does_not_grow_without_end() -> None:
    state = CaseState()
    for number in range(3 * STEPS_BACK):
        state = replace(state, words=f"product {number}").remembered(state)
    assert len(state.history) == STEPS_BACK
    assert len(state.to_json()) < 10_000
