"""An own intermediate as a product of its own: its case, and its open facts seen from outside.

What is asked about an intermediate carries its key: its value and weight are facts of the material, what
only its own rule asks for (`product.row`, `judgement.*`) stands behind `material.<key>.own.`. Processes are
asked once, for the whole working in the Party.
"""

from __future__ import annotations

from dataclasses import replace

from bot.origin.bill_of_materials import Case, Material, Product
from bot.origin.facts import Answer, FactType, MissingFact, Topic

_SHARED = ("process.", "operations.")
# Facts of a product that are, for an intermediate, facts of a material.
_OF_MATERIAL = {
    "product.ex_works_price": ("value", Topic.MATERIAL_VALUE, FactType.MONEY),
    "product.fob_price": ("value", Topic.MATERIAL_VALUE, FactType.MONEY),
    "product.net_weight_kg": ("weight_kg", Topic.MATERIAL_WEIGHT, FactType.WEIGHT),
    "product.wholly_obtained": (
        "wholly_obtained",
        Topic.MATERIAL_WHOLLY_OBTAINED,
        FactType.YES_NO,
    ),
}


def nested_case(case: Case, product: Product, material: Material, key: str) -> Case:
    """The case of an intermediate: its own product and inputs, the same working, the answers about it."""
    given: dict[str, Answer] = {}
    for fact_id, answer in case.answers.given.items():
        inner = _inner_id(fact_id, key)
        if inner is not None:
            given[inner] = answer
    answers = replace(case.answers, given=given)
    return replace(case, product=product, materials=material.materials, answers=answers)


def _inner_id(fact_id: str, key: str) -> str | None:
    if fact_id.startswith(_SHARED):
        return fact_id
    prefix = f"material.{key}."
    if not fact_id.startswith(prefix):
        return None
    rest = fact_id[len(prefix) :]
    if rest[:1].isdigit():
        return f"material.{rest}"
    if rest.startswith("own."):
        return rest[len("own.") :]
    of_product = f"product.{rest}"
    return of_product if of_product in _OF_MATERIAL or rest.startswith("hs_") else None


def outer_facts(missing: tuple[MissingFact, ...], key: str) -> tuple[MissingFact, ...]:
    """Facts about an intermediate and its inputs, named from the outer bill of materials."""
    return tuple(_outer(fact, key) for fact in missing)


def _outer(fact: MissingFact, key: str) -> MissingFact:
    if fact.material:
        suffix = fact.id[len(f"material.{fact.material}.") :]
        outer = f"{key}.{fact.material}"
        return replace(fact, id=f"material.{outer}.{suffix}", material=outer)
    if fact.id in _OF_MATERIAL:
        name, topic, kind = _OF_MATERIAL[fact.id]
        return MissingFact(f"material.{key}.{name}", topic, kind, material=key)
    if fact.topic is Topic.PRODUCT_CODE:
        suffix = fact.id[len("product.") :]
        topic = Topic.MATERIAL_CODE
        return replace(fact, id=f"material.{key}.{suffix}", topic=topic, material=key)
    if fact.id.startswith(_SHARED):
        return fact
    return replace(fact, id=f"material.{key}.own.{fact.id}", material=key)
