"""Verdicts, what changed, and how the preference is used."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.advice import Assessment, with_answers
from bot.explain.changes import changed
from bot.explain.use_it import use_it
from bot.explain.verdict import verdict
from bot.origin.findings import Reason
from bot.wiring import Services
from tests.explain.replies import assessed


def test_a_trader_without_declaration_is_told_what_to_ask_for(services: Services) -> None:
    product = {"hs": "841370", "produced_by": "supplier"}
    answers = {"product.suppliers_declaration": False}
    assessment = assessed(services, product=product, answers=answers)

    text = verdict(assessment, services.words, "en").text

    assert text.startswith("No, the origin rule is not met")
    assert "supplier's declaration" in text


@pytest.mark.parametrize(
    ("market", "words"),
    [("TR", "freie Verkehr"), ("US", "kein Abkommen"), ("XI", "keine Ausfuhr")],
)
def test_verdicts_where_origin_is_not_the_question(
    services: Services, market: str, words: str
) -> None:
    assessment = assessed(services, market=market)

    assert words in verdict(assessment, services.words, "de").text
    assert assessment.determination.status.value == "not_applicable"


def test_a_broken_condition_blocks_the_proof(services: Services) -> None:
    product = {"hs": "841370", "wholly_obtained": True}
    assessment = assessed(services, market="CA", product=product, duty_drawback=True)

    assert "keinen Ursprungsnachweis ausstellen" in verdict(assessment, services.words, "de").text
    assert use_it(assessment, None, services.words, "de").block("declaration") is None


def test_what_changed_is_said(services: Services) -> None:
    before = assessed(services)
    case = with_answers(before.case, {"materials.all_originating": True})
    after = services.adviser.assess(case)

    assert "vorher „offen“, jetzt „erfüllt“" in changed(before, after, services.words, "de")
    assert "stays the same" in changed(before, before, services.words, "en")


def originating(services: Services, market: str) -> Assessment:
    return assessed(services, market=market, answers={"materials.all_originating": True})


def test_up_to_the_threshold_the_number_stays_blank(services: Services) -> None:
    block = use_it(
        originating(services, "GB"),
        None,
        services.words,
        "en",
        value=Decimal(6000),
        reference="DEREX12345",
    ).block("declaration")

    assert block is not None
    assert "DEREX12345" not in block.content["text"]
    assert block.content["reference_needed"] is False


def test_above_the_threshold_the_number_stands_in_the_text(services: Services) -> None:
    block = use_it(
        originating(services, "GB"),
        None,
        services.words,
        "de",
        value=Decimal("6000.01"),
        reference="DEREX12345",
        text_language="en",
    ).block("declaration")

    assert block is not None
    assert "DEREX12345" in block.content["text"]
    assert "European Union" in block.content["text"]
    assert block.content["language"] == "en"


def test_japan_needs_the_origin_criterion(services: Services) -> None:
    block = use_it(originating(services, "JP"), None, services.words, "en").block("declaration")

    assert block is not None
    assert "\nB\n" in block.content["text"]


def test_no_text_is_given_while_origin_is_open(services: Services) -> None:
    reply = use_it(assessed(services), None, services.words, "de")

    assert reply.block("declaration") is None
    assert "Der Ursprung ist noch offen" in reply.text


def test_turkey_travels_with_a_tr(services: Services) -> None:
    text = use_it(assessed(services, market="TR"), None, services.words, "de").text

    assert "So bekommen Sie die A.TR" in text
    assert "Lieferantenerklärung für Waren" not in text


def test_suppliers_are_asked_by_name_of_country_and_material(services: Services) -> None:
    materials = [{"hs": "850152", "description": "Motor", "country": "DE"}]

    text = use_it(assessed(services, materials=materials), None, services.words, "en").text

    assert "Motor (8501.52)" in text
    assert "name this country in it: United Kingdom" in text


SIMPLE: dict[str, Any] = {
    "product": {"hs": "847950", "ex_works_price": "1000"},
    "materials": [
        {"hs": "847990", "value": "600", "originating_in": "CH", "evidence": "proof_of_origin"}
    ],
}


@pytest.mark.parametrize(("lang", "told"), [("de", "die Wertschöpfung"), ("en", "the value added")])
@pytest.mark.parametrize(
    ("market", "day", "operations", "said"),
    [
        ("CH", "2026-11-22", ["packing"], "PEM Convention (revised) App. I Art. 7"),
        ("CH", "2023-06-01", ["packing"], "PEM Convention (2012) App. I Art. 3"),
        ("CH", "2026-11-22", ["assembly"], ""),
        ("CH", "2026-11-22", None, "PEM Convention (revised) App. I Art. 7"),
    ],
)
def test_after_simple_operations_on_goods_of_the_zone_the_value_added_is_spoken_of(
    services: Services,
    market: str,
    day: str,
    operations: list[str] | None,
    said: str,
    lang: str,
    told: str,
) -> None:
    case = {**SIMPLE, "operations": operations} if operations else SIMPLE
    found = assessed(services, market=market, date=day, **case)

    text = verdict(found, services.words, lang).text

    assert (told in text) == bool(said)
    assert said in text


def test_elsewhere_no_value_added_is_spoken_of(services: Services) -> None:
    materials = [{**SIMPLE["materials"][0], "originating_in": "GB"}]
    case = {**SIMPLE, "materials": materials, "operations": ["packing"]}
    found = assessed(services, market="GB", **case)

    assert found.determination.reason is Reason.INSUFFICIENT_OPERATIONS
    assert "value added" not in verdict(found, services.words, "en").text
