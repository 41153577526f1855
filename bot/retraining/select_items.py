"""Step 3: the messages that teach most, one item for all that say the same.

What counts is in WEIGHTS; a random share is taken besides, because a model is also wrong where it is sure.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from bot.language.words import key_of
from bot.retraining.examples import measuring_keys, taught_keys
from bot.retraining.places import Places
from bot.retraining.redact import HIDDEN_WORD
from bot.store.engines import only_writer
from bot.store.learning_tables import ITEMS, MESSAGES

WEIGHTS: Mapping[str, float] = {
    "nlu_fallback": 3.0,
    "not_understood": 3.0,
    "thumbs_down": 4.0,
    "corrected": 2.5,
    "low_margin": 2.0,
    "new_word": 1.0,
    "abandoned": 1.0,
    "product_not_found": 3.0,
    "product_far_down": 1.5,
    "random": 0.5,
}
"""How much a reason adds to the priority of an item."""

ABOUT_GOODS = frozenset({"product_not_found", "product_far_down"})
"""Reasons for which also the words of an example are reviewed: their goods may be new."""

AN_HOUR = 150
"""Items one person reviews in an hour."""

RANDOM_SHARE = 0.1
MOST_PER_CONVERSATION = 5
SAME = 92.0
"""Similarity (0 to 100) from which two messages of one language and intent say the same."""

_LONGEST = 300
_KEY_LENGTH = 240
_SHOWN_CONVERSATIONS = 200


@dataclass
class Group:
    """Messages that say the same."""

    key: str
    messages: list[Mapping[str, Any]] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)

    @property
    def first(self) -> Mapping[str, Any]:
        """The message that is shown for all."""
        return self.messages[0]

    @property
    def conversations(self) -> list[str]:
        """The conversations it comes from."""
        return sorted({str(one["conversation"]) for one in self.messages})

    @property
    def priority(self) -> float:
        """Reasons, and how many visitors said it: the tenth does not count as much as the second."""
        return sum(WEIGHTS[one] for one in self.reasons) * (1 + math.log(len(self.conversations)))


def select_items(places: Places, most: int = AN_HOUR, seed: int = 0) -> int:
    """Put the most useful new items into the review queue; returns how many.

    Messages whose wording was queued before only add to the count of that item. What is an example
    already, or measures, is left out: it would cost the reviewer time and be refused by the merge.
    """
    taught, measuring = taught_keys(places.data), measuring_keys(places.data)
    with only_writer(places.engine) as connection:
        known = {row.key: row for row in connection.execute(select(ITEMS.c.key, ITEMS.c.id))}
        groups = grouped(_messages(connection))
        for group in groups:
            if group.key in known:
                _count(connection, int(known[group.key].id), group)
        new = [
            group
            for group in groups
            if group.key not in known and can_teach(group, taught, measuring)
        ]
        chosen = choose(new, most, random.Random(seed))  # noqa: S311 - a sample, no secret
        if chosen:
            connection.execute(insert(ITEMS), [_row(one) for one in chosen])
    return len(chosen)


def _messages(connection: Connection) -> list[Mapping[str, Any]]:
    rows = connection.execute(select(MESSAGES).order_by(MESSAGES.c.event))
    return [dict(row._mapping) for row in rows]


def grouped(messages: Iterable[Mapping[str, Any]]) -> list[Group]:
    """The messages by what they say: the same words, then nearly the same words of one intent."""
    by_key: dict[str, Group] = {}
    for message in messages:
        words = key_of(message["text"])
        # What hides a word cannot be learned from; it is read again when others use the word.
        if not words or len(message["text"]) > _LONGEST or HIDDEN_WORD in message["text"]:
            continue
        key = f"{message['language']}:{words}"[:_KEY_LENGTH]
        group = by_key.setdefault(key, Group(key))
        group.messages.append(message)
        group.reasons |= reasons_of(message)
    return _merged(by_key.values())


def _merged(groups: Iterable[Group]) -> list[Group]:
    """Groups joined where their words are nearly the same and nothing decisive differs."""
    alike: dict[tuple[Any, ...], list[Group]] = defaultdict(list)
    for group in groups:
        alike[_decisive(group)].append(group)
    return [group for some in alike.values() for group in _joined(some)]


def _decisive(group: Group) -> tuple[Any, ...]:
    """What may not differ: language, intent, question, markets, figures and the words for the goods."""
    first = group.first
    named = sorted(str(one["value"]).casefold() for one in first["entities"])
    figures = tuple(part for part in group.key.split() if any(sign.isdigit() for sign in part))
    return first["language"], first["intent"], tuple(named), figures


def _joined(groups: list[Group]) -> Iterator[Group]:
    if len(groups) == 1:
        yield groups[0]
        return
    groups = sorted(groups, key=lambda one: -len(one.messages))
    scores = process.cdist(
        [one.key for one in groups], [one.key for one in groups], scorer=fuzz.ratio
    )
    taken = np.zeros(len(groups), dtype=bool)
    for number, group in enumerate(groups):
        if taken[number]:
            continue
        for other in np.flatnonzero((scores[number] >= SAME) & ~taken):
            taken[other] = True
            if other != number:
                group.messages += groups[other].messages
                group.reasons |= groups[other].reasons
        yield group


def reasons_of(message: Mapping[str, Any]) -> set[str]:
    """Why a message may teach something."""
    reasons = {str(one) for one in message["signs"]} & set(WEIGHTS)
    found = message["found"]
    if found and found.get("chosen") not in ("", "none", None):
        offered = [str(one)[:4] for one in found.get("offered", [])]
        if str(found["chosen"])[:4] not in offered[:1]:
            reasons.add("product_far_down")
    return reasons


def can_teach(group: Group, taught: frozenset[str], measuring: frozenset[str]) -> bool:
    """Whether a review of the messages can add an example, or else a word for goods."""
    words = key_of(group.first["text"])
    if words in measuring:
        return False
    return words not in taught or bool(group.reasons & ABOUT_GOODS)


def choose(groups: Sequence[Group], most: int, chance: random.Random) -> list[Group]:
    """The groups for review: by priority, a few per conversation, and a random share."""
    told = sorted((one for one in groups if one.reasons), key=lambda one: (-one.priority, one.key))
    quiet = [one for one in groups if not one.reasons]
    at_random = min(len(quiet), round(most * RANDOM_SHARE))
    chosen: list[Group] = []
    per_conversation: dict[str, int] = defaultdict(int)
    for group in told:
        if len(chosen) == most - at_random:
            break
        # One visitor who tries to teach us does not fill the queue.
        if all(per_conversation[one] >= MOST_PER_CONVERSATION for one in group.conversations):
            continue
        for one in group.conversations:
            per_conversation[one] += 1
        chosen.append(group)
    for group in chance.sample(sorted(quiet, key=lambda one: one.key), at_random):
        group.reasons.add("random")
        chosen.append(group)
    return chosen


def _row(group: Group) -> dict[str, Any]:
    first = group.first
    return {
        "key": group.key,
        "language": first["language"],
        "text": first["text"],
        "reasons": sorted(group.reasons),
        "priority": group.priority,
        "seen": len(group.messages),
        "conversations": group.conversations[:_SHOWN_CONVERSATIONS],
        "asked": first["asked"],
        "said_before": first["said_before"],
        "ranking": first["ranking"],
        "entities": _with_choice(group),
        "model_id": first["model_id"],
        "redaction": first["redaction"],
        "selected": datetime.now(timezone.utc),
        "status": "open",
        "claimed_by": "",
        "claimed_until": None,
        "parts": [],
        "reviewer": "",
        "decided": None,
        "version": 0,
        "batch": "",
    }


def _with_choice(group: Group) -> list[dict[str, Any]]:
    """The entities of the message, products with the code that visitors chose for these words.

    Words that nobody looked up as goods were only left over by the reading of the message ("psr").
    """
    looked_up = [one["found"] for one in group.messages if one["found"]]
    chosen = [one.get("chosen") for one in looked_up]
    codes = [str(one) for one in chosen if one and one != "none"]
    likely = max(set(codes), key=codes.count) if codes else ""
    return [
        {**one, "hs": likely} if one["entity"] == "product" else dict(one)
        for one in group.first["entities"]
        if one["entity"] != "product" or looked_up
    ]


def _count(connection: Connection, item: int, group: Group) -> None:
    same = update(ITEMS).where(ITEMS.c.id == item)
    connection.execute(
        same.values(
            seen=len(group.messages), conversations=group.conversations[:_SHOWN_CONVERSATIONS]
        )
    )
