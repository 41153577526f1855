"""Bringing the tables of a database to the newest form, step by step, with Alembic.

The copy of the data, the advice log, the requests to advisers and what is learned from have steps of
their own, because on SQLite they are files of their own.
Steps run in the transaction they are given: they happen altogether or not at all.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

_MIGRATIONS = Path(__file__).with_name("migrations")


class Part(Enum):
    """A set of tables with migrations of its own."""

    DATA = "data"
    LOG = "log"
    HANDOFF = "handoff"
    LEARNING = "learning"

    @property
    def version_table(self) -> str:
        """The table that remembers the newest step taken."""
        return f"{self.value}_schema"


def upgrade(connection: Connection, part: Part) -> None:
    """Take all steps not yet taken, inside the transaction of the connection."""
    config = _config(part)
    config.attributes["connection"] = connection
    config.attributes["version_table"] = part.version_table
    command.upgrade(config, "head")


def newest_step(part: Part) -> str:
    """The name of the last step there is."""
    head = ScriptDirectory.from_config(_config(part)).get_current_head()
    assert head is not None
    return str(head)


def _config(part: Part) -> Config:
    config = Config()
    folder = str(_MIGRATIONS / part.value)
    # Alembic's settings take "%" for the start of a reference.
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config
