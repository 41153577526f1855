"""What was told is told otherwise: "EXW is actually 500", "the motor costs 90", "no, 40 %".

A price and the figure that was told last change at once and are echoed; a line of the bill is shown again
with the whole table and counts when it is confirmed (`bill_corrections`).
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import check, using
from bot.conversation.bill_corrections import corrected_line
from bot.conversation.cases import EX_WORKS_PRICE, MADE_HERE, find_fact
from bot.conversation.desk import Desk
from bot.conversation.figures import VALUE, last_told, number_meant, takes_back_a_figure
from bot.conversation.messages import Message
from bot.conversation.replying import Step, said
from bot.conversation.state import Asked, CaseState
from bot.language.maker import only_trades
from bot.language.numbers import read_numbers
from bot.language.price_words import calls_it_selling_price, is_about_price
from bot.language.product_words import product_words
from bot.origin.evaluation_context import EX_WORKS_FACT


def corrected(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """The case with a price, a line of the bill or the last figure put right; None if none is meant."""
    if message.is_button or not (state.hs and state.market) or "?" in message.text:
        return None
    return (
        _price(state, message, desk)
        or corrected_line(state, message, desk)
        or _last_figure(state, message, desk)
        or _maker(state, message, desk)
    )


# --- the price ------------------------------------------------------------------------------


def _price(state: CaseState, message: Message, desk: Desk) -> Step | None:
    number = number_meant(message.text, state.lang)
    if number is None or number.kind == "percent" or not _tells_price(state, message, desk):
        return None
    if state.proposed and state.pending is not None and state.pending.asked is Asked.MATERIALS:
        return Step(replace(state, proposed_price=number.value).asking(Asked.MATERIALS))
    about_price = replace(message, text=message.text[slice(*number.span)])
    fact = find_fact(state, EX_WORKS_PRICE, desk) or EX_WORKS_FACT
    return check.money_told(state.asking(Asked.FACT, EX_WORKS_PRICE), about_price, fact, desk)


def _tells_price(state: CaseState, message: Message, desk: Desk) -> bool:
    """Whether the words call the number the price of the product, and no other price is asked for."""
    pending = state.pending
    told = state.checking or bool(state.proposed)
    if not told or pending is None or pending.asked is Asked.VALUE:
        return False
    asks_sum = pending.asked is Asked.FACT and check.takes_number(state, desk)
    if asks_sum and pending.about == EX_WORKS_PRICE:
        return False
    spans = [one.span for one in read_numbers(message.text, state.lang)]
    if not is_about_price(product_words(message.text, spans)):
        return False
    known = EX_WORKS_PRICE in state.answers and not asks_sum
    return calls_it_selling_price(message.text, by_any_word=known)


# --- the figure told last -------------------------------------------------------------------


def _last_figure(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """Put right the figure that was told last ("no, 40 %"), whatever is asked for now.

    A bare figure is an answer to the open question.
    """
    if not takes_back_a_figure(message.text, state.lang):
        return None
    number, about = number_meant(message.text, state.lang), last_told(state)
    if number is None or about is None:
        return None
    alone = replace(message, text=message.text[slice(*number.span)])
    if about == VALUE:
        return using.answer_value(state, alone, desk)
    if find_fact(state, about, desk) is None:
        return None
    return check.answer(state.asking(Asked.FACT, about), alone, desk)


# --- who makes it ---------------------------------------------------------------------------


def _maker(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """Put right that the product is made here ("it is resold only") after something else was answered."""
    if not (state.made_here and only_trades(message.text)):
        return None
    return check.given(state, MADE_HERE, value=False, desk=desk).after(
        said(state.lang, "check.resold")
    )
