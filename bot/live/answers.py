"""What an online tariff source is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional, Protocol

from bot.tariff.duties import Duty, LiveFailure
from bot.tariff.rates import DutyRate

Clock = Callable[[], datetime]


class LiveError(Exception):
    """An online source has no usable answer; the text says where and why, for the log."""

    def __init__(self, failure: LiveFailure, message: str) -> None:
        super().__init__(message)
        self.failure = failure


@dataclass(frozen=True)
class LiveLine:
    """A national line as the service gives it.

    Attributes:
        code: the national code, digits.
        mfn: the normal duty.
        preferential: the duty of goods originating in the Union where the service names exactly
            one; it is compared with the recorded preference, never shown instead of it.
        notes: as in `bot.tariff.duties.LineNote`.
    """

    code: str
    mfn: DutyRate
    preferential: DutyRate | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LiveAnswer:
    """The normal duty on all national lines under a code.

    Attributes:
        code: the code that was asked for, digits.
        lines: at least one line, in the order of the tariff.
        source: name of the tariff as shown to users.
        retrieved_at: when the service was asked, with its zone.
    """

    code: str
    lines: tuple[LiveLine, ...]
    source: str
    retrieved_at: datetime


class LiveSource(Protocol):
    """One online tariff."""

    @property
    def name(self) -> str:
        """Short name, as it is configured."""

    def can_answer(self, market: str, hs: str) -> bool:
        """Whether a question about this market and code is one for the service."""

    def normal_duty(self, hs: str, day: date) -> LiveAnswer:
        """The normal duty on a day; raises LiveError where there is no usable answer."""


class DutySource(Protocol):
    """The recorded duties behind the online ones."""

    def duty(self, market: str, agreement: Optional[str], hs: str, day: date) -> Duty:
        """The duty without and with the preference."""
