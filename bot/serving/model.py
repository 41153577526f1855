"""Which trained model fits the repository's present files, and training where none does."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from bot.serving.console import ServingError, tell
from bot.serving.model_card import code_version, write_card
from bot.serving.quietly import quiet_module

MODEL_INPUTS = ("config.yml", "domain.yml", "data", "bot/nlu", "bot/language")
"""Everything the content of a model depends on: examples, word lists, the code that reads them.

All of `data`, because training reads every YAML file below it, and our own components take the
names of markets, agreements and products from there.
"""

MODEL_LIBRARIES = ("rasa", "spacy", "scikit-learn", "tensorflow")
"""Libraries whose objects are stored in a model; another version may not be able to load them."""

MODEL_PREFIX = "advisor-"
TEST_SETS = "data/evaluation"
MODELS_KEPT = 3
_FINGERPRINT_LENGTH = 16
_LINES_OF_LOG = 25


def models_folder(root: Path) -> Path:
    """Where trained models stand; plain `rasa` commands look there too."""
    return root / "models"


# --- fingerprint ----------------------------------------------------------------------------


def input_files(root: Path, inputs: Iterable[str] = MODEL_INPUTS) -> Iterator[Path]:
    """The files a model depends on, in a fixed order; inputs that do not exist have none."""
    for name in inputs:
        path = root / name
        if path.is_file():
            yield path
        else:
            yield from sorted(file for file in path.rglob("*") if _is_content(root, file))


def _is_content(root: Path, file: Path) -> bool:
    """Whether a file can shape a model: neither notes, nor caches, nor an editor's leavings."""
    hidden = any(part.startswith((".", "__pycache__")) for part in file.relative_to(root).parts)
    return file.is_file() and not hidden and file.suffix != ".md" and not file.name.endswith("~")


def library_versions(libraries: Iterable[str] = MODEL_LIBRARIES) -> dict[str, str]:
    """Installed versions of the libraries whose objects a model stores."""
    return {library: version(library) for library in libraries}


def fingerprint(root: Path, libraries: Mapping[str, str], leave_out: Iterable[str] = ()) -> str:
    """Name of the state that a model fits: hexadecimal, the start of a SHA-256.

    Taken over the path and content of every input file and over the versions of the libraries; files that
    match one of the patterns of `leave_out` are not looked at.
    """
    left_out = tuple(leave_out)
    digest = hashlib.sha256()
    for library, number in sorted(libraries.items()):
        digest.update(f"{library}=={number}\0".encode())
    for file in input_files(root):
        if any(file.relative_to(root).match(pattern) for pattern in left_out):
            continue
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(root).as_posix()}\0{content}\0".encode())
    return digest.hexdigest()[:_FINGERPRINT_LENGTH]


def model_path(root: Path, mark: str) -> Path:
    """The file of the model with this fingerprint, whether it exists or not."""
    return models_folder(root) / f"{MODEL_PREFIX}{mark}.tar.gz"


def fitting_model(root: Path) -> Path | None:
    """The trained model that fits the present files, or None."""
    path = model_path(root, fingerprint(root, library_versions()))
    return path if path.is_file() else None


# --- training -------------------------------------------------------------------------------


def ensure_model(root: Path, python: Path, environ: Mapping[str, str], force: bool = False) -> Path:
    """The fitting model, trained now if there is none or if `force` asks for it.

    Raises ServingError with the end of the training log if Rasa could not train.
    """
    mark = fingerprint(root, library_versions())
    path = model_path(root, mark)
    if path.is_file() and not force:
        os.utime(path)  # plain `rasa shell` takes the newest file: let it be this one
        return path
    missing = [name for name in ("config.yml", "domain.yml") if not (root / name).is_file()]
    if missing:
        raise ServingError("Nothing to train from: " + " and ".join(missing) + " missing.")
    _train(root, python, path, environ, force)
    discard_old_models(root, used=models_in_service(root))
    return path


def _train(root: Path, python: Path, path: Path, environ: Mapping[str, str], force: bool) -> None:
    """Train into a folder of its own and move the result, so that no half model is ever served."""
    tell("Training the language model (a few minutes; log: var/log/train.log) ...")
    started = time.monotonic()
    log = root / "var" / "log" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".training-", dir=path.parent) as folder:
        command = [*quiet_module(python, "rasa"), "train", "--quiet", "--out", folder]
        command += ["--fixed-model-name", path.name.removesuffix(".tar.gz")]
        command += ["--force"] if force else []
        with log.open("wb") as output:
            succeeded = _run(command, root, environ, output)
        trained = Path(folder) / path.name
        if not succeeded or not trained.is_file():
            raise ServingError("The model could not be trained.\n" + end_of_log(log))
        write_card(trained, _card(root, python, trained, environ))
        shutil.move(str(trained), str(path))
    tell(f"Trained models/{path.name} in {time.monotonic() - started:.0f} s.")


def _run(command: Sequence[str], root: Path, environ: Mapping[str, str], output: BinaryIO) -> bool:
    """Run a command with all it prints going to the log; says whether it succeeded."""
    done = subprocess.run(
        command,
        cwd=root,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode == 0


def _card(root: Path, python: Path, path: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        "data_hash": fingerprint(root, library_versions()),
        "code_version": code_version(root),
        "trained": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "libraries": library_versions(),
        "scores": _scores(root, python, path, environ),
    }


def _scores(root: Path, python: Path, path: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """Scores on the fixed test sets; none where the installation has none."""
    if not (root / TEST_SETS).is_dir():
        return {}
    log = root / "var" / "log" / "train.log"
    with tempfile.TemporaryDirectory() as folder, log.open("ab") as output:
        target = Path(folder) / "scores.json"
        command = [*quiet_module(python, "bot.retraining.held_out"), str(path), str(target)]
        if not _run(command, root, environ, output):
            raise ServingError("The model could not be measured.\n" + end_of_log(log))
        scores: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
        return scores


def discard_old_models(root: Path, kept: int = MODELS_KEPT, used: Iterable[str] = ()) -> None:
    """Delete all but the newest models of our own naming; files of other names are not ours.

    Models named in `used` are in service, or kept to go back to, and stay.
    """
    in_use = frozenset(used)
    ours = models_folder(root).glob(f"{MODEL_PREFIX}*.tar.gz")
    newest_first = sorted(ours, key=lambda file: file.stat().st_mtime, reverse=True)
    for file in newest_first[kept:]:
        if file.name not in in_use:
            file.unlink()


def models_in_service(root: Path) -> tuple[str, ...]:
    """Names of the files that models/promoted.json lists (bot.serving.promoted)."""
    path = models_folder(root) / "promoted.json"
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return tuple(str(one["model"]) for one in listed)
    except (OSError, ValueError, KeyError, TypeError):
        # No list, or none that can be read: whoever serves from it says so.
        return ()


def end_of_log(log: Path, lines: int = _LINES_OF_LOG) -> str:
    """The last lines of a log file, with its name, for a message to the operator."""
    if not log.is_file():
        return f"({log.name} was not written)"
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([f"--- end of {log.name} ---", *text[-lines:]])
