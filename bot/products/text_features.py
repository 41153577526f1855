"""What two product phrases can have in common: words, word stems and character n-grams.

German compounds ("Kugelhahn") and typing errors share n-grams even where no word is the same. Words that only
qualify ("aus Edelstahl", "für Pumpen", "with motor") weigh less than the thing itself.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterator

BUCKETS = 1 << 18
GRAMS = (3, 4, 5)
WHOLE_WORD = 3.0
STEM = 2.0
GRAM = 1.0
QUALIFIER = 0.35

_WORD = re.compile(r"[a-z0-9]+")
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_QUALIFYING = frozenset(
    [
        "fuer",
        "aus",
        "mit",
        "von",
        "zum",
        "zur",
        "bei",
        "ohne",
        "in",
        "im",
        "am",
        "an",
        "auf",
        "nach",
        "for",
        "of",
        "with",
        "from",
        "made",
        "without",
        "to",
        "by",
        "on",
        "at",
        "used",
        "and",
        "und",
        "oder",
        "or",
    ]
)
_CONNECTING = frozenset(["und", "oder", "or", "and"])
_SILENT = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einer",
        "eines",
        "einen",
        "the",
        "a",
        "an",
        "unser",
        "unsere",
        "unseren",
        "our",
        "we",
        "wir",
        "ich",
        "i",
        "moechten",
        "wollen",
        "wollte",
        "want",
        "verkaufen",
        "exportieren",
        "sell",
        "export",
        "exporting",
        "verschiedene",
        "diverse",
        "sowie",
        "etc",
        "usw",
        "ca",
        "stueck",
        "pcs",
        "new",
        "neue",
        "neuer",
        "neues",
    ]
)
_ENDINGS = ("ungen", "en", "er", "es", "em", "ern", "e", "n", "s")


def folded(text: str) -> str:
    """Lower case, umlauts written out, other accents removed."""
    lowered = text.lower().translate(_FOLDED)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def stem(word: str) -> str:
    """The word without a usual ending of inflection, in both languages; short words stay."""
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def weighted_words(text: str) -> Iterator[tuple[str, float]]:
    """The words of a phrase with their weight: qualifiers after a preposition weigh less."""
    weight = 1.0
    for word in _WORD.findall(folded(text)):
        if word in _QUALIFYING:
            weight = weight if word in _CONNECTING else QUALIFIER
            continue
        if word not in _SILENT:
            yield word, weight


def features(text: str) -> dict[int, float]:
    """Weight per feature bucket of a phrase."""
    found: dict[int, float] = defaultdict(float)
    for word, weight in weighted_words(text):
        found[_bucket("w", word)] += WHOLE_WORD * weight
        found[_bucket("s", stem(word))] += STEM * weight
        for gram, share in _grams(word):
            found[_bucket("g", gram)] += share * weight
    return dict(found)


def _grams(word: str) -> Iterator[tuple[str, float]]:
    """n-grams of a word with its borders; those of the end weigh more (the head of a German compound)."""
    padded = f"<{word}>"
    for size in GRAMS:
        for start in range(len(padded) - size + 1):
            at_end = start + size > len(padded) - 3
            yield padded[start : start + size], GRAM * (1.4 if at_end else 1.0)


def _bucket(kind: str, text: str) -> int:
    return zlib.crc32(f"{kind}{text}".encode()) % BUCKETS
