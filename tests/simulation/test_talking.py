"""A sample of simulated exporters who type to the conversation: right answers, few questions, none twice."""

from __future__ import annotations

import statistics

import pytest

from bot.origin.findings import Status
from bot.wiring import Services
from tests.simulation.cases import CaseMaker, Start
from tests.simulation.relevance import could_matter
from tests.simulation.talking import TalkInterview, talked, told_so

pytestmark = pytest.mark.slow

PER_LIST = 2
MEDIAN_QUESTIONS = 6
MOST_QUESTIONS = 25
MADE_HERE = "product.produced_by"


@pytest.fixture(scope="module")
def maker(services: Services) -> CaseMaker:
    return CaseMaker(services)


@pytest.fixture(scope="module")
def talks(maker: CaseMaker, services: Services) -> list[TalkInterview]:
    """All talks of the sample, in both languages; a misread answer or a question asked twice fails."""
    cases = list(maker.cases(PER_LIST))
    held = [talked(one, services, ("de", "en")[number % 2]) for number, one in enumerate(cases)]
    return [one for one in held if one is not None]


def test_every_list_is_talked_about(talks: list[TalkInterview], services: Services) -> None:
    recorded = {one.id for one in services.catalogue.protocols.values() if one.rules is not None}
    assert {one.case.list_id for one in talks} == recorded
    assert {one.lang for one in talks} == {"de", "en"}
    assert {one.case.start for one in talks} == set(Start)


def test_no_talk_contradicts_full_knowledge(talks: list[TalkInterview]) -> None:
    assert [one.case.id for one in talks if one.contradicts] == []


def test_only_an_unknown_fact_leaves_the_answer_open(talks: list[TalkInterview]) -> None:
    left_open = [
        one.case.id
        for one in talks
        if one.found.status is Status.UNDETERMINED and one.facts_decide and not one.was_unsure
    ]
    assert left_open == []


def test_every_talk_ends_with_a_verdict(talks: list[TalkInterview]) -> None:
    assert [one.case.id for one in talks if not one.state.verdict_shown] == []


def test_half_of_the_talks_are_short(talks: list[TalkInterview]) -> None:
    counts = [len(one.asked) for one in talks]
    assert statistics.median(counts) <= MEDIAN_QUESTIONS
    assert max(counts) <= MOST_QUESTIONS


def test_the_last_question_could_have_changed_the_outcome(
    maker: CaseMaker, talks: list[TalkInterview]
) -> None:
    asked = [one for one in talks if one.asked and one.asked[-1].fact.id != MADE_HERE][:6]
    assert asked
    needless = [
        (one.case.id, one.asked[-1].fact.id)
        for one in asked
        if not could_matter(one.asked[-1], told_so(one), maker.codes)
    ]
    assert needless == []
