"""Firms by where they stand: partners joined to one, who delivers and buys, customers and suppliers, makers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.words import Word, word_set, words_of
from bot.retraining.name_finder import NameFinder
from bot.retraining.redact_firms import STOPS_FIRM
from bot.retraining.redact_patterns import Span
from bot.retraining.towns import makers

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

TERMS = word_set(
    "agreement trade free origin tariff customs union european certificate declaration statement export import exporter importer"
    " united states new south north east west rules rule product products goods economic partnership regulation commission chapter annex"
    " code system committee article vat duty manager director sales team sir madam kind best regards registered approved long term binding"
    " information movement single harmonised harmonized combined nomenclature supplier suppliers preference preferential generalised scheme"
    " protocol convention association cooperation comprehensive deep area list notes note value content ex works net cost hs eur rex stabilisation"
)
_CAPITALS = re.compile(r"(?<![.!?\n] )(?<!^)\b[A-Z][a-z]+(?: [A-Z][a-z]+){2,4}\b")
"""Three capitals and more inside an English sentence."""

_SHORT_TAIL = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][\wäöüß]*-(?:Log|Tec|Tech|Nord|Süd|West|Ost|Med|Pack|Trans|Chem|Plast|Flex|Form|Line|Soft|Bau|Pharm|Pharma|Agrar|Metall"
    r"|tec|tech|log|med|pack|flex|plast|chem)(?![\w-])"
)
"""Firms in short: "Rhenania-Log", "Y-tec"."""

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


class TradingFirmFinder(NameFinder):
    """Finds firms by who stands beside them and what they do."""

    def find(self, text: str, lang: str) -> Iterator[Span]:
        """Every firm that stands where firms do."""
        words = words_of(text)
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
            if not any(one.folded in TERMS or self.is_market(one) for one in words):
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
                if gap.strip(" &-+.") or not self.may_be_name(word) or word.folded in STOPS_FIRM:
                    break
                run.insert(0, word)
            telling = [self.tells(one, lang) for one in run]
            if any(telling):
                yield "firm", run[telling.index(True)].start, run[-1].end
