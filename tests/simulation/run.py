"""Interviews: ask the exporter until no question is left, and hold the answer against full knowledge."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.origin.bill_of_materials import Case
from bot.origin.determination import (
    OriginDetermination,
    OriginRules,
    determine,
    determine_status,
)
from bot.origin.facts import Answer, MissingFact
from bot.origin.findings import Status
from bot.origin.questions import next_question
from tests.simulation.cases import SimulatedCase
from tests.simulation.exporter import Exporter

MOST_QUESTIONS = 60


class EndlessQuestionsError(AssertionError):
    """The engine goes on asking, or asks the same thing again."""


@dataclass(frozen=True)
class Asked:
    """One question, the case as it was before, and the answer (None: I don't know)."""

    fact: MissingFact
    before: Case
    unknown: frozenset[str]
    answer: Answer | None


@dataclass(frozen=True)
class Interview:
    """What was asked and what came out, beside what the full bill of materials gives."""

    case: SimulatedCase
    asked: tuple[Asked, ...]
    found: OriginDetermination
    full: OriginDetermination

    @property
    def was_unsure(self) -> bool:
        """Whether the exporter said "I don't know"."""
        return any(one.answer is None for one in self.asked)

    @property
    def facts_decide(self) -> bool:
        """Whether full knowledge gives an answer."""
        return self.full.status is not Status.UNDETERMINED

    @property
    def is_right(self) -> bool:
        """Whether the interview came to the answer of full knowledge."""
        return self.found.status is self.full.status

    @property
    def contradicts(self) -> bool:
        """Whether the interview gave an answer that full knowledge does not give."""
        return self.found.status is not Status.UNDETERMINED and not self.is_right


def interview(case: SimulatedCase) -> Interview:
    """Ask one question after the other, then compare."""
    full = full_knowledge(case)
    known, unknown = case.told, frozenset[str]()
    asked: list[Asked] = []
    found = determine(known, case.law)
    while True:
        fact = next_question(found, unknown)
        if fact is None:
            return Interview(case, tuple(asked), found, full)
        _check(fact, asked, case)
        answer = case.exporter.answer(fact)
        asked.append(Asked(fact, known, unknown, answer))
        if answer is None:
            unknown |= {fact.id}
            known = replace(known, answers=replace(known.answers, unknown=unknown))
        else:
            known = with_answer(known, fact.id, answer)
        found = determine(known, case.law)


def full_knowledge(case: SimulatedCase) -> OriginDetermination:
    """The determination on the full bill of materials, everything else answered at once."""
    return completed(case.exporter.world.full_case(), case.law, case.exporter)


def completed(case: Case, law: OriginRules, exporter: Exporter) -> OriginDetermination:
    """The determination after all that is missing has been answered truthfully."""
    for _ in range(MOST_QUESTIONS):
        found = determine_status(case, law)
        if not found.missing:
            return found
        for fact in found.missing:
            case = with_answer(case, fact.id, exporter.truth(fact))
    raise EndlessQuestionsError(f"{law.rules.id}: no end of missing facts: {found.missing}")


def with_answer(case: Case, fact_id: str, answer: Answer) -> Case:
    """The case with one more answer."""
    given = {**case.answers.given, fact_id: answer}
    return replace(case, answers=replace(case.answers, given=given))


def without(found: OriginDetermination, unknown: frozenset[str]) -> OriginDetermination:
    """The determination without the questions that were answered with "I don't know"."""
    return replace(found, missing=tuple(one for one in found.missing if one.id not in unknown))


def _check(fact: MissingFact, asked: list[Asked], case: SimulatedCase) -> None:
    if any(one.fact.id == fact.id for one in asked):
        raise EndlessQuestionsError(f"{case.id}: asked again for {fact.id}")
    if len(asked) >= MOST_QUESTIONS:
        raise EndlessQuestionsError(f"{case.id}: more than {MOST_QUESTIONS} questions")
