"""Tolerance repairs materials, not processes, and lifts no limit of the rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.origin.bill_of_materials import Material, Operation
from bot.origin.criteria import Basis
from bot.origin.determination import determine
from bot.origin.findings import Status
from bot.origin.nomenclature import parse_range
from bot.origin.provisions import TextileNote, TextileNoteKind, ToleranceRule
from bot.origin.remedies import headroom_of
from tests.origin.builders import (
    NOT_ORIGINATING,
    ORIGINATING,
    asked,
    case,
    law,
    limit,
    material,
    textile_notes,
    tolerance,
    whole,
)

TEN_PERCENT = tolerance(10)
PUMP_PART, STEEL, SUGAR, BUTTER = "841391", "720851", "170199", "040510"


def status(rule: str, bill: list[Material], hs: str = "841370", **provisions: Any) -> Status:
    provisions.setdefault("tolerances", TEN_PERCENT)
    return determine(case(bill, hs), law(rule, **provisions)).status


@pytest.mark.parametrize(
    "rule",
    [
        "CTH",
        "CC",
        "CTH except 72",
        "ANY except same-heading",
        "ANY prohibit 8413",
        "FROM(72)",
        "ORIG(84)",
        "WO(84)",
    ],
)
def test_what_materials_offend_is_repaired_up_to_the_limit_and_not_a_cent_above(rule: str) -> None:
    assert status(rule, [material(PUMP_PART, 10)]) is ORIGINATING
    assert status(rule, [material(PUMP_PART, "10.01")]) is NOT_ORIGINATING


@pytest.mark.parametrize(
    "rule",
    [
        "MaxNOM 5 % (EXW)",
        "RVC 95 % (EXW)",
        "CTH and MaxNOM 5 % (EXW)",
        "process(weaving)",
        "CTH and process(weaving)",
        "WO(product)",
        "CTH and WO(product)",
        "text:by_hand",
        "MinWO 50 % of 84 in 84",
    ],
)
def test_limits_processes_and_a_wholly_obtained_product_are_beyond_it(rule: str) -> None:
    answers = {"product.wholly_obtained": False, "judgement.by_hand": False}
    told = case([material(PUMP_PART, 6, kg=1)], answers=answers)
    assert determine(told, law(rule, tolerances=TEN_PERCENT)).status is NOT_ORIGINATING


def test_the_materials_that_offend_several_criteria_share_one_tolerance() -> None:
    rule = "CTH and WO(04)"
    assert status(rule, [material(PUMP_PART, 6), material(BUTTER, 4)]) is ORIGINATING
    assert status(rule, [material(PUMP_PART, 6), material(BUTTER, "4.01")]) is NOT_ORIGINATING


def test_a_material_that_offends_twice_counts_once() -> None:
    assert status("CTH and ORIG(84)", [material(PUMP_PART, 10)]) is ORIGINATING


def test_above_its_own_allowance_a_material_cannot_add_the_tolerance() -> None:
    rule = "CTH allow same-heading max 5 % (EXW)"
    assert status(rule, [material(PUMP_PART, 5)]) is ORIGINATING
    assert status(rule, [material(PUMP_PART, 6)]) is NOT_ORIGINATING


def test_beside_a_kept_allowance_other_materials_can_still_use_the_tolerance() -> None:
    rule = "CTH except 72 allow same-heading max 5 % (EXW)"
    bill = [material(PUMP_PART, 5), material(STEEL, 10)]
    assert status(rule, bill) is ORIGINATING
    assert status(rule, [bill[0], material(STEEL, "10.01")]) is NOT_ORIGINATING


def test_an_open_allowance_does_not_hide_that_the_tolerance_may_help() -> None:
    rules = law("CTH except 72 allow same-heading max 5 % (EXW)", tolerances=TEN_PERCENT)
    bill = [material(PUMP_PART, None), material(STEEL, 10)]
    assert asked(determine(case(bill), rules)) == {"material.0.value"}
    for value, expected in (("5", ORIGINATING), ("6", NOT_ORIGINATING)):
        told = case(bill, answers={"material.0.value": value})
        assert determine(told, rules).status is expected


def test_an_inner_choice_can_be_repaired_too() -> None:
    rule = "WO(04) and (CTH; or MaxNOM 5 % (EXW))"
    assert status(rule, [material(PUMP_PART, 6), material(BUTTER, 4)]) is ORIGINATING
    assert status(rule, [material(PUMP_PART, 7), material(BUTTER, 4)]) is NOT_ORIGINATING


def test_a_tolerance_by_weight_weighs() -> None:
    by_weight = tolerance(15, Basis.WEIGHT)
    heavy = [material("170290", 1, kg="1.51")]
    light = [material("170290", 90, kg="1.5")]
    assert status("CTH", light, "170490", tolerances=by_weight) is ORIGINATING
    assert status("CC", heavy, "170490", tolerances=by_weight) is NOT_ORIGINATING


def test_a_tolerance_holds_for_its_chapters_only() -> None:
    food = ToleranceRule((limit(15, Basis.WEIGHT),), (parse_range("01-24"),))
    rest = ToleranceRule((limit(10),), (), (parse_range("01-24"), parse_range("50-63")))
    both = (food, rest)
    assert status("CC", [material("170290", 90, kg=1)], "170490", tolerances=both) is ORIGINATING
    assert status("CTH", [material(PUMP_PART, 90, kg=1)], tolerances=both) is NOT_ORIGINATING


def test_a_choice_of_bases_is_the_exporters() -> None:
    either = (ToleranceRule((limit(10), limit(10, Basis.FREE_ON_BOARD))),)
    assert status("CTH", [material(PUMP_PART, 11)], tolerances=either) is ORIGINATING
    assert status("CTH", [material(PUMP_PART, "11.01")], tolerances=either) is NOT_ORIGINATING


@pytest.mark.parametrize(("liftable", "expected"), [(True, ORIGINATING), (False, NOT_ORIGINATING)])
def test_only_where_the_agreement_says_so_a_weight_limit_is_lifted(
    liftable: bool, expected: Status
) -> None:
    bill = [material(SUGAR, 10, kg=4)]
    assert status("MaxWeight 30 % of 17", bill, weight_limits_liftable=liftable) is expected
    dearer = [material(SUGAR, "10.01", kg=4)]
    assert (
        status("MaxWeight 30 % of 17", dearer, weight_limits_liftable=liftable) is NOT_ORIGINATING
    )


def test_what_is_within_the_tolerance_whatever_it_is_needs_no_question() -> None:
    bill = [material(None, 4, None), material(PUMP_PART, 6)]
    assert status("CTH", bill) is ORIGINATING


def test_the_room_left_is_what_is_left_if_all_that_may_offend_does() -> None:
    bill = [material(None, 4), material(PUMP_PART, "5.25")]
    found = determine(case(bill), law("CTH", tolerances=TEN_PERCENT))
    used = found.alternatives[0].tolerance
    assert used is not None
    assert (used.amount, used.room) == (Decimal("9.25"), Decimal("0.75"))
    assert headroom_of(found) == Decimal("0.75")


# --- textiles ------------------------------------------------------------------------------------

SHIRT, FABRIC, RIBBON, BUTTON = "620520", "520839", "580632", "960621"
SEWING = (Operation("making_up"),)


def shirt(bill: list[Material], **notes: str | None) -> Status:
    not_for_textiles = (ToleranceRule((limit(10),), (), (parse_range("50-63"),)),)
    rules = law(
        "CC except 52-58", tolerances=not_for_textiles, textile_notes=textile_notes(**notes)
    )
    return determine(case(bill, SHIRT, operations=SEWING), rules).status


def test_textiles_have_their_notes_in_place_of_the_general_tolerance() -> None:
    bill = [material(RIBBON, 9, kg=1), material(FABRIC, 30, True, kg=4)]
    assert shirt(bill, basic=None) is NOT_ORIGINATING
    assert shirt([material(RIBBON, 8, kg=1), bill[1]], basic=None) is ORIGINATING


def test_an_agreement_may_leave_the_general_tolerance_open_for_textiles() -> None:
    rules = law("CC except 52-58", tolerances=TEN_PERCENT)
    own = material(FABRIC, 30, True, kg=4)
    for value, expected in ((10, ORIGINATING), ("10.01", NOT_ORIGINATING)):
        found = determine(
            case([material(RIBBON, value, kg=1), own], SHIRT, operations=SEWING), rules
        )
        assert found.status is expected


def test_basic_textile_materials_are_weighed_against_all_textile_materials() -> None:
    own = material(FABRIC, 30, True, kg=9)
    assert shirt([material(FABRIC, 30, kg=1), own], trimmings=None) is ORIGINATING
    assert shirt([material(FABRIC, 1, kg="1.01"), own], trimmings=None) is NOT_ORIGINATING


def test_materials_that_are_no_textiles_are_free_in_made_up_goods() -> None:
    rules = law("FROM(52)", textile_notes=textile_notes())
    bill = [material(BUTTON, 40, kg=1), material(FABRIC, 30, kg=4)]
    assert determine(case(bill, SHIRT, operations=SEWING), rules).status is ORIGINATING


def test_trimmings_are_of_another_heading_than_the_product() -> None:
    own = material(FABRIC, 30, True, kg=1)
    rules = law("CTH", textile_notes=textile_notes())
    part = case([material("620590", 5, kg=5), own], SHIRT, operations=SEWING)
    assert determine(part, rules).status is NOT_ORIGINATING


@pytest.mark.parametrize(("weight", "expected"), [("1", ORIGINATING), ("1.01", NOT_ORIGINATING)])
def test_trimmings_by_weight_are_weighed_against_all_textile_materials(
    weight: str, expected: Status
) -> None:
    notes = (
        TextileNote(
            TextileNoteKind.TRIMMINGS, limit(10, Basis.WEIGHT), (parse_range("61-63"),), "Note 6"
        ),
    )
    own = material(FABRIC, 30, True, kg=9)
    other = material("620590", 40, kg=weight)  # of the product's heading: this note does not mind
    rules = law("CTH", tolerances=(), textile_notes=notes)
    # Nine kilograms and one: ten percent of ten are just kept, of 10.01 kilograms 1.01 are not.
    told = case([other, own, material(BUTTON, 10, kg=5)], SHIRT, operations=SEWING)
    assert determine(told, rules).status is expected


# --- without a bill of materials -------------------------------------------------------------------


def test_without_a_bill_the_value_of_what_offends_is_asked() -> None:
    rules = law("CTH", tolerances=TEN_PERCENT)
    told = {"criterion.CTH": False}
    assert asked(determine(whole(answers=told), rules)) == {"offending_value.CTH"}
    for value, expected in (("10", ORIGINATING), ("10.01", NOT_ORIGINATING)):
        answers = {**told, "offending_value.CTH": value}
        assert determine(whole(answers=answers), rules).status is expected


def test_all_materials_within_the_tolerance_settle_what_they_may_be() -> None:
    rules = law("CTH and MaxNOM 50 % (EXW)", tolerances=TEN_PERCENT)
    told = whole(answers={"non_originating_value.all": Decimal(10)})
    assert determine(told, rules).status is ORIGINATING
    more = whole(answers={"non_originating_value.all": Decimal(11)})
    assert asked(determine(more, rules)) == {"criterion.CTH"}


def test_without_a_bill_textiles_are_held_against_their_notes() -> None:
    not_for_textiles = (ToleranceRule((limit(10),), (), (parse_range("50-63"),)),)
    notes = textile_notes(trimmings=None)
    rules = law("CTH", tolerances=not_for_textiles, textile_notes=notes)
    told = {"criterion.CTH": False}
    asked_for = asked(determine(whole(SHIRT, answers=told), rules))
    assert asked_for == {"offending_weight.CTH", "within_weight.50-63"}
    answers = {**told, "offending_weight.CTH": "1", "within_weight.50-63": "10"}
    assert determine(whole(SHIRT, answers=answers), rules).status is ORIGINATING


def test_one_material_that_offends_two_criteria_is_counted_once() -> None:
    rules = law("CTH and WO(84)", tolerances=TEN_PERCENT)
    told = {
        "materials.all_originating": False,
        "criterion.CTH": False,
        "criterion.WO(84)": False,
        "offending_value.CTH": "8",
        "offending_value.WO(84)": "8",
        "product.ex_works_price": "100",
        "operations.sufficient": True,
    }
    assert asked(determine(whole(answers=told), rules)) == {"offending_value.CTH and WO(84)"}
    for jointly, expected in (("8", ORIGINATING), ("11", NOT_ORIGINATING)):
        answers = {**told, "offending_value.CTH and WO(84)": jointly}
        assert determine(whole(answers=answers), rules).status is expected
    far_above = {**told, "offending_value.CTH": "11"}
    assert determine(whole(answers=far_above), rules).status is NOT_ORIGINATING


def test_trimmings_need_another_heading_without_a_bill_too() -> None:
    notes = textile_notes(basic=None)
    rules = law("CTH except 58", tolerances=(), textile_notes=notes)
    told = {
        "materials.all_originating": False,
        "criterion.CTH except 58": False,
        "offending_value.CTH except 58": "5",
        "product.ex_works_price": "100",
        "operations.sufficient": True,
    }
    assert asked(determine(whole(SHIRT, answers=told), rules)) == {"criterion.CTH"}
    for other_heading, expected in ((True, ORIGINATING), (False, NOT_ORIGINATING)):
        answers = {**told, "criterion.CTH": other_heading}
        assert determine(whole(SHIRT, answers=answers), rules).status is expected
