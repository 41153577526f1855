"""The redactor, databases to learn in, and events as Rasa writes them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from sqlalchemy import create_engine, insert

from bot.retraining.collect import collect
from bot.retraining.merge import Merged, merge
from bot.retraining.places import Places
from bot.retraining.redact import Redactor
from bot.retraining.review_queue import Part, ReviewQueue
from bot.retraining.select_items import select_items
from bot.retraining.tracker_events import EVENTS
from bot.store.tracker import AdvisorTrackerStore
from bot.wiring import Services
from tests.architecture.import_contracts import ROOT
from tests.store.conftest import postgresql_url  # noqa: F401 - a fixture

NOW = datetime.now(timezone.utc)

Said = Callable[..., None]
Merge = Callable[..., Merged]


@pytest.fixture(scope="session")
def redactor(services: Services) -> Redactor:
    return Redactor.load(services)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    """Databases of their own; one conversation is enough for a new word, as tests say things once."""
    monkeypatch.setenv("FTA_LEARN_SHARED_BY", "1")
    made = Places(tmp_path, f"sqlite:///{tmp_path / 'var' / 'data.db'}")
    yield made
    made.close()


def user(
    text: str,
    intent: str = "check_export",
    confidence: float = 0.9,
    entities: Sequence[Mapping[str, Any]] = (),
    others: Sequence[tuple[str, float]] = (),
    lang: str = "de",
) -> dict[str, Any]:
    ranking = [(intent, confidence), *others]
    return {
        "event": "user",
        "text": text,
        "input_channel": "website",
        "metadata": {"lang": lang, "model_id": "m1"},
        "parse_data": {
            "intent": {"name": intent, "confidence": confidence},
            "entities": list(entities),
            "intent_ranking": [{"name": one, "confidence": share} for one, share in ranking],
        },
    }


def bot(text: str, *blocks: Mapping[str, Any]) -> dict[str, Any]:
    return {"event": "bot", "text": text, "data": {"custom": {"blocks": list(blocks)}}}


def case(lang: str = "de", **content: Any) -> dict[str, Any]:
    return {"event": "slot", "name": "case", "value": json.dumps({"version": 1, **content})}


def talk(
    places: Places, sender: str, *events: Mapping[str, Any], begin: datetime = NOW, first: int = 0
) -> None:
    """Write events as Rasa's store keeps them, a second apart."""
    AdvisorTrackerStore(Domain.empty(), host=places.tracker).engine.dispose()
    rows = []
    for number, event in enumerate(events):
        moment = (begin + timedelta(seconds=first + number)).timestamp()
        data = {"timestamp": moment, **event}
        row = {"sender_id": sender, "type_name": event["event"], "timestamp": moment}
        rows.append({**row, "data": json.dumps(data)})
    engine = create_engine(places.tracker, future=True)
    with engine.begin() as connection:
        connection.execute(insert(EVENTS), rows)
    engine.dispose()


@pytest.fixture
def talked(places: Places, redactor: Redactor) -> Said:
    """Say something to the advisor in a conversation, and collect it."""

    def say(sender: str, *events: Mapping[str, Any], begin: datetime = NOW) -> None:
        talk(places, sender, *events, begin=begin)
        collect(places, redactor)

    return say


@pytest.fixture
def project(places: Places) -> Places:
    shutil.copy(ROOT / "domain.yml", places.root / "domain.yml")
    for name in ("nlu", "products", "evaluation", "markets"):
        shutil.copytree(ROOT / "data" / name, places.data / name)
    return places


@pytest.fixture
def merged(project: Places, talked: Said, redactor: Redactor, services: Services) -> Merge:
    """Say, select, review each with the part given for its text, and merge."""

    def run(parts: dict[str, list[Part]], reading: Redactor = redactor) -> Merged:
        for number, text in enumerate(parts):
            talked(f"s{number}-{hash(text)}", user(text, "nlu_fallback", 0.25))
        select_items(project)
        queue = ReviewQueue(project, "anna")
        while (item := queue.next()) is not None:
            queue.decide(item, parts[item.text])
        return merge(project, reading, lambda hs: hs in services.labels.by_digits)

    return run
