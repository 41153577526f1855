"""A material typed in the middle of the check is a line of the bill, not another product or market."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.conversation.conftest import Talk


@pytest.fixture
def checking(english: Talk) -> Talk:
    """A self-check with the question about all materials open."""
    english.all("8413.70 to South Korea", "check", "yes", "no")
    assert english.asked == "fact"
    return english


@pytest.mark.parametrize(
    ("line", "code", "country", "value"),
    [
        ("fan 8414.59 China 1.2k", "841459", "CN", 1200),
        ("frame, 7326.90, Germany, 450", "732690", "DE", 450),
        ("fan from China 300", "", "CN", 300),
        ("fan 8414.59 from China", "841459", "CN", None),
    ],
)
def test_it_is_shown_in_the_table(
    checking: Talk, line: str, code: str, country: str, value: int | None
) -> None:
    checking.say(line)
    assert (checking.state.hs, checking.state.market) == ("841370", "KR")
    assert checking.asked == "materials"
    (proposed,) = checking.state.proposed
    assert proposed.country == country
    assert proposed.value == (None if value is None else Decimal(value))
    assert proposed.hs == code or not code


@pytest.mark.parametrize("text", ["fans 8414.59 to Canada", "and fans 8414.59 for Japan?"])
def test_another_product_for_another_market_is_none(checking: Talk, text: str) -> None:
    checking.say(text, "check_export")
    assert checking.state.hs == "841459"
    assert checking.state.market in ("CA", "JP")


def test_prices_have_no_three_decimals(checking: Talk) -> None:
    checking.say("control from Germany 9.500, motor China 1.250, sensor Japan 3.20")
    values = [one.value for one in checking.state.proposed]
    assert values == [Decimal(9500), Decimal(1250), Decimal("3.20")]
    assert "9,500" in checking.text
    assert "Please check" in checking.text
