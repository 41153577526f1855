"""A product-specific rule in plain words, criterion by criterion.

The sentences stand in the message catalogue; here is only which sentence belongs to which legal idea.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.explain.formats import day, percent
from bot.explain.scope_words import Speaker, cut, scope_in_words
from bot.explain.words import Words
from bot.origin.criteria import (
    Allowance,
    Alternative,
    AnyOf,
    Basis,
    Conditions,
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
    Rule,
    Scope,
    SetRule,
    SpecificProcess,
    TariffShift,
    WhollyObtained,
)
from bot.origin.nomenclature import HsCode

_HUNDRED = Decimal(100)


def rule_in_words(rule: Rule, product_code: HsCode, words: Words, lang: str) -> str:
    """The rule in plain words; `product_code` is the product's code in the edition of the list."""
    return _rule(rule, product_code, Speaker(lang, words))


def rule_on(rule: Rule, today: date) -> Rule:
    """The rule as it matters on a day: ways that have expired are left out, first days that have passed too.

    What begins later stays, because it can concern the next consignment.
    """
    alive = [one for one in rule.alternatives if not _has_expired(one, today)]
    return Rule(tuple(_begun(one, today) for one in alive or rule.alternatives))


def _has_expired(alternative: Alternative, today: date) -> bool:
    until = alternative.conditions.until
    return until is not None and until < today


def _begun(alternative: Alternative, today: date) -> Alternative:
    starting = alternative.conditions.starting
    if starting is None or starting > today:
        return alternative
    return replace(alternative, conditions=replace(alternative.conditions, starting=None))


def alternative_in_words(
    alternative: Alternative, product_code: HsCode, words: Words, lang: str
) -> str:
    """One alternative with its conditions in plain words."""
    return _alternative(alternative, product_code, Speaker(lang, words))


def criterion_in_words(criterion: Criterion, product_code: HsCode, words: Words, lang: str) -> str:
    """One criterion in plain words."""
    return _criterion(criterion, product_code, Speaker(lang, words))


def _rule(rule: Rule, product_code: HsCode, speaker: Speaker) -> str:
    found = [_alternative(one, product_code, speaker) for one in rule.alternatives]
    if len(found) == 1:
        return found[0]
    numbered = [f"{number}. {text}" for number, text in enumerate(found, start=1)]
    return "\n".join([speaker.text("rule.one_is_enough", count=len(found)), *numbered])


def _alternative(alternative: Alternative, product_code: HsCode, speaker: Speaker) -> str:
    texts = [_criterion(one, product_code, speaker) for one in alternative.criteria]
    return " ".join([*texts, *_conditions(alternative.conditions, speaker)])


def _criterion(criterion: Criterion, product_code: HsCode, speaker: Speaker) -> str:
    return _SENTENCES[type(criterion)](criterion, product_code, speaker)


# --- conditions ---------------------------------------------------------


def _conditions(conditions: Conditions, speaker: Speaker) -> list[str]:
    texts = []
    if conditions.until:
        texts.append(speaker.text("condition.until", day=day(conditions.until, speaker.lang)))
    if conditions.starting:
        texts.append(speaker.text("condition.from", day=day(conditions.starting, speaker.lang)))
    if conditions.only:
        codes = speaker.either([str(one) for one in conditions.only])
        texts.append(speaker.text("condition.only", codes=codes))
    for name in conditions.described:
        question = speaker.words.judgement(name, speaker.lang)
        texts.append(speaker.text("condition.described", question=question))
    if conditions.quota:
        texts.append(speaker.text("condition.quota"))
    return texts


# --- tariff shift, named materials ---------------------------------------------------------


def _shift(shift: TariffShift, product_code: HsCode, speaker: Speaker) -> str:
    code = speaker.code(cut(product_code, shift.level.digits or 4))
    main = speaker.text(f"rule.shift.{shift.level.value.lower()}", code=code)
    return " ".join([main, *_modifiers(shift, product_code, speaker)])


def _from_materials(criterion: FromMaterials, product_code: HsCode, speaker: Speaker) -> str:
    scope = scope_in_words(criterion.scope, product_code, speaker)
    main = speaker.text("rule.from_materials", scope=scope)
    return " ".join([main, *_modifiers(criterion, product_code, speaker)])


def _modifiers(
    shift: TariffShift | FromMaterials, product_code: HsCode, speaker: Speaker
) -> list[str]:
    texts = [
        speaker.text("rule.except", scope=scope_in_words(scope, product_code, speaker))
        for scope in shift.exceptions
    ]
    texts += [_allowance(one, product_code, speaker) for one in shift.allowances]
    texts += [
        speaker.text("rule.prohibit", scope=scope_in_words(scope, product_code, speaker))
        for scope in shift.prohibitions
    ]
    return texts


def _allowance(allowance: Allowance, product_code: HsCode, speaker: Speaker) -> str:
    scope = scope_in_words(allowance.scope, product_code, speaker)
    if not allowance.limits:
        return speaker.text("rule.allow", scope=scope)
    return speaker.text(
        "rule.allow_max", scope=scope, limits=limits_in_words(allowance.limits, speaker)
    )


# --- values and weights ---------------------------------------------------------


def limits_in_words(limits: tuple[Limit, ...], speaker: Speaker) -> str:
    """Shares of prices or weights: "50 % of the ex-works price or 45 % of the FOB price"."""
    return speaker.either([_limit(one, speaker) for one in limits])


