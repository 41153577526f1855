"""What is wrong in `earlier` of a protocol.yml is a fault that names the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.agreements.agreement_files import read_protocol
from bot.agreements.catalogue import load_catalogue
from bot.agreements.faults import DataError
from bot.agreements.schemas.protocol import EarlierFile
from bot.wiring import Services


def test_a_protocol_that_does_not_exist_is_a_fault(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "agreements"
    source = services.settings.data / "agreements"
    (folder / "eu-kenya-epa").mkdir(parents=True)
    for name in ("union.yml", "markets.csv"):
        (folder / name).write_bytes((source / name).read_bytes())
    (folder / "vocabulary").mkdir()
    for path in (source / "vocabulary").iterdir():
        (folder / "vocabulary" / path.name).write_bytes(path.read_bytes())
    text = (source / "eu-kenya-epa" / "protocol.yml").read_text(encoding="utf-8")
    earlier = 'earlier: [{until: "2025-01-01", protocol: nowhere, note: {de: "x", en: "x"}}]\n'
    (folder / "eu-kenya-epa" / "protocol.yml").write_text(text + earlier, encoding="utf-8")

    with pytest.raises(DataError, match="earlier: 'nowhere' has no folder"):
        load_catalogue(folder, services.nomenclature.correlation)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("protocol: null, proof: []", "expected no proof where the rules are not recorded"),
        (
            'protocol: eu-kenya-epa, declaration: "other.yml"',
            "expected the proof of that time beside its declaration",
        ),
        (
            'protocol: eu-kenya-epa, proof: [], declaration: "other.yml"',
            "declaration 'other.yml' is not in the folder",
        ),
    ],
)
def test_a_proof_of_earlier_days_must_fit(
    services: Services, tmp_path: Path, entry: str, message: str
) -> None:
    path = tmp_path / "eu-kenya-epa" / "protocol.yml"
    path.parent.mkdir()
    source = services.settings.data / "agreements" / "eu-kenya-epa" / "protocol.yml"
    text = source.read_text(encoding="utf-8")
    earlier = f'earlier: [{{until: "2025-01-01", {entry}, note: {{de: "x", en: "x"}}}}]\n'
    path.write_text(text + earlier, encoding="utf-8")

    with pytest.raises(DataError, match=message):
        read_protocol(path, tmp_path, frozenset(), services.nomenclature.correlation)


def test_days_out_of_order_are_a_fault(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "eu-kenya-epa" / "protocol.yml"
    path.parent.mkdir()
    source = services.settings.data / "agreements" / "eu-kenya-epa" / "protocol.yml"
    one = '{until: "2025-01-01", protocol: null, note: {de: "x", en: "x"}}'
    two = one.replace("2025", "2024")
    path.write_text(source.read_text(encoding="utf-8") + f"earlier: [{one}, {two}]\n", "utf-8")

    with pytest.raises(DataError, match="days that follow one another"):
        read_protocol(path, tmp_path, frozenset(), services.nomenclature.correlation)


def test_a_day_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(ValidationError):
        EarlierFile(until="2025-02-30", protocol=None, note={"de": "x", "en": "x"})
