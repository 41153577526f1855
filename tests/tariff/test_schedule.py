"""Duties fall in equal yearly cuts."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tariff.schedule import StagingCategory

FIRST = date(2026, 5, 1)
FOUR = StagingCategory("4", 5, FIRST)


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2026, 4, 30), 35),
        (date(2026, 5, 1), 28),
        (date(2026, 12, 31), 28),
        (date(2027, 1, 1), 21),
        (date(2029, 12, 31), 7),
        (date(2030, 1, 1), 0),
        (date(2040, 1, 1), 0),
    ],
)
def test_five_equal_cuts(day, percent):
    assert FOUR.rate_on(Decimal(35), day) == percent


def test_duty_by_year_until_zero():
    assert FOUR.by_year(Decimal(35)) == (
        (date(2026, 5, 1), 28),
        (date(2027, 1, 1), 21),
        (date(2028, 1, 1), 14),
        (date(2029, 1, 1), 7),
        (date(2030, 1, 1), 0),
    )
    assert FOUR.free_from == date(2030, 1, 1)


def test_goods_of_category_zero_are_free_at_once():
    zero = StagingCategory("0", 1, FIRST)
    assert zero.rate_on(Decimal(14), FIRST) == 0
    assert zero.free_from == FIRST


def test_excluded_goods_keep_their_duty():
    excluded = StagingCategory("E", None, FIRST)
    assert excluded.rate_on(Decimal(35), date(2060, 1, 1)) == 35
    assert excluded.by_year(Decimal(35)) == ()
    assert excluded.free_from is None


def test_a_category_without_cuts_is_refused():
    with pytest.raises(ValueError, match="one cut or more"):
        StagingCategory("4", 0, FIRST)


@given(
    st.decimals(min_value=0, max_value=100, places=1),
    st.integers(min_value=1, max_value=20),
)
def test_the_duty_never_rises_and_ends_at_zero(base, cuts):
    rates = [percent for _, percent in StagingCategory("x", cuts, FIRST).by_year(base)]
    assert len(rates) == cuts
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == 0
