"""Postal addresses: streets with numbers by their shape, and English ones by the names in them.

An English street is a figure, a name and one of some two hundred words for ways, many of which are also
goods ("14 Rice Brook", "12 Steel Springs"): it counts where words before it announce an address, where
the name is one, or where the word for the way is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.words import word_set, words_of
from bot.retraining.name_finder import NameFinder
from bot.retraining.name_lists import spelled
from bot.retraining.redact_patterns import Span, addresses
from bot.retraining.towns import towns

_ONLY_WAYS = word_set(
    "street road avenue lane close court crescent square way terrace boulevard quay row mews drive grove"
    " gardens parade circus alley walk rise embankment wharf highway parkway freeway motorway expressway turnpike"
    " throughway throughways causeway bypass cul esplanade promenade stravenue vista viaduct overpass underpass"
)
_WAYS = _ONLY_WAYS | word_set(
    "annex arcade bayou beach bend bluff bluffs bottom branch bridge brook brooks burg burgs camp canyon cape center"
    " centers circle circles cliff cliffs club common commons corner corners course courts cove coves creek crest"
    " crossing crossroad curve dale dam divide drives estate estates extension extensions fall falls ferry field"
    " fields flat flats ford fords forest forge forges fork forks fort garden gateway glen glens green greens groves"
    " harbor harbors harbour haven heights hill hills hollow inlet island islands isle junction junctions key keys"
    " knoll knolls lake lakes land landing light lights loaf lock locks lodge loop mall manor manors meadow meadows"
    " mill mills mission mount mountain mountains neck orchard oval park parks pass passage path pike pine pines"
    " place plain plains plaza point points port ports prairie radial ramp ranch rapid rapids rest ridge ridges"
    " river roads route rue run shoal shoals shore shores skyway spring springs spur spurs squares station stream"
    " streets summit trace track trafficway trail tunnel union unions valley valleys view views village villages"
    " via ville walks wall ways well wells yard"
)
_CAPITAL = r"(?!(?:Suite|Apt|Apartment|Unit|Room|Flat \d|Floor|EUR|USD|GBP|CHF)\b)[A-Z][\w'’-]*"
_CAPITALS = rf"{_CAPITAL}(?: {_CAPITAL}){{0,3}}"
_ROOM = r"(?:flat|studio|suite|apartment|apt\.?|unit|room|floor)\s+\d{1,4}\s?[a-z]?\b"
_STREET = re.compile(
    rf"(?<![\w.,])\d{{1,5}}[a-zA-Z]?,? (?P<names>{_CAPITALS})(?P<room>,? (?i:{_ROOM}))?"
)
_IN_A_HOUSE = re.compile(rf"\b(?i:{_ROOM})(?:,|\n)? ?(?P<names>{_CAPITALS})?")
_PLACE_CUE = re.compile(
    r"\b(?:address(?: is)?|based (?:at|in)|located at|live at|office(?:s)? (?:is |are )?at|deliver(?:y|ies)? to|ship to"
    r"|send (?:it |them )?to|collect(?:ion)? (?:at|from)|premises (?:are )?at|invoice to|plant (?:is )?at"
    r"|warehouse (?:is )?at|find us at|we are at|sitzen (?:in|im|am)(?: der| dem)?|sitz(?: ist)?|anschrift(?: ist| lautet)?"
    r"|adresse(?: ist| lautet)?|lieferung(?:en)? an|versand an|abholung(?: in| bei)?(?: der)?|werk(?: ist)? (?:in|am|im)(?: der)?)\s*:?\s*$",
    re.I,
)
_HOUSE = re.compile(
    r"\b[A-ZÄÖÜ][a-zäöüß-]{3,}(?: [A-ZÄÖÜ][a-zäöüß-]+)?,? \d{1,4}\s?[a-z]?(?:\s?[/-]\s?\d{1,4})?(?!\w|[.,]\d)"
)


_POSTCODE = r"(?:(?:[A-Z]{1,2}\s?-\s?)?\d{4,6}(?:\s[A-Z]{2}\b)?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})"
_CAPITAL_WORD = r"[A-ZÄÖÜ][a-zäöüßéèáíóøå][\w'-]*"
_TOWN = rf"(?:St\.? |Ste\.? )?{_CAPITAL_WORD}(?: (?:am|an der|de|del|upon|{_CAPITAL_WORD})){{0,3}}"
_PART = r"(?:,\s*(?i:halle|hall|unit|tor|gebäude|building|block|etage|floor|suite)\s+\w{1,4}\b)?"
_REST = re.compile(
    rf"(?: (?:N|S|E|W|NE|NW|SE|SW)\b)?{_PART},?\s+(?:(?P<code>{_POSTCODE})\s+)?(?P<town>{_TOWN})(?:,? [A-Z]{{2}}\b)?(?:,?\s+(?P<after>{_POSTCODE})\b)?"
)
"""What goes on after a street: a hall, a postal code, a town, in either order."""

_HOUSE_BEFORE_A_TOWN = re.compile(
    rf"\b[A-ZÄÖÜ][\wäöüß.'-]{{3,}}(?: [A-ZÄÖÜ][\wäöüß.'-]+){{0,3}} \d{{1,4}}\s?[a-z]?{_PART},\s+(?P<code>{_POSTCODE})\s+(?P<town>{_TOWN})"
)

_SMALL_TOWN = re.compile(r"(?<![\w.,-])\d{5} (?P<town>[a-zäöüß]{3,})(?!\w)")
"""A postal code with a town in small letters: "33098 paderborn"."""

_SEATED = re.compile(
    r"\b(?:(?:kommen?|sind|bin|sitzen?|wohnen?|firma|betrieb|werk|lager|sitz|come|are|am|sit|based|located|live|plant|warehouse"
    r"|office)\s(?:aus|in|from|at)|ansässig in|abholung in|pick ?up (?:in|at))\s$",
    re.I,
)


class AddressFinder(NameFinder):
    """Finds postal addresses."""

    def find(self, text: str, lang: str) -> Iterator[Span]:
        """Every address, or the parts of one."""
        for kind, start, end in self._streets(text, lang):
            yield kind, start, self._end(text, end)
        for match in _HOUSE_BEFORE_A_TOWN.finditer(text):
            # Four figures may be a heading of the tariff: "Ventile 20, 8481 Pumpen".
            if len(re.sub(r"\D", "", match["code"])) > 4 or _is_town(match["town"]):
                yield "address", match.start(), match.end()
        for match in _SMALL_TOWN.finditer(text):
            if _is_town(match["town"]) or _SEATED.search(text[: match.start()]):
                yield "address", match.start(), match.end()

    def _end(self, text: str, end: int) -> int:
        """The end of an address with the town that stands behind a street."""
        rest = _REST.match(text, end)
        if rest is None:
            return end
        first = words_of(rest["town"])[0]
        sure = (
            rest["code"] or (rest["after"] and not self.is_market(first)) or _is_town(rest["town"])
        )
        return rest.end() if sure else end

    def _streets(self, text: str, lang: str) -> Iterator[Span]:
        for match in _STREET.finditer(text):
            if self._is_street(text, match, lang):
                yield "address", match.start(), match.end()
        for match in _IN_A_HOUSE.finditer(text):
            if match["names"] or _announced(text, match.start()):
                yield "address", match.start(), match.end()
        for match in _HOUSE.finditer(text):
            if _announced(text, match.start()):
                yield "address", match.start(), match.end()
        yield from addresses(text)

    def _is_street(self, text: str, match: re.Match[str], lang: str) -> bool:
        words = words_of(match["names"])
        if all(self.is_market(one) for one in words):
            return False
        if match["room"] or _announced(text, match.start()):
            return True
        if len(words) < 2 or words[-1].folded not in _WAYS:
            return False
        return words[-1].folded in _ONLY_WAYS or any(self.tells(one, lang) for one in words[:-1])


def _is_town(name: str) -> bool:
    known = towns()
    parts = [spelled(one.text) for one in words_of(name)]
    return any(" ".join(parts[:length]) in known for length in range(1, len(parts) + 1))


def _announced(text: str, at: int) -> bool:
    return bool(_PLACE_CUE.search(text[:at]))
