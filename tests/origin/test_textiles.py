"""Processes demanded of textiles: of the non-originating textile materials, not of originating ones."""

from __future__ import annotations

import pytest

from bot.origin.bill_of_materials import Material, Operation
from bot.origin.determination import determine
from bot.origin.findings import Status
from tests.origin.builders import (
    NOT_ORIGINATING,
    ORIGINATING,
    UNDETERMINED,
    asked,
    case,
    law,
    material,
    textile_notes,
)

SHIRT, FABRIC, LINING, THREAD, BUTTON = "620520", "520839", "580632", "550810", "960621"
WOVEN = "process(weaving + making_up)"
SEWN = [Operation("making_up")]


def sewn(*bill: Material, rule: str = WOVEN, hs: str = SHIRT) -> Status:
    return determine(
        case(bill, hs, operations=SEWN), law(rule, textile_notes=textile_notes())
    ).status


def test_originating_fabric_need_not_be_woven_by_the_exporter() -> None:
    assert sewn(material(FABRIC, 20, True), material(BUTTON, 40)) is ORIGINATING
    assert sewn(material(FABRIC, 20), material(BUTTON, 40)) is NOT_ORIGINATING


def test_where_no_note_says_so_other_goods_get_no_such_relief() -> None:
    bill = [material("841391", 20, True), material(BUTTON, 40)]
    told = case(bill, operations=SEWN)
    assert determine(told, law("process(weaving)")).status is NOT_ORIGINATING


@pytest.mark.parametrize(
    ("hs", "value", "kg", "expected"),
    [
        (LINING, "8", "5", ORIGINATING),
        (LINING, "8.01", "5", NOT_ORIGINATING),
        (THREAD, "20", "1", ORIGINATING),
        (THREAD, "20", "1.01", NOT_ORIGINATING),
        ("620530", "8", "5", NOT_ORIGINATING),
    ],
)
def test_what_the_notes_tolerate_need_not_be_woven(
    hs: str, value: str, kg: str, expected: Status
) -> None:
    fabric = material(FABRIC, 20, True, kg=str(10 - float(kg)))
    assert sewn(fabric, material(hs, value, kg=kg)) is expected


def test_a_bill_without_textiles_does_not_show_that_nothing_had_to_be_woven() -> None:
    assert sewn(material(BUTTON, 40)) is NOT_ORIGINATING


def test_dye_is_free_where_originating_yarn_is_woven() -> None:
    bill = [material("520523", 20, True), material("320416", 40)]
    assert sewn(*bill, rule="process(spinning + weaving)", hs=FABRIC) is ORIGINATING


def test_fabric_of_unknown_origin_is_asked_about_and_decides() -> None:
    rules = law(WOVEN, textile_notes=textile_notes())
    bill = [material(FABRIC, 20, None, kg=1), material(BUTTON, 40)]
    found = determine(case(bill, SHIRT, operations=SEWN), rules)
    assert (found.status, asked(found)) == (UNDETERMINED, {"material.0.originating"})
    for answer, expected in ((True, ORIGINATING), (False, NOT_ORIGINATING)):
        told = case(bill, SHIRT, operations=SEWN, answers={"material.0.originating": answer})
        assert determine(told, rules).status is expected


def test_a_material_without_a_code_may_be_a_textile() -> None:
    rules = law(WOVEN, textile_notes=textile_notes())
    bill = [material(FABRIC, 20, True, kg=1), material(None, 40, kg=1)]
    found = determine(case(bill, SHIRT, operations=SEWN), rules)
    assert (found.status, asked(found)) == (UNDETERMINED, {"material.1.hs"})
    for answer, expected in ((BUTTON, ORIGINATING), (LINING, NOT_ORIGINATING)):
        told = case(bill, SHIRT, operations=SEWN, answers={"material.1.hs": answer})
        assert determine(told, rules).status is expected


def test_whether_it_was_woven_matters_only_for_what_the_notes_do_not_tolerate() -> None:
    rules = law(WOVEN, textile_notes=textile_notes())
    little = [material(FABRIC, 20, True, kg=9), material(LINING, 8, kg=1)]
    much = [material(FABRIC, 20, True, kg=5), material(LINING, 9, kg=5)]
    assert asked(determine(case(little, SHIRT, operations=None), rules)) == {
        "operations.sufficient"
    }
    found = determine(case(much, SHIRT, operations=None), rules)
    assert {"process.weaving", "process.making_up"} <= asked(found)


WOVEN_AND_SEWN = [Operation("weaving"), Operation("making_up")]


@pytest.mark.parametrize(
    ("rule", "steps", "expected"),
    [
        (WOVEN, [], NOT_ORIGINATING),
        (f"{WOVEN}; or process(printing + making_up)", [], NOT_ORIGINATING),
        (f"{WOVEN}; or process(printing + making_up)", [Operation("printing")], ORIGINATING),
        ("process((weaving | printing) + making_up)", [Operation("printing")], ORIGINATING),
    ],
)
def test_fabric_that_came_in_ready_was_not_woven_here_although_other_was(
    rule: str, steps: list[Operation], expected: Status
) -> None:
    bill = [material(FABRIC, 20, kg=5), material("520523", 5, kg=5)]
    told = case(bill, SHIRT, operations=[*WOVEN_AND_SEWN, *steps])
    assert determine(told, law(rule, textile_notes=textile_notes())).status is expected


def test_foreign_yarn_is_woven_and_a_little_ready_fabric_is_tolerated() -> None:
    rules = law(WOVEN, textile_notes=textile_notes())
    yarn = material("520523", 20, kg=9)
    for kg, expected in (("1", ORIGINATING), ("1.01", NOT_ORIGINATING)):
        told = case([yarn, material(FABRIC, 20, kg=kg)], SHIRT, operations=WOVEN_AND_SEWN)
        assert determine(told, rules).status is expected


def test_ready_fabric_of_unknown_origin_is_asked_about() -> None:
    rules = law(WOVEN, textile_notes=textile_notes())
    bill = [material("520523", 20, kg=5), material(FABRIC, 20, None, kg=5)]
    found = determine(case(bill, SHIRT, operations=WOVEN_AND_SEWN), rules)
    assert (found.status, asked(found)) == (UNDETERMINED, {"material.1.originating"})
