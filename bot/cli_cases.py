"""What `python -m bot replay` does: work a case file out again for the adviser."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.case_fields import MOST_BYTES, InputError
from bot.case_file import replay

SAME, CHANGED = 0, 1


def add_replay(commands: Any, run: Callable[[argparse.Namespace], int]) -> None:
    """The arguments of the command."""
    command = commands.add_parser("replay", help="work a case file out again")
    command.add_argument("file", help="the case as JSON, as the page hands it out")
    command.add_argument(
        "--lang", choices=("de", "en"), help="language (default: that of the case)"
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument("--pdf", metavar="FILE", help="write the summary as PDF")
    command.add_argument("--html", metavar="FILE", help="write the summary as a page to print")
    command.set_defaults(run=run)


def run_replay(options: argparse.Namespace) -> tuple[int, str]:
    """Replay a file; returns the exit status (1: something differs) and what is to be printed."""
    # Imported here: no other command needs the conversation.
    from dataclasses import replace

    from bot.conversation.case_files import state_of_file, summary_in_words
    from bot.conversation.desk import desk
    from bot.summary.as_text import as_text
    from bot.summary.replaying import replay_json, replay_lines

    counter = desk()
    file, state = state_of_file(_content(Path(options.file)), counter)
    lang = options.lang or file.told.language
    found = replay(file, counter.services)
    document = summary_in_words(replace(state, language=lang), file.told, found.worked, counter)
    _write(options, document)
    status = SAME if found.same_answer else CHANGED
    if options.json:
        told = replay_json(found, found.worked.record(counter.words))
        return status, json.dumps(told, ensure_ascii=False)
    return status, "\n".join([*replay_lines(found, lang), "", as_text(document).rstrip()])


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than allowed is enough to see that it is too much.
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError("cannot_read", f"{path}: {error.strerror}", "file") from error


def _write(options: argparse.Namespace, document: Any) -> None:
    try:
        if options.pdf:
            from bot.summary.as_pdf import as_pdf

            Path(options.pdf).write_bytes(as_pdf(document))
        if options.html:
            from bot.summary.as_html import as_html

            Path(options.html).write_text(as_html(document), encoding="utf-8")
    except OSError as error:
        raise InputError("cannot_write", f"{error.filename}: {error.strerror}", "file") from error
