"""Names of firms: by their legal form, by words that announce them, by trades and words of groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from bot.language.words import Word, word_set, words_of
from bot.retraining.name_lists import NEVER_NAMES, name_lists
from bot.retraining.redact_patterns import Span

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


# Day & White; Burton, Bell and Knight; Brown-Rogers
_PARTNERS = re.compile(
    r"\b[A-ZÄÖÜ][\w']+(?:, [A-ZÄÖÜ][\w']+)* (?:and|und|&|\+) [A-ZÄÖÜ][\w']+\b|\b[A-ZÄÖÜ][a-zäöüß']+-[A-ZÄÖÜ][a-zäöüß']+\b"
)


class FirmFinder:
    """Finds names of firms; for the arguments see bot.retraining.redact_people.PeopleFinder."""

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
        """Every name of a firm."""
        yield from self._firms(text, words_of(text))

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
        for match in _PARTNERS.finditer(text):
            names = words_of(match[0].replace(" and ", " & ").replace(" und ", " & "))
            if all(self._is_partner(one) for one in names):
                yield "firm", match.start(), match.end()

    def _is_partner(self, word: Word) -> bool:
        if self._is_market(word.folded) or word.folded in NEVER_NAMES:
            return False
        return word.folded in self._names.family or not self._is_known(word.folded)

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
        if word.folded in _STOPS_FIRM or word.folded in NEVER_NAMES or self._is_market(word.folded):
            return False
        return (
            word.text[:1].isupper()
            or word.text.isdigit()
            or (
                not inside and not self._is_known(word.folded) and word.folded in self._names.family
            )
        )

    def _firms_by_words(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        for one, other in pairwise(words):
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


def _is_weight(text: str, match: re.Match[str]) -> bool:
    """Whether "KG" is a weight: a figure stands before it."""
    return match[0].casefold() == "kg" and bool(re.search(r"\d\s*$", text[: match.start()]))
