"""The law of a day is the law of that day: rules, staging and status for any day since an agreement began."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advice import Advice
from bot.agreements.catalogue import Protocol
from bot.agreements.yaml_files import read_yaml
from bot.explain.advice_json import advice_json, markets_json
from bot.explain.assessment_json import assessment_json
from bot.origin.nomenclature import any_contains, code
from bot.wiring import Services, services
from bot.worked_cases import CasesFile

ONE_DAY = timedelta(days=1)
FIRST_DAY = date(1995, 1, 1)
LAST_DAY = date(2040, 12, 31)
PRODUCTS = (
    "841370",
    "850760",
    "870380",
    "620342",
    "240412",
    "190531",
    "040610",
    "760429",
    "030910",
)
PARTNERS = sorted(
    (partner.applied_from, market, agreement.id)
    for agreement in services().catalogue.agreements.values()
    for market, partner in agreement.partners.items()
    if agreement.status.is_applied and partner.applied_from is not None
)
LISTS = sorted(one.id for one in services().catalogue.protocols.values() if one.rules is not None)
VERSION = services().catalogue.data_version

days = st.dates(FIRST_DAY, LAST_DAY)


def advice(market: str, hs: str, day: date) -> Advice:
    return services().adviser.advise(code(hs), market, day, value=Decimal(10_000))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PARTNERS), st.sampled_from(PRODUCTS), days)
def test_any_day_has_an_answer_by_the_law_of_that_day(
    partner: tuple[date, str, str], hs: str, day: date
) -> None:
    start, market, id_ = partner
    found = next(one for one in advice(market, hs, day).agreements if one.agreement.id == id_)

    until = found.agreement.partners[market].applied_until
    assert found.applied == (start <= day and (until is None or day <= until))
    assert found.applies == (found.applied and found.covers_product)
    assert found.usable == (found.applies and bool(found.proofs))
    for candidate in found.rows:
        assert candidate.rule.is_valid_on(day)
    assert found.saving is None or found.duty.margin_percent is not None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PARTNERS), st.sampled_from(PRODUCTS), days)
def test_every_answer_names_its_day_and_the_version_of_the_data(
    partner: tuple[date, str, str], hs: str, day: date
) -> None:
    wired = services()
    found = advice(partner[1], hs, day)
    lines = markets_json([found], wired.words, "en")

    for answer in (advice_json(found, wired.words, "en", []), *lines):
        assert answer["data_version"] == VERSION
        assert answer["date"] == day.isoformat()


@pytest.mark.parametrize("partner", PARTNERS, ids=lambda one: f"{one[2]} {one[1]}")
def test_a_preference_begins_on_its_first_day(partner: tuple[date, str, str]) -> None:
    start, market, id_ = partner

    def applied(day: date) -> bool:
        found = advice(market, "841370", day).agreements
        return next(one.applied for one in found if one.agreement.id == id_)

    assert not applied(start - ONE_DAY)
    assert applied(start)


# --- rules ------------------------------------------------------------------------------------------


def _start_of(protocol: Protocol) -> date:
    """The first day on which any agreement uses the list."""
    return min(
        partner.applied_from
        for agreement in services().catalogue.agreements.values()
        if agreement.origin_protocol == protocol.id
        for partner in agreement.partners.values()
        if partner.applied_from is not None
    )


def _days_of_change(protocol: Protocol) -> Iterator[date]:
    """The first day of the list and the days around every change of a row since."""
    start = _start_of(protocol)
    rules = (row.rule for row in protocol.rows)
    ends = chain.from_iterable((rule.valid_from, rule.valid_to) for rule in rules)
    around = {end + step for end in ends if end for step in (-ONE_DAY, ONE_DAY, 0 * ONE_DAY)}
    yield from sorted({start, *(day for day in around if day >= start)})


@pytest.mark.parametrize("list_id", LISTS)
def test_a_list_has_no_gap_on_any_day_since_it_is_applied(services: Services, list_id: str) -> None:
    protocol = services.catalogue.protocols[list_id]
    assert protocol.rules is not None
    for day in _days_of_change(protocol):
        missing = [
            digits
            for digits in services.nomenclature.subheadings
            if not any_contains(protocol.known_gaps, code(digits))
            and not protocol.rules.candidates(code(digits), day)
        ]
        assert missing == [], day


def assessed(services: Services, market: str, day: str, told: dict[str, Any]) -> dict[str, Any]:
    request = services.cases.read_object({**told, "market": market, "date": day})
    found = services.adviser.assess(request.case, request.agreement)
    return assessment_json(found, services.words, services.catalogue.data_version)


BATTERY = {
    "product": {"hs": "850760", "ex_works_price": "5000", "net_weight_kg": "410"},
    "materials": [{"hs": "850760", "value": "3600", "originating": False}],
    "operations": ["assembly_of_battery_packs"],
    "answers": {"product.row": "EU-UK-TCA-0310"},
}
HYBRID = {
    "product": {"hs": "870340", "ex_works_price": "20000", "net_weight_kg": "1400"},
    "materials": [
        {"hs": "840734", "value": "7000", "originating": False},
        {"hs": "870829", "value": "5000", "originating": False},
    ],
    "operations": ["assembly"],
}


@pytest.mark.parametrize("case", [BATTERY, HYBRID], ids=["battery pack", "hybrid car"])
def test_the_transitional_rules_for_the_united_kingdom_end_with_2026(
    services: Services, case: dict[str, Any]
) -> None:
    for day in ("2021-01-01", "2024-06-30", "2026-12-31"):
        found = assessed(services, "GB", day, case)
        assert found["determination"] == "originating", day
        assert "until 2026-12-31" in found["decisive"]
        assert found["data_version"] == VERSION
    for day in ("2027-01-01", "2031-05-05"):
        assert assessed(services, "GB", day, case)["determination"] == "not_originating", day


CAR = {
    "product": {"hs": "870323", "ex_works_price": "20000", "net_weight_kg": "1400"},
    "materials": [{"hs": "840734", "value": "9600", "originating": False}],
    "operations": ["assembly"],
}
TROUSERS = {
    "product": {"hs": "620462", "ex_works_price": "100", "net_weight_kg": "1"},
    "materials": [{"hs": "520942", "value": "50", "weight_kg": "1", "originating": False}],
    "operations": ["making_up"],
}


def test_the_limit_for_cars_to_canada_falls_after_seven_years(services: Services) -> None:
    """9,600 of 20,000 are 48 %: within the 50 % of the first seven years, above the 45 % that follow."""
    for day in ("2017-09-21", "2024-09-20"):
        assert assessed(services, "CA", day, CAR)["determination"] == "originating", day
    for day in ("2024-09-21", "2026-11-22", "2035-01-01"):
        assert assessed(services, "CA", day, CAR)["determination"] == "not_originating", day


def test_a_failed_rule_for_clothing_to_canada_names_the_origin_quota_on_any_day(
    services: Services,
) -> None:
    rules = services.catalogue.protocols["eu-canada-ceta"].rules
    assert rules is not None
    for day in ("2017-09-21", "2026-11-22", "2030-01-01"):
        row = rules.candidates(code("620462"), date.fromisoformat(day))[-1].rule.row
        found = assessed(services, "CA", day, {**TROUSERS, "answers": {"product.row": row}})
        assert found["determination"] == "not_originating", day
        assert "C.3" in found["origin_quota"]["source"], day


@pytest.mark.parametrize("list_id", LISTS)
def test_an_old_case_gives_the_same_answer_again(services: Services, list_id: str) -> None:
    """The same case on the same day with the same data: the same answer, to the last figure."""
    path = services.settings.data / "agreements" / list_id / "cases.yaml"
    cases = read_yaml(path, CasesFile, services.settings.data.parent).product_specific_cases
    fresh = Services(services.settings)
    for name in ("labels", "nomenclature", "markets", "catalogue"):
        fresh.__dict__[name] = getattr(services, name)
    for case in cases:
        told = case.request(list_id)
        day, market = told.pop("date"), told.pop("market")
        assert assessed(services, market, day, told) == assessed(fresh, market, day, told)


def test_rows_that_were_added_govern_from_their_day(services: Services) -> None:
    """Decision 1/2022 of the EU-Singapore committee added rows for HS 2022 from 2023 on."""
    rules = services.catalogue.protocols["eu-singapore-fta"].rules
    assert rules is not None

    def rows(day: date) -> set[str]:
        return {one.rule.row for one in rules.candidates(code("240412"), day)}

    assert rows(date(2023, 1, 1)) == {"EU-SG-FTA-0067-2"}
    assert rows(date(2022, 12, 31)).isdisjoint({"EU-SG-FTA-0067-2"})


# --- duties -----------------------------------------------------------------------------------------


def test_figures_of_a_year_are_calculated_with_in_that_year_only(services: Services) -> None:
    """The tariff of Japan is that from 1 April 2026; other years are shown with its age, without a saving."""
    for day in (date(2026, 4, 1), date(2027, 3, 31)):
        duty = advice("JP", "020130", day).agreements[0]
        assert duty.saving is not None and duty.saving > 0, day
    for day in (date(2019, 2, 1), date(2026, 3, 31), date(2027, 4, 1)):
        duty = advice("JP", "020130", day).agreements[0]
        assert duty.usable
        assert duty.duty.preferential_side.rates, day
        assert duty.duty.margin_percent is None, day
        assert duty.saving is None, day


@given(days, days)
def test_a_duty_that_falls_in_stages_never_rises(first: date, second: date) -> None:
    early, late = sorted((first, second))
    for category in services().tariffs.book.staging("eu-mercosur-ita"):
        before, after = (category.rate_on(Decimal(35), day) for day in (early, late))
        assert 0 <= after <= before <= 35
        if category.free_from is not None:
            assert (after == 0) == (late >= category.free_from)
