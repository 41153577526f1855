"""What is said where a message was not understood."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import products
from bot.conversation.desk import Desk
from bot.conversation.messages import Message, payload
from bot.conversation.reading import read
from bot.conversation.replying import Step, button, said, say
from bot.conversation.state import CaseState
from bot.explain.replies import Button, Reply
from bot.language.yes_no import read_yes_no

_MISSES_BEFORE_MEANINGS = 2


def missed(state: CaseState, message: Message, desk: Desk) -> Step:
    """Once: say so and ask again. Twice: offer what may have been meant, and the adviser."""
    counted = replace(state, misses=state.misses + 1)
    if counted.misses < _MISSES_BEFORE_MEANINGS:
        return Step(counted, (said(state.lang, "not_understood"),))
    meanings = _meanings(counted, message, desk)
    buttons = (
        *meanings,
        button(state.lang, "repeat", "repeat"),
        button(state.lang, "adviser", "adviser"),
    )
    return Step(
        counted,
        (
            Reply(
                say(state.lang, "perhaps_meant" if meanings else "perhaps_rephrase"),
                buttons=buttons,
            ),
        ),
        asks=True,
    )


def _meanings(state: CaseState, message: Message, desk: Desk) -> tuple[Button, ...]:
    answers = read_yes_no(message.text).answer != "unclear"
    words = "" if answers else read(message.text, state.lang, desk).words
    found = products.likely_headings(words, state.lang, desk, 2) if words else ()
    goods = tuple(
        Button(products.title_of(one, state.lang), payload("choose_product", hs=one.hs.digits))
        for one in found
    )
    topic = desk.topics.find(message.text)
    named: tuple[Button, ...] = ()
    if topic is not None:
        named = (Button(topic.name[state.lang], payload("ask_topic", topic=topic.id)),)
    return (*goods, *named)
