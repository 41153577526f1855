"""Finds the markets a message names: by name, adjective, capital, code, group or misspelt."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from bot.language import market_context as context
from bot.language.market_corrections import (
    without_hubs,
    without_members_on_the_way,
    without_replaced,
)
from bot.language.market_data import MarketData, read_market_data
from bot.language.market_found import MarketFound
from bot.language.market_index import How, MarketIndex, Named, Role
from bot.language.market_roles import (
    as_materials,
    settle_questions,
    share_roles,
    without_own_side,
)
from bot.language.words import Word, word_set, words_of

__all__ = ["MarketFound", "MarketReader"]

# Between the words of one name: "Guinea-Bissau", "U.K.", "Trinidad & Tobago".
_INSIDE_A_NAME = frozenset(" -.'’`´&/()\u00a0\u2011\u2013")
_GERMAN_ARTICLES = word_set("der die das dem den des ein eine einen einem einer vom beim")
# German names of people of a country; "Schweizer Käse" is told by the noun that follows.
_NATIONALITY = re.compile(
    r"(?:er|ern|erin|ese|esen|esin|ote|oten|[bkl]e|[bkl]en|nen?|nin|i|is|ans|ians|ese)$"
)
_ACTING = word_set(
    "might may wants want orders ordered asks asked mochte moechte bestellt fragt will"
)
# Around the name of a market where one was asked for.
_AROUND_AN_ANSWER = word_set(
    "nach in to fur fuer for the die den das der market markt country land wir we liefern ship export"
)
_WORDS_OF_AN_ANSWER = 3
# Searching for misspellings in a novel helps nobody and costs time.
_FUZZY_WORDS_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class _Place:
    """A run of words in a message and what stands around it."""

    message: str
    words: tuple[Word, ...]
    first: int
    last: int
    lang: str | None
    shouted: bool

    @property
    def text(self) -> str:
        return self.message[self.words[self.first].start : self.words[self.last].end]

    @property
    def key(self) -> str:
        return " ".join(word.folded for word in self.words[self.first : self.last + 1])

    @property
    def before(self) -> tuple[str, ...]:
        return context.preceding(self.words, self.first, self.message)

    @property
    def after(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words[self.last + 1 : self.last + 5])

    @property
    def follows_the(self) -> bool:
        """Does "the" make a name of it ("the us")?"""
        return self.first > 0 and self.words[self.first - 1].folded == "the"

    @property
    def is_people(self) -> bool:
        """Does an article make a people of it ("die Schweizer verlangen")?"""
        before = self.words[self.first - 1].folded if self.first else ""
        following = self.after[0] if self.after else ""
        return before in ("die", "den") and not following[:1].isupper() and self.text.endswith("er")

    @property
    def is_person(self) -> bool:
        """Is it somebody of a country ("dem Mexikaner", "the Koreans") and no adjective of goods?"""
        if not self.first or "isch" in self.key or not self.text[:1].isupper():
            return False
        following = self.words[self.last + 1] if self.last + 1 < len(self.words) else None
        gap = self.message[self.words[self.last].end : following.start] if following else ""
        if following is None or gap.strip():
            following = None
        article = self.words[self.first - 1].folded
        if article in ("a", "an", "the"):
            return following is None or context.is_doing(following.folded)
        german = article in _GERMAN_ARTICLES and _NATIONALITY.search(self.text) is not None
        return german and not (following and following.text[:1].isupper())

    @property
    def acts(self) -> bool:
        """Does it do what buyers do ("Lima might order the same")?"""
        return bool(self.after) and self.after[0] in _ACTING

    @property
    def alone(self) -> bool:
        return len(self.words) == self.last - self.first + 1


class MarketReader:
    """Reads market names; built once from data/markets, then asked for every message."""

    def __init__(self, data: MarketData) -> None:
        self.data = data
        self._index = MarketIndex(data)
        self._members = frozenset(one.iso2 for one in data.markets.values() if one.eu_member)

    @classmethod
    def load(cls, folder: Path) -> MarketReader:
        """Build a reader from data/markets; raises MarketDataError (located) or OSError."""
        return cls(read_market_data(folder))

    def find(self, text: str, lang: str | None = None) -> tuple[MarketFound, ...]:
        """Return every market and group `text` names, in order.

        `lang` is "de", "en" or None if unknown; it decides words like "Island".
        """
        words = words_of(text)
        shouted = text.isupper() and any(len(word.text) > 3 for word in words)
        found: list[MarketFound] = []
        position = 0
        while position < len(words):
            hit, size = self._at(_Place(text, words, position, position, lang, shouted))
            if hit is not None:
                found.append(hit)
            position += size
        roles = as_materials(text, share_roles(text, found))
        told = without_own_side(roles)
        told = without_replaced(text, without_hubs(text, told))
        return settle_questions(text, without_members_on_the_way(text, told, self._members))

    def find_one(self, text: str, lang: str | None = None) -> str | None:
        """Return the ISO code of the one market `text` certainly names, else None."""
        named = {hit.iso2 for hit in self.find(text, lang) if not hit.negated and hit.certain}
        return named.pop() if len(named) == 1 else None

    def nearest(self, text: str) -> MarketFound | None:
        """Return what the answer to "which market?" may mean that names none: the nearest name, in doubt."""
        words = [word for word in words_of(text) if word.folded not in _AROUND_AN_ANSWER]
        if not 0 < len(words) <= _WORDS_OF_AN_ANSWER:
            return None
        markets = self._index.nearest(" ".join(word.folded for word in words))
        if not markets:
            return None
        span = (words[0].start, words[-1].end)
        return MarketFound(
            None, None, span, text[slice(*span)], "fuzzy", certain=False, alternatives=markets
        )

    def of_code(self, text: str) -> str | None:
        """Return the market of a text that is nothing but its ISO code, of two or three letters."""
        return self._index.code(text.strip().upper())

    def _at(self, start: _Place) -> tuple[MarketFound | None, int]:
        """Return what is named at this word, and how many words that takes."""
        for size in range(self._run(start), 0, -1):
            place = replace(start, last=start.first + size - 1)
            trap = self._index.ambiguous(place.key, place.lang)
            if trap is not None and trap.treatment == "never":
                return None, size
            named = self._index.named(place.key)
            if named is not None:
                hit = self._accept(place, named)
                if hit is not None or size > 1:
                    return hit, size
        return self._single(start), 1

    def _run(self, start: _Place) -> int:
        """Return how many words from here on could belong to one name."""
        words, first = start.words, start.first
        limit = min(self._index.longest_from(words[first].folded), len(words) - first)
        for size in range(1, limit):
            gap = start.message[words[first + size - 1].end : words[first + size].start]
            if not set(gap) <= _INSIDE_A_NAME:
                return size
        return limit

    def _single(self, place: _Place) -> MarketFound | None:
        code = self._index.code(place.text)
        if code is not None and not place.shouted:
            return self._accept_code(place, code)
        small = self._index.small_code(place.text) if place.alone else None
        if small is not None:
            return self._found(place, Named("code", (small,)), certain=True)
        if self._index.named(place.key) is not None:
            return None
        if place.text.isdigit():
            return None
        named = self._index.compound(place.key)
        if named is None and len(place.words) <= _FUZZY_WORDS_AT_MOST:
            clearly = context.is_clearly_led_to(place.before) or place.alone
            named = self._index.misspelt(place.key, clearly)
        return self._found(place, named, named.certain) if named else None

    def _accept(self, place: _Place, named: Named) -> MarketFound | None:
        """Return the hit unless the word means something else here."""
        trap = self._index.ambiguous(place.key, place.lang)
        if trap is None:
            return self._found(place, named, named.certain)
        led_to = context.is_led_to(place.before)
        capital = place.text[:1].isupper()
        elsewhere = capital and "another place" in trap.reason and place.before[:1] == ("in",)
        if trap.treatment == "ambiguous":
            return self._found(place, named, certain=False, also=trap.also)
        if trap.treatment == "noted":
            return self._found(place, named, named.certain, also=trap.also)
        if trap.treatment == "doubtful":
            clear = led_to or place.alone or self._role(place, named) is not None
            clear = clear or context.is_about_the_country(place.after) or place.is_people
            return self._found(place, named, clear, also=trap.also)
        accepted = {
            "needs_preposition": led_to or elsewhere or place.alone or (capital and place.acts),
            "needs_capital": led_to or capital,
            "needs_upper": place.follows_the
            or (place.text.isupper() and not place.shouted)
            # "us zölle": only in English is it another word.
            or (place.lang == "de" and context.is_about_the_country(place.after)),
            "language_name": not context.is_language_name(place.before, place.after),
        }[trap.treatment]
        return self._found(place, named, named.certain) if accepted else None

    def _accept_code(self, place: _Place, code: str) -> MarketFound | None:
        """Return the market of a code in capitals, unless it is a word or a unit here."""
        treatment = self._index.code_treatment(place.text)
        listed = self._is_listed_code(place)
        clear = context.is_led_to(place.before) or listed
        if treatment == "code_word" and not clear:
            return None
        if treatment == "code_unit" and not (clear or place.alone):
            return None
        return self._found(place, Named("code", (code,)), certain=True)

    def _is_listed_code(self, place: _Place) -> bool:
        """Is the neighbour a code too, and a separator in between ("JP, NO / CH")?"""
        for left, right in ((place.first - 1, place.first), (place.last, place.last + 1)):
            if left < 0 or right >= len(place.words):
                continue
            neighbour = place.words[left if right == place.first else right]
            gap = place.message[place.words[left].end : place.words[right].start]
            if self._index.code(neighbour.text) and gap.strip() in (",", "/", ";", "|", "&", "+"):
                return True
        return False

    def _found(
        self, place: _Place, named: Named, certain: bool, also: tuple[str, ...] = ()
    ) -> MarketFound | None:
        if not named.markets and named.group is None:
            return None
        group = self.data.groups[named.group] if named.group else None
        span = (place.words[place.first].start, place.words[place.last].end)
        role = self._role(place, named)
        beyond = named.group is not None and context.is_beyond(place.before)
        iso2 = named.markets[0] if named.markets else None
        if role == "destination" and context.is_home(iso2, named.group, place.before):
            role = "origin"
        return MarketFound(
            iso2=iso2,
            group=named.group,
            span=span,
            text=place.text,
            how=named.how,
            certain=certain,
            role=role,
            negated=beyond or context.is_negated(place.before, place.after),
            alternatives=named.markets[1:] + also,
            members=group.members if group else (),
            too_broad=group is not None and group.kind == "continent",
        )

    def _role(self, place: _Place, named: Named) -> Role | None:
        end = place.words[place.last].end
        if named.role is None and place.after and place.message[end] == "-":
            return self._index.role_in_compound(place.after[0])
        if named.group == "EUROPE" and place.key.startswith(
            ("europaisch", "europaeisch", "european")
        ):
            return None if context.is_about_the_country(place.after) else "origin"
        how: How = "name" if named.how == "adjective" and place.is_person else named.how
        return named.role or context.role_of(place.before, place.after, how)
