"""Step 7: the candidate beside the serving model, on the same messages and on the same machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import func, select

from bot.language.markets import MarketReader
from bot.retraining import learned
from bot.retraining.errors import LearningError
from bot.retraining.examples import training_examples
from bot.retraining.lessons import KnownExamples, Lesson, lessons_of
from bot.retraining.market_words import MARKETS
from bot.retraining.places import Places
from bot.retraining.running_model import Parsed, Replay, RunningModel, running
from bot.retraining.scores import IntentScore, accuracy, confusions, macro_f1, percentile, scores_of
from bot.retraining.test_sets import Labelled, read_test_sets
from bot.serving.advisor import Installation
from bot.serving.model_card import code_version, model_id
from bot.store.learning_tables import MESSAGES

LAST_DAYS = 7
MOST_REPLAYED = 2000
CONVERSATIONS = Path("tests") / "dialogue" / "conversations"

_TIMED_EVERY, _TIMED_AGAIN = 3, 2

# What the advisor says when a check has come to its end.
_AT_THE_END = {"german": "Wie möchten Sie", "english": "How would you like"}


@dataclass(frozen=True)
class Measured:
    """One model's results."""

    model: str
    model_id: str
    scores: dict[str, dict[str, IntentScore]]
    accuracy: dict[str, float]
    macro_f1: dict[str, float]
    confusions: dict[str, dict[str, int]]
    wrong: list[tuple[str, str, str, str]]
    p95_milliseconds: float
    bytes: int
    predictions: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)
    certainty: list[tuple[float, bool]] = field(default_factory=list, repr=False)


