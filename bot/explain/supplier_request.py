"""What to ask suppliers for: a letter in own words that names the country and the materials."""

from __future__ import annotations

from bot.advice import Assessment
from bot.explain.naming import named
from bot.explain.scope_words import Speaker
from bot.origin.bill_of_materials import EvidenceKind, Producer
from bot.origin.material_status import Input, MaterialStatus, StatusReason
from bot.origin.remedies import RemedyKind

# Material whose origin rests on a word alone, or lacks the right evidence, needs a declaration.
_WITHOUT_PROOF = frozenset(
    {
        StatusReason.STATED,
        StatusReason.NOT_TOLD,
        StatusReason.NOT_PROVEN,
        StatusReason.EVIDENCE_DOES_NOT_COVER,
    }
)


def supplier_request(assessment: Assessment, speaker: Speaker) -> list[str]:
    """The text of the request; nothing where origin does not count."""
    if assessment.protocol is None:
        return []
    market = speaker.words.market(assessment.case.market, speaker.lang)
    goods = _goods(assessment, speaker)
    lines = [speaker.text("supplier.title"), speaker.text("supplier.letter", market=market)]
    return [*lines, *(f"- {one}" for one in goods), speaker.text("supplier.rest")]


def _goods(assessment: Assessment, speaker: Speaker) -> list[str]:
    if assessment.case.product.produced_by is Producer.SUPPLIER:
        product = assessment.case.product
        name = product.description or speaker.words.code(product.hs.digits, speaker.lang)
        return [f"{name} ({product.hs})"]
    inputs = assessment.determination.inputs or ()
    wanted = [one for one in inputs if _needs_declaration(one, assessment)]
    names = [named(one.material, one.key, speaker) for one in wanted]
    return names or [speaker.text("supplier.your_articles")]


def _needs_declaration(one: Input, assessment: Assessment) -> bool:
    asked = {
        key
        for remedy in assessment.remedies
        if remedy.kind is RemedyKind.GET_DECLARATION
        for key in remedy.materials
    }
    if one.key in asked:
        return True
    if one.reason not in _WITHOUT_PROOF or one.status is MaterialStatus.NON_ORIGINATING:
        return False
    evidence = one.material.evidence
    return evidence is None or evidence.kind is not EvidenceKind.OWN_PRODUCTION
