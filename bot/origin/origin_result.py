"""What a determination of origin comes to: the status of the good, why, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.origin.facts import MissingFact
from bot.origin.findings import AlternativeResult, Reason, Status, Way
from bot.origin.material_status import Input
from bot.origin.nomenclature import HsCode
from bot.origin.product_specific_rules import Candidate, Confidence, ProductSpecificRule


@dataclass(frozen=True)
class OriginDetermination:
    """The answer: status, why, by which row and alternative, and what is missing.

    `missing` are the facts that can still change the status, `reason` tells a status the alternatives do
    not explain. `inputs` are the materials with the status they were given.
    """

    status: Status
    list_id: str
    way: Way | None = None
    reason: Reason | None = None
    row: ProductSpecificRule | None = None
    product_code: HsCode | None = None
    candidates: tuple[Candidate, ...] = ()
    alternatives: tuple[AlternativeResult, ...] = ()
    decisive: AlternativeResult | None = None
    missing: tuple[MissingFact, ...] = ()
    inputs: tuple[Input, ...] | None = None
    confidence: Confidence = Confidence.A
