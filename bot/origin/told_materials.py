"""What was answered about a code or a material, put into the bill of materials."""

from __future__ import annotations

from dataclasses import replace

from bot.origin.bill_of_materials import Material
from bot.origin.facts import AnswerError, Answers
from bot.origin.nomenclature import HsCode, NomenclatureError, read_code

_MOST_NAMED = 12


def chosen_code(fact_id: str, codes: tuple[HsCode, ...], answers: Answers) -> tuple[HsCode, ...]:
    """The code answered, if one was; raises AnswerError if it is none of those that are possible."""
    answer = answers.text(fact_id)
    if answer is None:
        return codes
    chosen = tuple(one for one in codes if one.digits == answer)
    if not chosen:
        possible = ", ".join(one.digits for one in codes[:_MOST_NAMED])
        more = f" and {len(codes) - _MOST_NAMED} more" if len(codes) > _MOST_NAMED else ""
        message = f"answer '{answer}' for {fact_id}: expected one of {possible}{more}"
        raise AnswerError(message, fact_id)
    return chosen


def finer_code(fact_id: str, told: HsCode | None, answers: Answers) -> HsCode | None:
    """The code told, or the finer one answered; raises AnswerError if the two do not go together."""
    answer = answers.text(fact_id)
    if answer is None or (told is not None and told.is_subheading):
        return told
    try:
        finer = read_code(answer)
    except NomenclatureError as fault:
        raise AnswerError(f"answer for {fact_id}: {fault}", fact_id) from fault
    if told is not None and not finer.is_within(told):
        raise AnswerError(f"answer '{answer}' for {fact_id}: expected a code of {told}", fact_id)
    return finer


def with_answers(key: str, material: Material, answers: Answers) -> Material:
    """The material completed by what was answered about it."""
    if not answers.given:
        return material
    return replace(
        material,
        hs=finer_code(f"material.{key}.hs", material.hs, answers),
        value=material.value
        if material.value is not None
        else answers.amount(f"material.{key}.value"),
        weight_kg=(
            material.weight_kg
            if material.weight_kg is not None
            else answers.amount(f"material.{key}.weight_kg")
        ),
    )
