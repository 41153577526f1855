"""Published rates are read where they are unmistakable, and nowhere else."""

from decimal import Decimal

import pytest

from bot.tariff.components import AdValorem, Combination, Formula, Specific
from bot.tariff.rates import DutyRate, by_percent


def rate(text):
    return DutyRate(text, None).component


@pytest.mark.parametrize(
    ("text", "component"),
    [
        ("Free", AdValorem(Decimal(0))),
        ("29.8%", AdValorem(Decimal("29.8"))),
        ("3,400,000JPY/head", Specific(Decimal(3400000), "JPY", "head")),
        ("34.00 GBP/100kg", Specific(Decimal("34.00"), "GBP", "100kg")),
        ("NOK 10.5 per kg", Specific(Decimal("10.5"), "NOK", "kg")),
        ("240c/kg", Specific(Decimal("2.4"), "ZAR", "kg")),
        (
            "21.3% + 54JPY/kg",
            Formula(
                Combination.SUM,
                (AdValorem(Decimal("21.3")), Specific(Decimal(54), "JPY", "kg")),
            ),
        ),
        (
            "450c/kg with a maximum of 96%",
            Formula(
                Combination.LOWER,
                (Specific(Decimal("4.5"), "ZAR", "kg"), AdValorem(Decimal(96))),
            ),
        ),
        (
            "3.7% or 2.9% + 1.01JPY/m2, whichever is higher",
            Formula(
                Combination.HIGHER,
                (
                    AdValorem(Decimal("3.7")),
                    Formula(
                        Combination.SUM,
                        (AdValorem(Decimal("2.9")), Specific(Decimal("1.01"), "JPY", "m2")),
                    ),
                ),
            ),
        ),
        (
            "4.50% MIN 0.30 EUR / item MAX 0.80 EUR / item",
            Formula(
                Combination.LOWER,
                (
                    Formula(
                        Combination.HIGHER,
                        (AdValorem(Decimal("4.50")), Specific(Decimal("0.30"), "EUR", "item")),
                    ),
                    Specific(Decimal("0.80"), "EUR", "item"),
                ),
            ),
        ),
    ],
)
def test_unmistakable_texts_are_read(text, component):
    assert rate(text) == component


@pytest.mark.parametrize(
    "text",
    [
        "*(55JPY/kg)",
        "●21% to 29.8%+1,159JPY/kg",
        "13% or no concession [see JP note]",
        "40% or 240c/kg",  # not said which of the two
        "within TRQ: Free",
        "1,8/9",
        "14.00% (01 JUL - 31 JAN), 0.00% (01 FEB - 30 JUN)",
        "10% or 55c/kg less 90%",
        "40 (out of quota: 80)",
        "Entry Price",
        "Free to 0.6% [see JP note]",
        "",
    ],
)
def test_texts_that_leave_doubt_are_not_read(text):
    assert rate(text) is None


def test_a_rate_by_rule_prints_its_percentage():
    assert by_percent(Decimal("6.0")) == DutyRate("6%", Decimal(6))
    assert by_percent(Decimal(0)).is_free
    assert by_percent(Decimal(10)).text == "10%"


@pytest.mark.parametrize("percent", ["-1", "NaN", "Infinity"])
def test_a_percentage_is_a_number_of_zero_or_more(percent):
    with pytest.raises(ValueError, match="expected a percentage"):
        DutyRate("?", Decimal(percent))
