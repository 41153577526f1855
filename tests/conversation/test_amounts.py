"""A price with three digits behind the separator is thousands in the language of the talk."""

from __future__ import annotations

import pytest

from bot.conversation.check import _reads_as_thousands
from bot.language.numbers import read_numbers


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("1.000 €", "de", True),
        ("12.500", "de", True),
        ("€1,000", "en", True),
        ("1,234", "de", False),
        ("1.234", "en", False),
    ],
)
def test_thousands_are_not_asked_about(text: str, lang: str, expected: bool) -> None:
    (number,) = read_numbers(text, lang)
    assert _reads_as_thousands(number) is expected
