"""Proofs that have changed since: what an earlier day asks for, and what is said if that is not known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.advice import AgreementAdvice
from bot.explain.advice_json import advice_json
from bot.explain.first_answer import first_answer
from bot.explain.replies import Reply
from bot.explain.texts import Texts
from bot.explain.use_it import use_it
from bot.explain.words import LANGUAGES
from bot.origin.nomenclature import code
from bot.wiring import Services

TODAY = date(2026, 11, 22)


def best(services: Services, market: str, day: date) -> AgreementAdvice:
    found = services.adviser.advise(code("841370"), market, day).best
    assert found is not None
    return found


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
