"""The open question in words: whatever the conversation waits for can be asked again at any time."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import changing, check, markets, materials, products, using
from bot.conversation.cases import advise, assess
from bot.conversation.desk import Desk
from bot.conversation.replying import button, offering, say
from bot.conversation.state import Asked, CaseState
from bot.explain.formats import day
from bot.explain.next_steps import is_pointless
from bot.explain.replies import Button, Reply
from bot.origin.findings import Status


def ask(state: CaseState, desk: Desk) -> tuple[CaseState, Reply | None]:
    """The question to put now, and the case that remembers its choices.

    None if the last reply asked already, or if nothing is open.
    """
    if state.prompted:
        return replace(state, prompted=False), None
    reply = _question(state, desk)
    if reply is None:
        return state, None
    return offering(state, reply), desk.glossary.added(reply, state.lang)


def _question(state: CaseState, desk: Desk) -> Reply | None:
    pending = state.open
    if pending is None:
        return None
    asked, about = pending.asked, pending.about
    if asked is Asked.FACT:
        return check.ask_fact(state, about, desk) or ask_next(state, desk)
    with_about = {
        Asked.MARKET: markets.ask_market,
        Asked.KIND: products.ask_kind,
        Asked.HEADING: products.ask_heading,
        Asked.SUBHEADING: products.ask_subheading,
        Asked.CODE: products.ask_code,
    }
    if asked in with_about:
        return with_about[asked](state, about, desk)
    with_desk = {
        Asked.WHICH_MARKET: markets.ask_which_market,
        Asked.MATERIALS: materials.ask_materials,
        Asked.CHANGE: changing.ask_change,
        Asked.NEXT: ask_next,
    }
    if asked in with_desk:
        return with_desk[asked](state, desk)
    return {
        Asked.PRODUCT: products.ask_product,
        Asked.DRAWBACK: using.ask_drawback,
        Asked.VALUE: using.ask_value,
        Asked.START_OVER: ask_start_over,
        Asked.STOP: ask_stop,
    }[asked](state)


def ask_next(state: CaseState, desk: Desk) -> Reply:
    """How to go on: what fits the point that was reached comes first."""
    buttons = (
        *_next_steps(state, desk),
        button(state.lang, "another_market", "new_market"),
        button(state.lang, "another_product", "new_product"),
        button(state.lang, "adviser", "adviser"),
        *_thumbs(state),
    )
    return Reply(say(state.lang, "next.ask"), buttons=buttons)


def _thumbs(state: CaseState) -> tuple[Button, ...]:
    """After a result: was it of use?"""
    if not state.verdict_shown or state.rated:
        return ()
    return tuple(
        button(state.lang, f"feedback_{value}", "feedback", value=value) for value in ("up", "down")
    )


def _next_steps(state: CaseState, desk: Desk) -> tuple[Button, ...]:
    if not state.hs or not state.market:
        return ()
    lang = state.lang
    every = button(lang, "all_markets", "all_markets")
    if not state.verdict_shown:
        return _after_first_answer(state, desk, every)
    change = button(lang, "change", "change_answer")
    status = assess(state, desk).determination.status
    if status in (Status.ORIGINATING, Status.NOT_APPLICABLE):
        texts = using.other_languages(state, desk) if state.text_shown else ()
        first = texts or (button(lang, "use_it", "use_it"),)
        return *first, button(lang, "summary", "ask_summary"), change, every
    if status is Status.UNDETERMINED and state.unknown:
        return button(lang, "answer_open", "start_check"), change, every
    return change, every


def _after_first_answer(state: CaseState, desk: Desk, every: Button) -> tuple[Button, ...]:
    """The check first where it can save duty; the proof where free circulation is enough."""
    best = advise(state, desk).best
    if best is None:
        return (every,)
    if best.agreement.asks_for_free_circulation:
        return button(state.lang, "use_it", "use_it"), every
    check = button(state.lang, "start_check", "start_check")
    return (every, check) if is_pointless(best) else (check, every)


def ask_start_over(state: CaseState) -> Reply:
    """Really begin anew?"""
    return _really(state, "start_over.ask")


def ask_stop(state: CaseState) -> Reply:
    """Really end?"""
    return _really(state, "stop.ask")


def _really(state: CaseState, key: str) -> Reply:
    yes = button(state.lang, "yes", "affirm")
    return Reply(say(state.lang, key), buttons=(yes, button(state.lang, "no", "deny")))


def greeting(state: CaseState, desk: Desk) -> Reply:
    """Who this is, what it can do, and what it is not; how to switch where no page shows a button for it."""
    versions = [one.as_of for one in desk.catalogue.agreements.values()]
    greeted = say(state.lang, "greeting", day=day(max(versions), state.lang))
    if state.language_settled:
        return Reply(greeted)
    return Reply(f"{greeted} {say(state.lang, 'greeting.other_language')}")
