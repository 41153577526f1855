"""Words that nobody but one visitor may have used: they are not written (docs/decisions/0016).

No rule finds a name that no list has and no phrase announces. But such a name is a word that is unknown, and
few use it. What is new in the language of exporters is unknown, too, and many use it: it is
written as soon as enough conversations hold it (bot.retraining.shared_words counts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase

from bot.language.words import Word, word_set, words_of
from bot.retraining.known_words import KnownWords
from bot.retraining.name_lists import NEVER_NAMES, all_names, name_lists, spelled
from bot.retraining.redact_known_words import named_words

_SHORTEST = 2
_SHORTEST_STEM = 4
_SHORTEST_PART = 4
_SHORTEST_TYPO = 7
_SHORTEST_TYPO_OF_MARKETS = 6
_ENDINGS = ("s", "n", "en", "e", "es")
_ENDINGS_OF_SMALL = (
    *("er", "em", "st", "t", "te", "ten", "ed", "ing", "ly", "d", "ern"),
    *("los", "lose", "losen", "loser", "loses", "frei", "freie", "freien", "freier", "freies"),
    *("artig", "artige", "artigen", "foermig", "foermige", "foermigen", "fest", "feste", "festen"),
)
_LINKS = ("", "s", "n", "en", "es", "e", "er")
_LONGEST_SHORT_FORM = 4
_LONGEST_SYLLABLE = 5
_VOWEL = re.compile("[aeiou]")
"""Without one, a short word in small letters is an abbreviation ("zyl", "wlw"), not a name."""

_ENDS_OF_NAMES = tuple(
    word_set(
        "mann bach berg berger stein steiner feld felder hof hofer dorf dorfer thal tal wald haus hausen"
        " heim burg burger kamp meier meyer maier mueller bauer huber meister hauer busch horst brink hahn"
        " vogel wolf fuchs brock brand land lein herr hardt hart wein baum kopf fuss bein blum blume rose"
        " beck brunn brunner reich lich ner ler grund kirch kirchen hagen horn stedt stadt weiler rath scheid"
        " loh siepen werth born dyck huis hoven ling ingen"
    )
)
"""How German family names end that are made of words; such a compound must be known as a whole."""

_AT_A_FIRM = re.compile(r"\b(?:bei|durch|laut|namens) $")
"""Where a capital word must be known as it stands: no part and no ending makes "Rheinzink" known there."""

_BRANCH = re.compile(
    r"(?:bau|technik|tec|tech|werke?|fabrik|manufaktur|brauerei|logistik|spedition|handel|coatings|trading|precision|forwarding|logistics"
    r"|seiki|systems?|engineering|industries|machinery|instruments|motors|foods|textiles?|plastics|steel|hardware|service|general)$"
)
"""What firms do: behind a word that is hidden it is a part of their name."""

_SIZE = re.compile(r"[A-Z]{1,4}[ -]?(?:\d|‹(?:number|tax_number|phone|iban)›)")


@dataclass(frozen=True)
class RareWord:
    """A word that is not written unless others use it: its spelling, its place, whether it may be counted.

    A name from a list is never counted: many visitors may know a Müller.
    """

    spelling: str
    start: int
    end: int
    countable: bool


@dataclass(frozen=True)
class RareWords:
    """Finds the words that are not known."""

    known: KnownWords
    _seen: dict[tuple[str, bool, str], bool] = field(
        default_factory=dict, repr=False, compare=False
    )

    def find(self, text: str, lang: str) -> Iterator[RareWord]:
        """Every rare word; figures, and words with figures in them, are none."""
        words = words_of(text)
        rare = {one.start: one for one in self._rare(text, words, lang)}
        yield from rare.values()
        for before, word in pairwise(words):
            gap = text[before.end : word.start]
            if gap not in (" ", "-") or (before.start in rare) == (word.start in rare):
                continue
            hidden, other = (before, word) if before.start in rare else (word, before)
            goes_on = other is word and (
                self._may_go_on(word) or self._is_guessed_beside_name(hidden, word)
            )
            goes_on |= other is before and lang == "en" and self._is_given(other)
            if goes_on or (gap == "-" and self._may_be_joined(hidden, other)):
                yield RareWord(spelled(other.text), other.start, other.end, countable=False)

    def _rare(self, text: str, words: Sequence[Word], lang: str) -> Iterator[RareWord]:
        named = frozenset(named_words(text, words, lang, self.known))
        for number, word in enumerate(words):
            if len(word.text) < _SHORTEST or not word.text.isalpha() or _is_size(text, word):
                continue
            if self._names_goods(words, number):
                continue
            spelling = spelled(word.text)
            small = word.text.islower()
            if small and len(word.text) <= _LONGEST_SHORT_FORM and not _VOWEL.search(spelling):
                continue
            at_a_firm = not small and bool(_AT_A_FIRM.search(text, 0, word.start))
            known = spelling in self.known.sure or (
                not at_a_firm and self._is_known(spelling, small, lang)
            )
            if not known and spelling not in self.known.markets:
                countable = spelling not in all_names() or (
                    small and spelling in self.known.seldom_names
                )
                yield RareWord(spelling, word.start, word.end, countable)
            elif number in named:
                yield RareWord(spelling, word.start, word.end, countable=False)

    def _names_goods(self, words: Sequence[Word], number: int) -> bool:
        """Whether goods are called by the name that a word is, and stand beside it: "Petri dishes"."""
        for first, second in pairwise(words[max(0, number - 1) : number + 2]):
            name, other = spelled(first.text), spelled(second.text)
            stems = {other, *(other.removesuffix(end) for end in _ENDINGS)}
            if any(f"{name} {stem}" in self.known.called_so for stem in stems):
                return True
        return False

    def _may_go_on(self, word: Word) -> bool:
        """Whether a word that is known can be the rest of a name: "Nguyen Thi Lan", "Valmex Coatings"."""
        spelling = spelled(word.text)
        if _BRANCH.search(spelling):
            return True
        return (
            word.text[:1].isupper()
            and spelling in all_names()
            and spelling not in self.known.markets
            and word.folded not in NEVER_NAMES
        )

    def _is_given(self, word: Word) -> bool:
        """Whether a capital before a hidden family name is a name, too: "Clay Potter"."""
        spelling = spelled(word.text)
        if not word.text[:1].isupper() or word.text.isupper() or word.folded in NEVER_NAMES:
            return False
        known = self.known
        return (
            spelling in all_names()
            and spelling not in known.markets
            and spelling not in known.office
        )

    def _is_guessed_beside_name(self, name: Word, word: Word) -> bool:
        """Whether a word behind a name is only known by its parts or endings: "torben hinrichsen"."""
        spelling = spelled(word.text)
        both = spelling in all_names() and spelled(name.text) in name_lists().given
        if both and spelling not in self.known.office and spelling not in self.known.markets:
            # "rainer töpfer": both halves stand on lists of names.
            return word.folded not in NEVER_NAMES
        if spelled(name.text) not in all_names() or len(spelling) <= _LONGEST_SHORT_FORM:
            return False
        exactly = (self.known.sure, self.known.markets, self.known.small)
        return word.text.isalpha() and not any(spelling in words for words in exactly)

    def _may_be_joined(self, hidden: Word, word: Word) -> bool:
        """Whether a word is the other half of a hidden name: "Müller-Westernhagen", "Ji-won", no goods."""
        spelling = spelled(word.text)
        if hidden.start < word.start and hidden.text.istitle() and word.text.islower():
            return len(spelling) <= _LONGEST_SYLLABLE and spelling not in self.known.goods
        if not word.text[:1].isupper() or word.text.isupper() or spelling in self.known.markets:
            return False
        return spelling not in self.known.goods

    # --- what is known ----------------------------------------------------------------------

    def _is_known(self, spelling: str, small: bool, lang: str) -> bool:
        key = (spelling, small, lang)
        if key not in self._seen:
            self._seen[key] = self._knows(spelling, small, lang)
        return self._seen[key]

    def _knows(self, spelling: str, small: bool, lang: str) -> bool:
        if spelling in self.known.sure or spelling in self.known.markets:
            return True
        if spelling in all_names():
            return small and spelling in self.known.small
        if spelling in self.known.likely_names:
            return False
        return (
            self._has_stem(spelling, small)
            or (lang == "de" and self._is_compound(spelling))
            or self._is_mistyped(spelling, small)
        )

    def _has_stem(self, spelling: str, small: bool) -> bool:
        """Whether it is a known word with an ending; with a capital, a word of the goods."""
        endings = (*_ENDINGS, *_ENDINGS_OF_SMALL) if small else _ENDINGS
        words = self.known.sure if small else self.known.goods
        if small and (spelling + "e" in self.known.sure or spelling in self.known.goods):
            return True
        if small and self._is_participle(spelling):
            return True
        stems = (spelling.removesuffix(one) for one in endings if spelling.endswith(one))
        return any(
            stem in words or stem in self.known.markets
            for stem in stems
            if len(stem) >= _SHORTEST_STEM
        )

    def _is_participle(self, spelling: str) -> bool:
        """Whether it is the participle of a known verb: "gefräst", "etikettiert" (of "Etikett")."""
        made = re.fullmatch(r"(?:[a-z]{2,5})?ge([a-z]{3,})t(?:e|er|es|en|em)?", spelling)
        if made and any(made[1] + end in self.known.sure for end in ("en", "n", "ung")):
            return True
        stem = re.sub(r"ier(?:t|te|ter|tes|ten|tem|en|end)$", "", spelling)
        if stem == spelling or len(stem) < _SHORTEST_STEM:
            return False
        return any(stem + end in self.known.sure for end in ("", "e", "ation", "ierung", "ieren"))

    def _is_compound(self, spelling: str) -> bool:
        """Whether it is made of known words, as German goods are: "Zahnradpumpengehäuse"."""
        if spelling.endswith(_ENDS_OF_NAMES) or len(spelling) < 2 * _SHORTEST_PART:
            return False
        return self._is_made_of(spelling)

    def _is_made_of(self, spelling: str) -> bool:
        for at in range(_SHORTEST_PART, len(spelling) - _SHORTEST_PART + 1):
            rest = spelling[at:]
            if not self._is_first_part(spelling[:at]):
                continue
            if (
                rest in self.known.german
                or self._has_stem(rest, small=True)
                or self._is_made_of(rest)
            ):
                return True
        return False

    def _is_first_part(self, part: str) -> bool:
        stems = (part.removesuffix(link) for link in _LINKS if part.endswith(link))
        return any(len(stem) >= _SHORTEST_PART - 1 and stem in self.known.german for stem in stems)

    def _is_mistyped(self, spelling: str, small: bool) -> bool:
        """Whether one slip of the finger makes it of a known word; short names are too near to words."""
        if len(spelling) < _SHORTEST_TYPO_OF_MARKETS:
            return False
        meant, shortest = _one_slip_away(spelling), _SHORTEST_TYPO + (not small)
        words = self.known.sure if small else self.known.goods
        if not meant.isdisjoint(self.known.markets):
            return True
        return len(spelling) >= shortest and not meant.isdisjoint(words)


def _is_size(text: str, word: Word) -> bool:
    """Whether it is the letters of a size or a type: "DN 50", "M 8"."""
    return word.text.isupper() and bool(_SIZE.match(text, word.start))


@lru_cache(maxsize=4096)
def _one_slip_away(word: str) -> frozenset[str]:
    """Words that differ by a letter left out, added, exchanged, or by two that changed places.

    The first letter is hit by most.
    """
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    return frozenset(
        [
            *(head + tail[1:] for head, tail in cuts if tail),
            *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
            *(head + sign + tail[1:] for head, tail in cuts if tail for sign in ascii_lowercase),
            *(head + sign + tail for head, tail in cuts for sign in ascii_lowercase),
        ]
    )
