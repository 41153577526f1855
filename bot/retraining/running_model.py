"""A trained model, running for measuring: Rasa and the action server as in service, on loopback.

Rasa's HTTP API is switched on here and only here; the conversations held with it are kept in a folder that
is deleted afterwards.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import requests

from bot.retraining.errors import LearningError
from bot.serving.advisor import (
    Installation,
    action_server,
    build_data,
    rasa_server,
    write_endpoints,
)
from bot.serving.console import ServingError
from bot.serving.processes import LOOPBACK, Child, any_free_port

PATIENCE = 900.0
"""Seconds for an answer, on a machine however busy."""

_CHOICES = 10


@dataclass(frozen=True)
class Parsed:
    """What a model makes of a message."""

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    milliseconds: float
    entities: tuple[Mapping[str, Any], ...] = ()


@dataclass
class RunningModel:
    """The address of a running model."""

    address: str
    session: requests.Session = field(default_factory=requests.Session)

    def parse(self, texts: Iterable[str]) -> list[Parsed]:
        """What the model makes of each text."""
        return [self._parse(text) for text in texts]

    def _parse(self, text: str) -> Parsed:
        started = time.perf_counter()
        read = self._post("/model/parse", {"text": text})
        took = (time.perf_counter() - started) * 1000
        ranking = [(str(one["name"]), float(one["confidence"])) for one in read["intent_ranking"]]
        intent = read["intent"]
        return Parsed(
            text,
            str(intent["name"]),
            float(intent["confidence"]),
            tuple(ranking[:_CHOICES]),
            took,
            tuple(read.get("entities") or ()),
        )

    def say(self, sender: str, text: str) -> list[Mapping[str, Any]]:
        """One message of a conversation; returns the answers."""
        answers: list[Mapping[str, Any]] = self._post(
            "/webhooks/rest/webhook", {"sender": sender, "message": text}
        )
        return answers

    def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        try:
            answer = self.session.post(self.address + path, json=body, timeout=PATIENCE)
            answer.raise_for_status()
            return answer.json()
        except (requests.RequestException, ValueError) as error:
            raise LearningError(f"The model under test does not answer: {error}") from error


@contextmanager
def running(
    place: Installation, model: Path, *, with_actions: bool = True
) -> Iterator[RunningModel]:
    """Start a model, and stop it at the end; without the action server it can only parse.

    Raises:
        LearningError: it does not start, with the end of its log.
    """
    with tempfile.TemporaryDirectory(prefix="advisor-learning-") as folder:
        environ = {**place.environ, "FTA_DATABASE_URL": f"sqlite:///{folder}/data.db"}
        own = Installation(place.root, place.python, environ)
        port, action_port = any_free_port(), any_free_port()
        endpoints = write_endpoints(own, action_port)
        rasa = rasa_server(own, model, endpoints, port)
        logs = Path(folder)
        services = [replace(rasa, command=[*rasa.command, "--enable-api"], log=logs / "rasa.log")]
        if with_actions:
            actions = action_server(own, action_port, model)
            services.insert(0, replace(actions, log=logs / "actions.log"))
        children = [Child(one) for one in services]
        try:
            if with_actions:
                # The product finder reads the words that were learned: that takes minutes, and Rasa gives
                # up an action after five.
                build_data(own)
            for child in children:
                child.start()
            for child in children:
                child.wait_until_healthy(lambda: False)
            yield RunningModel(f"http://{LOOPBACK}:{port}")
        except ServingError as error:
            raise LearningError(str(error)) from error
        finally:
            for child in reversed(children):
                child.stop()
            endpoints.unlink(missing_ok=True)


def installation(root: Path, environ: Mapping[str, str]) -> Installation:
    """The installation this process runs in."""
    return Installation(root, Path(sys.executable), environ)


# --- conversations --------------------------------------------------------------------------


@dataclass
class Replay:
    """One conversation that follows a script."""

    model: RunningModel
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)
    answers: Sequence[Mapping[str, Any]] = ()

    def run(self, turns: Sequence[Mapping[str, Any]], until: str, most: int = 25) -> str:
        """Take all turns; returns what went otherwise than expected, "" if nothing did.

        `until` is what an answer contains when "repeat_until_verdict" has come to its end.
        """
        for number, turn in enumerate(turns, start=1):
            text, trouble = self._take(turn, until, most)
            missing = [one for one in turn["bot"] if one not in text]
            unwanted = [one for one in turn.get("never", ()) if one in text]
            trouble = trouble or (f"does not say {missing}" if missing else "")
            trouble = trouble or (f"says {unwanted}" if unwanted else "")
            if trouble:
                return f"turn {number}: {trouble}"
        return ""

    def _take(self, turn: Mapping[str, Any], until: str, most: int) -> tuple[str, str]:
        if "press" in turn:
            buttons = [one for answer in self.answers for one in answer.get("buttons", ())]
            found = [one["payload"] for one in buttons if turn["press"] in one["title"]]
            return (self._say(found[0]), "") if found else ("", f"offers no '{turn['press']}'")
        if "repeat_until_verdict" not in turn:
            return self._say(turn["user"]), ""
        text = ""
        for _ in range(most):
            text = self._say(turn["repeat_until_verdict"])
            if until in text:
                break
        return text, ""

    def _say(self, text: str) -> str:
        self.answers = self.model.say(self.sender, text)
        return "\n".join(str(one.get("text") or "") for one in self.answers)


def as_json(parsed: Parsed) -> str:
    """A prediction in one line, for lists of changes."""
    return json.dumps([parsed.intent, round(parsed.confidence, 3)])
