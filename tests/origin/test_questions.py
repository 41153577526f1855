"""What is asked next, without a bill of materials and with one, and that asking comes to an end."""

from __future__ import annotations

import pytest

from bot.origin.determination import determine
from bot.origin.facts import AnswerError, Answers
from bot.origin.questions import next_question
from tests.origin.builders import (
    NOT_ORIGINATING,
    ORIGINATING,
    asked,
    case,
    law,
    material,
    tolerance,
    whole,
)
from tests.origin.search import with_answer


def test_a_change_of_heading_needs_no_value() -> None:
    rules = law("CTH; or MaxNOM 50 % (EXW)", tolerances=tolerance(10))
    told = whole(exw=None)
    questions = []
    for answer in (False, True):
        fact = next_question(determine(told, rules))
        assert fact is not None
        questions.append(fact.id)
        told = with_answer(told, fact.id, answer)
    assert questions == ["materials.all_originating", "criterion.CTH"]
    assert determine(told, rules).status is ORIGINATING


def test_yes_or_no_before_a_code_and_a_code_before_a_value() -> None:
    rules = law("CTH and MaxNOM 50 % (EXW) and text:by_hand")
    told = case([material(None, None)], exw=None, operations=None)
    order = []
    for answer in (True, "720851", "1000", "10", True):
        fact = next_question(determine(told, rules))
        assert fact is not None
        order.append(fact.id)
        told = with_answer(told, fact.id, answer)
    assert order == [
        "judgement.by_hand",
        "material.0.hs",
        "product.ex_works_price",
        "material.0.value",
        "operations.sufficient",
    ]
    assert determine(told, rules).status is ORIGINATING


def test_nothing_is_asked_when_all_is_said() -> None:
    assert next_question(determine(case([material("720851", 5)]), law("CTH"))) is None


def test_one_answer_serves_every_criterion_it_settles() -> None:
    rules = law("CTH except 8481; or CTSH")
    strict = whole(answers={"criterion.CTH except 8481": True})
    assert determine(strict, rules).status is ORIGINATING
    plain = whole(answers={"criterion.CTH": True, "materials.all_originating": False})
    assert determine(plain, law("CTSH")).status is ORIGINATING
    assert determine(plain, law("CTH except 8481")).status is not NOT_ORIGINATING
    failed = whole(answers={"criterion.CTSH": False})
    assert determine(failed, law("CTH; or CC")).status is NOT_ORIGINATING


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("MaxNOM 20 % (EXW) of 85", "20", set()),
        ("MaxNOM 20 % (EXW) of 85", "21", {"non_originating_value.85"}),
        ("CTH allow same-heading max 20 % (EXW)", "20", set()),
        ("CTH", "0", set()),
        ("ORIG(85)", "0", set()),
    ],
)
def test_the_value_of_all_materials_settles_what_is_narrower(
    rule: str, value: str, expected: set[str]
) -> None:
    told = whole(answers={"non_originating_value.all": value, "materials.all_originating": False})
    assert asked(determine(told, law(rule))) == expected


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("criterion.CTH", "yes"),
        ("materials.all_originating", "1"),
        ("non_originating_value.all", "much"),
        ("non_originating_value.all", "-1"),
        ("non_originating_value.all", "NaN"),
        ("non_originating_value.all", True),
    ],
)
def test_an_answer_of_the_wrong_form_is_an_error_and_never_a_guess(
    fact: str, answer: str | bool
) -> None:
    with pytest.raises(AnswerError) as caught:
        determine(whole(answers={fact: answer}), law("CTH; or MaxNOM 50 % (EXW)"))
    assert caught.value.field == fact


def test_an_answer_nobody_gave_is_none() -> None:
    answers = Answers()
    assert (answers.yes_no("a"), answers.amount("a"), answers.text("a")) == (None, None, None)


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        ("CC allow 84", False),
        ("CTH allow 8413", False),
        ("CTH allow 84", False),
        ("CC allow 8401-8412 allow 84 without 8401-8412", False),
        ("CC allow 84 without 8401-8412", True),
        ("CC allow 8413", True),
        ("CTH allow 8414", True),
        ("CC except 72 allow 84", True),
        ("CC allow 84 prohibit 72", True),
    ],
)
def test_a_shift_that_allows_all_it_forbids_is_not_asked_about(rule: str, asks: bool) -> None:
    """No product of the kind could fail it: every material is of the chapter or of another one."""
    told = with_answer(whole(exw=None), "materials.all_originating", False)
    found = determine(told, law(rule))
    assert (f"criterion.{rule}" in asked(found)) is asks
    assert found.status is not ORIGINATING or not asks
