"""How well predictions match what was meant: precision, recall and F1 per intent, and confusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class IntentScore:
    """Scores of one intent, from 0 to 1; `count` is how many messages mean it."""

    precision: float
    recall: float
    f1: float
    count: int


def scores_of(pairs: Sequence[tuple[str, str]]) -> dict[str, IntentScore]:
    """Scores per intent that is meant at least once; a pair is (meant, predicted)."""
    meant = Counter(one for one, _ in pairs)
    predicted = Counter(one for _, one in pairs)
    right = Counter(one for one, other in pairs if one == other)
    return {
        intent: _score(right[intent], predicted[intent], count)
        for intent, count in sorted(meant.items())
    }


def _score(right: int, predicted: int, count: int) -> IntentScore:
    precision = right / predicted if predicted else 0.0
    recall = right / count
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return IntentScore(precision, recall, f1, count)


def accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    """The share of messages that are understood as they are meant; 0 without messages."""
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else 0.0


def macro_f1(scores: Iterable[IntentScore]) -> float:
    """The mean of F1 over intents, small ones counting as much as large ones."""
    values = [one.f1 for one in scores]
    return sum(values) / len(values) if values else 0.0


def confusions(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How often one intent was taken for another, as "meant > predicted", most frequent first."""
    wrong = Counter(f"{one} > {other}" for one, other in pairs if one != other)
    return dict(wrong.most_common())


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies; 0 without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
