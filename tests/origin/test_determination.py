"""The steps of the law in their order: maker, ways to origin, rows, working, territory, sets, conditions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.origin.bill_of_materials import Operation, Producer
from bot.origin.conditions import ConditionKind, ConditionState, conditions_of
from bot.origin.determination import NONE_OF_THEM, PRODUCT_ROW, determine
from bot.origin.facts import Answers
from bot.origin.findings import Reason, Status, Way
from bot.origin.nomenclature import code, parse_range
from bot.origin.product_specific_rules import Confidence, Coverage
from bot.origin.provisions import Drawback, OutwardProcessing, SetPart, TransportRule
from tests.origin.builders import (
    DAY,
    NOT_ORIGINATING,
    ORIGINATING,
    UNDETERMINED,
    asked,
    case,
    intermediate,
    law,
    material,
    row,
    whole,
)

PUMP, BODY, STEEL = "841370", "841391", "720851"
MEETS, FAILS = material(STEEL, 20), material(BODY, 90)

# --- who made it, ways to origin -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "status", "reason"),
    [
        (None, UNDETERMINED, Reason.FACTS_MISSING),
        (True, ORIGINATING, None),
        (False, NOT_ORIGINATING, Reason.NO_SUPPLIERS_DECLARATION),
    ],
)
def test_for_a_trader_only_his_suppliers_declaration_counts(
    declared: bool | None, status: Status, reason: Reason | None
) -> None:
    answers = {} if declared is None else {"product.suppliers_declaration": declared}
    told = case([FAILS], produced_by=Producer.SUPPLIER, answers=answers)
    found = determine(told, law("CTH"))
    assert (found.status, found.reason) == (status, reason)
    assert asked(found) == ({"product.suppliers_declaration"} if declared is None else set())


def test_wholly_obtained_goods_need_no_rule() -> None:
    found = determine(case([], wholly_obtained=True, operations=None), law("process(weaving)"))
    assert (found.status, found.way) == (ORIGINATING, Way.WHOLLY_OBTAINED)


def test_a_claim_that_the_own_bill_speaks_against_is_asked_for_once_more() -> None:
    told = case([FAILS], wholly_obtained=True)
    despite = "product.wholly_obtained_despite_materials"
    found = determine(told, law("CTH"))
    assert (found.status, asked(found)) == (UNDETERMINED, {despite})
    for answer, status in ((True, ORIGINATING), (False, NOT_ORIGINATING)):
        answered = replace(told, answers=Answers({**told.answers.given, despite: answer}))
        assert determine(answered, law("CTH")).status is status


def test_the_claim_is_idle_where_the_rule_is_met_or_all_materials_originate() -> None:
    by_rule = determine(case([MEETS], wholly_obtained=True), law("CTH"))
    assert (by_rule.status, asked(by_rule)) == (ORIGINATING, set())
    own = determine(case([material(BODY, 90, True)], wholly_obtained=True), law("CTH"))
    assert (own.status, own.way) == (ORIGINATING, Way.WHOLLY_OBTAINED)


def test_goods_of_originating_materials_only_need_no_rule_and_no_sufficient_working() -> None:
    told = case([material(BODY, 90, True)], operations=[Operation("packing")])
    found = determine(told, law("process(weaving)"))
    assert (found.status, found.way) == (ORIGINATING, Way.EXCLUSIVELY_ORIGINATING)


def test_originating_materials_do_not_make_a_wholly_obtained_product() -> None:
    told = case([material(BODY, 90, True), MEETS], wholly_obtained=False)
    assert determine(told, law("WO(product)")).status is NOT_ORIGINATING


def test_a_failed_rule_is_no_answer_while_all_materials_may_originate() -> None:
    told = case([material(BODY, 90, None)])
    found = determine(told, law("process(weaving)"))
    assert (found.status, asked(found)) == (UNDETERMINED, {"material.0.originating"})
    for answer, expected in ((True, ORIGINATING), (False, NOT_ORIGINATING)):
        answered = case(told.materials, answers={"material.0.originating": answer})
        assert determine(answered, law("process(weaving)")).status is expected


def test_without_a_bill_insufficient_working_is_no_answer_while_all_materials_may_originate() -> (
    None
):
    found = determine(whole(operations=[Operation("packing")]), law("CTH"))
    assert (found.status, asked(found)) == (UNDETERMINED, {"materials.all_originating"})


def test_who_told_of_foreign_materials_is_not_asked_whether_all_originate() -> None:
    rules = law("CTH; or MaxNOM 50 % (EXW)")
    assert asked(determine(whole(answers={"criterion.CTH": False}), rules)) == {
        "non_originating_value.all"
    }
    value = whole(answers={"non_originating_value.all": "60"})
    assert asked(determine(value, rules)) == {"criterion.CTH"}


# --- the governing row -----------------------------------------------------------------------------


def test_the_narrowest_row_wins() -> None:
    rules = law(
        row("CC", "84", row_id="chapter"),
        row("CTH", "8413", row_id="heading"),
        row("ANY", "8413.70", row_id="subheading"),
        row("WO(product)", "8401-8499", row_id="headings"),
    )
    found = [determine(case([MEETS], hs), rules).row for hs in (PUMP, "841381", "841490", "850152")]
    assert [one and one.row for one in found] == ["subheading", "heading", "headings", None]


def test_a_product_without_a_row_is_undetermined() -> None:
    found = determine(case([MEETS], "850152"), law(row("CTH", "84")))
    assert (found.status, found.reason) == (UNDETERMINED, Reason.ROW_NOT_RECORDED)


def described(rule: str, row_id: str = "described") -> Any:
    return row(rule, "8413", row_id=row_id, coverage=Coverage.DESCRIBED, confidence=Confidence.C)


def test_rows_that_agree_need_no_question_and_are_as_good_as_the_weakest() -> None:
    rules = law(described("CC"), row("CTH", "8413", row_id="rest", coverage=Coverage.REST))
    found = determine(case([MEETS]), rules)
    assert (found.status, found.confidence) == (ORIGINATING, Confidence.C)
    assert determine(case([FAILS]), rules).status is NOT_ORIGINATING


def test_rows_that_differ_ask_which_description_fits() -> None:
    rules = law(described("ANY"), row("CTH", "8413", row_id="rest", coverage=Coverage.REST))
    found = determine(case([FAILS]), rules)
    (fact,) = found.missing
    assert (fact.id, fact.options) == (PRODUCT_ROW, ("described", "rest"))
    for answer, expected in (("described", ORIGINATING), ("rest", NOT_ORIGINATING)):
        assert determine(case([FAILS], answers={PRODUCT_ROW: answer}), rules).status is expected


def test_a_described_row_without_a_rest_does_not_apply_by_itself() -> None:
    rules = law(described("CTH"))
    (fact,) = determine(case([MEETS]), rules).missing
    assert fact.options == ("described", NONE_OF_THEM)
    none = determine(case([MEETS], answers={PRODUCT_ROW: NONE_OF_THEM}), rules)
    assert (none.status, none.reason) == (UNDETERMINED, Reason.ROW_NOT_RECORDED)
    assert not none.missing
    fits = case([MEETS], answers={PRODUCT_ROW: "described"})
    assert determine(fits, rules).status is ORIGINATING


def test_what_no_description_fits_falls_to_the_next_wider_row() -> None:
    rules = law(described("ANY"), row("CTH", "84", row_id="chapter"))
    (fact,) = determine(case([FAILS]), rules).missing
    assert fact.options == ("described", "chapter")


def test_the_day_of_the_proof_chooses_between_dated_rows() -> None:
    ends, starts = date(2026, 12, 31), date(2027, 1, 1)
    rules = law(
        row("ANY", "84", row_id="old", valid_to=ends),
        row("CTH", "84", row_id="new", valid_from=starts),
    )
    assert determine(case([FAILS], day=ends), rules).status is ORIGINATING
    assert determine(case([FAILS], day=starts), rules).status is NOT_ORIGINATING


MOVED = {"2012": {"852411": ("852990", "901380")}}


def test_a_product_that_had_several_codes_is_judged_under_each_of_them() -> None:
    rules = law(row("CTH", "85-90"), edition="2012", changed=MOVED)
    bill = [material("901390", 50)]
    found = determine(case(bill, "852411"), rules)
    (fact,) = found.missing
    assert (fact.id, fact.options) == ("product.hs_2012", ("852990", "901380"))
    for answer, expected in (("852990", ORIGINATING), ("901380", NOT_ORIGINATING)):
        told = case(bill, "852411", answers={fact.id: answer})
        assert determine(told, rules).status is expected
    assert determine(case([MEETS], "852411"), rules).status is ORIGINATING


def test_a_heading_is_not_guessed_to_be_one_of_its_subheadings() -> None:
    rules = law("CTSH")
    assert asked(determine(case([FAILS], "8413"), rules)) == {"product.hs"}
    told = case([FAILS], "8413", answers={"product.hs": PUMP})
    assert determine(told, rules).status is ORIGINATING


# --- alternatives: dated, conditional, by quota ------------------------------------------------------


def test_a_dated_alternative_ends_with_its_last_day() -> None:
    rules = law("CTH; or ANY [until 2026-12-31]")
    assert determine(case([FAILS], day=date(2026, 12, 31)), rules).status is ORIGINATING
    assert determine(case([FAILS], day=date(2027, 1, 1)), rules).status is NOT_ORIGINATING
    begins = law("CTH; or ANY [from 2027-01-01]")
    assert determine(case([FAILS]), begins).status is NOT_ORIGINATING


def test_an_alternative_for_certain_codes_is_for_no_other() -> None:
    rules = law("ANY [only 8413.70, 8414]")
    assert determine(case([FAILS]), rules).status is ORIGINATING
    assert determine(case([FAILS], "841381"), rules).status is NOT_ORIGINATING


def test_a_description_of_the_product_is_asked_only_if_it_matters() -> None:
    rules = law("CTH; or ANY [if hybrid]")
    assert determine(case([MEETS]), rules).status is ORIGINATING
    assert asked(determine(case([FAILS]), rules)) == {"product.is.hybrid"}


def test_an_origin_quota_never_decides() -> None:
    found = determine(case([FAILS]), law("CTH; or ANY [quota some_quota]"))
    assert found.status is NOT_ORIGINATING
    assert found.alternatives[1].blocked_by_quota == "some_quota"


def test_an_alternative_that_another_makes_needless_asks_nothing() -> None:
    hard = "CTH except 8481 and MaxNOM 40 % (EXW); or CTH and MaxNOM 50 % (EXW)"
    bill = [material(None, 30), material(STEEL, 5)]
    found = determine(case(bill, exw=None), law(hard))
    assert found.missing == found.alternatives[1].missing
    plain = determine(whole(), law("CC; or CTH"))
    assert asked(plain) == {"materials.all_originating", "criterion.CTH"}


# --- insufficient operations, territory ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([Operation("machining")], ORIGINATING),
        ([Operation("packing"), Operation("machining")], ORIGINATING),
        ([Operation("packing")], NOT_ORIGINATING),
        ([Operation("packing"), Operation("simple_assembly")], NOT_ORIGINATING),
        ([Operation("packing"), Operation(None, "shake well")], UNDETERMINED),
        ([], UNDETERMINED),
        (None, UNDETERMINED),
    ],
)
def test_the_whole_working_must_go_beyond_the_closed_list(
    steps: list[Operation] | None, status: Status
) -> None:
    found = determine(case([MEETS], operations=steps), law("CTH"))
    assert found.status is status
    assert asked(found) == ({"operations.sufficient"} if status is UNDETERMINED else set())


def test_a_process_answered_with_yes_is_working() -> None:
    told = case([MEETS], operations=None, answers={"process.weaving": True})
    assert determine(told, law("process(weaving)")).status is ORIGINATING


def test_a_step_abroad_ends_origin_whatever_the_way() -> None:
    abroad = [Operation("machining"), Operation("coating", country="CN")]
    for told in (
        case([MEETS], operations=abroad),
        case([material(BODY, 90, True)], operations=abroad),
        case([], wholly_obtained=True, operations=abroad),
    ):
        found = determine(told, law("CTH"))
        assert (found.status, found.reason) == (NOT_ORIGINATING, Reason.WORKED_OUTSIDE)


def test_outward_processing_is_tolerated_up_to_its_limit() -> None:
    abroad = [Operation("machining"), Operation("coating", country="CN")]
    rules = law("CTH", outward_processing=OutwardProcessing(Decimal(10), (parse_range("50-63"),)))
    open_ = determine(case([MEETS], operations=abroad, exw=None), rules)
    assert asked(open_) == {"product.value_added_outside", "product.ex_works_price"}
    for value, expected in (("10", ORIGINATING), ("10.01", NOT_ORIGINATING)):
        answers = {"product.value_added_outside": value, "product.ex_works_price": "100"}
        told = case([MEETS], operations=abroad, exw=None, answers=answers)
        assert determine(told, rules).status is expected
    shirt = case([MEETS], "620520", operations=abroad)
    assert determine(shirt, rules).status is NOT_ORIGINATING


# --- sets ------------------------------------------------------------------------------------------

PACKING = (Operation("packing"),)


def test_a_set_keeps_its_origin_with_a_small_part_of_foreign_articles() -> None:
    rules = law("CTH", set_percent=Decimal(15))
    own = material(BODY, 80, True)
    for value, expected in (("15", ORIGINATING), ("15.01", NOT_ORIGINATING)):
        told = case([own, material(STEEL, value)], is_set=True, operations=PACKING)
        assert determine(told, rules).status is expected


def test_an_article_of_a_set_that_fails_counts_with_its_whole_value() -> None:
    rules = law("MaxNOM 50 % (EXW)", set_percent=Decimal(15))
    for foreign, expected in (("8", ORIGINATING), ("9", NOT_ORIGINATING)):
        article = intermediate(BODY, 16, material(STEEL, foreign))
        told = case([material(PUMP, 80, True), article], is_set=True)
        assert determine(told, rules).status is expected


def test_some_articles_of_a_set_can_have_a_lower_limit_of_their_own() -> None:
    food = SetPart((parse_range("01-24"),), Decimal(15))
    rules = law("CTH", set_percent=Decimal(25), set_parts=(food,))
    own = material(BODY, 70, True)
    for sweets, knives, expected in (
        (15, 10, ORIGINATING),
        (16, 0, NOT_ORIGINATING),
        (15, 11, NOT_ORIGINATING),
        (0, 25, ORIGINATING),
    ):
        foreign = [material("170490", sweets), material(STEEL, knives)]
        told = case([own, *foreign], is_set=True, operations=PACKING)
        assert determine(told, rules).status is expected


def test_a_clause_on_sets_in_the_list_stands_for_the_general_one() -> None:
    rules = law("SET 25 %", set_percent=Decimal(15))
    told = case([material(STEEL, 25), material(BODY, 60, True)], is_set=True, operations=PACKING)
    assert determine(told, rules).status is ORIGINATING


def test_a_set_that_its_heading_names_keeps_the_rule_of_its_row() -> None:
    """Tools of heading 8206: the row allows foreign ones up to its own share, and any case for them."""
    rule = "CTH except 8202-8205 allow 8202-8205 max 25 % (EXW)"
    rules = law(rule, set_percent=Decimal(15))
    for tools, expected in (("25", ORIGINATING), ("25.01", NOT_ORIGINATING)):
        bill = [material("820520", 40, True), material("820510", tools), material("420212", 30)]
        assert determine(case(bill, "820600", is_set=True), rules).status is expected
        assert determine(case(bill, "821520", is_set=True), rules).status is NOT_ORIGINATING


# --- conditions of claiming ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claimed", "state"),
    [(None, ConditionState.OPEN), (False, ConditionState.KEPT), (True, ConditionState.BROKEN)],
)
def test_drawback_blocks_the_proof_and_not_the_status(
    claimed: bool | None, state: ConditionState
) -> None:
    rules = law("CTH", drawback=Drawback(True), transport=TransportRule.NON_ALTERATION)
    told = case([MEETS], drawback=claimed)
    assert determine(told, rules).status is ORIGINATING
    transport, drawback = conditions_of(told, rules.provisions, code(PUMP))
    assert transport.kind is ConditionKind.NON_ALTERATION
    assert (drawback.kind, drawback.state) == (ConditionKind.NO_DRAWBACK, state)
    assert drawback.blocks is (claimed is True)


def test_drawback_is_a_condition_only_where_it_is_prohibited() -> None:
    textiles = Drawback(True, (parse_range("50-63"),))
    for prohibition, hs, kinds in (
        (Drawback(False), PUMP, []),
        (textiles, PUMP, []),
        (textiles, "620520", [ConditionKind.NO_DRAWBACK]),
        (Drawback(None), PUMP, [ConditionKind.DRAWBACK_NOT_RECORDED]),
    ):
        rules = law("CTH", drawback=prohibition)
        _, *found = conditions_of(case([], hs), rules.provisions, code(hs))
        assert [one.kind for one in found] == kinds


def test_the_day_decides_and_the_market_is_handed_through() -> None:
    assert determine(case([MEETS], day=DAY), law("CTH")).list_id == "test-list"
