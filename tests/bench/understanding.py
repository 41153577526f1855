"""How well messages are understood: the pipeline in use beside others, on the held-out sets and the development set.

Every pipeline of tests/bench/pipelines is trained in a process of its own, with what it costs in time and memory.
The development set stands beside the project (../shared/eval); it measures, and nothing is learnt from it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
            command = [
                sys.executable,
                "-W",
                "ignore",
                "-m",
                "tests.bench.understood",
                str(config),
                folder,
            ]
            run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        if run.returncode:
            raise SystemExit(f"{name}: {run.stderr[-2000:]}")
        yield f"  {name:16} {_line(json.loads(run.stdout.splitlines()[-1]))}"


def _line(got: dict[str, float | None]) -> str:
    shares = [got[one] for one in ("held_de", "held_en", "dev_de", "dev_en")]
    written = "  ".join("absent" if one is None else f"{one:6.3f}" for one in shares)
    return (
        f"{written}  {got['yes_no']:5.0f}   train {got['training_s']:.0f} s (processor), "
        f"median {got['median_ms']:.1f} ms, p95 {got['p95_ms']:.1f} ms, {got['memory_mb']:.0f} MB"
    )
