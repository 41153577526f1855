"""What an agreement says beside its list: tolerance, cumulation, drawback, transport and the rest, as data.

Each provision carries the article it comes from; which provision holds for which partner is decided by the
catalogue (one list can serve partners whose provisions differ).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from bot.origin.criteria import (
    Alternative,
    Basis,
    Limit,
    MaxNonOriginatingMaterials,
    Rule,
    Scope,
    SetRule,
)
from bot.origin.nomenclature import HsCode, HsRange, any_contains


@dataclass(frozen=True)
class ToleranceRule:
    """How much of the product materials may be that the rule does not allow.

    Holds for the products of `products` (empty: all) and not of `without`. Several limits leave the
    exporter the choice of the basis.
    """

    limits: tuple[Limit, ...]
    products: tuple[HsRange, ...] = ()
    without: tuple[HsRange, ...] = ()
    source: str = ""

    def applies_to(self, product: HsCode) -> bool:
        """Whether the tolerance holds for the product."""
        inside = not self.products or any_contains(self.products, product)
        return inside and not any_contains(self.without, product)


class TextileNoteKind(Enum):
    """The textile notes take the place of the general tolerance in chapters 50 to 63."""

    BASIC_TEXTILE_MATERIALS = "basic_textile_materials"
    TRIMMINGS = "trimmings"


@dataclass(frozen=True)
class TextileNote:
    """A tolerance for textiles.

    Basic textile materials: a share of the weight of all textile materials used. Trimmings: textile
    materials other than linings of another heading up to a share of the ex-works price, or (economic
    partnership agreements) up to a share of the weight of all textile materials, of any heading;
    materials outside chapters 50 to 63 are free.
    """

    kind: TextileNoteKind
    limit: Limit
    products: tuple[HsRange, ...]
    source: str = ""

    @property
    def is_of_textile_weight(self) -> bool:
        """Whether the share is one of the weight of all textile materials, whatever their heading."""
        return self.limit.basis is Basis.WEIGHT

    def applies_to(self, product: HsCode) -> bool:
        """Whether the note holds for the product."""
        return any_contains(self.products, product)


class CumulationKind(Enum):
    """What counts as the Party's own.

    Bilateral: the partner's originating materials; diagonal: those of third countries under the same rules;
    full: working done in the partner, even on materials that do not originate.
    """

    BILATERAL = "bilateral"
    DIAGONAL = "diagonal"
    FULL = "full"


@dataclass(frozen=True)
class CumulationClause:
    """Materials or working of these countries count as the Party's own.

    `without_products` are products for which the clause is not open. Only clauses an exporter in the Union
    may use are given to the engine (`usable_by` in the data).
    """

    kind: CumulationKind
    countries: frozenset[str]
    without_products: tuple[HsRange, ...] = ()
    source: str = ""

    def covers(self, country: str, product: HsCode) -> bool:
        """Whether the clause makes the country's contribution count for the product."""
        return country in self.countries and not any_contains(self.without_products, product)


class TransportRule(Enum):
    """Direct transport, or non-alteration (storage and splitting allowed under customs control)."""

    DIRECT_TRANSPORT = "direct_transport"
    NON_ALTERATION = "non_alteration"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True)
class Drawback:
    """Whether duties on non-originating materials must not be refunded or suspended, for which products.

    `prohibited` None: not recorded.
    """

    prohibited: bool | None
    products: tuple[HsRange, ...] = ()
    source: str = ""

    def is_prohibited_for(self, product: HsCode) -> bool | None:
        """Whether the prohibition hits the product; None if the rule is not recorded."""
        if not self.prohibited:
            return self.prohibited
        return not self.products or any_contains(self.products, product)


@dataclass(frozen=True)
class OutwardProcessing:
    """Working outside the territory that does not harm up to a share of added value."""

    percent: Decimal
    without_products: tuple[HsRange, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class SetPart:
    """A lower limit for some articles of a set (CETA: articles of chapters 1 to 24)."""

    products: tuple[HsRange, ...]
    percent: Decimal


@dataclass(frozen=True)
class Provisions:
    """The general provisions of one agreement for one partner, as they bind an exporter in the Union.

    `own_territory` are the countries whose goods and working are the Party's own (the Union as "EU" and
    its Member States). `weight_limits_liftable`: the value tolerance may lift weight limits of the rule
    (Japan); all other limits are protected. `value_added_source`: the article by which the higher value added
    decides after insufficient operations on materials of other parties; that is not calculated, but said.
    """

    own_territory: frozenset[str] = frozenset({"EU"})
    tolerances: tuple[ToleranceRule, ...] = ()
    weight_limits_liftable: bool = False
    textile_notes: tuple[TextileNote, ...] = ()
    cumulation: tuple[CumulationClause, ...] = ()
    drawback: Drawback = Drawback(None)
    transport: TransportRule = TransportRule.NOT_RECORDED
    transport_source: str = ""
    set_percent: Decimal | None = None
    set_parts: tuple[SetPart, ...] = ()
    outward_processing: OutwardProcessing | None = None
    insufficient_operations_source: str = ""
    value_added_source: str = ""

    def tolerance_for(self, product: HsCode) -> ToleranceRule | None:
        """The general tolerance for the product, None where there is none (textiles)."""
        return next((one for one in self.tolerances if one.applies_to(product)), None)

    def textile_note_for(self, product: HsCode, kind: TextileNoteKind) -> TextileNote | None:
        """The textile note of the kind for the product."""
        return next(
            (one for one in self.textile_notes if one.kind is kind and one.applies_to(product)),
            None,
        )

    @property
    def set_clause(self) -> Rule | None:
        """The general clause on sets as a rule, None where the agreement has none."""
        if self.set_percent is None:
            return None
        parts = tuple(
            MaxNonOriginatingMaterials((Limit(one.percent, Basis.EX_WORKS),), Scope(one.products))
            for one in self.set_parts
        )
        return Rule((Alternative((SetRule.of_ex_works(self.set_percent), *parts)),))

    def cumulates(self, kind: CumulationKind, country: str, product: HsCode) -> bool:
        """Whether a clause of the kind covers the country for the product."""
        return any(one.kind is kind and one.covers(country, product) for one in self.cumulation)
