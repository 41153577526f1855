"""How the labels write a word that a query writes in another form ("Kugelhähne": "Kugelhahn").

Meaning is compared by sentence embeddings, and they know the usual form of a trade word better than its
plural. Looked for is first the word without its shortest ending ("Schranken"), then without an ending and
without umlauts ("Schränke" are a "Schrank", no "Schranke"), then any with the same stem. A word that the
labels write the same way is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.products.search_index import Array, save_arrays
from bot.products.text_features import bases, folded, plain, stem, without_endings

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class WordForms:
    """All words of the labels, folded, and their shortest forms: by what `plain` makes of them, by stem."""

    known: frozenset[str]
    by_plain: Mapping[str, str]
    by_stem: Mapping[str, str]

    @classmethod
    def of(cls, words: Iterable[str], known: frozenset[str]) -> WordForms:
        """The forms of words, the shortest first."""
        by_plain: dict[str, str] = {}
        by_stem: dict[str, str] = {}
        for word in words:
            by_plain.setdefault(plain(folded(word)), word)
            by_stem.setdefault(stem(folded(word)), word)
        return cls(known, by_plain, by_stem)

    def as_in_labels(self, query: str) -> str:
        """The query with its words in the form of the labels, where they have another one."""
        return _WORD.sub(lambda found: self._form(found.group()), query)

    def _form(self, word: str) -> str:
        written = folded(word)
        if written in self.known:
            return word
        # "Schranken" are a "Schranke"; only what is no word with its umlaut is looked for without.
        for one in without_endings(written):
            if one in self.known:
                return one
        for one in (*bases(written), plain(written)):
            if one in self.by_plain:
                return self.by_plain[one]
        return self.by_stem.get(stem(written), word)

    def save(self, path: Path) -> None:
        """Write the forms and the words."""
        forms = sorted({*self.by_plain.values(), *self.by_stem.values()}, key=_shortest)
        save_arrays(path, {"forms": _packed(forms), "known": _packed(sorted(self.known))})

    @classmethod
    def load(cls, path: Path) -> WordForms:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls.of(_unpacked(arrays["forms"]), frozenset(_unpacked(arrays["known"])))


def build_word_forms(texts: Iterable[str]) -> WordForms:
    """The forms of all words of the texts."""
    words = {word for text in texts for word in _WORD.findall(text)}
    return WordForms.of(sorted(words, key=_shortest), frozenset(map(folded, words)))


def _shortest(word: str) -> tuple[int, str]:
    return len(folded(word)), word


def _packed(words: Iterable[str]) -> Array:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpacked(array: Array) -> list[str]:
    return bytes(array.tobytes()).decode().split("\n")
