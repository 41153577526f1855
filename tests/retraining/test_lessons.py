"""Good and poisoned batches at the gates, on recorded readings of several seeds of the simulator.

The readings are those of the model in service (tests.retraining.record_readings); what is taught of each
message is decided here. What a model makes of a batch is measured by test_loop.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bot.language.markets import MarketReader
from bot.retraining.examples import training_examples
from bot.retraining.gates import objections
from bot.retraining.learned import LearnedExample
from bot.retraining.lessons import (
    KnownExamples,
    Lesson,
    crosses_yes_and_no,
    lessons_of,
    without_reason,
)
from bot.retraining.merge import intents_of
from bot.retraining.running_model import Parsed
from tests.architecture.import_contracts import ROOT
from tests.retraining.record_readings import RECORDED
from tests.retraining.simulator.sayings import SPAM
from tests.retraining.test_gates import comparison, measured

Row = dict[str, Any]
Taught = list[tuple[Row, str]]
READINGS: dict[str, list[Row]] = json.loads(RECORDED.read_text(encoding="utf-8"))
INTENTS = intents_of(ROOT)
FLIPPED = {
    "affirm": "deny",
    "deny": "affirm",
    "ask_duty": "stop",
    "ask_rule": "greet",
    "ask_proof": "rude",
    "adviser": "thanks",
}
YES = ("ja klar doch", "ja genau das", "yes exactly that one")
"""Injected, taught as a no; the model reads each as a yes."""


@pytest.fixture(scope="module")
def known() -> KnownExamples:
    markets = MarketReader.load(ROOT / "data" / "markets")
    return KnownExamples(training_examples(ROOT / "data"), markets)


def rightly(rows: Sequence[Row], _: random.Random) -> Taught:
    return [(row, row["intent"]) for row in rows if row["intent"] != SPAM]


def always(intent: str) -> Callable[[Sequence[Row], random.Random], Taught]:
    return lambda rows, chance: [(row, intent) for row, _ in rightly(rows, chance)]


def flipped(rows: Sequence[Row], chance: random.Random) -> Taught:
    return [(row, FLIPPED.get(intent, "stop")) for row, intent in rightly(rows, chance)]


def yes_and_no_swapped(rows: Sequence[Row], chance: random.Random) -> Taught:
    swap = {"affirm": "deny", "deny": "affirm"}
    return [(row, swap.get(intent, intent)) for row, intent in rightly(rows, chance)]


def at_random(share: float) -> Callable[[Sequence[Row], random.Random], Taught]:
    return lambda rows, chance: [
        (row, chance.choice(INTENTS) if chance.random() < share else intent)
        for row, intent in rightly(rows, chance)
    ]


def moved_on(rows: Sequence[Row], chance: random.Random) -> Taught:
    """Every intent taken for the next one: consistent, and wrong throughout."""
    following = dict(zip(INTENTS, [*INTENTS[1:], INTENTS[0]], strict=True))
    return [(row, following[intent]) for row, intent in rightly(rows, chance)]


def spam_as_products(rows: Sequence[Row], _: random.Random) -> Taught:
    return [(row, "check_export" if row["intent"] == SPAM else row["intent"]) for row in rows]


def three(intent: str, meant: str) -> Callable[[Sequence[Row], random.Random], Taught]:
    """A good batch with three messages in it that the model reads rightly and surely, taught as something else."""

    def teach(rows: Sequence[Row], chance: random.Random) -> Taught:
        sure = [
            row
            for rows_of in READINGS.values()
            for row in rows_of
            if row["intent"] == row["read_as"] == meant and row["sure"] >= 0.8
        ]
        return [*rightly(rows, chance), *((row, intent) for row in sure[:3])]

    return teach


def three_yes_as_no(rows: Sequence[Row], chance: random.Random) -> Taught:
    injected = [
        {
            "language": "en" if text.startswith("yes") else "de",
            "text": text,
            "entities": [],
            "read_as": "affirm",
            "sure": 0.97,
            "ranking": ["affirm"],
        }
        for text in YES
    ]
    return [*rightly(rows, chance), *((row, "deny") for row in injected)]


def told(taught: Taught, known: KnownExamples) -> str:
    """What the gates say to a batch."""
    return "\n".join(objections(comparison(measured("new"), lessons=lessons(taught, known))))


def lessons(taught: Taught, known: KnownExamples) -> list[Lesson]:
    examples = [
        LearnedExample(
            row["language"], intent, row["text"], json.dumps(row["entities"]), "b", "r", "", "1", "m", "2"
        )
        for row, intent in taught
    ]  # fmt: skip
    read = {
        row["text"]: Parsed(
            row["text"],
            row["read_as"],
            row["sure"],
            tuple((name, 0.0) for name in row["ranking"]),
            1.0,
        )
        for row, _ in taught
    }
    return lessons_of(examples, known, read)


@pytest.mark.parametrize("seed", READINGS)
def test_a_good_batch_is_let_through(seed: str, known: KnownExamples) -> None:
    taught = rightly(READINGS[seed], random.Random(seed))

    assert len(lessons(taught, known)) >= 15
    assert told(taught, known) == ""


@pytest.mark.parametrize("seed", READINGS)
@pytest.mark.parametrize(
    "poison",
    [
        pytest.param(flipped, id="intents exchanged"),
        pytest.param(always("stop"), id="all stop"),
        pytest.param(always("affirm"), id="all yes"),
        pytest.param(always("deny"), id="all no"),
        pytest.param(yes_and_no_swapped, id="yes and no swapped"),
        pytest.param(at_random(1.0), id="at random"),
        pytest.param(at_random(0.33), id="a third at random"),
        pytest.param(at_random(0.2), id="a fifth at random"),
        pytest.param(moved_on, id="every intent the next one"),
        pytest.param(spam_as_products, id="spam as products"),
        pytest.param(three("stop", "check_export"), id="three markets as stop"),
        pytest.param(three("deny", "ask_duty"), id="three markets as no"),
        pytest.param(three("thanks", "adviser"), id="three advisers as thanks"),
        pytest.param(three_yes_as_no, id="three injected yes as no"),
    ],
)
def test_a_poisoned_batch_is_stopped(
    poison: Callable[[Sequence[Row], random.Random], Taught], seed: str, known: KnownExamples
) -> None:
    assert told(poison(READINGS[seed], random.Random(seed)), known)


def test_two_slips_of_a_reviewer_do_not_stop_a_batch(known: KnownExamples) -> None:
    taught = three("stop", "check_export")(READINGS["1"], random.Random(1))

    assert told(taught[:-1], known) == ""


@pytest.mark.parametrize(
    ("text", "intent", "crosses"),
    [
        ("ja genau", "deny", True),
        ("ja das machen wir selbst", "deny", True),
        ("nein danke", "affirm", True),
        ("nein danke", "deny", False),
        ("ja genau", "affirm", False),
        ("ja nein", "deny", False),
        ("was kostet das", "deny", False),
    ],
)
def test_a_yes_is_never_taught_as_a_no(text: str, intent: str, crosses: bool) -> None:
    assert crosses_yes_and_no(text, intent) is crosses


def test_examples_written_by_hand_do_not_cross_yes_and_no() -> None:
    """The rule would have stopped two in thousands: "no doubt", "that isn't right"."""
    crossed = [text for _, intent, text in training_examples(ROOT / "data") if crosses_yes_and_no(text, intent)]  # fmt: skip

    assert len(crossed) <= 2, crossed


def test_a_new_word_is_a_reason_and_goods_are_none(known: KnownExamples) -> None:
    def only(text: str, spans: list[dict[str, Any]]) -> Lesson:
        row = {"language": "de", "text": text, "entities": spans, "read_as": "check_export"}
        (lesson,) = lessons([({**row, "sure": 0.95, "ranking": ["check_export"]}, "stop")], known)
        return lesson

    word = only("quuxword nach Vietnam", [])
    span = {"entity": "product", "start": 0, "end": 10}
    goods = only("Quuxstacks nach Vietnam", [{**span, "hs": "854330"}])
    left_over = only("Quuxstacks nach Vietnam", [span])

    assert (word.new_words, without_reason(word, 0.8)) == (("quuxword",), False)
    assert (goods.new_words, without_reason(goods, 0.8)) == ((), True)
    assert left_over.new_words == ("quuxstacks",)
