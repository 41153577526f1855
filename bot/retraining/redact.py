"""Takes out of a message what names a person or a firm, before anything of it is written.

    redactor = Redactor.load(services)
    redactor.redact("Hier ist Eva Muster, Pumpen nach Japan, 12.300 €", "de").text
    -> "Hier ist ‹name›, Pumpen nach Japan, 10000 EUR"

Redacting what is redacted already changes nothing: that is how bot.retraining.merge proves that redaction
ran. How well it works is measured by tests/retraining/test_redaction.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.language.hs_codes import find_hs_codes
from bot.language.words import Word, fold, words_of
from bot.retraining.known_words import KnownWords
from bot.retraining.name_lists import NEVER_NAMES, TITLES, spelled
from bot.retraining.rare_words import RareWord, RareWords
from bot.retraining.redact_firms import FirmFinder
from bot.retraining.redact_known_words import ENGLISH_CAPITALS
from bot.retraining.redact_patterns import Span, numbers_of_people, shaped
from bot.retraining.redact_people import PeopleFinder
from bot.retraining.redact_places import AddressFinder
from bot.retraining.redact_plates import plates
from bot.retraining.redact_prices import prices
from bot.retraining.redact_rests import with_rests
from bot.retraining.redact_small_firms import SmallFirmFinder
from bot.retraining.redact_towns import TownFinder
from bot.retraining.redact_trading_firms import TERMS, TradingFirmFinder
from bot.retraining.towns import word_list

if TYPE_CHECKING:
    from bot.wiring import Services

VERSION = "8"
"""Changes with every change of what is redacted; noted beside every message."""

MARK = re.compile(r"‹[a-z_]+›")
"""What stands in place of something that was taken out."""

WORD = "word"
HIDDEN_WORD = f"‹{WORD}›"
"""The mark of a word that too few use."""

_MOST_PASSES = 3
"""What one reading takes out can show the next that a word beside it names somebody."""

_SHORTEST_TAIL = 5
_SHORTEST_STEM = 4
_ENDINGS = ("s", "n", "en", "e", "er", "es")
_CODE_WORDS = re.compile(
    r"(?:hs|kn|cn|taric|tarif\w*|waren(?:tarif)?n\w*|zolltarif\w*|code|heading|position)\W{0,3}(?:code|nr|no|number|nummer)?\W{0,4}$",
    re.I,
)


@dataclass(frozen=True)
class Redacted:
    """A message without what must not be kept, and the kinds of what was taken out."""

    text: str
    kinds: tuple[str, ...] = ()
    rare: frozenset[str] = field(default=frozenset(), repr=False)
    """Words in it that only few use, hidden or not; to be counted, never to be written."""
    has_new_words: bool = False
    """Whether it holds words that few used once and are shared now."""


class Vocabulary:
    """The words of the language, of the goods and of markets, as far as the project's data knows them."""

    def __init__(
        self, words: Iterable[str], markets: Iterable[str], english: Iterable[str]
    ) -> None:
        self._english = frozenset(fold(one) for one in english if len(one) > 1)
        self._words = frozenset(fold(one) for one in words if len(one) > 1)
        self._tails = frozenset(one for one in self._words if len(one) >= _SHORTEST_TAIL)
        self._markets = frozenset(fold(one) for one in markets if len(one) > 2)

    def is_market(self, word: str) -> bool:
        """Whether a folded word belongs to the name of a market."""
        return word in self._markets

    def is_written(self, word: str) -> bool:
        """Whether a folded word stands in the data, or the word of which it is the plural."""
        return word in self._words or word.removesuffix("s") in self._words

    def is_english(self, word: str) -> bool:
        """Whether a folded word stands in the English data, or the word of which it is the plural."""
        return word in self._english or word.removesuffix("s") in self._english

    def is_word(self, word: str) -> bool:
        """Whether a folded word is known, in this or the basic form, or belongs to a market."""
        if word in self._words or word in self._markets:
            return True
        stems = (word.removesuffix(end) for end in _ENDINGS)
        return any(stem in self._words for stem in stems if len(stem) >= _SHORTEST_STEM)

    def is_known(self, word: str) -> bool:
        """Whether a folded word, or the last part of a compound, is known."""
        if self.is_word(word):
            return True
        # German goods are compounds: "Zahnradpumpen" ends in a known word.
        ends = (word[at:] for at in range(3, len(word) - _SHORTEST_TAIL + 1))
        return any(
            end in self._tails
            or end.removesuffix("n") in self._tails
            or end.removesuffix("s") in self._tails
            for end in ends
        )


