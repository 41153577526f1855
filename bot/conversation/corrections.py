"""What was told is told otherwise: "EXW is actually 500", "the motor costs 90", "the motor is from Japan".

A price changes at once and is echoed; a line of the bill is shown again with the whole table and counts when
it is confirmed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import check, materials
from bot.conversation.cases import EX_WORKS_PRICE, find_fact
from bot.conversation.desk import Desk
from bot.conversation.messages import Message
from bot.conversation.replying import Step
from bot.conversation.state import Asked, CaseState, MaterialLine
from bot.language.numbers import NumberFound, read_numbers
from bot.language.price_words import calls_it_selling_price, is_about_price
from bot.language.product_words import product_words
from bot.language.words import key_of, word_set, words_of
from bot.origin.evaluation_context import EX_WORKS_FACT

_LEFT_OUT = word_set("nicht nich net statt anstatt anstelle not than of")
_SAYS_OTHERWISE = word_set(
    "doch sondern eigentlich nicht nich falsch statt korrektur verschrieben vertippt sorry moment jetzt nee"
    " actually not instead rather wrong typo correction sorry wait now after should"
)
_TELLING_LETTERS = 3


def corrected(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """The case with the ex-works price or a line of the bill put right; None if the message does neither."""
    if message.is_button or not (state.hs and state.market) or "?" in message.text:
        return None
    return _price(state, message, desk) or _line(state, message, desk)


# --- the price ------------------------------------------------------------------------------


def _price(state: CaseState, message: Message, desk: Desk) -> Step | None:
    number = _number_meant(message.text, state.lang)
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


def _number_meant(text: str, lang: str) -> NumberFound | None:
    """The one number of a message that is not named to be left out ("340 nicht 430")."""
    found = [one for one in read_numbers(text, lang) if one.plausible]
    kept = [one for one in found if not _is_left_out(text, one)]
    return kept[0] if len(kept) == 1 else None


def _is_left_out(text: str, number: NumberFound) -> bool:
    before = words_of(text[: number.span[0]])
    return bool(before) and before[-1].folded in _LEFT_OUT


# --- a line of the bill -----------------------------------------------------------------------


def _line(state: CaseState, message: Message, desk: Desk) -> Step | None:
    lines = state.proposed or state.materials
    words = {word.folded for word in words_of(message.text)}
    if not lines or not (message.likely("change_answer") or words & _SAYS_OTHERWISE):
        return None
    number = _line_named(lines, message.text)
    if number is None:
        return None
    told = _without(lines[number].description, message.text)
    put_right = _put_right(lines[number], state, told, desk)
    if put_right == lines[number]:
        return None
    changed = (*lines[:number], put_right, *lines[number + 1 :])
    return materials.echoed(replace(state, proposed=changed), desk, lines)


def _line_named(lines: tuple[MaterialLine, ...], text: str) -> int | None:
    """The one line that a message names: in full, or by the first word if only one line begins with it."""
    said = f" {key_of(text)} "
    named = {
        number: len(key)
        for number, one in enumerate(lines)
        if (key := key_of(one.description)) and f" {key} " in said
    }
    longest = [number for number, letters in named.items() if letters == max(named.values())]
    if named:
        return longest[0] if len(longest) == 1 else None
    first = [number for number, one in enumerate(lines) if _begins(one, said)]
    return first[0] if len(first) == 1 else None


def _begins(line: MaterialLine, said: str) -> bool:
    first = key_of(line.description).partition(" ")[0]
    return len(first) >= _TELLING_LETTERS and f" {first} " in said


def _without(name: str, text: str) -> str:
    """The message without the name of the line, whose figures are no prices ("Motor 7")."""
    return re.sub(re.escape(name), " ", text, flags=re.IGNORECASE) if name else text


def _put_right(line: MaterialLine, state: CaseState, text: str, desk: Desk) -> MaterialLine:
    """The line with the value or the country that the rest of the message names."""
    number = _number_meant(text, state.lang)
    own_currency = number is not None and number.currency in (None, state.currency)
    if number is not None and own_currency and number.kind in ("plain", "money"):
        line = replace(line, value=number.value)
    places = [one for one in desk.markets.find(text, state.lang) if not one.negated]
    if len(places) == 1 and places[0].certain and places[0].iso2:
        moved = places[0].iso2 != line.country
        line = replace(line, country=places[0].iso2, evidence="" if moved else line.evidence)
    return line
