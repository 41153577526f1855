"""`learn report`: how well messages are understood, what changed, and where conversations end."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.retraining import charts
from bot.retraining.compare import Comparison, comparison_file
from bot.retraining.gates import objections
from bot.retraining.pages import Section, page
from bot.retraining.places import Places
from bot.retraining.promotion import HISTORY, listed_models
from bot.store.learning_tables import CONVERSATIONS, MESSAGES

LARGEST_MATRIX = 10
THRESHOLDS = tuple(number / 20 for number in range(1, 19))
_MOST_CHANGES = 300
_MOST_ENDS = 15
_MOST_CURVES = 4


def report(places: Places) -> str:
    """The page as HTML; raises LearningError if nothing was compared yet."""
    found = Comparison.load(comparison_file(places))
    against = objections(found)
    passed = found.conversations - len(found.failed_conversations)
    figures = {
        "test messages understood (de)": _share(found.candidate.accuracy.get("de", 0.0)),
        "test messages understood (en)": _share(found.candidate.accuracy.get("en", 0.0)),
        "conversations as scripted": f"{passed} of {found.conversations}",
        "messages read otherwise": f"{len(found.changed)} of {found.replayed}",
    }
    sections = [
        _verdict(against),
        *_intents(found),
        *_confusions(found),
        _thresholds(found),
        *_over_time(places.work / HISTORY),
        *_from_conversations(places),
        _changes(found),
        _models(places),
    ]
    both = f"{found.candidate.model} beside {found.serving.model}"
    subtitle = f"{both}, compared {found.made[:16]}, code {found.code or '-'}"
    return page("Language model: report", subtitle, figures, sections)


def write_report(places: Places) -> Path:
    """Write the page; returns the file."""
    path = places.work / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report(places), encoding="utf-8")
    return path


def _share(value: float) -> str:
    return f"{value:.1%}"


def _verdict(against: Sequence[str]) -> Section:
    if not against:
        return Section("verdict", "May the new model be promoted?", ["Yes: all gates hold."])
    text = ["No. Each of these gates stays shut:"]
    return Section("verdict", "May the new model be promoted?", text, against, "bad")


def _intents(found: Comparison) -> Iterator[Section]:
    for lang, after in found.candidate.scores.items():
        before = found.serving.scores.get(lang, {})
        values = {
            intent: (before[intent].f1 if intent in before else 0.0, score.f1)
            for intent, score in after.items()
        }
        chart = charts.pairs(f"f1-{lang}", values, ("serving model", "new model"))
        rows = [
            (intent, after[intent].count, _share(values[intent][0]), _share(values[intent][1]))
            for intent in values
        ]
        yield Section(
            f"f1-{lang}",
            f"F1 per intent, {lang}",
            [
                "F1 joins how many messages of an intent are found and how many found ones are right."
            ],
            charts=[chart],
            columns=("intent", "messages", "serving", "new"),
            rows=rows,
            numeric=frozenset({1, 2, 3}),
            folded="The figures",
        )


def _confusions(found: Comparison) -> Iterator[Section]:
    for lang, wrong in found.candidate.confusions.items():
        taken = [tuple(pair.split(" > ")) for pair in wrong]
        meant = sorted({one for one, _ in taken})[:LARGEST_MATRIX]
        read = sorted({other for _, other in taken})[:LARGEST_MATRIX]
        counts = [[wrong.get(f"{one} > {other}", 0) for other in read] for one in meant]
        shown = [charts.matrix(f"confusions-{lang}", meant, read, counts)] if taken else []
        texts = [] if taken else ["Nothing was confused."]
        rows = [one[1:] for one in found.candidate.wrong if one[0] == lang]
        columns = ("message", "meant", "read as")
        yield Section(
            f"confusions-{lang}",
            f"Confusions, {lang}",
            texts,
            charts=shown,
            columns=columns,
            rows=rows,
            folded="The messages",
        )


def _thresholds(found: Comparison) -> Section:
    """What another fallback threshold would do on the test messages."""
    certainty = found.candidate.certainty
    answered = [
        sum(share >= bound for share, _ in certainty) / max(1, len(certainty))
        for bound in THRESHOLDS
    ]
    right = [
        sum(good for share, good in certainty if share >= bound)
        / max(1, sum(share >= bound for share, _ in certainty))
        for bound in THRESHOLDS
    ]
    chart = charts.curves(
        "thresholds",
        THRESHOLDS,
        {"answered": answered, "right among the answered": right},
        ("threshold of certainty (config.yml, FallbackClassifier)", "share of test messages"),
    )
    text = [
        "A higher threshold answers fewer messages and is right more often. "
        "Below it the advisor says that it did not understand."
    ]
    return Section("thresholds", "Fallback threshold", text, charts=[chart])


def _over_time(history: Path) -> Iterator[Section]:
    if not history.is_file():
        return
    lines = [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines() if line]
    days = [str(one["made"])[:16].replace("T", " ") for one in lines]
    if len(set(days)) != len(days):
        days = [f"{number}: {day}" for number, day in enumerate(days, start=1)]
    languages = sorted({lang for one in lines for lang in one["macro_f1"]})
    whole = {
        f"mean F1 {lang}": [one["macro_f1"].get(lang, 0.0) for one in lines] for lang in languages
    }
    labels = ("comparison", "F1 on the test sets")
    shown = [charts.curves("over-time", days, whole, labels)]
    for lang in languages:
        weakest = sorted(lines[-1]["f1"][lang], key=lambda intent: lines[-1]["f1"][lang][intent])[
            :_MOST_CURVES
        ]
        few = {
            f"{intent} ({lang})": [one["f1"].get(lang, {}).get(intent, 0.0) for one in lines]
            for intent in weakest
        }
        shown.append(charts.curves(f"over-time-{lang}", days, few, labels))
    text = ["All intents together, and the weakest ones of each language."]
    yield Section("over-time", "F1 over time", text, charts=shown)


# --- from the conversations -----------------------------------------------------------------


def _from_conversations(places: Places) -> Iterator[Section]:
    with places.engine.connect() as connection:
        messages = connection.execute(
            select(MESSAGES.c.time, MESSAGES.c.signs, MESSAGES.c.found)
        ).all()
        ends = Counter(
            str(row.open_question or "")
            for row in connection.execute(select(CONVERSATIONS.c.open_question))
        )
    if messages:
        yield _understood(messages)
        yield _finder(messages)
    if ends:
        yield _ends(ends)


def _week(moment: datetime) -> str:
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02d}"


def _understood(messages: Sequence[Any]) -> Section:
    by_week: dict[str, Counter[str]] = defaultdict(Counter)
    for row in messages:
        by_week[_week(row.time)].update(["all", *row.signs])
    weeks = sorted(by_week)
    lines = {
        label: [by_week[week][sign] / by_week[week]["all"] for week in weeks]
        for label, sign in (
            ("fallback", "nlu_fallback"), ("small lead", "low_margin"),
            ("taken back", "corrected"), ("thumbs down", "thumbs_down"),
        )
    }  # fmt: skip
    chart = charts.curves("understood", weeks, lines, ("week", "share of typed messages"))
    return Section(
        "understood",
        "What was not understood",
        [f"{len(messages)} typed messages."],
        charts=[chart],
    )


def _finder(messages: Sequence[Any]) -> Section:
    places_of: Counter[str] = Counter()
    for row in messages:
        if row.found:
            places_of[_place(row.found)] += 1
    order = ("first place", "place 2 to 5", "another code", "none of these", "nothing chosen")
    values = {name: float(places_of[name]) for name in order}
    text = ["Where the product that the visitor chose stood among the headings that were offered."]
    return Section("finder", "Product finder", text, charts=[charts.bars("finder", values)])


def _place(found: Mapping[str, Any]) -> str:
    chosen, offered = (
        str(found.get("chosen") or ""),
        [str(one)[:4] for one in found.get("offered", ())],
    )
    if not chosen:
        return "nothing chosen"
    if chosen == "none":
        return "none of these"
    if chosen[:4] not in offered:
        return "another code"
    return "first place" if offered.index(chosen[:4]) == 0 else "place 2 to 5"


def _ends(ends: Counter[str]) -> Section:
    values = {
        name or "finished, or nothing asked": float(count)
        for name, count in ends.most_common(_MOST_ENDS)
    }
    text = ["The question that was open when the conversation ended."]
    return Section("ends", "Where conversations end", text, charts=[charts.bars("ends", values)])


# --- lists ----------------------------------------------------------------------------------


def _changes(found: Comparison) -> Section:
    rows = [
        (
            one["text"],
            f"{one['before']} {one['sure_before']:.2f}",
            f"{one['after']} {one['sure_after']:.2f}",
        )
        for one in found.changed[:_MOST_CHANGES]
    ]
    count = f"{len(found.changed)} of the {found.replayed}"
    text = [f"{count} different messages of the last week are read otherwise."]
    columns = ("message (redacted)", "serving model", "new model")
    return Section(
        "changes", "Changed predictions", text, columns=columns, rows=rows, folded="Every change"
    )


def _models(places: Places) -> Section:
    rows = [
        (
            one["model"],
            "in service" if one["in_service"] else "kept" if one["kept"] else "",
            one.get("data_hash", "-"),
            one.get("code_version", "-"),
            str(one.get("trained", "-"))[:16],
            ", ".join(
                f"{lang} {value:.3f}"
                for lang, value in one.get("scores", {}).get("macro_f1", {}).items()
            )
            or "-",
        )
        for one in listed_models(places)
    ]
    columns = ("model", "state", "data", "code", "trained", "mean F1")
    now = f"As of {datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC."
    return Section("models", "Models", [now], columns=columns, rows=rows)
