"""Looks up what a word or phrase may name: a market, a group, a code, a compound, a misspelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from babel.core import get_global
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.market_data import AmbiguousWord, Market, MarketData, MarketGroup, Treatment
from bot.language.words import fold_variants

How = Literal["name", "adjective", "capital", "code", "group", "fuzzy"]
# "transit": goods pass through on their way.
Role = Literal["origin", "destination", "transit"]

_SAINTS = ("st", "saint", "sankt")
_SHORTEST_FUZZY = 5
# Codes people type without capitals and that are no word then; others are ("jo", "kp", "us").
_TYPED_SMALL = frozenset(
    {"AE", "BR", "CA", "CH", "CL", "CN", "EG", "JP", "KR", "MD", "MK", "MX", "NZ", "SG", "TN", "TR"}
    | {"UA", "VN", "ZA"}
)
_LONG_CODE = 3
_SHORTEST_FUZZY_ADJECTIVE = 10
# Words that are other words as well: no genitive ("turkeys") and no misspelling is made of them.
_UNSAFE_TREATMENTS = (
    "doubtful",
    "needs_preposition",
    "needs_capital",
    "needs_upper",
    "language_name",
    "never",
)
# What makes a compound of a market name, and which way its goods go; umlauts in both spellings.
_PLACE_SUFFIXES: dict[str, Role | None] = {
    "abkommen": None,
    "abnehmer": "destination",
    "anfrage": "destination",
    "anfragen": "destination",
    "auftrag": "destination",
    "auftraege": "destination",
    "auftrage": "destination",
    "ausfuhr": "destination",
    "ausfuhren": "destination",
    "bestellung": "destination",
    "deal": "destination",
    "export": "destination",
    "exporte": "destination",
    "exports": "destination",
    "exporten": "destination",
    "geschaeft": "destination",
    "geschaefte": "destination",
    "geschaft": "destination",
    "geschafte": "destination",
    "handel": None,
    "kunde": "destination",
    "kunden": "destination",
    "kundin": "destination",
    "lieferung": "destination",
    "lieferungen": "destination",
    "markt": "destination",
    "marktes": "destination",
    "sendung": "destination",
    "sendungen": "destination",
    "verkauf": "destination",
    "verkaeufe": "destination",
    "verkaufe": "destination",
    "versand": "destination",
    "vertrieb": "destination",
    "vertretung": "destination",
    "zoll": None,
    "zoelle": None,
    "zolle": None,
    "import": "origin",
    "importe": "origin",
    "importen": "origin",
    "einfuhr": "origin",
    "einfuhren": "origin",
    "einkauf": "origin",
    "lieferant": "origin",
    "lieferanten": "origin",
    "ware": "origin",
    "waren": "origin",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a key names: one market, several that share the name, or a group."""

    how: How
    markets: tuple[str, ...] = ()
    group: str | None = None
    role: Role | None = None
    certain: bool = True


