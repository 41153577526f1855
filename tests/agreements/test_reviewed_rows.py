"""Who read every row again: the marks, the two random samples, and where an answer shows them."""

from __future__ import annotations

import csv
import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.agreements.catalogue import Catalogue
from bot.explain.advice_json import advice_json
from bot.explain.first_answer import first_answer
from bot.explain.scope_words import Speaker
from bot.explain.sections import readings_in_words
from bot.origin.nomenclature import code
from bot.origin.product_specific_rules import ProductSpecificRule, Review
from bot.wiring import Services

SAMPLES = Path(__file__).parents[2] / "data" / "agreements" / "samples.csv"
SIZE = 300
# The seeds with which the rows were drawn, from all rows in the order of their ids.
SEEDS = (20261122, 20261123)
# How many rows there were on the day of the samples; rows added since are in none.
ROWS = 8914
MOST_WRONG = 1


@pytest.fixture(scope="module")
def rules(catalogue: Catalogue) -> dict[str, ProductSpecificRule]:
    return {
        row.rule.row: row.rule for protocol in catalogue.protocols.values() for row in protocol.rows
    }


def _samples() -> list[dict[str, str]]:
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_was_read_again_or_added_by_the_second_reader(
    rules: dict[str, ProductSpecificRule],
) -> None:
    once = {row for row, rule in rules.items() if Review.SECOND_READING not in rule.reviewed_by}

    assert once == {"EU-CARIFORUM-0178-2", "EU-CARIFORUM-0201-2", "EU-GH-0185-2"}
    assert all(Review.SETTLED in rules[row].reviewed_by for row in once)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rows_of_a_sample_are_those_the_seed_draws(
    rules: dict[str, ProductSpecificRule], seed: int
) -> None:
    assert len(rules) == ROWS
    drawn = random.Random(seed).sample(sorted(rules), SIZE)

    assert [one["row"] for one in _samples() if one["seed"] == str(seed)] == sorted(drawn)


def test_the_second_sample_comprises_every_list(catalogue: Catalogue) -> None:
    drawn = {one["row"] for one in _samples() if one["seed"] == str(SEEDS[1])}
    lists = {one.id: {row.rule.row for row in one.rows} for one in catalogue.protocols.values()}

    assert [name for name, rows in lists.items() if rows and not rows & drawn] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_at_most_one_row_of_a_sample_was_wrong(seed: int) -> None:
    found = Counter(one["finding"] for one in _samples() if one["seed"] == str(seed))

    assert found["right"] >= SIZE - MOST_WRONG
    assert found.total() == SIZE


def test_what_the_sample_found_wrong_is_corrected_in_all_lists(
    rules: dict[str, ProductSpecificRule],
) -> None:
    """The description left out the other fertilisers of the heading, which the text names."""
    rows = [
        rule
        for rule in rules.values()
        if rule.codes.first.digits == "3105" and "sodium nitrate" in rule.description.get("en", "")
    ]

    assert len(rows) == 13
    named = [rule for rule in rows if "other than sodium nitrate" in rule.description["en"]]
    assert {rule.description["en"][:40] for rule in named} == {
        "fertilisers of heading 3105 of any kind,"
    }
    assert len(named) == 11


def test_no_description_leaves_products_unnamed(rules: dict[str, ProductSpecificRule]) -> None:
    texts = {text for rule in rules.values() for text in rule.description.values()}

    assert [text for text in texts if "named products" in text or "einzeln genannt" in text] == []


@pytest.mark.parametrize(
    ("reviews", "de", "en"),
    [
        ((), "einmal gelesen", "read once"),
        ((Review.SECOND_READING,), "zweimal unabhängig gelesen", "read twice independently"),
        (
            (Review.SECOND_READING, Review.SETTLED),
            "zweimal gelesen, ein Unterschied geklärt",
            "read twice, a difference settled",
        ),
        ((Review.SETTLED,), "beim zweiten Lesen ergänzt", "added in the second reading"),
        (
            (Review.SECOND_READING, Review.SAMPLE),
            "zweimal unabhängig gelesen, in einer Stichprobe bestätigt",
            "read twice independently, confirmed in a sample",
        ),
    ],
)
def test_an_answer_says_how_often_the_row_was_read(
    services: Services, reviews: tuple[Review, ...], de: str, en: str
) -> None:
    said = [readings_in_words(reviews, Speaker(lang, services.words)) for lang in ("de", "en")]

    assert said == [de, en]


@pytest.mark.parametrize(("lang", "told"), [("de", "zweimal"), ("en", "read twice")])
def test_text_card_and_json_of_an_answer_name_the_readings(
    services: Services, lang: str, told: str
) -> None:
    advice = services.adviser.advise(code("841370"), "VN", date(2026, 11, 22))
    reply = first_answer(advice, services.words, lang)
    card = next(block for block in reply.blocks if block.kind == "rule").content

    assert f"; {told}" in reply.text
    assert f"; {told}" in card["source"]
    rule = advice_json(advice, services.words, lang)["agreements"][0]["rule"]
    assert rule["reviewed_by"] == card["reviewed_by"] == ["second_reading"]
