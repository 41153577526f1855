"""Every list carries worked cases of every kind, and the check sees to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.agreements.yaml_files import read_yaml
from bot.origin.origin_result import OriginDetermination
from bot.wiring import Services, services
from bot.worked_cases import KINDS, LEAST_CASES, CasesFile, WorkedCase, check_cases

LISTS = sorted(one.id for one in services().catalogue.protocols.values() if one.rules is not None)


def cases_of(list_id: str) -> list[WorkedCase]:
    data = services().settings.data
    path = data / "agreements" / list_id / "cases.yaml"
    return read_yaml(path, CasesFile, data.parent).product_specific_cases


def determined(request: dict[str, Any], wired: Services) -> OriginDetermination:
    read = wired.cases.read_object(request)
    return wired.adviser.assess(read.case, read.agreement).determination


def cumulated() -> Iterator[Any]:
    """All cases with a material of another country by its proof of origin that come to a yes."""
    for list_id in LISTS:
        for case in cases_of(list_id):
            materials = case.materials or []
            proven = [one for one in materials if one.get("evidence") == "proof_of_origin"]
            if proven and case.expect.determination.value == "originating":
                yield pytest.param(list_id, case, id=f"{list_id}: {case.name}")


@pytest.mark.parametrize("list_id", LISTS)
def test_a_list_has_cases_of_every_kind(services: Services, list_id: str) -> None:
    cases = cases_of(list_id)
    found = [determined(one.request(list_id), services) for one in cases]

    assert len(cases) >= LEAST_CASES == 8
    for kind, holds in KINDS.items():
        assert any(holds(one) for one in found), kind


@pytest.mark.parametrize(("list_id", "case"), cumulated())
def test_a_case_of_cumulation_fails_without_the_proof_of_origin(
    services: Services, list_id: str, case: WorkedCase
) -> None:
    request = case.request(list_id)
    materials = [
        {**one, "evidence": "none"} if one.get("evidence") == "proof_of_origin" else one
        for one in request["materials"]
    ]

    found = determined({**request, "materials": materials}, services)

    assert found.status.value == "not_originating"


@pytest.mark.parametrize("list_id", LISTS)
def test_a_case_of_tolerance_fails_with_a_little_more_of_what_is_tolerated(
    services: Services, list_id: str
) -> None:
    holds = KINDS["tolerance (originating, a material within the tolerance)"]
    for case in cases_of(list_id):
        request = case.request(list_id)
        found = determined(request, services)
        if not holds(found):
            continue
        assert found.decisive is not None
        assert found.decisive.tolerance is not None
        for key in found.decisive.tolerance.materials:
            material = request["materials"][int(key)]
            for amount in ("value", "weight_kg"):
                if amount in material:
                    material[amount] = str(float(material[amount]) * 1.5)
        assert determined(request, services).status.value == "not_originating", case.name


def test_every_case_names_its_law() -> None:
    for list_id in LISTS:
        for case in cases_of(list_id):
            assert any(word in case.source for word in ("row ", "rows ", "Article")), case.name


def written(folder: Path, text: str) -> Path:
    root = folder / "data" / "agreements"
    for list_id in LISTS:
        (root / list_id).mkdir(parents=True, exist_ok=True)
    (root / "eu-vietnam-fta" / "cases.yaml").write_text(text, encoding="utf-8")
    return root


def faults(folder: Path, wired: Services) -> list[str]:
    checked = check_cases(folder, wired.catalogue, wired.cases, wired.adviser)
    return [str(one) for one in checked if "eu-vietnam-fta" in one.path]


def test_the_number_and_every_missing_kind_are_faults_of_their_file(
    services: Services, tmp_path: Path
) -> None:
    path = services.settings.data / "agreements" / "eu-vietnam-fta" / "cases.yaml"
    first = path.read_text(encoding="utf-8").split("  - name")[:2]
    folder = written(tmp_path, "  - name".join(first))

    shown = "data/agreements/eu-vietnam-fta/cases.yaml:1:1: "
    assert faults(folder, services) == [
        f"{shown}1 cases, expected at least 8",
        *(f"{shown}no case of the kind {kind}" for kind in KINDS),
    ]


def test_a_list_without_the_file_is_a_fault(services: Services, tmp_path: Path) -> None:
    folder = written(tmp_path, "")
    (folder / "eu-vietnam-fta" / "cases.yaml").unlink()

    expected = (
        "data/agreements/eu-vietnam-fta/cases.yaml:1:1: missing: expected at least 8 worked cases"
    )
    assert faults(folder, services) == [expected]
