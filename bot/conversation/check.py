"""The self-check: ask what the engine needs, read the answer strictly, and say the result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from bot.advice import Assessment
from bot.conversation import many_lines
from bot.conversation.cases import (
    EX_WORKS_PRICE,
    MADE_HERE,
    advise,
    assess,
    find_fact,
    next_fact,
)
from bot.conversation.desk import Desk
from bot.conversation.messages import Message
from bot.conversation.products import likely_headings
from bot.conversation.reading import one_number, plain_amount, read, share_of
from bot.conversation.replying import Step, button, said, say
from bot.conversation.state import Asked, CaseState
from bot.explain.changes import changed
from bot.explain.formats import money, weight
from bot.explain.questions import answer_payload, is_of_earlier_edition, question
from bot.explain.replies import Block, Button, Reply
from bot.explain.verdict import verdict
from bot.language.hs_codes import find_hs_codes
from bot.language.line_facts import kilograms
from bot.language.maker import makes_it
from bot.language.numbers import NumberFound
from bot.language.words import key_of, word_set
from bot.language.yes_no import read_yes_no
from bot.origin.bill_of_materials import walk
from bot.origin.facts import Answer, FactType, MissingFact, Topic

_MOST_CODES = 4
# What half of the self-checks take (measured), and the most that is announced to come.
_USUAL_STEPS = 4
_MOST_AHEAD = 6
_BILL = "materials"
_PLAIN_NO = re.compile(r"^\W*(?:nein|nee|no|nope)\s*[,.;:!–-]", re.I)
_WITHOUT = word_set("nichts nicht kein keine keinen keines nothing none not no never ohne without")
_NAMES_PARTS = re.compile(r"teile\b|\bTeile")
# Answers that name what materials cost.
_OFFENDING = "offending_value"
_COSTS = ("non_originating_value", _OFFENDING)
_ALL_WITHOUT_ORIGIN = "non_originating_value.all"
# "If there are none: 0" may be said in words; a price or a net weight is never nothing.
_NOTHING = frozenset(
    (
        "keine",
        "keines",
        "nichts",
        "gar nichts",
        "null",
        "zero",
        "none",
        "nothing",
        "gar keine",
        "none at all",
    )
)
_NEVER_NOTHING = frozenset({Topic.EX_WORKS_PRICE, Topic.FOB_PRICE, Topic.NET_WEIGHT})


def start(state: CaseState, desk: Desk) -> Step:
    """Begin the self-check, or go on with it."""
    begun = replace(state, checking=True)
    if state.verdict_shown:
        # Who begins once more may now know what he did not know before.
        begun = replace(begun, unknown=(), verdict_shown=False)
    if state.proposed:
        return Step(begun.asking(Asked.MATERIALS))
    if advise(begun, desk).best is None:
        nothing = said(state.lang, "check.no_agreement")
        return Step(state.asking(Asked.NEXT), (nothing,))
    step = proceed(begun, desk)
    hint = said(state.lang, "check.intro")
    return step if step.state.verdict_shown else step.after(hint)


def proceed(state: CaseState, desk: Desk) -> Step:
    """The next question, or the result if nothing is left to ask."""
    assessment = assess(state, desk)
    fact = next_fact(state, assessment)
    if fact is not None:
        return Step(state.asking(Asked.FACT, fact.id))
    shown = replace(state, verdict_shown=True, rated=False)
    return Step(shown.asking(Asked.NEXT), (verdict(assessment, desk.words, state.lang),))


def recomputed(before: CaseState, after: CaseState, desk: Desk) -> Step:
    """Go on after a change; where a result was already said, what changed is said first.

    A result that reads as before is not said a second time.
    """
    step = proceed(after, desk)
    if not before.verdict_shown or not before.hs or not before.market:
        return step
    earlier, later = assess(before, desk), assess(after, desk)
    if step.replies == (verdict(earlier, desk.words, after.lang),):
        step = replace(step, replies=())
    return step.after(Reply(changed(earlier, later, desk.words, after.lang)))


def ask_fact(state: CaseState, fact_id: str, desk: Desk) -> Reply | None:
    """The question for a fact, None if the case no longer asks for it."""
    fact = find_fact(state, fact_id, desk)
    if fact is None:
        return None
    assessment = assess(state, desk)
    reply = question(fact, assessment, desk.words, state.lang)
    if fact.topic is Topic.MATERIAL_CODE:
        reply = _with_codes(reply, state, fact, desk)
    reply = many_lines.with_answers_for_all(reply, state, fact, assessment)
    return replace(reply, blocks=(*reply.blocks, progress(state, fact, assessment)))


def progress(state: CaseState, fact: MissingFact, assessment: Assessment) -> Block:
    """About how far the self-check is: what was answered, and how many questions the shortest way still has.

    A question that is put again keeps its place. A bill counts as one answer: it takes the place of those
    about all materials.
    """
    told = _told_in_order(state)
    answered = len(told)
    open_ways = [
        len([one for one in found.missing if one.id not in state.unknown])
        for found in assessment.determination.alternatives
        if found.missing
    ]
    ahead = min(min(open_ways, default=0), _MOST_AHEAD)
    step = told.index(fact.id) + 1 if fact.id in told else answered + 1
    last = answered if fact.id in told else step
    about = max(last + max(ahead - 1, 0), _USUAL_STEPS if answered < _USUAL_STEPS else last)
    text = say(state.lang, "check.progress", step=step, about=about)
    return Block("progress", {"step": step, "about": about, "text": text})


def _told_in_order(state: CaseState) -> list[str]:
    """What counts as answered: who makes it, the bill, then the facts; those unknown last."""
    made = [MADE_HERE.id] if state.made_here is not None else []
    bill = [_BILL] if state.materials else []
    return [*made, *bill, *state.answers, *state.unknown]


def _with_codes(reply: Reply, state: CaseState, fact: MissingFact, desk: Desk) -> Reply:
    """Likely headings of a material by its name, to be confirmed by the user."""
    lines = dict(walk(assess(state, desk).case.materials or ()))
    line = lines.get(fact.material)
    if line is None or not line.description:
        return reply
    likely = (*_as_part_of_product(state, desk), *_codes_for(line.description, state, desk))
    return replace(reply, buttons=(*dict.fromkeys(likely), *reply.buttons))


def _as_part_of_product(state: CaseState, desk: Desk) -> tuple[Button, ...]:
    """The subheading for parts of the product: what is made for a machine is mostly classed there."""
    below = desk.finder.labels.subheadings(state.hs[:4])
    parts = [one for one in below if _NAMES_PARTS.search(one.label["de"])]
    return tuple(
        Button(
            say(
                state.lang, "check.part_of_product", code=str(one.code), label=one.label[state.lang]
            ),
            answer_payload(one.code.digits),
        )
        for one in parts[:1]
    )


def _codes_for(words: str, state: CaseState, desk: Desk) -> tuple[Button, ...]:
    found = likely_headings(words, state.lang, desk, _MOST_CODES)
    return tuple(
        Button(f"{one.hs}: {one.label[state.lang]}", answer_payload(one.hs.digits)) for one in found
    )


# --- reading an answer ----------------------------------------------------------------------


def answer(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """Take the message as the answer to the open fact; None if it is no answer to it."""
    assert state.pending is not None
    fact = find_fact(state, state.pending.about, desk)
    if fact is None:
        return proceed(state, desk)
    if message.is_button and message.data.get("all") == many_lines.ALL:
        told = many_lines.answered_for_all(state, message.intent, fact, assess(state, desk))
        return recomputed(state, told, desk) if told is not None else None
    if _is_dont_know(message):
        return dont_know(state, fact, desk)
    return _READERS[fact.type](state, message, fact, desk)


def dont_know(state: CaseState, fact: MissingFact, desk: Desk) -> Step:
    """Go on without the fact; if it decides, the result says how to find it out."""
    told = said(state.lang, "check.dont_know")
    unknown = (*(one for one in state.unknown if one != fact.id), fact.id)
    return proceed(replace(state, unknown=unknown), desk).after(told)


def _is_dont_know(message: Message) -> bool:
    if message.is_button:
        return message.intent in ("dont_know", "none_of_these")
    return read_yes_no(message.text).answer == "dont_know"


def given(state: CaseState, fact: MissingFact, value: Answer, desk: Desk) -> Step:
    """The case with the answer, and what follows from it."""
    if fact.id == MADE_HERE.id:
        told = replace(state, made_here=bool(value))
    else:
        told = replace(state, answers={**state.answers, fact.id: value})
    known = replace(told, unknown=tuple(one for one in told.unknown if one != fact.id))
    return recomputed(state, known, desk)


def _yes_no(state: CaseState, message: Message, fact: MissingFact, desk: Desk) -> Step | None:
    if message.is_button:
        if message.intent in ("affirm", "deny"):
            return given(state, fact, message.intent == "affirm", desk)
        return None
    heard = read_yes_no(message.text)
    if heard.answer in ("yes", "no"):
        return given(state, fact, heard.answer == "yes", desk)
    makes = makes_it(message.text) if fact.id == MADE_HERE.id else None
    if makes is not None and not _names_an_own_part(message, state, desk):
        return given(state, fact, makes, desk)
    if fact.topic is Topic.ALL_ORIGINATING and heard.hint != "question":
        named = _origin_told(state, message, fact, heard.leaning == "yes", desk)
        if named is not None:
            return named
    if heard.leaning is None and heard.hint is None and not message.likely("give_materials"):
        return None
    return unclear(state)


def _origin_told(
    state: CaseState, message: Message, fact: MissingFact, begins_with_yes: bool, desk: Desk
) -> Step | None:
    """Where materials come from, told instead of yes or no; None if nothing of it is told.

    A country outside of the EU is a plain no, unless a yes stands before it or it is the destination, whose
    materials may count. A country of the EU, or "nothing from China", proves nothing: that is asked back.
    """
    found = desk.markets.find(message.text, state.lang)
    told = [one.iso2 for one in found if one.role == "origin" and one.iso2 and not one.negated]
    if not told or "?" in message.text:
        return None
    members = desk.markets.data.groups["EU"].members
    outside = [one for one in dict.fromkeys(told) if one not in members]
    negated = bool(_WITHOUT & word_set(key_of(_PLAIN_NO.sub("", message.text))))
    if not outside or begins_with_yes or negated or state.market in outside:
        return unclear(state)
    names = ", ".join(desk.words.market(one, state.lang) for one in outside)
    echo = said(state.lang, "check.not_all_here", markets=names)
    return given(state, fact, False, desk).after(echo)


def _names_an_own_part(message: Message, state: CaseState, desk: Desk) -> bool:
    """Whether a part is said to be own-made ("Gehäuse eigene Fertigung"), not the product."""
    lines = desk.bills.read_text(message.text, state.lang)
    return any(one.description and one.evidence_hint == "own_production" for one in lines)


def unclear(state: CaseState) -> Step:
    """Ask back: a half yes is no yes."""
    lang = state.lang
    buttons = (
        button(lang, "clear_yes", "affirm"),
        button(lang, "clear_no", "deny"),
        button(lang, "dont_know", "dont_know"),
    )
    return Step(state, (Reply(say(lang, "check.unclear"), buttons=buttons),), asks=True)


def _choice(state: CaseState, message: Message, fact: MissingFact, desk: Desk) -> Step | None:
    option = message.data.get("answer", "") if message.is_button else message.text
    if is_of_earlier_edition(fact):
        return _earlier_code(state, option, fact, desk)
    return given(state, fact, option, desk) if option in fact.options else None


def _earlier_code(state: CaseState, written: str, fact: MissingFact, desk: Desk) -> Step | None:
    """A code of an earlier edition: it need not exist today, but must be one the goods can have had."""
    codes = find_hs_codes(written)
    if not codes:
        return None
    if codes[0].hs6 not in fact.options:
        return Step(state, (said(state.lang, "check.not_that_code", code=codes[0].text),))
    return given(state, fact, codes[0].hs6, desk)


def _code(state: CaseState, message: Message, fact: MissingFact, desk: Desk) -> Step | None:
    written = message.data.get("answer", "") if message.is_button else message.text
    if is_of_earlier_edition(fact):
        return _earlier_code(state, written, fact, desk)
    codes = find_hs_codes(written)
    if codes:
        candidate = desk.finder.by_code(codes[0].hs6)
        if candidate is None:
            return Step(state, (said(state.lang, "product.unknown_code", code=codes[0].text),))
        label = candidate.label[state.lang]
        echo = said(state.lang, "product.understood", code=str(candidate.hs), label=label)
        return given(state, fact, candidate.hs.digits, desk).after(echo)
    named = read(message.text, state.lang, desk).words
    buttons = _codes_for(named, state, desk) if named else ()
    if not buttons:
        return None
    unknown = button(state.lang, "dont_know", "dont_know")
    text = say(state.lang, "check.which_code", text=named)
    return Step(state, (Reply(text, buttons=(*buttons, unknown)),), asks=True)


def money_told(state: CaseState, message: Message, fact: MissingFact, desk: Desk) -> Step | None:
    """Take the one amount of a message as the answer to `fact`; None if there is none."""
    if message.is_button:
        amount = plain_amount(message.data.get("answer", ""))
        return None if amount is None else _paid(state, fact, amount, state.currency, desk)
    if key_of(message.text) in _NOTHING and fact.topic not in _NEVER_NOTHING:
        return _paid(state, fact, Decimal(0), state.currency, desk)
    number = one_number(message.text, state.lang)
    if number is None or number.value < 0:
        return None
    if number.currency not in (None, state.currency) and has_amounts(state):
        other = said(state.lang, "check.one_currency", currency=state.currency)
        return Step(state, (other,))
    if number.kind == "percent":
        return _percentage(state, number, fact, desk)
    currency = number.currency or state.currency
    if number.ambiguous and not _reads_as_thousands(number):
        return _which_reading(
            state, number.text, number.readings, lambda one: money(one, currency, state.lang)
        )
    return _paid(state, fact, number.value, currency, desk)


def _paid(state: CaseState, fact: MissingFact, amount: Decimal, currency: str, desk: Desk) -> Step:
    other = _contradicted(state, fact, amount)
    if other is not None:
        value = money(other, state.currency, state.lang)
        return Step(state, (said(state.lang, "check.below_part", value=value),))
    echo = said(state.lang, "echo", value=money(amount, currency, state.lang))
    step = given(replace(state, currency=currency), fact, amount, desk)
    notes = (echo, said(state.lang, "check.above_price")) if _above_price(step.state) else (echo,)
    return step.after(*notes)


def _contradicted(state: CaseState, fact: MissingFact, amount: Decimal) -> Decimal | None:
    """The figure that cannot stand beside this one: a part that costs more than the whole, or its whole."""
    whole = state.answers.get(_ALL_WITHOUT_ORIGIN)
    if fact.topic is Topic.OFFENDING_VALUE:
        return whole if isinstance(whole, Decimal) and whole < amount else None
    if fact.id != _ALL_WITHOUT_ORIGIN:
        return None
    parts = (one for key, one in state.answers.items() if key.startswith(_OFFENDING))
    most = max((one for one in parts if isinstance(one, Decimal)), default=Decimal(0))
    return most if most > amount else None


def _above_price(state: CaseState) -> bool:
    """Whether materials are said to cost more than the product: mostly one of the two is mistyped."""
    price = state.answers.get(EX_WORKS_PRICE)
    if not isinstance(price, Decimal):
        return False
    return any(
        isinstance(one, Decimal) and one > price
        for fact, one in state.answers.items()
        if fact.startswith(_COSTS) or (fact.startswith("material.") and fact.endswith(".value"))
    )


def _reads_as_thousands(number: NumberFound) -> bool:
    """Whether the language of the talk makes it a whole number: prices have no three decimals."""
    return number.value == number.value.to_integral_value()


def has_amounts(state: CaseState) -> bool:
    """Whether an amount was told, so that the currency of the case is settled."""
    amounts = any(isinstance(one, Decimal) for one in state.answers.values())
    return amounts or any(one.value is not None for one in state.materials)


def _percentage(state: CaseState, number: NumberFound, fact: MissingFact, desk: Desk) -> Step:
    """A share of the ex-works price, where that is known."""
    price = state.answers.get(EX_WORKS_PRICE)
    amount = share_of(number, price if isinstance(price, Decimal) else None)
    if amount is None or fact.topic is Topic.EX_WORKS_PRICE:
        return Step(state, (said(state.lang, "check.amount_not_percent"),))
    value = money(amount, state.currency, state.lang)
    return given(state, fact, amount, desk).after(said(state.lang, "echo", value=value))


def _weight(state: CaseState, message: Message, fact: MissingFact, desk: Desk) -> Step | None:
    if message.is_button:
        amount = plain_amount(message.data.get("answer", ""))
        return None if amount is None else _weighed(state, fact, amount, desk)
    if key_of(message.text) in _NOTHING and fact.topic not in _NEVER_NOTHING:
        return _weighed(state, fact, Decimal(0), desk)
    number = one_number(message.text, state.lang)
    if number is None or number.kind in ("money", "percent") or number.value < 0:
        return None
    try:
        readings = tuple(kilograms(replace(number, value=one)) for one in number.readings)
    except KeyError:  # pieces, litres: no weight
        return None
    if number.ambiguous:
        return _which_reading(state, number.text, readings, lambda one: weight(one, state.lang))
    return _weighed(state, fact, readings[0], desk)


def _weighed(state: CaseState, fact: MissingFact, kilos: Decimal, desk: Desk) -> Step:
    echo = said(state.lang, "echo", value=weight(kilos, state.lang))
    return given(state, fact, kilos, desk).after(echo)


def _which_reading(
    state: CaseState, written: str, readings: Iterable[Decimal], in_words: Callable[[Decimal], str]
) -> Step:
    """1.234 may be two numbers: ask which."""
    buttons = tuple(Button(in_words(one), answer_payload(f"{one:f}")) for one in readings)
    text = say(state.lang, "check.which_number", text=written)
    return Step(state, (Reply(text, buttons=buttons),), asks=True)


_READERS: dict[FactType, Callable[[CaseState, Message, MissingFact, Desk], Step | None]] = {
    FactType.YES_NO: _yes_no,
    FactType.CHOICE: _choice,
    FactType.CODE: _code,
    FactType.MONEY: money_told,
    FactType.WEIGHT: _weight,
}


def takes_number(state: CaseState, desk: Desk) -> bool:
    """Whether the open question is for a number or a code, so that "2" is no choice from a list."""
    if state.pending is None or state.confirm is not None:
        return False
    if state.pending.asked is Asked.VALUE:
        return True
    if state.pending.asked is not Asked.FACT or not state.hs or not state.market:
        return False
    fact = find_fact(state, state.pending.about, desk)
    return fact is not None and fact.type in (FactType.MONEY, FactType.WEIGHT)
