"""Small firms that introduce themselves with words of goods: "wir sind bergmann zerspanung", "tischlerei abendrot".

Such a name holds no word that is unknown; where it stands tells that it is one, and that a branch is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.words import word_set, words_of
from bot.retraining.name_finder import NameFinder
from bot.retraining.name_lists import NEVER_NAMES
from bot.retraining.redact_patterns import Span

_WORD = r"[^\W\d_][\w'’-]*"
_NAME = rf"(?P<name>{_WORD}(?: (?:&|\+|und|and|u\.) {_WORD})?(?: {_WORD}){{1,2}})"
_END = r"(?=\s*(?:[,.;:(!?\n]|$)|\s+(?:hier|here)\b)"
_INTRODUCED = re.compile(
    r"\b(?:wir sind(?: die)?|hier(?: ist)?|ist die|bin von|komme von|arbeite bei|we are|this is|i run|calling from|on behalf of"
    rf"|(?:supplier|customer|client|lieferant|kunde|exporter|seller) (?:is|ist)|firma|fa\.|von|from|for) {_NAME}{_END}",
    re.I,
)
_AT_THE_BEGINNING = re.compile(
    rf"^(?:(?:hi|hallo|moin|hello|guten \w+|servus)[,!]?\s+)?{_NAME}(?=\s+hier\b)", re.I
)
_BETWEEN_COMMAS = re.compile(rf"(?<=[,;:(–] )(?P<name>{_WORD} {_WORD}){_END}", re.I)
_TRADE = re.compile(
    r"(?:tischlerei|schreinerei|schlosserei|b(?:ä|ae)ckerei|metzgerei|brauerei|brennerei|r(?:ö|oe)sterei|g(?:ä|ae)rtnerei|imkerei|k(?:ä|ae)serei|molkerei"
    r"|weberei|n(?:ä|ae)hstube|manufaktur|werkstatt|atelier|schmiede|druckerei|spedition|kellerei|weingut|confiserie|konditorei|t(?:ö|oe)pferei"
    r"|stube|carpentry|bakery|brewery|roastery|workshop|foundry)$",
    re.I,
)
_BRANCH = re.compile(
    r"(?:zerspanung|sensorik|hydraulik|pneumatik|antriebe|antriebstechnik|lacke|farben|winden|maschinen|maschinenbau|anlagenbau|metallbau|stahlbau|kabelbau"
    r"|werkzeugbau|formenbau|apparatebau|beschichtung|technik|elektronik|mechanik|optik|chemie|pharma|logistik|trading|supply|supplies|solutions|systems?"
    r"|components|industries|engineering|machinery|tools|werkzeuge|armaturen|dichtungen|textilien|verpackungen|m(?:ö|oe)bel|feinkost|import export|export)$",
    re.I,
)
_NO_PART = NEVER_NAMES | word_set(
    "ein eine einer einem einen der die das den dem des kein keine unser unsere ihre ihr sein a an the our your their some any klein kleine kleiner"
    " kleines small big large gross grosse neu neue new german deutsche deutscher eu europa europe hersteller produzent importeur exporteur haendler"
    " supplier maker makers producer dealer forwarder broker spediteur aus of fuer for mit with teile parts alle all nur only auch too"
)


_LEAST_WORDS = 2


class SmallFirmFinder(NameFinder):
    """Finds firms by where their names stand and the branch that is in them."""

    def find(self, text: str) -> Iterator[Span]:
        """Every such name."""
        for pattern in (_INTRODUCED, _AT_THE_BEGINNING):
            for match in pattern.finditer(text):
                if self._names_firm(match["name"], _BRANCH) or self._names_firm(
                    match["name"], _TRADE
                ):
                    yield "firm", match.start("name"), match.end("name")
        for match in _BETWEEN_COMMAS.finditer(text):
            if self._names_firm(match["name"], _TRADE):
                yield "firm", match.start("name"), match.end("name")

    def _names_firm(self, name: str, branch: re.Pattern[str]) -> bool:
        """Whether one of the words is a branch and the others can be a name."""
        words = [one for one in words_of(name) if one.folded not in ("und", "and", "u")]
        others = [one for one in words if not branch.search(one.text)]
        if not others or len(others) == len(words):
            return False
        market = any(self.is_market(one) for one in words) and len(words) == _LEAST_WORDS
        return not market and not any(one.folded in _NO_PART for one in words)
