"""Tables of markets, candidates, numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.explain.candidates import candidates_reply
from bot.explain.markets import market_table
from bot.explain.questions import question
from bot.explain.to_json import decimal_json
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
