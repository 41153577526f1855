"""`python -m bot.serving run|shell|train|install`: what the Makefile calls.

Any Python from 3.8 on may start this. It prepares the virtual environment first and then goes on
inside it, so nothing but the standard library may be imported before that.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import List, Optional

from bot.serving.console import ServingError, complain
from bot.serving.environment import (
    DEVELOPMENT_LOCKS,
    RUNTIME_LOCKS,
    environment_python,
    prepare,
    virtual_environment,
)

ROOT = Path(__file__).resolve().parents[2]


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m bot.serving", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="serve the chat page")
    shell = commands.add_parser("shell", help="talk to the advisor in the terminal")
    shell.add_argument("further", nargs=argparse.REMAINDER, help="arguments for rasa shell")
    train = commands.add_parser("train", help="train the model if none fits the data")
    train.add_argument("--force", action="store_true", help="train even if one fits")
    install = commands.add_parser("install", help="prepare the virtual environment only")
    install.add_argument("--dev", action="store_true", help="with what tests and checks need")
    return top


def main(arguments: Optional[List[str]] = None) -> int:
    """Do what was asked; returns the exit status, 1 with a message where it cannot be done."""
    given = sys.argv[1:] if arguments is None else arguments
    options = parser().parse_args(given)
    try:
        development = options.command == "install" and options.dev
        prepare(ROOT, DEVELOPMENT_LOCKS if development else RUNTIME_LOCKS, os.environ)
        if options.command == "install":
            return _install_system_programs() if development else 0
        if Path(sys.prefix).resolve() != virtual_environment(ROOT).resolve():
            _go_on_inside(given)
        return _serve(options)
    except ServingError as error:
        complain(f"\n{error}")
        return 1


def _install_system_programs() -> int:
    from bot.serving.system_programs import install_test_programs

    install_test_programs()
    return 0


def _go_on_inside(given: List[str]) -> None:
    """Replace this process by the same command under the Python of the virtual environment."""
    python = str(environment_python(ROOT))
    os.chdir(str(ROOT))
    # Arguments are passed on as a list: no shell reads them.
    os.execv(python, [python, "-m", "bot.serving", *given])  # noqa: S606


def _serve(options: argparse.Namespace) -> int:
    # Needs Python 3.10: imported only once this runs inside the virtual environment.
    from bot.serving import advisor

    place = advisor.Installation(ROOT, environment_python(ROOT), os.environ)
    if options.command == "run":
        return advisor.run(place)
    if options.command == "shell":
        return advisor.shell(place, options.further)
    advisor.train(place, options.force)
    return 0


if __name__ == "__main__":
    sys.exit(main())
