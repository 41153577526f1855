"""The ideas a product-specific rule is made of: one frozen type per legal idea.

Sources of the ideas: the introductory notes and lists of product-specific rules of the agreements (for
example Annex 2 and 3 of the EU-UK TCA, Annex 3-A and 3-B of the EU-Japan EPA, Appendix I Annexes I
and II of the Pan-Euro-Mediterranean Convention). Percentages are Decimal, 50 means 50 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Union

from bot.origin.nomenclature import HsRange


class Basis(Enum):
    """What a percentage is measured against."""

    EX_WORKS = "EXW"
    FREE_ON_BOARD = "FOB"
    WEIGHT = "weight"


class ShiftLevel(Enum):
    """How far the classification of a material must differ from that of the product."""

    CHAPTER = "CC"
    HEADING = "CTH"
    SUBHEADING = "CTSH"
    ANY = "ANY"

    @property
    def digits(self) -> int:
        """Number of leading digits that must differ; 0 where no shift is asked."""
        return {"CC": 2, "CTH": 4, "CTSH": 6, "ANY": 0}[self.value]


class Relative(Enum):
    """A scope that depends on the product's own classification."""

    SAME_CHAPTER = "same-chapter"
    SAME_HEADING = "same-heading"
    SAME_SUBHEADING = "same-subheading"
    ALL = "all"

    @property
    def digits(self) -> int:
        """Number of leading digits a material shares with the product; 0 = every material."""
        return {"same-chapter": 2, "same-heading": 4, "same-subheading": 6, "all": 0}[self.value]


@dataclass(frozen=True)
class NamedMaterial:
    """A material described in words ("unwrought precious metals"), optionally bound to codes.

    Only a material whose code is possible for the description raises the question whether it is one.
    """

    name: str
    codes: tuple[HsRange, ...] = ()


ScopeItem = Union[HsRange, Relative, NamedMaterial]


@dataclass(frozen=True)
class Scope:
    """A choice of materials: by code, by relation to the product, or by description."""

    items: tuple[ScopeItem, ...]
    without: tuple[ScopeItem, ...] = ()


@dataclass(frozen=True)
class Limit:
    """At most (or, for a regional value content, at least) this percentage of the basis; inclusive."""

    percent: Decimal
    basis: Basis


