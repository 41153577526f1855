"""Every missing fact that is named can change the outcome: over rules, materials and provisions at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from bot.origin.bill_of_materials import Case
from bot.origin.determination import (
    OriginRules,
    Witness,
    determine,
    determine_status,
    witnesses_of,
)
from bot.origin.facts import Answer, Answers
from bot.origin.nomenclature import code
from bot.origin.product_specific_rules import Coverage
from bot.wiring import Services
from tests.origin.builders import (
    DAY,
    UNDETERMINED,
    WORKING,
    asked,
    case,
    law,
    material,
    row,
    tolerance,
    whole,
)
from tests.origin.random_cases import incomplete_cases, laws

at_random = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CASES_PER_LIST = 2


def completed(told: Case, shown: Witness, answer: Answer) -> Case:
    """The case with every other answer of the witness, and this one to its fact."""
    given_answers = {**told.answers.given, **shown.others, shown.fact.id: answer}
    return replace(told, answers=replace(told.answers, given=given_answers))


def facts_without_witness(told: Case, rules: OriginRules) -> list[str]:
    """The facts named although no two answers to them alone lead to different outcomes."""
    found = determine_status(told, rules)
    shown = {}
    for one in witnesses_of(found, told, rules) if found.missing else ():
        outcomes = [determine_status(completed(told, one, answer), rules) for answer in one.answers]
        if outcomes[0].status is not outcomes[1].status:
            shown[one.fact.id] = one
    return [one.id for one in determine(told, rules).missing if one.id not in shown]


@at_random
@given(incomplete_cases(), laws())
def test_every_fact_named_can_change_the_outcome(told: Case, rules: OriginRules) -> None:
    assert facts_without_witness(told, rules) == []


@at_random
@given(incomplete_cases(), laws())
def test_undetermined_names_a_fact_and_a_decided_case_none(told: Case, rules: OriginRules) -> None:
    found = determine(told, rules)
    assert (found.status is UNDETERMINED) == (len(found.missing) > 0)


def test_every_fact_named_under_a_recorded_rule_can_change_the_outcome(services: Services) -> None:
    """Real rows of every list that is recorded, whatever is told of the product and its materials."""
    seen = set()
    for told, rules in recorded_cases(services):
        assert facts_without_witness(told, rules) == [], (rules.rules.id, told)
        seen.add(rules.rules.id)
    recorded = {one.id for one in services.catalogue.protocols.values() if one.rules is not None}
    assert seen == recorded


def recorded_cases(services: Services) -> Iterator[tuple[Case, OriginRules]]:
    """Some incomplete cases for every list, each of a product that a row governs."""
    codes = sorted(services.nomenclature.subheadings)
    catalogue = services.catalogue
    for protocol in catalogue.protocols.values():
        market = next(
            one
            for one in sorted(catalogue.markets)
            if any(
                catalogue.protocol_of(found) is protocol for found in catalogue.agreements_of(one)
            )
        )
        rules = catalogue.origin_rules(protocol, market)
        if rules is None:
            continue
        draw = random.Random(protocol.id)
        governed = [one for one in codes if rules.rules.candidates(code(one), DAY)]
        for number in range(CASES_PER_LIST):
            lines = [
                material(
                    draw.choice([None, *draw.choices(codes, k=4)]),
                    draw.choice([None, 5, 30]),
                    draw.choice([None, False, True]),
                    kg=draw.choice([None, 1]),
                )
                for _ in range(2)
            ]
            told = case(
                lines if number % 2 else None,
                draw.choice(governed),
                exw=draw.choice([None, 100]),
                fob=None,
                kg=None,
                operations=draw.choice([None, WORKING]),
                market=market,
            )
            yield told, rules


def test_what_goes_with_an_unknown_price_is_not_asked_for() -> None:
    """How much offends is idle when nobody can tell what the tolerance is a share of."""
    known = {
        "materials.all_originating": False,
        "criterion.CTH": False,
        "operations.sufficient": True,
    }
    rules = law("CTH", tolerances=tolerance(10))
    told = replace(whole(exw=None), answers=Answers(known))
    assert asked(determine(told, rules)) == {"product.ex_works_price", "offending_value.CTH"}
    unsure = replace(told, answers=Answers(known, frozenset({"product.ex_works_price"})))
    assert asked(determine(unsure, rules)) == {"product.ex_works_price"}


def test_processes_that_only_repeat_what_is_asked_are_not_named() -> None:
    bill = [material("720851", 7)]
    found = determine(case(bill, operations=None), law("process(dyeing | weaving + dyeing)"))
    assert asked(found) == {"process.dyeing", "operations.sufficient"}


def test_rows_that_ask_for_the_same_in_other_words_are_not_told_apart() -> None:
    rules = law(
        row("CTH and CTH", "84", row_id="D", coverage=Coverage.DESCRIBED),
        row("CTH", "84", row_id="R", coverage=Coverage.REST),
    )
    found = determine(case([material(None, 10)]), rules)
    assert asked(found) == {"material.0.hs"}


def test_a_share_of_itself_is_not_weighed() -> None:
    tobacco = [material("240120", 5, kg=None)]
    found = determine(case(tobacco, "240220"), law("MaxWeight 30 % of 2401 in 2401"))
    assert found.status.value == "not_originating"


def test_an_alternative_that_needs_more_than_another_asks_for_nothing_of_its_own() -> None:
    found = determine(whole(exw=None), law("NOM<=OM; or NOM<=OM [if hybrid]"))
    assert "product.is.hybrid" not in asked(found)
