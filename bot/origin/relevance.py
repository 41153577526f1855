"""Which open facts can still change the outcome: shown by two cases that differ in that answer alone.

The steps of a determination collect what they could not settle. Taken together such a fact can be idle all
the same: another alternative is easier, a second part of the same sum outweighs it, or what it goes with was
answered with "I don't know". So a fact is named only with a witness: possible answers to everything else
under which two answers to it lead to different outcomes. Facts nobody can tell stay open in every witness.

The witnesses are looked for where they are likely: what the alternative of the fact needs beside it is
answered in favour of origin, everything else against it; after that at random, but always the same for the
same case. The search is bounded. A fact whose witness lies beyond the bound is left out for now and named
once the answers to the others have made the case simpler. With bills so long that the search does not come
to an end, what it has not reached is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from bot.origin.bill_of_materials import Case, walk
from bot.origin.facts import Answer, FactType, MissingFact, Topic
from bot.origin.findings import Status
from bot.origin.origin_result import OriginDetermination
from bot.origin.outcome import Outcome
from bot.origin.possible_answers import SHARES, PossibleAnswers

# Worlds drawn at random for a fact after the likely ones; more only make a rare question rarer.
_RANDOM_WORLDS = 10
# Nor are worlds drawn when this many determinations have been made for one case.
_MOST_DETERMINATIONS = 120
# A determination takes as long as its bill: with a long one the search ends after fewer of them. Ten
# materials leave 600, five hundred leave 23.
_MOST_MATERIALS_READ, _OVERHEAD = 12_000, 10
# Answering can open further facts; nothing real needs more rounds.
_MOST_ROUNDS = 12

# Answers tried in every world; of the others one by one.
_FEW = 3

Decide = Callable[[Case], OriginDetermination]


@dataclass(frozen=True)
class Witness:
    """Shows that a fact matters: with all of `others` answered, the two answers lead to two outcomes."""

    fact: MissingFact
    others: Mapping[str, Answer]
    answers: tuple[Answer, Answer]


@dataclass(frozen=True)
class Relevance:
    """Tells of the open facts of an undetermined case which can change its outcome."""

    found: OriginDetermination
    case: Case
    possible: PossibleAnswers
    decide: Decide
    _shown: dict[str, Witness | None] = field(default_factory=dict)

    def witness(self, fact: MissingFact) -> Witness | None:
        """Two cases that show that the fact matters, None if none was found.

        A fact the exporter cannot tell matters if it could to somebody who can.
        """
        if fact.id not in self._shown:
            asked = self._anybody if fact.id in self.case.answers.unknown else self._search
            self._shown[fact.id] = asked.witness(fact)
        return self._shown[fact.id]

    def matters(self, fact: MissingFact) -> bool:
        """Whether the fact is to be named: it has a witness, or the case is too large to look for one."""
        return self.witness(fact) is not None or self.is_exhausted

    @property
    def is_exhausted(self) -> bool:
        """Whether the search ended because the case is too large, not because there was nothing to find."""
        return self._search.is_exhausted or self._anybody.is_exhausted

    def witnesses(self) -> tuple[Witness, ...]:
        """A witness for every fact that has one, in their order."""
        tried = (self.witness(fact) for fact in self.found.missing)
        return tuple(one for one in tried if one is not None)

    @cached_property
    def _search(self) -> _Search:
        return _Search(self.found, self.case, self.possible, self.decide)

    @cached_property
    def _anybody(self) -> _Search:
        """The search for somebody who can tell everything; with a limit of its own, for it asks for more."""
        everything = replace(self.case.answers, unknown=frozenset())
        return replace(self._search, case=replace(self.case, answers=everything), decided={})


@dataclass(frozen=True)
class _World:
    """Somebody who answers every question: some facts for sure in favour of origin, the rest by a habit.

    `yes_in_16` is how many of 16 other facts are answered in favour, `seed` which ones. `share` is what
    amounts are in percent of the product's price or weight.
    """

    favoured: frozenset[str] = frozenset()
    yes_in_16: int = 0
    seed: int = 0
    share: Decimal | None = None

    def favours(self, fact: MissingFact) -> bool:
        if fact.topic is Topic.SUFFICIENT_OPERATIONS:
            return True
        if fact.id in self.favoured:
            return True
        return self.yes_in_16 > 0 and self.draw(fact) % 16 < self.yes_in_16

    def draw(self, fact: MissingFact) -> int:
        return crc32(fact.id.encode(), self.seed * 7919 + 1) >> 4


class Completed(NamedTuple):
    """All answers of a world, and what the determination came to."""

    given: Mapping[str, Answer]
    status: Status


@dataclass(frozen=True)
class _Search:
    """The search for one case; determinations are remembered, for facts share many of them."""

    found: OriginDetermination
    case: Case
    possible: PossibleAnswers
    decide: Decide
    decided: dict[frozenset[tuple[str, Answer]], OriginDetermination] = field(default_factory=dict)

    def witness(self, fact: MissingFact) -> Witness | None:
        """Two completed cases of different outcome that differ in the answer to the fact alone."""
        for world in self._worlds(fact):
            if self.is_exhausted:
                return None
            first: tuple[Answer, Completed] | None = None
            for answer in self._tried(fact, world):
                completed = self._completed({fact.id: answer}, world)
                if first is None:
                    first = answer, completed
                elif completed.status is not first[1].status:
                    others = {**first[1].given, **completed.given}
                    del others[fact.id]
                    shown = Witness(fact, others, (first[0], answer))
                    if self._holds(shown):
                        return shown
        return None

    @cached_property
    def _budget(self) -> int:
        materials = sum(1 for _ in walk(self.case.materials or ()))
        return _MOST_MATERIALS_READ // (_OVERHEAD + materials)

    @property
    def is_exhausted(self) -> bool:
        """Whether as many determinations were made as the size of the bill allows."""
        return len(self.decided) > self._budget

    def _holds(self, shown: Witness) -> bool:
        """Whether the outcomes still differ when what only one of the answers opened is told for both."""
        outcomes = {
            self._decided({**shown.others, shown.fact.id: answer}).status
            for answer in shown.answers
        }
        return len(outcomes) > 1

    def _tried(self, fact: MissingFact, world: _World) -> Sequence[Answer]:
        """The plainest answers first; of many, in a world drawn at random, only one more."""
        answers = self.possible.of(fact)
        if not world.seed or len(answers) <= _FEW:
            return answers
        return (*answers[:_FEW], answers[world.draw(fact) % len(answers)])

    def _worlds(self, fact: MissingFact) -> Iterator[_World]:
        needed = [
            frozenset(needs.id for needs in one.missing)
            for one in self.found.alternatives
            if one.outcome is Outcome.OPEN
        ]
        own = [ids for ids in needed if fact.id in ids]
        yield from (_World(ids) for ids in own)
        yield _World()
        yield _World(yes_in_16=16)
        if fact.options or fact.topic is Topic.PRODUCT_CODE:
            # Rows and codes differ in their limits: the outcomes differ for an amount between them.
            yield from (_World(share=share) for share in SHARES)
        for seed in range(1, _RANDOM_WORLDS + 1):
            if len(self.decided) > _MOST_DETERMINATIONS:
                return
            ids = own[seed % len(own)] if own and seed % 2 else frozenset()
            yield _World(ids, yes_in_16=(8, 13, 3)[seed % 3], seed=seed)

    def _completed(self, told: Mapping[str, Answer], world: _World) -> Completed:
        """The case when everything that is still asked has been answered."""
        given = {**self.case.answers.given, **told}
        unknown = self.case.answers.unknown
        for fact in self.found.missing:
            if fact.id not in given and fact.id not in unknown:
                given[fact.id] = self._answer(fact, world)
        for _ in range(_MOST_ROUNDS):
            found = self._decided(given)
            asked = [one for one in found.missing if one.id not in unknown]
            if not asked:
                break
            given.update((fact.id, self._answer(fact, world)) for fact in asked)
        return Completed(given, found.status)

    def _decided(self, given: Mapping[str, Answer]) -> OriginDetermination:
        key = frozenset(given.items())
        found = self.decided.get(key)
        if found is None:
            answers = replace(self.case.answers, given=dict(given))
            found = self.decided[key] = self.decide(replace(self.case, answers=answers))
        return found

    def _answer(self, fact: MissingFact, world: _World) -> Answer:
        if world.share is not None and fact.type in (FactType.MONEY, FactType.WEIGHT):
            return self.possible.at_share(fact, world.share)
        answers = self.possible.of(fact)
        favoured = world.favours(fact)
        if self.possible.is_drawn(fact):
            return answers[world.draw(fact) % len(answers)]
        spread = self.possible.favourable(fact) if favoured else self.possible.unfavourable(fact)
        return spread[world.draw(fact) % len(spread)] if world.seed else spread[0]
