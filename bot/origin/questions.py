"""What to ask next: the open fact that settles most alternatives for the least effort.

A yes or no comes before a code, a code before a value, one value before a whole bill of materials.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.origin.facts import MissingFact, Topic
from bot.origin.origin_result import OriginDetermination, RelevantFacts
from bot.origin.outcome import Outcome

# Among facts of equal effort: the question that makes the others needless comes first; whether the working is
# sufficient only matters once a rule can be met, so it comes last.
_ORDER = {
    Topic.SUPPLIERS_DECLARATION: 0,
    Topic.ALL_ORIGINATING: 0,
    Topic.PRODUCT_CODE: 1,
    Topic.PRODUCT_ROW: 1,
    Topic.PRODUCT_DESCRIPTION: 2,
    Topic.CRITERION: 3,
    Topic.EX_WORKS_PRICE: 3,
    Topic.SUFFICIENT_OPERATIONS: 9,
}
_USUAL = 5


def next_question(
    determination: OriginDetermination, apart_from: Collection[str] = ()
) -> MissingFact | None:
    """The fact to ask for now, None if nothing is missing.

    `apart_from` are the ids of facts the exporter said he cannot tell.
    """
    missing = determination.missing
    if not missing:
        return None
    places = {fact.id: place for place, fact in enumerate(determination.open_facts)}

    def rank(fact: MissingFact) -> tuple[bool, int, int, int, int]:
        return (
            _is_last(fact),
            fact.type.effort,
            _ORDER.get(fact.topic, _USUAL),
            -settles(fact, determination),
            places.get(fact.id, len(places)),
        )

    ranked = (
        missing.by_rank(rank) if isinstance(missing, RelevantFacts) else sorted(missing, key=rank)
    )
    return next((one for one in ranked if one.id not in apart_from), None)


def _is_last(fact: MissingFact) -> bool:
    return fact.topic is Topic.SUFFICIENT_OPERATIONS


def settles(fact: MissingFact, determination: OriginDetermination) -> int:
    """How much an answer moves: alternatives it is the last open fact of count double."""
    weight = 0
    for alternative in determination.alternatives:
        if alternative.outcome is not Outcome.OPEN:
            continue
        ids = {one.id for one in alternative.missing}
        if fact.id in ids:
            weight += 2 if len(ids) == 1 else 1
    return weight
