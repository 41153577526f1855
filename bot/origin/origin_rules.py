"""The law one determination of origin is made under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.origin.natures import NOTHING_TOLD_APART, Natures
from bot.origin.nomenclature import HsRange
from bot.origin.product_specific_rules import RuleList
from bot.origin.provisions import Provisions


@dataclass(frozen=True)
class OriginRules:
    """The law of one agreement for one partner: list, provisions, and what its words stand for.

    `named_codes` are the codes a described material can have; `insufficient_processes` the processes on
    the agreement's list of insufficient operations; `natures` tell apart materials that cannot stand in
    for one another.
    """

    rules: RuleList
    provisions: Provisions
    named_codes: Mapping[str, tuple[HsRange, ...]] = field(default_factory=dict)
    insufficient_processes: frozenset[str] = frozenset()
    natures: Natures = NOTHING_TOLD_APART
