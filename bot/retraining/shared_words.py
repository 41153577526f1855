"""How many conversations hold a rare word, without keeping the word.

A word that only few use may name somebody. Until it has been seen in enough different conversations, it
is known by a keyed hash alone. The key lies in a file beside the database, so that a copy of the database
alone tells nothing; it goes when the last of the hashes has gone by age.

FTA_LEARN_SHARED_BY    different conversations that must hold a rare word before it is written (default 3)
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.store.addresses import learning_url
from bot.store.engines import only_writer
from bot.store.learning_tables import WORDS, key_file

SHARED_BY = 3
"""Different conversations that must hold a rare word before it is written."""

_SETTING = "FTA_LEARN_SHARED_BY"
_BYTES_OF_A_KEY = 32


@dataclass(frozen=True)
class SharedWords:
    """The rare words that enough conversations hold, as hashes, at the time of looking."""

    key: bytes
    least: int
    shared: frozenset[str]

    @classmethod
    def of(cls, places: Places, environ: Mapping[str, str] | None = None) -> SharedWords:
        """As the tables of learning hold them; raises LearningError for a setting that is no number."""
        least = shared_by(os.environ if environ is None else environ)
        key = _key(places)
        with places.engine.connect() as connection:
            rows = connection.execute(_shared(least))
            return cls(key, least, frozenset(str(row.word) for row in rows))

    def is_shared(self, word: str) -> bool:
        """Whether enough conversations hold the word, in the spelling of `name_lists.spelled`."""
        return self.hash_of(word) in self.shared

    def hash_of(self, word: str) -> str:
        """What is kept of a word."""
        return hmac.new(self.key, word.encode(), hashlib.sha256).hexdigest()

    def note(
        self, connection: Connection, conversation: str, words: Iterable[str], time: datetime
    ) -> None:
        """Note which rare words a conversation holds now; noting it again changes nothing."""
        now = {self.hash_of(one) for one in words}
        of_it = WORDS.c.conversation == conversation
        had = {str(row.word) for row in connection.execute(select(WORDS.c.word).where(of_it))}
        if now - had:
            row = {"conversation": conversation, "time": time, "written": False}
            connection.execute(insert(WORDS), [{**row, "word": one} for one in sorted(now - had)])

    def hidden_in(self, connection: Connection) -> frozenset[str]:
        """The conversations that were written when a word of theirs was not shared yet, but is now."""
        wanted = and_(WORDS.c.written.is_(False), WORDS.c.word.in_(_shared(self.least)))
        rows = connection.execute(select(WORDS.c.conversation).where(wanted).distinct())
        return frozenset(str(row.conversation) for row in rows)

    def mark_written(self, connection: Connection, conversations: Iterable[str]) -> None:
        """Remember that the shared words of these conversations stand in their messages."""
        wanted = and_(
            WORDS.c.conversation.in_(list(conversations)), WORDS.c.word.in_(_shared(self.least))
        )
        connection.execute(update(WORDS).where(wanted).values(written=True))


def shared_by(environ: Mapping[str, str]) -> int:
    """The setting, `SHARED_BY` without one; raises LearningError for what is no number from 1 on."""
    given = environ.get(_SETTING, "").strip()
    if not given:
        return SHARED_BY
    if not given.isascii() or not given.isdigit() or int(given) < 1:
        raise LearningError(f"{_SETTING}: expected a number of conversations from 1 on")
    return int(given)


def _shared(least: int) -> Select:
    return select(WORDS.c.word).group_by(WORDS.c.word).having(func.count() >= least)


def _key(places: Places) -> bytes:
    """The key of the hashes; without one the hashes mean nothing any more and are deleted."""
    path = key_file(places.work, learning_url(places.database))
    if path.is_file():
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    with only_writer(places.engine) as connection:
        if not path.is_file():
            connection.execute(delete(WORDS))
            _write_key(path)
    return path.read_bytes()


def _write_key(path: Path) -> None:
    """Whole or not at all, readable for its owner only."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(secrets.token_bytes(_BYTES_OF_A_KEY))
    fresh.replace(path)
