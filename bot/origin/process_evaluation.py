"""Processes carried out in the Party, and conditions that only a person can judge."""

from __future__ import annotations

from collections.abc import Collection

from bot.origin.criteria import Judgement, ProcessChoice, ProcessStep, SpecificProcess
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import Finding, distinct
from bot.origin.outcome import Outcome, all_of, any_of
from bot.origin.textiles import (
    FABRIC_FORMING,
    demanded_of_materials,
    ready_fabrics,
    textiles_of,
)


def evaluate_process(criterion: SpecificProcess, context: EvaluationContext) -> Finding:
    """Whether one of the chains of processes is carried out in the Party.

    Of textiles the chain is demanded of each non-originating material: one that came in as ready fabric was
    not woven here, whatever else was.
    """
    finding = _carried_out(criterion, context, frozenset())
    if finding.outcome is not Outcome.MET:
        return demanded_of_materials(finding, textiles_of(context))
    ready = ready_fabrics(context)
    if not ready:
        return finding
    of_fabric = _carried_out(criterion, context, FABRIC_FORMING)
    if of_fabric.outcome is Outcome.MET:
        return finding
    return demanded_of_materials(of_fabric, ready)


def _carried_out(
    criterion: SpecificProcess, context: EvaluationContext, not_done: Collection[str]
) -> Finding:
    outcome, missing = _choice(criterion.choice, context, not_done)
    return Finding(criterion, outcome, missing=distinct(missing))


def _choice(
    choice: ProcessChoice, context: EvaluationContext, not_done: Collection[str]
) -> tuple[Outcome, tuple[MissingFact, ...]]:
    chains = [[_step(step, context, not_done) for step in chain.steps] for chain in choice.chains]
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
    step: ProcessStep | ProcessChoice, context: EvaluationContext, not_done: Collection[str]
) -> tuple[Outcome, tuple[MissingFact, ...]]:
    if isinstance(step, ProcessChoice):
        return _choice(step, context, not_done)
    if step.name in not_done:
        return Outcome.NOT_MET, ()
    outcome = Outcome.of(context.does(step.name))
    if outcome is not Outcome.OPEN:
        return outcome, ()
    fact = MissingFact(f"process.{step.name}", Topic.PROCESS, FactType.YES_NO, subject=step.name)
    return outcome, (fact,)


def evaluate_judgement(criterion: Judgement, context: EvaluationContext) -> Finding:
    """What a person judged; open until somebody did."""
    fact_id = f"judgement.{criterion.name}"
    outcome = Outcome.of(context.answers.yes_no(fact_id))
    missing = (
        (MissingFact(fact_id, Topic.JUDGEMENT, FactType.YES_NO, subject=criterion.name),)
        if outcome is Outcome.OPEN
        else ()
    )
    return Finding(criterion, outcome, missing=missing)
