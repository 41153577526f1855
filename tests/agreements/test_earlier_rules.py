"""Rules of earlier days: the Pan-Euro-Mediterranean Convention, and proofs that have changed since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.advice import AgreementAdvice
from bot.agreements.catalogue import Catalogue
from bot.explain.first_answer import first_answer
from bot.explain.words import LANGUAGES
from bot.origin.nomenclature import code
from bot.proof.proofs import ProofKind
from bot.wiring import Services

TODAY = date(2026, 11, 22)
FIRST_DAY_OF_THE_CONVENTION = date(2012, 5, 1)
# Who uses the revised rules today and used the old ones before.
REVISED = (
    *("AL", "BA", "CH", "EG", "FO", "GE", "IS", "JO", "LI", "MA"),
    *("MD", "ME", "MK", "NO", "PS", "RS", "TN", "UA", "XK"),
)
OLD = ("DZ", "IL", "LB")


def best(services: Services, market: str, day: date, hs: str = "841370") -> AgreementAdvice:
    found = services.adviser.advise(code(hs), market, day).best
    assert found is not None
    return found


def rows(found: AgreementAdvice) -> set[str]:
    return {one.rule.row.rpartition("-")[0][:8] for one in found.rows}


@pytest.mark.parametrize("market", REVISED)
def test_the_revised_rules_begin_with_2025(services: Services, market: str) -> None:
    agreement = services.adviser.advise(code("841370"), market, TODAY).agreements[0].agreement
    start = agreement.applied_from(market)
    assert start is not None and start < date(2024, 12, 31)

    for day in (date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1), TODAY):
        assert rows(best(services, market, day)) == {"PEM-2023"}, day
    for day in (max(start, FIRST_DAY_OF_THE_CONVENTION), date(2024, 12, 31)):
        assert rows(best(services, market, day)) == {"PEM-2012"}, day


@pytest.mark.parametrize("market", OLD)
def test_the_old_rules_go_on_with_three_partners(services: Services, market: str) -> None:
    for day in (FIRST_DAY_OF_THE_CONVENTION, date(2025, 6, 1), TODAY):
        assert rows(best(services, market, day)) == {"PEM-2012"}, day


@pytest.mark.parametrize("market", ["CH", "NO", "DZ", "IL"])
def test_rules_from_before_the_convention_are_not_recorded(services: Services, market: str) -> None:
    found = best(services, market, FIRST_DAY_OF_THE_CONVENTION - timedelta(days=1))

    assert found.applied
    assert not found.rules_recorded
    assert (found.rows, found.proofs) == ((), ())
    assert "WuP online" in found.protocol.warning["de"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2011, 1, 1), {"de": "nicht erfasst (vor", "en": "not recorded here (before"}),
        (date(2023, 6, 1), {"de": "1. September 2021", "en": "1 September 2021"}),
        (date(2025, 6, 1), {"de": "neben den revidierten", "en": "beside the revised ones"}),
    ],
)
def test_the_answer_for_an_earlier_day_says_which_rules_it_shows(
    services: Services, day: date, told: dict[str, str], lang: str
) -> None:
    advice = services.adviser.advise(code("040690"), "NO", day)

    assert told[lang] in first_answer(advice, services.words, lang).text


def test_today_no_transitional_time_is_spoken_of(services: Services) -> None:
    for market in (*REVISED, *OLD):
        warning = best(services, market, TODAY).protocol.warning
        assert "2021" not in warning["de"] and "2025" not in warning["de"]


def test_material_of_the_partner_counted_under_the_old_rules_too(services: Services) -> None:
    """60 % of Swiss material with a proof of origin: originating; without the proof not."""
    told = {
        "market": "CH",
        "date": "2023-06-01",
        "product": {"hs": "847950", "ex_works_price": "1000"},
        "operations": ["assembly"],
    }
    material = {"hs": "847990", "value": "600", "originating_in": "CH"}
    found = {}
    for evidence in ("proof_of_origin", "none"):
        case = {**told, "materials": [{**material, "evidence": evidence}]}
        request = services.cases.read_object(case)
        assessed = services.adviser.assess(request.case, request.agreement)
        found[evidence] = assessed.determination.status.value
        assert assessed.protocol.id == "pem-2012"

    assert found == {"proof_of_origin": "originating", "none": "not_originating"}


def test_eur_med_ended_with_the_old_rules(services: Services) -> None:
    def kinds(day: date) -> set[ProofKind]:
        return {one.kind for one in best(services, "RS", day).proofs}

    assert ProofKind.EUR_MED in kinds(date(2024, 12, 31))
    assert ProofKind.EUR_MED not in kinds(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("market", "day", "known"),
    [
        ("RS", date(2012, 6, 1), False),
        ("RS", date(2015, 1, 1), True),
        ("MA", date(2005, 6, 1), False),
        ("MA", date(2013, 1, 1), True),
        ("JO", date(2010, 1, 1), False),
        ("CO", date(2020, 1, 1), False),
        ("MD", date(2020, 1, 1), False),
    ],
)
def test_a_rate_that_was_reached_in_stages_is_not_told_for_days_before(
    services: Services, market: str, day: date, known: bool
) -> None:
    assert (best(services, market, day).duty.preferential_percent is not None) == known


@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_the_interim_agreement_with_chile_the_older_one_is_named(
    services: Services, lang: str
) -> None:
    advice = services.adviser.advise(code("841370"), "CL", date(2025, 1, 31))
    text = first_answer(advice, services.words, lang).text

    assert not advice.usable
    assert {"de": "galt jenes", "en": "that one applied"}[lang] in text
    assert {"de": "31. Januar 2025", "en": "31 January 2025"}[lang] in text.splitlines()[0]


def test_ghana_had_no_applicable_protocol_at_first(services: Services) -> None:
    assert not best(services, "GH", date(2020, 8, 19)).rules_recorded
    assert best(services, "GH", date(2020, 8, 20)).rules_recorded


def test_without_a_day_the_rules_of_today_are_meant(catalogue: Catalogue) -> None:
    swiss = catalogue.agreements["eu-switzerland"]

    assert catalogue.protocol_of(swiss) is catalogue.protocols["pem-2023"]
