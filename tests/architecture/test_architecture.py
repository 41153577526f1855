"""Who imports whom, what the engine stands on, and what may load the heavy libraries."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import import_contracts
from tests.architecture.import_contracts import ROOT, exists

ENGINE = ("origin", "tariff", "proof")
ENGINE_LIBRARIES = {"lark"}
HEAVY = ("rasa", "spacy", "tensorflow")
LIGHT_ENTRANCES = ("bot.cli", "bot.advice", "bot.wiring", "actions.actions")
# What a pure function may not look at: the clock, chance, the machine, the network, other code by name.
IMPURE = {
    "asyncio", "ctypes", "importlib", "io", "locale", "logging", "os", "random", "secrets", "shutil",
    "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"open", "print", "input", "eval", "exec", "__import__", "float", "now", "today"}


def own_packages() -> list[str]:
    """Names of the modules and packages directly below `bot`."""
    entries = (ROOT / "bot").iterdir()
    names = {
        path.stem for path in entries if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    return sorted(names - {"__init__", "__main__"})


def python_files(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((ROOT / "bot" / package).rglob("*.py"))


def imported_modules(file: Path) -> set[str]:
    """Everything a file imports, wherever in the file; relative imports are not used in the project."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def imported_libraries(file: Path) -> set[str]:
    """The top-level names of everything a file imports."""
    return {module.split(".")[0] for module in imported_modules(file)}


def test_import_contracts_hold() -> None:
    contracts = import_contracts.present_contracts(import_contracts.configured())

    assert import_contracts.check(contracts) == ""


def test_every_package_is_under_a_contract() -> None:
    named = import_contracts.named_modules(import_contracts.configured())

    unnamed = [name for name in own_packages() if f"bot.{name}" not in named]

    assert unnamed == []


def test_contracts_leave_out_only_what_does_not_exist() -> None:
    table = {
        "root_packages": ["bot"],
        "contracts": [
            {
                "type": "forbidden",
                "source_modules": ["bot.serving", "bot.no_such_package"],
                "forbidden_modules": ["bot.origin", "rasa"],
            },
            {"type": "forbidden", "source_modules": ["bot.gone"], "forbidden_modules": ["rasa"]},
        ],
    }

    present = import_contracts.present_contracts(table)

    assert present.missing == {"bot.no_such_package", "bot.gone"}
    assert [contract["source_modules"] for contract in present.contracts] == [["bot.serving"]]
    assert present.contracts[0]["forbidden_modules"] == ["bot.origin", "rasa"]


def test_a_forbidden_import_breaks_its_contract(tmp_path: Path) -> None:
    (tmp_path / "bot" / "origin").mkdir(parents=True)
    (tmp_path / "bot" / "__init__.py").touch()
    (tmp_path / "bot" / "origin" / "__init__.py").write_text("import requests\n", encoding="utf-8")
    contracts = import_contracts.present_contracts(import_contracts.configured(), tmp_path)

    complaint = import_contracts.check(contracts, tmp_path)

    assert "bot.origin -> requests" in complaint


@pytest.mark.parametrize("package", [name for name in ENGINE if exists(f"bot.{name}")])
def test_the_engine_stands_on_the_standard_library_and_lark(package: str) -> None:
    allowed = set(sys.stdlib_module_names) | ENGINE_LIBRARIES | {"bot"}

    foreign = {
        f"{file.relative_to(ROOT)}: {library}"
        for file in python_files(package)
        for library in imported_libraries(file) - allowed
    }

    assert foreign == set()


@pytest.mark.parametrize("package", ENGINE)
def test_the_engine_knows_only_its_own_package(package: str) -> None:
    foreign = {
        f"{file.relative_to(ROOT)}: {module}"
        for file in python_files(package)
        for module in imported_modules(file)
        if module.split(".")[0] == "bot" and module.split(".")[:2] != ["bot", package]
    }

    assert foreign == set()


@pytest.mark.parametrize("package", ENGINE)
def test_the_engine_is_pure(package: str) -> None:
    """The same case and law give the same answer: no clock, no chance, no files, no rounded numbers."""
    impure = {
        f"{file.relative_to(ROOT)}: {what}"
        for file in python_files(package)
        for what in (*(imported_libraries(file) & IMPURE), *impure_uses(file))
    }

    assert impure == set()


def impure_uses(file: Path) -> Iterator[str]:
    """Calls that make a function depend on more than its arguments, and floating-point numbers."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: {node.value}"
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            name = called.id if isinstance(called, ast.Name) else called
            if name in IMPURE_CALLS:
                yield f"line {node.lineno}: {name}()"


def test_impurity_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "guessing.py"
    file.write_text(
        "from datetime import date\nday = date.today()\nrate = 0.5\nfloat('1')\n", encoding="utf-8"
    )

    assert sorted(impure_uses(file)) == ["line 2: today()", "line 3: 0.5", "line 4: float()"]


def test_only_agreements_open_their_data() -> None:
    others = [name for name in own_packages() if name not in ("agreements", "serving")]
    files = [*python_files(*others), *(ROOT / "bot").glob("*.py"), *(ROOT / "actions").glob("*.py")]

    readers = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and "data/agreements/" in str(part.value)
    ]

    assert readers == []


@pytest.mark.parametrize("entrance", [name for name in LIGHT_ENTRANCES if exists(name)])
def test_light_entrances_load_nothing_heavy(entrance: str) -> None:
    code = f"import sys, {entrance}; print(*(set({HEAVY!r}) & set(sys.modules)))"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
