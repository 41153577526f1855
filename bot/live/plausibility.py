"""Whether an online answer can be believed, looked at beside the recorded duties."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bot.live.answers import LiveAnswer, LiveError, LiveLine
from bot.tariff.duties import Duty, LineNote, LiveFailure
from bot.tariff.rates import DutyRate

# The highest percentage of the tariffs that are recorded for these markets is 70.
HIGHEST_PERCENT = Decimal(100)
# Normal duties are bound in the WTO: they fall often, and rise seldom and little.
HIGHEST_RISE = Decimal(25)


def check_plausible(answer: LiveAnswer, recorded: Duty) -> None:
    """Raises LiveError (doubtful) if the answer cannot be true or does not fit the recorded duty.

    The answer must be for the code that was asked, below `HIGHEST_PERCENT`, not far above the
    recorded normal duty, and must not deny the recorded preference.
    """
    _check_codes(answer)
    _check_height(answer, recorded)
    preference = recorded.preferential_percent
    for line in answer.lines:
        live = line.preferential
        if live is not None and preference is not None and live.percent != preference:
            raise _doubtful(
                f"{line.code}: preference '{live.text}', recorded '{recorded.preferential}'"
            )
    if _depends_on_line(recorded):
        raise _doubtful(f"{answer.code}: the recorded preference depends on the national line")


def _check_codes(answer: LiveAnswer) -> None:
    codes = [line.code for line in answer.lines]
    if any(not code.startswith(answer.code) for code in codes):
        raise _doubtful(f"{answer.code}: the answer is for {', '.join(codes)[:80]}")
    if len(set(codes)) != len(codes):
        raise _doubtful(f"{answer.code}: a code stands there twice")


def _check_height(answer: LiveAnswer, recorded: Duty) -> None:
    found = _percents(_rates(answer.lines))
    if not found:
        return
    highest, known = max(found), _percents(recorded.mfn_side.rates)
    if highest > HIGHEST_PERCENT:
        raise _doubtful(f"{answer.code}: {highest} %, expected at most {HIGHEST_PERCENT}")
    if known and highest > max(known) + HIGHEST_RISE:
        raise _doubtful(f"{answer.code}: {highest} %, recorded at most {max(known)}")


def _rates(lines: Iterable[LiveLine]) -> list[DutyRate]:
    return [rate for line in lines for rate in (line.mfn, line.preferential) if rate is not None]


def _percents(rates: Iterable[DutyRate]) -> list[Decimal]:
    return [rate.percent for rate in rates if rate.percent is not None]


def _depends_on_line(recorded: Duty) -> bool:
    """Whether the recorded preference cannot be set beside other lines than the recorded ones."""
    side = recorded.preferential_side
    excluded = any(line.has(LineNote.NO_PREFERENCE) for line in recorded.lines)
    return excluded or (bool(side.rates) and side.rate is None)


def _doubtful(message: str) -> LiveError:
    return LiveError(LiveFailure.DOUBTFUL, message)