@dataclass(frozen=True)
class Allowance:
    """Materials that may be used although the shift excludes them ("however, ... may be used").

    Several limits leave the exporter the choice between bases (20 % EXW or 15 % FOB); no limit means
    without limit.
    """

    scope: Scope
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class TariffShift:
    """Change of chapter, heading or subheading of every non-originating material (CC, CTH, CTSH, ANY).

    `exceptions` takes materials back out of what the shift would allow; `prohibitions` also overrule
    allowances.
    """

    level: ShiftLevel
    exceptions: tuple[Scope, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    prohibitions: tuple[Scope, ...] = ()


@dataclass(frozen=True)
class FromMaterials:
    """Manufacture from named materials: nothing else may be non-originating."""

    scope: Scope
    exceptions: tuple[Scope, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    prohibitions: tuple[Scope, ...] = ()


@dataclass(frozen=True)
class WhollyObtained:
    """The product itself (scope None), or all materials of the scope used, are wholly obtained."""

    scope: Scope | None = None


@dataclass(frozen=True)
class OriginatingMaterials:
    """All materials of the scope that are used are originating."""

    scope: Scope


@dataclass(frozen=True)
class MaxNonOriginatingMaterials:
    """Value of the non-originating materials (of the scope, else all) at most a share (MaxNOM).

    Several limits leave the exporter the choice between bases.
    """

    limits: tuple[Limit, ...]
    scope: Scope | None = None


@dataclass(frozen=True)
class RegionalValueContent:
    """(price - value of non-originating materials) / price at least the limit (RVC)."""

    limit: Limit


@dataclass(frozen=True)
class NonOriginatingNotAboveOriginating:
    """Value of the non-originating materials not above that of the originating materials."""


@dataclass(frozen=True)
class MaxWeight:
    """Weight of the non-originating materials of the scope at most a share of a weight.

    The weight is that of the product, or of all materials of `within`. `each`: every item of the
    scope is held against the limit by itself.
    """

    percent: Decimal
    scope: Scope
    each: bool = False
    within: Scope | None = None

    @property
    def weighed(self) -> tuple[Scope, ...]:
        """What is held against the limit: the scope as a whole, or each of its items by itself."""
        if not self.each:
            return (self.scope,)
        return tuple(Scope((item,), self.scope.without) for item in self.scope.items)


@dataclass(frozen=True)
class MinWhollyObtained:
    """At least this share, by weight, of the materials of `within` is wholly obtained and of the scope."""

    percent: Decimal
    scope: Scope
    within: Scope


@dataclass(frozen=True)
class ProcessStep:
    """One process of the vocabulary."""

    name: str


@dataclass(frozen=True)
class ProcessChain:
    """Processes that must all be carried out ("weaving combined with making-up")."""

    steps: tuple[Union[ProcessStep, ProcessChoice], ...]


@dataclass(frozen=True)
class ProcessChoice:
    """Processes of which one chain is enough."""

    chains: tuple[ProcessChain, ...]


@dataclass(frozen=True)
class SpecificProcess:
    """The product comes out of the named processes carried out in the Party."""

    choice: ProcessChoice


@dataclass(frozen=True)
class SetRule:
    """A set: articles that do not meet their own rule at most a share of the price of the set.

    Several limits leave the exporter the choice between bases (15 % EXW or 15 % FOB).
    """

    limits: tuple[Limit, ...]

    @classmethod
    def of_ex_works(cls, percent: Decimal) -> SetRule:
        """The usual clause: a share of the ex-works price."""
        return cls((Limit(percent, Basis.EX_WORKS),))

    @property
    def percent(self) -> Decimal:
        """The share of the first basis."""
        return self.limits[0].percent


@dataclass(frozen=True)
class Judgement:
    """A condition the notation cannot hold; only a person can judge it."""

    name: str


@dataclass(frozen=True)
class AnyOf:
    """An inner choice."""

    rule: Rule


Criterion = Union[
    TariffShift,
    FromMaterials,
    WhollyObtained,
    OriginatingMaterials,
    MaxNonOriginatingMaterials,
    RegionalValueContent,
    NonOriginatingNotAboveOriginating,
    MaxWeight,
    MinWhollyObtained,
    SpecificProcess,
    SetRule,
    Judgement,
    AnyOf,
]


@dataclass(frozen=True)
class Conditions:
    """When an alternative may be used at all.

    `until` and `starting` are the last and first day (of the proof); `only` binds it to product codes;
    `described` to descriptions of the product; `quota` to an origin quota, which never decides by itself.
    """

    until: date | None = None
    starting: date | None = None
    only: tuple[HsRange, ...] = ()
    described: tuple[str, ...] = ()
    quota: str | None = None


NO_CONDITIONS = Conditions()


@dataclass(frozen=True)
class Alternative:
    """One way to meet the rule: all of its criteria (AllOf)."""

    criteria: tuple[Criterion, ...]
    conditions: Conditions = NO_CONDITIONS


@dataclass(frozen=True)
class Rule:
    """A product-specific rule: one alternative met is enough."""

    alternatives: tuple[Alternative, ...]


def scopes_of(criterion: Criterion) -> tuple[Scope, ...]:
    """Every choice of materials the criterion speaks of."""
    if isinstance(criterion, (TariffShift, FromMaterials)):
        own = (criterion.scope,) if isinstance(criterion, FromMaterials) else ()
        allowed = tuple(one.scope for one in criterion.allowances)
        return own + criterion.exceptions + allowed + criterion.prohibitions
    if isinstance(criterion, (WhollyObtained, MaxNonOriginatingMaterials)):
        return (criterion.scope,) if criterion.scope is not None else ()
    if isinstance(criterion, OriginatingMaterials):
        return (criterion.scope,)
    if isinstance(criterion, MaxWeight):
        return (criterion.scope,) + ((criterion.within,) if criterion.within else ())
    if isinstance(criterion, MinWhollyObtained):
        return (criterion.scope, criterion.within)
    return ()
