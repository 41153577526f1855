"""The fixed test sets: messages with their intents, per language, that are never trained on.

`data/evaluation/messages_<lang>.csv`, columns `intent,text`; CSV, so that training does not read them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.retraining.errors import LearningError

FOLDER = "evaluation"
COLUMNS = ["intent", "text"]


@dataclass(frozen=True)
class Labelled:
    """A message and what is meant by it."""

    language: str
    intent: str
    text: str


def read_test_sets(data: Path) -> list[Labelled]:
    """All test messages; raises LearningError where there are none or a file is not as expected."""
    found = [
        one for path in sorted((data / FOLDER).glob("messages_*.csv")) for one in read_set(path)
    ]
    if not found:
        raise LearningError(f"{data.name}/{FOLDER}: there is no test set such as messages_de.csv")
    return found


def read_set(path: Path) -> Iterator[Labelled]:
    """The messages of one file."""
    lang = path.stem.rpartition("_")[2]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != COLUMNS:
            raise LearningError(f"{path.name}:1: expected the columns {','.join(COLUMNS)}")
        for row in reader:
            if not row["intent"] or not row["text"]:
                raise LearningError(f"{path.name}:{reader.line_num}: expected an intent and a text")
            yield Labelled(lang, row["intent"], row["text"])


def test_texts(data: Path) -> set[str]:
    """The texts of all test messages; none where there is no test set."""
    if not any((data / FOLDER).glob("messages_*.csv")):
        return set()
    return {one.text for one in read_test_sets(data)}
