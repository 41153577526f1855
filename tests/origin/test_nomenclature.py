from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.origin.nomenclature import (
    Correlation,
    HsCode,
    HsRange,
    Nomenclature,
    NomenclatureError,
    code,
    parse_range,
    read_code,
)

MOVED = Correlation({"2012": {"852411": ("852990", "901380"), "841391": ("841391", "841392")}})


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("8413", "8413"),
        ("84.13", "8413"),
        ("8413.70", "841370"),
        ("8413 70 21", "841370"),
        ("04", "04"),
    ],
)
def test_codes_are_read_in_every_notation(text: str, digits: str) -> None:
    assert read_code(text).digits == digits


@pytest.mark.parametrize("text", ["", "8", "841", "84137", "pump", "８４１３", "841370211234"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(NomenclatureError, match="not an HS code"):
        read_code(text)


def test_a_range_contains_both_ends_and_finer_codes() -> None:
    range_ = parse_range("8501-8503")
    assert [range_.contains(code(one)) for one in ("8500", "8501", "850213", "8503", "8504")] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_a_heading_may_but_need_not_lie_in_a_range_of_subheadings() -> None:
    range_ = parse_range("8413.70-8413.91")
    assert not range_.contains(code("8413"))
    assert range_.may_contain(code("8413"))
    assert not range_.may_contain(code("8414"))


@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(1, 9999))
def test_what_a_range_contains_it_may_contain(first: int, last: int, one: int) -> None:
    low, high = sorted((first, last))
    range_ = HsRange(code(f"{low:04d}"), code(f"{high:04d}"))
    found = code(f"{one:04d}")
    assert range_.contains(found) == (low <= one <= high)
    assert not range_.contains(found) or range_.may_contain(found)


def test_an_earlier_edition_may_have_known_several_codes() -> None:
    assert MOVED.to_edition(code("852411"), "2012") == (code("852990"), code("901380"))
    assert MOVED.to_edition(code("852411"), "2022") == (code("852411"),)
    assert MOVED.to_edition(code("841370"), "2012") == (code("841370"),)
    assert MOVED.to_edition(code("8524"), "2012") == (code("8524"), code("8529"), code("9013"))


def test_an_unknown_edition_is_an_error() -> None:
    with pytest.raises(NomenclatureError, match="1996"):
        MOVED.to_edition(code("852411"), "1996")


def test_the_subheadings_below_a_heading_are_listed_in_order() -> None:
    nomenclature = Nomenclature(frozenset({"841391", "841370", "841410"}), Correlation({}))
    assert nomenclature.below(code("8413")) == (code("841370"), code("841391"))
    assert nomenclature.exists(code("84"))
    assert not nomenclature.exists(HsCode("8415"))
