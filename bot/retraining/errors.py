"""What stops a step of learning."""

from __future__ import annotations


class LearningError(Exception):
    """A step cannot be taken; the message says why and what to do."""
