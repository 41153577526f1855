"""Insufficient operations: working that never confers origin, whatever rule it meets.

The whole working in the Party is looked at together: one operation that goes beyond the agreement's list
is enough. Working in a partner does not help: cumulation, of materials or of working, is only open to goods
on which more than that is done in the Party itself (TCA Art. 40(3), EU-Japan EPA Art. 3.5(3), PEM Convention
App. I Art. 7). Not examined for goods that are wholly obtained, or made of the Party's own originating
materials only.
"""

from __future__ import annotations

from bot.origin.bill_of_materials import Operation
from bot.origin.criteria import SetRule, WhollyObtained
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import AlternativeResult
from bot.origin.outcome import Outcome

SUFFICIENT_FACT = MissingFact("operations.sufficient", Topic.SUFFICIENT_OPERATIONS, FactType.YES_NO)


def works_sufficiently(context: EvaluationContext) -> Outcome:
    """Whether the working in the Party goes beyond insufficient operations."""
    answer = context.answers.yes_no(SUFFICIENT_FACT.id)
    if answer is not None:
        return Outcome.of(answer)
    if _names_real_working(context):
        return Outcome.MET
    operations = context.case.operations
    if not operations or any(_could_be_working(one, context) for one in operations):
        return Outcome.OPEN
    return Outcome.NOT_MET


def needs_no_working(result: AlternativeResult) -> bool:
    """A wholly obtained product, or a set: its articles were worked on, not the set."""
    return result.outcome is Outcome.MET and any(
        isinstance(one.criterion, SetRule)
        or (isinstance(one.criterion, WhollyObtained) and one.criterion.scope is None)
        for one in result.findings
    )


def _could_be_working(operation: Operation, context: EvaluationContext) -> bool:
    """Whether the words could not be mapped and the step was done where it counts."""
    return operation.process is None and operation.country in context.provisions.own_territory


def _names_real_working(context: EvaluationContext) -> bool:
    """Whether an operation, or a process answered with yes, is on no list of insufficient operations."""
    named = [
        operation.process
        for operation in context.case.operations or ()
        if operation.process is not None and operation.country in context.provisions.own_territory
    ]
    named += [
        fact_id.partition(".")[2]
        for fact_id, answer in context.answers.given.items()
        if fact_id.startswith("process.") and answer is True
    ]
    return any(process not in context.insufficient_processes for process in named)
