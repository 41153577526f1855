"""What the operator reads while the advisor is set up and served."""

from __future__ import annotations

import sys


class ServingError(Exception):
    """Set-up or serving cannot go on; the message says why and what to do about it."""


def tell(message: str) -> None:
    """Print one line for the operator at once, even into a pipe."""
    print(message, flush=True)


def complain(message: str) -> None:
    """Print one message for the operator to the standard error stream."""
    print(message, file=sys.stderr, flush=True)
