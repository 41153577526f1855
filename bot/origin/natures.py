"""Kinds of materials that cannot stand in for one another.

"Manufacture from" a named material does not keep out other materials which by their nature cannot be that
material: paint on a steel tube made from ingots, zips in a dress made from yarn (introductory notes to the
lists, for example note 3 of Annex I to the Pan-Euro-Mediterranean Convention). Materials of the same nature
as the named material or the product must be the named ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.origin.criteria import NamedMaterial, Scope
from bot.origin.nomenclature import HsCode, HsRange

Nature = tuple[HsRange, ...]


@dataclass(frozen=True)
class Natures:
    """The natures by name and their codes; none known means that nothing is told apart."""

    codes: Mapping[str, Nature]

    def of(self, wanted: HsCode | HsRange) -> frozenset[str]:
        """The natures a code, or any code of a range, can have."""
        ends = (wanted, wanted) if isinstance(wanted, HsCode) else (wanted.first, wanted.last)
        first, last = (end.digits[:2] for end in ends)
        return frozenset(
            name
            for name, ranges in self.codes.items()
            if any(one.first.digits[:2] <= last and first <= one.last.digits[:2] for one in ranges)
        )

    def of_scope(
        self, scope: Scope, named_codes: Mapping[str, tuple[HsRange, ...]]
    ) -> frozenset[str] | None:
        """The natures of the materials of a scope; None where a described one can have any code."""
        found: frozenset[str] = frozenset()
        for item in scope.items:
            if isinstance(item, NamedMaterial):
                codes = item.codes or named_codes.get(item.name, ())
                if not codes:
                    return None
                for one in codes:
                    found |= self.of(one)
            elif isinstance(item, HsRange):
                found |= self.of(item)
        return found


NOTHING_TOLD_APART = Natures({})
