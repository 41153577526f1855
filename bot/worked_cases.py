"""Worked cases beside the law: every list carries cases with their legal source, run by `data check`.

A case is a product with its materials and the result the law gives for it, worked out by hand. Every folder
with a list of product-specific rules needs at least eight, among them a refusal, one that holds only by the
tolerance, one that holds by cumulation and one that stays open. What a case is, is told by what the engine
finds for it, not by a label. Folders that record provisions or a status only have no rule a case could be
held against; they need none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Optional

from pydantic import BaseModel, Extra

from bot.advice import Adviser
from bot.agreements.catalogue import Catalogue, Protocol
from bot.agreements.faults import DataError, Fault, shown_path
from bot.agreements.yaml_files import line_of_item, read_yaml
from bot.case_input import CaseReader, InputError
from bot.origin.facts import AnswerError
from bot.origin.findings import Status
from bot.origin.governing_row import PRODUCT_ROW
from bot.origin.material_status import StatusReason
from bot.origin.origin_result import OriginDetermination
from bot.origin.outcome import Outcome

LEAST_CASES = 8
_LIST_KEY = "product_specific_cases"


class Expectation(BaseModel):
    """What must come out.

    The determination; for a yes the notation of the alternative that is met; for an open case the ids of
    all facts that are missing, in any order.
    """

    determination: Status
    decisive: Optional[str] = None
    missing: Optional[list[str]] = None

    class Config:
        """Unknown keys are faults."""

        extra = Extra.forbid


class WorkedCase(BaseModel):
    """One case: a sentence as its name, its legal source, the input of `assess`, the expected result."""

    name: str
    source: str
    market: str
    date: str
    product: dict[str, Any]
    materials: Optional[list[dict[str, Any]]] = None
    operations: Optional[list[Any]] = None
    duty_drawback: Optional[bool] = None
    answers: dict[str, Any] = {}
    expect: Expectation

    class Config:
        """Unknown keys are faults."""

        extra = Extra.forbid

    def request(self, list_id: str) -> dict[str, Any]:
        """The case as `assess` takes it; only what was told."""
        told = self.dict(exclude={"name", "source", "expect"}, exclude_none=True)
        return {**told, "agreement": list_id} if not self.market else told


class CasesFile(BaseModel):
    """cases.yaml."""

    product_specific_cases: list[WorkedCase]

    class Config:
        """Unknown keys are faults."""

        extra = Extra.forbid


def is_refusal(found: OriginDetermination) -> bool:
    """The good does not originate."""
    return found.status is Status.NOT_ORIGINATING


def is_undetermined(found: OriginDetermination) -> bool:
    """Something the result hangs on was not told."""
    return found.status is Status.UNDETERMINED


def holds_by_tolerance(found: OriginDetermination) -> bool:
    """The good originates, and materials its rule does not allow stay within the tolerance."""
    if found.status is not Status.ORIGINATING or found.decisive is None:
        return False
    tolerance = found.decisive.tolerance
    return tolerance is not None and tolerance.outcome is Outcome.MET and bool(tolerance.materials)


def holds_by_cumulation(found: OriginDetermination) -> bool:
    """The good originates, and a material of another country counts as originating by its proof of origin."""
    inputs = found.inputs or ()
    cumulated = any(one.reason is StatusReason.CUMULATION for one in inputs)
    return found.status is Status.ORIGINATING and cumulated


KINDS: Mapping[str, Callable[[OriginDetermination], bool]] = {
    "refusal (not_originating)": is_refusal,
    "tolerance (originating, a material within the tolerance)": holds_by_tolerance,
    "cumulation (originating, a material with originating_in and proof_of_origin)": holds_by_cumulation,
    "undetermined": is_undetermined,
}
"""What every list needs a case of."""


def check_cases(
    folder: Path, catalogue: Catalogue, reader: CaseReader, adviser: Adviser
) -> list[Fault]:
    """Run the cases of every protocol that has rules."""
    root = folder.parent.parent
    faults: list[Fault] = []
    for protocol in catalogue.protocols.values():
        if protocol.rules is not None:
            faults.extend(_Check(folder, root, protocol, reader, adviser).faults())
    return faults


class _Check:
    """The check of one list's cases."""

    def __init__(
        self, folder: Path, root: Path, protocol: Protocol, reader: CaseReader, adviser: Adviser
    ) -> None:
        self.path = folder / protocol.id / "cases.yaml"
        self.root = root
        self.protocol = protocol
        self.reader = reader
        self.adviser = adviser
        self.rows = {row.rule.row for row in protocol.rows}

    def faults(self) -> Iterator[Fault]:
        """Faults of the file, of its number and kinds of cases, and of every case."""
        if not self.path.exists():
            yield self._fault(1, 1, f"missing: expected at least {LEAST_CASES} worked cases")
            return
        try:
            cases = read_yaml(self.path, CasesFile, self.root).product_specific_cases
        except DataError as error:
            yield from error.faults
            return
        if len(cases) < LEAST_CASES:
            yield self._fault(1, 1, f"{len(cases)} cases, expected at least {LEAST_CASES}")
        found = [self._decided(case) for case in cases]
        for kind, holds in KINDS.items():
            if not any(holds(one) for one in found if isinstance(one, OriginDetermination)):
                yield self._fault(1, 1, f"no case of the kind {kind}")
        yield from self._faults_of_cases(cases, found)

    def _faults_of_cases(
        self, cases: list[WorkedCase], found: list[OriginDetermination | str]
    ) -> Iterator[Fault]:
        first_line: dict[str, int] = {}
        for index, (case, one) in enumerate(zip(cases, found, strict=True)):
            message = one if isinstance(one, str) else self._difference(case, one)
            if message is None and case.name not in first_line:
                first_line[case.name] = index
                continue
            line = line_of_item(self.path, _LIST_KEY, index)
            twice = "another case has this name" if case.name in first_line else ""
            yield self._fault(line, 5, f"'{case.name}': {message or twice}")

    def _decided(self, case: WorkedCase) -> OriginDetermination | str:
        """What the engine finds, or why it cannot be asked."""
        row = case.answers.get(PRODUCT_ROW)
        if row is not None and row not in self.rows:
            return f"cannot be read: answers.{PRODUCT_ROW}: '{row}' is no row of this list"
        try:
            request = self.reader.read_object(case.request(self.protocol.id))
            return self.adviser.assess(request.case, request.agreement).determination
        except (InputError, AnswerError) as error:
            return f"cannot be read: {error}"

    def _difference(self, case: WorkedCase, found: OriginDetermination) -> str | None:
        expected = case.expect
        if found.list_id != self.protocol.id:
            return f"was decided by {found.list_id or 'no list'}, expected {self.protocol.id}"
        if found.status is not expected.determination:
            opened = _open(sorted(fact.id for fact in found.missing))
            return f"is {found.status.value}{opened}, expected {expected.determination.value}"
        decisive = found.decisive.notation if found.decisive else None
        if expected.decisive is not None and decisive != expected.decisive:
            return f"is met by '{decisive}', expected '{expected.decisive}'"
        if found.status is Status.UNDETERMINED:
            return _other_facts(found, expected)
        return None

    def _fault(self, line: int, column: int, message: str) -> Fault:
        return Fault(shown_path(self.path, self.root), line, column, message)


def _other_facts(found: OriginDetermination, expected: Expectation) -> str | None:
    missing = sorted(fact.id for fact in found.missing)
    if missing == sorted(expected.missing or ()):
        return None
    return f"misses {', '.join(missing)}, expected {', '.join(expected.missing or ()) or 'what it misses'}"


def _open(missing: list[str]) -> str:
    return f" (missing: {', '.join(missing)})" if missing else ""
