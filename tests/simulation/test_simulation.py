"""A fixed sample of simulated exporters: right answers, few questions, none twice."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.origin.findings import Status
from bot.wiring import Services
from tests.simulation.cases import CaseMaker, Start
from tests.simulation.relevance import could_matter
from tests.simulation.rule_parts import kind_of
from tests.simulation.run import Interview, interview

pytestmark = pytest.mark.slow

PER_LIST = 4
MOST_QUESTIONS = 25
# Measured on this sample.
RIGHT_SHARE = 1.0
MEDIAN_QUESTIONS = 5


@pytest.fixture(scope="module")
def maker(services: Services) -> CaseMaker:
    return CaseMaker(services)


@pytest.fixture(scope="module")
def interviews(maker: CaseMaker) -> list[Interview]:
    """All interviews of the sample; holding one fails if a question is asked twice."""
    return [interview(one) for one in maker.cases(PER_LIST)]


def test_the_sample_covers_every_list_and_start(
    interviews: list[Interview], services: Services
) -> None:
    recorded = {one.id for one in services.catalogue.protocols.values() if one.rules is not None}
    assert Counter(one.case.list_id for one in interviews) == dict.fromkeys(recorded, PER_LIST)
    assert {one.case.start for one in interviews} == set(Start)
    statuses = {one.full.status for one in interviews}
    assert {Status.ORIGINATING, Status.NOT_ORIGINATING} <= statuses


def test_the_sample_covers_the_kinds_of_rules(interviews: list[Interview]) -> None:
    kinds = {
        word
        for one in interviews
        for candidate in one.full.candidates
        for word in kind_of(candidate.rule).split()
    }
    assert {"described", "rest", "all"} <= kinds
    assert {
        "TariffShift",
        "MaxNonOriginatingMaterials",
        "SpecificProcess",
        "MaxWeight",
        "WhollyObtained",
        "FromMaterials",
    } <= kinds


def test_no_answer_contradicts_full_knowledge(interviews: list[Interview]) -> None:
    wrong = [
        f"{one.case.id}: {one.found.status.value}, with full knowledge {one.full.status.value}"
        for one in interviews
        if one.contradicts
    ]
    assert wrong == []


def test_only_an_unknown_fact_leaves_the_answer_open(interviews: list[Interview]) -> None:
    left_open = [
        one.case.id
        for one in interviews
        if one.found.status is Status.UNDETERMINED and one.facts_decide and not one.was_unsure
    ]
    assert left_open == []


def test_some_exporters_do_not_know_everything(interviews: list[Interview]) -> None:
    unsure = [one for one in interviews if one.was_unsure]
    assert unsure
    assert all(one.case.doubts for one in unsure)


def test_an_interview_ends_soon(interviews: list[Interview]) -> None:
    longest = max(interviews, key=lambda one: len(one.asked))
    assert len(longest.asked) <= MOST_QUESTIONS, longest.case.id


def test_the_share_of_right_answers_holds(interviews: list[Interview]) -> None:
    decided = [one for one in interviews if one.facts_decide and not one.was_unsure]
    assert sum(one.is_right for one in decided) / len(decided) >= RIGHT_SHARE


def test_half_of_the_interviews_are_short(interviews: list[Interview]) -> None:
    counts = sorted(len(one.asked) for one in interviews)
    assert counts[len(counts) // 2] <= MEDIAN_QUESTIONS


def test_the_same_seed_gives_the_same_cases(maker: CaseMaker, services: Services) -> None:
    protocol = services.catalogue.protocols["eu-uk-tca"]
    first, again = (list(maker.of_list(protocol, PER_LIST)) for _ in range(2))
    assert [one.told for one in first] == [one.told for one in again]
    assert [one.exporter.world for one in first] == [one.exporter.world for one in again]


def test_the_first_question_of_a_product_start_matters(
    maker: CaseMaker, interviews: list[Interview]
) -> None:
    first = [one for one in interviews if one.case.start is Start.PRODUCT and one.asked][:5]
    assert first
    for one in first:
        assert could_matter(one.asked[0], one.case, maker.codes), one.case.id
