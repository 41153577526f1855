"""Waiting for a call only so long.

Timeouts of sockets start anew with every byte that arrives, so a server that lets its header drip
could hold a caller for hours. Here the caller goes on; the call is left to end by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar, Union

Result = TypeVar("Result")


class Deadline(Generic[Result]):
    """Runs calls in threads of their own and stops waiting when the time is up."""

    def __init__(self, seconds: float, most: int) -> None:
        """Wait so many seconds; let at most so many calls run at a time, abandoned ones included."""
        self._seconds = seconds
        self._free = threading.BoundedSemaphore(most)

    def call(self, work: Callable[[], Result]) -> Result:
        """The result of the call, or the error it raised.

        Raises:
            TimeoutError: the time is up, or too many calls are still running.
        """
        if not self._free.acquire(blocking=False):
            raise TimeoutError("earlier calls have not ended yet")
        outcome: SimpleQueue[Union[tuple[Result], BaseException]] = SimpleQueue()
        # A daemon, so that an abandoned call does not keep the program from ending.
        threading.Thread(target=self._run, args=(work, outcome), daemon=True).start()
        try:
            found = outcome.get(timeout=self._seconds)
        except Empty:
            raise TimeoutError(f"no result within {self._seconds} s") from None
        if isinstance(found, BaseException):
            raise found
        return found[0]

    def _run(
        self,
        work: Callable[[], Result],
        outcome: SimpleQueue[Union[tuple[Result], BaseException]],
    ) -> None:
        try:
            outcome.put((work(),))
        except BaseException as error:  # noqa: BLE001 - handed to the caller, who raises it
            outcome.put(error)
        finally:
            self._free.release()
