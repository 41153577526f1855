"""Whether a material belongs to a scope of a rule: by code, by relation to the product, by description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

from bot.origin.criteria import NamedMaterial, Relative, Scope, ScopeItem
from bot.origin.facts import Answers, FactType, MissingFact, Topic
from bot.origin.material_status import Input
from bot.origin.nomenclature import HsCode, HsRange


class Membership(NamedTuple):
    """Whether a material is in a scope; None with the facts that would tell."""

    inside: Optional[bool]
    missing: tuple[MissingFact, ...] = ()


INSIDE = Membership(True)
OUTSIDE = Membership(False)


@dataclass(frozen=True)
class ScopeReader:
    """Decides membership for one product; `named_codes` are the codes a described material can have."""

    product_code: HsCode
    answers: Answers
    named_codes: Mapping[str, tuple[HsRange, ...]] = field(default_factory=dict)

    def membership(self, one: Input, scope: Scope) -> Membership:
        """Whether the material is in the scope and not in what the scope leaves out."""
        inside = self._any(one, scope.items)
        if inside.inside is False or not scope.without:
            return inside
        left_out = self._any(one, scope.without)
        if left_out.inside is True:
            return OUTSIDE
        if left_out.inside is False:
            return inside
        return Membership(None, inside.missing + left_out.missing)

    def _any(self, one: Input, items: Iterable[ScopeItem]) -> Membership:
        missing: tuple[MissingFact, ...] = ()
        open_ = False
        for item in items:
            found = self._item(one, item)
            if found.inside is True:
                return INSIDE
            if found.inside is None:
                open_ = True
                missing += tuple(fact for fact in found.missing if fact not in missing)
        return Membership(None, missing) if open_ else OUTSIDE

    def _item(self, one: Input, item: ScopeItem) -> Membership:
        if isinstance(item, Relative):
            return self.shares_code(one, item.digits)
        if isinstance(item, HsRange):
            return in_range(one, item)
        return self._named(one, item)

    def shares_code(self, one: Input, digits: int) -> Membership:
        """Whether the material shares the leading digits with the product; 0 digits: every material."""
        if digits == 0:
            return INSIDE
        if not one.codes:
            return Membership(None, (code_fact(one),))
        wanted = self.product_code.digits[:digits]
        found = {_starts(code.digits, wanted) for code in one.codes}
        return _agreed(found, one)

    def _named(self, one: Input, item: NamedMaterial) -> Membership:
        fact_id = f"material.{one.key}.is.{item.name}"
        answer = self.answers.yes_no(fact_id)
        if answer is not None:
            return INSIDE if answer else OUTSIDE
        possible = item.codes or self.named_codes.get(item.name, ())
        if possible and one.codes:
            can_be = any(r.may_contain(code) for r in possible for code in one.codes)
            if not can_be:
                return OUTSIDE
        described = MissingFact(
            fact_id,
            Topic.MATERIAL_DESCRIPTION,
            FactType.YES_NO,
            subject=item.name,
            material=one.key,
        )
        return Membership(None, (described,))


def in_range(one: Input, wanted: HsRange) -> Membership:
    """Whether the material lies in a range of codes."""
    if not one.codes:
        return Membership(None, (code_fact(one),))
    found = {
        True if wanted.contains(code) else (None if wanted.may_contain(code) else False)
        for code in one.codes
    }
    return _agreed(found, one)


def code_fact(one: Input) -> MissingFact:
    """The code of a material as a missing fact; a choice where today's code was several codes before."""
    topic, told = Topic.MATERIAL_CODE, one.material.hs
    if told is None or not told.is_subheading:
        return MissingFact(f"material.{one.key}.hs", topic, FactType.CODE, material=one.key)
    earlier = tuple(code.digits for code in one.codes)
    fact_id = f"material.{one.key}.hs_{one.edition}"
    return MissingFact(fact_id, topic, FactType.CHOICE, material=one.key, options=earlier)


def _starts(digits: str, wanted: str) -> bool | None:
    if digits.startswith(wanted):
        return True
    return None if wanted.startswith(digits) else False


def _agreed(found: set[bool | None], one: Input) -> Membership:
    if found == {True}:
        return INSIDE
    if found == {False}:
        return OUTSIDE
    return Membership(None, (code_fact(one),))
