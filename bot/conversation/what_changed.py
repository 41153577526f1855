"""What the last correction changed: the value before and after, and what became of the result.

Nothing is written down for it: the states on the way back tell which answer was given once and is given
otherwise now. A correction that was taken back is gone with its state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.conversation.asked_about import duty_in_words
from bot.conversation.cases import assess
from bot.conversation.changing import (
    DRAWBACK,
    MARKET,
    MATERIALS,
    PRODUCT,
    VALUE,
    answer_in_words,
    question_in_words,
)
from bot.conversation.desk import Desk
from bot.conversation.materials import line_in_words
from bot.conversation.replying import say
from bot.conversation.state import CaseState
from bot.explain.changes import changed
from bot.explain.formats import money
from bot.explain.replies import Reply
from bot.origin.nomenclature import code

_MADE_HERE = "made_here"
_MOST_LINES = 10
# What is told without a question of the engine.
_NAMES = {
    PRODUCT: "what_changed.product",
    MARKET: "what_changed.market",
    DRAWBACK: "what_changed.drawback",
    VALUE: "what_changed.value",
}


@dataclass(frozen=True)
class Correction:
    """What was told otherwise in one step, each with the last case that had it as it was before.

    `after` is the case right after that step.
    """

    before: Mapping[str, CaseState]
    after: CaseState


def last_correction(state: CaseState) -> Correction | None:
    """The latest step that replaced what had been told; None if everything was told only once."""
    states = tuple(_backwards(state))
    for number, after in enumerate(states[:-1]):
        new = [one for one in _told(after) if _value(states[number + 1], one) != _value(after, one)]
        found = ((one, _replaced(states[number + 1 :], after, one)) for one in new)
        before = {about: earlier for about, earlier in found if earlier is not None}
        if before:
            return Correction(before, after)
    return None


def what_changed(state: CaseState, desk: Desk) -> Reply | None:
    """The last correction in words, and what it did to the result; None if nothing was corrected."""
    found = last_correction(state)
    if found is None:
        return None
    after = found.after
    lines = [
        line
        for about, before in found.before.items()
        for line in _in_words(about, before, after, desk)
    ]
    first = next(iter(found.before.values()))
    return Reply("\n".join((*lines, *_result(first, after, desk))))


def _backwards(state: CaseState) -> Iterator[CaseState]:
    """The case now and before each change, the latest first."""
    at: CaseState | None = state
    while at is not None:
        yield at
        at = at.step_back()


def _told(state: CaseState) -> tuple[str, ...]:
    """What is told in a case, the goods first."""
    fixed = (PRODUCT, MARKET, _MADE_HERE, MATERIALS, DRAWBACK, VALUE)
    return (*(one for one in fixed if _value(state, one) not in (None, "", ())), *state.answers)


def _value(state: CaseState, about: str) -> object:
    fields = {PRODUCT: "hs", MATERIALS: "materials", DRAWBACK: "drawback", VALUE: "value"}
    if about in (MARKET, _MADE_HERE):
        return getattr(state, about)
    return getattr(state, fields[about]) if about in fields else state.answers.get(about)


def _replaced(earlier: tuple[CaseState, ...], after: CaseState, about: str) -> CaseState | None:
    """The last case in which another value was told, if it was told of the same goods and market.

    A longer code below the same one says the product more exactly; it corrects nothing.
    """
    new = _value(after, about)
    before = next((one for one in earlier if _value(one, about) not in (None, "", ())), None)
    if before is None or _value(before, about) == new:
        return None
    if about == PRODUCT:
        return None if after.hs.startswith(before.hs) else before
    same_market = about == MARKET or before.market == after.market
    return before if before.hs == after.hs and same_market else None


# --- in words ---------------------------------------------------------------------------------


def _in_words(about: str, before: CaseState, after: CaseState, desk: Desk) -> list[str]:
    if about == MATERIALS:
        return _lines_changed(before, after, desk)
    lang = after.lang
    named = _NAMES.get(about)
    what = say(lang, named) if named else question_in_words(after, _fact(about), desk)
    old, new = _shown(before, about, desk), _shown(after, about, desk)
    return [say(lang, "what_changed.value_told", what=what, before=old, after=new)]


def _fact(about: str) -> str:
    return "product.produced_by" if about == _MADE_HERE else about


def _shown(state: CaseState, about: str, desk: Desk) -> str:
    if about == PRODUCT:
        return f"{code(state.hs)} {desk.finder.labels.label(state.hs, state.lang)}"
    if about == MARKET:
        return desk.words.market(state.market, state.lang)
    if about == DRAWBACK:
        return say(state.lang, "button.yes" if state.drawback else "button.no")
    if about == VALUE:
        return money(state.value, state.currency, state.lang) if state.value is not None else ""
    return answer_in_words(state, _fact(about), desk)


def _lines_changed(before: CaseState, after: CaseState, desk: Desk) -> list[str]:
    """The lines of the bill that went and those that came."""
    lang = after.lang
    old, new = before.materials, after.materials
    gone = [line_in_words(one, before, desk) for one in old if one not in new]
    came = [line_in_words(one, after, desk) for one in new if one not in old]
    lines = [say(lang, "what_changed.line_before", line=one) for one in gone[:_MOST_LINES]]
    lines += [say(lang, "what_changed.line_after", line=one) for one in came[:_MOST_LINES]]
    more = max(len(gone) - _MOST_LINES, 0) + max(len(came) - _MOST_LINES, 0)
    if more:
        lines.append(say(lang, "materials.more", count=more))
    return [say(lang, "what_changed.materials"), *lines]


def _result(before: CaseState, after: CaseState, desk: Desk) -> list[str]:
    """What the self-check said before and says now; before it, what the duty was and is."""
    if not all((before.hs, before.market, after.hs, after.market)):
        return []
    if before.checking or after.checking:
        return [changed(assess(before, desk), assess(after, desk), desk.words, after.lang)]
    told = (
        ("what_changed.duty_before", duty_in_words(before, desk)),
        ("what_changed.duty_after", duty_in_words(after, desk)),
    )
    return [say(after.lang, key, duty=" ".join(lines)) for key, lines in told if lines]
