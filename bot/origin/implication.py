"""Which criterion demands at least as much as another: what the stricter one grants, the other grants too.

An exporter who answered that all materials come from other chapters need not be asked about headings, and
an alternative that is stricter than another open one has no questions of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from bot.origin.criteria import (
    Alternative,
    Criterion,
    FromMaterials,
    Limit,
    MaxNonOriginatingMaterials,
    MaxWeight,
    RegionalValueContent,
    Rule,
    Scope,
    ShiftLevel,
    TariffShift,
)

# The fewer digits must differ, the stricter the shift; ANY asks for none.
_STRICT_FIRST = (
    ShiftLevel.CHAPTER,
    ShiftLevel.HEADING,
    ShiftLevel.SUBHEADING,
    ShiftLevel.ANY,
)


@lru_cache(maxsize=4096)
def demands(stricter: Criterion, other: Criterion) -> bool:
    """Whether whoever keeps the first criterion surely keeps the second; False where it is not plain."""
    if stricter == other:
        return True
    if type(stricter) is not type(other):
        return False
    compare = _COMPARISONS.get(type(stricter))
    return compare is not None and compare(stricter, other)


@lru_cache(maxsize=4096)
def needless_alternatives(rule: Rule) -> frozenset[tuple[int, int]]:
    """Pairs of positions: the first alternative is met only if the second, an easier one, is."""
    count = range(len(rule.alternatives))
    return frozenset(
        (one, other)
        for one in count
        for other in count
        if one != other
        and _needs(rule.alternatives[one], rule.alternatives[other])
        and not (other > one and _needs(rule.alternatives[other], rule.alternatives[one]))
    )


def _needs(stricter: Alternative, other: Alternative) -> bool:
    if other.conditions != stricter.conditions:
        return False
    return all(any(demands(one, wanted) for one in stricter.criteria) for wanted in other.criteria)


def _shift_demands(stricter: TariffShift, other: TariffShift) -> bool:
    levels = _STRICT_FIRST.index(stricter.level) <= _STRICT_FIRST.index(other.level)
    return levels and _modifiers_demand(stricter, other)


def _from_demands(stricter: FromMaterials, other: FromMaterials) -> bool:
    return stricter.scope == other.scope and _modifiers_demand(stricter, other)


def _modifiers_demand(
    stricter: TariffShift | FromMaterials, other: TariffShift | FromMaterials
) -> bool:
    return (
        set(stricter.allowances) <= set(other.allowances)
        and set(other.exceptions) <= set(stricter.exceptions)
        and set(other.prohibitions) <= set(stricter.prohibitions)
    )


def _max_nom_demands(
    stricter: MaxNonOriginatingMaterials, other: MaxNonOriginatingMaterials
) -> bool:
    return _covers(stricter.scope, other.scope) and all(
        any(_is_lower(limit, wider) for wider in other.limits) for limit in stricter.limits
    )


def _covers(wide: Scope | None, narrow: Scope | None) -> bool:
    return wide is None or wide == narrow


def _is_lower(limit: Limit, other: Limit) -> bool:
    return limit.basis is other.basis and limit.percent <= other.percent


def _rvc_demands(stricter: RegionalValueContent, other: RegionalValueContent) -> bool:
    return _is_lower(other.limit, stricter.limit)


def _weight_demands(stricter: MaxWeight, other: MaxWeight) -> bool:
    same = stricter.scope == other.scope and stricter.within == other.within
    return same and stricter.each is other.each and stricter.percent <= other.percent


_COMPARISONS: dict[type, Callable[[Any, Any], bool]] = {
    TariffShift: _shift_demands,
    FromMaterials: _from_demands,
    MaxNonOriginatingMaterials: _max_nom_demands,
    RegionalValueContent: _rvc_demands,
    MaxWeight: _weight_demands,
}
