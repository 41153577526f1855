"""The recorded lists of names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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

TITLES = word_set("herr herrn hr frau fr dr prof mr mrs ms miss mister sir madam dipl ing")
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
