"""Known words that name somebody where they stand: "at Lane", "bought from Hatchet", "Glocke liefert".

Firms and people are called by ordinary words, and no list tells those from the words. Where goods cannot stand, a
capital is a name; English writes goods small, so that there every capital within a sentence speaks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language.words import Word, word_set, words_of
from bot.retraining.known_words import KnownWords
from bot.retraining.name_lists import NEVER_NAMES, TITLES, all_names, spelled

_SHORTEST = 3
_MOST_BEFORE = 60
_CAPITALS_OF_A_TITLE = {"de": 1.0, "en": 0.6}
"""German writes every noun with a capital: there no share of them makes a heading."""

_CUE_OF_LISTED = {
    "de": re.compile(
        r"\b(?:bei|durch|laut|namens|gegen|neben|(?:kommt|stammt|geliefert|gefertigt|bezogen|gekauft|produziert|liefern|verkaufen"
        r"|beliefern|rechnung|lieferung|angebot|lieferant|kunde)e?n? (?:an|von|bei|ist|war|durch))\W*$",
        re.I,
    ),
    "en": re.compile(r"[\w,] $"),
}
"""What stands before a firm or a person whose name is on a list."""

_PARTNER = (
    r"(?:\w*(?:lieferant|kunde|kundin|besteller|abnehmer|käufer|verkäufer|empfänger|absender|auftraggeber|importeur|spediteur|wettbewerber|konkurrent"
    r"|zulieferer|handelspartner|großhändler|buchhalter|steuerberater|exportleiter|vertriebsleiter|betriebsleiter|mitarbeiter|meister|fahrer|azubi|praktikant|chef|kollege|kollegin|chefin|einkäufer|ansprechpartner|sachbearbeiter|inhaber|geschäftsführer)(?:in|en|n)?)"
)
_CUE = {
    "de": re.compile(
        rf"(?:\b{_PARTNER}(?: ist| heißt| heißen| war)?[:,]? (?:frau |herrn? )?|\b(?:zulieferer|lieferanten) sind (?:die )?|\b(?:firma|fa\.|namens|laut|(?:der|dem|im|ein|einem) (?:betrieb|unternehmen|laden)|(?:die|der|einer|eine) werkstatt) "
        r"|\b(?:kaufen?|bestellen?|beziehen?|gekauft|einkaufen|einkauf|bestellt|bestellung|lassen|arbeite|qualität|kundennr|kundennummer|konto|adresse|buchhaltung|angestellt|gefertigt|gegossen|lagern?) (?:\w+ ){0,2}?(?:bei|von) "
        r"|\b(?:rechnung|angebot|lieferung|bestellung|auftrag|mail|anfrage|erklärung|bestätigung|lieferantenerklärung|schreiben|anruf|nachricht) (?:\w+ )?(?:von|an|durch) "
        r"|\b(?:geliefert|bezogen|stammen|stammt|kommen|kommt|gefertigt|gekauft|produziert) (?:\w+ )?(?:von|durch|bei) "
        r"|\b(?:liefern|verkaufen|verkauft|schicken|senden|gehen|geht|liefert|versenden) (?:[\wäöüß]+ ){0,3}?an |\bwir sind (?:die )?)$",
        re.I,
    ),
    "en": re.compile(
        r"(?:\b(?:at|per|ask|asked|tell|told|colleague|boss|called|named|customer|client|supplier|buyer|seller|distributor|subsidiary|competitor|forwarder"
        r"|dear|consignee|shipper|behalf of|works? for) |\b(?:supplier|customer|buyer|client|consignee|seller): )$",
        re.I,
    ),
}
"""Where firms and people stand and goods do not, or in English only in small letters."""

_BEHIND_BOUGHT = re.compile(
    r"(?:gekauft|eingekauft|bestellt|bezogen|gefertigt|gegossen|kaufen wir|bestellen wir|\bein\b|angefragt)"
)
_AT = re.compile(r"\b(?:bei|von) $", re.I)
_FOR_WHOM = re.compile(
    r"^ (?:fertigen|produzieren|bauen|stellen|arbeiten|liefern|montieren|schneiden|nähen|drehen) wir\b"
)
_FOR = re.compile(r"\bfür $", re.I)
_PAPER_OF = re.compile(
    r"\b(?:(?:lieferanten|langzeit|ursprungs|hersteller)\w*erklärung|unterschrift|angebot|le|lle) (?:von|der firma|des lieferanten) $"
    rf"|\b{_PARTNER} (?:heißt|heisst|nennt sich) $|\b(?:mein|unser)\w* (?:online-?)?(?:shop|laden|store|label|geschäft|atelier) $"
    r"|\b(?:supplier|customer|buyer|client|distributor|shop|store|company) (?:is called|called|named) $"
    r"|\b(?:declaration|statement|signature|quote|offer) (?:from|by) $",
    re.I,
)
_ARTICLE = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es)|(?:k|m|s)?ein(?:e|en|em|er|es)?|unser(?:e|en|em|er|es)?|ihre?|jede[rs]?|diese[rs]?|welche[rs]?|viele|alle"
    r"|[a-zäöüß]+(?:er|e|en|es)|a|an|the|our|my|their|your|his|her|this|that|these|every|each|which|no|any) $",
    re.I,
)
_ACTS = {
    "de": re.compile(
        r"^(?: \w+){0,1}? (?:beliefert|liefert|möchte|will|sagt|schreibt|zahlt|kauft|verkauft|bestellt|fragt|meint|verlangt|schickt|bezieht|unterschreibt|bestätigt"
        r"|weigert|behauptet|antwortet|exportiert|importiert|produziert|fertigt|macht|baut|verschickt|packt|lagert|montiert|vertreibt|schleift|liefern|hat (?:\w+ ){0,4}(?:bestellt|gekauft|geschickt|unterschrieben|bestätigt|gefragt|gesagt|geschrieben|geliefert|bezahlt|verlangt))\b"
    ),
    "en": re.compile(
        r"^ (?:wants?|asks?|asked|refuse[sd]|says|said|is asking|has asked|have asked|signed|sent|sends|supplies|supplied us|buys|bought|ordered|orders|pays|paid|insists?|confirmed"
        r"|delivers|resells|claims|thinks|told|wrote|writes|replied|sells|exports|imports|makes (?:the|our|us|all)|casts (?:the|our)|forges (?:the|our)|is a \w+ (?:\w+ )?(?:company|firm|customer|supplier|buyer)|is (?:our|my) |would like|won't|will not sign)\b"
    ),
}
"""What somebody does, and goods cannot do."""

_THE = re.compile(r"(?:^|[,.;:!?] |\b(?:und|ob|dass|weil|wenn|sagt|will) )die $", re.I)
_WILLS = re.compile(
    r"^(?: aus \S+)? (?:möchte|will|sagt|schreibt|zahlt|kauft|verkauft|bestellt|fragt|meint|verlangt|schickt|unterschreibt|behauptet)\b"
)
_ENDS_OF_OFFICES = tuple(
    word_set(
        "er in ung heit keit amt stelle firma bank behoerde schaft ie ion kammer frau dame zentrale kasse polizei leute seite spedition konkurrenz"
        " mutter tochter"
    )
)
"""How German words for offices and people end: who has such a name is not told by an article."""

_AND = re.compile(r"\bund $")
_WE_ACT = re.compile(r"^ (?:meinen|sagen|wollen|verlangen|schreiben|fragen|behaupten|möchten)\b")

_CLOSED = re.compile(
    r"(?:\b(?:cheers|thanks|thank you|many thanks|regards|best|danke|dankeschön|gruß|grüße|gruss|vg|lg|mfg))[,.!]?\s+$",
    re.I,
)
_OFFICE_BEHIND = re.compile(
    r"^, (?:Einkauf|Vertrieb|Buchhaltung|Zollabteilung|Geschäftsleitung|purchasing|accounts|logistics manager)\b"
)
_GOODS_BEFORE = re.compile(
    r"\b(?:export|exports|exporting|sell|sells|selling|ship|shipping|send|sending|make|making|produce|producing|manufacture|import|importing|of|our|some) $",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?:;\n»›)\"]\s*$|^\s*$")
# Written with capitals in English without being names.
ENGLISH_CAPITALS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december north south east west form art rex mark made christmas easter"
    " annex article chapter heading section protocol rule rules list customs union agreement free trade declaration statement"
    " certificate supplier origin incoterms brexit european commission regulation tariff economic partnership port sea"
)
_JOINS = re.compile(r"^ (?:und|and|&|\+) $|^[ -]$")


def named_words(text: str, words: Sequence[Word], lang: str, known: KnownWords) -> Iterator[int]:
    """The numbers of the words that name somebody; in a message written with capitals throughout, none."""
    yield from _signed_for(text, words, known)
    if _is_titled(words, lang, known):
        return
    capitals = [number for number, word in enumerate(words) if _may_name(word, known)]
    named = {one for one in capitals if _is_named(text, words[one], lang, known)}
    if not named:
        return
    for one, other in (*pairwise(capitals), *pairwise(reversed(capitals))):
        if one in named and _is_joined(text, words[one], words[other], lang, known):
            named.add(other)
    spellings = {spelled(words[one].text) for one in named}
    yield from (one for one in capitals if spelled(words[one].text) in spellings)


def _signed_for(text: str, words: Sequence[Word], known: KnownWords) -> Iterator[int]:
    """Who gave a paper, in small letters: "lieferantenerklärung von eisvogel"."""
    for number, word in enumerate(words):
        if not word.text.islower() or not word.text.isalpha() or len(word.text) <= _SHORTEST:
            continue
        if spelled(word.text) in known.office or spelled(word.text) in known.markets:
            continue
        if word.folded not in NEVER_NAMES and _PAPER_OF.search(text[: word.start]):
            yield number


def _may_name(word: Word, known: KnownWords) -> bool:
    if not word.text[:1].isupper() or len(word.text) < _SHORTEST or word.text.isupper():
        return False
    spelling = spelled(word.text)
    if not word.text.isalpha() or spelling in known.markets or spelling in ENGLISH_CAPITALS:
        return False
    return word.folded not in NEVER_NAMES and word.folded not in TITLES


def _is_joined(text: str, one: Word, other: Word, lang: str, known: KnownWords) -> bool:
    """Whether a capital belongs to the name beside it: "Feder und Faden", "Copper Kettle"."""
    first, second = sorted((one, other), key=lambda word: word.start)
    if spelled(other.text) in known.office or not _JOINS.match(text[first.end : second.start]):
        return False
    return lang == "en" or text[first.end : second.start] != " " or other is second


def _is_named(text: str, word: Word, lang: str, known: KnownWords) -> bool:
    """Whether a word stands where firms and people are named; one of offices is none unless a list has it."""
    before = text[max(0, word.start - _MOST_BEFORE) : word.start]
    behind, spelling = text[word.end : word.end + _MOST_BEFORE], spelled(word.text)
    begins = not before or bool(_SENTENCE_END.search(before))
    if spelling in all_names() and not begins and _CUE_OF_LISTED[lang].search(before):
        return True
    if spelling in known.office:
        return False
    if _CUE[lang].search(before) or (_CLOSED.search(before) and not behind.strip(" .!")):
        return True
    if _OFFICE_BEHIND.match(behind) and begins:
        return True
    if _acts(before, behind, spelling, lang, known):
        return True
    if lang == "de":
        bought = _AT.search(before) and _BEHIND_BOUGHT.search(behind)
        return bool(bought or (_FOR.search(before) and _FOR_WHOM.match(behind)))
    return not begins and spelling not in known.capitals and not _GOODS_BEFORE.search(before)


def _acts(before: str, behind: str, spelling: str, lang: str, known: KnownWords) -> bool:
    """Whether a word does what somebody does; behind an article, if it wants something: "die Kranich will"."""
    if lang == "de" and _AND.search(before) and _WE_ACT.match(behind):
        return True
    if lang == "de" and _THE.search(before) and not spelling.endswith(_ENDS_OF_OFFICES):
        return bool(_WILLS.match(behind))
    return bool(_ACTS[lang].match(_without_names(behind, known)) and not _ARTICLE.search(before))


def _without_names(behind: str, known: KnownWords) -> str:
    """What follows, without further capitals of the same name: "Copper Kettle wants"."""
    match = re.match(r"(?:(?: (?:&|and|und|\+|aus|from))? [A-ZÄÖÜ][\wäöüß]+){1,2}(?= )", behind)
    if match and not any(spelled(one.text) in known.markets for one in words_of(match[0])):
        return behind[match.end() :]
    return behind


def _is_titled(words: Sequence[Word], lang: str, known: KnownWords) -> bool:
    """Whether a message is written with capitals throughout, as headings are, or in capitals only."""
    letters = [one for one in words if one.text.isalpha() and len(one.text) > _SHORTEST]
    letters = [one for one in letters if spelled(one.text) not in known.markets]
    capitals = [one for one in letters if one.text[:1].isupper()]
    return len(letters) > 2 and len(capitals) > _CAPITALS_OF_A_TITLE[lang] * len(letters)
