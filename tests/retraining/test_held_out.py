"""Scores of a model on the fixed test sets, as its card tells them."""

from __future__ import annotations

from bot.retraining.held_out import held_out_scores
from bot.retraining.test_sets import Labelled


def test_scores_are_told_per_language() -> None:
    tests = [
        Labelled("de", "affirm", "ja"),
        Labelled("de", "deny", "nein"),
        Labelled("en", "affirm", "yes"),
    ]

    scores = held_out_scores(tests, ["affirm", "affirm", "affirm"])

    assert scores["accuracy"] == {"de": 0.5, "en": 1.0}
    # affirm: precision 1/2, recall 1; deny: nothing found.
    assert scores["macro_f1"]["de"] == (2 / 3 + 0) / 2
    assert scores["macro_f1"]["en"] == 1.0
