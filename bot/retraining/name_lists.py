"""Lists of names: the recorded ones, and those of many countries that the package faker brings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from faker.providers import person

from bot.language.words import fold, word_set

NEVER_NAMES = word_set(
    "und oder aber mit aus nach von vom für fur in im an am auf bei zum zur der die das den dem des ein eine einen"
    " ist hat sind wir ich sie er es uns hier da noch bitte danke hallo guten tag and or but with from to for in on"
    " at by the a an is has are we i you he she it us here please thanks hello good day wollen will want möchte"
    " mochte kann can sagt sagte meint said says wants sollte should exportiert exports liefert verkauft sells"
    " lautet not nicht neu new first second only just also auch schon sehr kein keine no yes ja nein so am pm"
    " what which how why when where who was wie wer wo wann warum ob wenn if our unser unsere my mein meine your ihr"
    " writing calling asking looking interested sure afraid sorry happy glad trying selling exporting shipping"
    " responsible new based located about going using making hersteller handler haendler einkaufer einkaeufer"
    " geschaftsfuhrer geschaeftsfuehrer exporteur exporter manufacturer trader producer supplier buyer owner director"
    " manager zustandig zustaendig unsicher sicher neu einfach gerade export vertrieb sales"
    " gruss grusse gruesse regards hi hey dear liebe lieber moin"
    " wird werden werde wurde unterzeichnet"
)
"""Words that are never part of a name, wherever they stand."""

TITLES = word_set("herr herrn hr frau fr dr prof mr mrs ms miss mister mx sir madam dipl ing")
"""Words before a name that belong to none."""

_LISTS = Path(__file__).with_name("words")


@dataclass(frozen=True)
class NameLists:
    """Folded names."""

    given: frozenset[str]
    also_words: frozenset[str]
    family: frozenset[str]


@lru_cache(maxsize=1)
def name_lists() -> NameLists:
    """The recorded lists of names."""
    return NameLists(_listed("given_names"), _listed("words_as_names"), _listed("surnames"))


def _listed(name: str) -> frozenset[str]:
    lines = (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    names = [one for line in lines if not line.startswith("#") for one in line.split()]
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
    return frozenset(
        {fold(one) for one in names} | {fold(one.lower().translate(umlauts)) for one in names}
    )


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def spelled(word: str) -> str:
    """A word for comparing, in which an umlaut is not the same as its vowel: "Täsche" is no "Tasche"."""
    return fold(word.casefold().translate(_UMLAUTS))


@lru_cache(maxsize=1)
def all_names() -> frozenset[str]:
    """Given and family names of some ninety countries in Latin letters, in the spelling of `spelled`."""
    own = name_lists()
    names = (part for name in _names_of_countries() for part in name.replace("-", " ").split())
    listed = {spelled(one) for one in names if one.isalpha()}
    return frozenset(
        one for one in listed | own.given | own.family if one.isascii() and len(one) > 1
    )


def _names_of_countries() -> Iterator[str]:
    for module in iter_modules(person.__path__, f"{person.__name__}."):
        provider = vars(import_module(module.name).Provider)
        for kind, names in provider.items():
            if kind.startswith(("first_names", "last_names")) and isinstance(names, Collection):
                yield from (one for one in names if isinstance(one, str))
