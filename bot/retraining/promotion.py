"""Steps 6, 8 and 9: train the candidate, put it into service if the gates hold, and go back if need be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.retraining.compare import Comparison, compare, comparison_file
from bot.retraining.errors import LearningError
from bot.retraining.gates import objections
from bot.retraining.places import Places
from bot.serving.advisor import Installation, train
from bot.serving.console import ServingError
from bot.serving.model import fitting_model, models_folder
from bot.serving.model_card import model_id, read_card, write_card
from bot.serving.promoted import Promotion, promote, promotions, roll_back

HISTORY = "scores.jsonl"
"""In the folder of learning: one line per comparison, for curves over time."""


def train_candidate(place: Installation, *, force: bool = False) -> Path:
    """Train from the present files; the model comes with its card (bot.serving.model).

    Raises:
        LearningError: Rasa could not train.
    """
    try:
        return train(place, force)
    except ServingError as error:
        raise LearningError(str(error)) from error


def candidate_of(places: Places) -> Path:
    """The model trained from the present files; raises LearningError if there is none."""
    model = fitting_model(places.root)
    if model is None:
        raise LearningError("No model fits the present files: python -m bot learn train")
    return model


def serving_model(places: Places, candidate: Path) -> Path:
    """The model in service; where none was promoted yet, the newest other one.

    Raises:
        LearningError: there is no other model to compare with.
    """
    listed = promotions(places.root)
    if listed:
        return models_folder(places.root) / listed[0].model
    others = [
        one for one in models_folder(places.root).glob("advisor-*.tar.gz") if one != candidate
    ]
    if not others:
        raise LearningError(
            "There is no model in service to compare with; start the advisor once: make run"
        )
    return max(others, key=lambda one: one.stat().st_mtime)


def run_comparison(places: Places, place: Installation) -> Comparison:
    """Compare the candidate with the serving model; keeps the result, and the scores in the model's card.

    Raises:
        LearningError: one of the models is missing, or they are the same.
    """
    candidate = candidate_of(places)
    serving = serving_model(places, candidate)
    if candidate == serving:
        raise LearningError(
            "The model that fits the files is in service already: nothing new was merged."
        )
    found = compare(places, place, candidate, serving)
    found.save(comparison_file(places))
    scores = _scores_for_card(found)
    write_card(candidate, {**read_card(candidate), "scores": scores})
    line = {"made": found.made, "model": found.candidate.model, **scores}
    with (places.work / HISTORY).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    return found


def _scores_for_card(found: Comparison) -> dict[str, Any]:
    return {
        "accuracy": found.candidate.accuracy,
        "macro_f1": found.candidate.macro_f1,
        "f1": {
            lang: {intent: round(one.f1, 4) for intent, one in scores.items()}
            for lang, scores in found.candidate.scores.items()
        },
        "failed_conversations": len(found.failed_conversations),
        "p95_milliseconds": round(found.candidate.p95_milliseconds, 1),
    }


def promote_candidate(places: Places) -> list[str]:
    """Put the candidate into service if the gates hold; returns the objections, none if it is in service.

    Raises:
        LearningError: the last comparison is of other models than those here now.
    """
    candidate = candidate_of(places)
    found = Comparison.load(comparison_file(places))
    present = (candidate.name, serving_model(places, candidate).name)
    if present != (found.candidate.model, found.serving.model):
        raise LearningError(
            "The last comparison is of other models; compare again: python -m bot learn compare"
        )
    against = objections(found)
    if against:
        return against
    serving = models_folder(places.root) / found.serving.model
    if not promotions(places.root):
        # So that there is a model to go back to.
        promote(
            places.root, serving.name, model_id(serving), "in service before the first promotion"
        )
    promote(places.root, candidate.name, model_id(candidate), "passed all gates")
    return []


def go_back(places: Places) -> tuple[Promotion, Promotion]:
    """Put the model before the present one into service again; returns both, the one taken out first.

    Raises:
        LearningError: there is none.
    """
    try:
        return roll_back(places.root)
    except ServingError as error:
        raise LearningError(str(error)) from error


def listed_models(places: Places) -> list[Mapping[str, Any]]:
    """Every trained model with its card, the present one first."""
    order = {one.model: number for number, one in enumerate(promotions(places.root))}
    files = models_folder(places.root).glob("advisor-*.tar.gz")
    newest_first = sorted(
        files, key=lambda one: (order.get(one.name, len(order)), -one.stat().st_mtime)
    )
    return [
        {
            "model": one.name,
            "in_service": order.get(one.name) == 0,
            "kept": one.name in order,
            **read_card(one),
        }
        for one in newest_first
    ]
