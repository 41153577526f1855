"""Step 4 in the terminal: one item at a time, decided with single keys.

a accept   1-9 another intent of the list   i any intent (type a part)   e edit entities
s split into several examples   k skip   u undo   q leave (everything is saved)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.completion import FuzzyWordCompleter
from prompt_toolkit.formatted_text import HTML
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from bot.retraining.errors import LearningError
from bot.retraining.review_queue import CollisionError, Item, Part, ReviewQueue

HELP = "a accept · 1-9 intent · i other intent · e entities · s split · k skip · u undo · q leave"
_CHOICES = 9

_EntityEdit = re.compile(
    r"(?P<entity>[a-z_]+)\s*=\s*(?P<words>[^=>]+?)\s*(?:>\s*(?P<value>\S+))?\s*"
)


class _LeaveError(Exception):
    """The reviewer has had enough for today."""


@dataclass
class TerminalReview:
    """A review session; `input` and `output` can be replaced for tests."""

    queue: ReviewQueue
    intents: Sequence[str]
    market_of: Callable[[str], str | None]
    input: Input | None = None
    output: Output | None = None
    decided: int = 0
    _session: PromptSession[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._session = PromptSession(input=self.input, output=self.output)

    def run(self) -> int:
        """Review until nothing is open or the reviewer leaves; returns how many items were decided."""
        item = self.queue.next()
        try:
            while item is not None:
                item = self._one(item) or self.queue.next()
            self._tell("<b>Nothing is open any more.</b>")
        except (_LeaveError, EOFError, KeyboardInterrupt):
            if item is not None:
                self.queue.release(item)
        return self.decided

    def _one(self, item: Item) -> Item | None:
        """Show and decide one item; returns the item to go on with, None for the next one."""
        self._show(item)
        part = item.proposed
        while True:
            answer = self._ask("> ").strip()
            try:
                if answer == "u":
                    return self._undone(item)
                if answer == "e":
                    part = self._edited(part)
                    continue
                parts = self._parts(answer, item, part)
                if parts is None:
                    self._tell(HELP)
                    continue
                self._decide(item, parts)
            except CollisionError as error:
                self._tell("<ansired>{}</ansired>", str(error))
            except LearningError as error:
                self._tell("<ansired>{}</ansired>", str(error))
                continue
            return None

    def _parts(self, answer: str, item: Item, part: Part) -> list[Part] | None:
        """What the answer decides: the examples, none to skip; None where it is no decision."""
        if answer == "q":
            raise _LeaveError
        if answer == "k":
            return []
        if answer in ("a", ""):
            return [part] if answer and part.intent else None
        if answer == "i":
            return [Part(part.text, self._intent(), part.entities)]
        if answer == "s":
            return self._split(item)
        if answer.isdigit() and 1 <= int(answer) <= len(self._offered(item)):
            return [Part(part.text, self._offered(item)[int(answer) - 1], part.entities)]
        return None

    def _decide(self, item: Item, parts: list[Part]) -> None:
        if parts:
            self.queue.decide(item, parts)
        else:
            self.queue.skip(item)
        self.decided += 1

    def _undone(self, item: Item) -> Item | None:
        self.queue.release(item)
        back = self.queue.undo()
        if back is None:
            self._tell("There is nothing of yours to take back.")
        else:
            self.decided = max(0, self.decided - 1)
        return back or item

    # --- input ------------------------------------------------------------------------------

    def _ask(self, prompt: str, choices: Sequence[str] = ()) -> str:
        completer = FuzzyWordCompleter(list(choices)) if choices else None
        answer: str = self._session.prompt(
            prompt, completer=completer, complete_while_typing=bool(choices)
        )
        return answer

    def _intent(self) -> str:
        """An intent by its name or an unmistakable part of it."""
        typed = self._ask("intent: ", self.intents).strip()
        fitting = [one for one in self.intents if typed and typed in one]
        if typed in self.intents:
            return typed
        if len(fitting) != 1:
            raise LearningError(
                f"'{typed}' is no intent" + (f": {', '.join(fitting)}" if fitting else "")
            )
        return fitting[0]

    def _split(self, item: Item) -> list[Part]:
        """Several examples from one message; each is a part of its text."""
        parts: list[Part] = []
        while True:
            text = self._ask(f"part {len(parts) + 1} (empty to end): ").strip()
            if not text:
                break
            if text not in item.text:
                raise LearningError("A part must stand in the message as it is.")
            at = item.text.index(text)
            parts.append(Part(text, self._intent(), _inside(item.entities, at, len(text))))
        if not parts:
            raise LearningError("Nothing was split.")
        return parts

    def _edited(self, part: Part) -> Part:
        """Entities typed anew: `market=Japan>JP; product=Ventile>848180`; empty leaves none."""
        self._tell("{}", "Now: " + (_typed(part) or "none"))
        typed = self._ask("entities (name=words>value; …): ")
        entities = [self._entity(one, part.text) for one in typed.split(";") if one.strip()]
        edited = Part.of({"text": part.text, "intent": part.intent, "entities": entities})
        self._tell("{}", "Now: " + (_typed(edited) or "none"))
        return edited

    def _entity(self, typed: str, text: str) -> dict[str, object]:
        match = _EntityEdit.fullmatch(typed.strip())
        if match is None or match["words"] not in text:
            raise LearningError(f"'{typed.strip()}': expected name=words of the message>value")
        words, value, at = match["words"], match["value"], text.index(match["words"])
        entity = {"entity": match["entity"], "value": words, "start": at, "end": at + len(words)}
        if match["entity"] == "product":
            return {**entity, "hs": value.replace(".", "")} if value else entity
        return {**entity, "value": value or self.market_of(words) or words}

    # --- output -----------------------------------------------------------------------------

    def _offered(self, item: Item) -> list[str]:
        """The intents behind the digits: those the model thought of, then frequent ones."""
        likely = [name for name, _ in item.ranking]
        others = ("check_export", "affirm", "deny", "ask_topic", "adviser", "rude")
        return list(dict.fromkeys([*likely, *(one for one in others if one in self.intents)]))[
            :_CHOICES
        ]

    def _show(self, item: Item) -> None:
        counts = self.queue.counts()
        about = f"item {item.id} · {item.language} · said {item.seen} times"
        why = ", ".join(item.reasons)
        self._tell("\n<ansigray>{}</ansigray>", f"{about} · {why} · {counts['open']} open")
        if item.said_before:
            self._tell("<ansigray>advisor:</ansigray> {}", item.said_before.splitlines()[0])
        self._tell("<b>{}</b>", item.text)
        self._tell("<ansigray>{}</ansigray>", _typed(item.proposed) or "no entities")
        shares = dict(item.ranking)
        names = [
            f"{number} {name}" + (f" {shares[name]:.0%}" if name in shares else "")
            for number, name in enumerate(self._offered(item), start=1)
        ]
        self._tell("{}", "   ".join(names))

    def _tell(self, text: str, *values: str) -> None:
        print_formatted_text(HTML(text).format(*values), output=self.output)


def _typed(part: Part) -> str:
    """Entities as they are typed."""
    return "; ".join(
        f"{one['entity']}={part.text[one['start'] : one['end']]}"
        + (
            f">{one['hs']}"
            if one.get("hs")
            else f">{one['value']}"
            if one["entity"] != "product"
            else ""
        )
        for one in part.entities
    )


def _inside(
    entities: Sequence[dict[str, object]], at: int, length: int
) -> tuple[dict[str, object], ...]:
    """The entities within a part of the text, at their places there."""
    moved = []
    for one in entities:
        start, end = int(str(one["start"])) - at, int(str(one["end"])) - at
        if start >= 0 and end <= length:
            moved.append({**one, "start": start, "end": end})
    return tuple(moved)
