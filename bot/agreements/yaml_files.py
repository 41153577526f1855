"""Reading the YAML files of the law: strict, with every fault located.

Duplicate keys are refused by the parser; unknown keys and wrong types by the schemas. The fast loader reads
without positions, so a file is only parsed again with positions when a fault has to be shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from bot.agreements.faults import DataError, Fault, shown_path

Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path, schema: type[Model], root: Path) -> Model:
    """The content of a file in the form of its schema; raises DataError with all faults."""
    content = _load(path, root)
    try:
        return schema.parse_obj(content)
    except ValidationError as error:
        raise DataError(_located(error, path, root)) from error


def _load(path: Path, root: Path) -> Any:
    try:
        return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"not valid YAML: {error.problem or error.context}"
        raise DataError([Fault(shown_path(path, root), line, column, message)]) from error
    except UnicodeDecodeError as error:
        raise DataError([Fault(shown_path(path, root), 1, 1, "not valid UTF-8")]) from error


def _located(error: ValidationError, path: Path, root: Path) -> list[Fault]:
    positions = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    faults = []
    for one in error.errors():
        line, column = _position(positions, one["loc"])
        where = ".".join(str(part) for part in one["loc"] if part != "__root__")
        message = f"{where}: {one['msg']}" if where else one["msg"]
        faults.append(Fault(shown_path(path, root), line, column, message))
    return faults


def _position(content: Any, location: tuple[Any, ...]) -> tuple[int, int]:
    """Line and column of the deepest part of the location that exists in the file."""
    line, column = 0, 0
    for part in location:
        lc = getattr(content, "lc", None)
        if lc is None:
            break
        try:
            line, column = lc.key(part) if hasattr(content, "keys") else lc.item(part)
            content = content[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line + 1, column + 1


def line_of_item(path: Path, key: str, index: int) -> int:
    """The line (from 1) on which an item of a list under a top-level key starts."""
    content = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    line: int = content[key].lc.item(index)[0]
    return line + 1
