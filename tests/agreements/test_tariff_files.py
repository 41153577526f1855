"""The duties as recorded: figures read in the published tariffs, and what must stay unknown."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.agreements.tariff_files import TariffBook, check_tariffs
from bot.tariff.duties import Basis, Confidence

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "agreements"
PRODUCTS = ROOT / "data" / "products"
DAY = date(2026, 11, 22)


def _correlation():
    with (PRODUCTS / "hs_correlation.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["edition"], row["hs2022"]): tuple(row["codes"].split("|"))
            for row in csv.DictReader(file)
        }


CORRELATION = _correlation()


def to_edition(code, edition):
    return CORRELATION.get((edition, code), (code,))


@pytest.fixture(scope="module")
def book():
    return TariffBook(FOLDER)


@pytest.fixture(scope="module")
def duty(book):
    def ask(market, agreement, hs, day=DAY):
        return book.duty(market, agreement, hs, day, to_edition)

    return ask


@pytest.mark.parametrize(
    ("market", "agreement", "hs", "mfn", "preferential"),
    [
        ("JP", "eu-japan-epa", "180690100", "10", "1.8"),  # chocolate
        ("JP", "eu-japan-epa", "841370", "0", "0"),
        ("VN", "eu-vietnam-fta", "870310", "70", "28.3"),
        ("VN", "eu-vietnam-fta", "220421", "50", "6.2"),
        ("ZA", "eu-sadc-epa", "610910", "45", "27"),
        ("BW", "eu-sadc-epa", "640399", "30", "20"),
        ("SZ", "eu-sadc-epa", "87032390", "25", "18"),
        ("GB", "eu-uk-tca", "870323", "10", "0"),
        ("GB", "eu-uk-tca", "610910", "12", "0"),
        ("NO", "eu-norway", "610910", "10.7", "0"),
        ("NO", "eea", "841370", "0", "0"),
        ("PE", "eu-andean", "610910", "11", "0"),
        ("TR", "eu-turkey-customs-union", "870323", "10", "0"),
        ("CL", "eu-chile-ita", "841370", "6", "0"),
    ],
)
def test_rates_of_the_published_tariffs(duty, market, agreement, hs, mfn, preferential):
    found = duty(market, agreement, hs)
    assert (found.mfn_percent, found.preferential_percent) == (Decimal(mfn), Decimal(preferential))
    assert found.margin_percent == Decimal(mfn) - Decimal(preferential)


def test_cheese_into_japan_keeps_its_condition_as_text(duty):
    found = duty("JP", "eu-japan-epa", "040690")
    assert found.mfn_percent == Decimal("29.8")  # the in-quota line is left out
    assert found.preferential.startswith("13% or no concession")
    assert (found.preferential_percent, found.margin_percent) == (None, None)


def test_several_national_lines_give_a_range_and_are_offered(duty):
    found = duty("ZA", "eu-sadc-epa", "870323")
    assert found.basis is Basis.RANGE
    assert (found.mfn_range, found.preferential_range) == ((20, 25), (0, 18))
    assert [line.code for line in found.lines] == ["87032325", "87032327", "87032390"]


def test_free_by_mfn_means_nothing_to_save(duty):
    for market, agreement in (("CH", "eu-switzerland"), ("IS", "eea"), ("JP", "eu-japan-epa")):
        found = duty(market, agreement, "841370")
        assert (found.mfn_percent, found.preferential_percent) == (0, 0)
        assert found.nothing_to_save
        assert found.preferable is False


def test_a_preference_above_mfn_is_no_preference(duty):
    found = duty("VN", "eu-vietnam-fta", "22072011")
    assert (found.mfn_percent, found.preferential_percent) == (5, Decimal("7.2"))
    assert (found.margin_percent, found.preferable) == (0, False)


def test_the_united_kingdom_is_labelled_2021(duty):
    found = duty("GB", "eu-uk-tca", "610910")
    assert (found.year, found.confidence) == (2021, Confidence.MEDIUM)
    assert any("2021" in one.label.en for one in found.provenances if one.label)


def test_the_normal_duty_of_korea_is_unknown_but_described(duty):
    found = duty("KR", "eu-korea-fta", "841370")
    assert (found.mfn, found.mfn_percent, found.margin_percent) == (None, None, None)
    assert found.mfn_side.basis is Basis.UNKNOWN
    assert found.preferential_percent == 0
    assert all("access-to-markets" in text.en for text in found.mfn_side.remarks)


def test_agricultural_goods_outside_the_food_chapters_are_no_industrial_goods(duty):
    assert duty("MA", "eu-morocco", "520100").preferential is None
    assert duty("MA", "eu-morocco", "520411").preferential_percent == 0


@pytest.mark.parametrize(
    ("market", "agreement"), [("US", None), ("XX", None), ("XX", "eu-japan-epa")]
)
def test_what_is_not_recorded_is_unknown(duty, market, agreement):
    found = duty(market, agreement, "841370")
    assert found.basis is Basis.UNKNOWN
    assert (found.mfn, found.preferential, found.preferable) == (None, None, None)


def test_another_agreement_gives_no_preference(duty):
    found = duty("JP", "eu-korea-fta", "180690100")
    assert (found.mfn_percent, found.preferential) == (10, None)


def test_stale_figures_of_mercosur_are_text_only(duty):
    found = duty("BR", "eu-mercosur-ita", "640399")
    assert {rate.percent for rate in found.mfn_side.rates} == {None}
    assert (found.margin_range, found.confidence) == (None, Confidence.LOW)


def test_doubtful_zeros_of_mexico_are_no_reason_to_stop(duty):
    found = duty("MX", "eu-mexico-2000", "220830")
    assert (found.mfn, found.mfn_percent, found.nothing_to_save) == ("0%", None, False)


def test_figures_of_another_time_are_shown_and_not_calculated_with(duty):
    found = duty("VN", "eu-vietnam-fta", "220421", date(2027, 1, 1))
    assert (found.mfn, found.mfn_percent, found.margin_percent) == ("50%", None, None)
    assert not any(one.valid for one in found.provenances)


def test_a_code_of_another_country_falls_back_to_six_digits(duty):
    found = duty("JP", "eu-japan-epa", "84137021")
    assert found.code == "841370"
    assert duty("JP", "eu-japan-epa", "841370010").code == "841370010"


def test_a_code_that_moved_is_translated_and_the_lines_are_asked(duty):
    found = duty("GB", "eu-uk-tca", "851713")  # smartphones, in HS 2017 with other phones
    assert found.edition_note.edition == "2017"
    assert found.edition_note.codes == CORRELATION["2017", "851713"]
    assert {line.code[:6] for line in found.lines} <= set(found.edition_note.codes)


@pytest.mark.parametrize("hs", ["", "8", "841", "84137", "8413.70", "84137000000"])
def test_what_is_no_code_is_refused(duty, hs):
    with pytest.raises(ValueError, match="expected 2, 4, 6"):
        duty("JP", None, hs)


def test_staging_categories_of_mercosur(book):
    categories = {one.name: one for one in book.staging("eu-mercosur-ita")}
    assert set(categories) == {"0", "4", "7", "8", "10", "15", "E"}
    assert categories["10"].rate_on(Decimal(11), DAY) == 10
    assert categories["15"].free_from == date(2041, 1, 1)
    assert book.staging("eu-japan-epa") == ()


def test_all_files_are_without_fault():
    known = set()
    for path in PRODUCTS.glob("[0-9][0-9].csv"):
        with path.open(encoding="utf-8", newline="") as file:
            known.update(row["hs"] for row in csv.DictReader(file) if len(row["hs"]) == 6)
    assert [str(fault) for fault in check_tariffs(FOLDER, frozenset(known), to_edition)] == []
