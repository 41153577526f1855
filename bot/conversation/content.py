"""What a message tells beside answers: goods, codes, markets, amounts; and where that leads."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import digressions, markets, products, using
from bot.conversation.cases import for_market
from bot.conversation.desk import Desk
from bot.conversation.messages import Message
from bot.conversation.reading import Reading, read
from bot.conversation.replying import Step, said
from bot.conversation.state import Asked, CaseState
from bot.explain.formats import money
from bot.explain.replies import Reply
from bot.explain.scope_words import Speaker
from bot.language.words import word_set, words_of
from bot.language.yes_no import read_yes_no
from bot.products.kinds import ANY_GOODS

_ABOUT_PRODUCT = (Asked.PRODUCT, Asked.KIND, Asked.HEADING, Asked.SUBHEADING, Asked.CODE)
_NAMES_GOODS = ("check_export", "follow_up_product", "follow_up_market")
_SURELY_GOODS = 0.65
_CALLED_SO = 0.88
# Of several names, those that fit nearly as well as the best one are goods; the others are by the way.
_NEARLY_AS_GOOD = 0.1
_MOST_NAMES = 6
_GOODS = word_set("waren produkte goods products items artikel erzeugnisse merchandise")
_IN_A_CHECK = (Asked.FACT, Asked.MATERIALS, Asked.DRAWBACK, Asked.VALUE, Asked.CHANGE)


def told(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """Take what the message tells of product, market and value; None if it tells nothing."""
    if read_yes_no(message.text).answer != "unclear":
        return None
    reading = read(message.text, state.lang, desk)
    asked_back = _asked_back(state, reading, message, desk)
    if asked_back is not None:
        return asked_back
    valued, notes = _with_value(state, reading)
    marketed = _with_markets(valued, reading)
    step = _with_product(marketed, reading, message, desk)
    if step is None and marketed == state:
        return None
    step = step or Step(marketed)
    if step.missed and state.hs:
        # Words that name nothing we know are no reason to give up the case in hand.
        return replace(step, state=state)
    if step.state.open is not None and step.state.open.asked in _ABOUT_PRODUCT and not _known(step):
        return _still_needs_product(state, step, reading, message, desk).after(*notes)
    if _only_the_value(state, marketed) and not step.replies:
        return _value_in_between(state, step, reading, notes, desk)
    onward = forward(step.state, desk)
    return onward.after(*notes, *step.replies)


def _asked_back(state: CaseState, reading: Reading, message: Message, desk: Desk) -> Step | None:
    """The question for the market that is meant, where none is certain and nothing else is told."""
    if reading.too_broad and not reading.markets:
        return Step(state, (said(state.lang, "market.too_broad"),))
    if _names_only_a_doubtful_market(reading):
        asked = markets.ask_doubtful(state, reading.doubtful[0], desk)
        return Step(state, (asked,), asks=True) if asked else None
    return _near_market(state, reading, message, desk)


def _near_market(state: CaseState, reading: Reading, message: Message, desk: Desk) -> Step | None:
    """Ask whether a market is meant that an answer to the question for one nearly names ("Vietman")."""
    asked = state.open.asked if state.open else None
    if asked not in (Asked.MARKET, Asked.WHICH_MARKET) or reading.markets or reading.codes:
        return None
    near = desk.markets.nearest(message.text)
    if near is None or _is_word_for_goods(near.text, state, desk):
        return None
    reply = markets.ask_doubtful(state, near, desk)
    return Step(state, (reply,), asks=True) if reply else None


def _is_word_for_goods(words: str, state: CaseState, desk: Desk) -> bool:
    """Whether some goods are called just so: "Kamera" is no mistyped Cameroon."""
    found = desk.finder.headings(words, state.lang, 1)
    return bool(found) and found[0].score >= _CALLED_SO


def _names_only_a_doubtful_market(reading: Reading) -> bool:
    return bool(reading.doubtful) and not (reading.markets or reading.words or reading.codes)


def told_for_all_markets(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """Take the goods that a wish for all markets names ("all markets for 8413.70"); None if it names none."""
    reading = read(message.text, state.lang, desk)
    certain = any(one.certain for one in reading.codes)
    if not (certain or _goods_named(reading.words, state, desk)[1]):
        return None
    everywhere = replace(state.unchecked(), market="", markets=desk.partner_markets())
    step = _with_product(everywhere, reading, message, desk)
    if step is None or not _known(step):
        return step
    return forward(step.state, desk).after(*step.replies)


def _only_the_value(before: CaseState, after: CaseState) -> bool:
    return replace(after, value=before.value, per_year=before.per_year, currency="") == replace(
        before, currency=""
    )


def _value_in_between(
    before: CaseState, step: Step, reading: Reading, notes: tuple[Reply, ...], desk: Desk
) -> Step | None:
    """A shipment's value told while a check is going on is noted, and the check goes on.

    After an answer only what the value changes is said, not the whole answer again.
    A bare amount says of nothing what it is the value: it is not taken for anything.
    """
    asked = before.open.asked if before.open else None
    if asked is Asked.NEXT and before.market and not reading.per_year:
        return using.value_told(step.state, desk).after(*notes)
    if asked not in _IN_A_CHECK:
        return forward(step.state, desk).after(*notes)
    return Step(step.state, notes) if reading.says_of_what else None


def _known(step: Step) -> bool:
    return bool(step.state.hs)


def _still_needs_product(
    before: CaseState, step: Step, reading: Reading, message: Message, desk: Desk
) -> Step:
    """Markets are remembered; what is known of them is said while the product is still open.

    While its code is being chosen they are only echoed.
    """
    if not reading.markets:
        return step
    if step.state.words:
        return step.after(_noted(reading.markets, step.state, desk)) if before.words else step
    with_proof = message.likely("ask_proof")
    known = markets.overviews(before, reading.markets, desk, with_proof=with_proof)
    return step.after(*known)


def _noted(isos: tuple[str, ...], state: CaseState, desk: Desk) -> Reply:
    names = [desk.words.market(one, state.lang) for one in isos]
    return said(state.lang, "market.noted", markets=Speaker(state.lang, desk.words).all(names))


def forward(state: CaseState, desk: Desk) -> Step:
    """The next station: product, market, first answer."""
    if not state.hs:
        return Step(state.asking(Asked.HEADING if state.words else Asked.PRODUCT))
    if not state.market and not state.markets:
        return Step(state.asking(Asked.MARKET, " ".join(state.maybe_markets)))
    return markets.answered(state, desk)


# --- one thing at a time --------------------------------------------------------------------


def _with_value(state: CaseState, reading: Reading) -> tuple[CaseState, tuple[Reply, ...]]:
    if reading.amount is None or not reading.amount.currency:
        return state, ()
    value, currency = reading.amount.value, reading.amount.currency
    key = "echo_per_year" if reading.per_year else "echo"
    echo = said(state.lang, key, value=money(value, currency, state.lang))
    if reading.per_year:
        return replace(state, per_year=value, currency=currency), (echo,)
    return replace(state, value=value, currency=currency), (echo,)


def _with_markets(state: CaseState, reading: Reading) -> CaseState:
    if not reading.markets:
        named = tuple(one for one in reading.doubtful if one.how != "fuzzy")
        return replace(state, maybe_markets=markets.meant_by(named[0])) if named else state
    several = replace(state.unchecked(), markets=reading.markets, market="", maybe_markets=())
    if len(reading.markets) > 1:
        return several
    single = for_market(state, reading.markets[0])
    return replace(single, markets=reading.markets)


def _with_product(state: CaseState, reading: Reading, message: Message, desk: Desk) -> Step | None:
    """The product named, None if none was; inside a check only what clearly names another one."""
    open_for_product = state.open is None or state.open.asked in _ABOUT_PRODUCT
    codes = [one for one in reading.codes if one.certain or open_for_product]
    if codes and _may_be_product(state, message, open_for_product):
        return products.with_code(_emptied(state), codes[0], desk)
    if digressions.names_service(reading.words):
        return Step(state.asking(Asked.PRODUCT), (said(state.lang, "product.service"),))
    if not reading.words and open_for_product and _says_only_goods(message.text):
        return Step(_emptied(state).asking(Asked.KIND, ANY_GOODS))
    words, surely = _goods_named(reading.words, state, desk)
    if not words or (_asks(message) and not surely):
        return None
    if open_for_product or not state.hs or _names_goods(state, message):
        return products.with_words(_emptied(state), words, desk)
    return None


def _says_only_goods(text: str) -> bool:
    """Whether "our goods", "Produkte" is all that is said of the product."""
    return any(word.folded in _GOODS for word in words_of(text))


def names_goods_and_market(state: CaseState, message: Message, desk: Desk) -> bool:
    """Whether a message names goods and a market, whatever terms it mentions besides."""
    reading = read(message.text, state.lang, desk)
    words = reading.words
    if message.likely("ask_elsewhere"):
        words = _without_subjects_of_others(words, desk)
    return bool(reading.markets) and _goods_named(words, state, desk)[1]


def _without_subjects_of_others(words: str, desk: Desk) -> str:
    """The names without those of what others advise on: VAT is no vat, a visa no paper with a stamp."""
    subjects = {one: desk.topics.find(one) for one in words.split(", ")}
    return ", ".join(
        one
        for one, topic in subjects.items()
        if topic is None or not digressions.is_elsewhere(topic)
    )


def _asks(message: Message) -> bool:
    return message.likely(*digressions.ASKING_INTENTS)


def _goods_named(words: str, state: CaseState, desk: Desk) -> tuple[str, bool]:
    """The words that name goods, without the names of other things, and whether they surely do."""
    if not words:
        return "", False
    names = words.split(", ")[:_MOST_NAMES]
    found = [desk.finder.headings(name, state.lang, 1) for name in names]
    scores = [headings[0].score if headings else 0.0 for headings in found]
    best = max(scores)
    if best < _SURELY_GOODS:
        return words, False
    goods = (
        name for name, score in zip(names, scores, strict=True) if best - score <= _NEARLY_AS_GOOD
    )
    return ", ".join(goods), True


def _emptied(state: CaseState) -> CaseState:
    """Ready for a product: what belonged to an earlier one goes; the value just told stays.

    Misses before are none of the new goods: who has a case is not sent to the groups of goods.
    """
    if not state.hs:
        return state
    emptied = state.new_product()
    return replace(emptied, value=state.value, per_year=state.per_year, misses=0)


def _may_be_product(state: CaseState, message: Message, open_for_product: bool) -> bool:
    return open_for_product or not state.hs or _names_goods(state, message)


def _names_goods(state: CaseState, message: Message) -> bool:
    """Whether the message, beyond the question that is open, names goods to look at."""
    if not message.likely(*_NAMES_GOODS):
        return False
    in_check = state.open is not None and state.open.asked in _IN_A_CHECK
    return message.confidence >= (0.8 if in_check else 0.4)
