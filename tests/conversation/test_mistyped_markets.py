"""Where a market was asked for, a name with more slips than a sentence forgives is asked back."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Talk


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Vietman", "VN"), ("nach Sotuh Koera", "KR"), ("Norweigan market", "NO"), ("Chille", "CL")],
)
def test_it_is_asked_back_and_a_yes_takes_it(talk: Talk, typed: str, meant: str) -> None:
    talk.all("8413.70", typed)
    assert talk.asked == "market"
    assert talk.buttons[0].payload == f'/choose_market{{"market": "{meant}"}}'
    talk.say("ja")
    assert (talk.state.hs, talk.state.market) == ("841370", meant)


def test_of_two_a_yes_says_nothing(talk: Talk) -> None:
    talk.all("8413.70", "Austrlia")
    assert [one.title for one in talk.buttons[:2]] == ["Österreich", "Australien"]
    talk.say("ja")
    assert talk.state.market == ""


@pytest.mark.parametrize("goods", ["Kamera", "Motoren", "Ketten", "Perlen"])
def test_goods_are_no_mistyped_market(talk: Talk, goods: str) -> None:
    talk.all("8413.70", goods)
    assert not [one for one in talk.buttons if one.payload.startswith("/choose_market")]
