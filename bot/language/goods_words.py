"""Which words name goods: the words of data/products, and what stands at the end of its names."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.language.words import word_set, words_of

PRODUCTS = Path(__file__).resolve().parents[2] / "data/products"
_BEFORE_THE_REST = word_set(
    "aus fur fuer mit zum zur zu von in im of for with from to to on by ohne without"
)
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


@lru_cache(maxsize=1)
def goods_words() -> GoodsWords:
    """Read the names of data/products once; raises OSError if the folder cannot be read."""
    heads: Counter[str] = Counter()
    for path in sorted(PRODUCTS.glob("[0-9][0-9].csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for cell in (row["words_de"], row["words_en"]):
                    heads.update(head for name in cell.split("|") if (head := _head(name)))
    return GoodsWords(frozenset(heads))


def _head(name: str) -> str:
    last = ""
    for word in words_of(name):
        if word.folded in _BEFORE_THE_REST and last:
            break
        last = word.folded
    return last if last.isalpha() and len(last) > 2 else ""
