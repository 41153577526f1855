"""Words with their place in a message, in a spelling that forgives accents and capitals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
# Letters that Unicode does not take apart into a base letter and an accent.
_UNDECOMPOSED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i", "đ": "d"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a message: as written, folded for comparing, and where it stands."""

    text: str
    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return the spelling used for comparing: no capitals, no accents, ß as ss."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def fold_variants(text: str) -> frozenset[str]:
    """Return every spelling under which `text` is looked up: "Türkei" is turkei and tuerkei."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return frozenset({key_of(text), key_of(composed.translate(_UMLAUTS))})


def words_of(text: str) -> tuple[Word, ...]:
    """Split `text` into words; hyphens, dots and apostrophes separate."""
    return tuple(
        Word(match.group(), fold(match.group()), match.start(), match.end())
        for match in _WORD.finditer(text)
    )


def key_of(text: str) -> str:
    """Return the words of `text`, folded, joined by single spaces."""
    return " ".join(fold(match.group()) for match in _WORD.finditer(text))


def word_set(listed: str) -> frozenset[str]:
    """Return the words of a list written with blanks."""
    return frozenset(listed.split())
