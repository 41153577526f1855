"""Each criterion held against the bill of materials: one function per legal idea."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Union

from bot.origin import whole_evaluation
from bot.origin.amounts import ZERO, Total, percent_of, share
from bot.origin.criteria import (
    Allowance,
    Basis,
    Criterion,
    FromMaterials,
    Judgement,
    Limit,
    MaxNonOriginatingMaterials,
    MaxWeight,
    MinWhollyObtained,
    NonOriginatingNotAboveOriginating,
    OriginatingMaterials,
    ProcessChoice,
    ProcessStep,
    RegionalValueContent,
    Scope,
    SetRule,
    SpecificProcess,
    TariffShift,
    WhollyObtained,
)
from bot.origin.evaluation_context import (
    EvaluationContext,
    is_non_originating,
    is_originating,
    is_used,
    is_wholly_obtained,
)
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import Finding, Unit, with_allowances
from bot.origin.material_status import Input, MaterialStatus
from bot.origin.outcome import Outcome, all_of, any_of
from bot.origin.scopes import Membership

Shift = Union[TariffShift, FromMaterials]

_UNITS = {
    Basis.EX_WORKS: Unit.PERCENT_OF_EX_WORKS,
    Basis.FREE_ON_BOARD: Unit.PERCENT_OF_FOB,
    Basis.WEIGHT: Unit.PERCENT_OF_WEIGHT,
}


def evaluate(criterion: Criterion, context: EvaluationContext) -> Finding:
    """The finding for one criterion; inner choices are evaluated by rule_evaluation."""
    if isinstance(criterion, (SpecificProcess, Judgement)):
        return _WITHOUT_MATERIALS[type(criterion)](criterion, context)
    if context.inputs is None:
        return whole_evaluation.evaluate(criterion, context)
    return _BY_MATERIALS[type(criterion)](criterion, context)


# --- tariff shift and named materials -------------------------------------------------------------


def _evaluate_shift(shift: Shift, context: EvaluationContext) -> Finding:
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
        missing=_distinct(missing),
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
        return _not(context.membership(one, shift.scope))
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

    return _limited(
        shift,
        allowance.limits,
        context,
        lambda basis: context.total(None, basis, counted),
        tuple(under),
    )


# --- limits by value and weight -------------------------------------------------------------------


def _limited(
    criterion: Criterion,
    limits: tuple[Limit, ...],
    context: EvaluationContext,
    total_by: Callable[[Basis], Total],
    keys: tuple[str, ...] = (),
) -> Finding:
    """A share of one of several bases, at the exporter's choice; the limit is inclusive."""
    tried = [_one_limit(criterion, limit, context, total_by(limit.basis), keys) for limit in limits]
    outcome = any_of(one.outcome for one in tried)
    best = next(one for one in tried if one.outcome is outcome)
    if outcome is not Outcome.OPEN:
        return best
    return replace(best, missing=_distinct([fact for one in tried for fact in one.missing]))


def _one_limit(
    criterion: Criterion,
    limit: Limit,
    context: EvaluationContext,
    total: Total,
    keys: tuple[str, ...],
) -> Finding:
    base = context.base(limit.basis)
    high = total.high
    if base.amount is None:
        if high == ZERO:
            return Finding(criterion, Outcome.MET, ZERO, limit.percent, _UNITS[limit.basis], keys)
        missing = base.missing + total.facts(None)
        return Finding(
            criterion, Outcome.OPEN, None, limit.percent, _UNITS[limit.basis], keys, missing
        )
    allowed = share(limit.percent, base.amount)
    outcome = total.at_most(allowed)
    exact = total.exact
    return Finding(
        criterion,
        outcome,
        percent_of(exact, base.amount) if exact is not None else None,
        limit.percent,
        _UNITS[limit.basis],
        keys,
        total.facts(allowed) if outcome is Outcome.OPEN else (),
        headroom=allowed - exact if exact is not None and outcome is Outcome.MET else None,
        shortfall=total.low - allowed if outcome is Outcome.NOT_MET else None,
    )


def _evaluate_max_nom(criterion: MaxNonOriginatingMaterials, context: EvaluationContext) -> Finding:
    def total(basis: Basis) -> Total:
        return context.total(criterion.scope, _money(basis), is_non_originating)

    keys = _keys_in(context, criterion.scope)
    return _limited(criterion, criterion.limits, context, total, keys)


def _money(basis: Basis) -> Basis:
    """A limit by weight sums weights; every other limit sums values."""
    return basis if basis is Basis.WEIGHT else Basis.EX_WORKS


def _evaluate_rvc(criterion: RegionalValueContent, context: EvaluationContext) -> Finding:
    """RVC of at least x % is the same as non-originating materials of at most 100 - x %."""
    complement = Limit(100 - criterion.limit.percent, criterion.limit.basis)
    finding = _limited(
        criterion,
        (complement,),
        context,
        lambda basis: context.total(None, _money(basis), is_non_originating),
        _keys_in(context, None),
    )
    measured = None if finding.measured is None else 100 - finding.measured
    return replace(finding, measured=measured, limit=criterion.limit.percent)


