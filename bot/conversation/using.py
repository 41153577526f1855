"""Using the agreement: duty relief on materials, value of the consignment, declaration, checklist."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.asked_about import value_in_words
from bot.conversation.cases import advise, assess
from bot.conversation.desk import Desk
from bot.conversation.messages import Message, payload
from bot.conversation.reading import one_number
from bot.conversation.replying import Step, button, said, say
from bot.conversation.state import LANGUAGES, Asked, CaseState
from bot.explain.formats import money
from bot.explain.replies import Button, Reply
from bot.explain.use_it import use_it
from bot.language.language_names import language_wished
from bot.language.yes_no import read_yes_no
from bot.origin.conditions import Condition, ConditionKind, ConditionState
from bot.origin.findings import Status
from bot.proof.proofs import Applies

# Languages that have a name in the catalogue of sentences.
NAMED_LANGUAGES = ("de", "en", "fr", "es", "it", "pt")
UNKNOWN_VALUE = "consignment.value"


def begin(state: CaseState, desk: Desk) -> Step:
    """Ask what the proof depends on, then give it."""
    if not state.hs or not state.market:
        return Step(state, (said(state.lang, "use.first_product"),))
    assessment = assess(state, desk)
    if assessment.determination.status not in (Status.ORIGINATING, Status.NOT_APPLICABLE):
        kept = state if state.checking and not state.verdict_shown else state.asking(Asked.NEXT)
        return Step(kept, (said(state.lang, "use.not_yet"),))
    if state.drawback is None and _asks_about_drawback(assessment.conditions):
        return Step(state.asking(Asked.DRAWBACK))
    if state.value is None and UNKNOWN_VALUE not in state.unknown and _value_decides(state, desk):
        return Step(state.asking(Asked.VALUE))
    return _given(state, desk)


def _asks_about_drawback(conditions: tuple[Condition, ...]) -> bool:
    return any(
        one.kind is ConditionKind.NO_DRAWBACK and one.state is ConditionState.OPEN
        for one in conditions
    )


def _value_decides(state: CaseState, desk: Desk) -> bool:
    best = advise(replace(state, value=None), desk).best
    return best is not None and any(one.applies is not Applies.ALWAYS for one in best.proofs)


def _given(state: CaseState, desk: Desk) -> Step:
    reply = use_it(
        assess(state, desk),
        advise(state, desk),
        desk.words,
        state.lang,
        value=state.value if state.currency == "EUR" else None,
        text_language=state.text_language or None,
    )
    shown = replace(state, text_shown=True)
    return Step(shown.asking(Asked.NEXT), (reply,))


def other_languages(state: CaseState, desk: Desk) -> tuple[Button, ...]:
    """Buttons for the text of the declaration in the other languages that are recorded."""
    protocol = assess(state, desk).protocol
    declaration = protocol.declaration if protocol is not None else None
    if declaration is None:
        return ()
    shown = state.text_language or state.lang
    return tuple(
        Button(
            say(state.lang, "use.text_in", language=say(state.lang, f"language.{one}")),
            payload("use_it", language=one),
        )
        for one in declaration.languages
        if one != shown and one in NAMED_LANGUAGES
    )


def in_language(state: CaseState, text_language: str, desk: Desk) -> Step:
    """The text of the declaration in another language; what stands around it was said before."""
    wanted = text_language if text_language in NAMED_LANGUAGES else state.lang
    step = begin(replace(state, text_language=wanted), desk)
    shown = next(
        (one.block("declaration") for one in step.replies if one.block("declaration")), None
    )
    if not state.text_shown or shown is None:
        return step
    name = say(state.lang, f"language.{shown.content['language']}")
    title = say(state.lang, "use.text_in", language=name)
    return replace(step, replies=(Reply(f"{title}:\n\n{shown.content['text']}", (shown,)),))


def can_be_used(state: CaseState, desk: Desk) -> bool:
    """Whether the self-check has said that the proof may be made out."""
    if not (state.verdict_shown and state.hs and state.market):
        return False
    return assess(state, desk).determination.status is Status.ORIGINATING


def text_asked(state: CaseState, text: str, desk: Desk) -> Step | None:
    """The text of the declaration in the language that a message asks for; None if it asks for none.

    German and English are also the languages of the talk: there the message has to name the text.
    """
    wish = language_wished(text)
    if wish is None or (wish.code in LANGUAGES and not wish.of_text):
        return None
    if not (wish.says_wish or state.text_shown):
        return None  # the name of a language alone may be that of a market
    if not (state.text_shown or can_be_used(state, desk)):
        return None if wish.of_text else Step(state, (said(state.lang, "language.only"),))
    protocol = assess(state, desk).protocol
    declaration = protocol.declaration if protocol is not None else None
    recorded = (
        [one for one in declaration.languages if one in NAMED_LANGUAGES] if declaration else []
    )
    if wish.code in recorded or not recorded:
        return in_language(state, wish.code, desk)
    names = ", ".join(say(state.lang, f"language.{one}") for one in recorded)
    return Step(state, (said(state.lang, "use.no_text_in", languages=names),))


# --- the questions --------------------------------------------------------------------------


def ask_drawback(state: CaseState) -> Reply:
    """Are duties on foreign materials refunded?"""
    buttons = tuple(
        button(state.lang, key, intent)
        for key, intent in (("yes", "affirm"), ("no", "deny"), ("dont_know", "dont_know"))
    )
    return Reply(say(state.lang, "use.drawback"), buttons=buttons)


def ask_value(state: CaseState) -> Reply:
    """What are the originating goods of this consignment worth?"""
    return Reply(
        say(state.lang, "use.value"), buttons=(button(state.lang, "dont_know", "dont_know"),)
    )


def answer_drawback(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """Take the answer about refunded duties; not knowing leaves the condition open."""
    said_it = message.intent if message.is_button else read_yes_no(message.text).answer
    known = {"affirm": True, "yes": True, "deny": False, "no": False}.get(said_it)
    if known is None:
        if said_it != "dont_know":
            return None
        told = said(state.lang, "use.drawback_open")
        return _after_drawback(state, desk).after(told)
    answered = replace(state, drawback=known)
    if known:
        blocked = said(state.lang, "use.drawback_blocks")
        return Step(answered.asking(Asked.NEXT), (blocked,))
    return begin(answered, desk)


def _after_drawback(state: CaseState, desk: Desk) -> Step:
    if state.value is None and _value_decides(state, desk):
        return Step(state.asking(Asked.VALUE))
    return _given(state, desk)


def answer_value(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """Take the value of the consignment; without it the text is given for both cases."""
    if message.intent == "dont_know" or read_yes_no(message.text).answer == "dont_know":
        return _given(replace(state, unknown=(*state.unknown, UNKNOWN_VALUE)), desk)
    number = one_number(message.text, state.lang)
    if number is None or number.kind == "percent" or number.value < 0:
        return None
    if number.currency not in (None, "EUR"):
        return Step(state, (said(state.lang, "use.in_euro"),))
    echo = said(state.lang, "echo", value=money(number.value, "EUR", state.lang))
    told = replace(state, value=number.value)
    step = value_told(told, desk) if _corrects(state) else _given(told, desk)
    return step.after(echo)


def _corrects(state: CaseState) -> bool:
    """Whether a value is told that nobody asked for just now."""
    return state.pending is None or state.pending.asked is not Asked.VALUE


def value_told(state: CaseState, desk: Desk) -> Step:
    """What the value of the consignment changes: the text if it was shown already, else saving and proof."""
    if state.text_shown:
        return begin(state, desk)
    reply = value_in_words(state, desk)
    return Step(state, (reply,) if reply else ())
