"""One generated product: materials that the rule speaks of, values just below, at and above its limits."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal

from bot.origin.bill_of_materials import Product
from bot.origin.criteria import (
    Basis,
    FromMaterials,
    Limit,
    MaxNonOriginatingMaterials,
    MaxWeight,
    OriginatingMaterials,
    RegionalValueContent,
    Rule,
    SetRule,
    TariffShift,
    WhollyObtained,
)
from bot.origin.determination import OriginRules
from bot.origin.nomenclature import HsCode, HsRange
from bot.origin.product_specific_rules import Candidate
from tests.simulation.judging import Judge
from tests.simulation.rule_parts import (
    all_scopes,
    criteria_of,
    descriptions_of,
    judgements_of,
    named_materials,
    processes_of,
)
from tests.simulation.world import Part, World, value_of, weight_of

CENT = Decimal("0.01")
GRAM = Decimal("0.001")
# In these chapters what originates was grown, born, caught or mined; elsewhere only now and then.
_PRIMARY_CHAPTERS = HsRange(HsCode("01"), HsCode("27"))


@dataclass(frozen=True)
class Aim:
    """Materials whose value (or weight) together shall lie near an amount."""

    parts: tuple[int, ...]
    amount: Decimal
    by_weight: bool


@dataclass(frozen=True)
class Maker:
    """Makes worlds under one law; `codes` are the subheadings of today."""

    law: OriginRules
    codes: Sequence[HsCode]
    rng: random.Random

    def world(
        self,
        list_id: str,
        market: str,
        day: date,
        hs: HsCode,
        governing: Candidate,
        row: str,
    ) -> World:
        """A product under the rule of the row, with materials, working and all answers."""
        rule = governing.rule.rule
        product = self._product(hs, rule)
        grown = product.wholly_obtained is True
        named = named_materials(rule)
        parts = tuple(
            self._part(rule, governing.product_code, product, grown)
            for _ in range(self.rng.randint(1, 6))
        )
        parts = tuple(replace(one, names=self._names(one, named)) for one in parts)
        processes = frozenset(one for one in processes_of(rule) if self.rng.random() < 0.6)
        judgements = [one for one in judgements_of(rule) if self.rng.random() < 0.5]
        descriptions = [one for one in descriptions_of(rule) if self.rng.random() < 0.5]
        world = World(
            list_id,
            market,
            day,
            product,
            governing.product_code,
            row,
            parts,
            processes,
            frozenset(judgements),
            frozenset(descriptions),
            self._is_sufficient(processes),
        )
        return self._aimed(world, rule)

    def _product(self, hs: HsCode, rule: Rule) -> Product:
        # Whole euros and tenths of a kilogram, so that most limits can be hit to the cent and the gram.
        price = Decimal(self.rng.randint(50, 20_000))
        freight = self.rng.randint(0, int(price) // 10)
        weight = Decimal(self.rng.randint(2, 900)) / 10
        asks = any(
            isinstance(one, WhollyObtained) and one.scope is None for one in criteria_of(rule)
        )
        return Product(
            hs,
            ex_works_price=price,
            fob_price=price + freight,
            net_weight_kg=weight,
            wholly_obtained=asks and self.rng.random() < 0.5,
        )

    def _is_sufficient(self, processes: frozenset[str]) -> bool:
        """Working that is on no list of insufficient operations is sufficient; else mostly."""
        real = processes - self.law.insufficient_processes
        return bool(real) or self.rng.random() < 0.9

    # --- materials ------------------------------------------------------------------------------

    def _part(self, rule: Rule, product_code: HsCode, product: Product, grown: bool) -> Part:
        hs = self._material_code(rule, product_code)
        originating = grown or self.rng.random() < 0.35
        primary = _PRIMARY_CHAPTERS.contains(hs)
        wholly = originating and (grown or primary or self.rng.random() < 0.1)
        value = product.ex_works_price * self.rng.randint(1, 30) / 100
        weight = product.net_weight_kg * self.rng.randint(1, 40) / 100
        return Part(
            hs,
            self.rng.choice(self.law.rules.in_edition(hs)),
            value.quantize(CENT) + CENT,
            weight.quantize(GRAM) + GRAM,
            originating,
            wholly,
        )

    def _material_code(self, rule: Rule, product: HsCode) -> HsCode:
        """A code the rule speaks of, one near the product, or any other."""
        ranges = [
            one
            for scope in all_scopes(rule)
            for item in (*scope.items, *scope.without)
            for one in ((item,) if isinstance(item, HsRange) else self._codes_of_named(item))
        ]
        near = self.rng.choices((0, 2, 4, 6), (5, 2, 2, 1))[0]
        if ranges and self.rng.random() < 0.5:
            wanted = self.rng.choice(ranges)
            found = between(self.codes, wanted.first.digits, wanted.last.digits)
        else:
            found = between(self.codes, product.digits[:near], product.digits[:near])
        return self.rng.choice(found or self.codes)

    def _codes_of_named(self, item: object) -> tuple[HsRange, ...]:
        name = getattr(item, "name", "")
        codes: tuple[HsRange, ...] = getattr(item, "codes", ())
        return codes or self.law.named_codes.get(name, ())

    def _names(self, part: Part, named: Sequence[object]) -> frozenset[str]:
        """Which of the described materials the part is, of those its code allows."""
        names = set()
        for item in named:
            possible = self._codes_of_named(item)
            if possible and not any(one.may_contain(part.list_code) for one in possible):
                continue
            if self.rng.random() < (0.6 if possible else 0.3):
                names.add(str(getattr(item, "name", "")))
        return frozenset(names)

    # --- values near limits -----------------------------------------------------------------------

    def _aimed(self, world: World, rule: Rule) -> World:
        """The world with the values or weights of some materials moved close to one limit."""
        aims = self._aims(world, rule)
        if not aims or self.rng.random() < 0.2:
            return world
        aim = self.rng.choice(aims)
        amount = aim.amount + self._aside(aim.amount)
        return replace(world, parts=_scaled(world.parts, aim, amount))

    def _aside(self, amount: Decimal) -> Decimal:
        """How far beside the limit: at it, the least bit beside it, or some percent."""
        percent = Decimal(self.rng.choice((-40, -15, -3, 3, 15, 40)))
        return self.rng.choice((Decimal(0), -CENT, CENT, amount * percent / 100))

    def _aims(self, world: World, rule: Rule) -> list[Aim]:
        judge = Judge(world, self.law)
        without = [index for index, one in enumerate(world.parts) if one.non_originating]
        aims: list[Aim] = []
        for criterion in criteria_of(rule):
            if isinstance(criterion, (MaxNonOriginatingMaterials, SetRule)):
                scope = getattr(criterion, "scope", None)
                inside = [i for i in without if not scope or judge.is_in(world.parts[i], scope)]
                aims += [_aim(inside, one, world) for one in criterion.limits]
            elif isinstance(criterion, RegionalValueContent):
                least = criterion.limit
                aims.append(_aim(without, Limit(100 - least.percent, least.basis), world))
            elif isinstance(criterion, MaxWeight):
                inside = [i for i in without if judge.is_in(world.parts[i], criterion.scope)]
                aims.append(_weight_aim(inside, criterion, judge))
            if isinstance(criterion, (TariffShift, FromMaterials)):
                for allowance in criterion.allowances:
                    inside = [i for i in without if judge.is_in(world.parts[i], allowance.scope)]
                    aims += [_aim(inside, one, world) for one in allowance.limits]
            aims += self._tolerance_aims(criterion, judge)
        return [one for one in aims if one.parts and one.amount > len(one.parts) * CENT * 2]

    def _tolerance_aims(self, criterion: object, judge: Judge) -> list[Aim]:
        """Materials the criterion does not allow, near what the tolerance lets pass."""
        kinds = (TariffShift, FromMaterials, OriginatingMaterials, WhollyObtained)
        if not isinstance(criterion, kinds):
            return []
        if isinstance(criterion, WhollyObtained) and criterion.scope is None:
            return []
        rule = self.law.provisions.tolerance_for(judge.world.list_code)
        offending = judge.offending(criterion)
        parts = [index for index, one in enumerate(judge.world.parts) if one in offending]
        limits = rule.limits if rule is not None else ()
        notes = self.law.provisions.textile_notes
        limits += tuple(one.limit for one in notes if one.applies_to(judge.world.list_code))
        return [_aim(parts, one, judge.world) for one in limits]


def between(codes: Sequence[HsCode], first: str, last: str) -> Sequence[HsCode]:
    """The subheadings, in ascending order, from the first code to the last, both included."""
    start = bisect_left(codes, first, key=lambda one: one.digits)
    return codes[start : bisect_right(codes, last + "~", key=lambda one: one.digits)]


def _aim(parts: Sequence[int], limit: Limit, world: World) -> Aim:
    by_weight = limit.basis is Basis.WEIGHT
    base = {
        Basis.EX_WORKS: world.product.ex_works_price,
        Basis.FREE_ON_BOARD: world.product.fob_price,
        Basis.WEIGHT: world.product.net_weight_kg,
    }[limit.basis]
    assert base is not None
    return Aim(tuple(parts), base * limit.percent / 100, by_weight)


def _weight_aim(parts: Sequence[int], criterion: MaxWeight, judge: Judge) -> Aim:
    whole = judge.world.product.net_weight_kg
    if criterion.within is not None:
        whole = weight_of(judge.within(criterion.within))
    assert whole is not None
    return Aim(tuple(parts), whole * criterion.percent / 100, by_weight=True)


def _scaled(parts: tuple[Part, ...], aim: Aim, amount: Decimal) -> tuple[Part, ...]:
    """The materials of the aim scaled to the amount; the last one takes what rounding leaves."""
    chosen = [parts[index] for index in aim.parts]
    unit = GRAM if aim.by_weight else CENT
    total = weight_of(chosen) if aim.by_weight else value_of(chosen)
    left = amount.quantize(unit, ROUND_DOWN)
    scaled = list(parts)
    for position, index in enumerate(aim.parts):
        own = parts[index].weight_kg if aim.by_weight else parts[index].value
        part = (own * amount / total).quantize(unit)
        part = left if position == len(aim.parts) - 1 else part
        left -= part
        change = {"weight_kg": part} if aim.by_weight else {"value": part}
        scaled[index] = replace(parts[index], **change)
    return tuple(scaled)
