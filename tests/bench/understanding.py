"""How well messages are understood: the pipeline in use beside others, per set and language.

Every pipeline of tests/bench/pipelines is trained in a process of its own, with what it costs in time
and memory, and measured on the held-out sets of tests/nlu and on the development set. That one stands
beside the project (../shared/eval); it measures, and nothing is learnt from it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.wiring import PROJECT

HERE = Path(__file__).parent
PIPELINES = {
    "in use": PROJECT / "config.yml",
    "without meaning": HERE / "pipelines" / "without_meaning.yml",
    "light": HERE / "pipelines" / "light.yml",
    "diet": HERE / "pipelines" / "diet.yml",
}


def report() -> Iterator[str]:
    """The lines of this part of the benchmark; training DIET takes minutes."""
    yield f"  {'pipeline':16} {'held de':>8} {'held en':>8} {'dev de':>7} {'dev en':>7} {'yes/no':>7} cost"
    for name, config in PIPELINES.items():
        with tempfile.TemporaryDirectory() as folder:
            trained = _run("train", str(config), folder)
            measured = _run("measure", str(trained["model"]))
        yield f"  {name:16} {_line({**trained, **measured})}"


def _run(*arguments: str) -> dict[str, Any]:
    """One step in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.understood", *arguments]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {run.stderr[-2000:]}")
    got: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return got


def _line(got: dict[str, Any]) -> str:
    shares = [got[one] for one in ("held_de", "held_en", "dev_de", "dev_en")]
    written = "  ".join("absent" if one is None else f"{one:6.3f}" for one in shares)
    return (
        f"{written}  {got['yes_no']:5.0f}   train {got['training_s']:.0f} s (processor), "
        f"median {got['median_ms']:.1f} ms, p95 {got['p95_ms']:.1f} ms, {got['memory_mb']:.0f} MB"
    )
