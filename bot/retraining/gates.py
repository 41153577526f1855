"""Step 8: what a candidate must hold before visitors meet it. Each gate says why it stays shut."""

from __future__ import annotations

from collections.abc import Iterator

from bot.retraining.compare import Comparison, Measured
from bot.retraining.lessons import (
    Lesson,
    crosses_yes_and_no,
    is_explained,
    outvoted,
    without_reason,
    words_taught,
)

LARGEST_LOSS = 0.01
"""How much F1 an intent may lose, per language: one point."""

NEVER_CONFUSED = (("affirm", "deny"),)
"""Intents of which one must never be taken for the other: people sign for the answers."""

SLOWEST_MILLISECONDS = 150.0
SLOWER_BY = 1.5
LARGEST_BYTES = 100_000_000
LARGER_BY = 2.0
SURE = 0.8
MOST_SURE_CHANGED = 0.02
"""Share of the last week's messages about which the serving model was sure that may be read otherwise."""

FEW_CHANGED = 5
"""So many may change however few messages there were; the report shows them all the same."""

MOST_SLIPS = 2
"""How many examples may turn a certain reading round without a reason: reviewers make mistakes."""

MOST_FAR = 0.45
"""Share of what was taught anew of which the serving model had not thought at all."""

LEAST_OTHERS = 3
"""So many examples with a new word that agree outvote one that does not."""

_FEW = 5


def objections(found: Comparison) -> list[str]:
    """Why the candidate must not be promoted; none if it may."""
    gates = (
        _intents,
        _never_confused,
        _yes_and_no,
        _slips,
        _far,
        _conversations,
        _recent,
        _speed,
        _size,
    )
    return [objection for gate in gates for objection in gate(found)]


def _intents(found: Comparison) -> Iterator[str]:
    for lang, scores in found.serving.scores.items():
        for intent, before in scores.items():
            after = found.candidate.scores.get(lang, {}).get(intent)
            f1 = after.f1 if after else 0.0
            if f1 < before.f1 - LARGEST_LOSS:
                examples = _lost(found, lang, intent)
                yield (
                    f"intent '{intent}' ({lang}) is worse by {100 * (before.f1 - f1):.0f} points of F1 "
                    f"({100 * before.f1:.0f} -> {100 * f1:.0f}){examples}"
                )


def _lost(found: Comparison, lang: str, intent: str) -> str:
    """Messages that the serving model understood and the candidate does not."""
    had = {(one[0], one[1]) for one in found.serving.wrong}
    lost = [
        f"'{text}' is read as '{got}'"
        for language, text, meant, got in found.candidate.wrong
        if language == lang and intent in (meant, got) and (language, text) not in had
    ]
    return ": " + "; ".join(lost[:_FEW]) if lost else ""


def _never_confused(found: Comparison) -> Iterator[str]:
    for one, other in NEVER_CONFUSED:
        for pair in (f"{one} > {other}", f"{other} > {one}"):
            count = sum(some.get(pair, 0) for some in found.candidate.confusions.values())
            if count:
                yield f"{count} test messages are confused: {pair}"
        crossed = [
            change
            for change in found.changed
            if {change["before"], change["after"]} == {one, other} and change["sure_before"] >= SURE
        ]
        if crossed:
            texts = ", ".join(f"'{change['text']}'" for change in crossed[:_FEW])
            yield f"{len(crossed)} of the last messages change between {one} and {other}: {texts}"


def _yes_and_no(found: Comparison) -> Iterator[str]:
    """A yes taught as a no is never right, however often it is said."""
    crossed = [one for one in found.lessons if crosses_yes_and_no(one.text, one.intent)]
    if crossed:
        yield f"a yes is taught as a no, or a no as a yes: {_as_taught(crossed)}"


def _slips(found: Comparison) -> Iterator[str]:
    """Examples against a certain reading, or against what others teach of the same new word."""
    taught = words_taught(found.lessons)
    slips = [
        one
        for one in found.lessons
        if without_reason(one, SURE) or outvoted(one, taught, LEAST_OTHERS)
    ]
    if len(slips) > MOST_SLIPS:
        yield (
            f"{len(slips)} examples contradict what was read with certainty, or one another, "
            f"without a new word that would tell why: {_as_taught(slips)}"
        )


def _far(found: Comparison) -> Iterator[str]:
    """Wrong labels are seldom among the first that the serving model thinks of; right ones mostly are."""
    far = [one for one in found.lessons if not one.place]
    if len(far) > max(FEW_CHANGED, MOST_FAR * len(found.lessons)):
        share = 100 * len(far) / len(found.lessons)
        yield (
            f"of {share:.0f} % of what is taught anew the serving model had not thought at all: "
            f"{_as_taught(far)}"
        )


def _as_taught(lessons: list[Lesson]) -> str:
    shown = [f"'{one.text}' {one.read_as} -> {one.intent}" for one in lessons[:_FEW]]
    more = f"; {len(lessons) - _FEW} more" if len(lessons) > _FEW else ""
    return "; ".join(shown) + more


def _conversations(found: Comparison) -> Iterator[str]:
    for failed in found.failed_conversations:
        yield f"conversation fails: {failed}"


def _recent(found: Comparison) -> Iterator[str]:
    """What the serving model was sure of stays as it was, unless it was taught or follows from a new word."""
    taught, words = set(found.taught), words_taught(found.lessons)
    sure = [
        text
        for text, (_, confidence) in found.serving.predictions.items()
        if confidence >= SURE and text not in taught
    ]
    changed = [
        one
        for one in found.changed
        if one["sure_before"] >= SURE
        and one["text"] not in taught
        and not is_explained(one["text"], one["after"], words)
    ]
    if len(changed) > max(FEW_CHANGED, MOST_SURE_CHANGED * len(sure)):
        texts = "; ".join(
            f"'{one['text']}' {one['before']} -> {one['after']}" for one in changed[:_FEW]
        )
        share = 100 * len(changed) / len(sure)
        yield f"{share:.0f} % of the messages that were read with certainty change: {texts}"


def _speed(found: Comparison) -> Iterator[str]:
    bound = max(SLOWEST_MILLISECONDS, SLOWER_BY * found.serving.p95_milliseconds)
    if found.candidate.p95_milliseconds > bound:
        yield (
            f"reading a message takes {found.candidate.p95_milliseconds:.0f} ms (p95); at most {bound:.0f} ms"
        )


def _size(found: Comparison) -> Iterator[str]:
    bound = min(LARGEST_BYTES, LARGER_BY * found.serving.bytes)
    if found.candidate.bytes > bound:
        yield f"the model file has {_mb(found.candidate)}; at most {bound / 1e6:.1f} MB"


def _mb(one: Measured) -> str:
    return f"{one.bytes / 1e6:.1f} MB"
