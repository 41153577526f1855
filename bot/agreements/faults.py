"""Faults in the data, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: file (relative to the data folder), line and column from 1, and what was expected."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class DataError(Exception):
    """The data cannot be used; `faults` are all that were found, in order of place."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shown_path(path: Path, root: Path) -> str:
    """The path as it is shown in faults: relative to the folder above the data where possible."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
