"""From the conversation's case to the engine's: what is asked of it, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.advice import Advice, Assessment
from bot.conversation.desk import Desk
from bot.conversation.state import CaseState, MaterialLine
from bot.origin.bill_of_materials import (
    Case,
    Evidence,
    EvidenceKind,
    Material,
    Producer,
    Product,
)
from bot.origin.facts import Answers, FactType, MissingFact, Topic
from bot.origin.findings import Reason, Status
from bot.origin.nomenclature import code
from bot.origin.questions import next_question

MADE_HERE = MissingFact("product.produced_by", Topic.PRODUCED_BY_EXPORTER, FactType.YES_NO)
ALL_ORIGINATING = "materials.all_originating"
EX_WORKS_PRICE = "product.ex_works_price"
# A turn looks at the case before and after, with and without an answer.
_KEPT_ASSESSMENTS = 24

# These answers name the market or a list of one agreement: they do not travel to another market.
_OF_ONE_MARKET = ("product.suppliers_declaration", "product.row", ALL_ORIGINATING)
_OF_ONE_MARKET_ENDINGS = (".evidence", ".originating")


def case_of(state: CaseState, desk: Desk) -> Case:
    """The engine's case; needs product and market."""
    answers = state.answers
    product = Product(
        code(state.hs),
        state.words,
        _producer(state.made_here),
        _amount(state, EX_WORKS_PRICE),
        _amount(state, "product.fob_price"),
        _amount(state, "product.net_weight_kg"),
        state.currency,
    )
    materials = tuple(_material(one) for one in state.materials) or None
    return Case(
        product,
        state.market,
        desk.today(),
        materials,
        duty_drawback=state.drawback,
        answers=Answers(answers, frozenset(state.unknown)),
    )


def request_of(state: CaseState, day: date) -> dict[str, Any]:
    """The case as the JSON that `assess` reads, without anything that somebody typed in words."""
    product = {
        "hs": state.hs,
        "produced_by": producer.value if (producer := _producer(state.made_here)) else None,
        "ex_works_price": _text(_amount(state, EX_WORKS_PRICE)),
        "fob_price": _text(_amount(state, "product.fob_price")),
        "net_weight_kg": _text(_amount(state, "product.net_weight_kg")),
        "currency": state.currency,
    }
    return {
        "market": state.market,
        "date": day.isoformat(),
        "product": _told(product),
        "materials": [_line_request(one) for one in state.materials] or None,
        "duty_drawback": state.drawback,
        "answers": {
            fact: _text(one) if isinstance(one, Decimal) else one
            for fact, one in state.answers.items()
        },
    }


def _line_request(line: MaterialLine) -> dict[str, Any]:
    return _told(
        {
            "hs": line.hs or None,
            "value": _text(line.value),
            "weight_kg": _text(line.weight_kg),
            "country": line.country or None,
            "originating": line.originating,
            "evidence": line.proof or None,
        }
    )


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _producer(made_here: bool | None) -> Producer | None:
    if made_here is None:
        return None
    return Producer.EXPORTER if made_here else Producer.SUPPLIER


def _amount(state: CaseState, fact: str) -> Decimal | None:
    answer = state.answers.get(fact)
    return answer if isinstance(answer, Decimal) else None


def _material(line: MaterialLine) -> Material:
    return Material(
        code(line.hs) if line.hs else None,
        line.description,
        line.value,
        line.weight_kg,
        line.country or None,
        line.originating,
        evidence=Evidence(EvidenceKind(line.proof)) if line.proof else None,
    )


def assess(state: CaseState, desk: Desk) -> Assessment:
    """The determination with all that follows from it; the last ones are kept, one turn asks often."""
    key = (desk.today(), state.facts_json())
    kept = desk.assessments
    if key not in kept:
        while len(kept) >= _KEPT_ASSESSMENTS:
            kept.pop(next(iter(kept)), None)
        kept[key] = desk.adviser.assess(case_of(state, desk))
    return kept[key]


def advise(state: CaseState, desk: Desk, market: str | None = None) -> Advice:
    """The first answer for the case's market or another one."""
    return desk.adviser.advise(
        code(state.hs),
        market or state.market,
        desk.today(),
        value=state.value,
        currency=state.currency,
    )


def next_fact(state: CaseState, assessment: Assessment) -> MissingFact | None:
    """What to ask next: who makes the product, then what the engine needs most; None at the end.

    Facts that the user does not know are left out: the result then says what has to be found out.
    """
    determination = assessment.determination
    if determination.status is Status.NOT_APPLICABLE or determination.reason in (
        Reason.RULES_NOT_RECORDED,
        Reason.ROW_NOT_RECORDED,
    ):
        return None
    if state.made_here is None and MADE_HERE.id not in state.unknown:
        return MADE_HERE
    return next_question(determination, state.unknown)


def find_fact(state: CaseState, fact_id: str, desk: Desk) -> MissingFact | None:
    """The fact of an id, whether open or answered; None if the case no longer asks for it."""
    if fact_id == MADE_HERE.id:
        return MADE_HERE
    told = {fact: one for fact, one in state.answers.items() if fact != fact_id}
    for answers in (told, {}):
        assessment = assess(replace(state, answers=answers), desk)
        for one in _facts_of(assessment):
            if one.id == fact_id:
                return one
    return None


def _facts_of(assessment: Assessment) -> Iterator[MissingFact]:
    """All facts that are or may be asked for; those under any row last, for they have to be looked for."""
    found = assessment.determination
    yield from found.open_facts
    yield from (one for each in found.alternatives for one in each.missing)
    yield from found.missing


def for_market(state: CaseState, market: str) -> CaseState:
    """The case for another market: answers that name the old one are not taken along."""
    if market == state.market:
        return state
    answers = {
        fact: one
        for fact, one in state.answers.items()
        if fact not in _OF_ONE_MARKET and not fact.endswith(_OF_ONE_MARKET_ENDINGS)
    }
    return replace(state.unchecked(), market=market, answers=answers, drawback=None)
