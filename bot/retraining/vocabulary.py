"""The words that are no names: those of the goods, of the training examples, and of the FAQ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bot.language.product_words import _NO_PRODUCT
from bot.language.words import Word, word_set, words_of
from bot.retraining.common_language import common_language
from bot.retraining.name_lists import NEVER_NAMES, TITLES, all_names, name_lists, spelled
from bot.retraining.towns import word_list

if TYPE_CHECKING:
    from bot.wiring import Services

_LOCALES = Path(__file__).parents[1]
_COMMON = Path(__file__).with_name("words") / "common_words.txt"
_EPONYMS = word_set(
    "mueller muller bender benson bergmann brenner peltier phillips raman stanley thompson smith"
    " williams jordans johns skinner taylor bennett brett harley hoover fischer schlosser schreiner walker"
    " schmidt meyer weber wagner becker schulz hoffmann richter"
    " schroeder neumann zimmermann krueger hofmann hartmann werner krause lehmann"
)
"""Family names by which goods are called ("Müller-Thurgau"): alone they are names."""

_LONGEST_SHORT_FORM = 3
"""Names of so few letters are abbreviations, too: "LE" is a declaration of a supplier."""

_MANY_GOODS = 25
"""A name that so many labels and words have is a word: "stahl", "solar"."""

_LINKS = frozenset(map(spelled, NEVER_NAMES))
"""Small words: "ginger in syrup" does not make "Ginger in accounts" goods."""

_FILES = ("nlu/de/*.yml", "nlu/en/*.yml", "faq/*.yml")


def known_words(services: Services) -> set[str]:
    """Folded words of the project's data; names that stand in examples are none of them."""
    words = set(_NO_PRODUCT) | common_words()
    for label in services.labels.by_digits.values():
        for lang in ("de", "en"):
            for text in (label.label[lang], *label.words[lang]):
                words |= {one.folded for one in words_of(text)}
    for pattern in _FILES:
        for path in sorted(services.settings.data.glob(pattern)):
            words |= {one.folded for one in words_of(path.read_text(encoding="utf-8"))}
    names = name_lists()
    return {one for one in words if len(one) > 2} - (names.given - names.also_words)


def words_of_goods(services: Services) -> set[str]:
    """The words of labels and of what goods are called, in the spelling of `spelled`."""
    return {
        spelled(one.text)
        for lang in ("de", "en")
        for text in _called(services, lang)
        for one in words_of(text)
    }


def german_words(services: Services) -> set[str]:
    """What German compounds are made of: words of goods in German and of everyday German."""
    texts = (path.read_text(encoding="utf-8") for path in _files_in("de", services))
    taught = {spelled(word.text) for text in texts for word in words_of(text)} - all_names()
    return {
        *(spelled(word.text) for text in _called(services, "de") for word in words_of(text)),
        *taught,
        *map(spelled, _NO_PRODUCT),
        *common_spellings(),
        *common_language().german,
    } - _EPONYMS


def english_words(services: Services) -> set[str]:
    """Folded words of goods in English, of English examples and answers, and of everyday English."""
    texts = (path.read_text(encoding="utf-8") for path in _files_in("en", services))
    taught = {one.folded for text in texts for one in words_of(text)}
    names = name_lists()
    return {
        *(word.folded for text in _called(services, "en") for word in words_of(text)),
        *(taught - (names.given - names.also_words)),
        *common_words(),
        *common_language().english,
        *common_language().also_names,
    }


def _files_in(lang: str, services: Services) -> Iterator[Path]:
    """Examples and answers in a language."""
    yield from sorted((services.settings.data / "nlu" / lang).glob("*.yml"))
    yield from sorted(_LOCALES.rglob(f"{lang}/LC_MESSAGES/*.po"))


def named_goods(services: Services) -> Iterator[str]:
    """Pairs of words, one a name, by which goods are called: "petri dish"; spelled by `spelled`."""
    names = all_names() | common_language().likely_names
    for lang in ("de", "en"):
        for text in _called(services, lang):
            spellings = [spelled(one.text) for one in words_of(text)]
            yield from (
                f"{one} {other}"
                for one, other in pairwise(spellings)
                if (one in names or other in names) and not {one, other} & _LINKS
            )


