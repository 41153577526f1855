"""An adviser loads a case file in the terminal: "fall laden DATEI" or "load case FILE".

Only in `rasa shell`: no other channel may name a file of this machine.
"""

from __future__ import annotations

import re
from pathlib import Path

from actions.channels import TERMINAL
from bot.case_fields import MOST_BYTES, InputError
from bot.case_file import replay
from bot.conversation.case_files import state_of_file, summary_in_words
from bot.conversation.desk import Desk
from bot.conversation.state import CaseState
from bot.explain.replies import Reply
from bot.explain.texts import Texts
from bot.origin.facts import AnswerError
from bot.summary.as_text import as_text
from bot.summary.composing import DOMAIN, LOCALE_FOLDER
from bot.summary.replaying import replay_lines

_COMMAND = re.compile(r"\s*(?:fall laden|load case)\s+(?P<path>\S.*?)\s*", re.I)


def loaded(
    text: str, channel: str | None, state: CaseState, desk: Desk
) -> tuple[CaseState, tuple[Reply, ...]] | None:
    """The case of the file and what replaying it shows; None if the message is no such command."""
    command = _COMMAND.fullmatch(text)
    if channel != TERMINAL or command is None:
        return None
    path = Path(command["path"].strip("'\"")).expanduser()
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        found, told = state_of_file(content, desk)
        done = replay(found, desk.services)
    except OSError as error:
        return state, (_failure(state, path, error.strerror or "?"),)
    except (InputError, AnswerError) as error:
        return state, (_failure(state, path, str(error)),)
    document = summary_in_words(told, found.told, done.worked, desk)
    finding = "\n".join(replay_lines(done, told.lang))
    return told, (Reply(finding), Reply(as_text(document).rstrip()))


def _failure(state: CaseState, path: Path, reason: str) -> Reply:
    said = Texts(state.lang, LOCALE_FOLDER, DOMAIN)
    return Reply(said.text("replay.load_failed", name=path.name, reason=reason))
