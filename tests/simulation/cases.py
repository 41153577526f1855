"""Generated cases: for every list products under rules of every kind, with values near the limits.

Deterministic: the same seed gives the same cases.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from bot.agreements.catalogue import Protocol
from bot.origin.bill_of_materials import Case
from bot.origin.determination import NONE_OF_THEM, OriginRules
from bot.origin.nomenclature import HsCode, code
from bot.origin.product_specific_rules import Candidate, Coverage, ProductSpecificRule
from bot.wiring import Services
from tests.simulation.exporter import Exporter
from tests.simulation.making import Maker
from tests.simulation.rule_parts import days_of, kind_of
from tests.simulation.world import World, bare

TODAY = date(2026, 11, 22)
DOUBTING = 0.2
_DAY = timedelta(days=1)


class Start(Enum):
    """What the exporter tells before the first question: the product, or an incomplete bill of materials."""

    PRODUCT = "product"
    BILL = "bill"


@dataclass(frozen=True)
class SimulatedCase:
    """An exporter, what he says first, and the law he asks about.

    `sibling` makes another product of the same code under the same row, by number.
    """

    id: str
    list_id: str
    start: Start
    told: Case
    exporter: Exporter
    law: OriginRules
    sibling: Callable[[int], World]

    @property
    def doubts(self) -> bool:
        """Whether the exporter sometimes does not know."""
        return self.exporter.doubt > 0


class CaseMaker:
    """Makes cases for all lists that are recorded."""

    def __init__(self, services: Services, seed: str = "1") -> None:
        self.services = services
        self.seed = seed
        self.codes = [code(one) for one in sorted(services.nomenclature.subheadings)]

    def cases(self, per_list: int) -> Iterator[SimulatedCase]:
        """The given number of cases for every list with rules."""
        for protocol in self.services.catalogue.protocols.values():
            if protocol.rules is not None:
                yield from self.of_list(protocol, per_list)

    def of_list(self, protocol: Protocol, count: int) -> Iterator[SimulatedCase]:
        """Half of the cases by rows, so that every kind of rule occurs, half by products."""
        assert protocol.rules is not None
        rows = _by_kinds(protocol.rules.rows, random.Random(f"{self.seed}:{protocol.id}"))
        for index in range(count):
            rng = random.Random(f"{self.seed}:{protocol.id}:{index}")
            row = rows[index // 2 % len(rows)] if index % 2 == 0 else None
            yield self._case(protocol, index, row, rng)

    def _case(
        self, protocol: Protocol, index: int, row: ProductSpecificRule | None, rng: random.Random
    ) -> SimulatedCase:
        market = rng.choice(self._markets(protocol))
        law = self.services.catalogue.origin_rules(protocol, market)
        assert law is not None
        day = _day(row, rng)
        governing, hs = self._governing(law, row, day, rng)
        described = self._row_of(law, governing, hs, day, rng)

        def world_by(drawn: random.Random) -> World:
            made = Maker(law, self.codes, drawn)
            return made.world(protocol.id, market, day, hs, governing, described)

        world = world_by(rng)
        start = Start.PRODUCT if rng.random() < 0.6 else Start.BILL
        case_id = f"{protocol.id}#{index}"
        doubt = DOUBTING if rng.random() < 0.25 else 0.0
        exporter = Exporter(world, law, doubt, f"{self.seed}:{case_id}")
        told = _told(world, start, rng)

        def sibling(number: int) -> World:
            return world_by(random.Random(f"{self.seed}:{case_id}:sibling {number}"))

        return SimulatedCase(case_id, protocol.id, start, told, exporter, law, sibling)

    def _markets(self, protocol: Protocol) -> list[str]:
        catalogue = self.services.catalogue
        return sorted(
            market
            for market in catalogue.markets
            for agreement in catalogue.agreements_of(market)
            if catalogue.protocol_of(agreement) is protocol
        )

    def _governing(
        self, law: OriginRules, row: ProductSpecificRule | None, day: date, rng: random.Random
    ) -> tuple[Candidate, HsCode]:
        """A product the row may govern on the day, else any product with a row."""
        codes = list(self.codes)
        rng.shuffle(codes)
        for hs in codes if row is not None else ():
            if not any(row.codes.contains(one) for one in law.rules.in_edition(hs)):
                continue
            for one in law.rules.candidates(hs, day):
                if one.rule is row:
                    return one, hs
        for hs in codes:
            found = law.rules.candidates(hs, day)
            if found:
                return rng.choice(found), hs
        raise ValueError(f"{law.rules.id}: no row governs any product on {day}")

    @staticmethod
    def _row_of(
        law: OriginRules, governing: Candidate, hs: HsCode, day: date, rng: random.Random
    ) -> str:
        """The row whose description fits; now and then none does where the rest has no row."""
        same_code = [
            one
            for one in law.rules.candidates(hs, day)
            if one.product_code == governing.product_code
        ]
        no_rest = same_code[-1].rule.coverage is Coverage.DESCRIBED
        return NONE_OF_THEM if no_rest and rng.random() < 0.1 else governing.rule.row


def _by_kinds(rows: Sequence[ProductSpecificRule], rng: random.Random) -> list[ProductSpecificRule]:
    """The rows so ordered that every kind comes once before one comes twice."""
    kinds: dict[str, list[ProductSpecificRule]] = {}
    for row in rows:
        kinds.setdefault(kind_of(row), []).append(row)
    queues = list(kinds.values())
    for queue in queues:
        rng.shuffle(queue)
    rng.shuffle(queues)
    ordered = []
    while queues:
        ordered += [queue.pop() for queue in queues]
        queues = [queue for queue in queues if queue]
    return ordered


def _day(row: ProductSpecificRule | None, rng: random.Random) -> date:
    """Today; for a dated rule a day around one of its ends."""
    days = days_of(row) if row is not None else []
    if not days:
        return TODAY
    return rng.choice(days) + rng.choice((-_DAY, timedelta(0), _DAY))


def _told(world: World, start: Start, rng: random.Random) -> Case:
    product = bare(world.product)
    if rng.random() < 0.05:
        product = bare(world.product, world.product.hs.heading)
    if start is Start.PRODUCT:
        return Case(product, world.market, world.day)
    if rng.random() < 0.5:
        product = replace(product, ex_works_price=world.product.ex_works_price)
    materials = tuple(
        replace(
            one.as_material(),
            hs=rng.choices((one.hs, one.hs.heading, None), (6, 2, 2))[0],
            value=one.value if rng.random() < 0.6 else None,
            weight_kg=one.weight_kg if rng.random() < 0.3 else None,
            wholly_obtained=one.wholly_obtained if rng.random() < 0.3 else None,
            **_origin_told(one.originating, rng),
        )
        for one in world.parts
    )
    operations = world.operations() if rng.random() < 0.4 else None
    return Case(product, world.market, world.day, materials, operations or None)


def _origin_told(originating: bool, rng: random.Random) -> dict[str, object]:
    """The status, only the origin without the evidence, or nothing."""
    if rng.random() < 0.6:
        return {"originating": originating}
    if rng.random() < 0.4:
        return {"originating": None, "originating_in": "EU"}
    return {"originating": None}
