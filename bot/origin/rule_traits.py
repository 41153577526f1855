"""What the rules of a list say about whole groups of goods, whatever the case."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from bot.origin.criteria import (
    Alternative,
    AnyOf,
    Criterion,
    NamedMaterial,
    Relative,
    Rule,
    SetRule,
    TariffShift,
    WhollyObtained,
    scopes_of,
)
from bot.origin.nomenclature import HsCode, HsRange, any_contains
from bot.origin.product_specific_rules import RuleList


def has_set_clause(rule: Rule) -> bool:
    """Whether the rule has a clause on sets of its own."""
    return any(isinstance(one, SetRule) for found in rule.alternatives for one in found.criteria)


@lru_cache(maxsize=4096)
def digits_compared(rule: Rule) -> int:
    """How many digits of the product's code the rule looks at; 0 if its criteria do not depend on it."""
    if any(found.conditions.only for found in rule.alternatives):
        return 6
    return max(
        (_digits(criterion) for found in rule.alternatives for criterion in found.criteria),
        default=0,
    )


def _digits(criterion: Criterion) -> int:
    if isinstance(criterion, AnyOf):
        return digits_compared(criterion.rule)
    level = criterion.level.digits if isinstance(criterion, TariffShift) else 0
    relative = [
        item.digits
        for scope in scopes_of(criterion)
        for item in (*scope.items, *scope.without)
        if isinstance(item, Relative)
    ]
    return max([level, *relative])


@lru_cache(maxsize=4096)
def demands_wholly_obtained(rules: RuleList, current: HsCode, day: date) -> bool:
    """Whether every alternative of the rule of a code asks for wholly obtained goods of that very kind."""
    candidates = rules.candidates(current, day)
    return bool(candidates) and all(
        _alternative_demands(alternative, candidate.product_code)
        for candidate in candidates
        for alternative in candidate.rule.rule.alternatives
    )


def _alternative_demands(alternative: Alternative, product_code: HsCode) -> bool:
    for criterion in alternative.criteria:
        if not isinstance(criterion, WhollyObtained):
            continue
        if criterion.scope is None:
            return True
        ranges = [
            one
            for item in criterion.scope.items
            for one in (item.codes if isinstance(item, NamedMaterial) else (item,))
            if isinstance(one, HsRange)
        ]
        if any_contains(ranges, product_code) and not criterion.scope.without:
            return True
    return False
