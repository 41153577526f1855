"""What must hold of every rule of the notation, drawn at random with provisions and bills of materials."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.origin.bill_of_materials import Case, Material
from bot.origin.criteria import Basis
from bot.origin.determination import OriginRules, determine_status
from bot.origin.facts import Answer
from bot.origin.findings import Reason, Status
from tests.origin.builders import case, law, material, textile_notes, tolerance
from tests.origin.random_cases import CODES, complete_cases, laws

at_random = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
RANK = {Status.NOT_ORIGINATING: 0, Status.UNDETERMINED: 1, Status.ORIGINATING: 2}
CENT = Decimal("0.01")


def rank(told: Case, rules: OriginRules) -> int:
    return RANK[determine_status(told, rules).status]


def mixed(told: Case, order: list[int]) -> Case:
    """The case with its materials in another order, and what was answered about them with them."""
    assert told.materials is not None
    moved: dict[str, Answer] = {}
    for fact_id, answer in told.answers.given.items():
        head, _, rest = fact_id.partition(".")
        index, _, name = rest.partition(".")
        if head == "material" and index.isdigit() and int(index) in order:
            fact_id = f"material.{order.index(int(index))}.{name}"
        moved[fact_id] = answer
    lines = tuple(told.materials[index] for index in order)
    return replace(told, materials=lines, answers=replace(told.answers, given=moved))


@at_random
@given(complete_cases(), laws(), st.randoms(use_true_random=False))
def test_the_order_of_materials_does_not_matter(
    told: Case, rules: OriginRules, chance: object
) -> None:
    order = list(range(len(told.materials or ())))
    chance.shuffle(order)  # type: ignore[attr-defined]
    assert rank(mixed(told, order), rules) == rank(told, rules)


@at_random
@given(complete_cases(), laws(), st.sampled_from([1, 10, 100]), st.sampled_from(CODES))
def test_a_further_originating_euro_never_turns_yes_into_no(
    told: Case, rules: OriginRules, more: int, hs: str
) -> None:
    further: Material = material(hs, more, True, kg=0, wholly_obtained=True)
    product = replace(
        told.product,
        ex_works_price=(told.product.ex_works_price or Decimal(0)) + more,
        fob_price=(told.product.fob_price or Decimal(0)) + more,
    )
    dearer = replace(told, product=product, materials=(*(told.materials or ()), further))
    assert rank(dearer, rules) >= rank(told, rules)


@at_random
@given(complete_cases(), laws())
def test_when_nothing_is_missing_the_outcome_is_settled(told: Case, rules: OriginRules) -> None:
    found = determine_status(told, rules)
    if not found.missing:
        settled = found.status is not Status.UNDETERMINED
        assert settled or found.reason is Reason.ROW_NOT_RECORDED


LIMITED = {
    "MaxNOM": "MaxNOM {} % (EXW)",
    "MaxNOM of a scope": "MaxNOM {} % (EXW) of 7208",
    "SET": "SET {} %",
    "allowance": "CTH except 7208 allow 7208 max {} % (EXW)",
    "allowance of manufacture from": "FROM(8501) allow 7208 max {} % (EXW)",
    "inner choice": "CTH and (MaxNOM {} % (EXW); or text:by_hand)",
}


@pytest.mark.parametrize("rule", LIMITED.values(), ids=LIMITED)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(1, 99), st.integers(1, 100_000))
def test_a_limit_of_value_is_met_exactly_and_not_one_cent_above(
    rule: str, percent: int, price: int
) -> None:
    rules = law(rule.format(percent))
    _met_at_most(rules, Decimal(price) * percent / 100, price)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(1, 99), st.integers(1, 100_000))
def test_a_value_content_is_met_exactly_and_not_one_cent_below(percent: int, price: int) -> None:
    most = Decimal(price) * (100 - percent) / 100
    _met_at_most(law(f"RVC {percent} % (FOB)"), most, price)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(1, 99), st.integers(1, 10_000))
def test_limits_of_weight_are_met_exactly_and_not_one_gram_above(percent: int, weight: int) -> None:
    most = Decimal(weight) * percent / 100
    by_rule = law(f"MaxWeight {percent} % of 7208")
    by_tolerance = law("CTH except 7208", tolerances=tolerance(percent, Basis.WEIGHT))
    for rules in (by_rule, by_tolerance):
        for kg, wanted in ((most, True), (most + Decimal("0.001"), False)):
            found = determine_status(case([material("720851", 1, kg=kg)], kg=weight), rules)
            assert (found.status is Status.ORIGINATING) is wanted


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(1, 99), st.integers(1, 100_000))
def test_the_note_on_trimmings_is_met_exactly_and_not_one_cent_above(
    percent: int, price: int
) -> None:
    rules = law("FROM(5402)", textile_notes=textile_notes(None, str(percent)))
    _met_at_most(rules, Decimal(price) * percent / 100, price, "520811", "621210")


def _met_at_most(
    rules: OriginRules, most: Decimal, price: int, hs: str = "720851", product: str = "841370"
) -> None:
    no = {"judgement.by_hand": False}
    for value, wanted in ((most, True), (most + CENT, False)):
        told = case([material(hs, value)], product, exw=price, fob=price, answers=no)
        found = determine_status(told, rules)
        assert (found.status is Status.ORIGINATING) is wanted, (value, found)
