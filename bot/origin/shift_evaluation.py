"""Change of classification and manufacture from named materials, and what is excepted or allowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Union

from bot.origin.criteria import Allowance, FromMaterials, Scope, TariffShift
from bot.origin.evaluation_context import EvaluationContext, is_non_originating
from bot.origin.facts import MissingFact
from bot.origin.findings import Finding, distinct, with_allowances
from bot.origin.limits import limited
from bot.origin.material_status import Input, MaterialStatus
from bot.origin.outcome import Outcome
from bot.origin.scopes import Membership, code_fact

Shift = Union[TariffShift, FromMaterials]


def evaluate_shift(shift: Shift, context: EvaluationContext) -> Finding:
    """Which materials the shift does not allow, and how its allowances with a limit are kept."""
    offending: list[str] = []
    doubtful: list[str] = []
    missing: list[MissingFact] = []
    allowed: dict[int, list[tuple[Input, Membership]]] = {}
    for one in context.components or ():
        if not one.may_be_non_originating:
            continue
        verdict = _against_shift(one, shift, context, allowed)
        if verdict.inside is False:
            continue
        certain = verdict.inside is True and one.status is MaterialStatus.NON_ORIGINATING
        (offending if certain else doubtful).append(one.key)
        if not certain:
            missing.extend(verdict.missing)
            missing.extend(one.missing)
    keys = tuple(offending + doubtful)
    finding = Finding(
        shift,
        Outcome.NOT_MET if offending else (Outcome.OPEN if doubtful else Outcome.MET),
        materials=keys,
        missing=distinct(missing),
        repairable=True,
        offending=tuple(offending),
        doubtful=tuple(doubtful),
    )
    return _with_allowances(finding, shift, allowed, context)


def _against_shift(
    one: Input,
    shift: Shift,
    context: EvaluationContext,
    allowed: dict[int, list[tuple[Input, Membership]]],
) -> Membership:
    """Whether the material is one the shift does not allow. Materials under a limited allowance are noted."""
    prohibited = _in_any(one, shift.prohibitions, context)
    if prohibited.inside is True:
        return prohibited
    excluded = _either(_without_shift(one, shift, context), _in_any(one, shift.exceptions, context))
    if excluded.inside is not False:
        for index, allowance in enumerate(shift.allowances):
            inside = context.membership(one, allowance.scope)
            if inside.inside is False:
                continue
            if allowance.limits:
                allowed.setdefault(index, []).append((one, _both(excluded, inside)))
            excluded = _both(excluded, _not(inside))
    return _either(prohibited, excluded)


def _without_shift(one: Input, shift: Shift, context: EvaluationContext) -> Membership:
    """Whether the material does not make the change of classification, or is not a named one."""
    if isinstance(shift, FromMaterials):
        if _is_of_another_nature(one, shift, context):
            return Membership(False)
        named = context.membership(one, shift.scope)
        if named.inside is not True and not one.codes and _tells_natures_apart(shift, context):
            # Without its code the material may still be of another nature, and so be free.
            return Membership(None, (*named.missing, code_fact(one)))
        return _not(named)
    if shift.level.digits == 0:
        return Membership(False)
    return context.scopes.shares_code(one, shift.level.digits)


def _is_of_another_nature(one: Input, shift: FromMaterials, context: EvaluationContext) -> bool:
    """Whether the material by its nature cannot be the named material (and so is left free)."""
    concerned = context.natures.of_scope(shift.scope, context.scopes.named_codes)
    if concerned is None or not one.codes:
        return False
    concerned |= context.natures.of(context.product_code)
    own = [context.natures.of(code) for code in one.codes]
    return all(natures and natures.isdisjoint(concerned) for natures in own)


def _tells_natures_apart(shift: FromMaterials, context: EvaluationContext) -> bool:
    if not context.natures.codes:
        return False
    return context.natures.of_scope(shift.scope, context.scopes.named_codes) is not None


def _in_any(one: Input, scopes: Iterable[Scope], context: EvaluationContext) -> Membership:
    result = Membership(False)
    for scope in scopes:
        result = _either(result, context.membership(one, scope))
    return result


def _either(first: Membership, second: Membership) -> Membership:
    if first.inside is True or second.inside is True:
        return Membership(True)
    if first.inside is False and second.inside is False:
        return Membership(False)
    return Membership(None, first.missing + second.missing)


def _both(first: Membership, second: Membership) -> Membership:
    if first.inside is False or second.inside is False:
        return Membership(False)
    if first.inside is True and second.inside is True:
        return Membership(True)
    return Membership(None, first.missing + second.missing)


def _not(one: Membership) -> Membership:
    return one if one.inside is None else Membership(not one.inside)


def _with_allowances(
    finding: Finding,
    shift: Shift,
    allowed: dict[int, list[tuple[Input, Membership]]],
    context: EvaluationContext,
) -> Finding:
    """Hold the materials under a limited allowance against its limit; above it, no tolerance helps."""
    checked = [
        _evaluate_allowance(shift, shift.allowances[index], found, context)
        for index, found in allowed.items()
    ]
    return with_allowances(finding, checked)


def _evaluate_allowance(
    shift: Shift,
    allowance: Allowance,
    found: Sequence[tuple[Input, Membership]],
    context: EvaluationContext,
) -> Finding:
    under = {one.key: inside for one, inside in found}

    def counted(one: Input) -> tuple[bool | None, tuple[MissingFact, ...]]:
        if one.key not in under:
            return False, ()
        non_originating, facts = is_non_originating(one)
        both = _both(Membership(non_originating, facts), under[one.key])
        return both.inside, both.missing

    return limited(
        shift,
        allowance.limits,
        context,
        lambda basis: context.total(None, basis, counted),
        tuple(under),
    )