def _limit(limit: Limit, speaker: Speaker) -> str:
    return speaker.text(_BASES[limit.basis], percent=percent(limit.percent, speaker.lang))


_BASES = {
    Basis.EX_WORKS: "limit.ex_works",
    Basis.FREE_ON_BOARD: "limit.fob",
    Basis.WEIGHT: "limit.weight",
}


def _max_nom(criterion: MaxNonOriginatingMaterials, product_code: HsCode, speaker: Speaker) -> str:
    limits = limits_in_words(criterion.limits, speaker)
    scope = (
        "" if criterion.scope is None else scope_in_words(criterion.scope, product_code, speaker)
    )
    if not scope:
        return speaker.text("rule.max_nom", limits=limits)
    return speaker.text("rule.max_nom_scope", limits=limits, scope=scope)


def _rvc(criterion: RegionalValueContent, _product_code: HsCode, speaker: Speaker) -> str:
    complement = Limit(_HUNDRED - criterion.limit.percent, criterion.limit.basis)
    return speaker.text(
        "rule.rvc",
        limit=_limit(criterion.limit, speaker),
        complement=_limit(complement, speaker),
    )


def _nom_not_above(
    _criterion: NonOriginatingNotAboveOriginating, _product_code: HsCode, speaker: Speaker
) -> str:
    return speaker.text("rule.nom_not_above_om")


def _max_weight(criterion: MaxWeight, product_code: HsCode, speaker: Speaker) -> str:
    key = "rule.max_weight_each" if criterion.each else "rule.max_weight"
    share = percent(criterion.percent, speaker.lang)
    if criterion.within is None:
        base = speaker.text("base.product_weight")
    else:
        within = scope_in_words(criterion.within, product_code, speaker)
        base = speaker.text("base.materials_weight", scope=within)
    scope = scope_in_words(criterion.scope, product_code, speaker)
    return speaker.text(key, scope=scope, percent=share, base=base)


def _set(criterion: SetRule, _product_code: HsCode, speaker: Speaker) -> str:
    return speaker.text("rule.set", limits=limits_in_words(criterion.limits, speaker))


# --- wholly obtained, originating ---------------------------------------------------------


def _wholly_obtained(criterion: WhollyObtained, product_code: HsCode, speaker: Speaker) -> str:
    if criterion.scope is None:
        return speaker.text("rule.wo_product")
    return speaker.text("rule.wo", scope=_scope(criterion.scope, product_code, speaker))


def _originating(criterion: OriginatingMaterials, product_code: HsCode, speaker: Speaker) -> str:
    return speaker.text("rule.originating", scope=_scope(criterion.scope, product_code, speaker))


def _min_wholly_obtained(
    criterion: MinWhollyObtained, product_code: HsCode, speaker: Speaker
) -> str:
    return speaker.text(
        "rule.min_wo",
        percent=percent(criterion.percent, speaker.lang),
        within=_scope(criterion.within, product_code, speaker),
        scope=_scope(criterion.scope, product_code, speaker),
    )


def _scope(scope: Scope, product_code: HsCode, speaker: Speaker) -> str:
    return scope_in_words(scope, product_code, speaker) or speaker.text("scope.any")


# --- processes, judgements, inner choices ---------------------------------------------------------


def _process(criterion: SpecificProcess, _product_code: HsCode, speaker: Speaker) -> str:
    processes = processes_in_words(criterion.choice, speaker)
    return speaker.text("rule.process", processes=processes)


def processes_in_words(choice: ProcessChoice, speaker: Speaker) -> str:
    """Processes by name: "weaving together with (dyeing or coating)"."""
    chains = []
    for chain in choice.chains:
        steps = [
            speaker.words.process(step.name, speaker.lang)
            if isinstance(step, ProcessStep)
            else f"({processes_in_words(step, speaker)})"
            for step in chain.steps
        ]
        chains.append(speaker.chain(steps, "list.with"))
    return speaker.chain(chains, "list.or_else")


def process_names(choice: ProcessChoice) -> tuple[str, ...]:
    """All processes named, each once."""
    found: list[str] = []
    for chain in choice.chains:
        for step in chain.steps:
            found += [step.name] if isinstance(step, ProcessStep) else process_names(step)
    return tuple(dict.fromkeys(found))


def _judgement(criterion: Judgement, _product_code: HsCode, speaker: Speaker) -> str:
    question = speaker.words.judgement(criterion.name, speaker.lang)
    return speaker.text("rule.judgement", question=question)


def _any_of(criterion: AnyOf, product_code: HsCode, speaker: Speaker) -> str:
    choices = [_alternative(one, product_code, speaker) for one in criterion.rule.alternatives]
    lettered = [f"({letter}) {text}" for letter, text in zip("abcdefghij", choices, strict=False)]
    return " ".join([speaker.text("rule.any_of"), *lettered])


_SENTENCES: dict[type, Callable[[Any, HsCode, Speaker], str]] = {
    TariffShift: _shift,
    FromMaterials: _from_materials,
    WhollyObtained: _wholly_obtained,
    OriginatingMaterials: _originating,
    MaxNonOriginatingMaterials: _max_nom,
    RegionalValueContent: _rvc,
    NonOriginatingNotAboveOriginating: _nom_not_above,
    MaxWeight: _max_weight,
    MinWhollyObtained: _min_wholly_obtained,
    SpecificProcess: _process,
    SetRule: _set,
    Judgement: _judgement,
    AnyOf: _any_of,
}
