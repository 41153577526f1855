"""Yes, no, "none of these", "that is right", "I don't know": short answers to questions with few choices."""

from __future__ import annotations

from bot.conversation.messages import Message
from bot.conversation.state import Asked
from bot.language.words import key_of
from bot.language.yes_no import read_yes_no

_NONE_OF_THESE = frozenset(
    [
        "keine davon",
        "keins davon",
        "keines davon",
        "nichts davon",
        "keiner davon",
        "keins",
        "nichts passt",
        "passt alles nicht",
        "passt nicht",
        "none of these",
        "none of them",
        "none",
        "neither",
        "something else",
        "etwas anderes",
        "anderes",
    ]
)
# "Is this right?" has plain answers beside yes, which to another question would say less.
_SHOWN_AGAIN = (Asked.MATERIALS, Asked.CODE)
_IS_RIGHT = frozenset(
    [
        "passt",
        "passt so",
        "das passt",
        "das passt so",
        "stimmt so",
        "das stimmt so",
        "so stimmt es",
        "alles richtig",
        "alles korrekt",
        "ist richtig so",
        "so ist es richtig",
        "sieht gut aus",
        "looks good",
        "looks right",
        "looks fine",
        "that looks right",
        "all correct",
        "all good",
        "everything is right",
        "everything is correct",
        "that is right",
        "use it",
        "so rechnen",
    ]
)
# "How would you like to go on?" with what comes next.
_GO_AHEAD = frozenset(
    [
        "mach mal",
        "ja mach mal",
        "mach das",
        "ja mach das",
        "ja machen wir",
        "machen wir",
        "ja machen wir das",
        "los",
        "ja los",
        "los geht s",
        "dann los",
        "na dann los",
        "weiter so",
        "ja weiter",
        "go ahead",
        "yes go ahead",
        "lets go",
        "let s go",
        "do it",
        "yes do it",
        "yes go on",
    ]
)


def meaning_of(message: Message, asked: Asked) -> str:
    """The intent that a short answer stands for; empty if it is none."""
    if message.is_button:
        return message.intent
    key = key_of(message.text)
    if asked in _SHOWN_AGAIN and key in _IS_RIGHT:
        return "affirm"
    if asked is Asked.NEXT and key in _GO_AHEAD:
        return "affirm"
    if key in _NONE_OF_THESE or message.surely("none_of_these"):
        return "none_of_these"
    answers = {"yes": "affirm", "no": "deny", "dont_know": "dont_know"}
    return answers.get(read_yes_no(message.text).answer, "")
