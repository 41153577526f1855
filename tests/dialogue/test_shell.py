"""The same advisor in `rasa shell`: plain text, numbered choices, no raw JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from bot.serving.advisor import (
    Installation,
    action_server,
    shell_command,
    write_endpoints,
)
from bot.serving.processes import Supervisor, any_free_port, child_environment

PATIENCE = 120
TYPING_PAUSE = 1.5


@pytest.fixture
def shell(installation: Installation, model: Path) -> Iterator[pexpect.spawn]:
    port = any_free_port()
    endpoints = write_endpoints(installation, port)
    command = shell_command(installation, model, endpoints, [])
    with Supervisor() as supervisor:
        supervisor.start(action_server(installation, port))
        child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(installation.root),
            env=child_environment({**os.environ, "TERM": "dumb"}),
            encoding="utf-8",
            timeout=PATIENCE,
            dimensions=(60, 200),
        )
        # The prompt throws away what is typed before it is ready.
        child.delaybeforesend = TYPING_PAUSE
        try:
            yield child
        finally:
            child.close(force=True)
            endpoints.unlink(missing_ok=True)


@pytest.mark.server
@pytest.mark.rasa
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_conversation_in_the_terminal(shell: pexpect.spawn) -> None:
    shell.expect("Your input ->")
    shell.send("Kugelhähne nach Kanada\r")
    shell.expect("Warengruppe")
    shell.expect("1: 8481: ")
    shell.send("1\r")
    shell.expect("1: 8481.80: ")
    shell.send("1\r")
    shell.expect("CETA")
    shell.expect("1: Prüfen, ob mein Produkt die Regel erfüllt")
    assert '{"blocks"' not in shell.before
    shell.send("1\r")
    shell.expect("Stellen Sie die Ware selbst her")
    shell.expect("2: Nein")
    shell.send("2\r")
    shell.expect("Lieferantenerklärung")
    shell.send("/stop\r")