@dataclass(frozen=True)
class Redactor:
    """Redacts messages in German and English; made once per process.

    `is_shared` tells of a rare word whether enough conversations hold it to be written
    (bot.retraining.shared_words); without it, no rare word is.
    """

    vocabulary: Vocabulary
    rare: RareWords
    towns: TownFinder
    is_shared: Callable[[str], bool] = field(default=lambda _word: False)
    countries: frozenset[str] = frozenset()

    @classmethod
    def load(cls, services: Services) -> Redactor:
        """The redactor over the project's labels, examples and market names, and everyday language."""
        from bot.retraining.common_language import common_language
        from bot.retraining.vocabulary import (
            english_capitals,
            english_words,
            everyday_words,
            german_words,
            known_words,
            market_words,
            named_goods,
            office_words,
            sure_words,
            words_of_goods,
        )

        markets = market_words(services)
        language = common_language()
        known = KnownWords(
            frozenset(sure_words(services)),
            frozenset(words_of_goods(services)),
            frozenset(map(spelled, markets)),
            language.also_names | word_list("goods_as_names"),
            language.seldom_names,
            language.likely_names,
            frozenset(german_words(services)),
            frozenset(named_goods(services)),
            office_words(),
            english_capitals(services),
        )
        towns = TownFinder(known.goods, known.markets, everyday_words())
        vocabulary = Vocabulary(known_words(services), markets, english_words(services))
        named = services.markets.data.markets.values()
        countries = words_in(name for one in named for name in (one.name_de, one.name_en))
        return cls(vocabulary, RareWords(known), towns, countries=frozenset(countries))

    def sharing(self, is_shared: Callable[[str], bool]) -> Redactor:
        """The same, which writes the rare words that are shared."""
        return replace(self, is_shared=is_shared)

    @cached_property
    def _addresses(self) -> AddressFinder:
        return AddressFinder(self.vocabulary)

    @cached_property
    def _firms(self) -> FirmFinder:
        return FirmFinder(self.vocabulary)

    @cached_property
    def _trading_firms(self) -> TradingFirmFinder:
        return TradingFirmFinder(self.vocabulary)

    @cached_property
    def _small_firms(self) -> SmallFirmFinder:
        return SmallFirmFinder(self.vocabulary)

    @cached_property
    def _people(self) -> PeopleFinder:
        return PeopleFinder(self.vocabulary)

    def is_word(self, folded: str) -> bool:
        """Whether a folded word belongs to the language or the goods, or ends in one that does."""
        return self.vocabulary.is_known(folded)

    def redact(self, text: str, lang: str = "de", *, is_amount: bool = False) -> Redacted:
        """The message without names, firms, addresses, numbers of people, and with prices as buckets.

        Args:
            text: what was typed; payloads of buttons ("/affirm") are left as they are.
            lang: how figures are written.
            is_amount: the open question asked for an amount, so that a bare figure is a price.
        """
        if text.startswith("/"):
            return Redacted(text)
        done = self._redact_once(text, lang, is_amount=is_amount)
        for _ in range(_MOST_PASSES if done.text != text else 0):
            again = self._redact_once(done.text, lang, is_amount=is_amount)
            if again.text == done.text:
                break
            done = Redacted(
                again.text,
                tuple(sorted({*done.kinds, *again.kinds})),
                done.rare | again.rare,
                done.has_new_words or again.has_new_words,
            )
        return done

    def _redact_once(self, text: str, lang: str, *, is_amount: bool) -> Redacted:
        taken = _Taken(text)
        taken.protect(match.span() for match in MARK.finditer(text))
        taken.add(shaped(text))
        taken.add(plates(text))
        taken.add(self._addresses.find(text, lang))
        codes = self._codes(text)
        money = list(prices(text, lang, is_amount))
        for start, end, written in money:
            if not any(start < other_end and other_start < end for other_start, other_end in codes):
                taken.add([("price", start, end)], written)
        taken.add(
            span
            for span in numbers_of_people(text)
            if not any(start <= span[1] and span[2] <= end for start, end in codes)
        )
        taken.add(self._firms.find(text))
        taken.add(self._trading_firms.find(text, lang))
        taken.add(self._small_firms.find(text))
        taken.add(self._people.find(text, lang))
        taken.add(self.towns.find(text))
        rare = [one for one in self.rare.find(text, lang) if taken.is_left(one)]
        shared = {one for one in rare if one.countable and self.is_shared(one.spelling)}
        taken.add((WORD, one.start, one.end) for one in rare if one not in shared)
        counted = frozenset(one.spelling for one in rare if one.countable)
        text, kinds = taken.result()
        text, rests = with_rests(text, lang, self._is_place, self._is_term)
        return Redacted(text, tuple(sorted({*kinds, *rests})), counted, bool(shared))

    def _is_place(self, word: Word) -> bool:
        """Whether a word is the name of a town that is known as a market, and no country."""
        if word.folded in self.countries or self.vocabulary.is_written(word.folded):
            return False
        return self.vocabulary.is_market(word.folded)

    def _is_term(self, word: Word) -> bool:
        """Whether a capital beside a name is a country, a title or a term of customs."""
        lists = (NEVER_NAMES, TITLES, TERMS, ENGLISH_CAPITALS, self.countries)
        return any(word.folded in one for one in lists)

    def _codes(self, text: str) -> list[tuple[int, int]]:
        """Where codes of goods stand; a figure with a leading 0 may as well be a telephone number."""
        return [
            one.span
            for one in find_hs_codes(text)
            if one.certain
            and (
                len(one.digits) <= 6
                or not one.digits.startswith("0")
                or _CODE_WORDS.search(text[: one.span[0]])
            )
        ]


