"""Names of people and firms: by lists of names, by titles, legal forms and the words around them.

A word is never a name only because it is unknown: unknown words are what has to be learned. It needs a
sign: a title, a given name before it, a closing formula, a legal form, or another unknown capital beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.language.words import Word, fold, word_set, words_of
from bot.retraining.redact_patterns import Span

_LISTS = Path(__file__).with_name("words")

_TITLES = word_set("herr herrn hr frau fr dr prof mr mrs ms miss mister sir madam dipl ing")
_PARTICLES = word_set("von van der den de del di da el al bin zu zur vom la le ter ten mc mac o st")
_NEVER_NAMES = word_set(
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
)
_OWN_NAME = re.compile(
    r"\b(?:mein(?:e)? (?:voller )?name (?:ist|lautet)|mein name|ich hei(?:ß|ss)e|ich werde(?= [\w-]+ genannt)"
    r"|my (?:full )?name is|my name's|name is|i am called|name|ansprechpartner(?:in)?(?: ist| bei uns ist| hier ist)?|kontaktperson|contact (?:person(?: is)?|is)"
    r"|sachbearbeiter(?:in)?|z\. ?h(?:d|ände[n]?)\.?|attn\.?|att:|to the attention of|unterzeichnet|gezeichnet|gez\.|signed(?: by)?"
    r"|signatory(?: is)?|unterschrift|fragen sie (?:nach )?|ask for|speak to|talk to|sprechen mit|mail an|mail to)\s*[:,]?\s*",
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
_CLOSING = re.compile(
    r"(?:gr(?:ü|ue)(?:ß|ss)e?n?(?: (?:aus|vom|von der) [\wäöüß-]+)?|gru(?:ß|ss)(?: (?:aus|vom|von der) [\wäöüß-]+)?|\b(?:mfg|vg|lg|bg)\b|hochachtungsvoll|(?:kind |best |warm |many )?regards|yours (?:sincerely|faithfully|truly)"
    r"|\bsincerely\b|\bcheers\b|all the best|best wishes|\bbest(?=\s*[,\n])|vielen dank|\bdanke(?:sch(?:ö|oe)n)?\b|thank you|many thanks|\bthanks\b|\bthx\b)[\s,.!–-]*(?P<name>[^,!?\n]{2,45}?)\s*[.!]*\s*(?=$|\n)",
    re.I,
)
_SURE_CLOSING = re.compile(
    r"gr(?:ü|ue)(?:ß|ss)|gru(?:ß|ss)|mfg|vg|lg|regards|sincerely|yours|best|hochachtungsvoll", re.I
)

# Legal forms; the short ones only in capitals, because "ab", "as", "se" and "kg" are words.
_LEGAL_FORM = re.compile(
    r"(?<![\w-])(?:(?i:g?gmbh(?:\s*&\s*co\.?\s*(?:kg(?:aa)?|ohg))?|mbh|co\.?\s*(?:kg|ohg)|kgaa|ohg|gbr|e\.\s?k(?:fr|fm)?\.?|ug \(haftungsbeschr\w+\)"
    r"|ltd\.?|limited|llc|llp|inc\.?|incorporated|corp\.?|corporation|plc|pty|s\.\s?a\.(?:\s?s\.)?|s\.\s?r\.\s?l\.?|srl|s\.\s?p\.\s?a\.?|sarl"
    r"|b\.v\.?|n\.v\.?|sp\.?\s?z\s?o\.?\s?o\.?|s\.r\.o\.?|a/s|a\.ş\.|gesmbh|kft\.?|d\.o\.o\.?|sdn\.? bhd\.?|co\.,?\s*ltd\.?|k\.k\.)"
    r"|AG|KG|eG|SE|SA|SAS|AB|AS|BV|NV|UG|OY|Oy|Oyj|SpA|ApS|KK)(?!\w)"
)
_LOW_FORM = re.compile(r"(?<![\w-])ag(?!\w)")
_STOPS_FIRM = word_set(
    "die der das den dem des wir ich firma fa fuer fur bei von vom an mit aus nach und sind ist heisst heissen kunde"
    " kunden kundin lieferant lieferanten hersteller unternehmen betrieb unser unsere unserer unseren unserem mein meine"
    " the we are is our my at for from by with to of supplier customer client company firm manufacturer called named"
    " hallo guten tag hello hi dear und als arbeite work working sitzt ihr your via durch ueber uber zur zum in"
    " tochter mutter konzern parent subsidiary buyer partner distributor handler haendler grosshandler an im auf"
    " verkaufen verkauft liefern beliefern kaufen bestellen bestellt orders ordered buys sells sell supply wants want"
    " deliver delivering belonging gehort gehoren sich hier it they he she sie er export exports exportiert exporte"
)
_FIRM_CUE = re.compile(
    r"\b(?:firma|fa\.|unternehmen(?: namens)?|company(?: called| named)?|firm(?: called| named)?|"
    r"(?:unser|der|ein|mein)e?[mnrs]? (?:kunde|lieferant|kundin|wettbewerber|partner|abnehmer|händler|vertragspartner)n?(?: heißt| ist)?"
    r"|(?:our|the|a|my) (?:customer|client|supplier|competitor|partner|distributor|buyer)(?: is(?: called)?)?"
    r"|wir (?:sind|heißen)(?: die)?|we are(?: called)?|ich arbeite (?:bei|für)|i work (?:at|for)|on behalf of|im namen (?:von|der))\s*[,:„\"]?\s*",
    re.I,
)
_GROUP_WORDS = word_set(
    "gruppe group holding industries technologies technology solutions systems engineering logistics international"
    " enterprises trading sohne soehne sohn sons brothers bros partner partners werke manufacturing instruments works"
    " maschinenfabrik fabrik maschinenbau anlagenbau metallbau stahlbau antriebstechnik medizintechnik verpackungen armaturen elektronik"
    " chemie textilien mobel moebel feinkost feinmechanik prazision praezision"
)
_TRADE = re.compile(
    r"(?:maschinenbau|metallbau|anlagenbau|stahlbau|holzbau|werkzeugbau|formenbau|bäckerei|baeckerei|brauerei|schreinerei|tischlerei"
    r"|druckerei|gießerei|giesserei|schmiede|weberei|spinnerei|mühle|metzgerei|spedition|autohaus|kellerei|weingut|brennerei|rösterei"
    r"|konditorei|schlosserei|zimmerei|dreherei|fräserei|härterei|gerberei|färberei|manufaktur|molkerei|käserei|imkerei|gärtnerei"
    r"|gebrüder|gebr|familie|family|brothers|bakery|brewery|winery|foundry)$"
)


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


class PeopleFinder:
    """Finds names among words.

    `is_word`: a folded word stands in the project's data; `is_known`: it does, or ends in one that does
    ("Zahnradpumpen"); `is_market`: it belongs to the name of a market.
    """

    def __init__(
        self,
        is_word: Callable[[str], bool],
        is_known: Callable[[str], bool],
        is_market: Callable[[str], bool],
    ) -> None:
        self._is_word = is_word
        self._is_known = is_known
        self._is_market = is_market
        self._names = name_lists()

    def find(self, text: str) -> Iterator[Span]:
        """Every name of a firm or a person."""
        words = words_of(text)
        yield from self._firms(text, words)
        yield from self._people(text, words)

    # --- firms ------------------------------------------------------------------------------

    def _firms(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        for match in _LEGAL_FORM.finditer(text):
            start = self._firm_start(text, words, match.start(), most=6)
            if start < match.start() and not _is_weight(text, match):
                yield "firm", start, match.end()
        for match in _LOW_FORM.finditer(text):
            start = self._firm_start(text, words, match.start(), most=3)
            if start < match.start():
                yield "firm", start, match.end()
        for match in _FIRM_CUE.finditer(text):
            yield from self._after_firm_cue(text, words, match.end())
        yield from self._firms_by_words(text, words)

    def _firm_start(self, text: str, words: Sequence[Word], end: int, most: int) -> int:
        """Where the name before a legal form begins."""
        start, taken = end, 0
        for word in reversed([one for one in words if one.end <= end]):
            between = text[word.end : start]
            if taken == most or re.search(r"[,;:!?\n]|\.\s\s|\.\s(?=[A-ZÄÖÜ][a-zäöü]+ )", between):
                break
            joins = "&" in between or "+" in between
            if word.folded in _STOPS_FIRM and not (
                joins
                or (word.folded in ("und", "and") and taken and self._capital_before(words, word))
            ):
                break
            if self._is_market(word.folded) and not word.text[:1].isupper():
                break
            start, taken = word.start, taken + 1
        return start

    def _capital_before(self, words: Sequence[Word], word: Word) -> bool:
        before = [one for one in words if one.end <= word.start]
        return (
            bool(before) and before[-1].text[:1].isupper() and before[-1].folded not in _STOPS_FIRM
        )

    def _after_firm_cue(self, text: str, words: Sequence[Word], at: int) -> Iterator[Span]:
        following = [one for one in words if one.start >= at][:4]
        run: list[Word] = []
        for word in following:
            gap = text[run[-1].end if run else at : word.start]
            if re.search(r"[,;:.!?\n]", gap) or not self._may_be_firm(word, bool(run)):
                break
            run.append(word)
        if run and not all(self._is_word(one.folded) for one in run):
            yield "firm", run[0].start, run[-1].end

    def _may_be_firm(self, word: Word, inside: bool) -> bool:
        if (
            word.folded in _STOPS_FIRM
            or word.folded in _NEVER_NAMES
            or self._is_market(word.folded)
        ):
            return False
        return (
            word.text[:1].isupper()
            or word.text.isdigit()
            or (
                not inside and not self._is_known(word.folded) and word.folded in self._names.family
            )
        )

    def _firms_by_words(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        for one, other in zip(words, words[1:]):
            gap = text[one.end : other.start]
            if gap.strip(" &+-.") or (gap.strip() == "." and not _TRADE.search(one.folded)):
                continue
            if self._is_trade_and_name(one, other) or self._is_name_and_group(one, other, gap):
                yield "firm", one.start, self._name_end(text, words, other)

    def _is_trade_and_name(self, one: Word, other: Word) -> bool:
        if not _TRADE.search(one.text.casefold()) or self._is_market(other.folded):
            return False
        listed = other.folded in self._names.family or other.folded in self._names.given
        unknown = other.text[:1].isupper() and not self._is_known(other.folded)
        return (listed and other.text[:1].isupper()) or unknown

    def _is_name_and_group(self, one: Word, other: Word, gap: str) -> bool:
        if (
            other.folded not in _GROUP_WORDS
            or not other.text[:1].isupper()
            or not one.text[:1].isupper()
        ):
            return False
        if self._is_market(one.folded) or one.folded in _STOPS_FIRM:
            return False
        return one.folded in self._names.family or not self._is_word(one.folded) or "&" in gap

    def _name_end(self, text: str, words: Sequence[Word], last: Word) -> int:
        """The end of a firm's name: further capitals that are unknown belong to it."""
        end = last.end
        for word in words:
            if word.start <= end or text[end : word.start].strip(" &"):
                continue
            if word.start - end > 3 or not (
                word.text[:1].isupper() and not self._is_known(word.folded)
            ):
                break
            end = word.end
        return end

    # --- people -----------------------------------------------------------------------------

    def _people(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        for index, word in enumerate(words):
            if word.folded in _TITLES:
                yield from self._after_title(text, words, index)
            else:
                yield from self._by_given_name(text, words, index)
                yield from self._by_unknown_pair(text, words, index)
        for match in _OWN_NAME.finditer(text):
            yield from self._after_cue(
                text, words, match.end(), sure=not match[0].strip(" :,").casefold() == "name"
            )
        for match in _GREETED.finditer(text):
            yield from self._after_cue(text, words, match.start("name"), sure=False, alone=True)
        for match in _I_AM.finditer(text):
            yield from self._after_cue(text, words, match.end(), sure=False)
        yield from self._closings(text, words)

    def _after_title(self, text: str, words: Sequence[Word], index: int) -> Iterator[Span]:
        run = self._run(text, words, index + 1, most=4, particles=True)
        while run and run[-1].folded in _PARTICLES:
            run.pop()
        names = [one for one in run if one.folded not in _TITLES]
        if not names or (words[index].folded == "fr" and not names[0].text[:1].isupper()):
            return
        kept = [names[0]]
        for word in names[1:]:
            if word.folded not in _PARTICLES and kept[-1].folded not in _PARTICLES:
                if not (word.text[:1].isupper() or self._is_listed(word)):
                    break
                if self._is_word(word.folded) and not self._is_listed(word):
                    break
            kept.append(word)
        yield "name", kept[0].start, kept[-1].end

    def _by_given_name(self, text: str, words: Sequence[Word], index: int) -> Iterator[Span]:
        word = words[index]
        if word.folded not in self._names.given or self._is_market(word.folded):
            return
        run = self._run(text, words, index + 1, most=3, particles=True)
        surname = self._surname(run, capital=word.text[:1].isupper())
        if surname is not None:
            yield "name", word.start, surname.end
        elif word.folded not in self._names.also_words and word.text[:1].isupper():
            yield "name", word.start, word.end

    def _surname(self, run: Sequence[Word], capital: bool) -> Word | None:
        found = None
        for word in run:
            if word.folded in _PARTICLES and found is None:
                continue
            listed = word.folded in self._names.family or word.folded in self._names.given
            likely = capital and word.text[:1].isupper() and not self._is_market(word.folded)
            if (listed and (word.text[:1].isupper() or not capital)) or (
                likely and not self._is_word(word.folded)
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
            or self._is_market(word.folded)
        ):
            return False
        return word.folded not in _NEVER_NAMES and not self._is_known(word.folded)

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
        named = [one for one in run if one.folded not in _PARTICLES and one.folded not in _TITLES]
        if not named:
            return
        if sure or self._looks_like_name(named) or (alone and self._is_unknown_capital(named[0])):
            last = named[0]
            for word in named[1:3]:
                if not (
                    word.text[:1].isupper() == named[0].text[:1].isupper() or self._is_listed(word)
                ):
                    break
                if self._is_word(word.folded) and not self._is_listed(word):
                    break
                last = word
            yield "name", named[0].start, last.end

    def _looks_like_name(self, run: Sequence[Word]) -> bool:
        first = run[0]
        if (
            self._is_listed(first)
            and first.folded not in self._names.also_words
            and not self._is_market(first.folded)
        ):
            return first.text[:1].isupper() or first.folded in self._names.given
        pair = run[:2]
        return (
            len(pair) == 2
            and all(one.text[:1].isupper() for one in pair)
            and all(self._is_unknown_capital(one) or self._is_listed(one) for one in pair)
        )

    def _closings(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        for match in _CLOSING.finditer(text):
            start, end = match.span("name")
            inside = [one for one in words if one.start >= start and one.end <= end]
            inside = [one for one in inside if one.folded not in _TITLES]
            if not 1 <= len(inside) <= 4 or any(one.folded in _NEVER_NAMES for one in inside):
                continue
            sure = bool(_SURE_CLOSING.search(match[0])) and not any(
                self._is_market(one.folded) for one in inside
            )
            if (
                sure
                or self._is_listed(inside[0])
                or all(self._is_unknown_capital(one) for one in inside)
            ):
                yield "name", inside[0].start, inside[-1].end

    def _is_listed(self, word: Word) -> bool:
        return word.folded in self._names.given or word.folded in self._names.family

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
            if "." in gap and run and run[-1].folded not in _TITLES and len(run[-1].text) > 2:
                break
            if word.folded in _NEVER_NAMES and not (particles and word.folded in _PARTICLES):
                break
            run.append(word)
        return run


def _is_weight(text: str, match: re.Match[str]) -> bool:
    """Whether "KG" is a weight: a figure stands before it."""
    return match[0].casefold() == "kg" and bool(re.search(r"\d\s*$", text[: match.start()]))
