"""What duty a product meets in a market: normal (MFN) duty, preferential duty, margin and saving.

MFN ("most favoured nation") is the duty without a preference. The preference margin is what an
originating product saves, in percentage points of the customs value. A figure is only given where
it is certain: several national lines give a range, a duty by weight gives its text, and nothing is
averaged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from bot.tariff.rates import DutyRate
from bot.tariff.schedule import StagingCategory

Percentages = tuple[Decimal, Decimal]

_HUNDRED = Decimal(100)


class Side(Enum):
    """Which of the two duties."""

    MFN = "mfn"
    PREFERENTIAL = "preferential"


class Basis(Enum):
    """What a duty is known from."""

    LINE = "line"
    RANGE = "range"
    RULE = "rule"
    UNKNOWN = "unknown"


class Confidence(Enum):
    """How far figures can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class LiveFailure(Enum):
    """Why an online tariff was asked in vain, so that recorded figures are given."""

    UNAVAILABLE = "unavailable"  # no answer in time, out of order, or asked too often
    NOT_LISTED = "not_listed"  # the service has no such code
    DOUBTFUL = "doubtful"  # the answer cannot be read, contradicts itself or is implausible


class LineNote(Enum):
    """What has to be known of a national line beside its rate.

    A note can carry a text after "=", such as `temporary_rate=1%`.
    """

    IN_QUOTA = "in_quota"  # the rate within a tariff quota, not the normal one
    QUOTA_ONLY = "quota_only"  # the preference exists only within a tariff quota
    NO_PREFERENCE = "no_preference"  # the line is outside the preference: MFN applies
    SEVERAL_RATES = "several_rates"  # the line is divided further, with different rates
    TEMPORARY_RATE = "temporary_rate"  # another rate may apply for a time
    IN_BRACKETS = "in_brackets"  # published in brackets: not below another applicable rate
    SEPARATE_RULES = "separate_rules"  # duty under rules outside the table (used vehicles)
    INFERRED = "inferred"  # concluded from the rates of other country groups
    UNCONFIRMED = "unconfirmed"  # the published figure may be a placeholder
    RECIPE_OR_SEASON = "recipe_or_season"  # depends on composition or time of year
    SUSPENDED_THEN = "suspended_then"  # a suspension existed when the tariff was published
    TRADE_REMEDY_THEN = "trade_remedy_then"  # a trade remedy existed when it was published
    AUTONOMOUS_QUOTA_THEN = "autonomous_quota_then"  # an autonomous quota existed then


@dataclass(frozen=True)
class Wording:
    """A text from the data in both languages."""

    de: str
    en: str


@dataclass(frozen=True)
class Provenance:
    """Where figures come from.

    Attributes:
        year: the year of the tariff; None for a rule without a date.
        hs_edition: edition of the Harmonized System the figures are coded in; None for a rule.
        label: what must be shown with the figures, such as their age.
        valid: whether the figures hold on the day asked; if not, they are only shown.
        retrieved_at: when an online service gave the figures (with its zone); None for recorded ones.
    """

    side: Side
    year: int | None
    source: str
    confidence: Confidence
    label: Wording | None = None
    hs_edition: str | None = None
    valid: bool = True
    retrieved_at: datetime | None = None


@dataclass(frozen=True)
class TariffLine:
    """A national line with both duties; a duty is None where it is not known."""

    code: str
    mfn: DutyRate | None
    preferential: DutyRate | None
    notes: tuple[str, ...] = ()

    @property
    def in_quota(self) -> bool:
        """Whether the rates apply only to goods within a tariff quota."""
        return self.has(LineNote.IN_QUOTA)

    def has(self, note: LineNote) -> bool:
        """Whether a note stands with the line, with or without a text of its own."""
        return any(one.partition("=")[0] == note.value for one in self.notes)

    @property
    def preferential_or_mfn(self) -> DutyRate | None:
        """The duty of an originating product: MFN where the line is outside the preference."""
        return self.mfn if self.has(LineNote.NO_PREFERENCE) else self.preferential

    @property
    def margin(self) -> Decimal | None:
        """Percentage points saved, never below 0; None where a side is not a percentage."""
        mfn, preferential = self.mfn, self.preferential_or_mfn
        if mfn is None or preferential is None or mfn.percent is None:
            return None
        if preferential.percent is None:
            return None
        return max(Decimal(0), mfn.percent - preferential.percent)

    @property
    def preferable(self) -> bool | None:
        """Whether the preference is below MFN; None where the two cannot be compared."""
        if self.has(LineNote.NO_PREFERENCE):
            return False
        mfn, preferential = self.mfn, self.preferential
        if mfn is None or preferential is None:
            return None
        if mfn.is_free or mfn == preferential:
            return False
        if self.margin is not None:
            return self.margin > 0
        # Free is below any duty by weight that was read without doubt.
        return True if preferential.is_free and mfn.component is not None else None


@dataclass(frozen=True)
class SideOfDuty:
    """One of the two duties over all lines concerned.

    Attributes:
        rates: the different rates, in the order of the lines.
        complete: whether every line has a rate on this side.
        basis: what the rates are known from.
        remarks: what the data says in words (rules without a figure, exceptions), own words.
    """

    rates: tuple[DutyRate, ...]
    complete: bool
    basis: Basis
    remarks: tuple[Wording, ...] = ()
    provenance: Provenance | None = None

    @property
    def rate(self) -> DutyRate | None:
        """The one rate; None where there are several, none, or some lines without."""
        return self.rates[0] if len(self.rates) == 1 and self.complete else None

    @property
    def range(self) -> Percentages | None:
        """Lowest and highest percentage; None if equal, incomplete, or not all are percentages."""
        percents = [rate.percent for rate in self.rates if rate.percent is not None]
        if not self.complete or not percents or len(percents) != len(self.rates):
            return None
        lowest, highest = min(percents), max(percents)
        return None if lowest == highest else (lowest, highest)


