"""The words that are no names: those of the goods, of the training examples, and of the FAQ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.language.product_words import _NO_PRODUCT
from bot.language.words import words_of
from bot.retraining.name_lists import name_lists

if TYPE_CHECKING:
    from bot.wiring import Services

_COMMON = Path(__file__).with_name("words") / "common_words.txt"
_FILES = ("nlu/de/*.yml", "nlu/en/*.yml", "faq/*.yml")


def known_words(services: Services) -> set[str]:
    """Folded words of the project's data; names that stand in examples are none of them."""
    words = set(_NO_PRODUCT) | common_words()
    for label in services.labels.by_digits.values():
        for lang in ("de", "en"):
            for text in (label.label[lang], *label.words[lang]):
                words |= {one.folded for one in words_of(text)}
    for pattern in _FILES:
        for path in sorted(services.settings.data.glob(pattern)):
            words |= {one.folded for one in words_of(path.read_text(encoding="utf-8"))}
    names = name_lists()
    return {one for one in words if len(one) > 2} - (names.given - names.also_words)


def common_words() -> set[str]:
    """Words of offices and everyday language, from the list beside this module."""
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return {one.folded for line in lines if not line.startswith("#") for one in words_of(line)}


def market_words(services: Services) -> set[str]:
    """Every word of the names of markets, their people and capitals."""
    return set(_market_words(services))


def _market_words(services: Services) -> Iterator[str]:
    for name in ("markets.csv", "groups.csv"):
        text = (services.settings.data / "markets" / name).read_text(encoding="utf-8")
        yield from (word for word in re.findall(r"[^\W\d_]{3,}", text))
