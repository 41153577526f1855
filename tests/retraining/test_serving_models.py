"""A promoted model is taken over while visitors talk; none of them notices, and it can be taken back."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from bot.retraining.places import Places
from bot.retraining.running_model import Replay, RunningModel
from bot.retraining.tracker_events import EVENTS
from bot.serving.advisor import Installation, action_server, rasa_server, train, write_endpoints
from bot.serving.model_card import model_id
from bot.serving.model_server import serving_models
from bot.serving.processes import LOOPBACK, Child, any_free_port, child_environment
from bot.serving.promoted import promote, promotions, roll_back
from bot.store.advice_log import read_entries
from tests.architecture.import_contracts import ROOT

pytestmark = [pytest.mark.server, pytest.mark.rasa, pytest.mark.slow]

LONGEST_TAKEOVER = 90.0
TURNS = ("848180 nach Kanada", "prüfen", "nein", "zurück", "ja", "wiederholen")


def twin_of(model: Path, target: Path, identity: str) -> Path:
    """The same model under another id, as a second training would give."""
    with tarfile.open(model, "r:gz") as source, tarfile.open(target, "w:gz") as archive:
        for member in source.getmembers():
            content = source.extractfile(member).read() if member.isfile() else b""
            if member.name.removeprefix("./") == "metadata.json":
                content = json.dumps({**json.loads(content), "model_id": identity}).encode()
                member.size = len(content)
            archive.addfile(member, io.BytesIO(content) if member.isfile() else None)
    return target


class Service:
    """The advisor as `make run` starts it, over a list of promotions of its own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        (folder / "models").mkdir()
        environ = {**os.environ, "FTA_DATABASE_URL": f"sqlite:///{folder}/data.db"}
        # The code and data of the project; the models of this test.
        self.place = Installation(ROOT, Path(sys.executable), environ)
        trained = train(self.place, force=False)
        self.first = folder / "models" / "advisor-first.tar.gz"
        shutil.copy(trained, self.first)
        self.second = twin_of(trained, folder / "models" / "advisor-second.tar.gz", "second")
        promote(folder, self.first.name, model_id(self.first), "test")

    def children(self, models_port: int, port: int) -> Iterator[Child]:
        action_port = any_free_port()
        self.endpoints = write_endpoints(self.place, action_port, models_port)
        environ = child_environment(self.place.environ)
        for service in (
            action_server(self.place, action_port, self.first),
            rasa_server(self.place, self.first, self.endpoints, port),
        ):
            yield Child(
                type(service)(
                    **{
                        **vars(service),
                        "environ": {**service.environ, **environ},
                        "log": self.root / f"{service.name}.log",
                    }
                )
            )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, RunningModel]]:
    made = Service(tmp_path_factory.mktemp("service"))
    port = any_free_port()
    current = lambda: made.root / "models" / promotions(made.root)[0].model  # noqa: E731
    with serving_models(current) as models_port:
        started = []
        try:
            for child in made.children(models_port, port):
                child.start()
                started.append(child)
            for child in started:
                child.wait_until_healthy(lambda: False)
            yield made, RunningModel(f"http://{LOOPBACK}:{port}")
        finally:
            for child in reversed(started):
                child.stop()
            made.endpoints.unlink(missing_ok=True)


def models_of_messages(places: Places) -> list[str]:
    """The model that read each message, in order."""
    engine = create_engine(places.tracker, future=True)
    with engine.connect() as connection:
        rows = connection.execute(
            select(EVENTS.c.data).where(EVENTS.c.type_name == "user").order_by(EVENTS.c.id)
        ).all()
    engine.dispose()
    return [json.loads(row.data)["metadata"]["model_id"] for row in rows]


def test_a_model_is_taken_over_and_back_without_a_lost_turn(
    service: tuple[Service, RunningModel],
) -> None:
    made, running = service
    places = Places(made.root, f"sqlite:///{made.root}/data.db")
    waits: list[float] = []
    empty: list[str] = []
    stop = threading.Event()

    def visitor() -> None:
        talk = RunningModel(running.address)
        while not stop.is_set():
            sender = Replay(talk).sender
            for text in TURNS:
                started = time.monotonic()
                answers = talk.say(sender, text)
                waits.append(time.monotonic() - started)
                if not any(one.get("text") for one in answers):
                    empty.append(text)

    def wait_for(identity: str) -> None:
        deadline = time.monotonic() + LONGEST_TAKEOVER
        while models_of_messages(places)[-1] != identity:
            assert time.monotonic() < deadline, f"{identity} was not taken over"
            time.sleep(0.5)

    # A conversation begun before, gone on with afterwards.
    sender = "begun-before"
    running.say(sender, "848180 nach Kanada")
    running.say(sender, "prüfen")
    thread = threading.Thread(target=visitor)
    thread.start()
    try:
        promote(made.root, made.second.name, "second", "test")
        wait_for("second")
        answers = running.say(sender, "ja")
        roll_back(made.root)
        wait_for(model_id(made.first))
    finally:
        stop.set()
        thread.join()

    assert "Vormaterialien" in " ".join(str(one.get("text")) for one in answers)
    assert empty == []
    assert max(waits) < 15.0, "longer than the website waits for an answer"


def test_every_answer_names_the_model_that_read_the_message(
    service: tuple[Service, RunningModel],
) -> None:
    made, running = service
    running.say("logged", "848180 nach Kanada")
    entries = [entry for _, entry in read_entries(f"sqlite:///{made.root}/log.db")]

    assert entries
    assert all(entry.model for entry in entries)
