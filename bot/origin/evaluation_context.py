"""What a criterion may look at while it is evaluated for one product under one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Callable

from bot.origin.amounts import Contribution, Total
from bot.origin.bill_of_materials import Case, Role
from bot.origin.criteria import Basis, Limit, Scope
from bot.origin.facts import Answers, FactType, MissingFact, Topic
from bot.origin.material_status import Input, MaterialStatus
from bot.origin.natures import NOTHING_TOLD_APART, Natures
from bot.origin.nomenclature import HsCode
from bot.origin.provisions import CumulationKind, Provisions
from bot.origin.scopes import Membership, ScopeReader


@dataclass(frozen=True)
class BaseAmount:
    """The price or weight a percentage is measured against; None with the fact to ask for."""

    amount: Decimal | None
    missing: tuple[MissingFact, ...] = ()


EX_WORKS_FACT = MissingFact("product.ex_works_price", Topic.EX_WORKS_PRICE, FactType.MONEY)
FOB_FACT = MissingFact("product.fob_price", Topic.FOB_PRICE, FactType.MONEY)
NET_WEIGHT_FACT = MissingFact("product.net_weight_kg", Topic.NET_WEIGHT, FactType.WEIGHT)


@dataclass(frozen=True)
class EvaluationContext:
    """One product, one row of the list, the inputs (None: no bill of materials was given)."""

    case: Case
    product_code: HsCode
    provisions: Provisions
    inputs: tuple[Input, ...] | None
    scopes: ScopeReader
    insufficient_processes: frozenset[str] = frozenset()
    natures: Natures = NOTHING_TOLD_APART
    components: tuple[Input, ...] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.inputs is not None:
            parts = tuple(
                one for one in self.inputs if one.material.role is not Role.RETAIL_PACKING
            )
            object.__setattr__(self, "components", parts)

    @property
    def answers(self) -> Answers:
        """The answers given so far."""
        return self.case.answers

    @property
    def day(self) -> date:
        """The day of the proof."""
        return self.case.day

    def base(self, basis: Basis) -> BaseAmount:
        """The amount a limit of this basis is measured against."""
        told, fact = {
            Basis.EX_WORKS: (self.case.product.ex_works_price, EX_WORKS_FACT),
            Basis.FREE_ON_BOARD: (self.case.product.fob_price, FOB_FACT),
            Basis.WEIGHT: (self.case.product.net_weight_kg, NET_WEIGHT_FACT),
        }[basis]
        amount = told if told is not None else self.answers.amount(fact.id)
        return BaseAmount(amount, () if amount is not None else (fact,))

    def membership(self, one: Input, scope: Scope | None) -> Membership:
        """Whether the material is in the scope; no scope takes every material."""
        return Membership(True) if scope is None else self.scopes.membership(one, scope)

    def total(
        self,
        scope: Scope | None,
        basis: Basis,
        status: Callable[[Input], tuple[bool | None, tuple[MissingFact, ...]]],
    ) -> Total:
        """Sum over the inputs in the scope that have the status (non-originating, originating, any)."""
        contributions = []
        for one in self.inputs or ():
            contribution = self._contribution(one, scope, basis, status)
            if contribution is not None:
                contributions.append(contribution)
        return Total(tuple(contributions))

    def _contribution(
        self,
        one: Input,
        scope: Scope | None,
        basis: Basis,
        status: Callable[[Input], tuple[bool | None, tuple[MissingFact, ...]]],
    ) -> Contribution | None:
        counts, status_facts = status(one)
        if counts is False:
            return None
        inside, scope_facts = self.membership(one, scope)
        if inside is False:
            return None
        doubts = (() if counts else status_facts) + (() if inside else scope_facts)
        return Contribution(
            amount_of(one, basis), bool(counts and inside), amount_fact(one, basis), doubts
        )

    def does(self, process: str) -> bool | None:
        """Whether the process is carried out in the Party, or in a country whose working counts."""
        answer = self.answers.yes_no(f"process.{process}")
        if answer is not None or self.case.operations is None:
            return answer
        known = True
        for operation in self.case.operations:
            if not self.counts_as_own(operation.country):
                continue
            if operation.process == process:
                return True
            known = known and operation.process is not None
        return False if known else None

    def counts_as_own(self, country: str) -> bool:
        """Whether working in the country counts as working in the Party (full cumulation)."""
        return country in self.provisions.own_territory or self.provisions.cumulates(
            CumulationKind.FULL, country, self.case.product.hs
        )


def is_non_originating(one: Input) -> tuple[bool | None, tuple[MissingFact, ...]]:
    """Whether the input counts as non-originating."""
    if one.status is MaterialStatus.UNKNOWN:
        return None, one.missing
    return one.status is MaterialStatus.NON_ORIGINATING, ()


def is_originating(one: Input) -> tuple[bool | None, tuple[MissingFact, ...]]:
    """Whether the input counts as originating."""
    if one.status is MaterialStatus.UNKNOWN:
        return None, one.missing
    return one.status is MaterialStatus.ORIGINATING, ()


def is_wholly_obtained(one: Input) -> tuple[bool | None, tuple[MissingFact, ...]]:
    """Whether the input is wholly obtained; of a part in doubt only its intermediate can tell."""
    if one.wholly_obtained is True or (one.wholly_obtained is False and not one.doubts):
        return one.wholly_obtained, ()
    if one.wholly_obtained is False:
        return None, one.doubts
    fact_id = f"material.{one.key}.wholly_obtained"
    topic = Topic.MATERIAL_WHOLLY_OBTAINED
    return None, (MissingFact(fact_id, topic, FactType.YES_NO, material=one.key), *one.doubts)


def is_used(_: Input) -> tuple[bool | None, tuple[MissingFact, ...]]:
    """Every input counts."""
    return True, ()


def amount_of(one: Input, basis: Basis) -> Decimal | None:
    """Weight or value of an input, by the basis of the limit."""
    return one.weight if basis is Basis.WEIGHT else one.value


def amount_fact(one: Input, basis: Basis) -> MissingFact:
    """The fact that tells the amount of an input."""
    if basis is Basis.WEIGHT:
        return MissingFact(
            f"material.{one.key}.weight_kg",
            Topic.MATERIAL_WEIGHT,
            FactType.WEIGHT,
            material=one.key,
        )
    return MissingFact(
        f"material.{one.key}.value", Topic.MATERIAL_VALUE, FactType.MONEY, material=one.key
    )


def limit_in_amount(limit: Limit, base: BaseAmount) -> Decimal | None:
    """What the limit is in money or kilograms, None if the base is not known."""
    return None if base.amount is None else limit.percent * base.amount / 100
