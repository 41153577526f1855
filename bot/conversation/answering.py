"""A message as the answer to the open question: a choice, yes, no, "none of these", "I don't know"."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import check, choosing, content, materials, products, using
from bot.conversation.desk import Desk
from bot.conversation.messages import Message, Turn, read_turn
from bot.conversation.reading import read
from bot.conversation.replying import Step, said
from bot.conversation.short_answers import meaning_of
from bot.conversation.singled_out import singled_out
from bot.conversation.state import Asked, CaseState, Choice
from bot.language.maker import makes_it

_ABOUT_GOODS = (Asked.KIND, Asked.HEADING, Asked.CODE)
_NEED_A_CASE = (Asked.FACT, Asked.DRAWBACK, Asked.VALUE, Asked.MATERIALS)
_CHOOSES_PRODUCT = "/choose_product"
_CHOOSES_MARKET = "/choose_market"


def answer(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """The message as the answer to the open question, None if it is none."""
    asked = state.open.asked if state.open else Asked.PRODUCT
    if asked in _NEED_A_CASE and not (state.hs and state.market):
        return content.forward(state, desk)
    if asked is Asked.FACT:
        return check.answer(state, message, desk)
    if asked is Asked.DRAWBACK:
        return using.answer_drawback(state, message, desk)
    if asked is Asked.VALUE:
        return using.answer_value(state, message, desk)
    if asked is Asked.KIND and message.is_button and message.intent == "answer":
        kind = products.kind_chosen(state, message.data.get("answer", ""), desk)
        return choosing.onward(kind, desk) if kind else None
    if asked is Asked.MATERIALS and message.data.get("answer") == materials.WITHOUT_CODES:
        return materials.confirmed(state, desk, with_suggested=False)
    short = _short_answer(state, asked, _meaning(state, message, asked, desk), desk)
    if short is None and asked in (Asked.HEADING, Asked.SUBHEADING) and not message.is_button:
        return _candidate_named(state, message, desk) or _described_further(state, message, desk)
    return short


def _candidate_named(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """The heading or subheading that some of its words single out among those offered."""
    offered = (one for one in state.choices if one.payload.startswith(_CHOOSES_PRODUCT))
    named = singled_out(message.text, offered)
    return choosing.product_chosen(state, _code_of(named), desk) if named is not None else None


def _described_further(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """The subheadings by what was said of the goods in other words than their labels have."""
    pending = state.pending
    if pending is None or pending.asked is not Asked.SUBHEADING or "?" in message.text:
        return None
    reading = read(message.text, state.lang, desk)
    if not reading.words or reading.codes or reading.markets or _same_words(reading.words, state):
        return None
    return products.described_further(state, pending.about, reading.words, desk)


def _same_words(words: str, state: CaseState) -> bool:
    return words.casefold() == state.words.casefold()


def _short_answer(state: CaseState, asked: Asked, meaning: str, desk: Desk) -> Step | None:
    """Yes, no, "none of these" and "I don't know" to a question for product, market, materials."""
    if meaning == "dont_know":
        return _dont_know(state, asked, desk)
    chooses = asked in (*_ABOUT_GOODS, Asked.SUBHEADING)
    if chooses and (meaning == "none_of_these" or (meaning == "deny" and asked in _ABOUT_GOODS)):
        return _none_of_these(state, asked)
    if asked is Asked.MATERIALS and meaning in ("affirm", "deny"):
        take = materials.confirmed if meaning == "affirm" else materials.rejected
        return take(state, desk)
    if asked is Asked.CODE and meaning == "affirm":
        assert state.pending is not None
        return choosing.onward(products.chosen(state, state.pending.about, desk), desk)
    if asked is Asked.HEADING and meaning == "affirm":
        return _only_heading(state, desk)
    if asked is Asked.MARKET and meaning == "affirm":
        return _only_market(state, desk)
    if asked is Asked.NEXT and meaning == "affirm":
        return _next_step(state, desk)
    return _declined(state, asked, desk) if meaning == "deny" else None


def _next_step(state: CaseState, desk: Desk) -> Step | None:
    """A yes to "how to go on?": the check after the first answer, the proof after a result that allows it."""
    if not (state.hs and state.market):
        return None
    if not state.verdict_shown:
        return check.start(state, desk)
    goes_on = using.can_be_used(state, desk) and not state.text_shown
    return using.begin(state, desk) if goes_on else None


def _meaning(state: CaseState, message: Message, asked: Asked, desk: Desk) -> str:
    if asked is Asked.NEXT and _says_who_makes_it(state, message, desk):
        return "affirm"
    return meaning_of(message, asked)


def _says_who_makes_it(state: CaseState, message: Message, desk: Desk) -> bool:
    """Whether after the first answer nothing is told but that the exporter makes the goods himself."""
    if message.is_button or state.verdict_shown or makes_it(message.text) is not True:
        return False
    reading = read(message.text, state.lang, desk)
    return not (reading.markets or reading.words or reading.codes)


def _only_heading(state: CaseState, desk: Desk) -> Step | None:
    """A yes to the one heading that is offered; of several it says nothing."""
    offered = [one for one in state.choices if one.payload.startswith(_CHOOSES_PRODUCT)]
    return choosing.product_chosen(state, _code_of(offered[0]), desk) if len(offered) == 1 else None


def _only_market(state: CaseState, desk: Desk) -> Step | None:
    """A yes to the one market that may have been meant; of several it says nothing."""
    offered = [one for one in state.choices if one.payload.startswith(_CHOOSES_MARKET)]
    if len(offered) != 1:
        return None
    return choosing.market_chosen(state, _named_by(offered[0], "market"), desk)


def _code_of(choice: Choice) -> str:
    """The code that a choice of a product names."""
    return _named_by(choice, "hs")


def _named_by(choice: Choice, key: str) -> str:
    chosen = read_turn(Turn(choice.payload), (), takes_numbers=False, takes_bill=False)
    return chosen.data.get(key, "")


def _declined(state: CaseState, asked: Asked, desk: Desk) -> Step | None:
    if asked is Asked.NEXT:
        return Step(state, (said(state.lang, "next.nothing"),))
    return _kept(state, desk) if asked is Asked.CHANGE else None


def _kept(state: CaseState, desk: Desk) -> Step:
    """Nothing changes: what could follow an answer follows where there is one, else what it still needs."""
    kept = said(state.lang, "kept")
    if state.hs and state.market:
        return Step(state.asking(Asked.NEXT), (kept,))
    return content.forward(state, desk).after(kept)


def _none_of_these(state: CaseState, asked: Asked) -> Step:
    if asked is Asked.SUBHEADING:
        return Step(state.asking(Asked.HEADING), (said(state.lang, "product.other_heading"),))
    described = replace(state, words="", hs="").asking(Asked.PRODUCT)
    return Step(described, (said(state.lang, "product.describe"),))


def _dont_know(state: CaseState, asked: Asked, desk: Desk) -> Step | None:
    if asked is Asked.SUBHEADING:
        assert state.pending is not None
        return choosing.onward(products.heading_is_enough(state, state.pending.about, desk), desk)
    if asked in _ABOUT_GOODS:
        return _none_of_these(state, Asked.HEADING)
    if asked is Asked.PRODUCT:
        return products.groups_of_goods(state)
    if asked in (Asked.MARKET, Asked.WHICH_MARKET):
        return Step(state, (said(state.lang, "market.help"),))
    if asked is Asked.MATERIALS:
        return Step(state, (said(state.lang, "materials.unsure"),))
    if asked is Asked.NEXT:
        return Step(state, (said(state.lang, "next.unsure"),))
    return _kept(state, desk)
