"""Which of the trained models is served: the promoted one, as long as it suits the software.

`models/promoted.json` lists the models that were put into service, the present one first, three at most.
New training examples alone never change what is served: they go through the gates of `python -m bot learn`.
A change of anything else a model depends on brings a model of its own, as without this file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from bot.serving.console import ServingError, tell
from bot.serving.model import MODELS_KEPT, fingerprint, library_versions, models_folder

LEARNED = (
    "data/nlu/learned.csv",
    "data/nlu/*/learned.yml",
    "data/products/*.csv",
    "data/markets/learned_aliases.csv",
    "data/evaluation/*",
)
"""Files that learning changes, and that leave the software as it is."""


@dataclass(frozen=True)
class Promotion:
    """A model in service: its file, Rasa's id for it, the state of the software, since when, why."""

    model: str
    model_id: str
    software: str
    since: str
    reason: str


def list_file(root: Path) -> Path:
    """The list of promotions."""
    return models_folder(root) / "promoted.json"


def software_fingerprint(root: Path) -> str:
    """Name of everything a model depends on but what was learned."""
    return fingerprint(root, library_versions(), leave_out=LEARNED)


def promotions(root: Path) -> list[Promotion]:
    """The models that were put into service, the present one first; those whose file is gone are left out.

    Raises:
        ServingError: the list cannot be read.
    """
    path = list_file(root)
    if not path.is_file():
        return []
    try:
        listed = [Promotion(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        raise ServingError(f"models/{path.name} cannot be read: {error}") from error
    return [one for one in listed if (models_folder(root) / one.model).is_file()]


def promote(root: Path, model: str, model_id: str, reason: str) -> None:
    """Put a model into service; the running advisor takes it over within seconds."""
    since = datetime.now(timezone.utc).isoformat(timespec="seconds")
    new = Promotion(model, model_id, software_fingerprint(root), since, reason)
    others = [one for one in promotions(root) if one.model != model]
    _write(root, [new, *others])


def roll_back(root: Path) -> tuple[Promotion, Promotion]:
    """Put the model before the present one into service again; returns both, the one taken out first.

    Raises:
        ServingError: there is no model to go back to.
    """
    listed = promotions(root)
    if len(listed) < 2:
        raise ServingError("There is no earlier model to go back to.")
    present, before = listed[0], listed[1]
    _write(root, listed[1:])
    return present, before


def served_model(root: Path, prepare: Callable[[], Path], id_of: Callable[[Path], str]) -> Path:
    """The model to serve: the promoted one if it suits the software, else the one that `prepare` makes."""
    listed = promotions(root)
    if listed and listed[0].software == software_fingerprint(root):
        tell(f"Serving models/{listed[0].model}, promoted on {listed[0].since[:10]}.")
        return models_folder(root) / listed[0].model
    model = prepare()
    promote(root, model.name, id_of(model), "trained for this version of the software")
    return model


def name_of(root: Path, model_id: str) -> str:
    """The name of the model with this id among those in service, "" if it is none of them."""
    if not model_id:
        return ""
    return next(
        (one.model.partition(".")[0] for one in promotions(root) if one.model_id == model_id), ""
    )


def _write(root: Path, listed: Iterable[Promotion]) -> None:
    path = list_file(root)
    path.parent.mkdir(exist_ok=True)
    content = json.dumps([asdict(one) for one in list(listed)[:MODELS_KEPT]], indent=1) + "\n"
    # Replaced as a whole: a running advisor never reads half a list.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(content, encoding="utf-8")
    draft.replace(path)
