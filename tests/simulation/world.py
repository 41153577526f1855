"""Everything there is to know about one generated product: what only its exporter can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.origin.bill_of_materials import Case, Material, Operation, Producer, Product
from bot.origin.nomenclature import HsCode


@dataclass(frozen=True)
class Part:
    """A material of which everything is known.

    `hs` is the code of today, `list_code` that in the edition of the list; `names` the described materials it
    is. Values are in the currency of the case, weights in kilograms.
    """

    hs: HsCode
    list_code: HsCode
    value: Decimal
    weight_kg: Decimal
    originating: bool
    wholly_obtained: bool
    names: frozenset[str] = frozenset()

    @property
    def non_originating(self) -> bool:
        """Whether the material counts against the limits."""
        return not self.originating

    def as_material(self) -> Material:
        """The complete line of the bill of materials."""
        return Material(
            self.hs,
            value=self.value,
            weight_kg=self.weight_kg,
            originating=self.originating,
            wholly_obtained=self.wholly_obtained,
        )


@dataclass(frozen=True)
class World:
    """A product for a market on a day with all facts that any rule may ask for.

    `row` is the row of the list whose description fits; `processes` are all working steps the rule knows
    and that are done; `sufficient` whether the working goes beyond insufficient operations.
    """

    list_id: str
    market: str
    day: date
    product: Product
    list_code: HsCode
    row: str
    parts: tuple[Part, ...]
    processes: frozenset[str] = frozenset()
    judgements: frozenset[str] = frozenset()
    descriptions: frozenset[str] = frozenset()
    sufficient: bool = True

    def full_case(self) -> Case:
        """The case with the whole bill of materials, all prices and all working steps."""
        materials = tuple(one.as_material() for one in self.parts)
        return Case(self.product, self.market, self.day, materials, self.operations())

    def operations(self) -> tuple[Operation, ...]:
        """The working steps, complete; a plain one stands for working that no rule asks for."""
        steps = tuple(Operation(one) for one in sorted(self.processes))
        return (*steps, Operation("machining")) if self.sufficient else steps


def bare(product: Product, hs: HsCode | None = None) -> Product:
    """What an exporter says first: the code, and that he makes the product himself."""
    return Product(hs or product.hs, produced_by=Producer.EXPORTER, currency=product.currency)


def value_of(parts: Iterable[Part]) -> Decimal:
    """What the materials cost together."""
    return sum((one.value for one in parts), Decimal(0))


def weight_of(parts: Iterable[Part]) -> Decimal:
    """What the materials weigh together, in kilograms."""
    return sum((one.weight_kg for one in parts), Decimal(0))
