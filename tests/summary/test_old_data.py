"""An advice of an earlier state of the data: by that data the same again, by today's every difference."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace as changed
from pathlib import Path

import pytest

from bot.case_file import CaseFile, Told, case_file, read_case_file, replay
from bot.wiring import Services

PUMP = {
    "market": "VN",
    "date": "2026-11-22",
    "product": {"hs": "841370", "ex_works_price": 1000},
    "materials": [{"hs": "841391", "value": 650, "originating": False}],
    "operations": ["assembly"],
}
LIST = "agreements/eu-vietnam-fta/product_specific_rules.csv"


@pytest.fixture(scope="module")
def written(services: Services) -> str:
    """The file of the advice as it was kept: by the data of then."""
    return case_file(Told(PUMP, checking=True), services).to_json()


@pytest.fixture(scope="module")
def kept(written: str) -> CaseFile:
    return read_case_file(written)


def services_of(data: Path, then: Services) -> Services:
    """Services that read the law of another state; products and markets are those of then."""
    other = Services(changed(then.settings, data=data))
    for name in ("labels", "nomenclature", "markets"):
        other.__dict__[name] = getattr(then, name)
    return other


@pytest.fixture
def later(services: Services, tmp_path: Path) -> Path:
    """A copy of the data in which the list is going to be changed."""
    copy = tmp_path / "data"
    shutil.copytree(services.settings.data / "agreements", copy / "agreements")
    return copy


def edit(data: Path, old: str, new: str) -> None:
    path = data / LIST
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_by_the_data_of_then_the_same_comes_out(services: Services, kept: CaseFile) -> None:
    found = replay(kept, services_of(services.settings.data, services))

    assert found.same_answer
    assert found.same_data


def test_by_later_data_every_difference_is_named(
    services: Services, kept: CaseFile, later: Path
) -> None:
    edit(later, "CTH; or MaxNOM 70 % (EXW)", "CTH; or MaxNOM 60 % (EXW)")

    found = replay(kept, services_of(later, services))

    assert not found.same_data
    places = {one.place for one in found.changes}
    assert "assessment.rule.notation" in places
    assert "advice.agreements[0].rule.notation" in places


def test_a_row_added_for_the_future_does_not_change_the_answer_of_then(
    services: Services, kept: CaseFile, later: Path
) -> None:
    """The law goes on: a row that ends and its successor leave the answers for earlier days as they were."""
    path = later / LIST
    lines = path.read_text(encoding="utf-8").splitlines()
    name = kept.record["assessment"]["rule"]["row"]
    number = next(n for n, line in enumerate(lines) if line.startswith(f"{name},"))
    row = lines[number]
    assert ",both,,," in row and "MaxNOM 70" in row
    lines[number] = row.replace(",both,,,", ",both,,2027-12-31,")
    successor = row.replace(",both,,,", ",both,2028-01-01,,").replace("MaxNOM 70", "MaxNOM 50")
    lines.append(successor.replace(name, "EU-VN-FTA-2028", 1))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    other = services_of(later, services)
    found = replay(kept, other)
    future = {**PUMP, "date": "2028-01-01"}
    told = case_file(Told(future, checking=True), other).record

    assert not found.same_data
    assert found.same_answer, [str(one) for one in found.changes]
    assert told["assessment"]["rule"]["row"] == "EU-VN-FTA-2028"


def test_names_added_to_the_answers_since_are_no_difference(
    services: Services, written: str
) -> None:
    content = json.loads(written)
    del content["record"]["assessment"]["headroom"]
    del content["record"]["advice"]["agreements"][0]["confidence"]

    assert replay(read_case_file(json.dumps(content)), services).same_answer


def test_names_that_went_are_a_difference(services: Services, written: str) -> None:
    content = json.loads(written)
    content["record"]["assessment"]["verdict_of_then"] = "yes"

    found = replay(read_case_file(json.dumps(content)), services)

    assert [one.place for one in found.changes] == ["assessment.verdict_of_then"]
