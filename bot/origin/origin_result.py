"""What a determination of origin comes to: the status of the good, why, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from bot.origin.facts import MissingFact
from bot.origin.findings import AlternativeResult, Reason, Status, Way
from bot.origin.material_status import Input
from bot.origin.nomenclature import HsCode
from bot.origin.product_specific_rules import Candidate, Confidence, ProductSpecificRule


class RelevantFacts(Sequence[MissingFact]):
    """The open facts that can change the outcome; which ones is found out when they are first looked at.

    Most determinations are only asked for their status (all markets at once, remedies) or for the next
    question, and telling which of all facts matter takes many more of them. There is at least one fact.
    """

    def __init__(
        self,
        met: tuple[MissingFact, ...],
        matters: Callable[[MissingFact], bool],
        find: Callable[[], tuple[MissingFact, ...]],
    ) -> None:
        """Take all facts `met` on the way, the test of a single one, and the search for all that matter."""
        self._met = met
        self._matters = matters
        self._find = find
        self._found: tuple[MissingFact, ...] | None = None

    @property
    def met(self) -> tuple[MissingFact, ...]:
        """All facts the steps of the determination could not settle, whether they matter or not."""
        return self._met

    def by_rank(self, rank: Callable[[MissingFact], Any]) -> Iterator[MissingFact]:
        """The facts that matter, lowest rank first, each looked for only when the one before is not taken."""
        if self._found is not None:
            yield from sorted(self._found, key=rank)
            return
        shown = []
        for fact in sorted(self._met, key=rank):
            if self._matters(fact):
                shown.append(fact.id)
                yield fact
        # What is asked under any of several rows was not met on the way.
        yield from (one for one in sorted(self._facts, key=rank) if one.id not in shown)

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

    @property
    def open_facts(self) -> tuple[MissingFact, ...]:
        """All facts the steps could not settle, whether or not they can still change the status."""
        missing = self.missing
        return missing.met if isinstance(missing, RelevantFacts) else tuple(missing)
