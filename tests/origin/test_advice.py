"""What assessing adds to a determination: criterion codes, headings, answers."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from bot.advice import Adviser, origin_criteria, rows_for, with_answers
from bot.origin.bill_of_materials import EvidenceKind
from bot.origin.determination import OriginRules, determine
from bot.origin.findings import Reason, Status
from bot.origin.nomenclature import Correlation, Nomenclature, code
from bot.origin.provisions import CumulationClause, CumulationKind
from bot.proof.proofs import criterion_code
from tests.origin.builders import (
    DAY,
    asked,
    case,
    declaration,
    law,
    material,
    row,
    tolerance,
)

BODY, MOTOR, STEEL = "841391", "850152", "720851"


@pytest.mark.parametrize(
    ("rule", "told", "expected"),
    [
        ("CTH", {"materials": [material(STEEL, 20)]}, "C1"),
        ("MaxNOM 50 % (EXW)", {"materials": [material(STEEL, 20)]}, "C2"),
        ("RVC 50 % (FOB)", {"materials": [material(STEEL, 20)]}, "C2"),
        ("process(machining)", {"materials": [material(STEEL, 20)]}, "C3"),
        ("CTH", {"materials": [material(BODY, 10)]}, "C1, E"),
        ("CTH", {"materials": [material(BODY, 10, True)]}, "B"),
        ("CTH", {"wholly_obtained": True}, "A"),
        ("CTH", {"materials": [material(BODY, 50)]}, ""),
        (
            "CTH and (MaxWeight 40 % of 17; or process(machining))",
            {"materials": [material(STEEL)]},
            "C1",
        ),
    ],
)
def test_the_criterion_code_follows_from_what_decided(
    rule: str, told: dict[str, Any], expected: str
) -> None:
    found = determine(case(**told), law(rule, tolerances=tolerance(10)))
    assert criterion_code(origin_criteria(found)) == expected


def test_cumulation_has_its_own_code() -> None:
    clause = CumulationClause(CumulationKind.BILATERAL, frozenset({"JP"}))
    proof = declaration(kind=EvidenceKind.PROOF_OF_ORIGIN)
    bill = [material(BODY, 40, None, originating_in="JP", evidence=proof), material(STEEL, 5)]
    found = determine(case(bill), law("CTH", cumulation=(clause,)))
    assert criterion_code(origin_criteria(found)) == "C1, D"


class OneAgreement:
    """An agreement source with one agreement of one law."""

    data_version = "test"

    def __init__(self, rules: OriginRules) -> None:
        self.rules = rules
        self.agreement = SimpleNamespace(
            id="one",
            asks_for_free_circulation=False,
            covers=lambda hs: True,
            is_applied_on=lambda market, day: True,
        )
        self.protocol = SimpleNamespace(id="one", quota_for=lambda product: None)

    def agreements_of(self, market: str) -> list[Any]:
        return [self.agreement]

    def protocol_of(self, agreement: Any, day: date | None = None) -> Any:
        return self.protocol

    def origin_rules(self, protocol: Any, market: str) -> OriginRules:
        return self.rules


NOMENCLATURE = Nomenclature(frozenset({"841370", "841381", "841391", "850152"}), Correlation({}))


def adviser(rules: OriginRules) -> Adviser:
    return Adviser(OneAgreement(rules), SimpleNamespace(), NOMENCLATURE)


def test_a_heading_needs_no_subheading_if_they_do_not_differ() -> None:
    told = case([material(STEEL, 20)], "8413")
    assert adviser(law("CTH")).assess(told).determination.status is Status.ORIGINATING
    assert adviser(law("CC; or WO(product)")).assess(told).determination.missing == ()


def test_a_heading_is_asked_for_its_subheading_if_they_differ() -> None:
    rules = law(row("CTH", "8413.70", row_id="a"), row("MaxNOM 10 % (EXW)", "8413", row_id="b"))
    told = case([material(STEEL, 20)], "8413")
    found = adviser(rules).assess(told).determination
    assert (found.status, asked(found)) == (Status.UNDETERMINED, {"product.hs"})
    finer = adviser(rules).assess(with_answers(told, {"product.hs": "841370"}))
    assert finer.determination.status is Status.ORIGINATING
    assert finer.case.product.hs == code("841370")


def test_northern_ireland_is_no_export() -> None:
    found = adviser(law("CTH")).assess(case([material(STEEL)], market="XI")).determination
    assert (found.status, found.reason) == (Status.NOT_APPLICABLE, Reason.NO_EXPORT)


def test_a_row_under_two_earlier_codes_is_shown_once() -> None:
    moved = {"2012": {"852411": ("852990", "901380")}}
    rules = law(row("CTH", "85-90"), edition="2012", changed=moved)
    assert len(rules.rules.candidates(code("852411"), DAY)) == 2
    assert len(rows_for(rules, code("852411"), DAY)) == 1


def test_later_answers_replace_earlier_ones() -> None:
    told = with_answers(case(answers={"a": True, "b": True}), {"b": False})
    assert told.answers.given == {"a": True, "b": False}
