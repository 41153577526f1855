"""What a determination of origin comes to: the status of the good, why, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from bot.origin.facts import MissingFact
from bot.origin.findings import AlternativeResult, Reason, Status, Way
from bot.origin.material_status import Input
from bot.origin.nomenclature import HsCode
from bot.origin.product_specific_rules import Candidate, Confidence, ProductSpecificRule


class RelevantFacts(Sequence[MissingFact]):
    """The open facts that can change the outcome; which ones is found out when they are first looked at.

    Most determinations are only asked for their status (all markets at once, remedies), and telling which
    facts matter takes many more of them. There is at least one fact.
    """

    def __init__(self, find: Callable[[], tuple[MissingFact, ...]]) -> None:
        self._find = find
        self._found: tuple[MissingFact, ...] | None = None

    @property
    def _facts(self) -> tuple[MissingFact, ...]:
        if self._found is None:
            self._found = self._find()
        return self._found

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(self._facts)

    def __iter__(self) -> Iterator[MissingFact]:
        return iter(self._facts)

    @overload
    def __getitem__(self, index: int) -> MissingFact: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[MissingFact, ...]: ...

    def __getitem__(self, index: int | slice) -> MissingFact | tuple[MissingFact, ...]:
        return self._facts[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._facts == tuple(other)

    def __hash__(self) -> int:
        return hash(self._facts)


@dataclass(frozen=True)
class OriginDetermination:
    """The answer: status, why, by which row and alternative, and what is missing.

    `missing` are the facts that can still change the status, `reason` tells a status the alternatives do
    not explain. `inputs` are the materials with the status they were given.
    """

    status: Status
    list_id: str
    way: Way | None = None
    reason: Reason | None = None
    row: ProductSpecificRule | None = None
    product_code: HsCode | None = None
    candidates: tuple[Candidate, ...] = ()
    alternatives: tuple[AlternativeResult, ...] = ()
    decisive: AlternativeResult | None = None
    missing: Sequence[MissingFact] = ()
    inputs: tuple[Input, ...] | None = None
    confidence: Confidence = Confidence.A
