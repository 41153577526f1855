"""Deleting by age while the server runs: at its start, then daily, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from bot.store.addresses import StoreError, database_url
from bot.store.retention import Aged, Retention, delete_aged

logger = logging.getLogger(__name__)

DAY_SECONDS = 24 * 3600.0
AGAIN_SECONDS = 3600.0
"""After a failure it is tried again sooner."""

_LEARNING = Path(__file__).resolve().parents[2] / "var" / "learning"


def housekeeper(retention: Retention) -> Housekeeper:
    """Who deletes what is older in the databases that FTA_DATABASE_URL names."""

    def work() -> Aged:
        return delete_aged(database_url(), _LEARNING, retention, datetime.now(timezone.utc))

    return Housekeeper(work)


class Housekeeper:
    """Does its work again and again until `stop`; a failure is logged and does not end it."""

    def __init__(
        self, work: Callable[[], Aged], pause: float = DAY_SECONDS, again: float = AGAIN_SECONDS
    ) -> None:
        self._work = work
        self._pause, self._again = pause, again
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, and go on in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """End; what is under way is finished."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(patience)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._ended.wait(self._pause if self._done() else self._again)

    def _done(self) -> bool:
        try:
            gone = self._work()
        except StoreError as error:
            logger.error("website.housekeeping error=%s", error)  # noqa: TRY400 - it says all there is
            return False
        except Exception as error:  # noqa: BLE001 - whatever it was, tomorrow it must be tried again
            logger.error("website.housekeeping kind=%s", type(error).__name__)  # noqa: TRY400 - no values
            return False
        told = " ".join(f"{name}={count}" for name, count in vars(gone).items())
        logger.info("website.housekeeping %s", told)
        return True