def borrowed_names(services: Services) -> frozenset[str]:
    """Names of people that goods have beside other words only: "Wilson" of the cloud chamber, no good itself.

    They are known beside those words (`named_goods`). A name by which many goods are called is a word.
    """
    alone, beside = set(), Counter[str]()
    for lang in ("de", "en"):
        for text in _called(services, lang):
            spellings = [spelled(one.text) for one in words_of(text)]
            if len(spellings) == 1:
                alone.update(spellings)
            beside.update(spellings)
    language = common_language()
    words = (
        alone
        | language.words
        | language.also_names
        | language.seldom_names
        | common_spellings()
        | word_list("goods_as_names_german")
        | set(map(spelled, market_words(services)))
    )
    return (
        frozenset(
            one
            for one, times in beside.items()
            if one in all_names() and times < _MANY_GOODS and len(one) > _LONGEST_SHORT_FORM
        )
        - words
    )


def _called(services: Services, lang: str) -> Iterator[str]:
    """Labels and words of all codes."""
    for label in services.labels.by_digits.values():
        yield label.label[lang]
        yield from label.words[lang]


def sure_words(services: Services) -> set[str]:
    """Words that are not hidden even if only one visitor used them, in the spelling of `spelled`.

    Those of the goods, of everyday language, and of the examples and answers of the advisor. A name that
    stands in an example is none, unless goods are called so, too.
    """
    goods = words_of_goods(services)
    own = {spelled(one.text) for text in _own_texts(services) for one in words_of(text)}
    office = {spelled(one) for one in (*_NO_PRODUCT, *NEVER_NAMES, *TITLES)} | common_spellings()
    return {
        *(goods - _EPONYMS - borrowed_names(services)),
        *word_list("things_with_names"),
        *office,
        *word_list("ports"),
        *(own - all_names()),
        *common_language().words,
    }


def everyday_words() -> frozenset[str]:
    """Words of offices and everyday language, in the spelling of `spelled`."""
    return frozenset(map(spelled, (*NEVER_NAMES, *TITLES))) | common_spellings()


def office_words() -> frozenset[str]:
    """Words of offices and of what the advisor says, not of goods: "Zoll", "Lieferant"."""
    says = (path.read_text(encoding="utf-8") for path in sorted(_LOCALES.rglob("*.po")))
    said = {spelled(one.text) for text in says for one in words_of(text)}
    return everyday_words() | frozenset(map(spelled, _NO_PRODUCT)) | (said - all_names())


def english_capitals(services: Services) -> frozenset[str]:
    """What labels and answers write with a capital within an English text: "Portland" of the cement."""
    texts = [*_called(services, "en")]
    texts += [path.read_text(encoding="utf-8") for path in _files_in("en", services)]
    inside = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
    return frozenset(spelled(one) for text in texts for one in inside.findall(text))


def _own_texts(services: Services) -> Iterator[str]:
    """What the advisor was taught and what it says."""
    data = services.settings.data
    for pattern in (*_FILES, "markets/*.csv"):
        yield from (path.read_text(encoding="utf-8") for path in sorted(data.glob(pattern)))
    for path in sorted(_LOCALES.rglob("*.po")):
        yield path.read_text(encoding="utf-8")


def common_words() -> set[str]:
    """Folded words of offices and everyday language, from the list beside this module."""
    return {one.folded for one in _common()}


def common_spellings() -> set[str]:
    """The same in the spelling of `spelled`, in which an umlaut is not its vowel."""
    return {spelled(one.text) for one in _common()}


def _common() -> Iterator[Word]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return (one for line in lines if not line.startswith("#") for one in words_of(line))


def market_words(services: Services) -> set[str]:
    """Every word of the names of markets, their people and capitals."""
    return set(_market_words(services))


def _market_words(services: Services) -> Iterator[str]:
    for name in ("markets.csv", "groups.csv"):
        text = (services.settings.data / "markets" / name).read_text(encoding="utf-8")
        yield from (word for word in re.findall(r"[^\W\d_]{3,}", text))
