"""The product, what it is made of, and what is done to make it.

Values are Decimal in one currency per case; weights are kilograms. The value of a non-originating material
is its customs value, else the first ascertainable price paid in the Union, without value added tax; the
ex-works price is the manufacturer's of the last working, less refundable internal taxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from bot.origin.facts import Answers
from bot.origin.nomenclature import HsCode

EUROPEAN_UNION = "EU"


class EvidenceKind(Enum):
    """How the origin of a material is proven."""

    SUPPLIERS_DECLARATION = "suppliers_declaration"
    SUPPLIERS_DECLARATION_PROCESSING = "suppliers_declaration_processing"
    PROOF_OF_ORIGIN = "proof_of_origin"
    OWN_PRODUCTION = "own_production"
    NONE = "none"


@dataclass(frozen=True)
class Evidence:
    """A proof for a material: its kind, the destinations it names (None: this one) and its period."""

    kind: EvidenceKind
    covers: frozenset[str] | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, market: str, day: date) -> bool:
        """Whether the evidence names the destination and covers the day."""
        if self.kind is EvidenceKind.NONE:
            return False
        if self.covers is not None and market not in self.covers:
            return False
        after_start = self.valid_from is None or self.valid_from <= day
        before_end = self.valid_to is None or day <= self.valid_to
        return after_start and before_end


class Role(Enum):
    """What part a material plays; packing and neutral elements are treated apart by the agreements."""

    COMPONENT = "component"
    RETAIL_PACKING = "retail_packing"
    SHIPPING_PACKING = "shipping_packing"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Material:
    """A line of the bill of materials; what is None was not told.

    `originating` states the status under the agreement asked, evidence held; `originating_in` says where
    the material has preferential origin ("EU" or ISO 3166) and leaves the rest to the engine. `materials`
    are the inputs of an own or supplied intermediate, for absorption.
    """

    hs: HsCode | None = None
    description: str = ""
    value: Decimal | None = None
    weight_kg: Decimal | None = None
    country: str | None = None
    originating: bool | None = None
    originating_in: str | None = None
    wholly_obtained: bool | None = None
    evidence: Evidence | None = None
    materials: tuple[Material, ...] = ()
    role: Role = Role.COMPONENT


class Producer(Enum):
    """Who made the product; only the maker calculates, a trader relies on his supplier's declaration."""

    EXPORTER = "exporter"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class Product:
    """The good to be exported, in one unit of account (a piece or a consignment)."""

    hs: HsCode
    description: str = ""
    produced_by: Producer | None = None
    ex_works_price: Decimal | None = None
    fob_price: Decimal | None = None
    net_weight_kg: Decimal | None = None
    currency: str = "EUR"
    wholly_obtained: bool | None = None
    is_set: bool = False


@dataclass(frozen=True)
class Operation:
    """A working step: a process of the vocabulary (None: words that could not be mapped) and where."""

    process: str | None
    words: str = ""
    country: str = EUROPEAN_UNION


@dataclass(frozen=True)
class Case:
    """Everything known about one product for one destination on one day.

    `materials` None means that no bill of materials was given: the engine then asks about the
    non-originating materials as a whole. `operations` None means that nothing was said about the working;
    a list given is taken to be complete.
    """

    product: Product
    market: str
    day: date
    materials: tuple[Material, ...] | None = None
    operations: tuple[Operation, ...] | None = None
    duty_drawback: bool | None = None
    answers: Answers = field(default_factory=Answers)


def walk(materials: tuple[Material, ...], prefix: str = "") -> Iterator[tuple[str, Material]]:
    """All lines with their keys ("0", "1", "1.0"), nested ones after their intermediate."""
    for index, material in enumerate(materials):
        key = f"{prefix}{index}"
        yield key, material
        yield from walk(material.materials, f"{key}.")