class MarketIndex:
    """Every key under which the markets and groups of the data are known."""

    def __init__(self, data: MarketData) -> None:
        self._named: dict[str, Named] = {}
        self._codes = {iso2: iso2 for iso2 in data.markets}
        self._codes |= {long: iso2 for long, iso2 in _three_letter_codes() if iso2 in data.markets}
        self._barred = frozenset(
            key
            for treatment in _UNSAFE_TREATMENTS
            for key in _keys_of(data.ambiguous_words, treatment)
        )
        self._enter_markets(tuple(data.markets.values()))
        self._enter_groups(data.groups.values())
        self._ambiguous = _by_key(data.ambiguous_words)
        self._no_fuzzy = frozenset(_keys_of(data.ambiguous_words, "no_fuzzy"))
        self._code_words = {
            word.word: word.treatment
            for word in data.ambiguous_words
            if word.treatment in ("code_word", "code_unit")
        }
        self._fuzzy_keys = self._bucket(self._fuzzy_candidates(data))
        self._longest = _longest_by_first_word((*self._named, *self._ambiguous))

    def _enter_markets(self, markets: tuple[Market, ...]) -> None:
        levels: tuple[tuple[How, list[tuple[str, str]]], ...] = (
            ("name", [(n, m.iso2) for m in markets for n in _own_names(m)]),
            ("name", [(n, m.iso2) for m in markets for n in m.aliases]),
            ("capital", [(n, m.iso2) for m in markets for n in m.capitals]),
            ("adjective", [(n, m.iso2) for m in markets for n in m.adjectives]),
        )
        for how, names in levels:
            found: dict[str, dict[str, None]] = defaultdict(dict)
            for name, iso2 in names:
                for key in _spellings(name):
                    found[key][iso2] = None
            for key, codes in found.items():
                self._named.setdefault(key, Named(how, tuple(codes), certain=len(codes) == 1))
        self._enter_genitives([name for _, names in levels[:2] for name in names])

    def _enter_genitives(self, names: list[tuple[str, str]]) -> None:
        for name, iso2 in names:
            for key in _genitives(name):
                if key[:-1] not in self._barred:
                    self._named.setdefault(key, Named("name", (iso2,)))

    def _enter_groups(self, groups: Iterable[MarketGroup]) -> None:
        for group in groups:
            for name in (group.name_de, group.name_en, *group.aliases):
                for key in _spellings(name):
                    self._named.setdefault(key, Named("group", group=group.group))

    def _fuzzy_candidates(self, data: MarketData) -> Iterator[str]:
        """Yield the keys whose misspellings are recognised.

        Proper names and long adjectives only: cities, blocs and nicknames lie too near to
        the words of products.
        """
        names = {key for m in data.markets.values() for n in _own_names(m) for key in _spellings(n)}
        for key, named in self._named.items():
            adjective = named.how == "adjective" and len(key) >= _SHORTEST_FUZZY_ADJECTIVE
            fit = adjective or (key in names and len(key) >= _SHORTEST_FUZZY)
            if " " not in key and fit and key not in self._barred:
                yield key

    @staticmethod
    def _bucket(keys: Iterable[str]) -> dict[str, list[str]]:
        buckets: dict[str, list[str]] = defaultdict(list)
        for key in keys:
            buckets[_first_sound(key)].append(key)
        return dict(buckets)

    def longest_from(self, word: str) -> int:
        """Return of how many words the longest name beginning with `word` consists (at least 1)."""
        return self._longest.get(word, 1)

    def named(self, key: str) -> Named | None:
        """Return what the folded phrase `key` names."""
        return self._named.get(key)

    def ambiguous(self, key: str, lang: str | None) -> AmbiguousWord | None:
        """Return how `key` has to be treated in a message of language `lang` (None: unknown)."""
        for word in self._ambiguous.get(key, ()):
            if lang is None or word.lang in ("", lang):
                return word
        return None

    def code(self, word: str) -> str | None:
        """Return the market whose ISO code `word` is, of two or three letters; only capitals count."""
        return self._codes.get(word)

    def code_treatment(self, word: str) -> Treatment | None:
        """Return "code_word" or "code_unit" when the code is something else as well.

        Three letters are too often something else ("VAT", "ESP", "COD") to be taken without a hint.
        """
        return self._code_words.get(word) or ("code_unit" if len(word) == _LONG_CODE else None)

    def small_code(self, word: str) -> str | None:
        """Return the market of a code of two letters in small letters that is no word, else None."""
        return self.code(word.upper()) if word.upper() in _TYPED_SMALL else None

    def compound(self, key: str) -> Named | None:
        """Return the market in a German compound such as japangeschaeft."""
        for suffix, role in _PLACE_SUFFIXES.items():
            if key.endswith(suffix) and len(key) > len(suffix) + 1:
                named = self._named.get(key[: -len(suffix)])
                if named and named.how in ("name", "group"):
                    return Named(named.how, named.markets, named.group, role, named.certain)
        return None

    @staticmethod
    def role_in_compound(noun: str) -> Role | None:
        """Return which way goods go in a hyphenated compound ending in `noun` ("UK-Kunde")."""
        return _PLACE_SUFFIXES.get(noun)

    def misspelt(self, key: str, after_preposition: bool) -> Named | None:
        """Return the market whose name is nearest to `key`, if it is near enough.

        One slip is forgiven in names of six letters, two in names of ten; after a word
        like "nach" one in five and two in eight.
        """
        if key in self._no_fuzzy or len(key) < _SHORTEST_FUZZY - 1:
            return None
        nearest: dict[str, int] = {}
        candidates = self._fuzzy_keys.get(_first_sound(key), [])
        matches = process.extract(key, candidates, scorer=OSA.distance, score_cutoff=2, limit=None)
        for name, distance, _ in matches:
            adjective = self._named[name].how == "adjective"
            forgiven = 1 if adjective else _slips_forgiven(name, after_preposition)
            if distance <= forgiven:
                for market in self._identity(name):
                    nearest[market] = min(distance, nearest.get(market, distance))
        return self._nearest(nearest)

    def nearest(self, key: str) -> tuple[str, ...]:
        """Return the markets whose whole name, of any number of words, is nearest to `key`; often none.

        More slips are forgiven than in a sentence: one in names of five letters, two in names of seven,
        three in names of ten. Only where a market was asked for is that no guess.
        """
        if len(key) < _SHORTEST_FUZZY - 1:
            return ()
        matches = process.extract(
            key, self._whole_names, scorer=OSA.distance, score_cutoff=3, limit=None
        )
        near = [
            (slips, name)
            for name, slips, _ in matches
            if slips <= _slips_in_an_answer(name) and _first_sound(name) == _first_sound(key)
        ]
        least = min((slips for slips, _ in near), default=0)
        return tuple(
            dict.fromkeys(
                market
                for slips, name in near
                if slips == least
                for market in self._named[name].markets
            )
        )

    @cached_property
    def _whole_names(self) -> list[str]:
        return [
            key
            for key, named in self._named.items()
            if named.how == "name" and len(key) >= _SHORTEST_FUZZY
        ]

    def _identity(self, key: str) -> tuple[str, ...]:
        named = self._named[key]
        return named.markets or (f"group:{named.group}",)

    @staticmethod
    def _nearest(nearest: dict[str, int]) -> Named | None:
        if not nearest:
            return None
        best = min(nearest.values())
        chosen = tuple(market for market, distance in nearest.items() if distance == best)
        if len(chosen) == 1 and chosen[0].startswith("group:"):
            return Named("fuzzy", group=chosen[0].removeprefix("group:"), certain=False)
        markets = tuple(market for market in chosen if not market.startswith("group:"))
        return Named("fuzzy", markets, certain=best == 1 and len(nearest) == 1)


