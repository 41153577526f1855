"""Processes carried out in the Party, and conditions that only a person can judge."""

from __future__ import annotations

from bot.origin.criteria import Judgement, ProcessChoice, ProcessStep, SpecificProcess
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import Finding, distinct
from bot.origin.outcome import Outcome, all_of, any_of
from bot.origin.textiles import demanded_of_materials


def evaluate_process(criterion: SpecificProcess, context: EvaluationContext) -> Finding:
    """Whether one of the chains of processes is carried out in the Party."""
    outcome, missing = _choice(criterion.choice, context)
    finding = Finding(criterion, outcome, missing=distinct(missing))
    return finding if outcome is Outcome.MET else demanded_of_materials(finding, context)


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
