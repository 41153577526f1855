"""How the labels write a word that a query writes in another form ("Kugelhähne": "Kugelhahn").

Meaning is compared by sentence embeddings, and they know the usual form of a trade word better than its
plural. Looked for is first the word without its shortest ending ("Schranken"), then without an ending and
without umlauts ("Schränke" are a "Schrank", no "Schranke"), then any with the same stem. A word that the
labels write the same way is left as it is. What is typed apart and written as one word ("Kugel Hahn") is
joined, what is typed as one and known as two words only ("cellphones") is parted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from bot.products.search_index import Array, save_arrays
from bot.products.text_features import bases, folded, plain, stem, without_endings

_WORD = re.compile(r"[^\W\d_]+")
_TWO_WORDS = re.compile(r"([^\W\d_]+) ([^\W\d_]+)")
_SHORTEST_PART, _SHORTEST_PARTED = 4, 9


@dataclass(frozen=True)
class WordSet:
    """Whether a word is in it, told by 64 bits each: the words themselves would take ten times as much."""

    numbers: Array

    @classmethod
    def of(cls, words: Collection[str]) -> WordSet:
        """The set of some words."""
        numbers = np.fromiter(map(_number_of, words), dtype=np.uint64, count=len(words))
        return cls(np.unique(numbers))

    def __contains__(self, word: str) -> bool:
        number = np.uint64(_number_of(word))
        place = int(np.searchsorted(self.numbers, number))
        return place < len(self.numbers) and bool(self.numbers[place] == number)


@dataclass(frozen=True)
class WordForms:
    """All words of the labels, folded; the shortest by what `plain` makes of them, and by stem.

    Both say only what is not said by the words: a word that is plain, or a stem, stands for itself.
    """

    known: WordSet
    by_plain: Mapping[str, str]
    by_stem: Mapping[str, str]

    def as_in_labels(self, query: str) -> str:
        """The query with its words in the form of the labels, where they have another one."""
        joined = _TWO_WORDS.sub(self._joined, query)
        return _WORD.sub(lambda found: self._form(found.group()), joined)

    def _joined(self, found: re.Match[str]) -> str:
        """Two words as one, if only that is a word."""
        first, second = found.groups()
        one = folded(first + second)
        apart = len(first) >= _SHORTEST_PART <= len(second)
        return f"{first}{second}" if apart and one in self.known else found.group()

    def _parted(self, word: str) -> str:
        """An unknown word as the two known ones it is made of, if there is one way to part it."""
        if len(word) < _SHORTEST_PARTED or self._has_slipped(folded(word)):
            return word
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        found = [
            (word[:at], last)
            for at in cuts
            if word[:at] in self.known and (last := self._last(word[at:]))
        ]
        return " ".join(found[0]) if len(found) == 1 else word

    def _has_slipped(self, word: str) -> bool:
        """Whether a known word was typed with a letter too many, or two that changed places."""
        places = range(1, len(word))
        longer = (word[:at] + word[at + 1 :] for at in places)
        changed = (word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in places)
        return any(one in self.known for one in (*longer, *changed))

    def _last(self, word: str) -> str:
        return next((one for one in (word, *without_endings(word)) if one in self.known), "")

    def _form(self, word: str) -> str:
        written = folded(word)
        if written in self.known:
            return word
        # "Schranken" are a "Schranke"; only what is no word with its umlaut is looked for without.
        for one in without_endings(written):
            if one in self.known:
                return one
        for one in (*bases(written), plain(written)):
            if one in self.known or one in self.by_plain:
                return self.by_plain.get(one, one)
        base = stem(written)
        if base in self.known:
            return base
        return self.by_stem.get(base) or self._parted(word)

    def save(self, path: Path) -> None:
        """Write the words and their forms."""
        arrays = {"known": self.known.numbers}
        for name in ("by_plain", "by_stem"):
            forms = getattr(self, name)
            arrays[f"{name}_of"], arrays[name] = _packed(forms), _packed(forms.values())
        save_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path) -> WordForms:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            by_plain, by_stem = (
                dict(zip(_unpacked(arrays[f"{name}_of"]), _unpacked(arrays[name]), strict=True))
                for name in ("by_plain", "by_stem")
            )
            return cls(WordSet(arrays["known"]), by_plain, by_stem)


def build_word_forms(texts: Iterable[str]) -> WordForms:
    """The forms of all words of the texts."""
    known = {folded(word) for text in texts for word in _WORD.findall(text)}
    by_plain: dict[str, str] = {}
    by_stem: dict[str, str] = {}
    for word in sorted(known, key=lambda word: (len(word), word)):
        by_plain.setdefault(plain(word), word)
        by_stem.setdefault(stem(word), word)
    return WordForms(WordSet.of(known), _said(by_plain), _said(by_stem, known))


def _said(forms: Mapping[str, str], known: Container[str] = ()) -> dict[str, str]:
    """The forms without those that say nothing."""
    return {of: word for of, word in forms.items() if of != word and of not in known}


def _number_of(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def _packed(words: Iterable[str]) -> Array:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpacked(array: Array) -> list[str]:
    return bytes(array.tobytes()).decode().split("\n") if array.size else []
