"""The case of one conversation: what was told, what is asked, and how to go back; kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from bot.origin.bill_of_materials import EvidenceKind
from bot.origin.facts import Answer

VERSION = 1
LANGUAGES = ("de", "en")
# Further back nobody remembers, and the slot stays small.
STEPS_BACK = 12


class StateError(ValueError):
    """A stored case cannot be read: another schema version, or damaged."""


class Asked(Enum):
    """What the conversation waits for."""

    PRODUCT = "product"
    KIND = "kind"
    HEADING = "heading"
    SUBHEADING = "subheading"
    CODE = "code"
    MARKET = "market"
    WHICH_MARKET = "which_market"
    NEXT = "next"
    FACT = "fact"
    MATERIALS = "materials"
    DRAWBACK = "drawback"
    VALUE = "value"
    CHANGE = "change"
    START_OVER = "start_over"
    STOP = "stop"


@dataclass(frozen=True)
class Pending:
    """The open question; `about` is the fact, code or field it is about."""

    asked: Asked
    about: str = ""


@dataclass(frozen=True)
class Choice:
    """A choice that was offered, so that a typed number or title finds its payload."""

    title: str
    payload: str


@dataclass(frozen=True)
class MaterialLine:
    """A line of the bill of materials as it was told and echoed; the value is in the case's currency.

    `suggested`: the code was proposed from the description and nobody has confirmed it yet. `own_made`: no
    supplier is asked for a declaration; that we make a part ourselves does not prove its origin.
    """

    description: str
    hs: str = ""
    value: Decimal | None = None
    country: str = ""
    weight_kg: Decimal | None = None
    originating: bool | None = None
    evidence: str = ""
    suggested: bool = False
    own_made: bool = False

    @property
    def proof(self) -> str:
        """The kind of evidence as the engine names it; empty if none was told."""
        return EvidenceKind.OWN_PRODUCTION.value if self.own_made else self.evidence


@dataclass(frozen=True)
class CaseState:
    """Everything a conversation knows. What was told can be taken back step by step (`history`).

    `proposed` and `proposed_price` are the bill and the ex-works price that were echoed with it; they count
    once they are confirmed.
    `same_materials` stands only in a step of the history: its bill is that of the step after it, so that a
    bill of 500 lines is not kept twelve times. `maybe_markets` are those a name told
    with the product may mean ("Georgia"): the question for the market offers them.
    """

    language: str = ""
    language_settled: bool = False
    language_offered: bool = False
    greeted: bool = False
    words: str = ""
    hs: str = ""
    national_code: str = ""
    markets: tuple[str, ...] = ()
    market: str = ""
    maybe_markets: tuple[str, ...] = ()
    made_here: bool | None = None
    value: Decimal | None = None
    currency: str = "EUR"
    per_year: Decimal | None = None
    drawback: bool | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    materials: tuple[MaterialLine, ...] = ()
    proposed: tuple[MaterialLine, ...] = ()
    proposed_price: Decimal | None = None
    same_materials: bool = False
    text_language: str = ""
    text_shown: bool = False
    rated: bool = False
    checking: bool = False
    verdict_shown: bool = False
    pending: Pending | None = None
    confirm: Pending | None = None
    prompted: bool = False
    choices: tuple[Choice, ...] = ()
    misses: int = 0
    history: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        """The language of the replies; German until another one is known."""
        return self.language or "de"

    @property
    def open(self) -> Pending | None:
        """The question an answer is for: a confirmation goes before the question it interrupts."""
        return self.confirm or self.pending

    def asking(self, asked: Asked, about: str = "") -> CaseState:
        """The case with another open question."""
        return replace(self, pending=Pending(asked, about), confirm=None)

    def remembered(self, before: CaseState) -> CaseState:
        """The case with the earlier state on the way back, if anything that was told has changed."""
        if _told(before) == _told(self):
            return self
        earlier = before.without_history()
        if before.materials and before.materials == self.materials:
            earlier = replace(earlier, materials=(), proposed=(), same_materials=True)
        kept = (*before.history, earlier.to_json())[-STEPS_BACK:]
        return replace(self, history=kept)

    def without_history(self) -> CaseState:
        """The case without its way back, choices and count of misses."""
        return replace(self, history=(), choices=(), misses=0, prompted=False)

    def step_back(self) -> CaseState | None:
        """The case before the last change, None if there is none."""
        if not self.history:
            return None
        earlier = CaseState.from_json(self.history[-1])
        return replace(
            earlier,
            history=self.history[:-1],
            materials=self.materials if earlier.same_materials else earlier.materials,
            same_materials=False,
            language=self.language,
            language_settled=self.language_settled,
            language_offered=self.language_offered,
            greeted=True,
        )

    def new_product(self) -> CaseState:
        """The case without anything that belongs to the product; market and language stay."""
        return replace(
            self.unchecked(),
            words="",
            hs="",
            national_code="",
            value=None,
            per_year=None,
            made_here=None,
            answers={},
            materials=(),
            proposed=(),
            proposed_price=None,
            drawback=None,
        )

    def unchecked(self) -> CaseState:
        """The case with the self-check not yet begun; what was told stays."""
        return replace(
            self,
            checking=False,
            verdict_shown=False,
            text_shown=False,
            text_language="",
            unknown=(),
        )

    def fresh(self) -> CaseState:
        """A new case in the same language."""
        settled = self.language_settled
        return CaseState(language=self.language, language_settled=settled, greeted=True)

    def facts_json(self) -> str:
        """All that the law is asked about and what cannot be told, as a key; nothing of how the talk went."""
        facts = {name: getattr(self, name) for name in _FACTS}
        return replace(_EMPTY, **facts).to_json()

    def to_json(self) -> str:
        """The case as JSON with its schema version; what is at its default is left out."""
        content: dict[str, Any] = {"version": VERSION}
        for one in fields(self):
            value = getattr(self, one.name)
            if value != getattr(_EMPTY, one.name):
                content[one.name] = _WRITERS.get(one.name, _plain)(value)
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | None) -> CaseState:
        """Read a case; nothing stored gives a new one; raises StateError if it cannot be read."""
        if not text:
            return cls()
        try:
            content = json.loads(text)
            if content.pop("version", None) != VERSION:
                raise StateError(f"expected a case of schema version {VERSION}")
            return cls(**{name: _READERS.get(name, _plain)(one) for name, one in content.items()})
        except (TypeError, KeyError, AttributeError, ValueError, InvalidOperation) as error:
            raise StateError(f"stored case cannot be read: {error}") from error


_FACTS = (
    "words",
    "hs",
    "market",
    "made_here",
    "currency",
    "drawback",
    "answers",
    "materials",
    "unknown",
)
_NOT_TOLD = frozenset(
    {
        "history",
        "choices",
        "misses",
        "prompted",
        "confirm",
        "pending",
        "language",
        "language_settled",
        "language_offered",
        "greeted",
        "proposed",
        "proposed_price",
        "same_materials",
        "checking",
        "verdict_shown",
        "text_language",
        "text_shown",
        "rated",
    }
)


def _told(state: CaseState) -> tuple[Any, ...]:
    return tuple(getattr(state, one.name) for one in fields(state) if one.name not in _NOT_TOLD)


# --- JSON -----------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _write_pending(value: Pending | None) -> Any:
    return value and [value.asked.value, value.about]


def _read_pending(value: Any) -> Pending | None:
    return Pending(Asked(value[0]), value[1]) if value else None


def _write_amount(value: Decimal | None) -> Any:
    return None if value is None else f"{value:f}"


def _read_amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _write_answers(value: Mapping[str, Answer]) -> Any:
    return {
        fact: {"amount": f"{one:f}"} if isinstance(one, Decimal) else one
        for fact, one in value.items()
    }


def _read_answers(value: Any) -> dict[str, Answer]:
    return {
        fact: Decimal(one["amount"]) if isinstance(one, dict) else one
        for fact, one in value.items()
    }


_FLAGS = ("suggested", "own_made")


def _write_lines(value: tuple[MaterialLine, ...]) -> Any:
    return [
        {
            name: _write_amount(one) if isinstance(one, Decimal) else one
            for name, one in vars(line).items()
            if one not in (None, "") and not (name in _FLAGS and one is False)
        }
        for line in value
    ]


def _read_lines(value: Any) -> tuple[MaterialLine, ...]:
    return tuple(_read_line(one) for one in value)


def _read_line(content: Mapping[str, Any]) -> MaterialLine:
    line = {"description": "", **content}
    for name in ("value", "weight_kg"):
        line[name] = _read_amount(line.get(name))
    return MaterialLine(**line)


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "pending": _write_pending,
    "confirm": _write_pending,
    "value": _write_amount,
    "per_year": _write_amount,
    "proposed_price": _write_amount,
    "answers": _write_answers,
    "materials": _write_lines,
    "proposed": _write_lines,
    "choices": lambda value: [[one.title, one.payload] for one in value],
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "pending": _read_pending,
    "confirm": _read_pending,
    "value": _read_amount,
    "per_year": _read_amount,
    "proposed_price": _read_amount,
    "answers": _read_answers,
    "materials": _read_lines,
    "proposed": _read_lines,
    "choices": lambda value: tuple(Choice(title, payload) for title, payload in value),
    "markets": tuple,
    "maybe_markets": tuple,
    "unknown": tuple,
    "history": tuple,
}
_EMPTY = CaseState()
