"""The ways to origin besides the product-specific rule: wholly obtained, or of originating materials only.

Source: the general article of every protocol on origin ("products shall be considered as originating ...
wholly obtained ... produced exclusively from originating materials").
"""

from __future__ import annotations

from bot.origin.bill_of_materials import Case
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import distinct
from bot.origin.material_status import Input, MaterialStatus, StatusReason
from bot.origin.whole_facts import WHOLLY_OBTAINED_FACT, states_non_originating

ALL_ORIGINATING_FACT = MissingFact(
    "materials.all_originating", Topic.ALL_ORIGINATING, FactType.YES_NO
)

Inputs = tuple[Input, ...]


def is_wholly_obtained(case: Case) -> bool:
    """Whether the product was told to be wholly obtained."""
    told = case.product.wholly_obtained
    if told is None:
        told = case.answers.yes_no(WHOLLY_OBTAINED_FACT.id)
    return told is True


def all_originating(case: Case, inputs: Inputs | None) -> bool:
    """Whether every material is known to originate."""
    if inputs is None:
        return case.answers.yes_no(ALL_ORIGINATING_FACT.id) is True
    return bool(inputs) and all(one.status is MaterialStatus.ORIGINATING for one in inputs)


def uses_cumulation(inputs: Inputs | None) -> bool:
    """Whether a material originates in a partner, and counts as the Party's own by cumulation only."""
    return any(one.reason is StatusReason.CUMULATION for one in inputs or ())


def may_be_all_originating(case: Case, inputs: Inputs | None) -> bool:
    """Whether nothing told so far says that a material is non-originating."""
    if inputs is not None:
        return bool(inputs) and all(
            one.status is not MaterialStatus.NON_ORIGINATING for one in inputs
        )
    if case.answers.yes_no(ALL_ORIGINATING_FACT.id) is not None:
        return False
    return not any(states_non_originating(*told) for told in case.answers.given.items())


def origin_facts(inputs: Inputs | None) -> tuple[MissingFact, ...]:
    """What would tell whether all materials originate."""
    if inputs is None:
        return (ALL_ORIGINATING_FACT,)
    return distinct(fact for one in inputs for fact in one.missing)


def with_whole_fact(
    missing: tuple[MissingFact, ...], case: Case, inputs: Inputs | None
) -> tuple[MissingFact, ...]:
    """Before a bill of materials exists, one yes about all materials settles everything."""
    if inputs is not None or not may_be_all_originating(case, inputs):
        return missing
    return (ALL_ORIGINATING_FACT, *missing)
