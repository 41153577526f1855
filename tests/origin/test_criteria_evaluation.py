"""Each criterion: met, not met, open, met exactly at the limit and not one cent above."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.origin.bill_of_materials import Operation, Role
from bot.origin.determination import determine
from bot.origin.findings import Status, Unit
from bot.origin.outcome import Outcome
from tests.origin.builders import (
    NOT_ORIGINATING,
    ORIGINATING,
    UNDETERMINED,
    asked,
    case,
    decide,
    law,
    material,
    row,
    status,
)

PUMP_PART, MOTOR, STEEL, SUGAR, MILK = "841391", "850152", "720851", "170199", "040120"


@pytest.mark.parametrize(
    ("rule", "hs", "expected"),
    [
        ("CC", STEEL, ORIGINATING),
        ("CC", "848180", NOT_ORIGINATING),
        ("CTH", "848180", ORIGINATING),
        ("CTH", PUMP_PART, NOT_ORIGINATING),
        ("CTSH", PUMP_PART, ORIGINATING),
        ("CTSH", "841370", NOT_ORIGINATING),
        ("ANY", "841370", ORIGINATING),
        ("CTH except 8501-8503", MOTOR, NOT_ORIGINATING),
        ("CTH except 8501-8503", "850431", ORIGINATING),
        ("CTH except 8501-8503 without 8501.52", MOTOR, ORIGINATING),
        ("ANY except same-heading", PUMP_PART, NOT_ORIGINATING),
        ("ANY except same-chapter", STEEL, ORIGINATING),
        ("ANY except same-subheading", PUMP_PART, ORIGINATING),
        ("CTH allow 8413", PUMP_PART, ORIGINATING),
        ("CTH allow 8413 prohibit 8413.91", PUMP_PART, NOT_ORIGINATING),
        ("CTH except 8501 allow 8501", MOTOR, ORIGINATING),
        ("FROM(7208, 8501)", MOTOR, ORIGINATING),
        ("FROM(7208, 8501)", SUGAR, NOT_ORIGINATING),
        ("FROM(7208, 8501) prohibit 8501.52", MOTOR, NOT_ORIGINATING),
        ("WO(04)", MILK, NOT_ORIGINATING),
        ("WO(04)", SUGAR, ORIGINATING),
        ("ORIG(17)", SUGAR, NOT_ORIGINATING),
        ("ORIG(17)", MILK, ORIGINATING),
    ],
)
def test_a_foreign_material_and_what_a_rule_makes_of_it(
    rule: str, hs: str, expected: Status
) -> None:
    assert status(rule, [material(hs, 20)]) is expected


@pytest.mark.parametrize(
    "rule", ["CC", "CTH", "CTSH", "FROM(7208)", "ORIG(17)", "MaxNOM 10 % (EXW)"]
)
def test_an_originating_material_harms_no_rule_on_foreign_ones(rule: str) -> None:
    bill = [material("841370", 60, True), material("720851", 5)]
    assert status(rule, bill) is ORIGINATING


# --- limits --------------------------------------------------------------------------------------

LIMITS = [
    # rule, the most that is allowed (price 100, FOB 110, weight 10 kg)
    ("MaxNOM 50 % (EXW)", "50.00"),
    ("MaxNOM 45 % (FOB)", "49.50"),
    ("MaxNOM 40 % (EXW) or 45 % (FOB)", "49.50"),
    ("RVC 55 % (FOB)", "49.50"),
    ("RVC 60 % (EXW)", "40.00"),
    ("MaxNOM 12.5 % (EXW) of 84", "12.50"),
    ("CTH allow same-heading max 20 % (EXW)", "20.00"),
    ("CTH allow same-heading max 20 % (EXW) or 15 % (FOB)", "20.00"),
    ("CTH allow same-heading max 10 % (EXW) or 15 % (FOB)", "16.50"),
    ("FROM(72) allow 8413 max 30 % (EXW)", "30.00"),
    ("SET 15 %", "15.00"),
    ("SET 15 % (EXW) or 15 % (FOB)", "16.50"),
]


@pytest.mark.parametrize(("rule", "most"), LIMITS)
def test_a_limit_by_value_is_inclusive_and_not_one_cent_above(rule: str, most: str) -> None:
    at_limit, above = Decimal(most), Decimal(most) + Decimal("0.01")
    assert status(rule, [material(PUMP_PART, at_limit)]) is ORIGINATING
    assert status(rule, [material(PUMP_PART, above)]) is NOT_ORIGINATING


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ("MaxWeight 20 % of 17", "2"),
        ("CTH allow 1701 max 20 % (weight)", None),
        ("MaxWeight 30 % each of 17, 04", "3"),
    ],
)
def test_a_limit_by_weight_is_inclusive(rule: str, most: str | None) -> None:
    if most is None:
        # Sugar makes the change of heading anyhow: an allowance does not limit what needs none.
        assert status(rule, [material(SUGAR, 5, kg=9)]) is ORIGINATING
        return
    assert status(rule, [material(SUGAR, 5, kg=most)]) is ORIGINATING
    heavier = Decimal(most) + Decimal("0.001")
    assert status(rule, [material(SUGAR, 5, kg=heavier)]) is NOT_ORIGINATING


def test_an_allowance_by_weight_measures_the_weight_of_the_product() -> None:
    rule = "CTH allow same-heading max 20 % (weight)"
    assert status(rule, [material(PUMP_PART, 90, kg=2)]) is ORIGINATING
    assert status(rule, [material(PUMP_PART, 1, kg="2.01")]) is NOT_ORIGINATING


def test_each_item_of_a_weight_limit_is_held_against_it_by_itself() -> None:
    bill = [material(SUGAR, 5, kg=2), material(MILK, 5, kg=2)]
    assert status("MaxWeight 20 % each of 17, 04", bill) is ORIGINATING
    assert status("MaxWeight 20 % of 17, 04", bill) is NOT_ORIGINATING


def test_a_weight_limit_may_be_measured_within_the_materials_of_a_scope() -> None:
    sweet = [
        material(SUGAR, 5, kg=3),
        material("170290", 5, True, kg=7),
        material(MILK, 1, True, kg=90),
    ]
    assert status("MaxWeight 30 % of 1701 in 17", sweet) is ORIGINATING
    sweeter = [material(SUGAR, 5, kg="3.1"), *sweet[1:]]
    assert status("MaxWeight 30 % of 1701 in 17", sweeter) is NOT_ORIGINATING


def test_the_same_value_on_both_sides_is_enough_where_originating_must_not_be_less() -> None:
    bill = [material(STEEL, 30), material(MOTOR, 30, True)]
    assert status("NOM<=OM", bill) is ORIGINATING
    assert status("NOM<=OM", [material(STEEL, "30.01"), bill[1]]) is NOT_ORIGINATING


def test_a_minimum_of_wholly_obtained_materials_is_inclusive() -> None:
    own = material("240110", 10, True, kg=1, wholly_obtained=True)
    other = material("240120", 10, kg=9)
    assert status("MinWO 10 % of 2401 in 24", [own, other]) is ORIGINATING
    heavier = material("240120", 10, kg="9.01")
    assert status("MinWO 10 % of 2401 in 24", [own, heavier]) is NOT_ORIGINATING


def test_bounds_decide_a_minimum_before_every_weight_is_known() -> None:
    own = material("240110", 10, True, kg=5, wholly_obtained=True)
    doubtful = material("240120", 10, True, kg=5)
    assert status("MinWO 50 % of 2401 in 24", [own, doubtful, material(STEEL, 1)]) is ORIGINATING


# --- open ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "told", "expected"),
    [
        ("CTH", material(None, 20), {"material.0.hs"}),
        ("CTH", material("8413", 20), set()),
        ("CTSH", material("8413", 20), {"material.0.hs"}),
        ("CTH except 8501.52", material("8501", 20), {"material.0.hs"}),
        ("MaxNOM 50 % (EXW)", material(STEEL, None), {"material.0.value"}),
        ("MaxNOM 50 % (EXW)", material(STEEL, 60, None), {"material.0.originating"}),
        ("MaxNOM 50 % (EXW)", material(STEEL, 40, None), set()),
        ("MaxWeight 20 % of 17", material(SUGAR, 5), {"material.0.weight_kg"}),
        ("process(weaving)", material(STEEL, 5), set()),
        ("text:made_by_hand", material(STEEL, 5), {"judgement.made_by_hand"}),
        ("ANY except steel_bars", material(STEEL, 5), {"material.0.is.steel_bars"}),
        ("CTH [if hybrid]", material(STEEL, 5), {"product.is.hybrid"}),
    ],
)
def test_only_what_is_not_known_is_asked(rule: str, told: object, expected: set[str]) -> None:
    found = decide(rule, [told, material(STEEL, 1, True)])  # type: ignore[list-item]
    assert asked(found) == expected
    assert (found.status is UNDETERMINED) == bool(expected)


def test_originating_and_wholly_obtained_are_different_facts_of_a_material() -> None:
    rules = law(row("WO(17)", "19"), row("CTH", "17", row_id="R2"))
    bill = [material(SUGAR, 20, True), material("110100", 20)]
    found = determine(case(bill, "190531"), rules)
    assert asked(found) == {"material.0.wholly_obtained"}
    told = case(bill, "190531", answers={"material.0.wholly_obtained": False})
    assert determine(told, rules).status is NOT_ORIGINATING


@pytest.mark.parametrize("told", [{"originating": False}, {"originating": None, "country": "BR"}])
def test_what_was_wholly_obtained_in_a_third_country_is_not_wholly_obtained_here(
    told: dict[str, Any],
) -> None:
    bill = [material(SUGAR, 20, kg=1, wholly_obtained=True, **told), material("110100", 20, kg=9)]
    assert status("WO(17)", bill, hs="190531") is NOT_ORIGINATING
    assert status("MinWO 10 % of 17 in 11, 17", bill, hs="190531") is NOT_ORIGINATING


def test_what_originates_only_if_wholly_obtained_is_not_asked_about() -> None:
    rules = law(row("WO(17)", "19"), row("WO(17)", "17", row_id="R2"))
    bill = [material(SUGAR, 20, True), material("110100", 20)]
    assert determine(case(bill, "190531"), rules).status is ORIGINATING


@pytest.mark.parametrize(
    ("rule", "price", "missing"),
    [
        ("MaxNOM 50 % (EXW)", {"exw": None}, "product.ex_works_price"),
        ("RVC 55 % (FOB)", {"fob": None}, "product.fob_price"),
        ("MaxWeight 20 % of 17", {"kg": None}, "product.net_weight_kg"),
    ],
)
def test_a_price_or_weight_is_asked_only_if_something_is_measured_against_it(
    rule: str, price: dict[str, None], missing: str
) -> None:
    told: dict[str, None] = price
    assert asked(decide(rule, [material(SUGAR, 5, kg=1)], **told)) == {missing}
    assert asked(decide(rule, [material(STEEL, 0, kg=0)], **told)) == set()


def test_two_limits_at_choice_ask_for_the_other_price_only_if_the_first_fails() -> None:
    rule = "MaxNOM 50 % (EXW) or 45 % (FOB)"
    assert status(rule, [material(STEEL, 50)], fob=None) is ORIGINATING
    assert asked(decide(rule, [material(STEEL, 60)], fob=None)) == {"product.fob_price"}


# --- processes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (["weaving", "making_up"], ORIGINATING),
        (["printing"], ORIGINATING),
        (["weaving"], NOT_ORIGINATING),
        (["making_up", "dyeing", "weaving"], ORIGINATING),
    ],
)
def test_processes_combined_and_at_choice(done: list[str], expected: Status) -> None:
    rule = "process(weaving + making_up | printing)"
    steps = [Operation(one) for one in done]
    assert status(rule, [material(PUMP_PART)], operations=steps) is expected


def test_words_that_could_not_be_mapped_leave_a_process_open() -> None:
    steps = [Operation(None, "making it nice")]
    found = decide("process(weaving)", [material(PUMP_PART)], operations=steps)
    assert asked(found) == {"process.weaving", "operations.sufficient"}


def test_a_process_done_abroad_is_not_done_in_the_party() -> None:
    steps = [Operation("weaving", country="CN"), Operation("making_up")]
    found = determine(case([material(STEEL)], operations=steps), law("process(weaving)"))
    assert found.status is NOT_ORIGINATING


# --- packing, inner choices, findings --------------------------------------------------------------


def test_retail_packing_is_ignored_for_the_shift_and_counted_for_the_value() -> None:
    box = material("841370", 60, role=Role.RETAIL_PACKING)
    assert status("CTH", [box, material(STEEL, 1)]) is ORIGINATING
    assert status("MaxNOM 50 % (EXW)", [box]) is NOT_ORIGINATING


@pytest.mark.parametrize("role", [Role.SHIPPING_PACKING, Role.NEUTRAL])
def test_shipping_packing_and_neutral_elements_never_count(role: Role) -> None:
    assert status("CTH and MaxNOM 50 % (EXW)", [material("841370", 90, role=role)]) is ORIGINATING


def test_an_inner_choice_is_met_by_one_of_its_ways() -> None:
    rule = "CTH and (MaxWeight 40 % of 1701; or MaxNOM 30 % (EXW) of 1701)"
    assert status(rule, [material(SUGAR, 30, kg=9)]) is ORIGINATING
    assert status(rule, [material(SUGAR, 90, kg=4)]) is ORIGINATING
    assert status(rule, [material(SUGAR, 31, kg=5)]) is NOT_ORIGINATING
    assert asked(decide(rule, [material(SUGAR, 31)])) == {"material.0.weight_kg"}


def test_a_finding_tells_measure_limit_room_and_excess() -> None:
    (met,) = decide("MaxNOM 50 % (EXW)", [material(STEEL, "12.34")]).alternatives
    (finding,) = met.findings
    assert (finding.measured, finding.limit) == (Decimal("12.34"), Decimal(50))
    assert finding.unit is Unit.PERCENT_OF_EX_WORKS
    assert (finding.headroom, finding.shortfall) == (Decimal("37.66"), None)
    (failed,) = decide("RVC 55 % (FOB)", [material(STEEL, 60)]).alternatives
    (finding,) = failed.findings
    assert finding.outcome is Outcome.NOT_MET
    assert finding.shortfall == Decimal("10.5")
    assert finding.measured == Decimal("45.45")
