"""How often a service may be asked, and how long it is left alone after it failed."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from bot.live.answers import LiveError
from bot.tariff.duties import LiveFailure

Seconds = Callable[[], float]

_MINUTE = 60.0


class Throttle:
    """Refuses at once instead of waiting: somebody is waiting for the answer.

    Used by several threads.
    """

    def __init__(self, per_minute: int, now: Seconds) -> None:
        """Allow so many requests in any 60 seconds by `now`, a clock that never goes back."""
        if per_minute < 1:
            raise ValueError(f"{per_minute} requests a minute: expected 1 or more")
        self._per_minute = per_minute
        self._now = now
        self._asked: deque[float] = deque()
        self._closed_until = float("-inf")
        self._lock = threading.Lock()

    def enter(self) -> None:
        """Count a request; raises LiveError (unavailable) if none may be sent now."""
        with self._lock:
            now = self._now()
            if now < self._closed_until:
                left = self._closed_until - now
                raise LiveError(
                    LiveFailure.UNAVAILABLE, f"not asked: left alone for {left:.0f} s more"
                )
            while self._asked and self._asked[0] <= now - _MINUTE:
                self._asked.popleft()
            if len(self._asked) >= self._per_minute:
                raise LiveError(
                    LiveFailure.UNAVAILABLE,
                    f"not asked: {self._per_minute} requests in the last minute",
                )
            self._asked.append(now)

    def close_for(self, seconds: float) -> None:
        """Leave the service alone; a longer pause that has begun stays."""
        with self._lock:
            self._closed_until = max(self._closed_until, self._now() + seconds)
