"""Duties with the online figure where there is a good one, and the recorded figure everywhere else.

Only the normal duty is taken from a service. The preference stays the recorded one: it is law with
a source, and whether a service applies it to these goods is not for it to say.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Union

from bot.live.answers import Clock, DutySource, LiveAnswer, LiveError, LiveSource
from bot.live.cache import AgedCache
from bot.live.plausibility import check_plausible
from bot.tariff.comparison import SideSource, compare
from bot.tariff.duties import (
    Basis,
    Confidence,
    Duty,
    LiveFailure,
    Provenance,
    Side,
    TariffLine,
)

log = logging.getLogger(__name__)

# Services publish once a day; what is older than this is asked for again.
ANSWER_AGE = timedelta(hours=6)
# So long no new question is asked after an answer that cannot be used.
FAILURE_AGE = timedelta(minutes=10)
MOST_ANSWERS = 2_000
_HS_EDITION = "2022"
_ONE_DAY = timedelta(days=1)

Outcome = Union[LiveAnswer, LiveError]


@dataclass(frozen=True)
class LiveTariffs:
    """A source of duties in front of a recorded one; never raises because of a service.

    Attributes:
        recorded: what is asked first, always, and given wherever there is any doubt.
        sources: the online sources; the first that can answer is asked.
        cache: outcomes by source, code and day; one that was unavailable is not kept.
    """

    recorded: DutySource
    sources: Sequence[LiveSource]
    now: Clock
    cache: AgedCache[Outcome]

    def duty(self, market: str, agreement: str | None, hs: str, day: date) -> Duty:
        """The duty without and with the preference; raises what the recorded source raises."""
        recorded = self.recorded.duty(market, agreement, hs, day)
        source = next((one for one in self.sources if one.can_answer(market, hs)), None)
        if source is None or not self._is_about_today(day):
            return recorded
        try:
            answer = self._answer(source, hs, day)
            check_plausible(answer, recorded)
        except LiveError as error:
            log.warning("live source %s: %s: %s", source.name, error.failure.value, error)
            return replace(recorded, live_failure=error.failure)
        return combined(answer, recorded, day)

    def _is_about_today(self, day: date) -> bool:
        """Services know the present; the clocks of two places may differ by a day."""
        return abs(self.now().date() - day) <= _ONE_DAY

    def _answer(self, source: LiveSource, hs: str, day: date) -> LiveAnswer:
        key = (source.name, hs, day)
        outcome = self.cache.get(key)
        if outcome is None:
            outcome = self._ask(source, hs, day)
            age = ANSWER_AGE if isinstance(outcome, LiveAnswer) else FAILURE_AGE
            self.cache.put(key, outcome, age)
        if isinstance(outcome, LiveError):
            # A new error for each question: a raised one collects its callers.
            raise LiveError(outcome.failure, str(outcome))
        return outcome

    def _ask(self, source: LiveSource, hs: str, day: date) -> Outcome:
        try:
            return source.normal_duty(hs, day)
        except LiveError as error:
            if error.failure is LiveFailure.UNAVAILABLE:
                raise
            return LiveError(error.failure, str(error))


def combined(answer: LiveAnswer, recorded: Duty, day: date) -> Duty:
    """The online normal duty beside the recorded preference, over the lines of the service."""
    preference = recorded.preferential_side
    lines = [
        TariffLine(one.code, one.mfn, preference.rate, notes=one.notes) for one in answer.lines
    ]
    provenance = Provenance(
        side=Side.MFN,
        year=day.year,
        source=answer.source,
        confidence=Confidence.HIGH,
        hs_edition=_HS_EDITION,
        retrieved_at=answer.retrieved_at,
    )
    found = compare(
        answer.code,
        lines,
        SideSource(by_line=True, provenance=provenance),
        SideSource(
            by_line=preference.basis is Basis.LINE,
            provenance=preference.provenance,
            remarks=preference.remarks,
        ),
    )
    return replace(found, staging=recorded.staging)
