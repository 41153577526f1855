"""A case as a file: what was told and what came out, so that an adviser can work it out again.

The file holds the input of `assess`, the value of the consignment, and a record of the answer: status,
duties, rows, findings, each with its source, but none of the sentences around them. Replaying gives the
answer by the law as it is recorded now, and every place where it differs from the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, Protocol

from bot.advice import Advice, Adviser, Assessment
from bot.case_fields import Fields, InputError, object_at, parse_json
from bot.case_input import CaseReader
from bot.explain.advice_json import advice_json
from bot.explain.assessment_json import assessment_json
from bot.explain.words import LANGUAGES, Words

FORMAT = "fta-advisor/case"
VERSION = 1
# Words around the answer, and how often a row was read: a better sentence, or a further reading that found
# the same, is no other answer.
_WORDING = frozenset(
    {
        "contacts",
        "data_version",
        "description",
        "example",
        "live_failure",
        "next_steps",
        "note",
        "question",
        "retrieved_at",
        "reviewed_by",
        "text",
        "texts",
        "title",
        "declaration_text",
    }
)
_LONGEST_WORDS = 500
_MOST_CHANGES = 200


class CaseServices(Protocol):
    """What is needed to work a case out (in production bot.wiring.Services)."""

    @property
    def adviser(self) -> Adviser:
        """Advice and assessment."""

    @property
    def words(self) -> Any:
        """Names for explanations."""

    @property
    def cases(self) -> CaseReader:
        """Reads the input of an assessment."""


@dataclass(frozen=True)
class Told:
    """Everything that was told.

    `request` is the input of `assess`; `value` and `per_year` are in `currency`; `words` is the product as
    it was described; `not_known` are facts that the exporter could not tell; `checking` says whether the
    rule was gone through.
    """

    request: Mapping[str, Any]
    language: str = "de"
    words: str = ""
    value: Decimal | None = None
    per_year: Decimal | None = None
    currency: str = "EUR"
    not_known: tuple[str, ...] = ()
    checking: bool = False


@dataclass(frozen=True)
class Worked:
    """A case worked out: the advice, and the assessment if the rule was gone through."""

    advice: Advice
    assessment: Assessment | None
    data_version: str

    def record(self, words: Words) -> dict[str, Any]:
        """The answer without the sentences around it."""
        found = {"advice": advice_json(self.advice, words), "assessment": None}
        if self.assessment is not None:
            found["assessment"] = assessment_json(self.assessment, words)
        return {name: _without_wording(part) for name, part in found.items()}


@dataclass(frozen=True)
class CaseFile:
    """What was told, what came out, and by which state of the data."""

    told: Told
    record: Mapping[str, Any]
    data_version: str
    created_at: str

    def to_json(self) -> str:
        """The file; figures of answers are JSON numbers, so that they stay figures."""
        told = self.told
        content = {
            "format": FORMAT,
            "version": VERSION,
            "created_at": self.created_at,
            "language": told.language,
            "data_version": self.data_version,
            "words": told.words,
            "case": _writable(told.request),
            "consignment": {
                "value": _text(told.value),
                "per_year": _text(told.per_year),
                "currency": told.currency,
            },
            "not_known": list(told.not_known),
            "checking": told.checking,
            "record": self.record,
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class Change:
    """A place where the answer of today differs from the record."""

    place: str
    then: Any
    now: Any

    def __str__(self) -> str:
        return f"{self.place}: {_shown(self.then)} -> {_shown(self.now)}"


@dataclass(frozen=True)
class Replay:
    """A case worked out again."""

    file: CaseFile
    worked: Worked
    changes: tuple[Change, ...] = field(default_factory=tuple)

    @property
    def same_answer(self) -> bool:
        """Whether everything comes out as recorded."""
        return not self.changes

    @property
    def same_data(self) -> bool:
        """Whether the data is that of the record."""
        return self.file.data_version == self.worked.data_version


def work_out(told: Told, services: CaseServices) -> Worked:
    """Advice and assessment of a case; raises InputError if it cannot be read."""
    # Through JSON and back: the reader knows the kinds of values that a file has.
    read = services.cases.read_object(parse_json(json.dumps(_writable(told.request))))
    case = read.case
    advice = services.adviser.advise(
        case.product.hs, case.market, case.day, value=told.value, currency=told.currency
    )
    assessed = services.adviser.assess(case, read.agreement) if told.checking else None
    return Worked(advice, assessed, advice.data_version)


def case_file(told: Told, services: CaseServices) -> CaseFile:
    """The file of a case, worked out now."""
    worked = work_out(told, services)
    moment = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return CaseFile(told, worked.record(services.words), worked.data_version, moment)


def replay(file: CaseFile, services: CaseServices) -> Replay:
    """Work a case out again and compare; raises InputError if it cannot be read."""
    worked = work_out(file.told, services)
    # Through JSON and back, so that both sides have the same kinds of values.
    now = parse_json(json.dumps(worked.record(services.words)))
    changes = tuple(_changes("", file.record, now))[:_MOST_CHANGES]
    return Replay(file, worked, changes)


# --- reading ----------------------------------------------------------------------------------


def read_case_file(content: str | bytes) -> CaseFile:
    """The case of a file; raises InputError naming what is wrong."""
    top = Fields(object_at(parse_json(content), ""), "")
    if top.text("format") != FORMAT:
        raise InputError("bad_format", f"expected a file of the format {FORMAT}", "format")
    if top.value("version") != VERSION:
        raise InputError("bad_version", f"expected version {VERSION}", "version")
    language = top.text("language")
    if language not in LANGUAGES:
        raise InputError("bad_choice", f"{language!r}: expected de or en", "language")
    consignment = Fields(object_at(top.value("consignment") or {}, "consignment"), "consignment")
    told = Told(
        object_at(top.required("case"), "case"),
        language,
        (top.text("words") or "")[:_LONGEST_WORDS],
        consignment.amount("value"),
        consignment.amount("per_year"),
        consignment.currency("currency") or "EUR",
        tuple(str(one) for one in top.list_or_none("not_known") or ()),
        bool(top.yes_no("checking")),
    )
    return CaseFile(
        told,
        object_at(top.required("record"), "record"),
        str(top.required("data_version")),
        str(top.value("created_at") or ""),
    )


# --- comparing --------------------------------------------------------------------------------


def _without_wording(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_wording(one) for key, one in value.items() if key not in _WORDING}
    if isinstance(value, (list, tuple)):
        return [_without_wording(one) for one in value]
    return value


def _changes(place: str, then: Any, now: Any) -> Iterator[Change]:
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        # A name the record does not have was added to the answers since: it tells nothing about then.
        for key in then:
            inner = f"{place}.{key}" if place else str(key)
            yield from _changes(inner, then.get(key), now.get(key))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from _changes(f"{place}[{number}]", one, other)
    elif then != now:
        yield Change(place, then, now)


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, (str, Decimal)):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)


# --- writing ----------------------------------------------------------------------------------


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _writable(value: Any) -> Any:
    """JSON values; a Decimal as a JSON number where that is exact, otherwise as its digits."""
    if isinstance(value, Mapping):
        return {key: _writable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_writable(one) for one in value]
    if isinstance(value, Decimal):
        return _number(value)
    return value


def _number(value: Decimal) -> int | float | str:
    if value == value.to_integral_value():
        return int(value)
    as_float = float(value)
    return as_float if Decimal(repr(as_float)) == value else f"{value:f}"
