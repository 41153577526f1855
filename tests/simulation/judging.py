"""Criteria held against a world in which nothing is unknown.

Written apart from the engine, in plain true and false, so that a mistake there does not answer for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Union

from bot.origin.criteria import (
    Criterion,
    FromMaterials,
    MaxWeight,
    MinWhollyObtained,
    NamedMaterial,
    OriginatingMaterials,
    Relative,
    Scope,
    ScopeItem,
    TariffShift,
    WhollyObtained,
)
from bot.origin.determination import OriginRules
from tests.simulation.world import Part, World, weight_of

Shift = Union[TariffShift, FromMaterials]


@dataclass(frozen=True)
class Judge:
    """Knows a world and the law; says which materials a criterion is about and which do not keep it."""

    world: World
    law: OriginRules

    def within(self, scope: Scope) -> tuple[Part, ...]:
        """All materials of a scope, originating or not."""
        return tuple(one for one in self.world.parts if self.is_in(one, scope))

    def is_in(self, part: Part, scope: Scope) -> bool:
        """Whether a material belongs to a scope."""
        left_out = any(self._matches(part, item) for item in scope.without)
        return not left_out and any(self._matches(part, item) for item in scope.items)

    def _matches(self, part: Part, item: ScopeItem) -> bool:
        if isinstance(item, Relative):
            return self._shares(part, item.digits)
        if isinstance(item, NamedMaterial):
            return item.name in part.names
        return item.contains(part.list_code)

    def _shares(self, part: Part, digits: int) -> bool:
        return part.list_code.digits[:digits] == self.world.list_code.digits[:digits]

    def keep(self, criterion: Criterion) -> bool:
        """Whether the materials keep the criterion."""
        if isinstance(criterion, MinWhollyObtained):
            return self._enough_wholly_obtained(criterion)
        return not self.offending(criterion)

    def offending(self, criterion: Criterion) -> tuple[Part, ...]:
        """The materials that the criterion does not allow."""
        return tuple(_OFFENDING[type(criterion)](self, criterion))

    def _against_shift(self, shift: Shift) -> Iterable[Part]:
        return (
            one for one in self.world.parts if one.non_originating and not self._allows(shift, one)
        )

    def _allows(self, shift: Shift, part: Part) -> bool:
        if self._in_any(part, shift.prohibitions):
            return False
        if self._in_any(part, (one.scope for one in shift.allowances)):
            return True
        return self._changes(shift, part) and not self._in_any(part, shift.exceptions)

    def _changes(self, shift: Shift, part: Part) -> bool:
        if isinstance(shift, FromMaterials):
            return self.is_in(part, shift.scope) or self._is_of_another_nature(shift, part)
        digits = shift.level.digits
        return digits == 0 or not self._shares(part, digits)

    def _is_of_another_nature(self, shift: FromMaterials, part: Part) -> bool:
        """Paint on a steel tube: a material that can be neither the named material nor the product."""
        named = self.law.natures.of_scope(shift.scope, self.law.named_codes)
        if named is None:
            return False
        concerned = named | self.law.natures.of(self.world.list_code)
        own = self.law.natures.of(part.list_code)
        return bool(own) and own.isdisjoint(concerned)

    def _in_any(self, part: Part, scopes: Iterable[Scope]) -> bool:
        return any(self.is_in(part, scope) for scope in scopes)

    def _not_wholly_obtained(self, criterion: WhollyObtained) -> Iterable[Part]:
        assert criterion.scope is not None
        return (one for one in self.within(criterion.scope) if not one.wholly_obtained)

    def _not_originating(self, criterion: OriginatingMaterials) -> Iterable[Part]:
        return (one for one in self.within(criterion.scope) if one.non_originating)

    def _too_heavy(self, criterion: MaxWeight) -> Iterable[Part]:
        scopes = (
            [Scope((item,), criterion.scope.without) for item in criterion.scope.items]
            if criterion.each
            else [criterion.scope]
        )
        whole = self._weighed_against(criterion)
        for scope in scopes:
            parts = [one for one in self.within(scope) if one.non_originating]
            if weight_of(parts) * 100 > criterion.percent * whole:
                yield from parts

    def _weighed_against(self, criterion: MaxWeight) -> Any:
        if criterion.within is not None:
            return weight_of(self.within(criterion.within))
        return self.world.product.net_weight_kg

    def _enough_wholly_obtained(self, criterion: MinWhollyObtained) -> bool:
        part = [one for one in self.within(criterion.scope) if one.wholly_obtained]
        whole = weight_of(self.within(criterion.within))
        return weight_of(part) * 100 >= criterion.percent * whole


_OFFENDING: dict[type, Callable[[Judge, Any], Iterable[Part]]] = {
    TariffShift: Judge._against_shift,
    FromMaterials: Judge._against_shift,
    WhollyObtained: Judge._not_wholly_obtained,
    OriginatingMaterials: Judge._not_originating,
    MaxWeight: Judge._too_heavy,
}
