"""What README and the decision records say is there, is there; and no file names a place of one machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORBIDDEN = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "/ro" + "ot/",
    "/wo" + "rk/",
)


def tracked_files() -> list[Path]:
    """The files git keeps; all files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.splitlines()
    return [ROOT / name for name in names] if names else []


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_of_the_readme_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)\b", README))))
def test_make_targets_of_the_readme_exist(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_readme_has_no_open_places() -> None:
    assert not re.findall(r"^[A-Z_]{6,}$", README, re.MULTILINE)


def test_the_figures_of_the_law_in_the_readme_are_those_of_the_data(catalogue) -> None:  # type: ignore[no-untyped-def]
    rows = sum(len(one.rows) for one in catalogue.protocols.values())
    lists = sum(one.rules is not None for one in catalogue.protocols.values())
    assert f"{lists} lists, {rows:,} rows" in README
    assert f"{len(catalogue.agreements)} agreements" in README
    assert f"{len(catalogue.markets)} markets" in README


def test_decision_records_are_numbered_and_complete() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert all(part in text for part in ("**Context.**", "**Decision.**", "**Consequences.**"))


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    found = []
    for path in tracked_files():
        if not path.is_file() or path.suffix in {".png", ".gz", ".xlsx"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.name}: {word}" for word in FORBIDDEN if word in text]
    assert found == []
