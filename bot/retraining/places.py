"""Where learning reads and writes: the databases, the project's files, and its own folder under var/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy.engine import Engine

from bot.store.addresses import (
    database_url,
    handoff_url,
    learning_url,
    log_url,
    tracker_url,
)
from bot.store.engines import engine_for_writing, only_writer
from bot.store.migrate import Part, upgrade

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """The project's folder and the address of its copy of the data; all else follows from them."""

    root: Path
    database: str

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Places:
        """This project, at the database that FTA_DATABASE_URL names."""
        return cls(PROJECT, database_url(environ))

    @property
    def tracker(self) -> str:
        """The address of Rasa's conversations."""
        return tracker_url(self.database)

    @property
    def log(self) -> str:
        """The address of the advice log."""
        return log_url(self.database)

    @property
    def handoffs(self) -> str:
        """The address of the requests to advisers."""
        return handoff_url(self.database)

    @property
    def data(self) -> Path:
        """The training data and the law."""
        return self.root / "data"

    @property
    def work(self) -> Path:
        """Files of the loop that are no training data: exports, comparisons, reports."""
        return self.root / "var" / "learning"

    @cached_property
    def engine(self) -> Engine:
        """The tables of learning, brought to their newest form; kept open for the whole process."""
        engine = engine_for_writing(learning_url(self.database))
        with only_writer(engine) as connection:
            upgrade(connection, Part.LEARNING)
        return engine

    def close(self) -> None:
        """Close the connections that were opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()
