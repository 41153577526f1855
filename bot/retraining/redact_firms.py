"""Names of firms: by their legal form, by words that announce them, by trades and words of groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language.words import Word, word_set, words_of
from bot.retraining.name_finder import NameFinder
from bot.retraining.name_lists import NEVER_NAMES, name_lists
from bot.retraining.redact_patterns import Span
from bot.retraining.towns import makers

# Legal forms; the short ones only in capitals, because "ab", "as", "se" and "kg" are words.
_LEGAL_FORM = re.compile(
    r"(?<![\w-])(?:(?i:g?gmbh(?:\s*&\s*co\.?\s*(?:kg(?:aa)?|ohg))?|mbh|co\.?\s*(?:kg|ohg)|kgaa|ohg|gbr|e\.\s?k(?:fr|fm)?\.?|ug \(haftungsbeschr\w+\)"
    r"|ltd\.?|limited(?!\s+(?:to|by|in|for|value|at|period|number|time|extent)\b)|llc|llp|inc\.?|incorporated|corp\.?|corporation|plc|pty|s\.\s?a\.(?:\s?s\.)?|s\.\s?r\.\s?l\.?|srl|s\.\s?p\.\s?a\.?|sarl"
    r"|b\.v\.?|n\.v\.?|sp\.?\s?z\s?o\.?\s?o\.?|s\.r\.o\.?|a/s|a\.ş\.|gesmbh|kft\.?|d\.o\.o\.?|sdn\.? bhd\.?|co\.,?\s*ltd\.?|k\.k\.|s\.\s?a\. de c\.\s?v\.?|ltda\.?|pty\.? ltd\.?|p?jsc|fze|fzco|bhd\.?|tbk|spol\.|zrt\.?|gmbh i\.\s?g\.|mbb|(?:sia|uab|oü)(?=\W))"
    r"|AG|KG|eG|SE|SA|SAS|AB|AS|BV|NV|UG|OY|Oy|Oyj|SpA|ApS|KK|DAC|OAO|OOO|ZAO|EOOD|OOD|ASA|HB|PT|CV)(?!\w)"
)
_LOW_FORM = re.compile(r"(?<![\w-])ag(?!\w)")
_STOPS_FIRM = word_set(
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
_DEALT_WITH = re.compile(
    r"\b(?:(?:rechnung|lieferung|angebot|bestellung|auftrag|ware|versand|verkauf|geht|liefern|verkaufen|schicken|invoice|delivery"
    r"|offer|order|goods|sale|goes|deliver|sell|ship)(?:en|s)?(?: geht| gehen| goes| go)? (?:an|to|von|from|für|for)"
    r"|(?:\w*lieferant|zulieferer|kunde|tochter|mutter|vertreter|wettbewerber|konkurrent|abnehmer|supplier|customer|subsidiary|agent"
    r"|competitor|distributor)(?:in|en|s)? (?:von|der|bei|of|for|to)"
    r"|(?:kommt|kommen|stammt|stammen|bezogen|gekauft|geliefert|gefertigt|comes?|came|bought|cast|forged|made|supplied)"
    r" (?:von|bei|from|at|by)"
    r"|(?:absender|empfänger|auftraggeber|auftragnehmer|käufer|verkäufer|kunde|lieferant|ausführer|hersteller|importeur|sender"
    r"|recipient|consignee|consignor|buyer|seller|customer|supplier|exporter|importer|manufacturer|company):)\s*",
    re.I,
)
"""A customer or supplier follows, or goods or a market."""

_WHAT_FIRMS_DO = word_set(
    "liefert beliefert mochte moechte will kauft verkauft bestellt exportiert importiert produziert fertigt baut"
    " schickt sendet unterschreibt fragt meint sagt bezieht bestatigt bestaetigt verlangt zahlt wartet supplies wants"
    " buys sells delivers ships exports imports produces makes sends signs asks says pays confirms invoices owns"
)
"""What somebody does, and nothing can do."""

_JOINING = word_set("van von de den der ter ten la le di da du of y e et")
"""Small words inside a firm's name."""

_TERMS = word_set(
    "agreement trade free origin tariff customs union european certificate declaration statement export import exporter importer"
    " united states new south north east west rules rule product products goods economic partnership regulation commission chapter annex"
    " code system committee article vat duty manager director sales team sir madam kind best regards registered approved long term binding"
    " information movement single harmonised harmonized combined nomenclature supplier suppliers preference preferential generalised scheme"
    " protocol convention association cooperation comprehensive deep area list notes note value content ex works net cost hs eur rex stabilisation"
)
_CAPITALS = re.compile(r"(?<![.!?\n] )(?<!^)\b[A-Z][a-z]+(?: [A-Z][a-z]+){2,4}\b")
"""Three capitals and more inside an English sentence."""

_BRANCH = re.compile(
    r"(?:bau|technik|werke?|fabrik|manufaktur|brauerei|logistik|spedition|bearbeitung|verarbeitung|trading|coatings|systems|engineering)$"
)

_SHORT_TAIL = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][\wäöüß]*-(?:Log|Tec|Tech|Nord|Süd|West|Ost|Med|Pack|Trans|Chem|Plast|Flex|Form|Line|Soft|Bau|Pharm|Pharma|Agrar|Metall"
    r"|tec|tech|log|med|pack|flex|plast|chem)(?![\w-])"
)
"""Firms in short: "Rhenania-Log", "Y-tec"."""

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


