"""Indexes that take long to make are kept in files, named by what they were made of and by."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Protocol, TypeVar

_Index = TypeVar("_Index", bound="_Savable")


class _Savable(Protocol):
    def save(self, path: Path) -> None: ...

    @classmethod
    def load(cls: type[_Index], path: Path) -> _Index: ...


def kept(
    folder: Path | None, name: str, made_of: str, kind: type[_Index], build: Callable[[], _Index]
) -> _Index:
    """The index kept in a file that is named by its source, or a newly built one; older ones are removed."""
    if folder is None:
        return build()
    path = folder / f"products_{name}_{made_of}.npz"
    if path.exists():
        return kind.load(path)
    index = build()
    for old in folder.glob(f"products_{name}_*.npz"):
        old.unlink(missing_ok=True)
    index.save(path)
    return index


def fingerprint(source: Iterable[object], modules: Iterable[ModuleType]) -> str:
    """Names an index by what it is made of and by the modules that make it."""
    digest = hashlib.sha256()
    for module in modules:
        digest.update(inspect.getsource(module).encode())
    for one in source:
        digest.update(f"{one}\n".encode())
    return digest.hexdigest()[:16]
