"""Chooses among the nouns of a told message those that name the goods, by what they are and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language.goods_words import goods_words
from bot.language.market_context import is_buyer
from bot.language.words import Word, word_set, words_of

_OURS = word_set(
    "unser unsere unseren unserem unserer unseres our my mein meine meinen meiner meinem"
)
_THEIRS = word_set("ihre ihren ihrem ihrer seine seinen seiner their his her its")
_ABOUT = word_set(
    " um uber ueber auf fur fuer for about on concerning of bezuglich betreffend nummer regel"
    " zollsatz zoll interested"
    " interesse interessiert interest"
)
_DEALING = word_set(
    " fertigen fertige fertigt bauen baue baut machen mache stellen stelle produzieren liefern"
    " liefere liefert"
    " verkaufen verkaufe verkauft exportieren exportiere schicken schicke schickt bestellt"
    " bestellte will"
    " mochte moechte wollen braucht brauchen sucht suchen anbieten verschicken vertreiben sind"
    " bringe kriegt"
    " make makes making build builds building manufacture produce sell selling sold ship ships shipping"
    " export exporting supply deliver send sending ordered orders wants want needs need like buy offer"
    " exportieren haben gets seeking cast print weave sew send bring take"
)
_ONWARDS = word_set("nach to going go gehen geht sollen soll verschifft shipped delivered bestimmt")
_NO_GOODS = word_set(
    " seite website angebot messe fair netz internet programm sortiment range chef chefin boss"
    " kollege kollegin"
    " colleague bruder brother sister schwester sohn son tochter daughter mutter vater father"
    " mother freund"
    " mitarbeiter praktikant steuerberater spediteur ausschreibung tender lieferzeit zeit anfrage"
    " antwort"
    " erfahrung experience frage fragen kneipe pub bar boutique molkerei dairy strickerei workshop"
    " werkstatt"
    " stadt town city council gemeinde eifel sauerland munsterland ruhrgebiet region nahe near"
    " website page"
    " kollektion trader gym gesellschaft seminarleiter referent ihk kammer chamber steuer"
    " finanzamt lager"
    " krankenhaus universitat universitaet university kirche church klinik clinic restaurant cafe hotel"
    " reitstall stable schafzuchter farm haus house hause spot way side line annex protokoll"
    " protocol liste"
    " list listenregel mark feeling embargo licence license phone call competitor competitors konkurrenz"
    " wettbewerber mitbewerber purchasing vertrieb einkauf quantity certificate movement"
    " warenverkehrsbescheinigung zollunion union teil register pairs pair paar metres meter spring"
    " fruhjahr"
    " marz maerz april mai juni juli august september oktober november dezember januar februar"
    " march june"
    " july january february october december container ersatz replacement replacements interesse"
    " interest"
    " netz online ausfuhranmeldung ausfuhrgenehmigung bafa stichwort dual kode code orgin origin"
    " rest tage"
    " regular unusual state wunsch plan projekt project baustelle site ort start termin ramadan"
    " weihnachten"
    " guy traktorenbauer getrankehersteller agentur vertretung abteilung department zertifikat ddp"
    " dap cif"
    " exw fob mfn pref epa amendment nova scotia beleg pse safety testing letter mail email brief"
    " supplies"
    " vendor lieferant hersteller security outdoor entry experience subject anmeldung form haus besuch"
    " hafen port came come off fertig right haendler store music shop messestand saw"
    " uhrsprungsregl kalkulation praferenz drittlands"
)
_ABSTRACT = re.compile(
    r"^(?:praferenz|praeferenz|zoll|vorzug|einfuhr|ausfuhr|ursprung|uhrsprung|verarbeitung|lieferanten)"
    r"|(?:zollsatz|satz(?:es)?|regeln?|nummer|bescheinigung|anmeldung|genehmigung|erklarung|zeit|kette"
    r"|bauer|roster|handler|zuchter|hersteller|firma|verein|club|leiter|laden)$"
)
# "Präferenzsatz für Zündkerzen", "pallets of tile adhesive": the second word names them.
_OF_THE_GOODS = word_set("fur fuer for of mit with von bei")
_MEASURES = word_set(
    " pallets pallet paletten palette kode code kodes requirement requirements experience"
    " erfahrung rule side"
    " range lieferung satz set sets boxes kartons karton box kisten kiste container containers"
    " satze line"
    " meter metres cases case kartons bottles flaschen signed ordered rolls rollen tonnen tons"
    " replacement replacements kind part unterlagen orgin requierd"
)
_TAILS = word_set(
    "ourselves online themselves yourself itself here there inside outside direkt directly fertig dazu"
    " mainly ready only too afterwards danach selbst stehen stehend gehen gingen nehmen haben"
)
_ENGLISH_TAIL = re.compile(r"^\w{3,}(?:ed|ly)$")
_PRONOUNS = word_set("wir ich we i you they he she who der die")
_GERMAN = word_set(
    " der die das und ist ein eine wir nach fur bei mit nicht den dem uns von zu auf hat haben"
    " unsere unser"
)


@dataclass(frozen=True)
class NamedGoods:
    """A run of words that may name goods, with the words before and after it in its clause."""

    run: tuple[Word, ...]
    before: tuple[Word, ...]
    after: tuple[Word, ...]


def trimmed(named: NamedGoods, cased: bool) -> tuple[Word, ...]:
    """The words of the run without verbs, places and measures around the name."""
    run = _after_figure(_after_measure(_after_verb(named)))
    for at in range(1, len(run)):
        cut = run[at].folded in ("in", "from") and _is_place(run[at + 1 :])
        if cut or _starts_another_thought(run, at):
            run = run[:at]
            break
    while len(run) > 1 and _knows(run[:-1]) and _is_tail(run, cased):
        run = run[:-1]
    while len(run) > 1 and run[0].folded in _TAILS | _OF_THE_GOODS | {"und", "and"}:
        run = run[1:]
    return tuple(run)


def _knows(words: Sequence[Word]) -> bool:
    return any(goods_words().names_goods(word.folded) for word in words)


def _after_verb(named: NamedGoods) -> list[Word]:
    """What follows "we cast"; a noun after "haben wir" is none."""
    before, run = named.before, list(named.run)
    starts = len(before) == 1 or (len(before) > 1 and before[-2].folded in ("und", "and", "that"))
    if len(run) < 2 or not starts or before[-1].folded not in _PRONOUNS:
        return run
    is_verb = run[0].text.islower() and not _knows(run[:1]) and _knows(run[1:])
    return run[1:] if is_verb else run


def _after_figure(run: list[Word]) -> list[Word]:
    """The things counted: "costed 60 drip stands", "leave two wine presses"."""
    for at in range(len(run) - 1):
        if run[at].text.isdigit() or run[at].folded in _NUMBERS:
            counted = _knows(run[at + 1 :]) and not any(
                w.folded in _MEASURES for w in run[at + 1 :]
            )
            if counted and not _knows(run[:at]):
                return run[at + 1 :]
    return run


def _starts_another_thought(run: Sequence[Word], at: int) -> bool:
    """Whether no name of goods follows the "and" here ("roasting machine and found")."""
    return (
        run[at].folded in ("und", "and")
        and _knows(run[:at])
        and (not _knows(run[at + 1 :]) or run[-1].folded in _MEASURES)
    )


def _after_measure(run: list[Word]) -> list[Word]:
    for at in range(1, len(run) - 1):
        if run[at].folded in _OF_THE_GOODS:
            first = run[at - 1].folded
            if first in _MEASURES or _ABSTRACT.search(first):
                return run[at + 1 :]
    return run


def _is_place(rest: Sequence[Word]) -> bool:
    return not rest or not _knows(rest[:1])


def _is_tail(run: Sequence[Word], cased: bool) -> bool:
    last = run[-1]
    if last.folded in _TAILS | _OF_THE_GOODS or last.folded in ("und", "and", "in", "aus", "from"):
        return True
    if _ENGLISH_TAIL.match(last.folded):
        return True
    return cased and last.text.islower() and run[-2].text[:1].isupper()


def chosen(found: Sequence[NamedGoods], text: str) -> list[NamedGoods]:
    """Those that stand where goods are named, and are some; all of them if none stands out."""
    if len(found) < 2 or len(words_of(text)) <= _NO_STORY:
        return list(found)
    cased = is_german_with_capitals(text, found)
    scores = [_score(one, cased) for one in found]
    for number in range(1, len(found)):
        gap = text[found[number - 1].run[-1].end : found[number].run[0].start].strip().casefold()
        listed = gap in (
            ",",
            ";",
            "/",
            "und",
            "and",
            ", and",
            "oder",
            "or",
            "sowie",
            ", und",
            "&",
            "+",
        )
        if listed and min(scores[number - 1], scores[number]) >= _KNOWN:
            scores[number] = max(scores[number], scores[number - 1])
    best = max(scores)
    least = best - _MARGIN if best >= _KNOWN else _SURELY_NONE
    return [one for one, score in zip(found, scores, strict=True) if score > least] or list(found)


_KNOWN = 2.0
_NO_STORY = 5
_MARGIN = 1.0
_SURELY_NONE = -1.9


def _score(one: NamedGoods, cased: bool) -> float:
    head = _head(one.run)
    score = _KNOWN if goods_words().names_goods(head.folded) else 0.0
    if any(
        w.folded in _NO_GOODS or is_buyer(w.folded) or _ABSTRACT.search(w.folded)
        for w in (head, one.run[-1])
    ):
        score -= 4
    if cased and not any(word.text[:1].isupper() for word in one.run):
        score -= 3
    near = [word.folded for word in one.before[-3:]]
    score += 2.0 * any(word in _OURS for word in near[-2:])
    score += 0.5 * any(word in _THEIRS for word in near[-2:])
    score += 1.0 * any(word in _ABOUT for word in near[-2:])
    score += 1.0 * any(
        word.isdigit() or word in _NUMBERS for word in (*near[-1:], one.run[0].folded)
    )
    score += 1.5 * any(word in _DEALING for word in near)
    after = [word.folded for word in one.after[:3]]
    score -= 3.0 * _is_verb(one)
    score -= 2.0 * (after[:1] != [] and after[0] in _FIRMS)
    score -= 2.0 * (head.folded in _MEASURES)
    score += 1.0 * (cased and score == 0 and head.text[:1].isupper())
    score += 1.0 * any(word in _ONWARDS for word in after[:2])
    score -= 2.5 * any(
        word in ("comes", "kommt", "kaufen", "bought", "stammt") for word in after[:2]
    )
    return score


_OBJECTS = word_set(
    "a an the our my its their them him her it us eine einen ein das unsere unseren"
)
_FIRMS = word_set(
    " manufacturer maker producer partner company shop factory firm dealer manager supplier"
    " business office"
)
_NUMBERS = word_set(
    " zwei drei vier funf fuenf sechs sieben acht neun zehn zwolf zwoelf zwanzig dreissig hundert"
    " two three four"
    " five six seven eight nine ten twelve twenty thirty fifty hundred"
)


def _is_verb(one: NamedGoods) -> bool:
    """Whether a small word leads to its object: "runs a dairy", "to source its moulds", "post them"."""
    if len(one.run) > 1 or not one.run[0].text.islower() or not one.after:
        return False
    return one.after[0].folded in _OBJECTS or (
        one.before[-1:] != () and one.before[-1].folded == "to" and one.after[0].folded == "to"
    )


def _head(run: Sequence[Word]) -> Word:
    for word, following in pairwise(run):
        if following.folded in (
            "aus",
            "fur",
            "fuer",
            "mit",
            "of",
            "for",
            "with",
            "from",
            "in",
            "ohne",
            "zum",
            "zur",
            "made",
        ):
            return word
    return run[-1]


def is_german_with_capitals(text: str, found: Sequence[NamedGoods]) -> bool:
    """Whether the message is German and writes nouns with capitals, so that small words are no nouns."""
    german = any(word.folded in _GERMAN for word in words_of(text))
    return german and any(word.text[:1].isupper() for one in found for word in one.run)
