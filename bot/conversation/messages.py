"""What comes in: a turn of the user, made safe, with buttons and typed numbers resolved."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.state import Choice
from bot.language.line_facts import LineRead
from bot.language.words import key_of

# A message longer than this is not read; a pasted bill of materials may be longer.
LONGEST_MESSAGE = 2_000
LONGEST_BILL = 60_000
_LONGEST_LINE = 600
_MUCH = 0.7

EMPTY = "empty"
UNCLEAR = "unclear"
UNKNOWN_COMMAND = "unknown_command"
TOO_LONG = "too_long"

# The only intents a payload may name; the others are for typed text.
BUTTON_INTENTS = frozenset(
    {
        "open",
        "affirm",
        "deny",
        "dont_know",
        "answer",
        "choose_product",
        "choose_market",
        "none_of_these",
        "start_check",
        "use_it",
        "all_markets",
        "new_market",
        "new_product",
        "change_answer",
        "switch_language",
        "ask_topic",
        "adviser",
        "ask_summary",
        "feedback",
        "repeat",
        "go_back",
        "start_over",
        "stop",
        "greet",
    }
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_TAG = re.compile(r"<[^<>]{0,500}>")
_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+)\s*(?P<data>\{.*\})?\s*", re.S)
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]?")


@dataclass(frozen=True)
class Turn:
    """One message as it comes from the dialogue platform.

    `intent` and `confidence` are the classifier's; `metadata` is the page's (`lang`).
    """

    text: str
    intent: str = ""
    confidence: float = 0.0
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """A turn made safe: cleaned text, the intent and data of a button, or an uploaded bill of materials."""

    text: str
    intent: str
    confidence: float = 0.0
    data: Mapping[str, str] = field(default_factory=dict)
    is_button: bool = False
    bill: tuple[LineRead, ...] = ()

    def likely(self, *intents: str) -> bool:
        """Whether the classifier names one of the intents with some confidence."""
        return self.intent in intents

    def surely(self, intent: str) -> bool:
        """Whether the classifier names the intent with much confidence."""
        return self.intent == intent and self.confidence >= _MUCH


def payload(intent: str, **data: str) -> str:
    """The payload of a button."""
    return f"/{intent}" + (json.dumps(data, ensure_ascii=False) if data else "")


def read_turn(
    turn: Turn, choices: tuple[Choice, ...], takes_numbers: bool, takes_bill: bool
) -> Message:
    """The message of a turn.

    `takes_numbers`: the open question is for a number, so that "2" is no choice from a list.
    `takes_bill`: a long text may be a bill of materials.
    """
    raw = turn.text or ""
    if len(raw) > (LONGEST_BILL if takes_bill and _has_lines(raw) else LONGEST_MESSAGE):
        return Message("", TOO_LONG)
    if raw.lstrip().startswith("/"):
        return _button(raw.strip())
    text = without_markup(raw)
    if not key_of(text) and "?" not in text and not _says_something(text):
        return Message("", EMPTY)
    chosen = _chosen(text, choices, takes_numbers)
    if chosen is not None:
        return _button(chosen.payload)
    return Message(text, turn.intent or UNCLEAR, turn.confidence)


def _has_lines(text: str) -> bool:
    """Whether a long text has the lines of a bill of materials; one endless line has not."""
    return all(len(line) <= _LONGEST_LINE for line in text.splitlines())


def without_markup(text: str) -> str:
    """The text without tags and control characters, as it is read."""
    return _TAG.sub(" ", _CONTROL.sub("", text)).strip()


def _says_something(text: str) -> bool:
    """A sign such as a thumb is an answer, too."""
    return any(ord(sign) > 0x2000 for sign in text)


def _button(written: str) -> Message:
    match = _PAYLOAD.fullmatch(written)
    if match is None or match["intent"] not in BUTTON_INTENTS:
        return Message("", UNKNOWN_COMMAND)
    data: dict[str, str] = {}
    if match["data"]:
        try:
            read = json.loads(match["data"])
        except ValueError:
            return Message("", UNKNOWN_COMMAND)
        data = {str(name): one for name, one in read.items() if isinstance(one, str)}
    return Message("", match["intent"], 1.0, data, is_button=True)


def _chosen(text: str, choices: tuple[Choice, ...], takes_numbers: bool) -> Choice | None:
    number = _NUMBER.fullmatch(text)
    if number and not takes_numbers:
        position = int(number[1])
        return choices[position - 1] if 1 <= position <= len(choices) else None
    wanted = "" if "?" in text else key_of(text)
    return next((one for one in choices if wanted and key_of(one.title) == wanted), None)
