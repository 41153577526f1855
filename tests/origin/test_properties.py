"""What must hold of every rule and every bill of materials."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.origin.bill_of_materials import Case, Material, Operation
from bot.origin.determination import OriginRules, determine
from bot.origin.findings import Reason, Status
from tests.origin.builders import (
    UNDETERMINED,
    WORKING,
    case,
    intermediate,
    law,
    limit,
    material,
    tolerance,
)
from tests.origin.search import CODES, Respondent, interviewed, superfluous

RULES = (
    "CTH",
    "CC",
    "CTSH",
    "MaxNOM 50 % (EXW)",
    "CTH; or MaxNOM 50 % (EXW)",
    "CTH and MaxNOM 50 % (EXW)",
    "CTH except 8481; or CTSH and MaxNOM 30 % (EXW)",
    "CTH and MaxWeight 20 % of 17",
    "CTH and WO(04)",
    "ORIG(85)",
    "FROM(7208, 8501) allow 8481 max 20 % (EXW)",
    "CTH except 85 allow same-heading max 20 % (EXW) or 15 % (FOB)",
    "RVC 55 % (FOB)",
    "MaxNOM 50 % (EXW) or 45 % (FOB)",
    "NOM<=OM",
    "process(weaving | spinning + dyeing)",
    "CTH and process(weaving); or MaxNOM 20 % (EXW)",
    "CTH and (MaxWeight 40 % of 1701; or MaxNOM 30 % (EXW) of 1701)",
    "MinWO 10 % of 04 in 04",
    "MaxWeight 30 % each of 17, 04",
    "ANY except steel_bars",
    "CTH and MaxNOM 20 % (EXW) of 85 and MaxNOM 50 % (EXW)",
)
# All that rules ask for beside the materials, so that only the materials decide.
JUDGED = {
    "process.weaving": True,
    "process.spinning": True,
    "process.dyeing": False,
    "product.wholly_obtained": False,
}
RANK = {Status.NOT_ORIGINATING: 0, Status.UNDETERMINED: 1, Status.ORIGINATING: 2}
CENT = Decimal("0.01")

values = st.integers(0, 7000).map(lambda cents: Decimal(cents) / 100)
weights = st.integers(0, 40).map(lambda grams: Decimal(grams) / 10)


def leaves(
    originating: st.SearchStrategy[bool | None], **missing: bool
) -> st.SearchStrategy[Material]:
    unknown = st.none() if missing.get("gaps") else st.nothing()
    return st.builds(
        material,
        st.one_of(st.sampled_from(CODES), unknown),
        st.one_of(values, unknown),
        originating,
        kg=st.one_of(weights, unknown),
    )


known = leaves(st.booleans())
own = st.builds(
    lambda hs, value, parts, kg: intermediate(hs, value, *parts, kg=kg),
    st.sampled_from(CODES),
    values,
    st.lists(known, min_size=1, max_size=2),
    weights,
)
bills = st.lists(st.one_of(known, known, own), min_size=1, max_size=4)
gappy = st.lists(leaves(st.sampled_from([None, False, True]), gaps=True), min_size=1, max_size=3)
laws = st.builds(
    lambda rule, tolerances, liftable: law(
        rule,
        tolerances=tolerances,
        weight_limits_liftable=liftable,
        named_codes={"steel_bars": ["7208"]},
    ),
    st.sampled_from(RULES),
    st.sampled_from([(), tolerance(10)]),
    st.booleans(),
)


def told(bill: list[Material], **other: Any) -> Case:
    answers = dict(JUDGED)
    keys = [*range(len(bill)), *(f"{a}.{b}" for a in range(len(bill)) for b in range(2))]
    answers.update({f"material.{key}.is.steel_bars": True for key in keys})
    answers.update({f"material.{key}.wholly_obtained": False for key in keys})
    return case(bill, answers=answers, **other)


def rank(given_case: Case, rules: OriginRules) -> int:
    return RANK[determine(given_case, rules).status]


@settings(max_examples=200, deadline=None)
@given(bills, laws, st.randoms(use_true_random=False))
def test_the_order_of_the_materials_does_not_matter(
    bill: list[Material], rules: OriginRules, chance: Any
) -> None:
    mixed = list(bill)
    chance.shuffle(mixed)
    assert rank(told(mixed), rules) == rank(told(bill), rules)


@settings(max_examples=200, deadline=None)
@given(bills, laws, st.integers(0, 3))
def test_an_originating_material_in_place_of_another_never_worsens(
    bill: list[Material], rules: OriginRules, index: int
) -> None:
    index %= len(bill)
    better = replace(bill[index], originating=True, materials=())
    improved = told([*bill[:index], better, *bill[index + 1 :]])
    improved = replace(
        improved,
        answers=replace(
            improved.answers,
            given={**improved.answers.given, f"material.{index}.wholly_obtained": True},
        ),
    )
    assert rank(improved, rules) >= rank(told(bill), rules)


@settings(max_examples=200, deadline=None)
@given(bills, laws, values, st.sampled_from(CODES))
def test_a_further_originating_euro_never_turns_yes_into_no(
    bill: list[Material], rules: OriginRules, more: Decimal, hs: str
) -> None:
    further = material(hs, more, True, kg=0, wholly_obtained=True)
    dearer = told([*bill, further], exw=100 + more, fob=110 + more)
    assert rank(dearer, rules) >= rank(told(bill), rules)


def _times_ten(one: Material) -> Material:
    assert one.value is not None
    assert one.weight_kg is not None
    parts = tuple(_times_ten(part) for part in one.materials)
    return replace(one, value=one.value * 10, weight_kg=one.weight_kg * 10, materials=parts)


@settings(max_examples=200, deadline=None)
@given(bills, laws)
def test_ten_times_of_everything_is_the_same_case(bill: list[Material], rules: OriginRules) -> None:
    large = told([_times_ten(one) for one in bill], exw=1000, fob=1100, kg=100)
    assert rank(large, rules) == rank(told(bill), rules)


@settings(max_examples=100, deadline=None)
@given(bills, laws)
def test_the_same_case_has_the_same_answer(bill: list[Material], rules: OriginRules) -> None:
    assert determine(told(bill), rules) == determine(told(bill), rules)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 99), st.integers(1, 100_000), st.sampled_from(["MaxNOM", "tolerance"]))
def test_a_limit_is_met_exactly_and_not_one_cent_above(percent: int, price: int, kind: str) -> None:
    exw = Decimal(price)
    most = exw * percent / 100
    rules = (
        law(f"MaxNOM {percent} % (EXW)")
        if kind == "MaxNOM"
        else law("CTH", tolerances=tolerance(percent))
    )
    at_limit, above = (case([material("841391", one)], exw=exw) for one in (most, most + CENT))
    assert determine(at_limit, rules).status is Status.ORIGINATING
    assert determine(above, rules).status is Status.NOT_ORIGINATING


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.none(), gappy, bills),
    laws,
    st.sampled_from([None, 100]),
    st.sampled_from([None, (), WORKING, (Operation(None, "odd"),), (Operation("packing"),)]),
    st.integers(0, 1000),
)
def test_answering_every_question_ends_in_an_answer(
    bill: list[Material] | None, rules: OriginRules, price: int | None, steps: Any, seed: int
) -> None:
    asked_case = case(bill, exw=price, fob=price, kg=price, operations=steps)
    found = interviewed(asked_case, rules, Respondent(seed))
    assert found.status is not UNDETERMINED or found.reason is Reason.ROW_NOT_RECORDED


@settings(max_examples=200, deadline=None)
@given(gappy, laws, st.sampled_from([None, 100]))
def test_undetermined_always_names_what_is_missing(
    bill: list[Material], rules: OriginRules, price: int | None
) -> None:
    found = determine(case(bill, exw=price, fob=price, kg=price), rules)
    assert (found.status is UNDETERMINED) == bool(found.missing)


BY_VALUE = limit(10)
SPARE_CASES = [
    ("CTH; or MaxNOM 50 % (EXW)", None, {"exw": None}),
    ("CC; or CTH", None, {}),
    ("CTH except 8481; or CTH and MaxNOM 30 % (EXW)", None, {"exw": None}),
    ("CTH and MaxNOM 50 % (EXW)", [material(None, 30), material("850152", 10, None)], {}),
    ("CTH; or MaxNOM 50 % (EXW)", [material("841391", 45, None), material("720851", 10)], {}),
    ("MaxNOM 50 % (EXW)", [material("720851", 4, None), material("850152", 48)], {}),
    ("MaxNOM 50 % (EXW)", [material("720851", 1, None), material("850152", 48)], {}),
    ("CTH", [material("841391", 4, None), material("841391", 7)], {}),
    ("CTH", [material("841391", 2, None), material("841391", 7)], {}),
    ("MaxWeight 20 % of 17", [material("170199", 4, kg=None), material("720851", 7)], {}),
    ("WO(product); or CTH", [material("841391", 30)], {}),
    ("process(weaving | spinning + dyeing)", [material("720851", 7)], {"operations": None}),
    ("RVC 55 % (FOB); or MaxNOM 50 % (EXW)", [material("720851", 60)], {"fob": None, "exw": None}),
    ("ANY except steel_bars", [material("720851", 60), material("850152", 60)], {}),
    ("CTH [if hybrid]; or MaxNOM 50 % (EXW)", [material("720851", None)], {}),
]


@pytest.mark.parametrize(("rule", "bill", "other"), SPARE_CASES)
def test_every_fact_asked_for_can_change_the_outcome(
    rule: str, bill: list[Material] | None, other: dict[str, Any]
) -> None:
    rules = law(rule, tolerances=tolerance(10), named_codes={"steel_bars": ["7208"]})
    assert superfluous(case(bill, **other), rules) == []
