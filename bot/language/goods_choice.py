"""Chooses among the nouns of a told message those that name the goods, by what they are and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language.buyers import is_buyer
from bot.language.goods_words import goods_words
from bot.language.words import Word, word_set, words_of

_OURS = word_set(
    "unser unsere unseren unserem unserer unseres our my mein meine meinen meiner meinem"
)
_THEIRS = word_set("ihre ihren ihrem ihrer seine seinen seiner their his her its")
_ABOUT = word_set(
    "um uber ueber auf fur fuer for about on concerning of bezuglich betreffend nummer regel"
    " zollsatz zoll interested interesse interessiert interest"
)
_DEALING = word_set(
    "fertigen fertige fertigt bauen baue baut machen mache stellen stelle produzieren liefern"
    " liefere liefert verkaufen verkaufe verkauft exportieren exportiere schicken schicke schickt"
    " bestellt bestellte will mochte moechte wollen braucht brauchen sucht suchen anbieten"
    " verschicken vertreiben sind bringe kriegt make makes making build builds building manufacture"
    " produce sell selling sold ship ships shipping export exporting supply deliver send sending"
    " orders wants want needs need like buy offer haben gets seeking cast print weave sew bring"
    " take"
)
_ONWARDS = word_set("nach to going go gehen geht sollen soll verschifft shipped delivered bestimmt")
_NO_GOODS = word_set(
    "seite website angebot messe fair netz internet programm sortiment range chef chefin boss"
    " kollege kollegin colleague bruder brother sister schwester sohn son tochter daughter mutter"
    " vater father mother freund mitarbeiter praktikant steuerberater spediteur ausschreibung"
    " tender lieferzeit zeit anfrage antwort erfahrung experience frage fragen kneipe pub bar"
    " boutique molkerei dairy strickerei workshop werkstatt stadt town city council gemeinde region"
    " nahe near page kollektion gym gesellschaft referent ihk kammer chamber steuer finanzamt lager"
    " krankenhaus universitat universitaet university kirche church klinik clinic restaurant cafe"
    " hotel reitstall stable farm house hause way side line protokoll protocol liste list"
    " listenregel embargo licence license phone call competitor competitors konkurrenz wettbewerber"
    " mitbewerber purchasing vertrieb einkauf quantity certificate movement"
    " warenverkehrsbescheinigung zollunion union teil register pairs pair paar metres meter spring"
    " fruhjahr marz maerz april mai juni juli august september oktober november dezember januar"
    " februar march june july january february october december container ersatz replacement"
    " replacements interesse interest online ausfuhranmeldung ausfuhrgenehmigung bafa stichwort"
    " dual code origin rest tage state wunsch plan projekt project baustelle site ort start termin"
    " guy agentur vertretung abteilung department zertifikat cif exw fob mfn pref epa amendment"
    " beleg pse safety testing letter mail email brief supplies vendor lieferant hersteller"
    " security outdoor entry subject anmeldung form hafen port off come came fertig right haendler store"
    " music shop kalkulation praferenz drittlands name namen forge foundry distillery tannery winery dual use"
    " marking markings kennzeichnung abgaben einfuhrabgaben tarif tariff kode shipments shipment change"
    " auditor forwarder vorganger vorgaenger distribution"
)
_ABSTRACT = re.compile(
    r"^(?:praferenz|praeferenz|zoll|vorzug|einfuhr|ausfuhr|ursprung|verarbeitung|lieferanten)"
    r"|(?:zollsatz|satz(?:es)?|regeln?|nummer|bescheinigung|anmeldung|genehmigung|erklarung|zeit|kette"
    r"|bauer|roster|handler|zuchter|hersteller|firma|verein|club|leiter|laden)$"
)
# "Präferenzsatz für Zündkerzen", "pallets of tile adhesive": the second word names them.
_OF_THE_GOODS = word_set("fur fuer for of mit with von bei")
_MEASURES = word_set(
    "pallets pallet paletten palette code kodes requirement requirements experience erfahrung rule"
    " side range lieferung satz set sets boxes kartons karton box kisten kiste container containers"
    " satze line meter metres cases case bottles flaschen rollen tonnen tons replacement"
    " replacements kind part unterlagen pairs pair paar"
)
_TAILS = word_set(
    "ourselves online themselves yourself itself here there inside outside direkt directly fertig"
    " dazu mainly ready only too afterwards danach selbst stehen stehend gehen nehmen haben"
)
_ENGLISH_TAIL = re.compile(r"^\w{3,}(?:ed|ly)$")
_PRONOUNS = word_set("wir ich we i you they he she who der die")
_GERMAN = word_set(
    "der die das und ist ein eine wir nach fur bei mit nicht den dem uns von zu auf hat haben"
    " unsere unser"
)


_OBJECTS = word_set(
    "a an the our my its their them him her it us eine einen ein das unsere unseren"
)
_FIRMS = word_set(
    "manufacturer maker producer partner company shop factory firm dealer manager supplier business"
    " office"
)
_NUMBERS = word_set(
    "zwei drei vier funf fuenf sechs sieben acht neun zehn zwolf zwoelf zwanzig dreissig hundert"
    " two three four five six seven eight nine ten twelve twenty thirty fifty hundred"
)
_LISTED = frozenset(
    (",", ";", "/", "und", "and", ", and", "oder", "or", "sowie", ", und", "&", "+")
)
# "Gehäuse aus Aluminium": the word before these is the thing.
_QUALIFYING = word_set("aus fur fuer mit of for with from in ohne zum zur made")
_COMES_IN = word_set("comes kommt kaufen bought stammt")

# What speaks for a noun being the goods, and against it. A known name of goods alone is enough; people,
# firms and what is abstract are none even where they are dealt with.
_KNOWN = 2.0
_OURS_BESIDE, _DEALT_WITH = 2.0, 1.5
_ASKED_ABOUT, _COUNTED, _GOES_ON, _ONLY_CAPITAL = 1.0, 1.0, 1.0, 1.0
_THEIRS_BESIDE = 0.5
_NO_NAME, _SMALL_IN_GERMAN, _VERB, _COMES_FROM = -4.0, -3.0, -3.0, -2.5
_OF_A_FIRM, _MEASURE = -2.0, -2.0
# A message of fewer words tells no story.
_NO_STORY = 5
# So much less than the best is shown beside it; less than this is surely none.
_MARGIN = 1.0
_SURELY_NONE = -1.9


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
        if cut and not _knows(run[:at]) and _knows(run[at + 2 :]):
            run = run[at + 2 :]  # "sew in Bielefeld trousers"
            break
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
    # Where a capital follows, the small word is the verb though it may be a name, too ("wir nähen Hosen").
    capital = any(word.text[:1].isupper() for word in run[1:])
    is_verb = run[0].text.islower() and (capital or not _knows(run[:1])) and _knows(run[1:])
    return _after_place(run[1:]) if is_verb else run


def _after_place(run: list[Word]) -> list[Word]:
    """What follows "in Bielefeld", where the firm sits."""
    starts = run[0].folded in ("in", "from") and len(run) > 2
    return run[2:] if starts and _knows(run[2:]) else run


def _after_figure(run: list[Word]) -> list[Word]:
    """The things counted: "costed 60 drip stands", "leave two wine presses"."""
    for at in range(len(run) - 1):
        if _is_number(run[at].folded):
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
            if first in _MEASURES or _is_no_goods(first):
                return run[at + 1 :]
    return run


def _is_place(rest: Sequence[Word]) -> bool:
    return not rest or not _knows(rest[:1])


def _is_tail(run: Sequence[Word], cased: bool) -> bool:
    last = run[-1]
    if last.folded in _TAILS | _OF_THE_GOODS or last.folded in ("und", "and", "in", "aus", "from"):
        return True
    if _ENGLISH_TAIL.match(last.folded) or _is_no_goods(last.folded):
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
        listed = gap in _LISTED
        if listed and min(scores[number - 1], scores[number]) >= _KNOWN:
            scores[number] = max(scores[number], scores[number - 1])
    best = max(scores)
    least = best - _MARGIN if best >= _KNOWN else _SURELY_NONE
    return [one for one, score in zip(found, scores, strict=True) if score > least] or list(found)


def _score(one: NamedGoods, cased: bool) -> float:
    score = sum(weight for weight, holds in _signals(one, cased) if holds)
    capital = cased and _head(one.run).text[:1].isupper()
    return score + (_ONLY_CAPITAL if capital and score == 0 else 0.0)


def _signals(one: NamedGoods, cased: bool) -> Iterator[tuple[float, bool]]:
    """What speaks for a noun, and whether it holds: what it is itself, then what stands beside it."""
    head, last = _head(one.run), one.run[-1]
    yield _KNOWN, goods_words().names_goods(head.folded)
    yield _NO_NAME, any(_is_no_goods(word.folded) for word in (head, last))
    yield _SMALL_IN_GERMAN, cased and not any(word.text[:1].isupper() for word in one.run)
    yield _MEASURE, head.folded in _MEASURES
    yield _VERB, _is_verb(one)
    near = [word.folded for word in one.before[-3:]]
    yield _OURS_BESIDE, any(word in _OURS for word in near[-2:])
    yield _THEIRS_BESIDE, any(word in _THEIRS for word in near[-2:])
    yield _ASKED_ABOUT, any(word in _ABOUT for word in near[-2:])
    yield _COUNTED, any(_is_number(word) for word in (*near[-1:], one.run[0].folded))
    yield _DEALT_WITH, any(word in _DEALING for word in near)
    after = [word.folded for word in one.after[:2]]
    yield _OF_A_FIRM, any(word in _FIRMS for word in after[:1])
    yield _GOES_ON, any(word in _ONWARDS for word in after)
    yield _COMES_FROM, any(word in _COMES_IN for word in after)


def _is_no_goods(word: str) -> bool:
    """Whether it names people, firms, papers or something abstract."""
    return word in _NO_GOODS or is_buyer(word) or bool(_ABSTRACT.search(word))


def _is_number(word: str) -> bool:
    return word.isdigit() or word in _NUMBERS


def _is_verb(one: NamedGoods) -> bool:
    """Whether a small word leads to its object: "runs a dairy", "to source its moulds", "post them"."""
    if len(one.run) > 1 or not one.run[0].text.islower() or not one.after:
        return False
    # "auf Kettensägen an": the German word stands last, the English article does not.
    ends_in_an = one.after[0].folded == "an" and len(one.after) == 1
    return (one.after[0].folded in _OBJECTS and not ends_in_an) or (
        one.before[-1:] != () and one.before[-1].folded == "to" and one.after[0].folded == "to"
    )


def _head(run: Sequence[Word]) -> Word:
    """The word that says what the thing is: the one before what only qualifies it, else the last."""
    qualified = (word for word, following in pairwise(run) if following.folded in _QUALIFYING)
    return next(qualified, run[-1])


def is_german_with_capitals(text: str, found: Sequence[NamedGoods]) -> bool:
    """Whether the message is German and writes nouns with capitals, so that small words are no nouns."""
    german = any(word.folded in _GERMAN for word in words_of(text))
    return german and any(word.text[:1].isupper() for one in found for word in one.run)
