"""Territoriality: a working step outside the territory ends origin, unless outward processing is tolerated.

Where an agreement tolerates it, the value added outside may make up to a share of the ex-works price.
"""

from __future__ import annotations

from bot.origin.amounts import share
from bot.origin.criteria import Basis
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.nomenclature import any_contains
from bot.origin.outcome import Outcome

OUTWARD_VALUE_FACT = MissingFact(
    "product.value_added_outside", Topic.OUTWARD_PROCESSING_VALUE, FactType.MONEY
)


def stays_inside(context: EvaluationContext) -> tuple[Outcome, tuple[MissingFact, ...]]:
    """Whether every step is in the territory, or what is outside is tolerated; with the open facts."""
    if all(context.counts_as_own(operation.country) for operation in context.case.operations or ()):
        return Outcome.MET, ()
    allowed = context.provisions.outward_processing
    if allowed is None or any_contains(allowed.without_products, context.product_code):
        return Outcome.NOT_MET, ()
    value = context.answers.amount(OUTWARD_VALUE_FACT.id)
    price = context.base(Basis.EX_WORKS)
    if value is None or price.amount is None:
        return Outcome.OPEN, (*(() if value is not None else (OUTWARD_VALUE_FACT,)), *price.missing)
    return Outcome.of(value <= share(allowed.percent, price.amount)), ()
