"""Tables of markets, candidates, numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.explain.candidates import candidates_reply
from bot.explain.json_values import decimal_json
from bot.explain.markets import market_table
from bot.explain.questions import question
from bot.explain.words import CatalogueWords, UnknownWordError
from bot.origin.facts import Topic
from bot.wiring import Services
from tests.explain.replies import advised, assessed


def test_markets_are_ordered_by_what_they_save(services: Services) -> None:
    advices = [advised(services, "870380", market) for market in ("US", "JP", "GB")]

    reply = market_table(advices, services.words, "de")

    block = reply.block("markets")
    assert block is not None
    assert block.content["markets"][0] == "GB"
    assert block.content["markets"][-1] == "US"
    assert all(len(row) == len(block.content["columns"]) for row in block.content["rows"])


@pytest.mark.parametrize(
    ("lang", "asked_for", "as_of", "details", "open_proof"),
    [
        (
            "de",
            "gefragt für den 22. November 2026",
            "(Stand 22. November 2026)",
            "in der Antwort zum einzelnen Markt",
            "nicht bestätigt, Zoll fragen",
        ),
        (
            "en",
            "asked for 22 November 2026",
            "(as of 22 November 2026)",
            "in the answer for the single market",
            "not confirmed, ask customs",
        ),
    ],
)
def test_a_table_of_markets_names_its_day_its_state_and_what_is_not_confirmed(
    services: Services, lang: str, asked_for: str, as_of: str, details: str, open_proof: str
) -> None:
    markets = ("KE", "CL", "US", "JP")
    reply = market_table(
        [advised(services, "841370", one) for one in markets], services.words, lang
    )

    version = services.catalogue.data_version[:12]
    for told in (asked_for, version, as_of, details):
        assert told in reply.text, told
    sources = reply.block("sources")
    assert sources is not None
    titles = [one["title"] for one in sources.content["sources"]]
    assert any(version in title for title in titles)
    assert len(titles) > 3, "the duty of Chile has a source of its own"
    table = reply.block("markets")
    assert table is not None
    proofs = dict(zip(table.content["markets"], table.content["rows"], strict=True))
    assert proofs["KE"][-1] == open_proof
    assert proofs["US"][-1] == ""
    assert open_proof not in proofs["CL"][-1] and proofs["CL"][-1]


@pytest.mark.parametrize(("lang", "said"), [("de", "Nachweis ist nicht"), ("en", "proof is not")])
def test_of_many_markets_those_without_a_confirmed_proof_are_named_apart(
    services: Services, lang: str, said: str
) -> None:
    partners = [one.iso2 for one in services.catalogue.markets.values() if one.agreements]
    table = market_table(
        [advised(services, "841370", one) for one in partners], services.words, lang
    )

    lines = [line for line in table.text.splitlines() if services.words.market("KE", lang) in line]
    assert len(lines) == 1
    assert said in lines[0]


def test_candidates_are_buttons_with_a_way_out(services: Services) -> None:
    found = services.finder.find("Kreiselpumpe", "de", 3)

    reply = candidates_reply("Kreiselpumpe", found, services.words, "de")

    assert reply.buttons[0].payload == f'/choose_product{{"hs": "{found[0].hs.digits}"}}'
    assert reply.buttons[-1].payload == '/choose_product{"hs": "none"}'


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("0.10", "0.1"), ("0", "0"), ("100", "100"), ("1.250", "1.25")],
)
def test_decimals_have_no_exponent(value: str, text: str) -> None:
    assert decimal_json(Decimal(value)) == text


def test_an_unknown_word_is_an_error(services: Services) -> None:
    words: CatalogueWords = services.words

    with pytest.raises(UnknownWordError, match="no_such_process"):
        words.process("no_such_process", "de")


def test_a_heading_is_not_told_as_one_of_its_subheadings(services: Services) -> None:
    assessment = assessed(services, product={"hs": "8413"})
    fact = next(one for one in assessment.determination.missing if one.topic is Topic.CRITERION)

    text = question(fact, assessment, services.words, "de").text

    assert "8413 (" in text
    assert "8413.11" not in text
