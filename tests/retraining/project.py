"""A copy of the project to learn in, and a reviewer who knows what every simulated message means."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.language.words import key_of
from bot.retraining.places import Places
from bot.retraining.redact import Redactor
from bot.retraining.review_queue import Item, Part, ReviewQueue
from bot.retraining.shared_words import SharedWords
from tests.architecture.import_contracts import ROOT
from tests.retraining.simulator.sayings import SPAM, Saying

FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml")
FOLDERS = ("data", "bot", "actions", "tests/dialogue/conversations")


def copy_of_project(folder: Path) -> Places:
    """Everything that training and serving need, in a folder of its own."""
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    for name in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return Places(folder, f"sqlite:///{folder / 'var' / 'data.db'}")


@dataclass
class KnowingReviewer:
    """Decides every item of a queue; `label` may turn what is meant into something else."""

    places: Places
    redactor: Redactor
    said: Iterable[Saying]
    label: Callable[[Saying], str] = lambda saying: saying.intent
    name: str = "reviewer"

    @cached_property
    def _meant(self) -> dict[str, Saying]:
        """What is meant by a message, by its words as they were collected."""
        redact = self.redactor.sharing(SharedWords.of(self.places).is_shared).redact
        return {key_of(redact(one.text, one.language).text): one for one in self.said}

    def review_all(self) -> int:
        """Decide until nothing is open; returns how many items were decided."""
        queue, count = ReviewQueue(self.places, self.name), 0
        while (item := queue.next()) is not None:
            self._decide(queue, item)
            count += 1
        return count

    def meant_by(self, item: Item) -> Saying | None:
        """What was meant by the message of an item."""
        return self._meant.get(key_of(item.text))

    def _decide(self, queue: ReviewQueue, item: Item) -> None:
        meant = self.meant_by(item)
        if meant is None or meant.intent == SPAM:
            queue.skip(item)
            return
        queue.decide(item, [Part(item.text, self.label(meant), self._entities(item, meant))])

    def _entities(self, item: Item, meant: Saying) -> tuple[dict[str, object], ...]:
        kept = [one for one in item.entities if one["entity"] != "product"]
        at = item.text.find(meant.product) if meant.product else -1
        if at < 0:
            return tuple(kept)
        end = at + len(meant.product)
        named = {
            "entity": "product",
            "value": meant.product,
            "start": at,
            "end": end,
            "hs": meant.hs,
        }
        return (*kept, named)
