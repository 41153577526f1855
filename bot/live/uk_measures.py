"""Reading the measures of the UK tariff: which is the normal duty, and is its figure certain.

Measure types as listed in the service's reference data: 103 third-country duty, 105 the same for
goods under authorised use, 112 autonomous suspension, 142 tariff preference. Areas: 1011 all
countries, 1013 the Union.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.live.answers import LiveError
from bot.live.json_api import Document, Reference, Resource
from bot.tariff.components import AdValorem
from bot.tariff.duties import LineNote, LiveFailure
from bot.tariff.rate_text import read_component
from bot.tariff.rates import DutyRate, by_percent

_THIRD_COUNTRY, _AUTHORISED_USE = "103", "105"
_SUSPENSION, _PREFERENCE = "112", "142"
_ALL_COUNTRIES, _UNION = "1011", "1013"
# How the Union and the exporter's own state can be named where areas are left out of a measure.
_EXPORTER = frozenset({_UNION, "EU", "DE"})
_PERCENT_OR_AMOUNT = "01"
_LONGEST_TEXT = 120
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?")
_TAGS = re.compile(r"<[^<>]*>")
_PLAIN_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")


@dataclass(frozen=True)
class Measure:
    """A measure with its type; `area` is None in overviews, which hold only measures for all."""

    resource: Resource
    type: str
    area: str | None

    @property
    def is_general(self) -> bool:
        """Whether it applies to all goods of the code, outside quotas and without special codes."""
        names = ("additional_code", "order_number")
        return all(self.resource.reference(name) is None for name in names)

    def is_valid_on(self, day: date) -> bool:
        """Whether it applies on the day."""
        start = _day(self.resource, "effective_start_date")
        end = _day(self.resource, "effective_end_date")
        return start is not None and start <= day and (end is None or day <= end)


def measures_of(document: Document, references: Iterable[Reference]) -> tuple[Measure, ...]:
    """The measures that references name."""
    return tuple(_measure(document.find(reference)) for reference in references)


def third_country_duty(
    document: Document, commodity: Resource, measures: Sequence[Measure]
) -> DutyRate:
    """The normal duty; raises LiveError (doubtful) where it is not exactly one, or not certain."""
    found = _of_type(measures, _THIRD_COUNTRY) or _of_type(measures, _AUTHORISED_USE)
    if len(found) != 1 or not found[0].is_general:
        raise _doubtful(f"{commodity.place}: expected one third-country duty, found {len(found)}")
    measure = found[0]
    excluded = {name for _, name in measure.resource.references("excluded_countries")}
    if measure.area not in (None, _ALL_COUNTRIES) or excluded & _EXPORTER:
        raise measure.resource.unexpected("geographical_area", "all countries", measure.area)
    rate = _rate(document, measure)
    _check_summary(commodity, rate)
    return rate


def union_preference(document: Document, measures: Sequence[Measure]) -> DutyRate | None:
    """The duty of goods originating in the Union, where exactly one is named."""
    found = [one for one in _of_type(measures, _PREFERENCE) if one.area == _UNION]
    if len(found) != 1 or not found[0].is_general:
        return None
    return _rate(document, found[0])


def suspension_notes(document: Document, measures: Sequence[Measure]) -> tuple[str, ...]:
    """A note for each lower rate that may apply for a time."""
    found = [one for one in _of_type(measures, _SUSPENSION) if one.area == _ALL_COUNTRIES]
    return tuple(f"{LineNote.TEMPORARY_RATE.value}={_rate(document, one).text}" for one in found)


# --- one measure ---------------------------------------------------------


def _measure(resource: Resource) -> Measure:
    kind = resource.reference("measure_type")
    if kind is None:
        raise resource.unexpected("measure_type", "a reference", None)
    area = resource.reference("geographical_area")
    return Measure(resource, kind[1], area[1] if area else None)


def _of_type(measures: Sequence[Measure], kind: str) -> list[Measure]:
    return [one for one in measures if one.type == kind]


def _day(resource: Resource, name: str) -> date | None:
    value = resource.attributes.get(name)
    if value is None:
        return None
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise resource.unexpected(name, "a date or null", value)
    try:
        return date.fromisoformat(match[1])
    except ValueError as error:
        raise resource.unexpected(name, "a date", value) from error


# --- its figure ---------------------------------------------------------


def _rate(document: Document, measure: Measure) -> DutyRate:
    """The rate as the text gives it, confirmed by the parts where the answer has them."""
    text = _expression(document, measure)
    component = read_component(text)
    if component is None:
        raise measure.resource.unexpected("duty_expression", "a readable duty", text)
    rate = (
        by_percent(component.percent) if isinstance(component, AdValorem) else DutyRate(text, None)
    )
    parts = [document.find(one) for one in measure.resource.references("measure_components")]
    if parts:
        _check_parts(measure.resource, rate, parts)
    return rate


def _expression(document: Document, measure: Measure) -> str:
    reference = measure.resource.reference("duty_expression")
    if reference is None:
        raise measure.resource.unexpected("duty_expression", "a reference", None)
    text = document.find(reference).text("base").strip()
    if len(text) > _LONGEST_TEXT:
        raise measure.resource.unexpected("duty_expression", "a short text", text)
    return text


def _check_parts(measure: Resource, rate: DutyRate, parts: Sequence[Resource]) -> None:
    """One part without unit is a percentage; everything else is none."""
    percent = _percent_of(parts[0].attributes) if len(parts) == 1 else None
    if percent != rate.percent:
        raise measure.unexpected("measure_components", f"the parts of '{rate.text}'", percent)


def _percent_of(part: Mapping[str, Any]) -> Decimal | None:
    units = ("monetary_unit_code", "measurement_unit_code")
    amount = part.get("duty_amount")
    if part.get("duty_expression_id") != _PERCENT_OR_AMOUNT or any(part.get(one) for one in units):
        return None
    # Whole numbers are read as int, True and False are int too.
    if isinstance(amount, bool) or not isinstance(amount, (int, Decimal)):
        return None
    return Decimal(amount)


def _check_summary(commodity: Resource, rate: DutyRate) -> None:
    """The answer states the duty twice more: as a summary, and as "free or not"."""
    summary = commodity.attributes.get("basic_duty_rate")
    if isinstance(summary, str):
        plain = _PLAIN_PERCENT.fullmatch(_TAGS.sub("", summary).strip())
        if plain and Decimal(plain[1]) != rate.percent:
            raise commodity.unexpected("basic_duty_rate", rate.text, summary)
    hints = commodity.meta.get("duty_calculator")
    free = hints.get("zero_mfn_duty") if isinstance(hints, dict) else None
    if isinstance(free, bool) and free != rate.is_free:
        raise commodity.unexpected("zero_mfn_duty", f"what fits '{rate.text}'", free)


def _doubtful(message: str) -> LiveError:
    return LiveError(LiveFailure.DOUBTFUL, message)
