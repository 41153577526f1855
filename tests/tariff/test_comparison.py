"""How national lines become one answer, and what is never concluded from them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tariff.comparison import SideSource, compare, unknown
from bot.tariff.duties import (
    Basis,
    Confidence,
    Provenance,
    Side,
    TariffLine,
    saving,
    yearly_saving,
)
from bot.tariff.rates import DutyRate, by_percent

PROVENANCES = {
    side: Provenance(side, 2026, f"tariff, {side.value}", confidence)
    for side, confidence in (
        (Side.MFN, Confidence.MEDIUM),
        (Side.PREFERENTIAL, Confidence.HIGH),
    )
}
BY_LINE = tuple(SideSource(by_line=True, provenance=PROVENANCES[side]) for side in Side)

percents = st.decimals(min_value=0, max_value=500, places=2)


def line(mfn, preferential, *notes, code="84137010"):
    read = (None if one is None else _rate(one) for one in (mfn, preferential))
    return TariffLine(code, *read, notes)


def _rate(text):
    return by_percent(Decimal(text)) if text.replace(".", "").isdigit() else DutyRate(text, None)


def duty_of(*lines):
    return compare("841370", lines, *BY_LINE)


def test_one_rate_on_all_lines_is_stated():
    duty = duty_of(line("10", "4", code="84137010"), line("10", "4", code="84137090"))
    assert (duty.mfn, duty.mfn_percent, duty.preferential_percent) == ("10%", 10, 4)
    assert duty.margin_percent == 6
    assert (duty.mfn_range, duty.preferential_range) == (None, None)
    assert duty.basis is Basis.LINE
    assert duty.preferable is True
    assert duty.confidence is Confidence.MEDIUM
    assert duty.source == "tariff, mfn; tariff, preferential"


def test_several_rates_give_a_range_and_the_lines_but_no_margin():
    lines = (line("20", "0", code="87032325"), line("25", "18", code="87032390"))
    duty = duty_of(*lines)
    assert duty.basis is Basis.RANGE
    assert (duty.mfn, duty.mfn_percent, duty.margin_percent) == (None, None, None)
    assert duty.mfn_range == (20, 25)
    assert duty.preferential_range == (0, 18)
    assert duty.margin_range == (7, 20)
    assert duty.lines == lines


def test_free_and_zero_percent_are_the_same_rate():
    free = TariffLine("84137010", DutyRate("Free", Decimal(0)), None)
    duty = duty_of(free, line("0", None))
    assert (duty.mfn, duty.nothing_to_save) == ("Free", True)


def test_in_quota_lines_are_left_out():
    duty = duty_of(line("1", "0", "in_quota"), line("29.8", "13"))
    assert duty.mfn_percent == Decimal("29.8")
    assert len(duty.lines) == 1


def test_a_line_outside_the_preference_meets_the_normal_duty():
    duty = duty_of(line("35", None, "no_preference"))
    assert (duty.preferential, duty.margin_percent, duty.preferable) == ("35%", 0, False)


@pytest.mark.parametrize(
    ("mfn", "preferential", "preferable"),
    [
        ("5", "7.2", False),
        ("5", "5", False),
        ("0", "0", False),
        ("70", "28.3", True),
        ("361JPY/kg", "0", True),
        ("361JPY/kg", "361JPY/kg", False),
        ("361JPY/kg", "40JPY/kg", None),
        ("29.8", "13% or no concession [see JP note]", None),
        ("*(55JPY/kg)", "0", None),
        (None, "0", None),
        ("5", None, None),
    ],
)
def test_whether_the_preference_is_below_mfn(mfn, preferential, preferable):
    duty = duty_of(line(mfn, preferential))
    assert duty.preferable is preferable


def test_it_depends_on_the_line_whether_the_preference_is_better():
    assert duty_of(line("5", "7.2"), line("70", "28.3")).preferable is None


@pytest.mark.parametrize("other", [None, "361JPY/kg"])
def test_no_range_where_a_line_is_not_a_percentage(other):
    duty = duty_of(line("5", "0"), line(other, "0"), line("7", "0"))
    assert (duty.mfn, duty.mfn_range, duty.margin_percent, duty.margin_range) == (None,) * 4
    assert not duty.nothing_to_save


def test_a_duty_by_weight_is_text_without_a_figure():
    duty = duty_of(line("361JPY/kg", "0"))
    assert (duty.mfn, duty.mfn_percent, duty.margin_percent) == ("361JPY/kg", None, None)


def test_nothing_recorded_is_unknown():
    duty = unknown("841370")
    assert duty.basis is Basis.UNKNOWN
    assert (duty.mfn, duty.preferential, duty.year, duty.confidence) == (None,) * 4
    assert not duty.nothing_to_save
    assert duty.preferable is None


@given(st.lists(st.tuples(percents, percents), min_size=1, max_size=8))
def test_margins_are_never_negative_and_ranges_contain_both_ends(pairs):
    lines = [TariffLine("x", by_percent(mfn), by_percent(other)) for mfn, other in pairs]
    duty = duty_of(*lines)
    assert duty.margin_range is not None
    assert 0 <= duty.margin_range[0] <= duty.margin_range[1]
    assert duty.margin_percent is None or duty.margin_percent == duty.margin_range[0]
    for found, one, expected in (
        (duty.mfn_range, duty.mfn_percent, {mfn for mfn, _ in pairs}),
        (duty.preferential_range, duty.preferential_percent, {other for _, other in pairs}),
    ):
        assert (found or (one, one)) == (min(expected), max(expected))
        assert (found is None) == (len(expected) == 1)


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.decimals(min_value=0, max_value=200, places=3),
    st.integers(min_value=0, max_value=1000),
)
def test_a_saving_is_exact(value, margin, consignments):
    assert saving(value, margin) * 100 == value * margin
    assert yearly_saving(value, consignments, margin) == saving(value, margin) * consignments


def test_a_saving_of_a_known_case():
    assert saving(Decimal(50000), Decimal("8.2")) == Decimal(4100)


@pytest.mark.parametrize(("value", "margin"), [("-1", "1"), ("1", "-1")])
def test_a_saving_of_less_than_nothing_is_refused(value, margin):
    with pytest.raises(ValueError, match="expected 0 or more"):
        saving(Decimal(value), Decimal(margin))
