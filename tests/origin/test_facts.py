"""Answers: read in the form the fact takes, or refused; never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.origin.determination import determine
from bot.origin.facts import Answer, AnswerError, Answers
from tests.origin.builders import law, whole

PRICE = "product.ex_works_price"


@pytest.mark.parametrize(
    "answer", [True, "dear", "", "-1", "NaN", "Infinity", "1e999999", "1e-999999", "0e-999999"]
)
def test_what_is_no_amount_is_refused(answer: Answer) -> None:
    with pytest.raises(AnswerError) as caught:
        Answers({PRICE: answer}).amount(PRICE)
    assert caught.value.field == PRICE
    with pytest.raises(AnswerError):
        determine(whole(exw=None, answers={PRICE: answer}), law("MaxNOM 50 % (EXW)"))


@pytest.mark.parametrize("answer", ["0", "12.50", Decimal("0.00001"), "1E+3"])
def test_an_amount_is_exact(answer: Answer) -> None:
    assert Answers({PRICE: answer}).amount(PRICE) == Decimal(answer)


@pytest.mark.parametrize("answer", ["yes", "true", Decimal(1), ""])
def test_a_yes_is_not_read_into_other_answers(answer: Answer) -> None:
    with pytest.raises(AnswerError):
        Answers({"process.weaving": answer}).yes_no("process.weaving")


@pytest.mark.parametrize("answer", [True, Decimal(1)])
def test_a_code_or_choice_is_a_text(answer: Answer) -> None:
    with pytest.raises(AnswerError):
        Answers({"product.row": answer}).text("product.row")


def test_what_nobody_answered_is_no_answer() -> None:
    nothing = Answers()
    assert (nothing.amount(PRICE), nothing.yes_no("x"), nothing.text("x")) == (None, None, None)
