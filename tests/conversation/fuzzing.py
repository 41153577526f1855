"""Random visitors: they type, press, repeat and send what no page would; seeded, so repeatable."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.conversation.desk import Desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import BUTTON_INTENTS, Turn, without_markup
from bot.conversation.state import Asked, CaseState
from bot.explain.replies import Reply
from bot.language.maker import makes_it
from bot.language.yes_no import read_yes_no
from tests.conversation.fuzz_words import BILLS, INTENTS, KEYS, LINES, PIECES, STARTS, VALUES, WHOLE


@dataclass
class Visitor:
    """One conversation: its case as stored, what it was shown last, and what it sent before."""

    name: str
    stored: str = ""
    replies: tuple[Reply, ...] = ()
    sent: list[Turn] = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    """One turn: the case before and after, and what was sent and said."""

    visitor: str
    before: CaseState
    sent: Turn
    after: CaseState
    replies: tuple[Reply, ...]


class Crowd:
    """Several visitors in any order; every turn goes through stored JSON."""

    def __init__(self, desk: Desk, seed: int, visitors: int = 7) -> None:
        self.desk = desk
        self.rng = random.Random(seed)
        self.visitors = [Visitor(f"visitor {number}") for number in range(visitors)]

    def step(self) -> Taken:
        """One message of one visitor."""
        visitor = self.rng.choice(self.visitors)
        sent = self.message(visitor)
        before = CaseState.from_json(visitor.stored)
        after, replies = turn(before, sent, self.desk)
        visitor.stored, visitor.replies = after.to_json(), replies
        visitor.sent = [*visitor.sent[-20:], sent]
        return Taken(visitor.name, before, sent, after, replies)

    def message(self, visitor: Visitor) -> Turn:
        """What the visitor sends next."""
        ways: tuple[tuple[Callable[[Visitor], str], int], ...] = (
            (self._onward, 35),
            (self._pressed, 25),
            (self._pieces, 18),
            (self._whole, 22),
            (self._payload, 8),
            (self._again, 6),
            (self._of_another, 3),
            (self._noise, 3),
        )
        (way,) = self.rng.choices([one for one, _ in ways], [weight for _, weight in ways])
        text = way(visitor)
        intent = self.rng.choice(INTENTS)
        return Turn(text, intent, self.rng.random() if intent else 0.0, self._metadata(text))

    def _metadata(self, text: str) -> dict[str, Any]:
        metadata: dict[str, Any] = {"lang": self.rng.choice(("de", "en", "fr", "", None, 7))}
        if text == "/give_materials" or self.rng.random() < 0.02:
            lines: Any = [self.rng.choice(LINES) for _ in range(self.rng.randint(0, 6))]
            metadata["bill"] = self.rng.choice((lines, lines, lines, None, "x", {"a": 1}, 5))
        return metadata

    def _pressed(self, visitor: Visitor) -> str:
        buttons = [one for reply in visitor.replies for one in reply.buttons]
        if not buttons:
            return self._whole(visitor)
        # Eighty markets side by side take longer than a hundred other turns: now and then is enough.
        quick = [one for one in buttons if one.payload != "/all_markets"]
        chosen = self.rng.choice(buttons if self.rng.random() < 0.05 else quick or buttons)
        if self.rng.random() < 0.2:
            return self.rng.choice((chosen.title, str(self.rng.randint(0, len(buttons) + 2))))
        return chosen.payload

    def _onward(self, visitor: Visitor) -> str:
        """What leads deeper: product and market, the check, an answer, a bill, the proof."""
        state = CaseState.from_json(visitor.stored)
        asked = state.open.asked if state.open else None
        if not state.hs or not state.market:
            return self.rng.choice(STARTS)
        if asked is Asked.NEXT:
            return self.rng.choice(("/start_check", "/use_it", "/change_answer", *BILLS))
        if asked is Asked.FACT and self.rng.random() < 0.15:
            return self.rng.choice(BILLS)
        if asked in (Asked.VALUE, Asked.FACT) and self.rng.random() < 0.3:
            return self.rng.choice(("1.200 €", "€250.50", "3 kg", "1,234 kg", "40 %"))
        return self._pressed(visitor)

    def _pieces(self, _visitor: Visitor) -> str:
        return " ".join(self.rng.choices(PIECES, k=self.rng.randint(1, 7)))

    def _whole(self, _visitor: Visitor) -> str:
        return self.rng.choice(WHOLE)

    def _payload(self, _visitor: Visitor) -> str:
        intent = self.rng.choice((*sorted(BUTTON_INTENTS), "no_such", "give_amount"))
        keys = self.rng.sample(KEYS, self.rng.randint(0, 3))
        data = {key: self.rng.choice(VALUES) for key in keys}
        return f"/{intent}" + (json.dumps(data) if data else "")

    def _again(self, visitor: Visitor) -> str:
        """An earlier message once more: a stale button, a message that comes late."""
        return self.rng.choice(visitor.sent).text if visitor.sent else ""

    def _of_another(self, visitor: Visitor) -> str:
        return self._pressed(self.rng.choice(self.visitors))

    def _noise(self, _visitor: Visitor) -> str:
        length = self.rng.choice((1, 5, 40, 300))
        return "".join(
            chr(self.rng.choice((9, 32, 48, 65, 97, 228, 8217, 128077)) + self.rng.randint(0, 20))
            for _ in range(length)
        )


def wrong(taken: Taken) -> str:
    """What is wrong with a turn; empty if nothing is."""
    if not taken.replies or not any(one.text.strip() for one in taken.replies):
        return "no answer"
    if CaseState.from_json(taken.after.to_json()) != taken.after:
        return "the case does not survive being stored"
    if taken.after.open is None and not _ended(taken):
        return "nothing is open and the conversation has not ended"
    if _is_lost(taken):
        return "product or market is gone without anybody having asked for it"
    return _wrong_yes(taken)


def _ended(taken: Taken) -> bool:
    return taken.before.confirm is not None or not taken.after.greeted


def _is_lost(taken: Taken) -> bool:
    """A message that was not understood leaves the case as it was; of goods not found the market may be."""
    not_understood = taken.after.misses > taken.before.misses
    before = taken.before
    asked = taken.after.open.asked if taken.after.open else None
    if taken.after.market and not before.hs and asked in (Asked.PRODUCT, Asked.KIND):
        before = replace(before, market=taken.after.market)
    return not_understood and told(taken.after) != told(before)


def told(state: CaseState) -> tuple[Any, ...]:
    """What the user has told of his case."""
    return (
        state.hs,
        state.market,
        state.made_here,
        dict(state.answers),
        state.materials,
        state.drawback,
    )


def _wrong_yes(taken: Taken) -> str:
    """A yes was noted for which nobody said one."""
    text, before, after = taken.sent.text, taken.before, taken.after
    new = {
        fact
        for fact, one in after.answers.items()
        if one is True and before.answers.get(fact) is not True
    }
    if after.made_here and before.made_here is None:
        new.add("product.produced_by")
    if after.drawback and before.drawback is None:
        new.add("drawback")
    if not new or _went_back(taken):
        return ""
    if before.open is None or before.open.asked not in (Asked.FACT, Asked.DRAWBACK):
        return f"yes to {sorted(new)} though nothing was asked: {text!r}"
    if text.strip().startswith("/affirm"):
        return ""
    if text.strip().startswith("/"):
        return f"yes to {sorted(new)} from another button: {text!r}"
    chosen = _chosen(before, text)
    if (
        chosen.startswith("/affirm")
        or read_yes_no(without_markup(text)).answer == "yes"
        or _says_he_makes_it(text, new)
    ):
        return ""
    return f"yes to {sorted(new)} from {text!r}"


def _chosen(before: CaseState, text: str) -> str:
    """The payload of the choice a typed number or title stands for."""
    wanted = text.strip().strip("(.)")
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(before.choices):
        return before.choices[int(wanted) - 1].payload
    titles = {one.title.casefold(): one.payload for one in before.choices}
    return titles.get(text.strip().casefold(), "")


def _says_he_makes_it(text: str, new: set[str]) -> bool:
    return new == {"product.produced_by"} and makes_it(text) is True


def _went_back(taken: Taken) -> bool:
    return len(taken.after.history) < len(taken.before.history)


def fuzzed(desk: Desk, seed: int, turns: int) -> list[str]:
    """All that is wrong in so many turns, each with what led to it."""
    crowd = Crowd(desk, seed)
    faults = []
    for number in range(turns):
        taken = crowd.step()
        fault = wrong(taken)
        if fault:
            where = f"seed {seed}, turn {number}, {taken.visitor}: {taken.sent.text[:200]!r}"
            faults.append(f"{where}: {fault}")
    return faults
