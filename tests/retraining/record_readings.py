"""Records how the present model reads the messages that are put into review, for the tests of the gates.

    python -m tests.retraining.record_readings

Writes tests/retraining/recorded_readings.json: per seed of the simulator the messages of one review with
what they mean, and the model's reading of each. The tests teach them rightly and wrongly; to train a model
for each way would take an hour.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.retraining.collect import collect
from bot.retraining.redact import Redactor
from bot.retraining.review_queue import Item
from bot.retraining.running_model import RunningModel, running
from bot.retraining.select_items import select_items
from bot.serving.advisor import Installation, train
from bot.serving.model_card import model_id
from bot.serving.processes import child_environment
from bot.wiring import services
from tests.architecture.import_contracts import ROOT
from tests.retraining.project import KnowingReviewer, copy_of_project
from tests.retraining.simulator.conversations import simulated, write

RECORDED = Path(__file__).with_name("recorded_readings.json")
SEEDS = (1, 2, 3, 4)
CONVERSATIONS = 150


def recorded(seed: int, model: RunningModel, name: str, redactor: Redactor) -> list[dict[str, Any]]:
    """The messages of one review and how the model reads them."""
    with tempfile.TemporaryDirectory() as folder:
        places = copy_of_project(Path(folder))
        talks = simulated(CONVERSATIONS, seed)
        write(places.tracker, talks, model.parse, name)
        collect(places, redactor)
        select_items(places)
        reviewer = _Noting(places, redactor, [one for talk in talks for one in talk.said])
        reviewer.review_all()
        places.close()
    read = {one.text: one for one in model.parse(str(row["text"]) for row in reviewer.noted)}
    for row in reviewer.noted:
        parsed = read[row["text"]]
        row.update(read_as=parsed.intent, sure=round(parsed.confidence, 4))
        row["ranking"] = [name for name, _ in parsed.ranking]
    return reviewer.noted


@dataclass
class _Noting(KnowingReviewer):
    """Notes what every item means."""

    noted: list[dict[str, Any]] = field(default_factory=list)

    def _decide(self, queue: Any, item: Item) -> None:
        meant = self.meant_by(item)
        if meant is not None:
            entities = self._entities(item, meant)
            spans = [{"start": one["start"], "end": one["end"]} for one in entities]
            row = {"language": item.language, "text": item.text, "intent": meant.intent}
            self.noted.append({**row, "entities": spans})
        queue.skip(item)


def main() -> None:
    """Record all seeds."""
    place = Installation(ROOT, Path(sys.executable), child_environment(os.environ))
    model_file = train(place, force=False)
    redactor = Redactor.load(services())
    with running(place, model_file, with_actions=False) as model:
        found = {str(seed): recorded(seed, model, model_id(model_file), redactor) for seed in SEEDS}
    lines = [
        f'"{seed}": [\n' + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"
        for seed, rows in found.items()
    ]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
