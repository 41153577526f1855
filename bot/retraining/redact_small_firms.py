"""Small firms that introduce themselves with words of goods: "wir sind bergmann zerspanung", "tischlerei abendrot".

Such a name holds no word that is unknown; where it stands tells that it is one, and that a branch is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.words import Word, word_set, words_of
from bot.retraining.name_finder import NameFinder
from bot.retraining.name_lists import NEVER_NAMES
from bot.retraining.redact_patterns import Span

_WORD = r"[^\W\d_][\w'’-]*"
_NAME = rf"(?P<name>{_WORD}(?: (?:&|\+|und|and|u\.) {_WORD})?(?: {_WORD}){{1,2}})"
_END = r"(?=\s*(?:[,.;:(!?\n]|$)|\s+(?:hier|here)\b)"
_INTRODUCED = re.compile(
    r"\b(?:wir sind(?: die)?|hier(?: ist)?|ist die|wir heißen|ich führe|betreibe|gründe(?: gerade)?|i own|bin von|komme von|arbeite bei|we are|this is|i run|calling from|on behalf of"
    rf"|(?:supplier|customer|client|lieferant|kunde|exporter|seller) (?:is|ist)|firma|fa\.|von|from|for) {_NAME}{_END}",
    re.I,
)
_FOUNDED = re.compile(
    r"\b(?:gründe(?: gerade)?|gegründet:|we are founding|my start-?up(?: is)?) (?P<name>[A-ZÄÖÜ]\w+)(?=\s*[,.;:(!?\n]|$)"
)
_IN_BRACKETS = re.compile(rf"\b(?:wir|we) \({_NAME}\)", re.I)
_AT_THE_BEGINNING = re.compile(
    rf"^(?:(?:hi|hallo|moin|hello|guten \w+|servus)[,!]?\s+)?{_NAME}(?=\s+hier\b)", re.I
)
_BETWEEN_COMMAS = re.compile(rf"(?<=[,;:(–] )(?P<name>{_WORD} {_WORD}){_END}", re.I)
_WHO_FROM = re.compile(
    rf"\b(?:this is|hier ist|hier spricht|hier|its|it's|ich bin(?: der| die)?|i am|i'm|im) (?P<who>{_WORD})(?: {_WORD})? (?:von|from|at|bei|of) (?:der |die )?"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}}){_END}",
    re.I,
)
"""Somebody from somewhere: "its kerry from brackwater saddles, ..."."""

_OWNED = re.compile(
    rf"\b(?:mir gehört|i run|i own|ich vertrete|i represent|ich leite) (?:the |die |den |das )?(?P<name>{_WORD}(?: {_WORD}){{0,2}}){_END}",
    re.I,
)
"""Whom somebody owns or stands for, in small letters, too."""

_TRADE = re.compile(
    r"(?:tischlerei|schreinerei|schlosserei|b(?:ä|ae)ckerei|metzgerei|brauerei|brennerei|r(?:ö|oe)sterei|g(?:ä|ae)rtnerei|imkerei|k(?:ä|ae)serei|molkerei"
    r"|weberei|n(?:ä|ae)hstube|manufaktur|werkstatt|atelier|schmiede|druckerei|spedition|kellerei|weingut|confiserie|konditorei|t(?:ö|oe)pferei"
    r"|stube|(?:obst|holz|wein|gro(?:ß|ss)|stahl|metall|land|eisen|baustoff|textil|tee|kaffee|gew(?:ü|ue)rz|fisch)handel|hofgut|gutshof|bauernhof|dairy|creamery|farm|ranch|carpentry|bakery|brewery|roastery|workshop|foundry)$",
    re.I,
)
_BRANCH = re.compile(
    r"(?:zerspanung|sensorik|hydraulik|pneumatik|antriebe|antriebstechnik|lacke|farben|winden|maschinen|maschinenbau|anlagenbau|metallbau|stahlbau|kabelbau"
    r"|werkzeugbau|formenbau|apparatebau|beschichtung|technik|elektronik|mechanik|optik|chemie|pharma|logistik|trading|supply|supplies|solutions|systems?"
    r"|waren|drahtwaren|holzwaren|backwaren|lederwaren|werke|kontor|automation|fördertechnik|medizintechnik|components|industries|engineering|machinery|tools|werkzeuge|armaturen|dichtungen|textilien|verpackungen|m(?:ö|oe)bel|feinkost|import export|export)$",
    re.I,
)
_NO_PART = NEVER_NAMES | word_set(
    "ein eine einer einem einen der die das den dem des kein keine unser unsere ihre ihr sein a an the our your their some any klein kleine kleiner"
    " kleines small big large gross grosse neu neue new german deutsche deutscher eu europa europe hersteller produzent importeur exporteur haendler"
    " supplier maker makers producer dealer forwarder broker spediteur aus of fuer for mit with teile parts alle all nur only auch too"
)


_OFFICES = word_set(
    "export import vertrieb verkauf einkauf versand zoll customs sales logistik logistics buchhaltung accounts firma company team abteilung department"
    " haus home office lager warehouse beruf work einer einem kollegen freunden friends you ihnen euch"
)

_LEAST_WORDS = 2


class SmallFirmFinder(NameFinder):
    """Finds firms by where their names stand and the branch that is in them."""

    def find(self, text: str) -> Iterator[Span]:
        """Every such name."""
        for pattern in (_INTRODUCED, _IN_BRACKETS, _AT_THE_BEGINNING):
            for match in pattern.finditer(text):
                if self._ends_in_branch(match["name"]) or self._holds_trade(match["name"]):
                    yield "firm", match.start("name"), match.end("name")
        yield from self._introduced(text)
        for match in _FOUNDED.finditer(text):
            yield "firm", match.start("name"), match.end("name")
        for match in _BETWEEN_COMMAS.finditer(text):
            if self._holds_trade(match["name"]):
                yield "firm", match.start("name"), match.end("name")

    def _introduced(self, text: str) -> Iterator[Span]:
        """Whom somebody comes from or owns: no branch is needed there."""
        for match in (*_WHO_FROM.finditer(text), *_OWNED.finditer(text)):
            who = match.groupdict().get("who")
            if who and words_of(who)[0].folded in _NO_PART:
                continue
            if self._is_no_office(match["name"]):
                yield "firm", match.start("name"), match.end("name")

    def _is_no_office(self, name: str) -> bool:
        """Whether no word of a name is a market, an article or small word: not "from the export office"."""
        words = words_of(name)
        return bool(words) and not any(
            self.is_market(one) or one.folded in _NO_PART or one.folded in _OFFICES for one in words
        )

    def _ends_in_branch(self, name: str) -> bool:
        """Whether the last word is a branch and those before it can be a name."""
        *others, last = _words(name)
        return (
            bool(others) and bool(_BRANCH.search(last.text)) and self._may_be_firm([*others, last])
        )

    def _holds_trade(self, name: str) -> bool:
        """Whether a word is a trade and another can be a name."""
        words = _words(name)
        trades = [one for one in words if _TRADE.search(one.text)]
        return 0 < len(trades) < len(words) and self._may_be_firm(words)

    def _may_be_firm(self, words: Sequence[Word]) -> bool:
        """Whether no word speaks against a name; a market may be a part of a longer one."""
        market = any(self.is_market(one) for one in words) and len(words) == _LEAST_WORDS
        return not market and not any(one.folded in _NO_PART for one in words)


def _words(name: str) -> list[Word]:
    return [one for one in words_of(name) if one.folded not in ("und", "and", "u")]
