"""Digits of any script as ASCII, and the stretches of a message whose digits count nothing."""

from __future__ import annotations

import re
import unicodedata

from bot.language.movement_certificate import certificate_spans

# Groups of three in continental print: no-break, figure, thin and narrow no-break spaces.
_GROUP_SPACES = "\u00a0\u2007\u2009\u202f"
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2019\u2018\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u2212\u2010\u2011\uff0d", "-"),
        "\uff0e": ".",
        "\uff0c": ",",
        "\uff05": "%",
        "\uff04": "$",
        **dict.fromkeys(_GROUP_SPACES, "\u202f"),
    }
)
_COUNTLESS = (
    r"\b\d{4}-\d{1,2}-\d{1,2}\b",
    r"(?<![\d.,])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:(?:19|20)\d{2}|\d{2})\b(?![.,]\d)",
    r"\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    r"\b\d{1,2}:\d{2}(?::\d{2})?\b",
    r"\+\d{1,3}[\d \-/()]{6,20}\d",
    r"\b0\d{2,5} ?[/-] ?\d[\d \-]{3,14}\d\b",
    r"\b0\d{2,5} \d{5,12}\b",
    r"(?<!\S)[^\s@]{1,64}@[^\s@]{1,80}\.\w+",
    r"\b(?:https?://|www\.)\S+",
    r"\b[A-Z]{2}\d{2}(?: ?\d{4}){3,7}(?: ?\d{1,3})?\b",
)
_COUNTLESS_PATTERN = re.compile("|".join(_COUNTLESS))


def plain_digits(text: str) -> str:
    """Return `text` with digits, apostrophes and minus signs as ASCII; no place changes.

    Spaces used for grouping become U+202F, so that they differ from spaces between words.
    """
    translated = text.translate(_MARKS)
    if translated.isascii():
        return translated
    return "".join(_plain(sign) for sign in translated)


def _plain(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def countless_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where dates, times, telephone numbers, addresses and form names stand."""
    spans = (match.span() for match in _COUNTLESS_PATTERN.finditer(text))
    return (*spans, *certificate_spans(text))


def overlaps(span: tuple[int, int], others: tuple[tuple[int, int], ...]) -> bool:
    """Does `span` share a character with one of `others`?"""
    return any(span[0] < end and start < span[1] for start, end in others)