class _Taken:
    """What is taken out of one text; what was found first goes before what is found later."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: list[tuple[int, int, str, str]] = []
        self._protected: list[tuple[int, int]] = []

    def protect(self, spans: Iterable[tuple[int, int]]) -> None:
        self._protected.extend(spans)

    def add(self, spans: Iterable[Span], written: str = "") -> None:
        for kind, start, end in spans:
            start, end = self._trimmed(start, end)
            if start < end:
                self._spans.append((start, end, kind, written or f"‹{kind}›"))

    def is_left(self, word: RareWord) -> bool:
        """Whether nothing has taken the word, nor protects it."""
        taken = [*self._protected, *((one[0], one[1]) for one in self._spans)]
        return not any(start < word.end and word.start < end for start, end in taken)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The part of a span that nothing else has; the outer part where they overlap."""
        for other_start, other_end in [
            *self._protected,
            *((one[0], one[1]) for one in self._spans),
        ]:
            if other_start <= start < other_end:
                start = other_end
            if other_start < end <= other_end:
                end = other_start
        while start < end and self._text[start] in " \t,.;:":
            start += 1
        while start < end and self._text[end - 1] in " \t\n,;:":
            end -= 1
        return start, end

    def result(self) -> tuple[str, list[str]]:
        """The text with marks, and the kinds of what they stand for."""
        pieces, at, kinds = [], 0, []
        for start, end, kind, written in self._outermost():
            pieces += [self._text[at:start], written]
            at = end
            if self._text[start:end] != written:
                kinds.append(kind)
        text = "".join([*pieces, self._text[at:]])
        return text, kinds

    def _outermost(self) -> list[tuple[int, int, str, str]]:
        """The spans in order, without those inside others."""
        kept: list[tuple[int, int, str, str]] = []
        for span in sorted(self._spans, key=lambda one: (one[0], -one[1])):
            if kept and span[0] < kept[-1][1]:
                continue
            kept.append(span)
        return kept


def words_in(texts: Iterable[str]) -> Iterable[str]:
    """Every word of the texts."""
    return (word.folded for text in texts for word in words_of(text))
