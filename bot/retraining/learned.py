"""What was learned, as files of the repository: examples with their provenance.

`data/nlu/learned.csv` holds every learned example with its origin: batch, reviewer, day, model that had
misread it, how many said it. `data/nlu/<lang>/learned.yml` is made from it, for training. Product words go
into the files of data/products, with `data/products/learned_words.csv` as their provenance; new names of
markets are read from `data/markets/learned_aliases.csv` itself. Nobody edits the made files by hand: to take
an example back, delete its line in learned.csv and run `learn merge`.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from bot.language.market_data import LEARNED_ALIASES
from bot.retraining.errors import LearningError

LANGUAGES = ("de", "en")
EXAMPLES = Path("nlu") / "learned.csv"
WORDS = Path("products") / "learned_words.csv"
ALIASES = Path("markets") / LEARNED_ALIASES


@dataclass(frozen=True)
class LearnedExample:
    """A line of data/nlu/learned.csv; `entities` is JSON, `redaction` the version that read the text."""

    language: str
    intent: str
    text: str
    entities: str
    batch: str
    reviewer: str
    reviewed: str
    seen: str
    model: str
    redaction: str


@dataclass(frozen=True)
class LearnedWord:
    """A line of data/products/learned_words.csv."""

    language: str
    hs: str
    word: str
    batch: str
    reviewer: str
    reviewed: str
    seen: str
    redaction: str


@dataclass(frozen=True)
class LearnedAlias:
    """A line of data/markets/learned_aliases.csv: what visitors call a market."""

    language: str
    iso2: str
    alias: str
    batch: str
    reviewer: str
    reviewed: str
    seen: str
    redaction: str


def read_examples(data: Path) -> list[LearnedExample]:
    """All learned examples, in the order of the file."""
    return [LearnedExample(**row) for row in _rows(data / EXAMPLES, LearnedExample)]


def read_words(data: Path) -> list[LearnedWord]:
    """All learned product words, in the order of the file."""
    return [LearnedWord(**row) for row in _rows(data / WORDS, LearnedWord)]


def read_aliases(data: Path) -> list[LearnedAlias]:
    """All learned names of markets, in the order of the file."""
    return [LearnedAlias(**row) for row in _rows(data / ALIASES, LearnedAlias)]


def _rows(path: Path, kind: type) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    columns = [one.name for one in fields(kind)]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != columns:
            raise LearningError(f"{path.name}:1: expected the columns {','.join(columns)}")
        return list(reader)


def write_examples(data: Path, examples: Sequence[LearnedExample]) -> None:
    """Write the provenance, and the training files made from it."""
    _write(data / EXAMPLES, LearnedExample, examples)
    for lang in LANGUAGES:
        path = data / "nlu" / lang / "learned.yml"
        texts = training_text([one for one in examples if one.language == lang])
        if texts:
            path.write_text(texts, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)


def without_origin(data: Path, examples: Sequence[LearnedExample]) -> list[str]:
    """Languages whose training file holds something else than the examples with their origin."""
    wrong = []
    for lang in LANGUAGES:
        path = data / "nlu" / lang / "learned.yml"
        written = path.read_text(encoding="utf-8") if path.is_file() else ""
        if written != training_text([one for one in examples if one.language == lang]):
            wrong.append(lang)
    return wrong


def training_text(examples: Iterable[LearnedExample]) -> str:
    """The examples as Rasa reads them, by intent; no examples give no text."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    for one in examples:
        by_intent[one.intent].append(one.text)
    if not by_intent:
        return ""
    lines = [
        "# Made from data/nlu/learned.csv by `python -m bot learn merge`.",
        'version: "3.1"',
        "nlu:",
    ]
    for intent in sorted(by_intent):
        lines += [f"  - intent: {intent}", "    examples: |"]
        lines += [f"      - {text}" for text in sorted(set(by_intent[intent]))]
    return "\n".join(lines) + "\n"


def write_words(data: Path, words: Sequence[LearnedWord]) -> None:
    """Write the provenance of learned product words."""
    _write(data / WORDS, LearnedWord, words)


def write_aliases(data: Path, aliases: Sequence[LearnedAlias]) -> None:
    """Write the learned names of markets."""
    _write(data / ALIASES, LearnedAlias, aliases)


def _write(path: Path, kind: type, rows: Sequence[Any]) -> None:
    if not rows and not path.is_file():
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [one.name for one in fields(kind)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(one) for one in rows)


def entities_text(entities: Iterable[dict[str, Any]]) -> str:
    """The entities of an example for its line."""
    return json.dumps(list(entities), ensure_ascii=False, sort_keys=True)
