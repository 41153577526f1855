"""Which words name goods: the words of data/products, and what stands at the end of its names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.language.words import fold, word_set

PRODUCTS = Path(__file__).resolve().parents[2] / "data/products"
_BEFORE_THE_REST = word_set(
    "aus für fur fuer mit zum zur zu von in im of for with from to to on by ohne without"
)
_WORD_OF_NAME = re.compile(r"[^\W_]+")
_ENDINGS = ("", "s", "n", "en", "e", "es", "er", "ern")
# A compound's last part is long enough to be no ending of a verb.
_SHORTEST_PART = 5


@dataclass(frozen=True)
class GoodsWords:
    """The last words of the names of goods, folded: "ventil" of "Kugelventil aus Stahl"."""

    heads: frozenset[str]

    def names_goods(self, folded: str) -> bool:
        """Does the word, or the end of the compound, stand at the end of a name of goods?"""
        return any(form in self.heads for form in _forms(folded)) or any(
            form in self.heads and len(form) >= _SHORTEST_PART
            for start in range(3, len(folded) - _SHORTEST_PART + 1)
            for form in _forms(folded[start:])
        )


def _forms(word: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word[: len(word) - len(ending)] if ending else word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("ves"):
        yield word[:-3] + "f"
        yield word[:-3] + "fe"


@lru_cache(maxsize=1)
def goods_words() -> GoodsWords:
    """Read the names of data/products once; raises OSError if the folder cannot be read."""
    names: set[str] = set()
    for path in sorted(PRODUCTS.glob("[0-9][0-9].csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names.update(row["words_de"].split("|"), row["words_en"].split("|"))
    return GoodsWords(frozenset(fold(head) for head in {_head(name) for name in names} if head))


def _head(name: str) -> str:
    """The last word before what the goods are of or for; "" if it is no plain word."""
    last = ""
    for word in _WORD_OF_NAME.findall(name):
        if last and word in _BEFORE_THE_REST:
            break
        last = word
    return last if last.isalpha() and len(last) > 2 else ""
