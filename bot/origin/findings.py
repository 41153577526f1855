"""What the engine found out: per criterion, per alternative, per determination. Values, never sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from bot.origin.criteria import Alternative, Basis, Criterion, Limit
from bot.origin.facts import MissingFact
from bot.origin.outcome import Outcome, all_of


class Unit(Enum):
    """What a measured value and its limit are counted in."""

    PERCENT_OF_EX_WORKS = "percent_of_ex_works_price"
    PERCENT_OF_FOB = "percent_of_fob_price"
    PERCENT_OF_WEIGHT = "percent_of_weight"
    MONEY = "money"


@dataclass(frozen=True)
class Finding:
    """The outcome of one criterion.

    `materials` are the keys of the lines that matter; `offending` those the criterion does not allow,
    `doubtful` those of which it is not known. Only offending materials can be repaired by a tolerance, and
    only where `repairable`. `allowances` is how the materials under an allowance with a limit stand, which
    no tolerance repairs; `allowance_missing` what is not known of them. `headroom` is how much more
    non-originating value would still be fine, `shortfall` how much is too much (money).
    """

    criterion: Criterion
    outcome: Outcome
    measured: Decimal | None = None
    limit: Decimal | None = None
    unit: Unit | None = None
    materials: tuple[str, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    repairable: bool = False
    offending: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    allowances: Outcome = Outcome.MET
    allowance_missing: tuple[MissingFact, ...] = ()
    headroom: Decimal | None = None
    shortfall: Decimal | None = None
    tolerance_used: bool = False


def distinct(facts: Iterable[MissingFact]) -> tuple[MissingFact, ...]:
    """The facts, each once, in their order."""
    return tuple({fact.id: fact for fact in facts}.values())


def distinct_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys, each once, in their order."""
    return tuple(dict.fromkeys(keys))


def with_allowances(finding: Finding, checked: Sequence[Finding]) -> Finding:
    """The finding on a shift together with those on its allowances with a limit."""
    if not checked:
        return finding
    outcome = all_of(one.outcome for one in checked)
    shown = next(one for one in checked if one.outcome is outcome)
    missing = distinct([fact for one in checked for fact in one.missing])
    kept = [] if outcome is Outcome.MET else [key for one in checked for key in one.materials]
    return replace(
        finding,
        outcome=all_of((finding.outcome, outcome)),
        measured=shown.measured,
        limit=shown.limit,
        unit=shown.unit,
        materials=distinct_keys((*finding.materials, *kept)),
        missing=distinct(finding.missing + missing),
        repairable=finding.outcome is not Outcome.MET and outcome is not Outcome.NOT_MET,
        allowances=outcome,
        allowance_missing=missing,
        shortfall=shown.shortfall,
    )


@dataclass(frozen=True)
class ToleranceResult:
    """How the offending materials of an alternative stand against the tolerance.

    `amount` and `limit_amount` are money or kilograms, by the basis of the limit.
    """

    outcome: Outcome
    limit: Limit | None = None
    amount: Decimal | None = None
    limit_amount: Decimal | None = None
    materials: tuple[str, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    source: str = ""

    @property
    def room(self) -> Decimal | None:
        """How much money is left of the tolerance; None where it was not used, or counts weight."""
        used = self.outcome is Outcome.MET and self.materials
        if not used or self.limit is None or self.limit.basis is Basis.WEIGHT:
            return None
        if self.amount is None or self.limit_amount is None:
            return None
        return self.limit_amount - self.amount

    @property
    def excess(self) -> Decimal | None:
        """How much is above the tolerance, None if not above or not known."""
        if self.amount is None or self.limit_amount is None or self.amount <= self.limit_amount:
            return None
        return self.amount - self.limit_amount


@dataclass(frozen=True)
class AlternativeResult:
    """The outcome of one alternative of a rule."""

    alternative: Alternative
    notation: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    tolerance: ToleranceResult | None = None
    missing: tuple[MissingFact, ...] = ()
    blocked_by_quota: str | None = None
    out_of_time: bool = False


class Way(Enum):
    """The three ways to origin, and the trader's."""

    WHOLLY_OBTAINED = "wholly_obtained"
    EXCLUSIVELY_ORIGINATING = "exclusively_originating"
    SUFFICIENTLY_WORKED = "sufficiently_worked"
    SUPPLIERS_DECLARATION = "suppliers_declaration"


class Status(Enum):
    """The answer of a determination."""

    ORIGINATING = "originating"
    NOT_ORIGINATING = "not_originating"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


class Reason(Enum):
    """Why a determination came out as it did, where the alternatives do not tell it."""

    RULES_NOT_RECORDED = "rules_not_recorded"
    ROW_NOT_RECORDED = "row_not_recorded"
    RULE_NOT_MET = "rule_not_met"
    INSUFFICIENT_OPERATIONS = "insufficient_operations"
    WORKED_OUTSIDE = "worked_outside"
    NO_SUPPLIERS_DECLARATION = "no_suppliers_declaration"
    FACTS_MISSING = "facts_missing"
    CUSTOMS_UNION = "customs_union"
    NO_EXPORT = "no_export"
    NO_AGREEMENT = "no_agreement"
