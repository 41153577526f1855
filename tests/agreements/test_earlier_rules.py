"""Rules of earlier days: the Pan-Euro-Mediterranean Convention, and proofs that have changed since."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.advice import AgreementAdvice
from bot.agreements.agreement_files import read_protocol
from bot.agreements.catalogue import Catalogue, load_catalogue
from bot.agreements.faults import DataError
from bot.agreements.schemas import EarlierFile
from bot.explain.first_answer import first_answer
from bot.explain.words import LANGUAGES
from bot.origin.nomenclature import code
from bot.proof.proofs import ProofKind
from bot.wiring import Services

TODAY = date(2026, 11, 22)
FIRST_DAY_OF_THE_CONVENTION = date(2012, 5, 1)
# Who uses the revised rules today and used the old ones before.
REVISED = (
    "AL",
    "BA",
    "CH",
    "EG",
    "FO",
    "GE",
    "IS",
    "JO",
    "LI",
    "MA",
    "MD",
    "ME",
    "MK",
    "NO",
    "PS",
    "RS",
)
REVISED = (*REVISED, "TN", "UA", "XK")
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
    ("market", "last", "word"),
    [
        ("SG", date(2022, 12, 31), "REX"),
        ("CA", date(2017, 12, 31), "REX"),
        ("MU", date(2020, 8, 31), "EUR.1"),
    ],
)
def test_a_proof_that_has_changed_is_told_up_to_its_last_day(
    services: Services, market: str, last: date, word: str
) -> None:
    before = best(services, market, last).protocol.warning["en"]
    after = best(services, market, last + timedelta(days=1)).protocol.warning["en"]

    assert word in before
    assert before != after
    assert best(services, market, last).rules_recorded


def test_ghana_had_no_applicable_protocol_at_first(services: Services) -> None:
    assert not best(services, "GH", date(2020, 8, 19)).rules_recorded
    assert best(services, "GH", date(2020, 8, 20)).rules_recorded


def test_without_a_day_the_rules_of_today_are_meant(catalogue: Catalogue) -> None:
    swiss = catalogue.agreements["eu-switzerland"]

    assert catalogue.protocol_of(swiss) is catalogue.protocols["pem-2023"]


# --- faults -----------------------------------------------------------------------------------------


def test_a_protocol_that_does_not_exist_is_a_fault(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "agreements"
    source = services.settings.data / "agreements"
    (folder / "eu-kenya-epa").mkdir(parents=True)
    for name in ("union.yml", "markets.csv"):
        (folder / name).write_bytes((source / name).read_bytes())
    (folder / "vocabulary").mkdir()
    for path in (source / "vocabulary").iterdir():
        (folder / "vocabulary" / path.name).write_bytes(path.read_bytes())
    text = (source / "eu-kenya-epa" / "protocol.yml").read_text(encoding="utf-8")
    earlier = 'earlier: [{until: "2025-01-01", protocol: nowhere, note: {de: "x", en: "x"}}]\n'
    (folder / "eu-kenya-epa" / "protocol.yml").write_text(text + earlier, encoding="utf-8")

    with pytest.raises(DataError, match="earlier: 'nowhere' has no folder"):
        load_catalogue(folder, services.nomenclature.correlation)


def test_days_out_of_order_are_a_fault(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "eu-kenya-epa" / "protocol.yml"
    path.parent.mkdir()
    source = services.settings.data / "agreements" / "eu-kenya-epa" / "protocol.yml"
    one = '{until: "2025-01-01", protocol: null, note: {de: "x", en: "x"}}'
    two = one.replace("2025", "2024")
    path.write_text(source.read_text(encoding="utf-8") + f"earlier: [{one}, {two}]\n", "utf-8")

    with pytest.raises(DataError, match="days that follow one another"):
        read_protocol(path, tmp_path, frozenset(), services.nomenclature.correlation)


def test_a_day_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(ValidationError):
        EarlierFile(until="2025-02-30", protocol=None, note={"de": "x", "en": "x"})
