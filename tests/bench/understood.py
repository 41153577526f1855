"""Trains or measures one pipeline; started by tests.bench.understanding, prints one line of JSON."""

from __future__ import annotations

import asyncio
import csv
import json
import logging
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.model_training import train_nlu

from bot.wiring import PROJECT
from tests.bench.glosses import INTENTS

DEVELOPMENT = PROJECT.parent / "shared" / "eval" / "utterances_dev.csv"
LANGUAGES = ("de", "en")
# A message and the intents that are right for it.
Asked = tuple[str, frozenset[str]]


def main() -> None:
    """`python -m tests.bench.understood train <config> <folder>`, or `measure <model>`."""
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    step, *places = sys.argv[1:]
    print(json.dumps(_trained(*places) if step == "train" else asyncio.run(_measured(*places))))


def _trained(config: str, folder: str) -> dict[str, Any]:
    started = time.process_time()
    data = str(PROJECT / "data" / "nlu")
    model = train_nlu(config, data, folder, domain=str(PROJECT / "domain.yml"))
    return {"model": model, "training_s": time.process_time() - started}


async def _measured(model: str) -> dict[str, Any]:
    agent = Agent.load(model)
    await agent.parse_message("hallo")
    times: list[float] = []
    got: dict[str, Any] = {}
    confused = 0
    for lang in LANGUAGES:
        for name, asked in (("held", held_out(lang)), ("dev", development(lang))):
            right = 0
            for text, intents in asked:
                started = time.perf_counter()
                found = (await agent.parse_message(text))["intent"]["name"]
                times.append((time.perf_counter() - started) * 1000)
                right += found in intents
                confused += {found} | intents == {"affirm", "deny"}
            got[f"{name}_{lang}"] = right / len(asked) if asked else None
    got |= {"yes_no": confused, "median_ms": statistics.median(times)}
    got |= {"p95_ms": sorted(times)[int(len(times) * 0.95)], "memory_mb": _megabytes()}
    return got


def held_out(lang: str) -> list[Asked]:
    """The project's own held-out messages of a language."""
    path = PROJECT / "tests" / "nlu" / f"held_out_{lang}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (row["text"], frozenset(filter(None, (row["intent"], *row["also"].split("|")))))
        for row in rows
    ]


def development(lang: str) -> list[Asked]:
    """The messages of the development set of a language; empty if it is absent."""
    if not DEVELOPMENT.exists():
        return []
    with DEVELOPMENT.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lang"] == lang]
    return [(row["text"], INTENTS[row["intent_gloss"]]) for row in rows]


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
