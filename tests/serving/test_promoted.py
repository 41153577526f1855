"""Which model is served: promotion, going back, what is kept; and the card inside a model file."""

from __future__ import annotations

import io
import json
import tarfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.serving import model
from bot.serving.console import ServingError
from bot.serving.model_card import code_version, model_id, read_card, write_card
from bot.serving.model_server import endpoint, serving_models
from bot.serving.promoted import (
    list_file,
    name_of,
    promote,
    promotions,
    roll_back,
    served_model,
    software_fingerprint,
)
from tests.architecture.import_contracts import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "data/nlu/de/steering.yml", "bot/nlu/markets.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    (tmp_path / "models").mkdir()
    return tmp_path


def trained(root: Path, name: str, identity: str = "") -> Path:
    path = root / "models" / name
    content = json.dumps({"model_id": identity or name}).encode()
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return path


def put_into_service(root: Path, *names: str) -> None:
    for name in names:
        promote(root, trained(root, name).name, name, "test")


class TestPromotion:
    def test_the_last_three_are_kept_to_go_back_to(self, root: Path) -> None:
        put_into_service(root, "a.tar.gz", "b.tar.gz", "c.tar.gz", "d.tar.gz")

        assert [one.model for one in promotions(root)] == ["d.tar.gz", "c.tar.gz", "b.tar.gz"]

    def test_one_command_goes_back(self, root: Path) -> None:
        put_into_service(root, "a.tar.gz", "b.tar.gz")

        out, back = roll_back(root)

        assert (out.model, back.model) == ("b.tar.gz", "a.tar.gz")
        assert [one.model for one in promotions(root)] == ["a.tar.gz"]
        with pytest.raises(ServingError, match="no earlier model"):
            roll_back(root)

    def test_models_in_service_are_not_deleted_as_old(self, root: Path) -> None:
        names = [f"advisor-{number}.tar.gz" for number in range(6)]
        put_into_service(root, *names[:2])
        for name in names[2:]:
            trained(root, name)

        model.discard_old_models(root, kept=1, used=model.models_in_service(root))

        assert {names[0], names[1]} <= {path.name for path in (root / "models").iterdir()}

    def test_a_model_whose_file_is_gone_is_left_out(self, root: Path) -> None:
        put_into_service(root, "a.tar.gz", "b.tar.gz")
        (root / "models" / "b.tar.gz").unlink()

        assert [one.model for one in promotions(root)] == ["a.tar.gz"]

    def test_a_broken_list_is_told(self, root: Path) -> None:
        list_file(root).write_text("{", encoding="utf-8")
        with pytest.raises(ServingError, match=r"promoted\.json cannot be read"):
            promotions(root)

    def test_models_are_named_by_their_id(self, root: Path) -> None:
        promote(root, trained(root, "advisor-1.tar.gz").name, "4711", "test")

        assert name_of(root, "4711") == "advisor-1"
        assert name_of(root, "0815") == name_of(root, "") == ""


class TestServedModel:
    def served(self, root: Path, new: str) -> str:
        return served_model(root, lambda: trained(root, new), model_id).name

    def test_without_a_promotion_the_fitting_model_is_served_and_noted(self, root: Path) -> None:
        assert self.served(root, "a.tar.gz") == "a.tar.gz"
        assert [one.model for one in promotions(root)] == ["a.tar.gz"]

    @pytest.mark.parametrize(
        "name",
        [
            "data/nlu/learned.csv",
            "data/nlu/de/learned.yml",
            "data/products/84.csv",
            "data/markets/learned_aliases.csv",
            "data/evaluation/m.csv",
        ],
    )
    def test_what_was_learned_alone_changes_nothing(self, root: Path, name: str) -> None:
        self.served(root, "a.tar.gz")
        before = software_fingerprint(root)
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("new", encoding="utf-8")

        assert software_fingerprint(root) == before
        assert self.served(root, "b.tar.gz") == "a.tar.gz"
        assert model.fingerprint(root, {}) != model.fingerprint(root, {}, leave_out=[name])

    @pytest.mark.parametrize(
        "name", ["domain.yml", "bot/nlu/markets.py", "data/nlu/de/steering.yml"]
    )
    def test_another_version_of_the_software_brings_its_own_model(
        self, root: Path, name: str
    ) -> None:
        self.served(root, "a.tar.gz")
        (root / name).write_text("changed", encoding="utf-8")

        assert self.served(root, "b.tar.gz") == "b.tar.gz"


class TestCard:
    def test_it_is_written_into_the_model_and_can_be_replaced(self, root: Path) -> None:
        path = trained(root, "a.tar.gz", "4711")
        assert read_card(path) == {}

        write_card(path, {"data_hash": "1"})
        write_card(path, {"data_hash": "2", "scores": {"de": 0.9}})

        assert read_card(path) == {"data_hash": "2", "scores": {"de": 0.9}}
        assert model_id(path) == "4711"

    def test_what_is_no_model_has_none(self, root: Path) -> None:
        path = root / "models" / "x.tar.gz"
        path.write_text("no archive", encoding="utf-8")
        assert (read_card(path), model_id(path)) == ({}, "")

    def test_the_code_is_named_by_its_commit(self, tmp_path: Path) -> None:
        assert len(code_version(ROOT).rstrip("+")) >= 7
        assert code_version(tmp_path) == ""


class TestModelServer:
    @pytest.fixture
    def address(self, root: Path) -> Iterator[str]:
        put_into_service(root, "a.tar.gz")
        with serving_models(lambda: root / "models" / promotions(root)[0].model) as port:
            section = YAML(typ="safe").load(endpoint(port))["models"]
            assert section["wait_time_between_pulls"] == 5
            yield str(section["url"])

    def get(self, address: str, tag: str = "") -> tuple[int, str, bytes]:
        request = urllib.request.Request(address, headers={"If-None-Match": tag})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers["ETag"], answer.read()
        except urllib.error.HTTPError as error:
            return error.code, "", b""

    def test_the_promoted_model_is_handed_out_once(self, root: Path, address: str) -> None:
        status, tag, content = self.get(address)
        assert (status, content) == (200, (root / "models" / "a.tar.gz").read_bytes())
        assert self.get(address, tag)[0] == 304

        put_into_service(root, "b.tar.gz")
        status, other, content = self.get(address, tag)
        assert (status, content) == (200, (root / "models" / "b.tar.gz").read_bytes())
        assert other != tag

    def test_nothing_else_is_handed_out(self, address: str) -> None:
        for path in ("/", "/model/../promoted.json", "/models/a.tar.gz"):
            assert self.get(address.replace("/model", path))[0] == 404
