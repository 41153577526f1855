"""Reading the UK service's replies, and refusing those that leave doubt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.live.answers import LiveAnswer, LiveError
from bot.live.http_client import JsonClient
from bot.live.uk_trade_tariff import UkTradeTariff
from bot.tariff.duties import LiveFailure
from tests.live.conftest import NOON, StandingClock
from tests.live.tariff_server import TariffServer, ok
from tests.live.uk_replies import (
    Json,
    commodity,
    component,
    expression,
    measure,
    percent_measure,
    plain_commodity,
    subheading,
)

DAY = date(2026, 11, 22)
CODE = "8703231910"


@pytest.fixture
def uk(client: JsonClient, clock: StandingClock) -> UkTradeTariff:
    return UkTradeTariff(client, clock)


def rates(answer: LiveAnswer) -> list[tuple[str, str, Decimal | None]]:
    return [(line.code, line.mfn.text, line.mfn.percent) for line in answer.lines]


# --- which questions, and where ---------------------------------------------------------


@pytest.mark.parametrize(
    ("market", "hs", "expected"),
    [
        ("GB", "870323", True),
        ("GB", "8703231910", True),
        ("GB", "8703", False),
        ("GB", "870323191", False),
        ("XI", "870323", False),
        ("JP", "870323", False),
    ],
)
def test_questions_for_the_service(uk: UkTradeTariff, market: str, hs: str, expected: bool) -> None:
    assert uk.can_answer(market, hs) is expected


@pytest.mark.parametrize(
    ("hs", "paths"),
    [
        ("8703231910", ["commodities/8703231910"]),
        ("87032319", ["commodities/8703231900", "subheadings/8703231900-80"]),
        ("870323", ["subheadings/8703230000-80", "commodities/8703230000"]),
        ("110900", ["headings/1109"]),
    ],
)
def test_a_code_is_looked_for_where_it_can_be(
    service: TariffServer, uk: UkTradeTariff, hs: str, paths: list[str]
) -> None:
    with pytest.raises(LiveError, match="not in the tariff") as caught:
        uk.normal_duty(hs, DAY)

    assert caught.value.failure is LiveFailure.NOT_LISTED
    assert service.paths == [f"/{path}?as_of=2026-11-22" for path in paths]


# --- replies as documented ---------------------------------------------------------


def test_a_commodity_gives_its_one_duty(service: TariffServer, uk: UkTradeTariff) -> None:
    service.on(f"commodities/{CODE}", ok(plain_commodity(CODE, 10)))

    answer = uk.normal_duty(CODE, DAY)

    assert rates(answer) == [(CODE, "10%", Decimal(10))]
    assert answer.lines[0].preferential is not None
    assert answer.lines[0].preferential.percent == 0
    assert (answer.code, answer.retrieved_at) == (CODE, NOON)
    assert "UK Integrated Online Tariff" in answer.source


def test_a_subheading_gives_every_declarable_code_below(
    service: TariffServer, uk: UkTradeTariff
) -> None:
    lines = [("8703231910", "10.00 %"), ("8703231990", "0.00 %"), ("8703239000", "6.50 %")]
    service.on("subheadings/8703230000-80", ok(subheading("8703230000", lines)))

    assert rates(uk.normal_duty("870323", DAY)) == [
        ("8703231910", "10%", 10),
        ("8703231990", "0%", 0),
        ("8703239000", "6.5%", Decimal("6.5")),
    ]


def test_a_subheading_that_is_not_divided_is_a_commodity(
    service: TariffServer, uk: UkTradeTariff
) -> None:
    service.on("commodities/8413400000", ok(plain_commodity("8413400000", 0)))

    assert rates(uk.normal_duty("841340", DAY)) == [("8413400000", "0%", 0)]


def test_a_heading_that_is_not_divided_at_six_digits(
    service: TariffServer, uk: UkTradeTariff
) -> None:
    parts = [
        measure("20001"),
        expression("20001", "428.00 GBP / 1000 kg"),
        component("20001", 428, "GBP", "TNE"),
    ]
    basic = "<span>428.00</span> GBP / <abbr title='Tonne'>1000 kg</abbr>"
    service.on("headings/1109", ok(commodity("1109000000", parts, basic, kind="heading")))

    assert rates(uk.normal_duty("110900", DAY)) == [("1109000000", "428.00 GBP / 1000 kg", None)]


def test_other_measures_are_told_apart(service: TariffServer, uk: UkTradeTariff) -> None:
    parts = [
        *percent_measure("1", 8),
        *percent_measure("2", 99, end="2024-12-31T00:00:00.000Z"),
        *percent_measure("3", 5, start="2027-01-01T00:00:00.000Z"),
        *percent_measure("4", 20, kind="305"),
        *percent_measure("5", 3, kind="122", order_number="050083"),
        *percent_measure("6", 25, kind="695", area="US"),
        *percent_measure("7", 4, kind="142", area="SG"),
        *percent_measure("8", 1, kind="105"),
        *percent_measure("9", 2, kind="112"),
        measure("10", kind="750"),
    ]
    service.on(f"commodities/{CODE}", ok(commodity(CODE, parts)))

    line = uk.normal_duty(CODE, DAY).lines[0]

    assert (line.mfn.percent, line.preferential) == (8, None)
    assert line.notes == ("temporary_rate=2%",)


def test_goods_under_authorised_use_only(service: TariffServer, uk: UkTradeTariff) -> None:
    parts = percent_measure("1", 0, kind="105")
    service.on(f"commodities/{CODE}", ok(commodity(CODE, parts)))

    assert uk.normal_duty(CODE, DAY).lines[0].mfn.is_free


# --- replies that lie or do not fit ---------------------------------------------------------


def changed(change: Callable[[Json], Any]) -> Json:
    reply = plain_commodity(CODE, 10)
    change(reply)
    return reply


def attributes(reply: Json) -> Json:
    found: Json = reply["data"]["attributes"]
    return found


def included(reply: Json, kind: str) -> Json:
    found: Json = next(one for one in reply["included"] if one["type"] == kind)
    return found


def relation(reply: Json, name: str) -> Json:
    found: Json = included(reply, "measure")["relationships"][name]
    return found


CHANGES: dict[str, Callable[[Json], Any]] = {
    "another commodity": lambda reply: attributes(reply).update(
        goods_nomenclature_item_id="8703231990"
    ),
    "no code": lambda reply: attributes(reply).pop("goods_nomenclature_item_id"),
    "declarable is a text": lambda reply: attributes(reply).update(declarable="yes"),
    "no attributes": lambda reply: reply["data"].update(attributes=[]),
    "no data": lambda reply: reply.pop("data"),
    "nothing included": lambda reply: reply.update(included=[]),
    "included is no list": lambda reply: reply.update(included={}),
    "id is a number": lambda reply: reply["included"][0].update(id=20001),
    "two of the same name": lambda reply: reply["included"].append(
        {**included(reply, "duty_expression"), "attributes": {"base": "9.00 %"}}
    ),
    "no measures": lambda reply: reply["data"].update(relationships={}),
    "measures are no list": lambda reply: reply["data"]["relationships"].update(
        import_measures={"data": "20001"}
    ),
    "text and part differ": lambda reply: included(reply, "measure_component")["attributes"].update(
        duty_amount=4
    ),
    "part is true": lambda reply: included(reply, "measure_component")["attributes"].update(
        duty_amount=True
    ),
    "part has a currency": lambda reply: included(reply, "measure_component")["attributes"].update(
        monetary_unit_code="GBP"
    ),
    "summary differs": lambda reply: attributes(reply).update(
        basic_duty_rate="<span>0.00</span> %"
    ),
    "said to be free": lambda reply: reply["data"]["meta"]["duty_calculator"].update(
        zero_mfn_duty=True
    ),
    "unreadable": lambda reply: included(reply, "duty_expression")["attributes"].update(
        base="ask us"
    ),
    "below zero": lambda reply: included(reply, "duty_expression")["attributes"].update(
        base="-10.00 %"
    ),
    "markup": lambda reply: included(reply, "duty_expression")["attributes"].update(
        base="<script>10.00 %</script>"
    ),
    "very long": lambda reply: included(reply, "duty_expression")["attributes"].update(
        base="1" * 5000 + " %"
    ),
    "no text": lambda reply: included(reply, "duty_expression")["attributes"].update(base=None),
    "no expression": lambda reply: relation(reply, "duty_expression").update(data=None),
    "no type": lambda reply: relation(reply, "measure_type").update(data=None),
    "for one country": lambda reply: relation(reply, "geographical_area")["data"].update(id="US"),
    "not for the Union": lambda reply: relation(reply, "excluded_countries").update(
        data=[{"type": "geographical_area", "id": "1013"}]
    ),
    "with an additional code": lambda reply: relation(reply, "additional_code").update(
        data={"type": "additional_code", "id": "1"}
    ),
    "no such day": lambda reply: included(reply, "measure")["attributes"].update(
        effective_start_date="2021-02-30T00:00:00.000Z"
    ),
    "a date as number": lambda reply: included(reply, "measure")["attributes"].update(
        effective_end_date=20261231
    ),
    "not yet valid": lambda reply: included(reply, "measure")["attributes"].update(
        effective_start_date="2027-01-01T00:00:00.000Z"
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_doubtful_commodity_gives_no_figure(
    service: TariffServer, uk: UkTradeTariff, name: str
) -> None:
    service.on(f"commodities/{CODE}", ok(changed(CHANGES[name])))

    with pytest.raises(LiveError) as caught:
        uk.normal_duty(CODE, DAY)

    assert caught.value.failure is LiveFailure.DOUBTFUL


@pytest.mark.parametrize("body", [None, [], "10 %", 10, {}, {"data": None}, {"errors": []}])
def test_other_json_gives_no_figure(service: TariffServer, uk: UkTradeTariff, body: object) -> None:
    service.on(f"commodities/{CODE}", ok(body))

    with pytest.raises(LiveError):
        uk.normal_duty(CODE, DAY)


def test_two_normal_duties_give_no_figure(service: TariffServer, uk: UkTradeTariff) -> None:
    parts = [*percent_measure("1", 8), *percent_measure("2", 9)]
    service.on(f"commodities/{CODE}", ok(commodity(CODE, parts)))

    with pytest.raises(LiveError, match="expected one third-country duty, found 2"):
        uk.normal_duty(CODE, DAY)


@pytest.mark.parametrize(
    "reply",
    [
        subheading("8703230000", [("8704231910", "10.00 %")]),
        subheading("8703230000", []),
        subheading("8703230000", [("8703231910", "10.00 %")], suffix="10"),
        subheading("8703240000", [("8703241910", "10.00 %")]),
        subheading("8703230000", [("8703231910", "10.00 %"), ("8703239000", "later")]),
    ],
    ids=["foreign code", "empty", "only groups", "other subheading", "one line unreadable"],
)
def test_a_doubtful_subheading_gives_no_figure(
    service: TariffServer, uk: UkTradeTariff, reply: Json
) -> None:
    service.on("subheadings/8703230000-80", ok(reply))

    with pytest.raises(LiveError) as caught:
        uk.normal_duty("870323", DAY)

    assert caught.value.failure is LiveFailure.DOUBTFUL
