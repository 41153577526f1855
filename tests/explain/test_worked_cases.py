"""The ten worked cases run through the JSON of `assess`, and every reply about them reads well."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.explain.assessment_json import assessment_json
from bot.explain.questions import question
from bot.explain.use_it import use_it
from bot.explain.verdict import verdict
from bot.origin.questions import next_question
from bot.wiring import Services

CASES = Path(__file__).parents[1] / "origin" / "example_cases.yaml"
WORKED = YAML(typ="safe").load(CASES)["worked_cases"]
RAW = re.compile(r"\bNone\b|%\(|[a-z]+_[a-z]+\b(?!\w)")


def assessed(services: Services, worked: dict[str, Any]) -> Any:
    case = {**worked["case"], "agreement": worked["origin_protocol"]}
    request = services.cases.read(json.dumps(case))
    return services.adviser.assess(request.case, request.agreement)


@pytest.mark.parametrize("worked", WORKED, ids=[one["id"] for one in WORKED])
def test_a_worked_case_has_the_expected_result(services: Services, worked: dict[str, Any]) -> None:
    expected = worked["expected"]

    result = assessment_json(assessed(services, worked), services.words)

    assert result["determination"] == expected["determination"]
    for key in ("decisive", "way", "reason"):
        if key in expected:
            assert result[key] == expected[key]
    found = {
        finding["criterion"]: finding["measured"]
        for alternative in result["alternatives"]
        for finding in alternative["findings"]
    }
    for criterion, measured in expected.get("measured", {}).items():
        assert found[criterion] == measured
    amounts = {one["kind"]: one["amount"] for one in result["shortfalls"]}
    for kind, amount in expected.get("shortfalls", {}).items():
        assert amounts[kind] == amount
    if "tolerance" in expected:
        tolerances = [one["tolerance"] for one in result["alternatives"] if one["tolerance"]]
        assert [one["amount"] for one in tolerances] == [expected["tolerance"]]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("worked", WORKED, ids=[one["id"] for one in WORKED])
def test_replies_about_worked_cases_are_words(
    services: Services, worked: dict[str, Any], lang: str
) -> None:
    assessment = assessed(services, worked)

    reply = verdict(assessment, services.words, lang)
    used = use_it(assessment, None, services.words, lang)

    for text in (reply.text, used.text):
        without_addresses = re.sub(r"https?://\S+", "", text)
        assert not RAW.search(without_addresses), RAW.search(without_addresses)
    json.dumps([dict(block.content) for block in (*reply.blocks, *used.blocks)])


def test_a_determination_without_facts_asks_in_both_languages(services: Services) -> None:
    case = {"market": "JP", "date": "2026-11-22", "product": {"hs": "841370"}}
    request = services.cases.read(json.dumps(case))
    assessment = services.adviser.assess(request.case)
    fact = next_question(assessment.determination)

    assert fact is not None
    german = question(fact, assessment, services.words, "de")
    english = question(fact, assessment, services.words, "en")

    assert german.text != english.text
    assert [button.payload for button in german.buttons] == ["/affirm", "/deny", "/dont_know"]
    missing = assessment_json(assessment, services.words)["missing_facts"]
    assert set(missing[0]["question"]) == {"de", "en"}
