from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.money import Money
from bot.language.numbers import read_money, read_number, read_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1234,5", "1234.5"),
        ("1'234.50", "1234.50"),
        ("1’234’567", "1234567"),
        ("12\u2009345,60", "12345.60"),
        ("12\u202f345", "12345"),
        ("12 345,60", "12345.60"),
        ("1.234.567", "1234567"),
        ("12,34,567", "1234567"),
        ("0,125", "0.125"),
        ("12k", "12000"),
        ("12 Tsd.", "12000"),
        ("1,2 Mio", "1200000"),
        ("1.5 million", "1500000"),
        ("3 Mrd.", "3000000000"),
        ("zwölf", "12"),
        ("zwoelf", "12"),
        ("seven", "7"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("ca. 70", "70"),
        ("\uff11\uff12\uff13", "123"),
        ("8 kg", "8"),
    ],
)
def test_one_number(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NaN",
        "Infinity",
        "-inf",
        "1e5",
        "1.2.3",
        "1,2,3",
        "10.000,00.5",
        "M8",
        "3D",
        "EUR.1",
        "01.02.2026",
        "2026-02-01",
        "12:30",
        "+49 211 1234567",
        "4 oder 5",
        "9" * 40,
    ],
)
def test_no_single_number(text: str) -> None:
    assert read_number(text) is None


def test_a_point_before_three_figures_has_two_readings() -> None:
    (german,) = read_numbers("1.234", "de")
    (english,) = read_numbers("1.234", "en")
    assert german.readings == (Decimal(1234), Decimal("1.234"))
    assert english.readings == (Decimal("1.234"), Decimal(1234))
    assert german.ambiguous
    assert read_numbers("1,234", "en")[0].value == Decimal(1234)
    assert read_numbers("1,234", "de")[0].value == Decimal("1.234")


def test_prices_have_no_three_decimals_percentages_no_groups() -> None:
    assert read_numbers("5.000 €", "en")[0].readings == (Decimal(5000), Decimal(5))
    (share,) = read_numbers("12,345 %", "en")
    assert (share.value, share.ambiguous) == (Decimal("12.345"), False)


@pytest.mark.parametrize("text", ["63 %", "63%", "63 Prozent", "63pct", "63 percent", "63 v.H."])
def test_percentages(text: str) -> None:
    (number,) = read_numbers(text)
    assert (number.value, number.kind) == (Decimal(63), "percent")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("210 €", "210", "EUR"),
        ("€210", "210", "EUR"),
        ("EUR 1.210,50", "1210.50", "EUR"),
        ("1000EUR", "1000", "EUR"),
        ("US$ 5,000.00", "5000", "USD"),
        ("75 Dollar", "75", "USD"),
        ("£3.20", "3.20", "GBP"),
        ("CHF 1'000", "1000", "CHF"),
        ("90000 yen", "90000", "JPY"),
        ("12 TEUR", "12000", "EUR"),
        ("T€ 12", "12000", "EUR"),
        ("12k€", "12000", "EUR"),
        ("1.5m EUR", "1500000", "EUR"),
        ("80,- €", "80", "EUR"),
        ("50 Cent", "0.50", "EUR"),
        ("500 nok", "500", "NOK"),
    ],
)
def test_money(text: str, amount: str, currency: str) -> None:
    assert read_money(text) == Money(Decimal(amount), currency)


def test_a_bare_amount_takes_the_default_currency_only() -> None:
    assert read_money("500", default_currency="EUR") == Money(Decimal(500), "EUR")
    assert read_money("500") is None
    assert read_money("500 € oder 600 €") is None
    assert read_money("40 %", default_currency="EUR") is None


def test_ordinary_words_may_follow() -> None:
    found = read_numbers("4 Motoren und 5 gears, 3 oder 2")
    assert [number.value for number in found] == [Decimal(n) for n in (4, 5, 3, 2)]


def test_units_are_no_factors() -> None:
    (length,) = read_numbers("5 m")
    assert (length.value, length.unit) == (Decimal(5), "m")
    (weight,) = read_numbers("12kg")
    assert (weight.value, weight.unit) == (Decimal(12), "kg")


def test_a_german_billion_has_twelve_zeros() -> None:
    assert read_number("1 Billion", "de") == Decimal(10) ** 12
    assert read_number("1 billion", "en") == Decimal(10) ** 9


def test_absurd_numbers_are_reported_as_such() -> None:
    (number,) = read_numbers("9" * 40)
    assert number.value == Decimal("9" * 40)
    assert not number.plausible


def test_about_is_noted() -> None:
    assert [n.approximate for n in read_numbers("ca. 500 EUR, genau 20 kg, ~3")] == [
        True,
        False,
        True,
    ]


def grouped(value: Decimal, group: str, point: str) -> str:
    text = f"{value:,.2f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", group)


amounts = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False)


@given(amounts, st.sampled_from([(".", ","), (",", "."), ("'", "."), ("\u202f", ",")]))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read(value: Decimal, marks: tuple[str, str]) -> None:
    assert read_number(grouped(value, *marks)) == value
    assert read_money(grouped(value, *marks) + " €") == Money(value, "EUR")


@given(st.text(alphabet="0123456789.,' \u202f€%kEUR-TMio", max_size=60))
@settings(max_examples=300, deadline=None)
def test_every_number_found_is_finite_and_where_it_says(text: str) -> None:
    for number in read_numbers(text):
        assert all(reading.is_finite() for reading in number.readings)
        assert text[slice(*number.span)] == number.text


@pytest.mark.parametrize("text", ["9" * 10_000, "1," * 5_000, "1 234 " * 1_600, "a" * 10_000])
def test_long_messages_end(text: str) -> None:
    assert isinstance(read_numbers(text), tuple)


@pytest.mark.parametrize(
    "text",
    ["EUR1", "eur1 für die Schweiz", "EUR-1", "EUR.1", "eur 1 formular", "EUR 1 oder Rechnung?"],
)
def test_the_movement_certificate_is_no_amount(text: str) -> None:
    assert read_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "value"), [("EUR 1,50", "1.50"), ("1 EUR", "1"), ("EUR1000", "1000")]
)
def test_one_euro_still_is_an_amount(text: str, value: str) -> None:
    assert [str(one.value) for one in read_numbers(text, "de")] == [value]


def test_sets_are_counted() -> None:
    assert [one.unit for one in read_numbers("3 sets bolts")] == ["sets"]
