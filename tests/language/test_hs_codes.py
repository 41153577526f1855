from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.hs_codes import find_hs_codes


@pytest.mark.parametrize(
    ("text", "digits", "level"),
    [
        ("8413", "8413", "heading"),
        ("84.13", "8413", "heading"),
        ("8413.70", "841370", "subheading"),
        ("84.13.70", "841370", "subheading"),
        ("841370", "841370", "subheading"),
        ("8413 70 21", "84137021", "cn8"),
        ("84137021", "84137021", "cn8"),
        ("KN 8413 70 21", "84137021", "cn8"),
        ("8413702100", "8413702100", "taric"),
        ("8413.70.21.00", "8413702100", "taric"),
        ("84137021000", "84137021000", "commodity_code"),
        ("HS 9403", "9403", "heading"),
        ("HS-Code: 9403", "9403", "heading"),
        ("die Zolltarifnummer lautet 3926", "3926", "heading"),
        ("our tariff code is 3926", "3926", "heading"),
        ("0901", "0901", "heading"),
        ("HS 2009", "2009", "heading"),
        ("Kapitel 39", "39", "chapter"),
        ("chapter 7", "07", "chapter"),
        ("\uff18\uff14\uff18\uff11", "8481", "heading"),
        ("848180 für Chile", "848180", "subheading"),
        ("HS 8413.7", "8413", "heading"),
        ("HS-Code 84137", "8413", "heading"),
        ("der HS-Code ist 8413702", "841370", "subheading"),
        ("HS 99999999", "99999999", "cn8"),
    ],
)
def test_notations(text: str, digits: str, level: str) -> None:
    (code,) = find_hs_codes(text)
    assert (code.digits, code.level, code.certain) == (digits, level, True)
    assert code.hs6 == digits[:6]


@pytest.mark.parametrize(
    "text",
    [
        "im Jahr 2026",
        "seit 2019 exportieren wir",
        "8413 Euro",
        "8.413,70 €",
        "€ 8413",
        "Umsatz 8413 EUR",
        "8413,70",
        "3926 Stück",
        "3926 kg",
        "am 12.05. liefern wir",
        "22.11.2026",
        "Tel. 0211 841370",
        "+49 211 841370",
        "Auftrag 841370",
        "Rechnung Nr. 841370",
        "DIN 8413",
        "150000",
        "7712",
        "9912",
        "8400",
        "8413702",
        "A8413",
        "841370X",
        "Kapitel 77",
    ],
)
def test_no_codes(text: str) -> None:
    assert find_hs_codes(text) == ()


@pytest.mark.parametrize("text", ["2026", "12.05", "Pumpe 8413 gesucht", "Pos. 8413"])
def test_figures_that_may_be_something_else_are_uncertain(text: str) -> None:
    (code,) = find_hs_codes(text)
    assert not code.certain


def test_several_codes_and_a_list() -> None:
    codes = find_hs_codes("Warennummern: 8413 70 21, 8481 80 und 8501")
    assert [code.digits for code in codes] == ["84137021", "848180", "8501"]
    assert all(code.certain for code in codes)


def test_a_quantity_is_no_part_of_the_code() -> None:
    (code,) = find_hs_codes("HS 8413 70 Stück")
    assert code.digits == "8413"


chapters = st.integers(1, 97).filter(lambda chapter: chapter != 77)


@given(chapters, st.integers(1, 99), st.integers(0, 99), st.integers(0, 99), st.sampled_from(" ."))
@settings(max_examples=200, deadline=None)
def test_round_trip(chapter: int, heading: int, sub: int, cn: int, mark: str) -> None:
    digits = f"{chapter:02}{heading:02}{sub:02}{cn:02}"
    written = mark.join((digits[:4], digits[4:6], digits[6:]))
    for text in (f"HS {written}", f"HS {digits}"):
        (code,) = find_hs_codes(text)
        assert (code.digits, code.certain) == (digits, True)
        assert text[slice(*code.span)] == code.text
