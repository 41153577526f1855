"""Facts about all non-originating materials together, asked for before a bill of materials exists.

Their ids carry the notation of the criterion or scope, so that one answer serves wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.origin.criteria import Allowance, Basis, Criterion, FromMaterials, Scope, TariffShift
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import Answer, FactType, MissingFact, Topic
from bot.origin.rule_text import format_criterion, format_scope

WHOLE = "all"


CRITERION = "criterion"


WHOLLY_OBTAINED_FACT = MissingFact(
    "product.wholly_obtained", Topic.WHOLLY_OBTAINED_PRODUCT, FactType.YES_NO
)


DESPITE_MATERIALS_FACT = MissingFact(
    "product.wholly_obtained_despite_materials",
    Topic.WHOLLY_OBTAINED_DESPITE_MATERIALS,
    FactType.YES_NO,
)


def criterion_fact(criterion: Criterion) -> MissingFact:
    """Whether all non-originating materials keep the criterion, as one yes or no."""
    text = format_criterion(criterion)
    return MissingFact(f"{CRITERION}.{text}", Topic.CRITERION, FactType.YES_NO, subject=text)


def offending_fact(criteria: Sequence[Criterion], basis: Basis) -> MissingFact:
    """The value (or weight) of the materials that do not keep the criteria, counted once each."""
    text = " and ".join(format_criterion(one) for one in criteria)
    if basis is Basis.WEIGHT:
        return MissingFact(
            f"offending_weight.{text}", Topic.OFFENDING_WEIGHT, FactType.WEIGHT, subject=text
        )
    return MissingFact(
        f"offending_value.{text}", Topic.OFFENDING_VALUE, FactType.MONEY, subject=text
    )


def whole_value(context: EvaluationContext) -> Decimal | None:
    """The value of all non-originating materials together, None if nobody told."""
    return context.answers.amount(value_fact(None).id)


def states_non_originating(fact_id: str, answer: Answer) -> bool:
    """Whether an answer says that there are non-originating materials."""
    kind, _, text = fact_id.partition(".")
    if kind == CRITERION:
        return answer is False and not text.startswith(("WO(", "MinWO "))
    amounts = ("non_originating_value", "offending_value", "offending_weight", "scope_weight")
    return kind in amounts and answer not in (False, True) and Decimal(answer) > 0


def value_fact(scope: Scope | None) -> MissingFact:
    """The value of the non-originating materials of a scope, None for all of them."""
    text = format_scope(scope) if scope is not None else WHOLE
    return MissingFact(
        f"non_originating_value.{text}", Topic.NON_ORIGINATING_VALUE, FactType.MONEY, subject=text
    )


def weight_fact(scope: Scope) -> MissingFact:
    """The weight of the non-originating materials of a scope."""
    text = format_scope(scope)
    return MissingFact(f"scope_weight.{text}", Topic.SCOPE_WEIGHT, FactType.WEIGHT, subject=text)


def within_fact(scope: Scope) -> MissingFact:
    """The weight of all materials of a scope, originating or not."""
    text = format_scope(scope)
    return MissingFact(f"within_weight.{text}", Topic.WITHIN_WEIGHT, FactType.WEIGHT, subject=text)


def without_limits(shift: TariffShift | FromMaterials) -> TariffShift | FromMaterials:
    """The shift asked about as if its allowances had no limit; the limits are asked about apart."""
    allowances = tuple(Allowance(one.scope) for one in shift.allowances)
    return replace(shift, allowances=allowances)
