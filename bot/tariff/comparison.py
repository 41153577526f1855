"""How the national lines under one code become one answer.

One rate on all lines is stated; several give a range, and the lines are offered so that the
national code can be asked for. Lines within a tariff quota are left out: they are not the normal
duty. Nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.tariff.duties import (
    Basis,
    Duty,
    EditionNote,
    Percentages,
    Provenance,
    SideOfDuty,
    TariffLine,
    Wording,
)
from bot.tariff.rates import DutyRate


@dataclass(frozen=True)
class SideSource:
    """What one side was read from.

    Attributes:
        by_line: whether the figures come from national lines, not from a rule.
    """

    by_line: bool
    provenance: Provenance | None
    remarks: tuple[Wording, ...] = ()


def compare(
    code: str,
    lines: Sequence[TariffLine],
    mfn: SideSource,
    preferential: SideSource,
    edition_note: EditionNote | None = None,
) -> Duty:
    """The duty over all lines under a code."""
    counted = tuple(line for line in lines if not line.in_quota)
    national = mfn.by_line or preferential.by_line
    return Duty(
        code=code,
        mfn_side=_side(counted, mfn, lambda line: line.mfn),
        preferential_side=_side(counted, preferential, lambda line: line.preferential_or_mfn),
        lines=counted if national else (),
        margin_range=_margin_range(counted),
        preferable=_preferable(counted),
        nothing_to_save=bool(counted) and all(line.mfn and line.mfn.is_free for line in counted),
        edition_note=edition_note,
    )


def unknown(code: str) -> Duty:
    """The answer where nothing is recorded."""
    nothing = SideSource(by_line=False, provenance=None)
    return compare(code, (), nothing, nothing)


def _side(
    lines: Sequence[TariffLine],
    origin: SideSource,
    rate_of: Callable[[TariffLine], DutyRate | None],
) -> SideOfDuty:
    found = [rate_of(line) for line in lines]
    rates = _distinct([rate for rate in found if rate is not None])
    return SideOfDuty(
        rates=rates,
        complete=bool(found) and all(rate is not None for rate in found),
        basis=_basis(rates, origin),
        remarks=origin.remarks,
        provenance=origin.provenance,
    )


def _distinct(rates: Sequence[DutyRate]) -> tuple[DutyRate, ...]:
    """Rates that differ: "Free" and "0%" are one; rates without a figure differ by text."""
    seen: dict[Decimal | str, DutyRate] = {}
    for rate in rates:
        seen.setdefault(rate.text if rate.percent is None else rate.percent, rate)
    return tuple(seen.values())


def _basis(rates: Sequence[DutyRate], origin: SideSource) -> Basis:
    if not rates:
        return Basis.UNKNOWN
    if len(rates) > 1:
        return Basis.RANGE
    return Basis.LINE if origin.by_line else Basis.RULE


def _margin_range(lines: Sequence[TariffLine]) -> Percentages | None:
    margins = [line.margin for line in lines]
    known = [margin for margin in margins if margin is not None]
    if not known or len(known) != len(margins):
        return None
    return (min(known), max(known))


def _preferable(lines: Sequence[TariffLine]) -> bool | None:
    verdicts = {line.preferable for line in lines}
    return verdicts.pop() if len(verdicts) == 1 else None
