"""How well the trained model and the readers understand messages written for this purpose, per language.

The sets stand beside this file. They are never trained on; the floors are a little below what was measured
(docs/decisions/0011), so that a change that costs understanding is seen.
"""

from __future__ import annotations

import asyncio
import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rasa")

from rasa.core.agent import Agent

from bot.language.words import key_of, words_of
from bot.nlu.market_readers import market_reader
from bot.nlu.readings import readings
from bot.serving.model import fitting_model
from bot.wiring import PROJECT
from tests.bench.glosses import INTENTS

HERE = Path(__file__).parent
FOLDER = "data/markets"
LANGUAGES = ("de", "en")
# Answers that others or nobody give: whatever of them is named, the message is known to be out of scope.
OUT_OF_SCOPE = {"ask_elsewhere", "off_topic", "rude"}

pytestmark = pytest.mark.rasa


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def agent() -> Agent:
    model = fitting_model(PROJECT)
    if model is None:
        pytest.fail("no trained model fits the present files: make train")
    return Agent.load(str(model))


@lru_cache(maxsize=2)
def understood(lang: str) -> list[tuple[dict[str, str], dict[str, Any]]]:
    async def all_of_them() -> list[tuple[dict[str, str], dict[str, Any]]]:
        asked = rows(f"held_out_{lang}")
        return [(row, (await agent().parse_message(row["text"]))["intent"]) for row in asked]

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_intents_are_told(lang: str) -> None:
    got = understood(lang)
    wrong = [
        (row["text"], row["intent"], found["name"])
        for row, found in got
        if found["name"] not in {row["intent"], *row["also"].split("|")}
    ]
    assert 1 - len(wrong) / len(got) >= 0.92, wrong


@pytest.mark.parametrize("lang", LANGUAGES)
def test_yes_and_no_are_never_confused_and_nothing_else_is_a_yes(lang: str) -> None:
    pairs = {(row["intent"], found["name"]) for row, found in understood(lang)}
    assert not pairs & {("affirm", "deny"), ("deny", "affirm")}
    assert {asked for asked, found in pairs if found == "affirm"} == {"affirm"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_out_of_scope_is_recognised(lang: str) -> None:
    outside = [(row, found) for row, found in understood(lang) if row["intent"] in OUT_OF_SCOPE]
    known = [found["name"] in OUT_OF_SCOPE for _, found in outside]
    assert len(outside) >= 40
    assert sum(known) / len(known) >= 0.90


@pytest.mark.parametrize("lang", LANGUAGES)
def test_confidence_means_something(lang: str) -> None:
    """Above 0.9 hardly anything is wrong; most messages reach it."""
    sure = [
        found["name"] in {row["intent"], *row["also"].split("|")}
        for row, found in understood(lang)
        if found["confidence"] >= 0.9
    ]
    assert sum(sure) / len(sure) >= 0.97
    assert len(sure) / len(understood(lang)) >= 0.5


# Written after each other: the mistakes in the first taught by class, then those in the next. `styles` are
# dictated, terse, dialect, letters; `themes` tell situations. With how many messages, and what is reached.
# `strangers` come from an author who had seen nothing of the project; their mistakes were read by class, too.
# `visitors` are by five further such authors; when first seen: intents German 0.950, 0.964, 0.979 and 0.91,
# English 0.918, 0.929, 0.943 and 0.96.
FRESH = {
    "fresh": (240, 0.92),
    "later": (240, 0.92),
    "styles": (170, 0.95),
    "themes": (115, 0.89),
    "strangers": (138, 0.94),
    "visitors": (600, 0.92),
}
DESTINATIONS_TOLD = {"themes": 0.95, "strangers": 0.92, "visitors": 0.98}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FRESH)
def test_intents_of_fresh_messages_are_told(name: str, lang: str) -> None:
    asked = rows(f"{name}_{lang}")
    got = {row["text"]: intent_of(row["text"]) for row in asked}
    wrong = [
        (row["text"], row["meaning"], got[row["text"]])
        for row in asked
        if got[row["text"]] not in INTENTS[row["meaning"]]
    ]
    least, told = FRESH[name]
    assert len(asked) >= least
    assert 1 - len(wrong) / len(asked) >= told, wrong
    assert {row["meaning"] for row in asked if got[row["text"]] == "affirm"} == {"affirms"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FRESH)
