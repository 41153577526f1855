"""A fault on purpose in any cell of the law is found by `data check`, with its file and line.

The check runs over a small copy of the data: one agreement with everything that belongs to it. The faults
stand in tests/agreements/faults, by kind. Duties have their own, finer faults in test_tariff_faults.py.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.data_check import check_data
from bot.wiring import Services
from tests.agreements.faults import (
    duties,
    proof,
    provisions,
    readings,
    rules,
    status,
    words,
)
from tests.agreements.faults.on_purpose import (
    DAY,
    DUTIES,
    DUTY_RULES,
    MARKETS,
    READINGS,
    RULES,
    SAMPLES,
    SETTLED,
    TARIFFS,
    UNION,
    VN,
    OnPurpose,
)

KINDS = (rules, provisions, status, proof, readings, words, duties)
FAULTS = tuple(fault for kind in KINDS for fault in kind.FAULTS)


@dataclass(frozen=True)
class SmallData:
    """The copy, its services to check it with, and the faults it has by itself."""

    folder: Path
    services: Services
    before: frozenset[str]

    def faults(self) -> list[str]:
        """The faults that are new."""
        settings = replace(self.services.settings, data=self.folder.parent)
        fresh = Services(settings)
        # Nothing below data/agreements: they need not be read again.
        for name in ("labels", "nomenclature", "markets"):
            fresh.__dict__[name] = getattr(self.services, name)
        return [one for one in check_data(fresh, DAY) if one not in self.before]


@pytest.fixture(scope="module")
def small(services: Services, tmp_path_factory: pytest.TempPathFactory) -> SmallData:
    data = services.settings.data
    copy = tmp_path_factory.mktemp("small") / "data"
    for name in ("products", "markets", "faq"):
        shutil.copytree(data / name, copy / name)
    folder = copy / "agreements"
    for name in (VN, "vocabulary"):
        shutil.copytree(data / "agreements" / name, folder / name)
    (folder / "mfn").mkdir()
    for name in (UNION, DUTIES):
        shutil.copy(data / "agreements" / name, folder / name)
    rows = {row[0] for row in _rows(folder / RULES)}
    for name in (SETTLED, SAMPLES, READINGS):
        _only_of(data / "agreements" / name, folder / name, rows)
    _only_of(data / "agreements" / TARIFFS, folder / TARIFFS, {"VN"})
    _only_of(data / "agreements" / DUTY_RULES, folder / DUTY_RULES, frozenset())
    with (folder / DUTY_RULES).open("a", encoding="utf-8") as file:
        file.write(f"VN,{VN},preferential,25,97,,frei,free,2020-08-01,,high,schedule\n")
    _markets(data / "agreements" / MARKETS, folder / MARKETS)
    made = SmallData(folder, services, frozenset())
    before = frozenset(made.faults())
    assert all("is used by no rule" in one for one in before), before
    return replace(made, before=before)


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _only_of(path: Path, copy: Path, wanted: Collection[str]) -> None:
    head, *rows = _rows(path)
    kept = [[cell.replace("\n", " ") for cell in row] for row in rows if row[0] in wanted]
    _write(copy, [head, *kept])


def _markets(path: Path, copy: Path) -> None:
    """Every market has a line, but only Viet Nam an agreement."""
    head, *rows = _rows(path)
    none = ["", "none", "", "", "high", "2026-11-22", "x"]
    _write(copy, [head, *([one[0], *none] if one[0] != "VN" else one for one in rows)])


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{one.file}: {one.name}" for one in FAULTS])
def test_a_fault_on_purpose_is_found_with_its_place(small: SmallData, fault: OnPurpose) -> None:
    path = small.folder / fault.file
    good = path.read_text(encoding="utf-8")
    position = good.find(fault.old)
    assert position >= 0, "the text to change is not there"
    bad = good[:position] + fault.new + good[position + len(fault.old) :]
    path.write_text(bad, encoding="utf-8")
    try:
        found = small.faults()
    finally:
        path.write_text(good, encoding="utf-8")

    shown, line = _place(fault, good, bad, position)
    told = [one for one in found if one.startswith(f"{shown}:{line}:") and fault.message in one]
    assert told, "\n".join([f"expected {shown}:{line}: {fault.message}", *found[:8]])


def _place(fault: OnPurpose, good: str, bad: str, position: int) -> tuple[str, int]:
    shown = f"data/agreements/{fault.file}"
    if fault.line is not None:
        at = fault.at or fault.file
        return at if at.startswith("data/") else f"data/agreements/{at}", fault.line
    if fault.at is not None:
        return shown, _line_of(bad, bad.index(fault.at))
    first = next(
        (index for index, sign in enumerate(bad[position:]) if sign != good[position + index]), 0
    )
    return shown, _line_of(bad, position + first)


def test_there_are_enough_of_them_and_all_different() -> None:
    changes = {(one.file, one.old, one.new) for one in FAULTS}
    assert len(changes) == len(FAULTS) >= 40
    assert len({one.file for one in FAULTS}) == 18
