"""The status of each material first: evidence, absorption, cumulation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from bot.origin.bill_of_materials import Evidence, EvidenceKind, Material, Operation
from bot.origin.determination import MOST_LEVELS, determine
from bot.origin.facts import AnswerError
from bot.origin.findings import Status, Way
from bot.origin.material_status import MaterialStatus, StatusReason
from bot.origin.nomenclature import parse_range
from bot.origin.product_specific_rules import Confidence
from bot.origin.provisions import CumulationClause, CumulationKind
from tests.origin.builders import (
    DAY,
    NOT_ORIGINATING,
    ORIGINATING,
    UNDETERMINED,
    WORKING,
    asked,
    case,
    declaration,
    intermediate,
    law,
    material,
    row,
)

BODY, MOTOR, STEEL = "841391", "850152", "720851"
HALF = "MaxNOM 50 % (EXW)"


def reason(told: Material, **provisions: Any) -> tuple[MaterialStatus, StatusReason]:
    found = determine(case([told, material(STEEL, 1)]), law(HALF, **provisions))
    assert found.inputs is not None
    return found.inputs[0].status, found.inputs[0].reason


def clause(kind: CumulationKind, *countries: str, without: str | None = None) -> dict[str, Any]:
    closed = () if without is None else (parse_range(without),)
    return {"cumulation": (CumulationClause(kind, frozenset(countries), closed),)}


OWN, FOREIGN = MaterialStatus.ORIGINATING, MaterialStatus.NON_ORIGINATING

# --- evidence ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (declaration(), StatusReason.EVIDENCE),
        (declaration(["GB", "CH"]), StatusReason.EVIDENCE),
        (declaration(["CH"]), StatusReason.EVIDENCE_DOES_NOT_COVER),
        (declaration(valid_from=DAY, valid_to=DAY), StatusReason.EVIDENCE),
        (declaration(valid_to=date(2026, 11, 21)), StatusReason.EVIDENCE_DOES_NOT_COVER),
        (declaration(valid_from=date(2026, 11, 23)), StatusReason.EVIDENCE_DOES_NOT_COVER),
        (declaration(kind=EvidenceKind.PROOF_OF_ORIGIN), StatusReason.EVIDENCE),
        (Evidence(EvidenceKind.NONE), StatusReason.NOT_PROVEN),
        (declaration(kind=EvidenceKind.SUPPLIERS_DECLARATION_PROCESSING), StatusReason.NOT_PROVEN),
    ],
)
@pytest.mark.parametrize("stated", [None, True])
def test_a_declaration_counts_for_its_destinations_and_its_period(
    evidence: Evidence, expected: StatusReason, stated: bool | None
) -> None:
    told = material(MOTOR, 60, stated, evidence=evidence)
    status = OWN if expected is StatusReason.EVIDENCE else FOREIGN
    assert reason(told) == (status, expected)


def test_a_material_stated_to_be_foreign_is_foreign_whatever_is_declared() -> None:
    assert reason(material(MOTOR, 60, False, evidence=declaration())) == (
        FOREIGN,
        StatusReason.STATED,
    )


def test_preferential_origin_without_a_word_on_proof_is_a_question() -> None:
    told = material(MOTOR, 60, None, originating_in="EU")
    found = determine(case([told]), law(HALF))
    assert asked(found) == {"material.0.evidence"}
    answered = case([told], answers={"material.0.evidence": False})
    assert determine(answered, law(HALF)).status is NOT_ORIGINATING


def test_a_country_that_cannot_originate_needs_no_question() -> None:
    assert reason(material(MOTOR, 60, None, country="CN")) == (FOREIGN, StatusReason.FOREIGN)
    found = determine(case([material(MOTOR, 60, None, country="EU")]), law(HALF))
    assert asked(found) == {"material.0.originating"}


# --- cumulation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [CumulationKind.BILATERAL, CumulationKind.DIAGONAL])
def test_materials_of_listed_countries_count_as_own_with_proof(kind: CumulationKind) -> None:
    proof = declaration(kind=EvidenceKind.PROOF_OF_ORIGIN)
    told = material(MOTOR, 60, None, originating_in="CH", evidence=proof)
    assert reason(told, **clause(kind, "CH")) == (OWN, StatusReason.CUMULATION)
    assert reason(told, **clause(kind, "NO")) == (FOREIGN, StatusReason.NO_CUMULATION)
    assert reason(told, **clause(kind, "CH", without="84")) == (FOREIGN, StatusReason.NO_CUMULATION)
    unproven = material(MOTOR, 60, None, originating_in="CH", evidence=Evidence(EvidenceKind.NONE))
    assert reason(unproven, **clause(kind, "CH")) == (FOREIGN, StatusReason.NOT_PROVEN)


def test_full_cumulation_lets_only_the_foreign_parts_count() -> None:
    processing = declaration(kind=EvidenceKind.SUPPLIERS_DECLARATION_PROCESSING)
    worked = material(
        MOTOR, 80, None, country="GB", evidence=processing, parts=[material(STEEL, 50)]
    )
    full = clause(CumulationKind.FULL, "GB")
    assert determine(case([worked]), law(HALF, **full)).status is ORIGINATING
    assert determine(case([worked]), law(HALF)).status is NOT_ORIGINATING
    other_market = case([worked], market="CH")
    bound = material(
        MOTOR,
        80,
        None,
        country="GB",
        evidence=declaration(["CH"], kind=EvidenceKind.SUPPLIERS_DECLARATION_PROCESSING),
        parts=[material(STEEL, 50)],
    )
    assert determine(case([bound]), law(HALF, **full)).status is NOT_ORIGINATING
    assert determine(other_market, law(HALF, **full)).status is ORIGINATING


def test_full_cumulation_makes_working_in_the_partner_count() -> None:
    steps = [Operation("weaving", country="GB"), *WORKING]
    told = case([material(STEEL)], operations=steps)
    full = clause(CumulationKind.FULL, "GB")
    assert determine(told, law("process(weaving)", **full)).status is ORIGINATING
    assert determine(told, law("process(weaving)")).status is NOT_ORIGINATING


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([Operation("packing")], NOT_ORIGINATING),
        ([], NOT_ORIGINATING),
        ([Operation(None, "finish")], UNDETERMINED),
        ([Operation(None, "finish", country="GB")], NOT_ORIGINATING),
    ],
)
def test_working_in_the_partner_does_not_make_up_for_insufficient_operations_at_home(
    steps: list[Operation], expected: Status
) -> None:
    told = case([material(STEEL)], operations=[Operation("weaving", country="GB"), *steps])
    found = determine(told, law("CTH", **clause(CumulationKind.FULL, "GB")))
    assert found.status is expected


@pytest.mark.parametrize(
    ("steps", "expected", "missing"),
    [
        (WORKING, ORIGINATING, set()),
        ([Operation("packing")], NOT_ORIGINATING, set()),
        (None, UNDETERMINED, {"operations.sufficient"}),
    ],
)
@pytest.mark.parametrize(
    "origin",
    [
        {"originating_in": "CH", "evidence": declaration(kind=EvidenceKind.PROOF_OF_ORIGIN)},
        {"country": "CH", "evidence": declaration(kind=EvidenceKind.PROOF_OF_ORIGIN)},
        {"country": "CH", "originating": True},
    ],
)
def test_goods_of_cumulated_materials_only_have_to_be_worked_on(
    steps: Sequence[Operation] | None,
    expected: Status,
    missing: set[str],
    origin: dict[str, Any],
) -> None:
    bill = [material(MOTOR, 60, **{"originating": None, **origin}), material(STEEL, 5, True)]
    found = determine(
        case(bill, operations=steps),
        law("process(weaving)", **clause(CumulationKind.BILATERAL, "CH")),
    )
    assert (found.status, asked(found)) == (expected, missing)
    own = [material(MOTOR, 60, True, country="EU"), material(STEEL, 5, True)]
    unworked = case(own, operations=[Operation("packing")])
    assert determine(unworked, law("process(weaving)")).status is ORIGINATING


# --- absorption ----------------------------------------------------------------------------------


def test_an_intermediate_that_meets_its_rule_counts_as_originating_in_full() -> None:
    body = intermediate(BODY, 90, material(STEEL, 45))
    found = determine(case([body]), law(HALF))
    assert found.status is ORIGINATING
    assert found.inputs is not None
    assert found.inputs[0].reason is StatusReason.ABSORPTION
    assert found.way is Way.EXCLUSIVELY_ORIGINATING


def test_an_intermediate_that_fails_is_broken_down_to_its_foreign_parts() -> None:
    body = intermediate(BODY, 90, material(STEEL, 46))
    found = determine(case([body]), law(HALF))
    assert found.status is ORIGINATING
    assert [one.key for one in found.inputs or ()] == ["0.0"]
    worse = intermediate(BODY, 90, material(STEEL, 51))
    assert determine(case([worse]), law(HALF)).status is NOT_ORIGINATING


@pytest.mark.parametrize(
    ("innermost", "expected"),
    [("10", ORIGINATING), ("20", ORIGINATING), ("20.01", ORIGINATING), ("50.01", NOT_ORIGINATING)],
)
def test_three_levels_are_absorbed_from_the_inside(innermost: str, expected: Status) -> None:
    inner = intermediate("848180", 40, material(STEEL, innermost))
    middle = intermediate(BODY, 60, inner)
    assert determine(case([middle]), law(HALF)).status is expected


def test_an_open_intermediate_hands_its_doubt_on_and_its_answer_settles_it() -> None:
    body = intermediate(BODY, None, material(STEEL, 60))
    found = determine(case([body]), law(HALF))
    assert asked(found) == {"material.0.value"}
    for value, expected in (("120", ORIGINATING), ("119.99", NOT_ORIGINATING)):
        told = case([body], answers={"material.0.value": value})
        assert determine(told, law(HALF)).status is expected


def test_what_only_the_rule_of_an_intermediate_asks_can_be_answered() -> None:
    rules = law(row("text:cast_here", "8413.91", row_id="R2"), row("CTH", "84"))
    body = intermediate(BODY, 50, material("841391", 40))
    found = determine(case([body]), rules)
    fact = "material.0.own.judgement.cast_here"
    assert asked(found) == {fact}
    for answer, expected in ((True, ORIGINATING), (False, NOT_ORIGINATING)):
        assert determine(case([body], answers={fact: answer}), rules).status is expected


def test_the_missing_code_of_an_intermediate_can_be_answered() -> None:
    body = intermediate(None, 90, material(BODY, 45))
    rules = law(row("CTH", "84"), row("CTH", "85", row_id="R2"))
    assert asked(determine(case([body]), rules)) == {"material.0.hs"}
    told = case([body], answers={"material.0.hs": "8501.52"})
    assert determine(told, rules).status is ORIGINATING


def test_an_intermediate_without_a_recorded_rule_is_no_yes_and_no_no() -> None:
    rules = law(row(HALF, "84"))
    found = determine(case([intermediate("940310", 90, material(STEEL, 60))]), rules)
    assert found.status is Status.UNDETERMINED
    assert determine(case([intermediate("940310", 90, material(STEEL, 50))]), rules).status is (
        ORIGINATING
    )


def test_the_weakest_row_used_counts_for_intermediates_too() -> None:
    rules = law(row(HALF, "84"), row("CTH", "85", row_id="R2", confidence=Confidence.C))
    found = determine(case([intermediate(MOTOR, 90, material(STEEL, 60))]), rules)
    assert found.status is ORIGINATING
    assert found.confidence is Confidence.C


def test_bottomless_nesting_is_a_fault() -> None:
    nested = material(STEEL, 1)
    for _ in range(MOST_LEVELS + 2):
        nested = intermediate(BODY, 1, nested)
    with pytest.raises(ValueError, match="nested deeper"):
        determine(case([nested]), law(HALF))


# --- codes of earlier editions, answers ------------------------------------------------------------

MOVED = {"2012": {"852411": ("852990", "901380")}}


def test_a_code_that_was_several_is_asked_once_and_only_if_it_matters() -> None:
    rules = law("CTH except 9013", edition="2012", changed=MOVED)
    bill = [material("852411", 50)]
    found = determine(case(bill), rules)
    (fact,) = found.missing
    assert fact.id == "material.0.hs_2012"
    assert fact.options == ("852990", "901380")
    for answer, expected in (("852990", ORIGINATING), ("901380", NOT_ORIGINATING)):
        assert determine(case(bill, answers={fact.id: answer}), rules).status is expected
    indifferent = law("CTH", edition="2012", changed=MOVED)
    assert determine(case(bill), indifferent).status is ORIGINATING


def test_a_finer_code_completes_a_heading() -> None:
    bill = [material("8413", 50)]
    told = case(bill, answers={"material.0.hs": "841391"})
    assert determine(told, law("CTSH")).status is ORIGINATING


@pytest.mark.parametrize("answer", ["850152", "pump", "84139"])
def test_an_answer_that_is_no_code_of_the_heading_is_an_error(answer: str) -> None:
    told = case([material("8413", 50)], answers={"material.0.hs": answer})
    with pytest.raises(AnswerError) as caught:
        determine(told, law("CTSH"))
    assert caught.value.field == "material.0.hs"
