"""A conversation before the first visitor comes: everything that is loaded once is loaded then."""

from __future__ import annotations

import gc
from functools import reduce

from bot.conversation.desk import Desk, desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import Turn
from bot.conversation.state import CaseState

# A question in between, a bill of materials, the duties of all markets, both languages.
_CONVERSATIONS = {
    "de": ("Pumpen", "8413.70 nach Vietnam", "Was ist REX?", "Motor 10 EUR", "alle Länder"),
    "en": ("pumps", "8413.70 to the UK", "What is REX?", "motor 10 EUR", "all countries"),
}


def warm_up() -> None:
    """Hold the conversations at the desk of this process; nothing of them is kept."""
    counter = desk()
    for lang, messages in _CONVERSATIONS.items():
        reduce(lambda state, text: _said(state, text, lang, counter), messages, CaseState())
    keep_what_is_loaded()


def keep_what_is_loaded() -> None:
    """Spare the garbage collector what stays loaded to the end of the process.

    Looking through the law, the duties and the indexes takes it tenths of a second while a visitor waits.
    """
    gc.collect()
    gc.freeze()


def _said(state: CaseState, text: str, lang: str, counter: Desk) -> CaseState:
    return turn(state, Turn(text, "", 0.0, {"lang": lang}), counter)[0]
