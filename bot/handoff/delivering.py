"""Delivering what is stored: again and again, at growing intervals, until it is taken."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone

from bot.handoff.senders import DeliveryError, Sender
from bot.store.addresses import StoreError
from bot.store.outbox import Delivery, Outbox

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
LEASE = timedelta(minutes=5)
"""Longer than any sender waits: a delivery under way is not begun a second time."""

ROUND_SECONDS = 10.0

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(timezone.utc)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: half a minute, then twice as long each time."""
    # Bounded before the power: nobody waits for 2 ** 100 half minutes.
    doublings = max(0, min(attempts - 1, 20))
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


class Deliverer:
    """Delivers what is due; `run_once` for tests and the command line, `start` for the server."""

    def __init__(
        self,
        outbox: Outbox,
        senders: Sequence[Sender],
        keep: timedelta,
        clock: Clock = _now,
    ) -> None:
        self._outbox = outbox
        self._senders = {one.channel: one for one in senders}
        self._keep = keep
        self._clock = clock
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def run_once(self) -> tuple[int, int]:
        """Deliver everything that is due; returns how many were taken and how many failed.

        Raises:
            StoreError: the outbox cannot be used.
        """
        taken = failed = 0
        while self._senders and not self._ended.is_set():
            delivery = self._outbox.claim(self._senders, self._clock(), LEASE)
            if delivery is None:
                break
            if self._delivered(delivery):
                taken += 1
            else:
                failed += 1
        self._outbox.empty_closed(self._clock() - self._keep)
        return taken, failed

    def _delivered(self, delivery: Delivery) -> bool:
        about = (delivery.reference, delivery.channel, delivery.attempts)
        try:
            self._senders[delivery.channel].send(delivery)
        except DeliveryError as error:
            again_at = self._clock() + pause_after(delivery.attempts)
            self._outbox.failed(delivery, str(error), again_at)
            logger.warning(
                "handoff.failed reference=%s channel=%s attempt=%d error=%s", *about, error
            )
            return False
        self._outbox.delivered(delivery, self._clock())
        logger.info("handoff.delivered reference=%s channel=%s attempt=%d", *about)
        return True

    # --- in the server --------------------------------------------------------------------------

    def start(self) -> None:
        """Deliver in a thread of its own until `stop`."""
        self._thread = threading.Thread(target=self._run, name="handoff", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look now: something has been stored."""
        self._woken.set()

    def stop(self, patience: float = 5.0) -> None:
        """End after the delivery under way; what is left is delivered after the next start."""
        self._ended.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(patience)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self.run_once()
            except StoreError as error:
                logger.error("handoff.store error=%s", error)  # noqa: TRY400 - it says all there is
            except Exception as error:  # noqa: BLE001 - one faulty request must not hold up the others
                logger.error("handoff.fault kind=%s", type(error).__name__)  # noqa: TRY400 - no values
            self._woken.wait(ROUND_SECONDS)
            self._woken.clear()
