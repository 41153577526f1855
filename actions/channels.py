"""Sending a reply so that its channel can show it: buttons and blocks on pages, numbers in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rasa_sdk.executor import CollectingDispatcher

from bot.explain.replies import Reply

# Rasa's shell: its buttons are an arrow-key list and it prints custom content as raw JSON.
TERMINAL = "cmdline"

_NUMBERED = re.compile(r"^\d{1,2}\. ")


def send(
    dispatcher: CollectingDispatcher,
    replies: Iterable[Reply],
    channel: str | None,
    lang: str,
    *,
    takes_number: bool = False,
) -> None:
    """Send replies in order; `lang` is the language of the conversation.

    `takes_number`: the open question is for a number, so that "1" is no choice from a list.
    """
    for reply in replies:
        if channel == TERMINAL:
            dispatcher.utter_message(text=in_terminal(reply, takes_number=takes_number))
        else:
            dispatcher.utter_message(**on_page(reply, lang))


def in_terminal(reply: Reply, *, takes_number: bool = False) -> str:
    """The text with its choices as a numbered list; the conversation resolves a typed number.

    Where a number is an answer itself (a price) the choices have none: they are typed in words.
    """
    titles = [_NUMBERED.sub("", one.title) for one in reply.buttons]
    if takes_number:
        lines = [f"  – {title}" for title in titles]
    else:
        lines = [f"  {number}: {title}" for number, title in enumerate(titles, start=1)]
    return "\n".join([reply.text, *lines])


def on_page(reply: Reply, lang: str) -> dict[str, object]:
    """Text, buttons and typed blocks of one message, and in which language it is."""
    # What Rasa does not know it keeps beside the message, for a page that marks the language.
    message: dict[str, object] = {"text": reply.text, "language": reply.language or lang}
    if reply.buttons:
        message["buttons"] = [{"title": one.title, "payload": one.payload} for one in reply.buttons]
    if reply.blocks:
        blocks = [{"kind": one.kind, "content": dict(one.content)} for one in reply.blocks]
        message["json_message"] = {"blocks": blocks}
    return message