def _evaluate_set(criterion: SetRule, context: EvaluationContext) -> Finding:
    return _limited(
        criterion,
        criterion.limits,
        context,
        lambda basis: context.total(None, _money(basis), is_non_originating),
        _keys_in(context, None),
    )


def _evaluate_nom_not_above_om(
    criterion: NonOriginatingNotAboveOriginating, context: EvaluationContext
) -> Finding:
    non_originating = context.total(None, Basis.EX_WORKS, is_non_originating)
    originating = context.total(None, Basis.EX_WORKS, is_originating)
    high, most = non_originating.high, originating.high
    if high is not None and high <= originating.low:
        outcome = Outcome.MET
    elif most is not None and non_originating.low > most:
        outcome = Outcome.NOT_MET
    else:
        outcome = Outcome.OPEN
    missing = (
        () if outcome is not Outcome.OPEN else non_originating.facts(None) + originating.facts(None)
    )
    return Finding(
        criterion,
        outcome,
        non_originating.exact,
        originating.exact,
        Unit.MONEY,
        _keys_in(context, None),
        _distinct(missing),
    )


def _evaluate_max_weight(criterion: MaxWeight, context: EvaluationContext) -> Finding:
    scopes = (
        [Scope((item,), criterion.scope.without) for item in criterion.scope.items]
        if criterion.each
        else [criterion.scope]
    )
    tried = [_one_max_weight(criterion, scope, context) for scope in scopes]
    outcome = all_of(one.outcome for one in tried)
    shown = next(one for one in tried if one.outcome is outcome)
    offending = _distinct_keys(
        key for one in tried if one.outcome is Outcome.NOT_MET for key in one.materials
    )
    doubtful = _distinct_keys(
        key for one in tried if one.outcome is Outcome.OPEN for key in one.materials
    )
    return replace(
        shown,
        missing=_distinct([fact for one in tried for fact in one.missing]),
        repairable=context.provisions.weight_limits_liftable,
        offending=offending,
        doubtful=doubtful,
    )


def _one_max_weight(criterion: MaxWeight, scope: Scope, context: EvaluationContext) -> Finding:
    keys = _keys_in(context, scope)
    total = context.total(scope, Basis.WEIGHT, is_non_originating)
    if criterion.within is None:
        limit = Limit(criterion.percent, Basis.WEIGHT)
        return _one_limit(criterion, limit, context, total, keys)
    within = context.total(criterion.within, Basis.WEIGHT, is_used)
    return _weight_within(criterion, total, within, keys)


def _weight_within(
    criterion: MaxWeight, part: Total, whole: Total, keys: tuple[str, ...]
) -> Finding:
    outcome = _at_most(part, whole, criterion.percent)
    missing = () if outcome is not Outcome.OPEN else part.facts(None) + whole.facts(None)
    return Finding(
        criterion,
        outcome,
        _percent_in(part, whole),
        criterion.percent,
        Unit.PERCENT_OF_WEIGHT,
        keys,
        _distinct(missing),
    )


def _at_most(part: Total, whole: Total, percent: Decimal) -> Outcome:
    """Whether a part makes up at most a percentage of the whole, as far as bounds can tell."""
    if part.high is not None and part.high <= share(percent, whole.low):
        return Outcome.MET
    if whole.high is not None and part.low > share(percent, whole.high):
        return Outcome.NOT_MET
    return Outcome.OPEN


# --- wholly obtained, originating ----------------------------------------------------------------


def _evaluate_wholly_obtained(criterion: WhollyObtained, context: EvaluationContext) -> Finding:
    if criterion.scope is None:
        return whole_evaluation.evaluate_product_wholly_obtained(criterion, context)

    return _every(criterion, criterion.scope, context, is_wholly_obtained)


def _evaluate_originating(criterion: OriginatingMaterials, context: EvaluationContext) -> Finding:
    return _every(criterion, criterion.scope, context, is_originating)


def _every(
    criterion: Criterion,
    scope: Scope,
    context: EvaluationContext,
    quality: Callable[[Input], tuple[bool | None, tuple[MissingFact, ...]]],
) -> Finding:
    """Every material of the scope must have the quality; those without are offending (tolerance helps)."""
    offending: list[str] = []
    doubtful: list[str] = []
    missing: list[MissingFact] = []
    for one in context.components or ():
        has, facts = quality(one)
        if has is True:
            continue
        inside = context.membership(one, scope)
        if inside.inside is False:
            continue
        if has is False and inside.inside is True:
            offending.append(one.key)
        else:
            doubtful.append(one.key)
            missing.extend(facts)
            missing.extend(inside.missing)
    return Finding(
        criterion,
        Outcome.NOT_MET if offending else (Outcome.OPEN if doubtful else Outcome.MET),
        materials=tuple(offending + doubtful),
        missing=_distinct(missing),
        repairable=True,
        offending=tuple(offending),
        doubtful=tuple(doubtful),
    )


