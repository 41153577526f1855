"""The language of a conversation: set once, switched only on request, offered when it seems wrong."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.messages import Message, Turn
from bot.conversation.replying import say
from bot.conversation.state import LANGUAGES, CaseState
from bot.explain.replies import Reply
from bot.language.language_names import languages_named
from bot.language.which_language import which_language
from bot.language.words import words_of

_ENGLISH_GREETINGS = frozenset({"hello", "hey", "good", "greetings", "howdy"})
_WORDS_TO_BE_SURE = 4


def with_language(state: CaseState, incoming: Turn) -> CaseState:
    """The case with its language: the page's, else that of the first clear message."""
    if state.language_settled:
        return state
    asked_by_page = str(incoming.metadata.get("lang", ""))[:2].lower()
    if asked_by_page in LANGUAGES:
        return replace(state, language=asked_by_page, language_settled=True)
    text = "" if incoming.text.lstrip().startswith("/") else incoming.text
    clear = which_language(text)
    if clear is not None:
        return replace(state, language=clear, language_settled=True)
    first = next((word.folded for word in words_of(text)), "")
    guess = "en" if first in _ENGLISH_GREETINGS else state.language or "de"
    return replace(state, language=guess)


def offered_switch(state: CaseState, message: Message) -> Reply | None:
    """A sentence in the other language, if a longer message is clearly written in it; said once."""
    if message.is_button or state.language_offered or not state.language_settled:
        return None
    clear = which_language(message.text)
    if clear is None or clear == state.lang or message.intent == "switch_language":
        return None
    if len(words_of(message.text)) < _WORDS_TO_BE_SURE:
        return None
    return Reply(say(clear, "language.offer"), language=clear)


def language_named(text: str, current: str) -> str:
    """The language a wish to switch means: the one it names, without any name the other one."""
    named = languages_named(text)
    ours = [one for one in LANGUAGES if one in named]
    if ours:
        return ours[0]
    if named:
        return ""
    return "en" if current == "de" else "de"
