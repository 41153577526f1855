"""The exporter's own judgement of his materials, told apart from the engine's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.origin.bill_of_materials import Product
from bot.origin.criteria import Criterion
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.nomenclature import code
from bot.origin.rule_notation import parse
from tests.origin.builders import law
from tests.simulation.exporter import Exporter
from tests.simulation.judging import Judge
from tests.simulation.world import Part, World

LAW = law("CTH")
COCOA, SUGAR, CHOCOLATE, MILK = "180500", "170199", "180690", "040221"


def part(hs: str, *, originating: bool = False, grown: bool = False, kg: str = "1") -> Part:
    return Part(
        code(hs), code(hs), Decimal(10), Decimal(kg), originating, grown, frozenset({"sweetener"})
    )


def world(*parts: Part) -> World:
    product = Product(code("180631"), ex_works_price=Decimal(100), net_weight_kg=Decimal(10))
    return World("list", "GB", date(2026, 11, 22), product, product.hs, "R1", parts)


def criterion(text: str) -> Criterion:
    (found,) = parse(text).alternatives[0].criteria
    return found


def keeps(text: str, *parts: Part) -> bool:
    return Judge(world(*parts), LAW).keep(criterion(text))


@pytest.mark.parametrize(
    ("text", "hs", "expected"),
    [
        ("CC", COCOA, False),
        ("CTH", COCOA, True),
        ("CTH", CHOCOLATE, False),
        ("CTSH", CHOCOLATE, True),
        ("CTH except 1805", COCOA, False),
        ("CTH allow same-heading", CHOCOLATE, True),
        ("CTH allow same-heading prohibit 1806", CHOCOLATE, False),
        ("ANY except 1701", SUGAR, False),
        ("FROM(1805)", COCOA, True),
        ("FROM(1805)", SUGAR, False),
        ("FROM(sweetener)", SUGAR, True),
        ("FROM(all without 1701)", SUGAR, False),
    ],
)
def test_a_non_originating_material_against_a_shift(text: str, hs: str, expected: bool) -> None:
    assert keeps(text, part(hs)) is expected


def test_an_originating_material_never_offends_a_shift() -> None:
    assert keeps("CTH", part(CHOCOLATE, originating=True))


def test_originating_is_not_wholly_obtained() -> None:
    milk = part(MILK, originating=True)
    assert keeps("ORIG(04)", milk)
    assert not keeps("WO(04)", milk)
    assert keeps("WO(04)", part(MILK, originating=True, grown=True))


def test_a_share_of_the_weight_is_met_at_the_limit() -> None:
    grown, bought = part(MILK, originating=True, grown=True, kg="3"), part(MILK, kg="2")
    assert keeps("MinWO 60 % of 04 in 04", grown, bought)
    assert not keeps("MinWO 60.1 % of 04 in 04", grown, bought)


def test_each_item_has_its_own_weight_limit() -> None:
    judge = Judge(world(part(SUGAR, kg="3"), part(MILK, kg="2")), LAW)
    offending = judge.offending(criterion("MaxWeight 20 % each of 04, 1701"))
    assert [one.hs.digits for one in offending] == [SUGAR]


def test_the_exporter_sums_what_a_question_asks_for() -> None:
    exporter = Exporter(world(part(SUGAR), part(CHOCOLATE), part(COCOA, originating=True)), LAW)
    asked = {
        Topic.NON_ORIGINATING_VALUE: ("all", 20),
        Topic.OFFENDING_VALUE: ("CTH", 10),
        Topic.ORIGINATING_VALUE: ("", 10),
    }
    for topic, (subject, expected) in asked.items():
        assert exporter.truth(MissingFact("fact", topic, FactType.MONEY, subject)) == expected


def test_a_doubting_exporter_says_the_same_every_time() -> None:
    exporter = Exporter(world(part(SUGAR)), LAW, doubt=0.5, seed="s")
    facts = [MissingFact(f"fact.{one}", Topic.ALL_ORIGINATING, FactType.YES_NO) for one in range(9)]
    first, again = ([exporter.answer(one) for one in facts] for _ in range(2))
    assert first == again
    assert set(first) == {None, False}
