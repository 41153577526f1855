"""The import contracts of `pyproject.toml`, for the packages that exist so far.

import-linter refuses contracts about modules that do not exist, so those are left out here, and
named. Run as `python -m tests.architecture.import_contracts`; exits with 1 where one is broken.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

ROOT = Path(__file__).resolve().parents[2]
OWN_PACKAGES = ("bot", "actions")
_MODULE_LISTS = ("source_modules", "forbidden_modules", "modules", "root_packages")
_IMPORT_LISTS = ("ignore_imports",)


@dataclass(frozen=True)
class Contracts:
    """Settings and contracts as import-linter takes them, and the modules left out."""

    settings: Mapping[str, Any]
    contracts: tuple[Mapping[str, Any], ...]
    missing: frozenset[str]


def configured(root: Path = ROOT) -> dict[str, Any]:
    """The table `tool.importlinter` of pyproject.toml."""
    with (root / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomli.load(file)["tool"]["importlinter"]
    return table


def exists(module: str, root: Path = ROOT) -> bool:
    """Whether a module is there; those of others are installed, not looked for here."""
    if module.split(".")[0] not in OWN_PACKAGES:
        return True
    path = root.joinpath(*module.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def named_modules(table: Mapping[str, Any]) -> set[str]:
    """Every module that the contracts speak of."""
    parts = [table, *table["contracts"]]
    return {name for part in parts for key in _MODULE_LISTS for name in part.get(key, ())}


def present_contracts(table: Mapping[str, Any], root: Path = ROOT) -> Contracts:
    """The contracts without the modules that do not exist, and without those that lose all."""
    missing = frozenset(name for name in named_modules(table) if not exists(name, root))
    settings = {key: value for key, value in table.items() if key != "contracts"}
    cut = [_without(contract, missing) for contract in table["contracts"]]
    kept = tuple(contract for contract in cut if _says_something(contract))
    return Contracts(_without(settings, missing), kept, missing)


def _without(part: Mapping[str, Any], missing: frozenset[str]) -> dict[str, Any]:
    result = dict(part)
    for key in _MODULE_LISTS:
        if key in result:
            result[key] = [name for name in result[key] if name not in missing]
    for key in _IMPORT_LISTS:
        if key in result:
            result[key] = [line for line in result[key] if not _mentions(line, missing)]
    return result


def _mentions(line: str, missing: Iterable[str]) -> bool:
    sides = [side.strip().removesuffix(".**") for side in line.split("->")]
    return any(side in missing or not exists(side) for side in sides)


def _says_something(contract: Mapping[str, Any]) -> bool:
    if contract["type"] == "independence":
        return len(contract["modules"]) > 1
    return bool(contract["source_modules"] and contract["forbidden_modules"])


def as_ini(contracts: Contracts) -> str:
    """The contracts in import-linter's own file format."""
    lines = ["[importlinter]", *_ini_lines(contracts.settings)]
    for number, contract in enumerate(contracts.contracts, start=1):
        lines += ["", f"[importlinter:contract:{number}]", *_ini_lines(contract)]
    return "\n".join(lines) + "\n"


def _ini_lines(part: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for key, value in part.items():
        if isinstance(value, list):
            lines += [f"{key} =", *(f"    {item}" for item in value)]
        else:
            lines.append(f"{key} = {value}")
    return lines


def check(contracts: Contracts, root: Path = ROOT) -> str:
    """What import-linter has to say against the tree, or nothing if every contract holds.

    Its banner and its list of kept contracts help nobody and are left out.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contracts.ini"
        path.write_text(as_ini(contracts), encoding="utf-8")
        # import-linter looks for the packages in the folder it runs in.
        lint = "from importlinter.cli import lint_imports_command as run; run()"
        command = [sys.executable, "-c", lint, "--config", str(path), "--no-cache"]
        done = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def main() -> int:
    """Check the contracts and print what is wrong; returns the exit status."""
    contracts = present_contracts(configured())
    if contracts.missing:
        print("not there yet: " + ", ".join(sorted(contracts.missing)), flush=True)
    complaint = check(contracts)
    print(complaint, end="", flush=True)
    return 1 if complaint else 0


if __name__ == "__main__":
    sys.exit(main())
