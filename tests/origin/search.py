"""Looking through answers: does a fact that is asked for matter, and does asking come to an end?"""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from bot.origin.bill_of_materials import Case, walk
from bot.origin.determination import OriginDetermination, OriginRules, determine, determine_status
from bot.origin.facts import Answer, FactType, MissingFact
from bot.origin.findings import Status
from bot.origin.questions import next_question

MONEY = tuple(
    Decimal(one)
    for one in (0, "0.001", 1, 4, 9, 11, 20, 30, 49, 51, 79, 100, 120, 250, 450, 700, 5000, 10**7)
)
WEIGHTS = tuple(Decimal(one) for one in (0, "0.0001", "0.3", 1, 2, 3, 5, 10, 16, 40, 1000, 10**6))
CODES = ("841370", "841391", "848180", "850152", "720851", "170199", "040510", "520811")
MOST_QUESTIONS = 200
# Many outcomes hang on a run of answers that go together: some say yes nearly always, some hardly ever.
YES_SHARES = (0.5, 0.95, 0.8, 0.2, 0.05)


class Respondent:
    """Answers every fact, always the same way: a world in which the exporter lives."""

    def __init__(self, seed: int, forced: dict[str, Answer] | None = None) -> None:
        self.seed = seed
        self.forced = forced or {}

    def answer(self, fact: MissingFact, case: Case) -> Answer:
        if fact.id in self.forced:
            return self.forced[fact.id]
        drawn = random.Random(f"{self.seed}:{fact.id}")
        answers = answers_of(fact, case)
        if fact.type is FactType.YES_NO:
            return drawn.random() < YES_SHARES[self.seed % len(YES_SHARES)]
        if fact.type in (FactType.MONEY, FactType.WEIGHT):
            half = len(answers) // 2
            return drawn.choice((answers, answers[:half], answers[half:])[self.seed % 3])
        return drawn.choice(answers)


def answers_of(fact: MissingFact, case: Case) -> list[Answer]:
    if fact.type is FactType.YES_NO:
        return [True, False]
    if fact.options:
        return list(fact.options)
    if fact.type is FactType.CODE:
        return _codes_of(fact, case)
    return list(WEIGHTS if fact.type is FactType.WEIGHT else MONEY)


def _codes_of(fact: MissingFact, case: Case) -> list[Answer]:
    told = dict(walk(case.materials or ())).get(fact.material)
    if told is None or told.hs is None:
        return [*CODES, case.product.hs.digits, case.product.hs.digits[:4] + "99", "540710"]
    return [(told.hs.digits + ends)[:6] for ends in ("7000", "9100", "1100")]


def with_answer(case: Case, fact_id: str, answer: Answer) -> Case:
    given = {**case.answers.given, fact_id: answer}
    return replace(case, answers=replace(case.answers, given=given))


def completed(case: Case, law: OriginRules, respondent: Respondent) -> OriginDetermination:
    """The determination after every missing fact has been answered, all at once, round by round."""
    found = determine_status(case, law)
    for _ in range(MOST_QUESTIONS):
        if not found.missing:
            return found
        for fact in found.missing:
            assert fact.id not in case.answers.given, f"asked again for {fact.id}"
            case = with_answer(case, fact.id, respondent.answer(fact, case))
        found = determine_status(case, law)
    raise AssertionError(f"no end of questions: {found.missing}")


def interviewed(case: Case, law: OriginRules, respondent: Respondent) -> OriginDetermination:
    """The determination after asking one question after the other."""
    found = determine(case, law)
    for _ in range(MOST_QUESTIONS):
        fact = next_question(found)
        if fact is None:
            return found
        assert fact.id not in case.answers.given, f"asked again for {fact.id}"
        case = with_answer(case, fact.id, respondent.answer(fact, case))
        found = determine(case, law)
    raise AssertionError(f"no end of questions: {found.missing}")


def matters(fact: MissingFact, case: Case, law: OriginRules, worlds: int = 300) -> bool:
    """Whether some world exists in which the answer to the fact changes the status."""
    for seed in range(worlds):
        seen: set[Status] = set()
        for answer in answers_of(fact, case):
            forced = Respondent(seed, {fact.id: answer})
            seen.add(completed(with_answer(case, fact.id, answer), law, forced).status)
            if len(seen) > 1:
                return True
    return False


def superfluous(case: Case, law: OriginRules) -> list[str]:
    """The facts asked for whose answers change nothing."""
    found = determine(case, law)
    return [one.id for one in found.missing if not matters(one, case, law)]
