"""Which model fits, and which models are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bot.serving import model
from bot.serving.console import ServingError
from bot.serving.model_card import model_id, read_card
from tests.architecture.import_contracts import ROOT

LIBRARIES = {"rasa": "3.6.21", "spacy": "3.4.4"}


def write(root: Path, name: str, text: str = "x") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "data/nlu/greet.yml", "bot/nlu/markets.py"):
        write(tmp_path, name)
    return tmp_path


TRAINER = """
import json, pathlib, sys, tarfile
value = lambda name: sys.argv[sys.argv.index(name) + 1]
folder = pathlib.Path(value("--out"))
(folder / "metadata.json").write_text(json.dumps({"model_id": "of the trainer"}))
with tarfile.open(folder / (value("--fixed-model-name") + ".tar.gz"), "w:gz") as model:
    model.add(folder / "metadata.json", "metadata.json")
"""


def with_trainer(root: Path) -> dict[str, str]:
    """The environment in which `rasa train` is a few lines that write an empty model."""
    write(root, "rasa.py", TRAINER)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{root}"}


class TestFingerprint:
    def test_it_is_the_same_for_the_same_files(self, root: Path) -> None:
        assert model.fingerprint(root, LIBRARIES) == model.fingerprint(root, dict(LIBRARIES))

    @pytest.mark.parametrize(
        "name", ["config.yml", "data/nlu/greet.yml", "data/markets/new.csv", "bot/nlu/markets.py"]
    )
    def test_it_changes_with_every_input(self, root: Path, name: str) -> None:
        before = model.fingerprint(root, LIBRARIES)

        write(root, name, "changed")

        assert model.fingerprint(root, LIBRARIES) != before

    def test_it_changes_with_a_library(self, root: Path) -> None:
        other = {**LIBRARIES, "rasa": "3.6.22"}

        assert model.fingerprint(root, LIBRARIES) != model.fingerprint(root, other)

    def test_it_changes_when_content_moves_to_another_file(self, root: Path) -> None:
        before = model.fingerprint(root, LIBRARIES)

        (root / "data/nlu/greet.yml").rename(root / "data/nlu/welcome.yml")

        assert model.fingerprint(root, LIBRARIES) != before

    @pytest.mark.parametrize(
        "name", ["data/SOURCES.md", "bot/nlu/__pycache__/m.pyc", "data/.swp", "bot/web/page.py"]
    )
    def test_what_cannot_shape_a_model_does_not_count(self, root: Path, name: str) -> None:
        before = model.fingerprint(root, LIBRARIES)

        write(root, name, "new")

        assert model.fingerprint(root, LIBRARIES) == before

    def test_the_versions_are_those_installed(self) -> None:
        assert model.library_versions()["rasa"] == "3.6.21"


class TestModels:
    def test_without_training_none_fits(self, root: Path) -> None:
        assert model.fitting_model(root) is None

    def test_a_model_fits_until_an_input_changes(self, root: Path) -> None:
        mark = model.fingerprint(root, model.library_versions())
        trained = write(root, f"models/advisor-{mark}.tar.gz")

        assert model.fitting_model(root) == trained
        assert model.ensure_model(root, Path("/nothing/python"), {}) == trained

        write(root, "domain.yml", "changed")
        assert model.fitting_model(root) is None

    def test_nothing_to_train_from_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(ServingError, match=r"config\.yml and domain\.yml missing"):
            model.ensure_model(tmp_path, Path(sys.executable), {})

    def test_a_failed_training_leaves_no_model_and_shows_its_log(self, root: Path) -> None:
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{root}"}
        write(root, "rasa.py", "raise SystemExit('InvalidDomain: line 3')")

        with pytest.raises(ServingError, match="InvalidDomain: line 3"):
            model.ensure_model(root, Path(sys.executable), environ)

        assert list((root / "models").iterdir()) == []

    def test_training_writes_the_model_of_this_fingerprint_with_its_card(self, root: Path) -> None:
        environ = with_trainer(root)

        path = model.ensure_model(root, Path(sys.executable), environ)

        assert path == model.fitting_model(root)
        assert list((root / "models").iterdir()) == [path]
        card = read_card(path)
        assert card["data_hash"] == model.fingerprint(root, model.library_versions())
        assert card["libraries"]["rasa"] == "3.6.21"
        assert card["scores"] == {}
        assert model_id(path) == "of the trainer"

    def test_a_model_is_measured_where_there_are_test_sets(self, root: Path) -> None:
        environ = with_trainer(root)
        write(root, "data/evaluation/messages_de.csv", "intent,text\n")

        with pytest.raises(ServingError, match="there is no test set"):
            model.ensure_model(root, Path(sys.executable), environ)

    def test_the_newest_are_kept_and_files_of_others_left_alone(self, root: Path) -> None:
        for age, name in enumerate(["advisor-a", "advisor-b", "20261122", "advisor-c"]):
            path = write(root, f"models/{name}.tar.gz")
            os.utime(path, (1000 - age, 1000 - age))

        model.discard_old_models(root, kept=2)

        kept = {path.name for path in (root / "models").iterdir()}
        assert kept == {"advisor-a.tar.gz", "advisor-b.tar.gz", "20261122.tar.gz"}

    def test_the_end_of_a_log_is_short_and_named(self, root: Path) -> None:
        log = write(root, "var/log/train.log", "\n".join(map(str, range(100))))

        end = model.end_of_log(log, lines=2)

        assert end.splitlines() == ["--- end of train.log ---", "98", "99"]
