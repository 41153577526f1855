"""From the events of one conversation to what is kept of it: a summary, and its typed messages, redacted.

Nothing here is written anywhere; and nothing typed leaves this module but through the redactor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.retraining.redact import VERSION, Redactor
from bot.retraining.redact_prices import bucket
from bot.retraining.tracker_events import Event

FALLBACK = "nlu_fallback"
NEW_WORD = "new_word"
LEAST_MARGIN = 0.15
"""A classification whose lead over the next intent is smaller teaches something."""

_CHOICES_KEPT = 3
_SAID_LENGTH = 240
# What the reply quotes of the visitor's own words.
_ECHO = re.compile(r"[„“\"»][^“”\"«„\n]{0,200}[“”\"«]")
_TAKING_BACK = frozenset({"go_back", "change_answer", "none_of_these", "start_over"})
_FEEDBACK_INTENTS = frozenset({"feedback", "give_feedback", "rate_answer"})
_DOWN = frozenset({"down", "no", "bad", "negative", "thumbs_down", "-1", "0", "false"})
_ASKED_FOR_AMOUNT = ("value", "fact:product.ex_works_price", "fact:product.fob_price", "materials")
_AMOUNT_ENDINGS = ("_price", ".value", ".amount")


@dataclass(frozen=True)
class Conversation:
    """What is kept: values for the table of conversations, and rows for the table of messages."""

    summary: dict[str, Any]
    messages: list[dict[str, Any]]
    rare: frozenset[str] = field(default=frozenset(), repr=False)
    """Words in the messages that only few use: to be counted, never to be written."""


@dataclass
class _Reader:
    """Goes through the events in order and remembers what a later one may be about."""

    key: str
    redactor: Redactor
    language: str = "de"
    case: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    offered: list[str] = field(default_factory=list)
    channel: str = ""
    handoff: bool = False
    ups: int = 0
    downs: int = 0
    facts: dict[str, Any] = field(default_factory=lambda: {"first": [], "verdicts": []})
    messages: list[dict[str, Any]] = field(default_factory=list)
    rare: set[str] = field(default_factory=set)

    # --- events -----------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        kind = event.kind
        if kind == "slot":
            self._slot(str(event.content.get("name")), event.content.get("value"))
        elif kind == "bot":
            self._bot(event)
        elif kind == "user":
            self._user(event)

    def _slot(self, name: str, value: Any) -> None:
        if name == "language" and value in ("de", "en"):
            self.language = value
        elif name == "case" and value:
            missed = self.case.get("misses", 0)
            self.case = json.loads(value)
            if self.messages and self.case.get("misses", 0) > missed:
                _add(self.messages[-1], "not_understood")

    def _bot(self, event: Event) -> None:
        self.said = event.text or self.said
        for block in event.blocks:
            content = block.get("content") or {}
            if block.get("kind") == "candidates":
                self._offer(content)
            elif block.get("kind") == "first_answer":
                known = {name: content.get(name) for name in ("market", "nothing_to_save")}
                usable = content.get("usable") and not content.get("proof_open")
                self.facts["first"].append({**known, "usable": usable})
            elif block.get("kind") == "result":
                told = {"market": self.case.get("market", ""), "status": content.get("status")}
                self.facts["verdicts"].append(told)

    def _offer(self, content: Mapping[str, Any]) -> None:
        self.offered = [str(one.get("hs", "")) for one in content.get("candidates", [])]
        if self.messages:
            phrase = self._phrase()
            self.messages[-1]["found"] = {"phrase": phrase, "offered": self.offered, "chosen": ""}

    def _phrase(self) -> str:
        """The words for the goods, as far as they stand in a redacted message: alone they have no context."""
        kept = " ".join(one["text"].casefold() for one in self.messages)
        names = str(self.case.get("words", "")).split(", ")
        return ", ".join(name for name in names if name and name.casefold() in kept)

    def _user(self, event: Event) -> None:
        self.channel = str(event.content.get("input_channel") or self.channel)
        intent = str(event.intent.get("name") or "")
        if intent in _FEEDBACK_INTENTS or event.text.startswith("/feedback"):
            self._feedback(event)
            return
        self.handoff = self.handoff or intent == "adviser"
        if intent in _TAKING_BACK and self.messages:
            _add(self.messages[-1], "corrected")
        if event.text.startswith(("/choose_product", "/none_of_these")):
            self._choice(event)
        if event.is_typed:
            self.messages.append(self._message(event, intent))

    def _feedback(self, event: Event) -> None:
        values = {str(one.get("value")).casefold() for one in _entities(event)}
        if values & _DOWN or "down" in event.text:
            self.downs += 1
            if self.messages:
                _add(self.messages[-1], "thumbs_down")
        else:
            self.ups += 1

    def _choice(self, event: Event) -> None:
        """Which of the offered products was taken, for the message that named it."""
        asked = next((one for one in reversed(self.messages) if one["found"]), None)
        if asked is None or not self.offered:
            return
        chosen = next(
            (str(one.get("value")) for one in _entities(event) if one.get("entity") == "hs"), ""
        )
        if event.text.startswith("/none_of_these"):
            asked["found"] = {**asked["found"], "chosen": "none"}
            _add(asked, "product_not_found")
        elif chosen and asked["found"].get("chosen") != "none":
            asked["found"] = {**asked["found"], "chosen": chosen}

    # --- rows -------------------------------------------------------------------------------

    @property
    def _asked(self) -> str:
        pending = self.case.get("confirm") or self.case.get("pending") or ["", ""]
        return ":".join(part for part in pending if part)

    def _message(self, event: Event, intent: str) -> dict[str, Any]:
        asked, lang = self._asked, str(event.metadata.get("lang") or self.language)
        lang = lang if lang in ("de", "en") else "de"
        is_amount = asked.endswith(_AMOUNT_ENDINGS) or asked in _ASKED_FOR_AMOUNT
        redacted = self.redactor.redact(event.text, lang, is_amount=is_amount)
        text = redacted.text
        self.rare |= redacted.rare
        ranking = [one for one in _ranking(event) if one[0] != FALLBACK]
        lead = ranking[0][1] - ranking[1][1] if len(ranking) > 1 else 1.0
        signs = [FALLBACK] if intent == FALLBACK else []
        signs += [NEW_WORD] if redacted.has_new_words else []
        said = self.redactor.redact(_ECHO.sub("„…“", self.said), lang).text
        return {
            "event": event.number,
            "conversation": self.key,
            "time": event.time,
            "language": lang,
            "text": text,
            "asked": asked,
            "said_before": said[:_SAID_LENGTH],
            "intent": intent,
            "confidence": float(event.intent.get("confidence") or 0.0),
            "margin": lead,
            "ranking": [[name, f"{share:.3f}"] for name, share in ranking[:_CHOICES_KEPT]],
            "entities": kept_entities(_entities(event), event.text, text),
            "signs": [*signs, "low_margin"] if lead < LEAST_MARGIN else signs,
            "model_id": str(event.metadata.get("model_id") or ""),
            "redaction": VERSION,
            "found": {},
        }

    def result(self, events: Sequence[Event]) -> Conversation:
        open_question = "" if self.case.get("verdict_shown") else self._asked
        if open_question and self.messages:
            _add(self.messages[-1], "abandoned")
        value, answers = self.case.get("value"), self.case.get("answers") or {}
        if value is not None:
            self.facts["value"] = f"{bucket(abs(Decimal(str(value)))):f}"
            self.facts["currency"] = self.case.get("currency", "EUR")
        self.facts["no_declaration"] = answers.get("product.suppliers_declaration") is False
        summary = {
            "key": self.key,
            "started": events[0].time,
            "last_seen": events[-1].time,
            "last_event": events[-1].number,
            "language": self.language,
            "channel": self.channel[:64],
            "typed": len(self.messages),
            "fallbacks": sum(FALLBACK in one["signs"] for one in self.messages),
            "hs": str(self.case.get("hs", ""))[:10],
            "markets": list(self.case.get("markets") or filter(None, [self.case.get("market")])),
            "open_question": open_question[:128],
            "facts": self.facts,
            "handoff": self.handoff,
            "thumbs_up": self.ups,
            "thumbs_down": self.downs,
        }
        return Conversation(summary, self.messages, frozenset(self.rare))


def read_conversation(key: str, events: Sequence[Event], redactor: Redactor) -> Conversation:
    """What is kept of a conversation; `key` is the hash of its name."""
    reader = _Reader(key, redactor)
    for event in events:
        reader.take(event)
    return reader.result(events)


def kept_entities(
    found: Sequence[Mapping[str, Any]], text: str, redacted: str
) -> list[dict[str, Any]]:
    """The entities whose words stand in the redacted text too, at their place there; no amounts."""
    kept = []
    for one in found:
        start, end = one.get("start"), one.get("end")
        if (
            one.get("entity") in ("amount", "percentage")
            or not isinstance(start, int)
            or not isinstance(end, int)
        ):
            continue
        words = text[start:end]
        at = redacted.find(words)
        if not words or at < 0 or "‹" in words:
            continue
        value = words if one["entity"] == "product" else str(one.get("value"))
        kept.append({"entity": one["entity"], "value": value, "start": at, "end": at + len(words)})
    return kept


def _entities(event: Event) -> list[Mapping[str, Any]]:
    return list((event.content.get("parse_data") or {}).get("entities") or [])


def _ranking(event: Event) -> list[tuple[str, float]]:
    ranking = (event.content.get("parse_data") or {}).get("intent_ranking") or []
    return [(str(one.get("name")), float(one.get("confidence") or 0.0)) for one in ranking]


def _add(message: dict[str, Any], sign: str) -> None:
    if sign not in message["signs"]:
        message["signs"] = [*message["signs"], sign]
