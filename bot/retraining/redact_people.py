"""Names of people: by lists of names, titles, closing formulas and the words around them.

A word is never a name only because it is unknown: unknown words are what has to be learned. It needs a
sign: a title, a given name before it, a closing formula, or another unknown capital beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language.words import Word, fold, word_set, words_of
from bot.retraining.name_finder import NameFinder
from bot.retraining.name_lists import NEVER_NAMES, TITLES, name_lists
from bot.retraining.redact_patterns import Span

_LONGEST_SHORT_FORM = 2
_PARTICLES = word_set("von van der den de del di da el al bin zu zur vom la le ter ten mc mac o st")
_GREETED = re.compile(
    r"(?:^|[.!\n] ?)(?:hallo|hi|hello|hey|moin|servus|guten (?:tag|morgen|abend)|good (?:morning|day)|dear)(?: (?:team|zusammen|all|everyone|there))?[,!.]? $",
    re.I,
)
_OWN_NAME = re.compile(
    r"\b(?:mein(?:e)? (?:voller )?name (?:ist|lautet)|mein name|ich hei(?:ß|ss)e|ich werde(?= [\w-]+ genannt)"
    r"|my (?:full )?name is|my name's|name is|i am called|name|ansprechpartner(?:in)?(?: ist| bei uns ist| hier ist)?|kontaktperson|contact (?:person(?: is)?|is)"
    r"|sachbearbeiter(?:in)?|z\. ?h(?:d|ände[n]?)\.?|attn\.?|att:|to the attention of|unterzeichnet|gezeichnet|gez\.|signed(?: off)?(?: by)?"
    r"|signatory(?: is)?|unterschrift)\s*[:,]?\s*",
    re.I,
)
_ASKED_FOR = re.compile(
    r"\b(?:fragen sie (?:nach )?|ask for|speak to|talk to|sprechen mit|mail an|mail to)\s*[:,]?\s*",
    re.I,
)
_I_AM = re.compile(
    r"\b(?:ich bin(?: (?:der|die))?|hier(?: ist| spricht| schreibt)?(?: der| die)?|es schreibt ihnen|i am|i'm|im|this is|it's|it is"
    r"|kolleg(?:e|in|en)|chef(?:in)?|boss|colleague|mitarbeiter(?:in)?|assistentin|assistant|zollbeauftragter?|von|from|by|mit|with|an)\s+",
    re.I,
)
_GREETED = re.compile(
    r"(?:^|[.!?\n]\s*)(?:hallo|hi|hello|hey|moin|dear|liebe[rs]?|servus|guten (?:tag|morgen|abend)|good (?:morning|afternoon))"
    r"\s+(?P<name>[A-ZÄÖÜ][\w'-]+(?: [A-ZÄÖÜ][\w'-]+)?)\s*(?:[,!.\n]|$)",
    re.I,
)
_OF_A_PLACE = re.compile(
    r"\b(?:[A-Z]\.|[A-ZÄÖÜ][\w'-]+) (?:van(?: de[nr]?)?|von(?: de[nr]?)?|zu|ter|ten|de la|del|della|dos|da|bin|al) [A-ZÄÖÜ][\w'-]+"
)
_SPEAKING = re.compile(
    r"\b(?P<name>[A-ZÄÖÜ][\w'-]+(?: [A-ZÄÖÜ][\w'-]+)?),? (?P<sign>speaking|here|spricht|hier|am apparat)\b"
)
_ROLE = re.compile(
    r"\b(?:manager|director|officer|engineer|owner|founder|partner|ceo|cfo|secretary|clerk|head of \w+|boss|colleague"
    r"|\w*(?:leiter|chef|führer|fuehrer|beauftragter?|einkäufer|verkäufer|inhaber|meister|prokurist|vorstand|händler)(?:in)?"
    r"|contact|kontakt|call|phone|ring|rufen sie|email|mailen sie|cc|fao|regards|invoice to|ask|copy)"
    r"\s*(?:is|ist|,|:|heißt|named|called|at)?\s+",
    re.I,
)
_CLOSING = re.compile(
    r"(?:gr(?:ü|ue)(?:ß|ss)e?n?(?: (?:aus|vom|von der) [\wäöüß‹›-]+)?|gru(?:ß|ss)(?: (?:aus|vom|von der) [\wäöüß‹›-]+)?|\b(?:mfg|vg|lg|bg)\b|hochachtungsvoll|(?:kind |best |warm |many )?regards|yours (?:sincerely|faithfully|truly)"
    r"|\bsincerely\b|\bcheers\b|all the best|best wishes|\bbest(?=\s*[,\n])|vielen dank|\bdanke(?:sch(?:ö|oe)n)?\b|thank you|many thanks|\bthanks\b|\bthx\b)[\s,.!–-]*(?P<name>[^,!?\n]{2,45}?)\s*[.!]*\s*(?=$|\n)",
    re.I,
)
_INITIALS = re.compile(
    r"(?:^|(?<=[\n:(,;–/-])|(?<=[:(,;–/-] ))(?P<one>(?:[A-ZÄÖÜ]\. ?){2,3})(?= ?(?:[\n),;:(–/-]|$))"
    r"|(?<![\w.])(?P<last>(?:[A-ZÄÖÜ]\. ?){2,3})$"
)
_NO_INITIALS = word_set(
    "eu us usa uk un uae ps nb hs ec eg gb cv vh dr ie sa po co ag kg ek atr bv nv zb ua ia dh uva"
)
_SURE_CLOSING = re.compile(
    r"gr(?:ü|ue)(?:ß|ss)|gru(?:ß|ss)|mfg|vg|lg|regards|sincerely|yours|best|hochachtungsvoll", re.I
)


class PeopleFinder(NameFinder):
    """Finds names of people among words."""

    def find(self, text: str, lang: str) -> Iterator[Span]:
        """Every name of a person."""
        words = words_of(text)
        yield from self._people(text, words, lang)
        for match in _ROLE.finditer(text):
            yield from self._after_role(text, words, match.end(), lang)
        for match in _OF_A_PLACE.finditer(text):
            first = words_of(match[0])[0]
            if self.may_be_name(first) and self.tells(first, lang):
                yield "name", match.start(), match.end()
        for match in _SPEAKING.finditer(text):
            greeted = bool(_GREETED.search(text[: match.start()]))
            sure = match["sign"] not in ("here", "hier") or greeted
            if any(sure or self.is_listed(one) for one in words_of(match["name"])):
                yield "name", match.start("name"), match.end("name")
        yield from _initials(text)
        if lang == "en":
            yield from self._by_capitals(text, words)

    def _after_role(self, text: str, words: Sequence[Word], at: int, lang: str) -> Iterator[Span]:
        """Two capitals behind an office or before a call, of which one is a name or no word."""
        first = next((number for number, one in enumerate(words) if one.start >= at), None)
        if first is None or text[at : words[first].start].strip():
            return
        run = self._run(text, words, first, most=5, particles=True, free=True)
        named = [one for one in run if self.may_be_name(one) or one.folded in _PARTICLES]
        run = run[: len(named)] if run[: len(named)] == named else run[:2]
        capitals = [one for one in run if self.may_be_name(one)]
        if len(capitals) >= 2 and any(self.tells(one, lang) for one in capitals):
            yield "name", capitals[0].start, capitals[-1].end

    def _by_capitals(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        """Two capitals side by side in an English sentence, of which one is a name or no word."""
        for number, (one, other) in enumerate(pairwise(words)):
            if text[one.end : other.start] not in (" ", "-"):
                continue
            if not all(self._may_be_one_of_two(word) for word in (one, other)):
                continue
            begins = number == 0 or text[words[number - 1].end : one.start].strip(" ,\"'(") != ""
            if self.tells(one, "en") or (not begins and self.tells(other, "en")):
                yield "name", one.start, other.end

    # --- people -----------------------------------------------------------------------------

    def _people(self, text: str, words: Sequence[Word], lang: str) -> Iterator[Span]:
        for index, word in enumerate(words):
            if word.folded in TITLES:
                yield from self._after_title(text, words, index)
            else:
                yield from self._by_given_name(text, words, index, lang)
                yield from self._by_family_name(word)
                yield from self._by_unknown_pair(text, words, index)
        for match in _OWN_NAME.finditer(text):
            yield from self._after_cue(
                text, words, match.end(), sure=match[0].strip(" :,").casefold() != "name"
            )
        for match in _ASKED_FOR.finditer(text):
            yield from self._after_cue(text, words, match.end(), sure=False, alone=True)
        for match in _GREETED.finditer(text):
            yield from self._after_cue(text, words, match.start("name"), sure=False, alone=True)
        for match in _I_AM.finditer(text):
            yield from self._after_cue(text, words, match.end(), sure=False)
        yield from self._closings(text, words)

    def _may_be_one_of_two(self, word: Word) -> bool:
        return self.may_be_name(word) and not word.text.isupper() and len(word.text) > 2

    def _after_title(self, text: str, words: Sequence[Word], index: int) -> Iterator[Span]:
        run = self._run(text, words, index + 1, most=4, particles=True)
        while run and run[-1].folded in _PARTICLES:
            run.pop()
        names = [one for one in run if one.folded not in TITLES]
        if not names or (words[index].folded == "fr" and not names[0].text[:1].isupper()):
            return
        kept = [names[0]]
        for word in names[1:]:
            if word.folded not in _PARTICLES and kept[-1].folded not in _PARTICLES:
                unknown = not self.words.is_known(word.folded) and word.text.isalpha()
                if not (word.text[:1].isupper() or self.is_listed(word) or unknown):
                    break
                if self.words.is_word(word.folded) and not self.is_listed(word):
                    break
            kept.append(word)
        yield "name", kept[0].start, kept[-1].end

    def _by_given_name(
        self, text: str, words: Sequence[Word], index: int, lang: str
    ) -> Iterator[Span]:
        word = words[index]
        if word.folded not in name_lists().given or _is_short_form(word):
            return
        run = self._run(text, words, index + 1, most=3, particles=True)
        surname = self._surname(run, word.text[:1].isupper(), lang)
        if self.is_market(word) and not (surname and self.tells(surname, lang)):
            return
        if surname is not None:
            yield "name", word.start, surname.end
        elif word.folded not in name_lists().also_words and word.text[:1].isupper():
            yield "name", word.start, word.end

    def _by_family_name(self, word: Word) -> Iterator[Span]:
        """A listed family name in capitals that is no word of the goods: "Ehlert", not "Stahl"."""
        listed = self.is_family(word) and word.text[:1].isupper() and not _is_short_form(word)
        if listed and not self.words.is_known(word.folded) and not self.is_market(word):
            yield "name", word.start, word.end

    def _surname(self, run: Sequence[Word], capital: bool, lang: str) -> Word | None:
        found = None
        for word in run:
            if word.folded in _PARTICLES and found is None:
                continue
            listed = self.is_listed(word)
            likely = capital and word.text[:1].isupper() and not self.is_market(word)
            if (listed and (word.text[:1].isupper() or not capital)) or (
                likely and (lang == "en" or not self.words.is_word(word.folded))
            ):
                found = word
            else:
                break
        return found

    def _by_unknown_pair(self, text: str, words: Sequence[Word], index: int) -> Iterator[Span]:
        """Two unknown capitals side by side inside a sentence: a name that no list has."""
        pair = words[index : index + 2]
        if len(pair) < 2 or len(words) < 4 or text[pair[0].end : pair[1].start] not in (" ", "-"):
            return
        if any(not self._is_unknown_capital(one) for one in pair):
            return
        yield "name", pair[0].start, pair[1].end

    def _is_unknown_capital(self, word: Word) -> bool:
        if (
            not word.text[:1].isupper()
            or word.text.isupper()
            or len(word.text) < 3
            or self.is_market(word)
        ):
            return False
        return word.folded not in NEVER_NAMES and not self.words.is_known(word.folded)

    def _after_cue(
        self, text: str, words: Sequence[Word], at: int, sure: bool, alone: bool = False
    ) -> Iterator[Span]:
        """The name after words that announce one; `alone`: a single unknown capital is enough."""
        first = next((number for number, one in enumerate(words) if one.start >= at), None)
        if first is None or text[at : words[first].start].strip():
            return
        run = self._run(text, words, first, most=4, particles=True, free=True)
        while run and run[-1].folded in _PARTICLES:
            run.pop()
        named = [one for one in run if one.folded not in _PARTICLES and one.folded not in TITLES]
        if not named:
            return
        if sure or self._looks_like_name(named) or (alone and self._is_unknown_capital(named[0])):
            last = named[0]
            for word in named[1:3]:
                if not (
                    word.text[:1].isupper() == named[0].text[:1].isupper() or self.is_listed(word)
                ):
                    break
                small = not word.text[:1].isupper() and self.words.is_word(word.folded)
                if self.is_market(word) or (small and not self.is_listed(word)):
                    break
                last = word
            yield "name", named[0].start, last.end

    def _looks_like_name(self, run: Sequence[Word]) -> bool:
        """Whether words after "I am" are a name: a listed given name, or two capitals of which one is no word."""
        first = run[0]
        if self.is_market(first):
            return False
        if self.is_listed(first) and first.folded not in name_lists().also_words:
            return first.text[:1].isupper() or first.folded in name_lists().given
        pair = run[:2]
        if len(pair) < 2 or any(not self._may_be_capital_name(one) for one in pair):
            return False
        return any(self.is_listed(one) or not self.words.is_known(one.folded) for one in pair)

    def _may_be_capital_name(self, word: Word) -> bool:
        if not word.text[:1].isupper() or word.text.isupper():
            return False
        return word.folded not in NEVER_NAMES and not self.is_market(word)

    def _closings(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        for match in _CLOSING.finditer(text):
            start, end = match.span("name")
            inside = [one for one in words if one.start >= start and one.end <= end]
            inside = [one for one in inside if one.folded not in TITLES]
            if not 1 <= len(inside) <= 4 or any(one.folded in NEVER_NAMES for one in inside):
                continue
            sure = bool(_SURE_CLOSING.search(match[0])) and not any(
                self.is_market(one) for one in inside
            )
            if (
                sure
                or self.is_listed(inside[0])
                or all(self._is_unknown_capital(one) for one in inside)
            ):
                yield "name", inside[0].start, inside[-1].end

    def _run(
        self,
        text: str,
        words: Sequence[Word],
        first: int,
        most: int,
        particles: bool,
        free: bool = False,
    ) -> list[Word]:
        """The words that follow each other without a mark between them; `free`: nor before the first."""
        run: list[Word] = []
        for word in words[first : first + most]:
            before = run[-1] if run else (words[first - 1] if first and not free else None)
            gap = text[before.end : word.start] if before is not None else ""
            if gap.strip(" .-'’") or "\n" in gap:
                break
            if "." in gap and run and run[-1].folded not in TITLES and len(run[-1].text) > 2:
                break
            if word.folded in NEVER_NAMES and not (particles and word.folded in _PARTICLES):
                break
            run.append(word)
        return run


def _initials(text: str) -> Iterator[Span]:
    """Who signs with initials, at the beginning or end of a line or of a part of it."""
    for match in _INITIALS.finditer(text):
        group = "one" if match["one"] else "last"
        if fold(re.sub(r"\W", "", match[group])) not in _NO_INITIALS:
            yield "name", match.start(group), match.end(group)


def _is_short_form(word: Word) -> bool:
    """Whether it is an abbreviation as "LE" is, the declaration of a supplier."""
    return word.text.isupper() and len(word.text) <= _LONGEST_SHORT_FORM