_LONGEST_SHORT_FORM = 4
"""Abbreviations stand side by side without being partners: "TR, CH und EU", "ABS and PC"."""

# Day & White; Burton, Bell and Knight; Brown-Rogers
_PARTNERS = re.compile(
    r"\b[A-ZÄÖÜ][\w']+(?:, [A-ZÄÖÜ][\w']+)* (?:and|und|&|\+) [A-ZÄÖÜ][\w']+\b|\b[A-ZÄÖÜ][a-zäöüß']+-[A-ZÄÖÜ][a-zäöüß']+\b"
)
_AND_SONS = re.compile(
    r"\b(?P<name>[A-ZÄÖÜ][\w'-]*(?:,? [A-ZÄÖÜ][\w'-]*){0,2}),? (?:and|und|&|\+|u\.) (?i:sons?|söhne|soehne|sohn|co|brothers|bros"
    r"|brüder|daughters?|töchter|partners?|associates|company|cie|family|familie)\b\.?"
)


class FirmFinder(NameFinder):
    """Finds names of firms."""

    def find(self, text: str, lang: str) -> Iterator[Span]:
        """Every name of a firm."""
        words = words_of(text)
        yield from self._firms(text, words)
        yield from self._partners(text, lang)
        yield from self._subjects(text, words, lang)
        yield from self._makers(words)
        for match in _SHORT_TAIL.finditer(text):
            if not self.is_market(words_of(match[0])[0]):
                yield "firm", match.start(), match.end()
        if lang == "en":
            yield from self._many_capitals(text)
        for match in _DEALT_WITH.finditer(text):
            yield from self._dealt_with(text, words, match.end(), lang)

    def _makers(self, words: Sequence[Word]) -> Iterator[Span]:
        """Makers that industry knows by name; one that is a word of the language only with a capital."""
        for number, word in enumerate(words):
            for length in (3, 2, 1):
                run = words[number : number + length]
                if " ".join(one.folded for one in run) not in makers():
                    continue
                if word.text[:1].isupper() or not self.words.is_known(word.folded):
                    yield "firm", word.start, run[-1].end
                    break

    def _many_capitals(self, text: str) -> Iterator[Span]:
        for match in _CAPITALS.finditer(text):
            words = words_of(match[0])
            if not any(one.folded in _TERMS or self.is_market(one) for one in words):
                yield "firm", match.start(), match.end()

    def _dealt_with(self, text: str, words: Sequence[Word], at: int, lang: str) -> Iterator[Span]:
        """A name where customers and suppliers are named: capitals of which one is no word of the goods."""
        run: list[Word] = []
        for word in [one for one in words if one.start >= at][:4]:
            gap = text[run[-1].end if run else at : word.start]
            if gap.strip(" &+-") or not self.may_be_name(word):
                break
            run.append(word)
        if any(self.tells(one, lang) for one in run):
            yield "firm", run[0].start, run[-1].end

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

    def _partners(self, text: str, lang: str) -> Iterator[Span]:
        """Names joined to one: "Day & White", "Burton, Bell and Knight", "Day and Sons"."""
        for match in _AND_SONS.finditer(text):
            if not any(self.is_market(one) for one in words_of(match["name"])):
                yield "firm", match.start(), match.end()
        for match in _PARTNERS.finditer(text):
            names = [one for one in words_of(match[0]) if one.folded not in ("and", "und")]
            if any(one.text.isupper() and len(one.text) <= _LONGEST_SHORT_FORM for one in names):
                continue
            if all(len(one.text) < _LONGEST_SHORT_FORM for one in names):
                continue
            sure = [one for one in names if self.is_family(one) and not self.is_market(one)]
            # "Banks, Holland and Foster": two family names carry a third that is a market, too.
            enough = len(sure) > 1 or (sure and all(self.is_listed(one) for one in names))
            if not enough and not all(self.may_be_name(one) for one in names):
                continue
            telling = [self.tells(one, lang) for one in names]
            # Goods stand side by side, too, and in German always with capitals.
            if all(telling) or (lang == "en" and any(telling)):
                yield "firm", match.start(), match.end()

    def _subjects(self, text: str, words: Sequence[Word], lang: str) -> Iterator[Span]:
        """Who delivers, buys, wants: goods do not, so that an unknown capital there is a firm."""
        for number, verb in enumerate(words):
            if verb.folded not in _WHAT_FIRMS_DO or number == 0:
                continue
            run: list[Word] = []
            for word in reversed(words[max(0, number - 3) : number]):
                gap = text[word.end : (run[0] if run else verb).start]
                if gap.strip(" &-+.") or not self.may_be_name(word) or word.folded in _STOPS_FIRM:
                    break
                run.insert(0, word)
            telling = [self.tells(one, lang) for one in run]
            if any(telling):
                yield "firm", run[telling.index(True)].start, run[-1].end

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
            bool(before) and before[-1].text[:1].isupper() and before[-1].folded not in _STOPS_FIRM
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
        if word.folded in _STOPS_FIRM or word.folded in NEVER_NAMES or self.is_market(word):
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
        if self.is_market(one) or one.folded in _STOPS_FIRM:
            return False
        return self.is_family(one) or not self.words.is_word(one.folded) or "&" in gap

    def _is_small_name_and_branch(self, one: Word, other: Word) -> bool:
        """Whether a family name, in the genitive, too, stands before a branch: "möllers maschinenbau"."""
        if not _BRANCH.search(other.folded) or one.folded in _STOPS_FIRM or self.is_market(one):
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
