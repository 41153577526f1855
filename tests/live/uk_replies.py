"""Replies of the UK Trade Tariff service in its documented shapes, cut down to what is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


def reference(kind: str, name: str) -> Json:
    return {"type": kind, "id": name}


def to_one(kind: str, name: str | None) -> Json:
    return {"data": None if name is None else reference(kind, name)}


def to_many(kind: str, names: Sequence[str]) -> Json:
    return {"data": [reference(kind, name) for name in names]}


def expression(measure: str, base: str) -> Json:
    return {
        "id": f"{measure}-duty_expression",
        "type": "duty_expression",
        "attributes": {"base": base, "formatted_base": f"<span>{base}</span>"},
    }


def component(measure: str, amount: Any, money: str | None = None, unit: str | None = None) -> Json:
    return {
        "id": f"{measure}-01",
        "type": "measure_component",
        "attributes": {
            "duty_expression_id": "01",
            "duty_amount": amount,
            "monetary_unit_code": money,
            "measurement_unit_code": unit,
            "duty_expression_description": "% or amount",
        },
    }


def measure(
    name: str,
    kind: str = "103",
    area: str = "1011",
    start: str | None = "2021-01-01T00:00:00.000Z",
    end: str | None = None,
    excluded: Sequence[str] = (),
    additional_code: str | None = None,
    order_number: str | None = None,
) -> Json:
    return {
        "id": name,
        "type": "measure",
        "attributes": {
            "id": int(name),
            "origin": "eu",
            "effective_start_date": start,
            "effective_end_date": end,
            "import": True,
            "vat": False,
        },
        "relationships": {
            "duty_expression": to_one("duty_expression", f"{name}-duty_expression"),
            "measure_type": to_one("measure_type", kind),
            "measure_components": to_many("measure_component", [f"{name}-01"]),
            "geographical_area": to_one("geographical_area", area),
            "excluded_countries": to_many("geographical_area", excluded),
            "order_number": to_one("order_number", order_number),
            "additional_code": to_one("additional_code", additional_code),
        },
        "meta": {"duty_calculator": {"source": "uk", "scheme_code": None}},
    }


def percent_measure(name: str, percent: Any, **given: Any) -> list[Json]:
    """A measure with its expression and its part."""
    base = f"{float(percent):.2f} %"
    return [measure(name, **given), expression(name, base), component(name, percent)]


def commodity(
    code: str,
    parts: Sequence[Json],
    basic: str | None = None,
    zero: bool | None = None,
    kind: str = "commodity",
) -> Json:
    """The reply to `commodities/{code}`: a declarable code with its measures."""
    measures = [one["id"] for one in parts if one["type"] == "measure"]
    calculator: Json = {"source": "uk", "trade_defence": False}
    if zero is not None:
        calculator["zero_mfn_duty"] = zero
    return {
        "data": {
            "id": "28000",
            "type": kind,
            "attributes": {
                "goods_nomenclature_item_id": code,
                "producline_suffix": "80",
                "declarable": True,
                "basic_duty_rate": basic,
            },
            "relationships": {
                "import_measures": to_many("measure", measures),
                "export_measures": to_many("measure", []),
            },
            "meta": {"duty_calculator": calculator},
        },
        "included": list(parts),
    }


def plain_commodity(code: str, percent: Any) -> Json:
    """A commodity with one third-country duty and the Union free of duty."""
    parts = [
        *percent_measure("20001", percent),
        *percent_measure("20002", 0, kind="142", area="1013"),
    ]
    basic = f"<span>{float(percent):.2f}</span> %"
    return commodity(code, parts, basic=basic, zero=float(percent) == 0)


def subheading(
    code: str, lines: Sequence[tuple[str, str]], kind: str = "subheading", suffix: str = "80"
) -> Json:
    """The reply to `subheadings/{code}-80`: the codes below, `lines` being declarable ones."""
    included: list[Json] = [
        overview_commodity("1", code, "10", leaf=False, measures=()),
        overview_commodity("2", code, "80", leaf=False, measures=()),
        {"id": "305", "type": "measure_type", "attributes": {"description": "Value added tax"}},
    ]
    for index, (line, base) in enumerate(lines, start=3):
        duty, vat = f"300{index}", f"-400{index}"
        included += [
            overview_commodity(str(index), line, suffix, leaf=True, measures=(duty, vat)),
            overview_measure(duty, "103"),
            expression(duty, base),
            overview_measure(vat, "305"),
            expression(vat, "20.00 %"),
        ]
    return {
        "data": {
            "id": "900",
            "type": kind,
            "attributes": {"goods_nomenclature_item_id": code, "declarable": False},
            "relationships": {
                "commodities": to_many(
                    "commodity", [one["id"] for one in included if one["type"] == "commodity"]
                )
            },
        },
        "included": included,
    }


def overview_commodity(
    name: str, code: str, suffix: str, *, leaf: bool, measures: Sequence[str]
) -> Json:
    return {
        "id": name,
        "type": "commodity",
        "attributes": {
            "goods_nomenclature_item_id": code,
            "producline_suffix": suffix,
            "leaf": leaf,
        },
        "relationships": {"overview_measures": to_many("measure", measures)},
    }


def overview_measure(name: str, kind: str) -> Json:
    return {
        "id": name,
        "type": "measure",
        "attributes": {"id": int(name), "vat": kind == "305"},
        "relationships": {
            "duty_expression": to_one("duty_expression", f"{name}-duty_expression"),
            "measure_type": to_one("measure_type", kind),
        },
    }