def test_destinations_of_fresh_messages_are_told(name: str, lang: str) -> None:
    """Only where the goods go counts: materials, stops on the way and the own country are none."""
    asked = rows(f"{name}_{lang}")
    wrong = [
        (row["text"], row["markets"], destinations(row["text"], lang))
        for row in asked
        if destinations(row["text"], lang) != _wanted(row["markets"])
    ]
    assert 1 - len(wrong) / len(asked) >= DESTINATIONS_TOLD.get(name, 0.98), wrong


def destinations(text: str, lang: str) -> set[str]:
    found = market_reader(FOLDER).find(text, lang)
    meant = [one for one in found if not one.negated and one.role not in ("origin", "transit")]
    named = {one.iso2 or one.group for one in meant if one.certain or one.how != "fuzzy"}
    return {one for one in named if one is not None} - {"EU", "DE"}


def _wanted(markets: str) -> set[str]:
    return set(filter(None, markets.split(";")))


@lru_cache(maxsize=2048)
def intent_of(text: str) -> str:
    return str(asyncio.run(agent().parse_message(text))["intent"]["name"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_held_out_message_is_an_example(lang: str) -> None:
    data = "".join(
        path.read_text(encoding="utf-8") for path in (PROJECT / "data/nlu").rglob("*.yml")
    )
    examples = {key_of(line) for line in data.splitlines() if line.startswith("      - ")}
    kept = [row for name in ("held_out", *FRESH) for row in rows(f"{name}_{lang}")]
    shared = {row["text"] for row in kept if key_of(row["text"]) in examples}
    # Very short messages ("yes", "no") have no other words.
    assert not {text for text in shared if len(words_of(text)) > 2}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["styles", "themes"])
def test_goods_of_fresh_messages_are_told(name: str, lang: str) -> None:
    asked = [row for row in rows(f"{name}_{lang}") if row["product"]]
    wrong = [
        (row["text"], row["product"], readings(row["text"], FOLDER).goods)
        for row in asked
        if not usable(row["product"], readings(row["text"], FOLDER).goods)
    ]
    assert 1 - len(wrong) / len(asked) >= 0.92, wrong


# Written before anything was mended for them, seen since: situations as exporters tell them, and every way
# a destination is named, corrected or passed through.
TOLD = ("situations", "destinations", "strangers")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", TOLD)
def test_destinations_of_told_messages_are_told(name: str, lang: str) -> None:
    asked = rows(f"{name}_{lang}")
    wrong = [
        (row["text"], row["markets"], destinations(row["text"], lang))
        for row in asked
        if destinations(row["text"], lang) != _wanted(row["markets"])
    ]
    assert 1 - len(wrong) / len(asked) >= 0.97, wrong


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "told"), [("situations", 0.92), ("strangers", 0.87), ("visitors", 0.87)]
)
def test_goods_of_told_messages_are_told(name: str, told: float, lang: str) -> None:
    asked = [row for row in rows(f"{name}_{lang}") if row["product"]]
    wrong = [
        (row["text"], row["product"], readings(row["text"], FOLDER).goods)
        for row in asked
        if not usable(row["product"], readings(row["text"], FOLDER).goods)
    ]
    assert 1 - len(wrong) / len(asked) >= told, wrong


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markets_are_recognised(lang: str) -> None:
    asked = rows(f"markets_{lang}")
    wrong = [(row["text"], row["markets"], named(row["text"], lang)) for row in asked]
    wrong = [(text, wanted, got) for text, wanted, got in wrong if got != set(wanted.split())]
    assert len(asked) >= 200
    assert 1 - len(wrong) / len(asked) >= 0.98, wrong


def named(text: str, lang: str) -> set[str]:
    """The markets certainly named in a text, "group" for any bloc."""
    found = market_reader(FOLDER).find(text, lang)
    meant = [one for one in found if one.certain and not one.negated]
    return {one.iso2 or "group" for one in meant}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_finder_gets_the_words_for_the_goods(lang: str) -> None:
    """Usable: every word of the name is there, and at most one word too many."""
    asked = rows(f"products_{lang}")
    wrong = [
        (row["text"], row["product"], readings(row["text"], FOLDER).goods)
        for row in asked
        if not usable(row["product"], readings(row["text"], FOLDER).goods)
    ]
    assert len(asked) >= 118
    assert 1 - len(wrong) / len(asked) >= 0.92, wrong


def usable(wanted: str, got: str) -> bool:
    words = {word.folded for word in words_of(got)}
    name = {word.folded for word in words_of(wanted)}
    return name <= words and len(words - name) <= 1
