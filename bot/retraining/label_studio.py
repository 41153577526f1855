"""The review queue as Label Studio reads and writes it: JSON tasks with predictions and annotations.

A task keeps the number and version of its item, so that an import finds it again, and refuses an
annotation of an item that was decided here in the meantime.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.retraining.review_queue import OPEN, CollisionError, Item, Part, ReviewQueue, item_of
from bot.store.learning_tables import ITEMS

LABELING_CONFIG = """<View>
  <Header value="$said_before"/>
  <Labels name="entity" toName="text">
    <Label value="market"/><Label value="market_group"/><Label value="product"/><Label value="hs_code"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Choices name="intent" toName="text" choice="single" required="true">{choices}</Choices>
</View>
"""
"""The labelling interface to paste into Label Studio; `export` writes it beside the tasks."""


def export_tasks(places: Places, path: Path, intents: Sequence[str]) -> int:
    """Write all open items as tasks, and the labelling interface beside them; returns how many."""
    with places.engine.connect() as connection:
        wanted = select(ITEMS).where(ITEMS.c.status == OPEN).order_by(ITEMS.c.priority.desc())
        tasks = [_task(item_of(row)) for row in connection.execute(wanted)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    choices = "".join(f'<Choice value="{one}"/>' for one in intents)
    path.with_suffix(".xml").write_text(LABELING_CONFIG.format(choices=choices), encoding="utf-8")
    return len(tasks)


def _task(item: Item) -> dict[str, Any]:
    proposed = item.proposed
    data = {
        "item": item.id,
        "version": item.version,
        "text": item.text,
        "language": item.language,
        "said_before": item.said_before,
        "reasons": list(item.reasons),
        "seen": item.seen,
    }
    score = item.ranking[0][1] if item.ranking else 0.0
    prediction = {"model_version": item.model_id, "score": score, "result": _results(proposed)}
    return {"id": item.id, "data": data, "predictions": [prediction]}


def _results(part: Part) -> list[dict[str, Any]]:
    both = {"to_name": "text"}
    choice = {"from_name": "intent", "type": "choices", "value": {"choices": [part.intent]}, **both}
    spans = [
        {
            "from_name": "entity",
            "type": "labels",
            "value": {
                "start": one["start"],
                "end": one["end"],
                "text": part.text[one["start"] : one["end"]],
                "labels": [one["entity"]],
            },
            **both,
        }
        for one in part.entities
    ]
    return [choice, *spans] if part.intent else spans


def import_annotations(
    places: Places,
    path: Path,
    reviewer: str,
    intents: Sequence[str],
    market_of: Callable[[str], str | None],
) -> tuple[int, int]:
    """Take over annotated tasks; returns how many were decided and how many were refused as outdated.

    `market_of` gives the code of a market's name: a span is drawn there, but no code typed.

    Raises:
        LearningError: the file is no export of Label Studio, or names an intent that does not exist.
    """
    queue = ReviewQueue(places, reviewer)
    decided = refused = 0
    for task, annotation in list(_annotations(path)):
        item = queue.get(int(task["data"]["item"]))
        part = _part(item, annotation, intents, market_of)
        try:
            seen = replace(item, version=int(task["data"]["version"]))
            queue.skip(seen) if part is None else queue.decide(seen, (part,))
            decided += 1
        except CollisionError:
            refused += 1
    return decided, refused


def _annotations(path: Path) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
        for task in tasks:
            done = [one for one in task.get("annotations", []) if one.get("result") is not None]
            if done:
                _ = task["data"]["item"], task["data"]["version"]
                yield task, done[-1]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LearningError(f"{path.name} is no JSON export of Label Studio: {error}") from error


def _part(
    item: Item,
    annotation: Mapping[str, Any],
    intents: Sequence[str],
    market_of: Callable[[str], str | None],
) -> Part | None:
    """The annotated example; None where it was cancelled or no intent was chosen."""
    if annotation.get("was_cancelled"):
        return None
    intent, entities = "", []
    known = {(one["entity"], one["start"], one["end"]): one for one in item.entities}
    for one in annotation["result"]:
        value = one.get("value", {})
        if one.get("type") == "choices":
            intent = str(value["choices"][0])
        elif one.get("type") == "labels":
            name, start, end = str(value["labels"][0]), int(value["start"]), int(value["end"])
            same = known.get((name, start, end))
            words = item.text[start:end]
            meant = market_of(words) if name == "market" else words
            drawn = {"entity": name, "value": meant or words, "start": start, "end": end}
            entities.append(same or drawn)
    if intent and intent not in intents:
        raise LearningError(f"Item {item.id}: there is no intent '{intent}'.")
    return Part.of({"text": item.text, "intent": intent, "entities": entities}) if intent else None
