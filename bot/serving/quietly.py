"""`python -m bot.serving.quietly MODULE ...`: run a module without others' deprecation warnings.

Neither `-W ignore` nor PYTHONWARNINGS is enough for Rasa: Sanic puts a filter of its own before
them when it is imported. Warnings about our texts and training data are shown as ever.
"""

from __future__ import annotations

import runpy
import sys
import warnings
from pathlib import Path
from typing import TextIO

NOT_FOR_OPERATORS: tuple[type[Warning], ...] = (
    DeprecationWarning,
    PendingDeprecationWarning,
    FutureWarning,
    ResourceWarning,
)
"""Warnings that only the authors of the old libraries below Rasa could heed."""

_show = warnings.showwarning


def show_for_operators(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning as Python does, unless it is one that operators can do nothing about."""
    if not issubclass(category, NOT_FOR_OPERATORS):
        _show(message, category, filename, lineno, file, line)


def quiet_module(python: Path, module: str) -> list[str]:
    """The beginning of a command that runs a module this way."""
    return [str(python), "-m", "bot.serving.quietly", module]


def main() -> None:
    """Run the module named first, as `python -m` would."""
    del sys.argv[0]
    warnings.showwarning = show_for_operators
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