@dataclass(frozen=True)
class Comparison:
    """Everything the gates and the report look at."""

    made: str
    code: str
    candidate: Measured
    serving: Measured
    conversations: int
    failed_conversations: list[str]
    changed: list[dict[str, Any]]
    replayed: int
    taught: list[str]
    lessons: list[Lesson]

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        path.write_text(content + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Comparison:
        """Read one.

        Raises:
            LearningError: there is none, or another version of the advisor wrote it.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            candidate, serving = (_measured(content.pop(name)) for name in ("candidate", "serving"))
            lessons = [Lesson.of(one) for one in content.pop("lessons")]
            return cls(candidate=candidate, serving=serving, lessons=lessons, **content)
        except FileNotFoundError as error:
            raise LearningError("Nothing was compared yet: python -m bot learn compare") from error
        except (ValueError, TypeError, KeyError) as error:
            raise LearningError(f"{path.name} cannot be read; compare again: {error}") from error


def comparison_file(places: Places) -> Path:
    """Where the last comparison is kept."""
    return places.work / "comparison.json"


def compare(
    places: Places,
    place: Installation,
    candidate: Path,
    serving: Path,
    recent: Sequence[str] | None = None,
) -> Comparison:
    """Measure both models, one after the other, and replay the conversations with the candidate.

    `recent` are the messages whose predictions are compared (default: those of the last week).
    """
    tests = read_test_sets(places.data)
    recent = recent_texts(places) if recent is None else recent
    with running(place, serving, with_actions=False) as model:
        before = measure(model, serving, tests, recent)
        lessons = taught_against(places.data, model)
    with running(place, candidate) as model:
        after = measure(model, candidate, tests, recent)
        failed, count = replay_conversations(model, places.root / CONVERSATIONS)
    return Comparison(
        made=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        code=code_version(places.root),
        candidate=after,
        serving=before,
        conversations=count,
        failed_conversations=failed,
        changed=changes(before.predictions, after.predictions),
        replayed=len(recent),
        taught=sorted({text for _, _, text in training_examples(places.data)} & set(recent)),
        lessons=lessons,
    )


def taught_against(data: Path, serving: RunningModel) -> list[Lesson]:
    """What was learned that the serving model reads otherwise.

    Raises:
        LearningError: a training file holds learned examples that have no origin.
    """
    examples = learned.read_examples(data)
    foreign = learned.without_origin(data, examples)
    if foreign:
        raise LearningError(
            f"data/nlu/{foreign[0]}/learned.yml is not what data/nlu/learned.csv gives; "
            "run: python -m bot learn merge"
        )
    own = {(one.language, one.intent, one.text) for one in examples}
    known = [one for one in training_examples(data) if one not in own]
    read = {one.text: one for one in serving.parse(dict.fromkeys(one.text for one in examples))}
    return lessons_of(examples, KnownExamples(known, MarketReader.load(data / MARKETS)), read)


def recent_texts(places: Places) -> list[str]:
    """Different messages of the last week for which there are any, redacted, the most frequent first."""
    with places.engine.connect() as connection:
        newest = connection.execute(select(func.max(MESSAGES.c.time))).scalar()
        if newest is None:
            return []
        since = newest - timedelta(days=LAST_DAYS)
        often = func.count().desc()
        wanted = select(MESSAGES.c.text).where(MESSAGES.c.time >= since).group_by(MESSAGES.c.text)
        rows = connection.execute(wanted.order_by(often, MESSAGES.c.text).limit(MOST_REPLAYED))
        return [str(row.text) for row in rows if row.text.strip()]


def measure(
    model: RunningModel, file: Path, tests: Sequence[Labelled], recent: Sequence[str]
) -> Measured:
    """One model on the test sets and on recent messages."""
    # The first messages load what later ones find loaded.
    model.parse([one.text for one in tests[:5]])
    parsed = model.parse([one.text for one in tests])
    languages = sorted({one.language for one in tests})
    pairs = {
        lang: [
            (one.intent, got.intent)
            for one, got in zip(tests, parsed, strict=True)
            if one.language == lang
        ]
        for lang in languages
    }
    scores = {lang: scores_of(some) for lang, some in pairs.items()}
    return Measured(
        model=file.name,
        model_id=model_id(file),
        scores=scores,
        accuracy={lang: accuracy(some) for lang, some in pairs.items()},
        macro_f1={lang: macro_f1(some.values()) for lang, some in scores.items()},
        confusions={lang: confusions(some) for lang, some in pairs.items()},
        wrong=[
            (one.language, one.text, one.intent, got.intent)
            for one, got in zip(tests, parsed, strict=True)
            if one.intent != got.intent
        ],
        p95_milliseconds=percentile(_milliseconds(model, parsed), 0.95),
        bytes=file.stat().st_size,
        predictions=_by_text(model.parse(recent)),
        certainty=[
            (_best(got), one.intent == _first(got)) for one, got in zip(tests, parsed, strict=True)
        ],
    )


def _milliseconds(model: RunningModel, parsed: Sequence[Parsed]) -> list[float]:
    """How long some messages take, at best: what else the machine does can only add."""
    some = parsed[::_TIMED_EVERY]
    again = [model.parse(one.text for one in some) for _ in range(_TIMED_AGAIN)]
    return [min(one.milliseconds for one in same) for same in zip(some, *again, strict=True)]


def _by_text(parsed: Sequence[Parsed]) -> dict[str, tuple[str, float]]:
    return {one.text: (one.intent, round(one.confidence, 4)) for one in parsed}


def _named(parsed: Parsed) -> list[tuple[str, float]]:
    return [one for one in parsed.ranking if one[0] != "nlu_fallback"]


def _best(parsed: Parsed) -> float:
    return round(_named(parsed)[0][1], 4) if _named(parsed) else 0.0


def _first(parsed: Parsed) -> str:
    return _named(parsed)[0][0] if _named(parsed) else ""


def changes(
    before: Mapping[str, tuple[str, float]], after: Mapping[str, tuple[str, float]]
) -> list[dict[str, Any]]:
    """Every message that the candidate understands otherwise than the serving model."""
    return [
        {
            "text": text,
            "before": before[text][0],
            "sure_before": before[text][1],
            "after": after[text][0],
            "sure_after": after[text][1],
        }
        for text in before
        if before[text][0] != after[text][0]
    ]


def replay_conversations(model: RunningModel, folder: Path) -> tuple[list[str], int]:
    """Hold every scripted conversation; returns those that went otherwise, and how many there are.

    Raises:
        LearningError: there are no scripts.
    """
    failed, count = [], 0
    for path in sorted(folder.glob("*.yml")):
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for script in content["conversations"]:
            count += 1
            trouble = Replay(model).run(script["turns"], _AT_THE_END[path.stem])
            if trouble:
                failed.append(f"{path.stem}: {script['name']}: {trouble}")
    if not count:
        raise LearningError(f"There are no conversations to replay in {folder.name}/.")
    return failed, count


def _measured(content: dict[str, Any]) -> Measured:
    scores = {
        lang: {intent: IntentScore(**one) for intent, one in some.items()}
        for lang, some in content.pop("scores").items()
    }
    pairs = {text: (str(one[0]), float(one[1])) for text, one in content.pop("predictions").items()}
    wrong = [(str(a), str(b), str(c), str(d)) for a, b, c, d in content.pop("wrong")]
    certainty = [(float(share), bool(right)) for share, right in content.pop("certainty")]
    return Measured(scores=scores, predictions=pairs, wrong=wrong, certainty=certainty, **content)
