"""A conversation before the first visitor comes: everything that is loaded once is loaded then."""

from __future__ import annotations

from functools import reduce

from bot.conversation.desk import Desk, desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import Turn
from bot.conversation.state import CaseState

# Duties of the great markets, a question in between, a bill of materials, both languages.
_CONVERSATIONS = {
    "de": ("Pumpen", "8413.70 nach Vietnam", "Was ist REX?", "und für Japan?", "Motor 10 EUR"),
    "en": ("pumps", "8413.70 to the UK", "What is REX?", "and for Korea?", "motor 10 EUR"),
}


def warm_up() -> None:
    """Hold the conversations at the desk of this process; nothing of them is kept."""
    counter = desk()
    for lang, messages in _CONVERSATIONS.items():
        reduce(lambda state, text: _said(state, text, lang, counter), messages, CaseState())


def _said(state: CaseState, text: str, lang: str, counter: Desk) -> CaseState:
    return turn(state, Turn(text, "", 0.0, {"lang": lang}), counter)[0]
