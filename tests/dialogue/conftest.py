"""The advisor as users meet it: Rasa and the action server, started once for all conversations."""

from __future__ import annotations

import json
import os
import sys
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.serving.advisor import (
    Installation,
    action_server,
    rasa_server,
    train,
    write_endpoints,
)
from bot.serving.processes import LOOPBACK, Supervisor, any_free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


@dataclass
class Conversation:
    """One conversation over the REST channel."""

    address: str
    lang: str = ""
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)
    messages: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str) -> str:
        """Send a message; returns all texts of the answer."""
        body: dict[str, Any] = {"sender": self.sender, "message": text}
        if self.lang:
            body["metadata"] = {"lang": self.lang}
        request = urllib.request.Request(
            f"{self.address}/webhooks/rest/webhook",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            self.messages = json.load(response)
        return self.text

    @property
    def text(self) -> str:
        """All texts of the last answer."""
        return "\n".join(one.get("text", "") for one in self.messages)

    @property
    def buttons(self) -> list[Mapping[str, str]]:
        """The buttons of the last answer."""
        return [button for one in self.messages for button in one.get("buttons", [])]

    def press(self, title: str) -> str:
        """Press the button whose title contains the words."""
        found = [one for one in self.buttons if title in one["title"]]
        assert found, f"no button '{title}' among {[one['title'] for one in self.buttons]}"
        return self.say(found[0]["payload"])


@pytest.fixture(scope="session")
def installation() -> Installation:
    return Installation(ROOT, Path(sys.executable), os.environ)


@pytest.fixture(scope="session")
def model(installation: Installation) -> Path:
    """A model that fits the data; trained if there is none."""
    return train(installation, force=False)


@pytest.fixture(scope="session")
def address(
    installation: Installation, model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where Rasa answers; its conversations are kept in a folder of their own."""
    database = tmp_path_factory.mktemp("conversations") / "tracker.db"
    environ = {**os.environ, "FTA_DATABASE_URL": f"sqlite:///{database}"}
    place = Installation(installation.root, installation.python, environ)
    port, action_port = any_free_port(), any_free_port()
    endpoints = write_endpoints(place, action_port)
    try:
        with Supervisor() as supervisor:
            supervisor.start(action_server(place, action_port))
            supervisor.start(rasa_server(place, model, endpoints, port))
            yield f"http://{LOOPBACK}:{port}"
    finally:
        endpoints.unlink(missing_ok=True)
