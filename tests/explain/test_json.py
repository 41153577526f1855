"""The JSON of advice and assessments: the keys of the contract, nested ones included, and their values."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.explain.advice_json import advice_json
from bot.explain.assessment_json import assessment_json
from bot.origin.nomenclature import code
from bot.wiring import Services

DAY = date(2026, 11, 22)
STATUSES = {
    "in_force",
    "provisionally_applied",
    "partly_suspended",
    "signed",
    "concluded",
    "negotiating",
}
DUTY = {
    "mfn",
    "mfn_percent",
    "preferential",
    "preferential_percent",
    "margin_percent",
    "saving",
    "basis",
    "source",
    "year",
}
PROOF = {"kind", "exporter", "threshold_eur", "applies", "validity_months", "declaration_text"}
# Proof of Union status is for the customs unions with Andorra and San Marino alone.
PROOF_KINDS = {
    "statement_on_origin",
    "origin_declaration",
    "eur_1",
    "eur_med",
    "a_tr",
    "importers_knowledge",
    "none",
    "union_status",
}
EXPORTERS = {"any", "registered_exporter", "approved_exporter", "customs"}
CONDITION = {"kind", "state", "source", "blocks"}


def advised(services: Services, hs: str, market: str) -> dict[str, Any]:
    advice = services.adviser.advise(code(hs), market, DAY, value=Decimal(50000))
    result: dict[str, Any] = json.loads(json.dumps(advice_json(advice, services.words)))
    return result


def assessed(services: Services, **case: Any) -> dict[str, Any]:
    request = services.cases.read(json.dumps({"market": "GB", "date": "2026-11-22", **case}))
    assessment = services.adviser.assess(request.case, request.agreement)
    result: dict[str, Any] = json.loads(json.dumps(assessment_json(assessment, services.words)))
    return result


@pytest.mark.parametrize("hs", ["841370", "040690", "870380"])
def test_advice_for_every_market_has_the_keys_and_values_of_the_contract(
    services: Services, hs: str
) -> None:
    for market in services.catalogue.markets:
        result = advised(services, hs, market)
        assert isinstance(result["next_steps"], list)
        for source in result["sources"]:
            assert set(source) == {"title", "url", "as_of"} and source["title"]
        for one in result["agreements"]:
            assert one["status"] in STATUSES
            assert set(one["title"]) == {"de", "en"}
            check_duty(one["duty"])
            if one["rule"] is not None:
                assert {"notation", "text", "source", "confidence"} <= set(one["rule"])
            for proof in one["proof"]:
                check_proof(proof)
            assert all(set(condition) == CONDITION for condition in one["conditions"])


def check_duty(duty: dict[str, Any]) -> None:
    assert set(duty) >= DUTY
    assert duty["basis"] in {"line", "range", "rule", "unknown"}
    if duty["saving"] is not None:
        assert set(duty["saving"]) == {"amount", "currency"}
        assert Decimal(duty["saving"]["amount"]) >= 0


def check_proof(proof: dict[str, Any]) -> None:
    assert set(proof) == PROOF
    assert proof["kind"] in PROOF_KINDS
    assert proof["exporter"] in EXPORTERS
    assert proof["applies"] in {"up_to", "above", "always"}


def test_importers_knowledge_asks_nothing_of_the_exporter(services: Services) -> None:
    proofs = advised(services, "870380", "GB")["agreements"][0]["proof"]

    (known,) = [one for one in proofs if one["kind"] == "importers_knowledge"]
    assert known["exporter"] == "any"


def test_the_sources_of_a_market_with_agreements_are_theirs(services: Services) -> None:
    titles = [one["title"] for one in advised(services, "841370", "GB")["sources"]]

    situation = services.words.situation("GB").source
    assert "; " in situation
    assert situation not in titles
    assert set(situation.split("; ")) <= set(titles)


def test_a_missed_rule_has_the_keys_of_the_contract(services: Services) -> None:
    product = {"hs": "841370", "ex_works_price": "100", "currency": "EUR"}
    material = {"hs": "841370", "value": "60", "originating": False}

    result = assessed(services, product=product, materials=[material])

    assert result["determination"] == "not_originating"
    assert {"notation", "hs_from", "hs_to", "source", "confidence"} <= set(result["rule"])
    (shortfall,) = [one for one in result["shortfalls"] if one["kind"] == "max_nom"]
    assert (shortfall["amount"], shortfall["currency"]) == ("10", "EUR")
    finding = result["alternatives"][0]["findings"][0]
    keys = {"criterion", "outcome", "measured", "limit", "unit", "materials", "tolerance_used"}
    assert set(finding) == keys
    assert all(set(one) == CONDITION for one in result["conditions"])
    assert [one["kind"] for one in result["remedies"]]


def test_a_met_rule_has_headroom_and_criterion(services: Services) -> None:
    product = {"hs": "841370", "ex_works_price": "100", "currency": "EUR"}
    material = {"hs": "841370", "value": "40", "originating": False}

    result = assessed(services, product=product, materials=[material], operations=["machining"])

    assert result["determination"] == "originating"
    assert result["headroom"] == {"amount": "10", "currency": "EUR"}
    assert result["decisive"] == "MaxNOM 50 % (EXW)"
    assert "origin_criterion" in result


def test_missing_facts_carry_their_question_and_what_can_be_chosen(services: Services) -> None:
    result = assessed(services, product={"hs": "8703"})

    facts = {one["id"]: one for one in result["missing_facts"]}
    for fact in facts.values():
        assert set(fact["question"]) == {"de", "en"} and all(fact["question"].values())
        assert fact["type"] in {"yes_no", "choice", "code", "weight", "money"}
    assert "870380" in facts["product.hs"]["options"]


def test_an_intermediate_to_split_is_a_remedy(services: Services) -> None:
    inputs = [{"hs": "732690", "value": "20", "country": "CN"}]
    intermediate = {
        "hs": "841370",
        "description": "Pumpenkopf",
        "value": "80",
        "originating": False,
        "materials": inputs,
    }
    product = {"hs": "841370", "ex_works_price": "100", "currency": "EUR"}

    result = assessed(services, product=product, materials=[intermediate], operations=["machining"])

    assert result["determination"] == "not_originating"
    kinds = {one["kind"]: one["materials"] for one in result["remedies"]}
    assert kinds["split_intermediate"] == ["0"]
