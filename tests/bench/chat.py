"""A chat turn of the advisor against one of Rasa's own starter bot, on the same machine in the same run.

Both are trained, started and asked over the REST channel by one closed loop, in turns (ours, theirs, ours …),
so that what else the machine does weighs on both alike.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import requests

PROJECT = Path(__file__).resolve().parents[2]
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
# Never the same words twice: what was computed once for a message must not flatter the second asking.
_PRODUCTS = (
    ("Kreiselpumpen", "8413.70", "Vietnam", "was ist REX?", "Japan"),
    ("Kugelhähne aus Messing", "8481.80", "Südkorea", "was bedeutet Kumulierung?", "Kanada"),
    ("Bandsägen", "8465.91", "Norwegen", "wer stellt die EUR.1 aus?", "Chile"),
    ("Gabelstapler", "8427.20", "Serbien", "wie lange gilt der Nachweis?", "Singapur"),
    ("Acrylfarben", "3209.10", "Mexiko", "was ist eine Toleranz?", "Israel"),
    ("Türschlösser", "8301.40", "Marokko", "was heißt Zollrückvergütung?", "Peru"),
    ("Lederschuhe", "6403.99", "Tunesien", "wozu eine Lieferantenerklärung?", "Georgien"),
    ("Kaffeemaschinen", "8516.71", "Ägypten", "was ist ein HS-Code?", "Island"),
    ("Aluprofile", "7604.29", "Kolumbien", "was kostet das?", "Ukraine"),
    ("Brillengestelle", "9003.11", "Ecuador", "was ist ab Werk?", "Moldau"),
    ("Gummidichtungen", "4016.93", "Albanien", "was ist Direktbeförderung?", "Ghana"),
    ("Büromöbel", "9403.30", "Jordanien", "wie lange muss ich das aufheben?", "Kenia"),
)
OURS = tuple(
    ("hallo", product, code, f"nach {market}", question, f"und für {other}?")
    for product, code, market, question, other in _PRODUCTS
)
# Not timed: whoever comes first waits for what both load with their first conversation.
_FIRST = ("hallo", "Ventilatoren", "8414.59", "nach Island", "was ist eine WVB?", "und für Oman?")
THEIRS = (("hi", "great", "not good", "are you a bot?", "no", "bye"),) * len(OURS)
START_LIMIT_SECONDS = 240


@dataclass
class Bot:
    """A bot under test: its folder, its processes, and what was measured."""

    name: str
    folder: Path
    conversations: Sequence[Sequence[str]]
    needs_actions: bool
    further: Sequence[str] = ()
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    port: int = 0
    training_seconds: float = 0.0
    start_seconds: float = 0.0
    turns: list[float] = field(default_factory=list)

    def train(self) -> None:
        """Train a fresh model, so that both training times are real."""
        started = time.perf_counter()
        self._run(
            "-m", "rasa", "train", "--force", "--out", str(self.folder / "var" / "bench-models")
        )
        self.training_seconds = time.perf_counter() - started

    def start(self) -> None:
        """Start the servers and wait until the bot answers."""
        started = time.perf_counter()
        self.port = free_port()
        model = str(self.folder / "var" / "bench-models")
        arguments = [
            "-m",
            "rasa",
            "run",
            "--model",
            model,
            "--port",
            str(self.port),
            "-i",
            "127.0.0.1",
        ]
        arguments += self.further
        if self.needs_actions:
            actions_port = free_port()
            self._start("-m", "rasa_sdk", "--actions", "actions", "--port", str(actions_port))
            endpoints = self.folder / "var" / "bench-endpoints.yml"
            endpoints.write_text(
                f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n",
                encoding="utf-8",
            )
            arguments += ["--endpoints", str(endpoints)]
        self._start(*arguments)
        self._wait()
        self.start_seconds = time.perf_counter() - started

    def talk(self, messages: Sequence[str]) -> None:
        """One conversation, every turn timed."""
        sender = uuid.uuid4().hex
        for message in messages:
            started = time.perf_counter()
            answer = self._ask(sender, message)
            self.turns.append((time.perf_counter() - started) * 1000)
            if not answer and self.needs_actions:
                # The starter bot leaves some turns unanswered by design; ours never may.
                raise SystemExit(f"{self.name} gave no answer to '{message}'")

    def memory_megabytes(self) -> int:
        """Resident memory of all its processes."""
        total = 0
        for process in self.processes:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
            line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
            total += int(line.split()[1])
        return total // 1024

    def stop(self) -> None:
        """End its processes."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=30)

    def _ask(self, sender: str, message: str) -> list[dict[str, object]]:
        response = requests.post(
            f"http://127.0.0.1:{self.port}/webhooks/rest/webhook",
            json={"sender": sender, "message": message},
            timeout=60,
        )
        response.raise_for_status()
        answers: list[dict[str, object]] = response.json()
        return answers

    def _wait(self) -> None:
        ends = time.monotonic() + START_LIMIT_SECONDS
        while time.monotonic() < ends:
            if any(process.poll() is not None for process in self.processes):
                raise SystemExit(f"{self.name} ended while starting")
            try:
                if self._ask("warm-up", self.conversations[0][0]):
                    return
            except requests.RequestException:
                time.sleep(0.5)
        raise SystemExit(f"{self.name} did not answer within {START_LIMIT_SECONDS} s")

    def _run(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=_environment(),
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _start(self, *arguments: str) -> None:
        self.processes.append(
            subprocess.Popen(
                [sys.executable, *arguments],
                cwd=self.folder,
                env=_environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    with tempfile.TemporaryDirectory() as scratch:
        starter = Bot("starter bot", starter_bot(Path(scratch)), THEIRS, needs_actions=False)
        ours = Bot("advisor", PROJECT, OURS, needs_actions=True)
        try:
            for bot in (ours, starter):
                bot.train()
                bot.start()
            ours.talk(_FIRST)
            starter.talk(THEIRS[0])
            for bot in (ours, starter):
                bot.turns.clear()
            for mine, theirs in zip(OURS, THEIRS, strict=True):
                ours.talk(mine)
                starter.talk(theirs)
            yield f"  {'':24}{'advisor':>14}{'starter bot':>14}{'ratio':>10}"
            yield from _table(ours, starter)
        finally:
            ours.stop()
            starter.stop()
            shutil.rmtree(PROJECT / "var" / "bench-models", ignore_errors=True)


def _table(ours: Bot, starter: Bot) -> Iterator[str]:
    rows = (
        ("turn p50 (ms)", *(statistics.median(bot.turns) for bot in (ours, starter))),
        (
            "turn p95 (ms)",
            *(sorted(bot.turns)[int(len(bot.turns) * 0.95)] for bot in (ours, starter)),
        ),
        ("turns per second", *(1000 * len(bot.turns) / sum(bot.turns) for bot in (ours, starter))),
        ("memory (MB)", *(float(bot.memory_megabytes()) for bot in (ours, starter))),
        ("start to first answer (s)", *(bot.start_seconds for bot in (ours, starter))),
        ("training (s)", *(bot.training_seconds for bot in (ours, starter))),
    )
    for name, mine, other in rows:
        yield f"  {name:26}{mine:12.1f}{other:14.1f}{mine / other:10.2f}"


def starter_bot(folder: Path) -> Path:
    """What `rasa init` makes."""
    subprocess.run(
        [sys.executable, "-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder)],
        env=_environment(),
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    (folder / "var").mkdir(exist_ok=True)
    return folder


def _environment() -> dict[str, str]:
    # As `make run` does: the action server loads what it needs before the first visitor comes.
    return {**os.environ, **QUIET, "PYTHONWARNINGS": "ignore", "FTA_WARM_UP": "1"}


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
