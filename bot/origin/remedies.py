"""What would turn a "no" or "open" into a "yes", cheapest first, and how near each alternative is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from itertools import combinations

from bot.origin.bill_of_materials import Case, Material
from bot.origin.criteria import (
    Basis,
    MaxNonOriginatingMaterials,
    MaxWeight,
    RegionalValueContent,
    SetRule,
)
from bot.origin.determination import OriginDetermination, OriginRules, determine_status
from bot.origin.findings import AlternativeResult, Finding, Reason, Status
from bot.origin.material_status import Input, StatusReason
from bot.origin.outcome import Outcome

# More candidates than this would make the search for pairs slower than an answer should be.
_MOST_CANDIDATES = 12


class RemedyKind(Enum):
    """Ways to a yes, in the order of what they cost."""

    GET_DECLARATION = "get_declaration"
    SPLIT_INTERMEDIATE = "split_intermediate"
    SOURCE_ORIGINATING = "source_originating"
    LOWER_NON_ORIGINATING = "lower_non_originating"
    ORIGIN_QUOTA = "origin_quota"


@dataclass(frozen=True)
class Remedy:
    """One way to a yes: the lines of the bill of materials it is about, or an amount to come down by."""

    kind: RemedyKind
    materials: tuple[str, ...] = ()
    amount: Decimal | None = None
    alternative: str = ""
    subject: str = ""


class ShortfallKind(Enum):
    """What is exceeded."""

    MAX_NOM = "max_nom"
    RVC = "rvc"
    MAX_WEIGHT = "max_weight"
    ALLOWANCE = "allowance"
    SET = "set"
    TOLERANCE = "tolerance"


@dataclass(frozen=True)
class Shortfall:
    """How much is too much under one alternative, in money or kilograms."""

    kind: ShortfallKind
    amount: Decimal
    alternative: str
    in_weight: bool = False


def shortfalls_of(determination: OriginDetermination) -> tuple[Shortfall, ...]:
    """All amounts by which alternatives were missed, in the order of the rule."""
    return tuple(shortfall for one in determination.alternatives for shortfall in _shortfalls(one))


def _shortfalls(result: AlternativeResult) -> Iterator[Shortfall]:
    for finding in result.findings:
        if finding.outcome is Outcome.NOT_MET and finding.shortfall is not None:
            in_weight = isinstance(finding.criterion, MaxWeight)
            yield Shortfall(_kind(finding), finding.shortfall, result.notation, in_weight)
    tolerance = result.tolerance
    if tolerance is not None and tolerance.outcome is Outcome.NOT_MET and tolerance.excess:
        in_weight = tolerance.limit is not None and tolerance.limit.basis is Basis.WEIGHT
        yield Shortfall(ShortfallKind.TOLERANCE, tolerance.excess, result.notation, in_weight)


def _kind(finding: Finding) -> ShortfallKind:
    return {
        MaxNonOriginatingMaterials: ShortfallKind.MAX_NOM,
        RegionalValueContent: ShortfallKind.RVC,
        MaxWeight: ShortfallKind.MAX_WEIGHT,
        SetRule: ShortfallKind.SET,
    }.get(type(finding.criterion), ShortfallKind.ALLOWANCE)


def headroom_of(determination: OriginDetermination) -> Decimal | None:
    """How much more non-originating value would still be fine; None where value does not limit."""
    if determination.decisive is None or determination.status is not Status.ORIGINATING:
        return None
    rooms = [
        finding.headroom
        for finding in determination.decisive.findings
        if finding.headroom is not None and not isinstance(finding.criterion, MaxWeight)
    ]
    tolerance = determination.decisive.tolerance
    if tolerance is not None and tolerance.room is not None:
        rooms.append(tolerance.room)
    return min(rooms) if rooms else None


def remedies_of(
    case: Case, law: OriginRules, determination: OriginDetermination
) -> tuple[Remedy, ...]:
    """Ways to a yes for a case that is not (or not yet) originating."""
    if determination.status is not Status.NOT_ORIGINATING or not determination.alternatives:
        return ()
    found = [
        *_by_declaration(case, law, determination),
        *_by_splitting(case, law, determination),
        *_by_source(case, law, determination),
    ]
    if determination.reason is not Reason.INSUFFICIENT_OPERATIONS:
        # Where the work is too simple, no amount and no quota helps.
        found += [*_by_amount(determination), *_by_quota(determination)]
    return tuple(found)


def _by_declaration(
    case: Case, law: OriginRules, determination: OriginDetermination
) -> Iterator[Remedy]:
    """Materials that may well originate but are not proven: whose declaration tips the result?"""
    lines = [one for one in _lines(determination) if _lacks_proof(one, law)]
    yield from _tipping(RemedyKind.GET_DECLARATION, lines, case, law)


def _by_splitting(
    case: Case, law: OriginRules, determination: OriginDetermination
) -> Iterator[Remedy]:
    """Intermediates counted as foreign although their inputs are known: by their own rule they may pass."""
    for one in _lines(determination):
        if one.material.materials and _turns(case, law, frozenset({one.key}), _as_own_production):
            yield Remedy(RemedyKind.SPLIT_INTERMEDIATE, (one.key,))


def _by_source(
    case: Case, law: OriginRules, determination: OriginDetermination
) -> Iterator[Remedy]:
    """Materials that would tip the result if they came from the Union or the partner instead."""
    lines = [one for one in _lines(determination) if not _lacks_proof(one, law)]
    yield from _tipping(RemedyKind.SOURCE_ORIGINATING, lines, case, law)


def _lines(determination: OriginDetermination) -> list[Input]:
    lines = [one for one in determination.inputs or () if one.may_be_non_originating]
    return sorted(lines, key=lambda one: (one.value is None, one.value or Decimal(0)))


def _lacks_proof(one: Input, law: OriginRules) -> bool:
    if one.reason in (StatusReason.NOT_PROVEN, StatusReason.EVIDENCE_DOES_NOT_COVER):
        return True
    origin = one.material.originating_in or one.material.country
    return origin is not None and origin in law.provisions.own_territory


def _tipping(
    kind: RemedyKind, lines: list[Input], case: Case, law: OriginRules
) -> Iterator[Remedy]:
    """The cheapest single lines, else the cheapest pair, whose origin turns the result."""
    candidates = lines[:_MOST_CANDIDATES]
    for size in (1, 2):
        tips = [
            keys
            for keys in combinations([one.key for one in candidates], size)
            if _turns(case, law, frozenset(keys))
        ]
        for keys in tips[:3]:
            yield Remedy(kind, keys)
        if tips:
            return


def _turns(
    case: Case,
    law: OriginRules,
    keys: frozenset[str],
    change: Callable[[Material], Material] | None = None,
) -> bool:
    materials = _changed(case.materials or (), "", keys, change or _as_originating)
    return determine_status(replace(case, materials=materials), law).status is Status.ORIGINATING


def _changed(
    materials: tuple[Material, ...],
    prefix: str,
    keys: frozenset[str],
    change: Callable[[Material], Material],
) -> tuple[Material, ...]:
    """The bill of materials with the lines of these keys changed, at any level."""
    found = []
    for index, material in enumerate(materials):
        key = f"{prefix}{index}"
        if key in keys:
            found.append(change(material))
        else:
            parts = _changed(material.materials, f"{key}.", keys, change)
            found.append(replace(material, materials=parts) if material.materials else material)
    return tuple(found)


def _as_own_production(material: Material) -> Material:
    return replace(material, originating=None, originating_in=None, country=None, evidence=None)


def _as_originating(material: Material) -> Material:
    return replace(material, originating=True, originating_in=None, evidence=None, materials=())


def _by_amount(determination: OriginDetermination) -> Iterator[Remedy]:
    """The alternative with the smallest amount to come down by, if that amount alone decides it."""
    nearest = [
        (found[0].amount, found[0].alternative)
        for one in determination.alternatives
        for found in [list(_shortfalls(one))]
        if len(found) == 1 and not found[0].in_weight and _only_amounts_fail(one)
    ]
    if nearest:
        amount, alternative = min(nearest)
        yield Remedy(RemedyKind.LOWER_NON_ORIGINATING, amount=amount, alternative=alternative)


def _only_amounts_fail(result: AlternativeResult) -> bool:
    if result.out_of_time or result.blocked_by_quota:
        return False
    return all(
        finding.shortfall is not None or finding.repairable
        for finding in result.findings
        if finding.outcome is Outcome.NOT_MET
    )


def _by_quota(determination: OriginDetermination) -> Iterator[Remedy]:
    for one in determination.alternatives:
        if one.blocked_by_quota is not None:
            yield Remedy(
                RemedyKind.ORIGIN_QUOTA, alternative=one.notation, subject=one.blocked_by_quota
            )
