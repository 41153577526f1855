"""A simulated exporter: knows one product through and through and answers every question truthfully."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.origin.criteria import Criterion, OriginatingMaterials, Scope
from bot.origin.determination import OriginRules
from bot.origin.facts import Answer, FactType, MissingFact, Topic
from bot.origin.rule_notation import parse
from bot.origin.whole_evaluation import WHOLE
from tests.simulation.judging import Judge
from tests.simulation.world import Part, World, value_of, weight_of


@dataclass(frozen=True)
class Exporter:
    """Answers from the facts of a world; with a chance of `doubt` he says "I don't know" (None).

    The doubt hangs on seed and fact, so that he always says the same.
    """

    world: World
    law: OriginRules
    doubt: float = 0.0
    seed: str = ""
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "judge", Judge(self.world, self.law))

    def answer(self, fact: MissingFact) -> Answer | None:
        """What he says to the question; None: he does not know."""
        if self.doubt and random.Random(f"{self.seed}:{fact.id}").random() < self.doubt:
            return None
        return self.truth(fact)

    def truth(self, fact: MissingFact) -> Answer:
        """The true answer; raises KeyError for a topic nobody has thought of."""
        answer = _TRUTHS[fact.topic](self, fact)
        if fact.type is FactType.CHOICE and answer not in fact.options:
            raise ValueError(f"{fact.id}: the truth '{answer}' is none of {fact.options}")
        return answer

    def part(self, fact: MissingFact) -> Part:
        """The material a question is about."""
        return self.world.parts[int(fact.material)]

    @property
    def non_originating(self) -> tuple[Part, ...]:
        """The materials without origin."""
        return tuple(one for one in self.world.parts if one.non_originating)


def _criterion(fact: MissingFact) -> Criterion:
    (criterion,) = parse(fact.subject).alternatives[0].criteria
    return criterion


def _offending(exporter: Exporter, fact: MissingFact) -> tuple[Part, ...]:
    """The materials that offend one of the criteria, each once."""
    criteria = parse(fact.subject).alternatives[0].criteria
    found = [one for criterion in criteria for one in exporter.judge.offending(criterion)]
    return tuple(part for part in exporter.world.parts if any(part is one for one in found))


def _scope(fact: MissingFact) -> Scope:
    criterion = parse(f"ORIG({fact.subject})").alternatives[0].criteria[0]
    assert isinstance(criterion, OriginatingMaterials)
    return criterion.scope


def _without_origin(exporter: Exporter, fact: MissingFact) -> list[Part]:
    """The non-originating materials of the scope a question names, or all of them."""
    if fact.subject == WHOLE:
        return list(exporter.non_originating)
    return [one for one in exporter.judge.within(_scope(fact)) if one.non_originating]


def _product_code(exporter: Exporter, fact: MissingFact) -> Answer:
    older = ".hs_" in fact.id
    return (exporter.world.list_code if older else exporter.world.product.hs).digits


def _material_code(exporter: Exporter, fact: MissingFact) -> Answer:
    part = exporter.part(fact)
    return (part.list_code if ".hs_" in fact.id else part.hs).digits


_TRUTHS: dict[Topic, Callable[[Exporter, MissingFact], Answer]] = {
    Topic.WHOLLY_OBTAINED_PRODUCT: lambda one, _: one.world.product.wholly_obtained is True,
    Topic.ALL_ORIGINATING: lambda one, _: not one.non_originating,
    Topic.PRODUCT_CODE: _product_code,
    Topic.PRODUCT_ROW: lambda one, _: one.world.row,
    Topic.PRODUCT_DESCRIPTION: lambda one, fact: fact.subject in one.world.descriptions,
    Topic.EX_WORKS_PRICE: lambda one, _: one.world.product.ex_works_price,
    Topic.FOB_PRICE: lambda one, _: one.world.product.fob_price,
    Topic.NET_WEIGHT: lambda one, _: one.world.product.net_weight_kg,
    Topic.PROCESS: lambda one, fact: fact.subject in one.world.processes,
    Topic.JUDGEMENT: lambda one, fact: fact.subject in one.world.judgements,
    Topic.SUFFICIENT_OPERATIONS: lambda one, _: one.world.sufficient,
    Topic.CRITERION: lambda one, fact: one.judge.keep(_criterion(fact)),
    Topic.OFFENDING_VALUE: lambda one, fact: value_of(_offending(one, fact)),
    Topic.OFFENDING_WEIGHT: lambda one, fact: weight_of(_offending(one, fact)),
    Topic.NON_ORIGINATING_VALUE: lambda one, fact: value_of(_without_origin(one, fact)),
    Topic.ORIGINATING_VALUE: lambda one, _: value_of(p for p in one.world.parts if p.originating),
    Topic.SCOPE_WEIGHT: lambda one, fact: weight_of(_without_origin(one, fact)),
    Topic.WITHIN_WEIGHT: lambda one, fact: weight_of(one.judge.within(_scope(fact))),
    Topic.MATERIAL_CODE: _material_code,
    Topic.MATERIAL_VALUE: lambda one, fact: one.part(fact).value,
    Topic.MATERIAL_WEIGHT: lambda one, fact: one.part(fact).weight_kg,
    Topic.MATERIAL_ORIGINATING: lambda one, fact: one.part(fact).originating,
    Topic.MATERIAL_EVIDENCE: lambda one, fact: one.part(fact).originating,
    Topic.MATERIAL_WHOLLY_OBTAINED: lambda one, fact: one.part(fact).wholly_obtained,
    Topic.MATERIAL_DESCRIPTION: lambda one, fact: fact.subject in one.part(fact).names,
}
