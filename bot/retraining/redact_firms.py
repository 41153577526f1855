"""Firms that say what they are: by their legal form, by words that announce them, by trades and words of groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language.words import Word, word_set, words_of
from bot.retraining.name_finder import NameFinder
from bot.retraining.name_lists import NEVER_NAMES, name_lists
from bot.retraining.redact_patterns import Span

# Legal forms; the short ones only in capitals, because "ab", "as", "se" and "kg" are words.
_LEGAL_FORM = re.compile(
    r"(?<![\w-])(?:(?i:g?gmbh(?:\s*&\s*co\.?\s*(?:kg(?:aa)?|ohg))?|mbh|co\.?\s*(?:kg|ohg)|kgaa|ohg|gbr|e\.\s?k(?:fr|fm)?\.?|ug \(haftungsbeschr\w+\)"
    r"|ltd\.?|limited(?!\s+(?:to|by|in|for|value|at|period|number|time|extent)\b)|llc|llp|inc\.?|incorporated|corp\.?|corporation|plc|pty|s\.\s?a\.(?:\s?s\.)?|s\.\s?r\.\s?l\.?|srl|s\.\s?p\.\s?a\.?|sarl"
    r"|b\.v\.?|n\.v\.?|sp\.?\s?z\s?o\.?\s?o\.?|s\.r\.o\.?|a/s|a\.ş\.|gesmbh|kft\.?|d\.o\.o\.?|sdn\.? bhd\.?|co\.,?\s*ltd\.?|k\.k\.|s\.\s?a\. de c\.\s?v\.?|ltda\.?|pty\.? ltd\.?|p?jsc|fze|fzco|bhd\.?|tbk|spol\.|zrt\.?|gmbh i\.\s?g\.|mbb|(?:sia|uab|oü)(?=\W))"
    r"|AG|KG|eG|SE|SA|SAS|AB|AS|BV|NV|UG|OY|Oy|Oyj|SpA|ApS|KK|DAC|OAO|OOO|ZAO|EOOD|OOD|ASA|HB|PT|CV)(?!\w)"
)
_LOW_FORM = re.compile(r"(?<![\w-])[au]g(?!\w)")
STOPS_FIRM = word_set(
    "die der das den dem des wir ich firma fa fuer fur bei von vom an mit aus nach und sind ist heisst heissen kunde"
    " kunden kundin lieferant lieferanten hersteller unternehmen betrieb unser unsere unserer unseren unserem mein meine"
    " the we are is our my at for from by with to of supplier customer client company firm manufacturer called named"
    " hallo guten tag hello hi dear und als arbeite work working sitzt ihr your via durch ueber uber zur zum in"
    " tochter mutter konzern parent subsidiary buyer partner distributor handler haendler grosshandler an im auf"
    " verkaufen verkauft liefern beliefern kaufen bestellen bestellt orders ordered buys sells sell supply wants want"
    " deliver delivering have has had supplied belonging gehort gehoren sich hier it they he she sie er export exports exportiert exporte i represent vertrete"
)
_FIRM_CUE = re.compile(
    r"\b(?:firma|fa\.|unternehmen(?: namens)?|company(?: called| named)?|firm(?: called| named)?|"
    r"(?:unser|der|ein|mein)e?[mnrs]? (?:kunde|lieferant|kundin|wettbewerber|partner|abnehmer|händler|vertragspartner)n?(?: heißt| ist)?"
    r"|(?:our|the|a|my) (?:customer|client|supplier|competitor|partner|distributor|buyer)(?: is(?: called)?)?"
    r"|wir (?:sind|heißen)(?: die)?|we are(?: called)?|ich arbeite (?:bei|für)|i work (?:at|for)|on behalf of|im namen (?:von|der))\s*[,:„\"]?\s*",
    re.I,
)
_CALLED = re.compile(r"firma|fa\.|.*(?:namens|called|named)", re.I)
_JOINING = word_set("van von de den der ter ten la le di da du of y e et")
"""Small words inside a firm's name."""

