"""The words of everyday German and English, without the names that lists of frequent words are full of.

A list of frequent words knows no capitals, so that it cannot tell a name from a word. But a name is about as
frequent in one language as in another, a word is at home in one: "schraube" is a hundred times as frequent
in German as in French, "neumann" is not. Lists of names take out the rest. What only Germans
name is at home in German, too: towns ("Odenthal") are told by the gazetteer, family names that no list has
("Altenberger") by how they end.

Source of the frequencies: the package wordfreq (books, subtitles, encyclopedias, the press, until 2021).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import wordfreq

from bot.language.words import word_set
from bot.retraining.name_lists import all_names, spelled
from bot.retraining.towns import towns, word_list

_LANGUAGES = ("de", "en")
_OTHERS = ("fr", "es", "it", "nl", "pl", "pt", "tr", "cs", "sv", "ro", "id", "da")
_LEAST_FREQUENT = 650
"""Centibels below one: 650 is three times in ten million words."""

_LEAST_IN_USE = 750
_AHEAD = {"de": 200, "en": 100}
"""Centibels (100 is a factor of ten) by which a word is more frequent at home than in the others."""

_ABROAD = 2
"""It must be ahead of all but this many other languages: some borrow, and English is everywhere."""

_FREQUENT_NAME = 520
_AHEAD_OF_NAMES = {"de": 250, "en": 150}
"""A word that is a name of somebody, too ("klein", "price"), is a word if it is frequent and at home."""

_ENDS_OF_NAMES = tuple(
    word_set(
        "mann meyer meier maier mayer berger inger burger thal bach heim hausen dorf"
        " stedt kamp brock horst trup hoff burg berg loh steiner bauer huber"
    )
)
_FREQUENT_WITH_SUCH_END = 550
"""A word that ends as family names do must be this frequent, or on the list that was read through."""

_NEVER = 10_000
_SHORTEST = 2
_LAST = 900


@dataclass(frozen=True)
class CommonLanguage:
    """Everyday words in the spelling of `spelled`.

    `also_names` are words where they are written small, `seldom_names` may be ("undo" is a name in
    Nigeria); `likely_names` are in use, but at home nowhere. `german` and `english` are
    those of the words that each has.
    """

    words: frozenset[str]
    also_names: frozenset[str]
    seldom_names: frozenset[str]
    likely_names: frozenset[str]
    german: frozenset[str]
    english: frozenset[str]


@lru_cache(maxsize=1)
def common_language() -> CommonLanguage:
    """Everyday German and English."""
    at_home = {lang: _frequent(lang) for lang in _LANGUAGES}
    wanted = frozenset(word for words in at_home.values() for word in words)
    elsewhere = {lang: dict(_places(lang, wanted)) for lang in (*_LANGUAGES, *_OTHERS)}
    wordfreq.get_frequency_list.cache_clear()
    names = all_names()
    words, also_names, seldom_names, likely_names = set(), set(), set(), set()
    for lang, frequent in at_home.items():
        for word, place in frequent.items():
            ahead, spelling = _ahead(lang, word, place, elsewhere), spelled(word)
            if _names_somebody(spelling, place, lang):
                likely_names.add(spelling)
            elif spelling not in names and ahead >= _AHEAD[lang] and place <= _LEAST_FREQUENT:
                words.add(spelling)
            elif ahead >= _AHEAD_OF_NAMES[lang] and place <= _FREQUENT_NAME:
                also_names.add(spelling)
            elif ahead >= _AHEAD[lang] and place <= _LEAST_FREQUENT:
                seldom_names.add(spelling)
            elif ahead < min(_AHEAD[lang], _LAST - place):
                # Others know it, too.
                likely_names.add(spelling)
    return CommonLanguage(
        frozenset(words),
        frozenset(also_names),
        frozenset(seldom_names),
        frozenset(likely_names - words - also_names),
        frozenset(spelled(one) for one in at_home["de"]) & words,
        frozenset(spelled(one) for one in at_home["en"]) & words,
    )


def _names_somebody(spelling: str, place: int, lang: str) -> bool:
    """Whether a word that is at home is a town, or ends as the family names of the language do."""
    if spelling in towns() and spelling not in word_list("towns_as_goods"):
        return True
    ends = lang == "de" and spelling.endswith(_ENDS_OF_NAMES) and place > _FREQUENT_WITH_SUCH_END
    return ends and spelling not in word_list("words_with_ends_of_names")


def _frequent(lang: str) -> dict[str, int]:
    frequent = _places(lang, None, _LEAST_IN_USE)
    return {word: place for word, place in frequent if len(word) >= _SHORTEST and word.isalpha()}


def _places(
    lang: str, wanted: frozenset[str] | None, least: int = _NEVER
) -> Iterator[tuple[str, int]]:
    """Words with their frequency as centibels below one; all, or the wanted ones."""
    for place, words in enumerate(wordfreq.get_frequency_list(lang)[:least]):
        yield from ((word, place) for word in words if wanted is None or word in wanted)


def _ahead(lang: str, word: str, place: int, elsewhere: dict[str, dict[str, int]]) -> int:
    """By how many centibels the word is more frequent in its language than in others."""
    others = (places for other, places in elsewhere.items() if other != lang)
    # What a list does not hold is at least as rare as its last word.
    return sorted(places.get(word, _LAST) for places in others)[_ABROAD] - place
