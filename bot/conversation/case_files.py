"""From the conversation's case to the file and the summary a user keeps, and back from the file.

The file leaves out how the talk went: only what was told and what came out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

from bot.case_fields import InputError
from bot.case_file import CaseFile, Told, Worked, case_file, read_case_file, work_out
from bot.conversation.cases import MADE_HERE, assess, find_fact, request_of
from bot.conversation.desk import Desk
from bot.conversation.replying import say
from bot.conversation.state import Asked, CaseState, MaterialLine
from bot.explain.formats import money, number
from bot.explain.questions import question_text
from bot.origin.bill_of_materials import EvidenceKind, Producer
from bot.origin.facts import Answer, FactType, MissingFact
from bot.summary.composing import summary
from bot.summary.document import Summary


class NothingToKeepError(LookupError):
    """Product or market are not known yet: there is no result."""


def told_in(state: CaseState, desk: Desk) -> Told:
    """What was told, as the engine reads it; raises NothingToKeepError before product and market."""
    if not state.hs or not state.market:
        raise NothingToKeepError("product and market are needed")
    request = request_of(state, desk.today())
    # The log leaves out what somebody typed; the user's own file does not.
    if state.words:
        request["product"]["description"] = state.words
    for line, material in zip(request["materials"] or (), state.materials, strict=False):
        if material.description:
            line["description"] = material.description
    # Answers stay figures, so that a code is not taken for an amount when the file is read.
    request["answers"] = dict(state.answers)
    return Told(
        request,
        state.lang,
        state.words,
        state.value,
        state.per_year,
        state.currency,
        state.unknown,
        state.checking,
    )


def file_of(state: CaseState, desk: Desk) -> CaseFile:
    """The case as a file; raises NothingToKeepError."""
    return case_file(told_in(state, desk), desk.services)


def summary_of(state: CaseState, desk: Desk, lang: str) -> Summary:
    """The case as a document in a language; raises NothingToKeepError."""
    spoken = replace(state, language=lang)
    told = told_in(spoken, desk)
    worked = work_out(told, desk.services)
    return summary_in_words(spoken, told, worked, desk)


def summary_in_words(state: CaseState, told: Told, worked: Worked, desk: Desk) -> Summary:
    """The document of a case that is worked out already."""
    answers = tuple(answers_in_words(state, desk))
    moment = datetime.now(timezone.utc)
    return summary(told, worked, answers, desk.words, state.lang, moment)


def answers_in_words(state: CaseState, desk: Desk) -> Iterator[tuple[str, str]]:
    """Every question that was answered, with the answer."""
    if state.made_here is not None:
        yield _in_words(MADE_HERE, state.made_here, state, desk)
    for fact_id, answer in state.answers.items():
        fact = find_fact(state, fact_id, desk)
        if fact is not None:
            yield _in_words(fact, answer, state, desk)
    if state.drawback is not None:
        yes_no = say(state.lang, "button.yes" if state.drawback else "button.no")
        yield say(state.lang, "use.drawback").split("\n")[0], yes_no


def _in_words(fact: MissingFact, answer: Answer, state: CaseState, desk: Desk) -> tuple[str, str]:
    asked = question_text(fact, assess(state, desk), desk.words, state.lang)
    return asked, _answer(fact, answer, state)


def _answer(fact: MissingFact, answer: Answer, state: CaseState) -> str:
    if isinstance(answer, bool):
        return say(state.lang, "button.yes" if answer else "button.no")
    if isinstance(answer, Decimal):
        if fact.type is FactType.MONEY:
            return money(answer, state.currency, state.lang)
        return number(answer, state.lang)
    return answer


# --- back from the file -----------------------------------------------------------------------


def state_of_file(content: str | bytes, desk: Desk) -> tuple[CaseFile, CaseState]:
    """The file and the conversation's case as it was told; raises InputError."""
    file = read_case_file(content)
    read = desk.services.cases.read_object(file.told.request)
    told = file.told
    state = CaseState(
        language=told.language,
        language_settled=True,
        greeted=True,
        words=told.words,
        hs=read.case.product.hs.digits,
        market=read.case.market,
        markets=(read.case.market,),
        made_here=_made_here(read.case.product.produced_by),
        value=told.value,
        per_year=told.per_year,
        currency=told.currency,
        drawback=read.case.duty_drawback,
        answers=_answers(file),
        materials=tuple(_line(one) for one in told.request.get("materials") or ()),
        unknown=told.not_known,
        checking=told.checking,
        verdict_shown=told.checking,
    )
    return file, state.asking(Asked.NEXT)


def _made_here(producer: Producer | None) -> bool | None:
    return None if producer is None else producer is Producer.EXPORTER


def _answers(file: CaseFile) -> dict[str, Answer]:
    given = file.told.request.get("answers") or {}
    if not isinstance(given, Mapping):
        raise InputError("wrong_type", "expected an object", "case.answers")
    answers: dict[str, Answer] = {}
    for fact, answer in given.items():
        if not isinstance(answer, (bool, str, Decimal)):
            raise InputError("wrong_type", "expected an answer", f"case.answers.{fact}")
        answers[fact] = answer
    return answers


def _line(told: Mapping[str, Any]) -> MaterialLine:
    value, weight = (_amount(told.get(name)) for name in ("value", "weight_kg"))
    originating, evidence = told.get("originating"), told.get("evidence")
    if isinstance(evidence, Mapping):
        evidence = evidence.get("kind")
    own_made = evidence == EvidenceKind.OWN_PRODUCTION.value
    return MaterialLine(
        str(told.get("description") or ""),
        str(told.get("hs") or ""),
        value,
        str(told.get("country") or ""),
        weight,
        originating if isinstance(originating, bool) else None,
        "" if own_made else str(evidence or ""),
        own_made=own_made,
    )


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
