"""What two product phrases can have in common: words, word stems and character n-grams.

German compounds ("Kugelhahn") and typing errors share n-grams even where no word is the same. Words that only
qualify ("aus Edelstahl", "für Pumpen", "with motor") weigh less than the thing itself.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

BUCKETS = 1 << 18
GRAMS = (3, 4, 5)
WHOLE_WORD = 1.0
STEM = 4.0
GRAM = 1.0
# The end of a word weighs more: there stands the head of a German compound.
END_OF_WORD = 1.4

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# "Haehne" and "Hahn", "Roehre" and "Rohr" are one word; "eu" and "au" before an e are no umlauts.
_UMLAUT = re.compile(r"ae|oe|(?<![aeq])ue")
# British and American English, Latin and German spellings of trade and chemistry, old and new German.
_SPELLINGS = tuple(
    (re.compile(spelling), chosen)
    for spelling, chosen in (
        ("ph", "f"),
        (r"(?<=[tbd])re$|(?<=[tb])re(?=s$)", "er"),
        (r"(?<=[lbpdv])our(?=s?$|ed|ing|less)", "or"),
        (r"(?<=[a-z]{2}[lnr])is(?=e|ing|ation)", "iz"),
        (r"(?<=l)ys(?=e|ing)", "yz"),
        ("mould", "mold"),
        ("^tire", "tyre"),
        ("^gray", "grey"),
        ("plow", "plough"),
        ("jewelry", "jewellery"),
        ("aluminum", "aluminium"),
        ("haem", "hem"),
        ("aeth(?=yl|an|er)", "eth"),
        ("(?<!s)kalzi", "calci"),
        ("silizi", "silici"),
        ("karbon", "carbon"),
        ("zyan", "cyan"),
        ("oxyd", "oxid"),
        ("jod", "iod"),
    )
)
_ENDINGS = ("ungen", "ern", "en", "er", "es", "em", "e", "n", "s")
_SHORTEST_STEM = 4
_SHORTEST_IES = 6


def folded(text: str) -> str:
    """Lower case, umlauts written out, other accents removed."""
    lowered = text.lower().translate(_FOLDED)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The folded word without a usual ending of inflection, in one spelling, in both languages."""
    return _without_umlauts(_without_ending(_in_one_spelling(word)))


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A folded word in one of its spellings, without umlauts: plurals and typists leave them out."""
    return _without_umlauts(_in_one_spelling(word))


def without_endings(word: str) -> Iterator[str]:
    """A folded word without each ending of inflection it has, shortest ending first."""
    for ending in sorted(_ENDINGS, key=len):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            yield word[: -len(ending)]


def bases(word: str) -> Iterator[str]:
    """What a folded word may be an inflected form of, longest ending first, spelled as by `plain`."""
    spelled = _in_one_spelling(word)
    for ending in _ENDINGS:
        if spelled.endswith(ending) and len(spelled) - len(ending) >= _SHORTEST_STEM:
            yield _without_umlauts(spelled[: -len(ending)])


def _in_one_spelling(word: str) -> str:
    for spelling, chosen in _SPELLINGS:
        word = spelling.sub(chosen, word)
    return word


def _without_umlauts(word: str) -> str:
    return _UMLAUT.sub(lambda found: found.group()[0], word)


def _without_ending(word: str) -> str:
    if word.endswith("ies") and len(word) >= _SHORTEST_IES:
        return word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def features(words: Iterable[tuple[str, float]]) -> dict[int, float]:
    """Weight per feature bucket of weighted words."""
    found: dict[int, float] = defaultdict(float)
    for word, weight in words:
        found[_bucket("w", word)] += WHOLE_WORD * weight
        found[_bucket("s", stem(word))] += STEM * weight
        for gram, share in _grams(plain(word)):
            found[_bucket("g", gram)] += share * weight
    return dict(found)


def _grams(word: str) -> Iterator[tuple[str, float]]:
    padded = f"<{word}>"
    for size in GRAMS:
        for start in range(len(padded) - size + 1):
            at_end = start + size > len(padded) - 3
            yield padded[start : start + size], GRAM * (END_OF_WORD if at_end else 1.0)


def _bucket(kind: str, text: str) -> int:
    return zlib.crc32(f"{kind}{text}".encode()) % BUCKETS
