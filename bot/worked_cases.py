"""Worked cases beside the law: every protocol carries cases with their legal source, run by `data check`.

A case is a product with its materials and the result the law gives for it, worked out by hand. A list of
product-specific rules without at least five cases, or with one that comes out differently, is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

from pydantic import BaseModel, Extra

from bot.advice import Adviser
from bot.agreements.catalogue import Catalogue, Protocol
from bot.agreements.faults import DataError, Fault, shown_path
from bot.agreements.yaml_files import line_of_item, read_yaml
from bot.case_input import CaseReader, InputError

LEAST_CASES = 5


class Expectation(BaseModel):
    """What must come out: the determination and, for a yes, the notation of the alternative that is met."""

    determination: str
    decisive: Optional[str] = None

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


def check_cases(
    folder: Path, catalogue: Catalogue, reader: CaseReader, adviser: Adviser
) -> list[Fault]:
    """Run the cases of every protocol that has rules."""
    faults: list[Fault] = []
    for protocol in catalogue.protocols.values():
        if protocol.rules is not None:
            faults.extend(_check_protocol(folder, protocol, reader, adviser))
    return faults


def _check_protocol(
    folder: Path, protocol: Protocol, reader: CaseReader, adviser: Adviser
) -> Iterator[Fault]:
    root = folder.parent.parent
    path = folder / protocol.id / "cases.yaml"
    shown = shown_path(path, root)
    if not path.exists():
        yield Fault(shown, 1, 1, f"missing: expected at least {LEAST_CASES} worked cases")
        return
    try:
        cases = read_yaml(path, CasesFile, root).product_specific_cases
    except DataError as error:
        yield from error.faults
        return
    if len(cases) < LEAST_CASES:
        yield Fault(shown, 1, 1, f"{len(cases)} cases, expected at least {LEAST_CASES}")
    for index, case in enumerate(cases):
        message = _difference(case, protocol, reader, adviser)
        if message is not None:
            line = line_of_item(path, "product_specific_cases", index)
            yield Fault(shown, line, 5, f"'{case.name}': {message}")


def _difference(
    case: WorkedCase, protocol: Protocol, reader: CaseReader, adviser: Adviser
) -> str | None:
    try:
        request = reader.read_object(case.request(protocol.id))
    except InputError as error:
        return f"cannot be read: {error}"
    assessment = adviser.assess(request.case, request.agreement)
    found = assessment.determination
    if found.list_id != protocol.id:
        return f"was decided by {found.list_id or 'no list'}, expected {protocol.id}"
    if found.status.value != case.expect.determination:
        return f"is {found.status.value}{_open(tuple(found.missing))}, expected {case.expect.determination}"
    decisive = found.decisive.notation if found.decisive else None
    if case.expect.decisive is not None and decisive != case.expect.decisive:
        return f"is met by '{decisive}', expected '{case.expect.decisive}'"
    return None


def _open(missing: tuple[Any, ...]) -> str:
    return f" (missing: {', '.join(fact.id for fact in missing)})" if missing else ""