_BRANCH = re.compile(
    r"(?:bau|technik|werke?|fabrik|manufaktur|brauerei|logistik|spedition|bearbeitung|verarbeitung|trading|coatings|systems|engineering)$"
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


class FirmFinder(NameFinder):
    """Finds firms by what is in their names or announces them."""

    def find(self, text: str) -> Iterator[Span]:
        """Every name of a firm with a legal form, an announcement, a trade or a word of groups."""
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
            yield from self._after_firm_cue(
                text, words, match.end(), sure=bool(_CALLED.match(match[0]))
            )
        yield from self._firms_by_words(text, words)

    def _firm_start(self, text: str, words: Sequence[Word], end: int, most: int) -> int:
        """Where the name before a legal form begins."""
        start, taken = end, 0
        for word in reversed([one for one in words if one.end <= end]):
            between = text[word.end : start]
            if taken == most or re.search(r"[,;:!?\n]|\.\s\s|\.\s(?=[A-ZÄÖÜ][a-zäöü]+ )", between):
                break
            joins = "&" in between or "+" in between
            if word.folded in STOPS_FIRM and not (
                joins
                or (taken and self._joins_names(words, word))
                or (word.folded in ("und", "and") and taken and self._capital_before(words, word))
                or (word.text[:1].isupper() and self._capital_before(words, word))
            ):
                break
            if self.is_market(word) and not word.text[:1].isupper():
                break
            if text[start : start + 1].isupper() and self._is_of_the_sentence(word, joins):
                break
            start, taken = word.start, taken + 1
        return start

    def _is_of_the_sentence(self, word: Word, joins: bool) -> bool:
        """Whether a small word before capitals belongs to the sentence: "my broker ClearPort Ltd"."""
        small = word.text.islower() and word.folded not in _JOINING and not joins
        return small and word.folded not in ("und", "and") and self.words.is_written(word.folded)

    def _joins_names(self, words: Sequence[Word], word: Word) -> bool:
        """Whether a small word joins capitals: "Van den Broek"."""
        before = next((one for one in reversed(words) if one.end <= word.start), None)
        if before is None or word.folded not in _JOINING:
            return False
        return before.folded in _JOINING or self._capital_before(words, word)

    def _capital_before(self, words: Sequence[Word], word: Word) -> bool:
        before = [one for one in words if one.end <= word.start]
        return (
            bool(before) and before[-1].text[:1].isupper() and before[-1].folded not in STOPS_FIRM
        )

    def _after_firm_cue(
        self, text: str, words: Sequence[Word], at: int, *, sure: bool
    ) -> Iterator[Span]:
        """The name after words that announce one; `sure`: whatever word it is."""
        following = [one for one in words if one.start >= at][:4]
        run: list[Word] = []
        for word in following:
            gap = text[run[-1].end if run else at : word.start]
            if re.search(r"[,;:.!?\n]", gap) or not self._may_be_firm(word, bool(run)):
                break
            run.append(word)
        if not run:
            return
        if not all(self.words.is_word(one.folded) for one in run):
            yield "firm", run[0].start, run[-1].end
        elif sure and run[0].text[:1].isupper():
            yield "firm", run[0].start, run[0].end

    def _may_be_firm(self, word: Word, inside: bool) -> bool:
        if word.folded in STOPS_FIRM or word.folded in NEVER_NAMES or self.is_market(word):
            return False
        return (
            word.text[:1].isupper()
            or word.text.isdigit()
            or (not inside and not self.words.is_known(word.folded) and self.is_family(word))
        )

    def _firms_by_words(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        for one, other in pairwise(words):
            gap = text[one.end : other.start]
            if gap.strip(" &+-.") or (gap.strip() == "." and not _TRADE.search(one.folded)):
                continue
            if self._is_trade_and_name(one, other) or self._is_name_and_group(one, other, gap):
                yield "firm", one.start, self._name_end(text, words, other)

    def _is_trade_and_name(self, one: Word, other: Word) -> bool:
        if not _TRADE.search(one.text.casefold()) or self.is_market(other):
            return False
        listed = self.is_listed(other)
        unknown = other.text[:1].isupper() and not self.words.is_known(other.folded)
        return (listed and other.text[:1].isupper()) or unknown

    def _is_name_and_group(self, one: Word, other: Word, gap: str) -> bool:
        if one.text.islower() and other.text.islower() and gap == " ":
            return self._is_small_name_and_branch(one, other)
        if (
            other.folded not in _GROUP_WORDS
            or not other.text[:1].isupper()
            or not one.text[:1].isupper()
        ):
            return False
        if self.is_market(one) or one.folded in STOPS_FIRM:
            return False
        return self.is_family(one) or not self.words.is_word(one.folded) or "&" in gap

    def _is_small_name_and_branch(self, one: Word, other: Word) -> bool:
        """Whether a family name, in the genitive, too, stands before a branch: "möllers maschinenbau"."""
        if not _BRANCH.search(other.folded) or one.folded in STOPS_FIRM or self.is_market(one):
            return False
        family = self.is_family(one) or one.folded.removesuffix("s") in name_lists().family
        return family and not self.words.is_written(one.folded)

    def _name_end(self, text: str, words: Sequence[Word], last: Word) -> int:
        """The end of a firm's name: further capitals that are unknown belong to it."""
        end = last.end
        for word in words:
            if word.start <= end or text[end : word.start].strip(" &"):
                continue
            if word.start - end > 3 or not (
                word.text[:1].isupper() and not self.words.is_known(word.folded)
            ):
                break
            end = word.end
        return end


def _is_weight(text: str, match: re.Match[str]) -> bool:
    """Whether "KG" is a weight: a figure stands before it."""
    return match[0].casefold() == "kg" and bool(re.search(r"\d\s*$", text[: match.start()]))
