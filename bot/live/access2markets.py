"""Access2Markets of the European Commission: known to the configuration, but never asked.

Two reasons, both to be looked at again before anybody writes a reader:

* The reply is not documented. Public code uses the address
  `access-to-markets/api/tariffs/get/{code}/{origin}/{destination}?lang=EN`; for destinations within
  the Union it gives a list with `measures` (`type`, `measureType`, `tariffFormula`, dates), as TARIC
  has them. An exporter's destinations lie outside, and there the reply was seen to be an object with
  `schemas` (MFN, GEN) without rates. How rates are then had is nowhere confirmed.
* The terms do not allow it. Duties of countries outside the Union come from a commercial provider;
  the page on sources and copyright keeps them for a user's own reference and excludes passing them
  on, storing them and using them in consulting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.live.answers import LiveAnswer, LiveError
from bot.tariff.duties import LiveFailure

REFUSAL = (
    "Access2Markets is not asked: its reply for destinations outside the Union is not documented, "
    "and its terms do not allow duties of these countries to be passed on or stored"
)


@dataclass(frozen=True)
class Access2Markets:
    """A source that has no answer for any market."""

    @property
    def name(self) -> str:
        """Short name, as it is configured."""
        return "a2m"

    def can_answer(self, market: str, hs: str) -> bool:  # noqa: ARG002 - the interface has them
        """Never."""
        return False

    def normal_duty(self, hs: str, day: date) -> LiveAnswer:
        """Raises LiveError (unavailable) with the reason."""
        raise LiveError(LiveFailure.UNAVAILABLE, f"{hs} on {day}: {REFUSAL}")