def _three_letter_codes() -> Iterator[tuple[str, str]]:
    """Yield the ISO 3166-1 codes of three letters with those of two, from the Unicode tables."""
    for code, territories in get_global("territory_aliases").items():
        if len(code) == _LONG_CODE and code.isalpha() and len(territories) == 1:
            yield code, territories[0]


def _longest_by_first_word(keys: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in keys:
        first = key.partition(" ")[0]
        longest[first] = max(key.count(" ") + 1, longest.get(first, 1))
    return longest


def _own_names(market: Market) -> tuple[str, str]:
    return market.name_de, market.name_en


def _spellings(name: str) -> set[str]:
    keys = set(fold_variants(name))
    for key in tuple(keys):
        first, _, rest = key.partition(" ")
        if first in _SAINTS and rest:
            keys.update(f"{saint} {rest}" for saint in _SAINTS)
    return keys


def _genitives(name: str) -> Iterator[str]:
    """Yield "japans" for "Japan"; short forms and names in -s have none."""
    for key in _spellings(name):
        if " " not in key and len(key) > 3 and not key.endswith(("s", "x", "z")):
            yield key + "s"


def _by_key(words: Iterable[AmbiguousWord]) -> dict[str, list[AmbiguousWord]]:
    by_key: dict[str, list[AmbiguousWord]] = defaultdict(list)
    for word in words:
        if word.treatment not in ("no_fuzzy", "code_word", "code_unit"):
            by_key[word.word].append(word)
    return dict(by_key)


def _keys_of(words: Iterable[AmbiguousWord], treatment: str) -> Iterator[str]:
    return (word.word for word in words if word.treatment == treatment)


def _first_sound(key: str) -> str:
    return "k" if key[0] == "c" else key[0]


def _slips_in_an_answer(name: str) -> int:
    return 3 if len(name) >= 10 else 2 if len(name) >= 7 else 1


def _slips_forgiven(name: str, after_preposition: bool) -> int:
    one, two = (5, 8) if after_preposition else (6, 10)
    if len(name) >= two:
        return 2
    return 1 if len(name) >= one else 0
