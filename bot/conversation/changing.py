"""Changing one answer: what was told as a list to choose from, the rest stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bot.conversation import materials
from bot.conversation.cases import EX_WORKS_PRICE, MADE_HERE, assess, find_fact
from bot.conversation.desk import Desk
from bot.conversation.messages import payload
from bot.conversation.replying import Step, button, said, say
from bot.conversation.state import Asked, CaseState
from bot.explain.formats import money, number
from bot.explain.questions import question_text
from bot.explain.replies import Button, Reply
from bot.language.words import word_set, words_of
from bot.origin.facts import Answer, FactType, MissingFact
from bot.origin.nomenclature import code

_LONGEST_TITLE = 90
PRODUCT, MARKET, MATERIALS, DRAWBACK, VALUE = "product", "market", "materials", "drawback", "value"
# What a wish to change something calls it; the narrower name first ("parts list" before "product").
_CALLED = (
    (
        MATERIALS,
        word_set(
            "stuckliste stueckliste teileliste materialliste vormaterialien bom parts materials"
        ),
    ),
    (VALUE, word_set("sendungswert warenwert sendung consignment shipment")),
    (EX_WORKS_PRICE, word_set("preis price verkaufspreis abwerkpreis exw")),
    (MARKET, word_set("land markt zielland zielmarkt country market destination")),
    (PRODUCT, word_set("produkt ware product goods hs code")),
)


def ask_change(state: CaseState, desk: Desk) -> Reply:
    """Which answer is to be changed?"""
    buttons = (*_told(state, desk), button(state.lang, "nothing_to_change", "deny"))
    return Reply(say(state.lang, "change.ask"), buttons=buttons)


def nothing_told(state: CaseState) -> bool:
    """Whether there is nothing to change yet."""
    return not (state.hs or state.market or state.words)


def named(state: CaseState, text: str, desk: Desk) -> str:
    """What a message names of what was told ("change the parts list"); empty if it names nothing of it."""
    words = {word.folded for word in words_of(text)}
    told = told_in_words(state, desk)
    return next((about for about, names in _CALLED if about in told and words & names), "")


def told_in_words(state: CaseState, desk: Desk) -> dict[str, str]:
    """What was told, each with the question or name it goes by."""
    return dict((*_told_of_goods(state, desk), *_told_facts(state, desk), *_told_of_claim(state)))


def _told(state: CaseState, desk: Desk) -> tuple[Button, ...]:
    told = told_in_words(state, desk)
    return tuple(
        Button(title, payload("change_answer", about=about)) for about, title in told.items()
    )


def _told_of_goods(state: CaseState, desk: Desk) -> Iterator[tuple[str, str]]:
    lang = state.lang
    if state.hs:
        label = desk.finder.labels.label(state.hs, lang)
        yield PRODUCT, say(lang, "change.product", code=str(code(state.hs)), label=label)
    if state.market:
        yield MARKET, say(lang, "change.market", market=desk.words.market(state.market, lang))
    if state.materials:
        yield MATERIALS, say(lang, "change.materials", count=len(state.materials))


def _told_facts(state: CaseState, desk: Desk) -> Iterator[tuple[str, str]]:
    if not state.hs or not state.market:
        return
    if state.made_here is not None:
        yield MADE_HERE.id, _told_fact(MADE_HERE, state.made_here, state, desk)
    for fact_id, answer in state.answers.items():
        fact = find_fact(state, fact_id, desk)
        if fact is not None:
            yield fact_id, _told_fact(fact, answer, state, desk)


def _told_of_claim(state: CaseState) -> Iterator[tuple[str, str]]:
    lang = state.lang
    if state.drawback is not None:
        answer = say(lang, "button.yes" if state.drawback else "button.no")
        yield DRAWBACK, say(lang, "change.drawback", answer=answer)
    if state.value is not None:
        value = money(state.value, state.currency, lang)
        yield VALUE, say(lang, "change.value", value=value)


def _told_fact(fact: MissingFact, answer: Answer, state: CaseState, desk: Desk) -> str:
    """The question, shortened, and the answer that was given."""
    return f"{_shortened(fact, state, desk)} – {_answer_in_words(fact, answer, state)}"


def _shortened(fact: MissingFact, state: CaseState, desk: Desk) -> str:
    asked = question_text(fact, assess(state, desk), desk.words, state.lang)
    return asked if len(asked) <= _LONGEST_TITLE else asked[:_LONGEST_TITLE].rstrip() + " …"


def question_in_words(state: CaseState, fact_id: str, desk: Desk) -> str:
    """The question for a fact, shortened; its id where the case no longer asks for it."""
    fact = find_fact(state, fact_id, desk)
    return _shortened(fact, state, desk) if fact is not None else fact_id


def answer_in_words(state: CaseState, fact_id: str, desk: Desk) -> str:
    """What was answered to a fact that was told."""
    fact = find_fact(state, fact_id, desk)
    told = state.made_here if fact_id == MADE_HERE.id else state.answers.get(fact_id)
    if told is None:
        return say(state.lang, "button.dont_know")
    return _answer_in_words(fact, told, state)


def _answer_in_words(fact: MissingFact | None, answer: Answer, state: CaseState) -> str:
    if isinstance(answer, bool):
        return say(state.lang, "button.yes" if answer else "button.no")
    if isinstance(answer, Decimal):
        if fact is not None and fact.type is FactType.MONEY:
            return money(answer, state.currency, state.lang)
        return number(answer, state.lang)
    return answer


def change(state: CaseState, about: str, desk: Desk) -> Step:
    """Ask again for one thing that was told."""
    if about not in (PRODUCT, MARKET) and not (state.hs and state.market):
        return Step(state, (said(state.lang, "no_longer_offered"),))
    plain = {
        PRODUCT: lambda: replace(state.new_product(), markets=state.markets).asking(Asked.PRODUCT),
        MARKET: lambda: replace(state.unchecked(), market="", markets=()).asking(Asked.MARKET),
        DRAWBACK: lambda: replace(state, drawback=None).asking(Asked.DRAWBACK),
        VALUE: lambda: replace(state, value=None).asking(Asked.VALUE),
    }
    if about in plain:
        return Step(plain[about]())
    if about == MATERIALS and state.materials:
        shown = replace(state, proposed=state.materials)
        again = said(state.lang, "change.materials_again")
        return materials.echoed(shown, desk, ()).after(again)
    if about == MADE_HERE.id or about in state.answers:
        return Step(state.asking(Asked.FACT, about))
    return Step(state, (said(state.lang, "no_longer_offered"),))
