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
from bot.explain.replies import Reply
from bot.explain.texts import Texts
from bot.explain.to_json import advice_json
from bot.explain.use_it import use_it
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


@pytest.mark.parametrize(
    ("market", "last", "before", "after"),
    [
        (
            "SG",
            date(2022, 12, 31),
            {"origin_declaration any up_to", "origin_declaration approved_exporter above"},
            {"statement_on_origin any up_to", "statement_on_origin registered_exporter above"},
        ),
        (
            "CA",
            date(2017, 12, 31),
            {"origin_declaration any up_to", "origin_declaration approved_exporter above"},
            {"origin_declaration any up_to", "origin_declaration registered_exporter above"},
        ),
        (
            "MU",
            date(2020, 8, 31),
            {
                "eur_1 customs always",
                "origin_declaration any up_to",
                "origin_declaration approved_exporter above",
            },
            {"statement_on_origin any up_to", "statement_on_origin registered_exporter above"},
        ),
    ],
)
def test_the_proof_of_a_day_is_that_of_the_day(
    services: Services, market: str, last: date, before: set[str], after: set[str]
) -> None:
    def proofs(day: date) -> set[str]:
        found = best(services, market, day).proofs
        return {f"{one.kind.value} {one.exporter.value} {one.applies.value}" for one in found}

    assert proofs(last) == before
    assert proofs(last + timedelta(days=1)) == after


def used(services: Services, market: str, day: date, lang: str) -> Reply:
    """How to use the preference for a pump of the Union alone."""
    told = {
        "market": market,
        "date": day.isoformat(),
        "product": {"hs": "841370", "ex_works_price": "10000"},
        "materials": [{"hs": "722219", "value": "10", "originating": False}],
        "operations": ["machining"],
    }
    request = services.cases.read_object(told)
    assessed = services.adviser.assess(request.case, request.agreement)
    return use_it(assessed, None, services.words, lang)


@pytest.mark.parametrize(
    ("market", "last"), [("CA", date(2017, 12, 31)), ("MU", date(2020, 8, 31))]
)
def test_the_number_in_the_declaration_is_that_of_the_day(
    services: Services, market: str, last: date
) -> None:
    def notes(day: date) -> str:
        block = used(services, market, day, "de").block("declaration")
        assert block is not None
        return " ".join(block.content["notes"])

    assert "Bewilligungsnummer des Ermächtigten Ausführers" in notes(last)
    assert "REX" not in notes(last)
    assert "REX-Nummer eintragen" in notes(last + timedelta(days=1))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_of_earlier_days_that_is_not_recorded_is_not_replaced_by_that_of_today(
    services: Services, lang: str
) -> None:
    last = date(2022, 12, 31)
    missing = Texts(lang).text("use.text_not_recorded")

    reply = used(services, "SG", last, lang)
    assert missing in reply.text
    assert reply.block("declaration") is None
    assert "REX" not in reply.text
    later = used(services, "SG", last + timedelta(days=1), lang)
    assert missing not in later.text
    assert later.block("declaration") is not None
    told = advice_json(services.adviser.advise(code("841370"), "SG", last), services.words, lang)
    texts = {one["declaration_text"] for one in told["agreements"][0]["proof"]}
    assert texts == {None}


OF_TODAY = {"de": "ist nicht bestätigt: In WuP online lässt sich", "en": "WuP online can be set"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("market", "day"),
    [
        ("MX", date(2005, 1, 1)),
        ("CR", date(2014, 1, 1)),
        ("JM", date(2010, 1, 1)),
        ("ZA", date(2017, 1, 1)),
        ("CI", date(2018, 1, 1)),
        ("CM", date(2019, 1, 1)),
        ("CO", date(2014, 1, 1)),
        ("FJ", date(2015, 1, 1)),
    ],
)
def test_where_only_the_proof_of_today_is_known_an_earlier_answer_says_so(
    services: Services, market: str, day: date, lang: str
) -> None:
    advice = services.adviser.advise(code("841370"), market, day)
    today = services.adviser.advise(code("841370"), market, TODAY)

    assert OF_TODAY[lang] in first_answer(advice, services.words, lang, complete=True).text
    assert OF_TODAY[lang] not in first_answer(today, services.words, lang, complete=True).text
    told, told_today = (
        advice_json(one, services.words, lang)["agreements"][0] for one in (advice, today)
    )
    assert (told["proof_confirmed"], told_today["proof_confirmed"]) == (False, True)


@pytest.mark.parametrize(
    ("market", "day"),
    [
        ("KR", date(2011, 7, 1)),
        ("JP", date(2019, 2, 1)),
        ("GB", date(2021, 1, 1)),
        ("VN", date(2020, 8, 1)),
        ("CH", date(2015, 6, 1)),
        ("RS", date(2024, 6, 1)),
        ("NO", date(2025, 6, 1)),
        ("SG", date(2020, 1, 1)),
        ("CA", date(2017, 9, 21)),
        ("GH", date(2020, 8, 20)),
    ],
)
def test_where_the_proof_of_the_day_is_known_no_doubt_is_cast_on_it(
    services: Services, market: str, day: date
) -> None:
    found = best(services, market, day)

    assert found.protocol.is_proof_known_on(day)
    text = first_answer(
        services.adviser.advise(code("841370"), market, day), services.words, "en", complete=True
    ).text
    assert "whether it was the same" not in text.casefold()


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


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("protocol: null, proof: []", "expected no proof where the rules are not recorded"),
        (
            'protocol: eu-kenya-epa, declaration: "other.yml"',
            "expected the proof of that time beside its declaration",
        ),
        (
            'protocol: eu-kenya-epa, proof: [], declaration: "other.yml"',
            "declaration 'other.yml' is not in the folder",
        ),
    ],
)
def test_a_proof_of_earlier_days_must_fit(
    services: Services, tmp_path: Path, entry: str, message: str
) -> None:
    path = tmp_path / "eu-kenya-epa" / "protocol.yml"
    path.parent.mkdir()
    source = services.settings.data / "agreements" / "eu-kenya-epa" / "protocol.yml"
    text = source.read_text(encoding="utf-8")
    earlier = f'earlier: [{{until: "2025-01-01", {entry}, note: {{de: "x", en: "x"}}}}]\n'
    path.write_text(text + earlier, encoding="utf-8")

    with pytest.raises(DataError, match=message):
        read_protocol(path, tmp_path, frozenset(), services.nomenclature.correlation)


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
