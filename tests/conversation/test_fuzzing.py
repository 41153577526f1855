"""Five thousand random turns: no exception, no case lost, no yes that nobody said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.desk import Desk
from bot.conversation.messages import Turn
from bot.conversation.state import Asked, CaseState
from tests.conversation.fuzzing import Crowd, Taken, fuzzed, wrong

SEED = 20261122
TURNS = 5_000


@pytest.mark.slow
def test_random_visitors_break_nothing(desk: Desk) -> None:
    assert fuzzed(desk, SEED, TURNS) == []


def test_the_visitors_get_far(desk: Desk) -> None:
    crowd = Crowd(desk, SEED)
    taken = [crowd.step() for _ in range(400)]
    asked = {one.before.open.asked for one in taken if one.before.open is not None}
    assert {Asked.FACT, Asked.MATERIALS, Asked.NEXT, Asked.CHANGE, Asked.PRODUCT} <= asked
    assert any(one.after.verdict_shown for one in taken)
    assert len({one.visitor for one in taken}) > 3


def test_the_same_seed_sends_the_same(desk: Desk) -> None:
    first, again = (Crowd(desk, 7) for _ in range(2))
    assert [first.step().sent for _ in range(30)] == [again.step().sent for _ in range(30)]


def test_a_wrong_yes_would_be_seen(desk: Desk) -> None:
    before = CaseState(hs="848180", market="CA", greeted=True).asking(Asked.FACT, "x")
    after = replace(before, answers={"x": True})
    crowd = Crowd(desk, 1)
    replies = crowd.step().replies
    for text, fault in (
        ("vielleicht", True),
        ("ja, aber", True),
        ("ja", False),
        ("/affirm", False),
    ):
        taken = Taken("one", before, Turn(text), after, replies)
        assert bool(wrong(taken)) is fault, text
