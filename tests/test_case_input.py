"""The JSON of `assess`: what is read, and one clear error for everything that is not."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.case_fields import MOST_BYTES, InputError
from bot.origin.bill_of_materials import EvidenceKind, Producer
from bot.wiring import Services

TODAY = date(2026, 11, 22)


def case(**changes: Any) -> dict[str, Any]:
    return {"market": "JP", "product": {"hs": "841370"}, **changes}


def with_material(**fields: Any) -> dict[str, Any]:
    return case(materials=[fields])


def error_of(services: Services, value: Any) -> InputError:
    text = value if isinstance(value, (str, bytes)) else json.dumps(value)
    with pytest.raises(InputError) as caught:
        services.cases.read(text, TODAY)
    return caught.value


def test_a_full_case_is_read(services: Services) -> None:
    request = services.cases.read(
        json.dumps(
            {
                "market": "jp",
                "date": "2026-11-22",
                "product": {
                    "hs": "8413.70",
                    "produced_by": "exporter",
                    "ex_works_price": "600.50",
                    "fob_price": 650.1,
                    "net_weight_kg": 12,
                    "currency": "EUR",
                },
                "materials": [
                    {
                        "hs": "8501 52 20",
                        "value": "210",
                        "country": "DE",
                        "evidence": {
                            "kind": "suppliers_declaration",
                            "covers": ["JP"],
                            "valid_from": "2026-01-01",
                            "valid_to": "2026-12-31",
                        },
                        "materials": [{"hs": "740811", "value": 5}],
                    }
                ],
                "operations": ["welding of frames", {"process": "machining", "country": "GB"}],
                "duty_drawback": False,
                "answers": {"operations.sufficient": True, "material.0.hs": "8501.52"},
            }
        )
    )
    product, (material,) = request.case.product, request.case.materials or ()

    assert request.case.market == "JP"
    assert product.produced_by is Producer.EXPORTER
    assert (product.ex_works_price, product.fob_price) == (Decimal("600.50"), Decimal("650.1"))
    assert material.hs is not None and material.hs.digits == "850152"
    assert material.evidence is not None
    assert material.evidence.kind is EvidenceKind.SUPPLIERS_DECLARATION
    assert material.materials[0].value == Decimal(5)
    assert request.case.operations is not None and request.case.operations[-1].country == "GB"
    assert request.case.answers.given["material.0.hs"] == "850152"
    assert request.ignored == ()


def test_a_market_can_be_named(services: Services) -> None:
    assert services.cases.read(json.dumps(case(market="Schweiz")), TODAY).case.market == "CH"


def test_an_agreement_stands_instead_of_a_market(services: Services) -> None:
    value = {"agreement": "eu-japan-epa", "product": {"hs": "841370"}}

    request = services.cases.read(json.dumps(value), TODAY)

    assert request.case.market == "JP"
    assert request.agreement is not None and request.agreement.id == "eu-japan-epa"


def test_an_agreement_with_several_partners_needs_a_market(services: Services) -> None:
    error = error_of(services, {"agreement": "eu-sadc-epa", "product": {"hs": "841370"}})

    assert (error.code, error.field) == ("missing_market", "market")


def test_fields_nobody_reads_are_reported(services: Services) -> None:
    materials = [{"hscode": "1", "evidence": {"kind": "proof_of_origin", "until": "2026-12-31"}}]
    steps = [{"process": "weaving", "place": "GB"}]
    request = services.cases.read(
        json.dumps(case(ex_works=5, materials=materials, operations=steps)), TODAY
    )

    assert request.ignored == (
        "ex_works",
        "materials[0].evidence.until",
        "materials[0].hscode",
        "operations[0].place",
    )


def test_working_abroad_in_words_is_asked(services: Services) -> None:
    request = services.cases.read(json.dumps(case(operations=["assembly in China"])), TODAY)

    assert request.case.operations is not None
    assert request.case.operations[0].process is None


@pytest.mark.parametrize(
    ("value", "code", "field"),
    [
        ("{", "bad_json", ""),
        ("", "bad_json", ""),
        (b"\xff\xfe", "bad_encoding", ""),
        ("[]", "wrong_type", ""),
        ("null", "wrong_type", ""),
        ('{"a": NaN}', "bad_number", ""),
        ('{"market": "JP", "market": "KR"}', "duplicate_field", "market"),
        ('{"a": ' + "1" * 60 + "}", "bad_number", ""),
        ("[" * 100_000, "too_deep", ""),
        (b" " * (MOST_BYTES + 1), "too_large", ""),
        ({"product": {"hs": "841370"}}, "missing_market", "market"),
        ({"market": "JP"}, "missing_field", "product"),
        (case(market="ZZ"), "unknown_market", "market"),
        (case(market="Atlantis"), "unknown_market", "market"),
        (case(market="EU"), "unknown_market", "market"),
        (case(market=5), "wrong_type", "market"),
        (case(agreement="eu-mars"), "unknown_agreement", "agreement"),
        (case(agreement="eu-korea-fta"), "agreement_not_for_market", "agreement"),
        (case(date="22.11.2026"), "bad_date", "date"),
        (case(date="2026-02-30"), "bad_date", "date"),
        (case(product="pump"), "wrong_type", "product"),
        (case(product={}), "missing_field", "product.hs"),
        (case(product={"hs": 841370}), "wrong_type", "product.hs"),
        (case(product={"hs": "pump"}), "bad_code", "product.hs"),
        (case(product={"hs": "84"}), "bad_code", "product.hs"),
        (case(product={"hs": "841399"}), "unknown_code", "product.hs"),
        (
            case(product={"hs": "841370", "ex_works_price": "-1"}),
            "negative_number",
            "product.ex_works_price",
        ),
        (
            case(product={"hs": "841370", "ex_works_price": 0}),
            "bad_number",
            "product.ex_works_price",
        ),
        (
            case(product={"hs": "841370", "ex_works_price": "1.234,50"}),
            "bad_number",
            "product.ex_works_price",
        ),
        (
            case(product={"hs": "841370", "ex_works_price": True}),
            "wrong_type",
            "product.ex_works_price",
        ),
        (case(product={"hs": "841370", "fob_price": "1e99"}), "bad_number", "product.fob_price"),
        (case(product={"hs": "841370", "fob_price": "1e-99"}), "bad_number", "product.fob_price"),
        (case(product={"hs": "841370", "currency": "€"}), "bad_currency", "product.currency"),
        (case(product={"hs": "841370", "produced_by": "me"}), "bad_choice", "product.produced_by"),
        (
            case(product={"hs": "841370", "wholly_obtained": "yes"}),
            "wrong_type",
            "product.wholly_obtained",
        ),
        (case(materials={}), "wrong_type", "materials"),
        (case(materials=["pump"]), "wrong_type", "materials[0]"),
        (with_material(hs="999999"), "unknown_code", "materials[0].hs"),
        (with_material(value="NaN"), "bad_number", "materials[0].value"),
        (with_material(value=-5), "negative_number", "materials[0].value"),
        (with_material(currency="USD"), "mixed_currencies", "materials[0].currency"),
        (with_material(country="Narnia"), "unknown_country", "materials[0].country"),
        (with_material(originating="yes"), "wrong_type", "materials[0].originating"),
        (with_material(evidence="letter"), "bad_choice", "materials[0].evidence"),
        (with_material(evidence={}), "missing_field", "materials[0].evidence.kind"),
        (
            with_material(evidence={"kind": "none", "covers": ["XX"]}),
            "unknown_market",
            "materials[0].evidence.covers[0]",
        ),
        (
            with_material(
                evidence={
                    "kind": "proof_of_origin",
                    "valid_from": "2026-12-01",
                    "valid_to": "2026-11-30",
                }
            ),
            "bad_period",
            "materials[0].evidence.valid_to",
        ),
        (case(operations="welding"), "wrong_type", "operations"),
        (case(operations=[5]), "wrong_type", "operations[0]"),
        (case(operations=[{"country": "DE"}]), "missing_field", "operations[0].process"),
        (case(duty_drawback="no"), "wrong_type", "duty_drawback"),
        (case(answers=[]), "wrong_type", "answers"),
        (case(answers={"material.0.hs": "motor"}), "bad_code", "answers.material.0.hs"),
        (case(answers={"material.0.hs": "850799"}), "unknown_code", "answers.material.0.hs"),
        (case(answers={"product.hs_2017": "motor"}), "bad_code", "answers.product.hs_2017"),
        (
            case(answers={"product.ex_works_price": []}),
            "wrong_type",
            "answers.product.ex_works_price",
        ),
    ],
)
def test_bad_input_is_one_typed_error(
    services: Services, value: Any, code: str, field: str
) -> None:
    error = error_of(services, value)

    assert (error.code, error.field) == (code, field)
    assert error.message
    assert set(error.as_json()["error"]) == {"code", "message", "field"}


def test_deeply_nested_materials_are_refused(services: Services) -> None:
    material: dict[str, Any] = {"hs": "850152"}
    for _ in range(20):
        material = {"hs": "850152", "materials": [material]}

    assert error_of(services, case(materials=[material])).code == "too_deep"


def test_too_many_materials_are_refused(services: Services) -> None:
    assert error_of(services, case(materials=[{}] * 5001)).code == "too_many_materials"
