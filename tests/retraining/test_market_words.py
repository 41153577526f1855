"""New names of markets: merged with their provenance, and refused where they are not new in every respect."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.language.market_data import LEARNED_COLUMNS
from bot.language.markets import MarketReader
from bot.retraining import learned
from bot.retraining.market_words import MarketWords
from bot.retraining.places import Places
from bot.retraining.redact import Redactor
from bot.retraining.review_queue import Part
from tests.retraining.conftest import Merge
from tests.retraining.test_merge import changed_files


def market(text: str, words: str, iso2: str) -> Part:
    start = text.index(words)
    entity = {"entity": "market", "value": iso2, "start": start, "end": start + len(words)}
    return Part(text, "follow_up_market", (entity,))


def test_a_new_name_of_a_market_is_merged_with_its_provenance(
    project: Places, merged: Merge
) -> None:
    text = "ditto zipangu bitte"
    assert MarketReader.load(project.data / "markets").find(text) == ()

    result = merged({text: [market(text, "zipangu", "JP")]})

    assert (result.refused, [one.alias for one in result.aliases]) == ([], ["zipangu"])
    (line,) = learned.read_aliases(project.data)
    assert (line.iso2, line.reviewer, line.batch) == ("JP", "anna", result.batch)
    assert MarketReader.load(project.data / "markets").find_one(text) == "JP"
    taken, added = changed_files(project)["markets/learned_aliases.csv"]
    assert (taken, len(added)) == ([], 2)


def test_a_market_that_is_read_already_needs_no_new_name(project: Places, merged: Merge) -> None:
    result = merged({"ditto japan bitte": [market("ditto japan bitte", "japan", "JP")]})

    assert (result.aliases, result.refused, len(result.examples)) == ([], [], 1)
    assert "markets/learned_aliases.csv" not in changed_files(project)


@pytest.mark.parametrize(
    ("text", "words", "iso2", "reason"),
    [
        ("ditto vietnam bitte", "vietnam", "JP", "it names 'VN' already"),
        ("ditto mercosur bitte", "mercosur", "JP", "it names 'MERCOSUR' already"),
        ("ditto zipangu bitte", "zipangu", "QQ", "there is no market 'QQ'"),
        ("ditto zipangu bitte", "zipangu", "zipangu", "there is no market 'zipangu'"),
        ("ditto kugelhähne bitte", "kugelhähne", "JP", "a word of the language or of the goods"),
        ("ditto zoll bitte", "zoll", "JP", "a word of the language or of the goods"),
        ("ditto x1y2z bitte", "x1y2z", "JP", "it is no name of a market"),
        ("ditto xy bitte", "xy", "JP", "it is no name of a market"),
        ("ditto Sabine Krüger bitte", "Sabine Krüger", "JP", "must be redacted"),
    ],
)
def test_a_wrong_name_of_a_market_is_refused(
    project: Places, redactor: Redactor, text: str, words: str, iso2: str, reason: str
) -> None:
    (entity,) = market(text, words, iso2).entities

    found = MarketWords(project.data, redactor, ()).refusal(text, entity, "de")

    assert reason in found


def test_a_name_that_changes_what_was_read_before_is_refused(
    project: Places, redactor: Redactor
) -> None:
    text = "ditto zipangu bitte"
    known = ["wir liefern schrauben nach zipangu"]

    everybody_says_it = redactor.sharing(lambda _word: True)
    found = MarketWords(project.data, everybody_says_it, known).refusal(
        text, market(text, "zipangu", "JP").entities[0], "de"
    )

    assert found == "'wir liefern schrauben nach zipangu' would be read otherwise"


def test_one_name_for_two_markets_in_one_batch_is_told(project: Places, merged: Merge) -> None:
    one, other = "ditto zipangu bitte", "same zipangu nochmal"
    result = merged({one: [market(one, "zipangu", "JP")], other: [market(other, "zipangu", "KR")]})

    assert len(result.aliases) == 1
    assert [why for _, why in result.refused if "in this batch" in why]


def test_learned_names_have_the_columns_that_are_read() -> None:
    assert tuple(one.name for one in fields(learned.LearnedAlias)) == LEARNED_COLUMNS
