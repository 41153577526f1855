"""Whether a question could have changed the outcome: tried with every answer in many possible worlds.

Here the answers are drawn at random, independent of one another: what no drawn world can change, hardly any
real one can. A question which every product of the kind answers alike is superfluous too.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.origin.bill_of_materials import Case, walk
from bot.origin.determination import OriginRules, determine_status
from bot.origin.facts import Answer, FactType, MissingFact, Topic
from bot.origin.findings import Status
from bot.origin.nomenclature import HsCode
from tests.simulation.cases import SimulatedCase
from tests.simulation.exporter import Exporter
from tests.simulation.making import between
from tests.simulation.run import Asked, Interview, with_answer, without

WORLDS = 150
SIBLINGS = 40
MOST_ROUNDS = 60
# Percent of the price or the net weight; money and weights below, about and above the usual limits.
_SHARES = (0, 1, 4, 9, 12, 18, 22, 27, 33, 38, 43, 48, 57, 68, 95, 140)
_PRICE_SHARES = (60, 100, 100, 250, 5000)
_PRICES = {Topic.EX_WORKS_PRICE, Topic.FOB_PRICE, Topic.NET_WEIGHT}
# Asked only once something is known to offend.
_OFFENDING = {Topic.OFFENDING_VALUE, Topic.OFFENDING_WEIGHT}
_MOST_OPTIONS = 6
# The true choice depends on other choices.
_NEVER_TRUE = (FactType.CHOICE, FactType.CODE)


@dataclass(frozen=True)
class AnyExporter:
    """Somebody who could have the product: answers anything, always the same for one seed.

    Some say yes nearly always and some hardly ever, some mostly what the real exporter says: many outcomes
    hang on a run of answers that go together.
    """

    case: SimulatedCase
    codes: Sequence[HsCode]
    seed: str

    def answer(self, fact: MissingFact) -> Answer:
        """One of the answers that are possible, drawn by seed and fact."""
        rng = random.Random(f"{self.seed}:{fact.id}")
        if fact.type not in _NEVER_TRUE and rng.random() < self.character[1]:
            return self.case.exporter.truth(fact)
        if fact.topic is Topic.SUFFICIENT_OPERATIONS:
            return rng.random() < 0.9
        if fact.type is FactType.YES_NO:
            return rng.random() < self.character[0]
        return rng.choice(self.answers(fact, rng))

    @property
    def character(self) -> tuple[float, float]:
        """How easily this one says yes, and how often what is true of the real product."""
        rng = random.Random(self.seed)
        return rng.choice((0.1, 0.5, 0.9)), rng.choice((0, 0, 0.5))

    def answers(self, fact: MissingFact, rng: random.Random) -> Sequence[Answer]:
        """The answers that are tried for a fact."""
        if fact.type is FactType.YES_NO:
            return (True, False)
        if fact.options:
            return rng.sample(fact.options, min(len(fact.options), _MOST_OPTIONS))
        if fact.type is FactType.CODE:
            return [one.digits for one in self._codes(fact, rng)]
        return [share * self._whole(fact.type) / 100 for share in self._shares(fact)]

    def _shares(self, fact: MissingFact) -> tuple[int, ...]:
        if fact.topic in _PRICES:
            return _PRICE_SHARES
        return _SHARES[1:] if fact.topic in _OFFENDING else _SHARES

    def _whole(self, kind: FactType) -> Decimal:
        product = self.case.exporter.world.product
        whole = product.net_weight_kg if kind is FactType.WEIGHT else product.ex_works_price
        assert whole is not None
        return whole

    def _codes(self, fact: MissingFact, rng: random.Random) -> Sequence[HsCode]:
        """Subheadings of what was told; of a material without a code some near the product, some not."""
        told = self._told(fact)
        if told is not None:
            below = between(self.codes, told.digits, told.digits)
            return rng.sample(below, min(len(below), _MOST_OPTIONS))
        product = self.case.exporter.world.product.hs.digits
        near = (between(self.codes, product[:n], product[:n]) for n in (0, 0, 2, 4, 6))
        return [rng.choice(found) for found in near if found]

    def _told(self, fact: MissingFact) -> HsCode | None:
        if fact.topic is Topic.PRODUCT_CODE:
            return self.case.told.product.hs
        return dict(walk(self.case.told.materials or ()))[fact.material].hs


def superfluous(held: Interview, codes: Sequence[HsCode]) -> tuple[Asked, ...]:
    """The questions of an interview whose answers could not have changed the outcome."""
    return tuple(
        one
        for one in held.asked
        if is_foregone(one.fact, held.case) or not could_matter(one, held.case, codes)
    )


def is_foregone(fact: MissingFact, case: SimulatedCase) -> bool:
    """Whether a condition is kept by the materials of every product of the kind, whatever they are."""
    if fact.topic is not Topic.CRITERION:
        return False
    siblings = (Exporter(case.sibling(number), case.law) for number in range(SIBLINGS))
    return all(one.truth(fact) is True for one in siblings)


def could_matter(asked: Asked, case: SimulatedCase, codes: Sequence[HsCode]) -> bool:
    """Whether in some world the outcome hangs on the answer."""
    for number in range(WORLDS):
        anyone = AnyExporter(case, codes, f"{case.id}:{number}")
        rng = random.Random(f"{anyone.seed}:{asked.fact.id}")
        seen: set[Status] = set()
        for answer in anyone.answers(asked.fact, rng):
            told = with_answer(asked.before, asked.fact.id, answer)
            seen.add(_outcome(told, asked.unknown, case.law, anyone))
            if len(seen) > 1:
                return True
    return False


def _outcome(case: Case, unknown: frozenset[str], law: OriginRules, anyone: AnyExporter) -> Status:
    for _ in range(MOST_ROUNDS):
        found = determine_status(case, law)
        open_facts = without(found, unknown).missing
        if not open_facts:
            return found.status
        for fact in open_facts:
            case = with_answer(case, fact.id, anyone.answer(fact))
    raise AssertionError(f"{law.rules.id}: no end of questions: {[one.id for one in open_facts]}")