def _evaluate_min_wholly_obtained(
    criterion: MinWhollyObtained, context: EvaluationContext
) -> Finding:
    part = context.total(criterion.scope, Basis.WEIGHT, is_wholly_obtained)
    whole = context.total(criterion.within, Basis.WEIGHT, is_used)
    outcome = _at_least(part, whole, criterion.percent)
    missing = () if outcome is not Outcome.OPEN else part.facts(None) + whole.facts(None)
    return Finding(
        criterion,
        outcome,
        _percent_in(part, whole),
        criterion.percent,
        Unit.PERCENT_OF_WEIGHT,
        _keys_in(context, criterion.within),
        _distinct(missing),
    )


def _at_least(part: Total, whole: Total, percent: Decimal) -> Outcome:
    """Whether a part makes up at least a percentage of the whole, as far as bounds can tell."""
    if whole.high is not None and part.low >= share(percent, whole.high):
        return Outcome.MET
    if part.high is not None and part.high < share(percent, whole.low):
        return Outcome.NOT_MET
    return Outcome.OPEN


def _percent_in(part: Total, whole: Total) -> Decimal | None:
    exact, of = part.exact, whole.exact
    return None if exact is None or of is None else percent_of(exact, of)


# --- processes and judgements --------------------------------------------------------------------


def _evaluate_process(criterion: SpecificProcess, context: EvaluationContext) -> Finding:
    outcome, missing = _choice(criterion.choice, context)
    return Finding(criterion, outcome, missing=_distinct(missing))


def _choice(
    choice: ProcessChoice, context: EvaluationContext
) -> tuple[Outcome, tuple[MissingFact, ...]]:
    chains = [[_step(step, context) for step in chain.steps] for chain in choice.chains]
    outcomes = [all_of(outcome for outcome, _ in chain) for chain in chains]
    outcome = any_of(outcomes)
    if outcome is not Outcome.OPEN:
        return outcome, ()
    missing = tuple(
        fact
        for chain, of_chain in zip(chains, outcomes, strict=True)
        if of_chain is Outcome.OPEN
        for _, facts in chain
        for fact in facts
    )
    return outcome, missing


def _step(
    step: ProcessStep | ProcessChoice, context: EvaluationContext
) -> tuple[Outcome, tuple[MissingFact, ...]]:
    if isinstance(step, ProcessChoice):
        return _choice(step, context)
    outcome = Outcome.of(context.does(step.name))
    if outcome is not Outcome.OPEN:
        return outcome, ()
    fact = MissingFact(f"process.{step.name}", Topic.PROCESS, FactType.YES_NO, subject=step.name)
    return outcome, (fact,)


def _evaluate_judgement(criterion: Judgement, context: EvaluationContext) -> Finding:
    fact_id = f"judgement.{criterion.name}"
    outcome = Outcome.of(context.answers.yes_no(fact_id))
    missing = (
        (MissingFact(fact_id, Topic.JUDGEMENT, FactType.YES_NO, subject=criterion.name),)
        if outcome is Outcome.OPEN
        else ()
    )
    return Finding(criterion, outcome, missing=missing)


# --- helpers -------------------------------------------------------------------------------------


def _keys_in(context: EvaluationContext, scope: Scope | None) -> tuple[str, ...]:
    """Keys of the possibly non-originating materials that are, or may be, in the scope."""
    return tuple(
        one.key
        for one in context.inputs or ()
        if one.may_be_non_originating and context.membership(one, scope).inside is not False
    )


def _distinct(facts: Iterable[MissingFact]) -> tuple[MissingFact, ...]:
    return tuple({fact.id: fact for fact in facts}.values())


def _distinct_keys(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


_WITHOUT_MATERIALS: dict[type, Callable[[Any, EvaluationContext], Finding]] = {
    SpecificProcess: _evaluate_process,
    Judgement: _evaluate_judgement,
}

_BY_MATERIALS: dict[type, Callable[[Any, EvaluationContext], Finding]] = {
    TariffShift: _evaluate_shift,
    FromMaterials: _evaluate_shift,
    WhollyObtained: _evaluate_wholly_obtained,
    OriginatingMaterials: _evaluate_originating,
    MaxNonOriginatingMaterials: _evaluate_max_nom,
    RegionalValueContent: _evaluate_rvc,
    NonOriginatingNotAboveOriginating: _evaluate_nom_not_above_om,
    MaxWeight: _evaluate_max_weight,
    MinWhollyObtained: _evaluate_min_wholly_obtained,
    SetRule: _evaluate_set,
}
