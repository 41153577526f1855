"""The gates: what stops a candidate, and that the reasons are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.retraining.compare import Comparison, Measured, changes
from bot.retraining.errors import LearningError
from bot.retraining.gates import objections
from bot.retraining.scores import accuracy, confusions, macro_f1, percentile, scores_of

MEANT = ["affirm"] * 6 + ["deny"] * 6 + ["adviser"] * 4


def measured(name: str, predicted: list[str] | None = None, **more: Any) -> Measured:
    pairs = list(zip(MEANT, predicted or MEANT, strict=True))
    texts = [f"text {number}" for number in range(len(pairs))]
    scores = scores_of(pairs)
    content: dict[str, Any] = {
        "model": name,
        "model_id": name,
        "scores": {"de": scores},
        "accuracy": {"de": accuracy(pairs)},
        "macro_f1": {"de": macro_f1(scores.values())},
        "confusions": {"de": confusions(pairs)},
        "wrong": [("de", text, a, b) for text, (a, b) in zip(texts, pairs, strict=True) if a != b],
        "p95_milliseconds": 20.0,
        "bytes": 3_000_000,
        "predictions": {f"said {number}": ("affirm", 0.95) for number in range(100)},
        "certainty": [(0.9, a == b) for a, b in pairs],
    }
    return Measured(**{**content, **more})


def comparison(candidate: Measured, serving: Measured | None = None, **more: Any) -> Comparison:
    before = serving or measured("serving")
    content: dict[str, Any] = {
        "made": "2026-11-22T10:00:00+00:00",
        "code": "abc",
        "candidate": candidate,
        "serving": before,
        "conversations": 24,
        "failed_conversations": [],
        "changed": changes(before.predictions, candidate.predictions),
        "replayed": 100,
        "taught": [],
        "lessons": [],
    }
    return Comparison(**{**content, **more})


def told(found: Comparison) -> str:
    return "\n".join(objections(found))


def test_an_equal_model_may_be_promoted() -> None:
    assert objections(comparison(measured("new"))) == []


def test_a_better_model_may_be_promoted() -> None:
    before = measured("serving", ["affirm"] * 6 + ["deny"] * 6 + ["affirm"] + ["adviser"] * 3)
    assert objections(comparison(measured("new"), before)) == []


def test_an_intent_that_got_worse_is_named_with_its_messages() -> None:
    worse = measured("new", ["affirm"] * 6 + ["deny"] * 6 + ["deny"] + ["adviser"] * 3)

    assert "intent 'adviser' (de) is worse by 14 points" in told(comparison(worse))
    assert "'text 12' is read as 'deny'" in told(comparison(worse))


def test_a_yes_taken_for_a_no_stops_even_if_nothing_got_worse() -> None:
    confused = ["deny"] + ["affirm"] * 5 + ["deny"] * 6 + ["adviser"] * 4

    found = comparison(measured("new", confused), measured("serving", confused))

    assert told(found) == "1 test messages are confused: affirm > deny"


def test_a_recent_yes_that_becomes_a_no_stops() -> None:
    after = measured("new")
    after.predictions["said 1"] = ("deny", 0.6)

    assert "change between affirm and deny: 'said 1'" in told(comparison(after))


def test_a_failed_conversation_stops() -> None:
    found = comparison(measured("new"), failed_conversations=["german: x: turn 2: offers no 'Ja'"])

    assert told(found) == "conversation fails: german: x: turn 2: offers no 'Ja'"


def test_many_sure_messages_that_nobody_reviewed_must_not_change() -> None:
    after = measured("new")
    for number in range(6):
        after.predictions[f"said {number}"] = ("adviser", 0.9)

    assert "6 % of the messages that were read with certainty change" in told(comparison(after))
    assert told(comparison(after, taught=["said 0", "said 1"])) == ""


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"p95_milliseconds": 400.0}, "takes 400 ms"),
        ({"bytes": 30_000_000}, "has 30.0 MB; at most 6.0 MB"),
    ],
)
def test_slow_and_large_models_are_stopped(more: dict[str, Any], reason: str) -> None:
    assert reason in told(comparison(measured("new", **more)))


def test_a_comparison_is_kept_and_read_again(tmp_path: Path) -> None:
    found = comparison(measured("new", ["deny", *MEANT[1:]]))
    path = tmp_path / "work" / "comparison.json"
    found.save(path)

    again = Comparison.load(path)

    assert again == found
    assert objections(again) == objections(found)
    assert again.serving.predictions == found.serving.predictions


def test_a_comparison_of_another_version_is_told(tmp_path: Path) -> None:
    path = tmp_path / "comparison.json"
    with pytest.raises(LearningError, match="Nothing was compared"):
        Comparison.load(path)
    path.write_text('{"candidate": {}}', encoding="utf-8")
    with pytest.raises(LearningError, match="compare again"):
        Comparison.load(path)


def test_scores() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("c", "a")]
    scores = scores_of(pairs)

    assert (scores["a"].precision, scores["a"].recall, scores["a"].count) == (0.5, 0.5, 2)
    assert scores["c"].f1 == 0.0
    assert accuracy(pairs) == 0.5
    assert confusions(pairs) == {"a > b": 1, "c > a": 1}
    assert percentile([1, 2, 3, 4], 0.5) == 3
    assert (percentile([], 0.5), accuracy([]), macro_f1([])) == (0.0, 0.0, 0.0)
    assert replace(scores["a"], f1=0.0).f1 == 0.0