@dataclass(frozen=True)
class EditionNote:
    """The code had to be translated: the tariff still uses these codes of an older edition."""

    edition: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Duty:
    """What duty a product meets in a market on a day, with and without preference.

    Attributes:
        code: the code the answer is for (digits): the national line, or the code of HS 2022 asked.
        mfn_side: the normal duty.
        preferential_side: the duty of originating products under the agreement.
        lines: the national lines concerned, in-quota lines left out; empty where a rule answers.
        margin_range: lowest and highest margin over the lines, None if not known for all.
        preferable: True if the preference is below MFN on every line, False if on none ("use MFN"),
            None if it depends on the line or is not known.
        nothing_to_save: the normal duty is zero on every line.
        edition_note: set where the code was translated into others; then the line must be asked.
        live_failure: set where an online tariff was asked in vain and the figures are recorded ones.
        staging: categories of the agreement's schedule, where it is not known which one the product has.
    """

    code: str
    mfn_side: SideOfDuty
    preferential_side: SideOfDuty
    lines: tuple[TariffLine, ...]
    margin_range: Percentages | None
    preferable: bool | None
    nothing_to_save: bool
    edition_note: EditionNote | None = None
    live_failure: LiveFailure | None = None
    staging: tuple[StagingCategory, ...] = ()

    @property
    def mfn(self) -> str | None:
        """The normal duty as published."""
        return _text(self.mfn_side)

    @property
    def mfn_percent(self) -> Decimal | None:
        """The normal duty in percent of the customs value."""
        return _percent(self.mfn_side)

    @property
    def mfn_range(self) -> Percentages | None:
        """Lowest and highest normal duty in percent over the lines."""
        return self.mfn_side.range

    @property
    def preferential(self) -> str | None:
        """The preferential duty as published."""
        return _text(self.preferential_side)

    @property
    def preferential_percent(self) -> Decimal | None:
        """The preferential duty in percent of the customs value."""
        return _percent(self.preferential_side)

    @property
    def preferential_range(self) -> Percentages | None:
        """Lowest and highest preferential duty in percent over the lines."""
        return self.preferential_side.range

    @property
    def margin_percent(self) -> Decimal | None:
        """Percentage points saved; only where both duties are one known percentage."""
        mfn, preferential = self.mfn_percent, self.preferential_percent
        if mfn is None or preferential is None:
            return None
        return max(Decimal(0), mfn - preferential)

    @property
    def basis(self) -> Basis:
        """What the answer rests on; the weaker of the two sides that are known."""
        known = {side.basis for side in self._sides} - {Basis.UNKNOWN}
        for weakest in (Basis.RANGE, Basis.RULE, Basis.LINE):
            if weakest in known:
                return weakest
        return Basis.UNKNOWN

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Where the figures of both sides come from."""
        return tuple(side.provenance for side in self._sides if side.provenance is not None)

    @property
    def year(self) -> int | None:
        """The year of the normal duty, else of the preferential duty."""
        return next((one.year for one in self.provenances if one.year is not None), None)

    @property
    def source(self) -> str:
        """The sources of both sides, each named once."""
        return "; ".join(dict.fromkeys(one.source for one in self.provenances))

    @property
    def confidence(self) -> Confidence | None:
        """The lower confidence of the sides with a rate; None where no rate is known."""
        order = list(Confidence)
        known = [side.provenance for side in self._sides if side.rates and side.provenance]
        return max((one.confidence for one in known), key=order.index, default=None)

    @property
    def remarks(self) -> tuple[Wording, ...]:
        """What the data says in words, each once."""
        return tuple(dict.fromkeys(remark for side in self._sides for remark in side.remarks))

    @property
    def line_notes(self) -> tuple[LineNote, ...]:
        """What has to be known of one national line or more, beside the rates."""
        return tuple(note for note in LineNote if any(line.has(note) for line in self.lines))

    @property
    def _sides(self) -> tuple[SideOfDuty, SideOfDuty]:
        return (self.mfn_side, self.preferential_side)


def saving(value: Decimal, margin_percent: Decimal) -> Decimal:
    """Duty saved on a customs value, in its currency, not rounded.

    Raises:
        ValueError: the value or the margin is below zero.
    """
    if value < 0 or margin_percent < 0:
        raise ValueError(f"value {value}, margin {margin_percent}: expected 0 or more")
    return value * margin_percent / _HUNDRED


def yearly_saving(value: Decimal, consignments: int, margin_percent: Decimal) -> Decimal:
    """Duty saved in a year with so many consignments of the same value.

    Raises:
        ValueError: a figure is below zero.
    """
    if consignments < 0:
        raise ValueError(f"{consignments} consignments: expected 0 or more")
    return saving(value * consignments, margin_percent)


def _text(side: SideOfDuty) -> str | None:
    return side.rate.text if side.rate else None


def _percent(side: SideOfDuty) -> Decimal | None:
    return side.rate.percent if side.rate else None
