from __future__ import annotations

from decimal import Decimal

from bot.origin.bill_of_materials import Case, Evidence, EvidenceKind
from bot.origin.determination import OriginRules, determine
from bot.origin.findings import Reason
from bot.origin.remedies import (
    Remedy,
    RemedyKind,
    ShortfallKind,
    headroom_of,
    remedies_of,
    shortfalls_of,
)
from tests.origin.builders import (
    case,
    declaration,
    intermediate,
    law,
    material,
    tolerance,
)

BODY, MOTOR, STEEL = "841391", "850152", "720851"
HALF = "MaxNOM 50 % (EXW)"
NO_PROOF = Evidence(EvidenceKind.NONE)


def remedies(told: Case, rules: OriginRules) -> tuple[Remedy, ...]:
    return remedies_of(told, rules, determine(told, rules))


def test_the_declaration_that_tips_the_result_is_named_first_and_the_cheapest_first() -> None:
    bill = [
        material(MOTOR, 40, None, evidence=NO_PROOF),
        material(STEEL, 15, None, evidence=declaration(["CH"])),
        material(BODY, 5),
    ]
    found = remedies(case(bill), law(HALF))
    assert found[0] == Remedy(RemedyKind.GET_DECLARATION, ("1",))
    assert found[1] == Remedy(RemedyKind.GET_DECLARATION, ("0",))
    assert RemedyKind.LOWER_NON_ORIGINATING in {one.kind for one in found}


def test_a_pair_is_named_only_if_no_single_line_is_enough() -> None:
    bill = [material(STEEL, 30), material(MOTOR, 31), material(BODY, 32)]
    found = [
        one for one in remedies(case(bill), law(HALF)) if one.kind is RemedyKind.SOURCE_ORIGINATING
    ]
    assert found
    assert {len(one.materials) for one in found} == {2}


def test_every_remedy_by_lines_really_turns_the_result() -> None:
    bill = [material(STEEL, 30), material(MOTOR, 31), material(BODY, 12)]
    for one in remedies(case(bill), law("CTH and MaxNOM 50 % (EXW)", tolerances=tolerance(10))):
        if one.kind is not RemedyKind.SOURCE_ORIGINATING:
            continue
        changed = [
            material(line.hs.digits, line.value, str(index) in one.materials)
            for index, line in enumerate(bill)
            if line.hs is not None
        ]
        assert (
            determine(
                case(changed), law("CTH and MaxNOM 50 % (EXW)", tolerances=tolerance(10))
            ).missing
            == ()
        )


def test_a_line_inside_an_intermediate_can_tip_the_result() -> None:
    inner = intermediate(
        BODY, 90, material(STEEL, 30), material(MOTOR, 31, None, evidence=NO_PROOF)
    )
    found = remedies(case([inner]), law(HALF))
    assert Remedy(RemedyKind.GET_DECLARATION, ("0.1",)) in found


def test_an_intermediate_counted_as_foreign_may_pass_by_its_own_rule() -> None:
    bought = material(BODY, 90, None, evidence=NO_PROOF, parts=[material(STEEL, 20)])
    assert Remedy(RemedyKind.SPLIT_INTERMEDIATE, ("0",)) in remedies(case([bought]), law(HALF))
    worse = material(BODY, 90, None, evidence=NO_PROOF, parts=[material(STEEL, 60)])
    kinds = {one.kind for one in remedies(case([worse]), law(HALF))}
    assert RemedyKind.SPLIT_INTERMEDIATE not in kinds


def test_the_amount_to_come_down_by_is_that_of_the_nearest_alternative() -> None:
    rules = law("MaxNOM 50 % (EXW); or RVC 40 % (FOB)")
    found = remedies(case([material(STEEL, 70)]), rules)
    amounts = [one for one in found if one.kind is RemedyKind.LOWER_NON_ORIGINATING]
    assert [(one.amount, one.alternative) for one in amounts] == [(Decimal(4), "RVC 40 % (FOB)")]
    lowered = determine(case([material(STEEL, 66)]), rules)
    assert headroom_of(lowered) == Decimal(0)


def test_no_amount_helps_where_a_process_fails_too() -> None:
    found = remedies(case([material(STEEL, 70)]), law("MaxNOM 50 % (EXW) and process(weaving)"))
    assert RemedyKind.LOWER_NON_ORIGINATING not in {one.kind for one in found}


def test_a_quota_is_named_and_does_not_decide() -> None:
    found = remedies(case([material(BODY, 70)]), law("CTH; or ANY [quota some_quota]"))
    assert (
        Remedy(RemedyKind.ORIGIN_QUOTA, (), None, "ANY [quota some_quota]", "some_quota") in found
    )


def test_shortfalls_tell_what_is_exceeded() -> None:
    rules = law(
        "MaxNOM 50 % (EXW); or RVC 60 % (FOB); or MaxWeight 20 % of 72; or "
        "ANY except 72 allow 72 max 10 % (EXW); or CC except 72; or SET 15 %",
        tolerances=tolerance(10),
    )
    found = shortfalls_of(determine(case([material(STEEL, 70, kg=5)]), rules))
    assert [(one.kind, one.amount, one.in_weight) for one in found] == [
        (ShortfallKind.MAX_NOM, Decimal(20), False),
        (ShortfallKind.RVC, Decimal(26), False),
        (ShortfallKind.MAX_WEIGHT, Decimal(3), True),
        (ShortfallKind.ALLOWANCE, Decimal(60), False),
        (ShortfallKind.TOLERANCE, Decimal(60), False),
        (ShortfallKind.SET, Decimal(55), False),
    ]


def test_headroom_is_the_smallest_room_of_what_decides() -> None:
    both = determine(case([material(STEEL, 20)]), law("MaxNOM 50 % (EXW) and RVC 60 % (FOB)"))
    assert headroom_of(both) == Decimal(24)
    assert headroom_of(determine(case([material(STEEL, 20)]), law("CTH"))) is None
    repaired = law("CTH and MaxNOM 50 % (EXW)", tolerances=tolerance(10))
    assert headroom_of(determine(case([material(BODY, 7)]), repaired)) == Decimal(3)


def test_who_already_originates_needs_no_remedy() -> None:
    assert remedies(case([material(STEEL, 20)]), law(HALF)) == ()


def test_where_the_work_is_too_simple_no_amount_is_named_as_a_way_to_a_yes() -> None:
    """The other way of the rule is met; lower values there would change nothing."""
    told = case(
        [material(BODY, 30)],
        operations=None,
        answers={"operations.sufficient": False},
    )
    rules = law("CTH; or MaxNOM 50 % (EXW)")
    found = determine(told, rules)
    assert found.reason is Reason.INSUFFICIENT_OPERATIONS
    assert RemedyKind.LOWER_NON_ORIGINATING not in {one.kind for one in remedies(told, rules)}
    tolerated = law("CTH; or MaxNOM 50 % (EXW)", tolerances=tolerance(10))
    assert RemedyKind.LOWER_NON_ORIGINATING not in {one.kind for one in remedies(told, tolerated)}
