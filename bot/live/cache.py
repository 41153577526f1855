"""Answers kept in memory for a while, with the time they were given."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.live.answers import Clock

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Kept(Generic[Value]):
    value: Value
    until: datetime


class AgedCache(Generic[Value]):
    """Keeps values until they are too old; the least recently used give way when it is full.

    Used by several threads.
    """

    def __init__(self, most: int, now: Clock) -> None:
        """Keep at most so many values."""
        if most < 1:
            raise ValueError(f"a cache of {most} values: expected 1 or more")
        self._most = most
        self._now = now
        self._kept: OrderedDict[Hashable, _Kept[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value of a key; None if there is none, or only one that is too old."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if self._now() >= kept.until:
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return kept.value

    def put(self, key: Hashable, value: Value, age: timedelta) -> None:
        """Keep a value until it has this age."""
        with self._lock:
            self._kept[key] = _Kept(value, self._now() + age)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
