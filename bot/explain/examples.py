"""One worked example for a rule, calculated from the rule itself with round figures."""

from __future__ import annotations

from decimal import Decimal

from bot.explain.formats import round_money, weight
from bot.explain.rule_words import process_names
from bot.explain.scope_words import Speaker, cut, scope_in_words
from bot.explain.terms import criteria_of
from bot.explain.words import Words
from bot.origin.criteria import (
    Basis,
    Criterion,
    Limit,
    MaxNonOriginatingMaterials,
    MaxWeight,
    RegionalValueContent,
    Rule,
    SetRule,
    SpecificProcess,
    TariffShift,
    WhollyObtained,
)
from bot.origin.nomenclature import HsCode

_PRICE = Decimal(1000)
_WEIGHT_KG = Decimal(100)
_HUNDRED = Decimal(100)
_CURRENCY = "EUR"
_PRICES = {Basis.EX_WORKS: "ex_works", Basis.FREE_ON_BOARD: "fob"}


def example_of(rule: Rule, product_code: HsCode, words: Words, lang: str) -> str:
    """The rule applied to round figures; empty where a rule has nothing to calculate."""
    speaker = Speaker(lang, words)
    criteria = list(criteria_of(rule))
    for make in (_of_value, _of_weight, _of_shift, _of_process, _of_wholly_obtained):
        for criterion in criteria:
            text = make(criterion, product_code, speaker)
            if text:
                return text
    return ""


def _of_value(criterion: Criterion, product_code: HsCode, speaker: Speaker) -> str:
    """One example for each price that the rule lets the exporter choose from."""
    scope = ""
    if isinstance(criterion, RegionalValueContent):
        limits: tuple[Limit, ...] = (
            Limit(_HUNDRED - criterion.limit.percent, criterion.limit.basis),
        )
    elif isinstance(criterion, (MaxNonOriginatingMaterials, SetRule)):
        limits = criterion.limits
        scope = _scope_of(criterion, product_code, speaker)
    else:
        return ""
    kind = "example.set" if isinstance(criterion, SetRule) else "example"
    return " ".join(_of_limit(kind, one, scope, speaker) for one in limits if one.basis in _PRICES)


def _scope_of(
    criterion: MaxNonOriginatingMaterials | SetRule, product_code: HsCode, speaker: Speaker
) -> str:
    if isinstance(criterion, SetRule) or criterion.scope is None:
        return ""
    return scope_in_words(criterion.scope, product_code, speaker)


def _of_limit(kind: str, limit: Limit, scope: str, speaker: Speaker) -> str:
    key = f"{kind}.{_PRICES[limit.basis]}"
    return speaker.text(
        f"{key}_scope" if scope else key,
        price=round_money(_PRICE, _CURRENCY, speaker.lang),
        amount=round_money(_PRICE * limit.percent / _HUNDRED, _CURRENCY, speaker.lang),
        **({"scope": scope} if scope else {}),
    )


def _of_weight(criterion: Criterion, product_code: HsCode, speaker: Speaker) -> str:
    if not isinstance(criterion, MaxWeight) or criterion.within is not None or criterion.each:
        return ""
    return speaker.text(
        "example.weight",
        weight=weight(_WEIGHT_KG, speaker.lang),
        amount=weight(_WEIGHT_KG * criterion.percent / _HUNDRED, speaker.lang),
        scope=scope_in_words(criterion.scope, product_code, speaker),
    )


def _of_shift(criterion: Criterion, product_code: HsCode, speaker: Speaker) -> str:
    if not isinstance(criterion, TariffShift) or criterion.level.digits == 0:
        return ""
    # What may be used all the same cannot be an example of what may not.
    if criterion.allowances:
        return ""
    level = {2: "chapter", 4: "heading", 6: "subheading"}[criterion.level.digits]
    code = speaker.code(cut(product_code, criterion.level.digits))
    narrowed = criterion.exceptions or criterion.prohibitions
    key = f"example.shift_{level}_except" if narrowed else f"example.shift_{level}"
    return speaker.text(key, code=code)


def _of_process(criterion: Criterion, _product_code: HsCode, speaker: Speaker) -> str:
    if not isinstance(criterion, SpecificProcess):
        return ""
    for name in process_names(criterion.choice):
        definition = speaker.words.process_definition(name, speaker.lang)
        if definition:
            process = speaker.words.process(name, speaker.lang)
            return speaker.text("example.process", process=process, definition=definition)
    return ""


def _of_wholly_obtained(criterion: Criterion, product_code: HsCode, speaker: Speaker) -> str:
    if not isinstance(criterion, WhollyObtained) or criterion.scope is None:
        return ""
    scope = scope_in_words(criterion.scope, product_code, speaker) or speaker.text("scope.any")
    return speaker.text("example.wo", scope=scope)
