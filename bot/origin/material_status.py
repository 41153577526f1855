"""Which materials count as originating: evidence, absorption, cumulation, in this order.

The result is a flat list of inputs. An intermediate that meets its own rule counts as fully originating;
one that fails is broken down to its own inputs; one that is open hands its doubt to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from bot.origin.bill_of_materials import (
    EUROPEAN_UNION,
    Case,
    Evidence,
    EvidenceKind,
    Material,
    Role,
)
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.nomenclature import CURRENT_EDITION, HsCode
from bot.origin.outcome import Outcome
from bot.origin.provisions import CumulationKind, Provisions
from bot.origin.told_materials import chosen_code, with_answers


class MaterialStatus(Enum):
    """Status of a material under the agreement asked."""

    ORIGINATING = "originating"
    NON_ORIGINATING = "non_originating"
    UNKNOWN = "unknown"


class StatusReason(Enum):
    """What the status of a material rests on."""

    STATED = "stated"
    EVIDENCE = "evidence"
    NOT_PROVEN = "not_proven"
    EVIDENCE_DOES_NOT_COVER = "evidence_does_not_cover"
    ABSORPTION = "absorption"
    BROKEN_DOWN = "broken_down"
    CUMULATION = "cumulation"
    NO_CUMULATION = "no_cumulation"
    FOREIGN = "foreign"
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class Input:
    """A material as the criteria see it: codes in the edition of the list, status, what is not known.

    `missing` are the facts its status hangs on; `doubts` those of them that decide whether it counts at all,
    being part of an intermediate that may meet its own rule.
    """

    key: str
    material: Material
    codes: tuple[HsCode, ...]
    status: MaterialStatus
    reason: StatusReason
    missing: tuple[MissingFact, ...] = ()
    wholly_obtained: bool | None = None
    edition: str = CURRENT_EDITION
    doubts: tuple[MissingFact, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """Value in the currency of the case."""
        return self.material.value

    @property
    def weight(self) -> Decimal | None:
        """Weight in kilograms."""
        return self.material.weight_kg

    @property
    def may_be_non_originating(self) -> bool:
        """Whether the material is, or could turn out to be, non-originating."""
        return self.status is not MaterialStatus.ORIGINATING


@dataclass(frozen=True)
class OwnRule:
    """How an intermediate stands against its own product-specific rule."""

    outcome: Outcome
    missing: tuple[MissingFact, ...] = ()


@dataclass(frozen=True)
class StatusSource:
    """What the status of materials depends on besides the materials themselves.

    `own_rule` determines an intermediate by its own rule; `demands_wholly_obtained` tells whether the own
    rule of a code can only be met by wholly obtained goods, so that "originating" implies it.
    """

    case: Case
    provisions: Provisions
    in_edition: Callable[[HsCode], tuple[HsCode, ...]]
    own_rule: Callable[[str, Material], OwnRule]
    edition: str
    demands_wholly_obtained: Callable[[HsCode], bool]


def inputs_of(materials: tuple[Material, ...], source: StatusSource) -> tuple[Input, ...]:
    """The flat list of inputs of a bill of materials, packing for shipment and neutral elements left out."""
    return tuple(_inputs(materials, "", source))


def _inputs(materials: tuple[Material, ...], prefix: str, source: StatusSource) -> Iterator[Input]:
    for index, material in enumerate(materials):
        if material.role in (Role.SHIPPING_PACKING, Role.NEUTRAL):
            continue
        key = f"{prefix}{index}"
        told = with_answers(key, material, source.case.answers)
        if _is_broken_down_by_declaration(told, source):
            yield from _broken_down(key, told, source)
        elif told.materials and _absorbs(told):
            yield from _absorbed(key, told, source)
        else:
            yield _single(key, told, source)


def _absorbs(material: Material) -> bool:
    """Own production is judged by its own rule unless its status was stated."""
    own = material.evidence is None or material.evidence.kind is EvidenceKind.OWN_PRODUCTION
    return own and material.originating is None and material.originating_in is None


def _absorbed(key: str, material: Material, source: StatusSource) -> Iterator[Input]:
    own = source.own_rule(key, material)
    if own.outcome is Outcome.MET:
        yield _input(key, material, source, MaterialStatus.ORIGINATING, StatusReason.ABSORPTION)
    elif source.case.product.is_set:
        yield _failing_article(key, material, own, source)
    elif own.outcome is Outcome.NOT_MET:
        yield from _broken_down(key, material, source)
    else:
        for part in _broken_down(key, material, source):
            yield _in_doubt(part, own) if part.may_be_non_originating else part


def _failing_article(key: str, article: Material, own: OwnRule, source: StatusSource) -> Input:
    """An article of a set counts with its whole value, not with that of its parts."""
    failed = own.outcome is Outcome.NOT_MET
    status = MaterialStatus.NON_ORIGINATING if failed else MaterialStatus.UNKNOWN
    return _input(key, article, source, status, StatusReason.BROKEN_DOWN, own.missing)


def _in_doubt(part: Input, own: OwnRule) -> Input:
    """A part of an intermediate that may meet its own rule, and then leaves nothing to count."""
    missing = part.missing + own.missing
    doubts = part.doubts + own.missing
    return replace(part, status=MaterialStatus.UNKNOWN, missing=missing, doubts=doubts)


def _broken_down(key: str, material: Material, source: StatusSource) -> Iterator[Input]:
    yield from _inputs(material.materials, f"{key}.", source)


def _is_broken_down_by_declaration(material: Material, source: StatusSource) -> bool:
    """Full cumulation: a declaration on the working lets only the non-originating parts count."""
    evidence = material.evidence
    if evidence is None or evidence.kind is not EvidenceKind.SUPPLIERS_DECLARATION_PROCESSING:
        return False
    if source.case.product.is_set:
        return False
    if not material.materials or not evidence.holds(source.case.market, source.case.day):
        return False
    country = material.country or EUROPEAN_UNION
    return country in source.provisions.own_territory or source.provisions.cumulates(
        CumulationKind.FULL, country, source.case.product.hs
    )


def _single(key: str, material: Material, source: StatusSource) -> Input:
    status, reason = _stated_status(key, material, source)
    missing: tuple[MissingFact, ...] = ()
    if status is MaterialStatus.UNKNOWN:
        missing = (_status_fact(key, material),)
    return _input(key, material, source, status, reason, missing)


def _status_fact(key: str, material: Material) -> MissingFact:
    if material.originating_in is not None:
        topic, name = Topic.MATERIAL_EVIDENCE, "evidence"
    else:
        topic, name = Topic.MATERIAL_ORIGINATING, "originating"
    return MissingFact(f"material.{key}.{name}", topic, FactType.YES_NO, material=key)


def _input(
    key: str,
    material: Material,
    source: StatusSource,
    status: MaterialStatus,
    reason: StatusReason,
    missing: tuple[MissingFact, ...] = (),
) -> Input:
    wholly = _wholly_obtained(key, material, status, source)
    codes = _codes(key, material, source)
    return Input(key, material, codes, status, reason, missing, wholly, source.edition)


def _codes(key: str, material: Material, source: StatusSource) -> tuple[HsCode, ...]:
    """The codes of the material in the edition of the list; an answer tells which of several it was."""
    if material.hs is None:
        return ()
    codes = source.in_edition(material.hs)
    if len(codes) == 1:
        return codes
    return chosen_code(f"material.{key}.hs_{source.edition}", codes, source.case.answers)


def _wholly_obtained(
    key: str, material: Material, status: MaterialStatus, source: StatusSource
) -> bool | None:
    # Grown or extracted in a third country, or without proof, is not wholly obtained in the Party.
    if status is MaterialStatus.NON_ORIGINATING:
        return False
    if material.wholly_obtained is not None:
        return material.wholly_obtained
    answer = source.case.answers.yes_no(f"material.{key}.wholly_obtained")
    if answer is not None:
        return answer
    if status is MaterialStatus.ORIGINATING and material.hs is not None:
        return True if source.demands_wholly_obtained(material.hs) else None
    return None


def _stated_status(
    key: str, material: Material, source: StatusSource
) -> tuple[MaterialStatus, StatusReason]:
    if material.originating is False or (
        material.originating and not _has_proof_to_judge(material)
    ):
        return _by_whose_origin(
            _status(material.originating), StatusReason.STATED, material, source
        )
    if material.originating_in is not None:
        return _status_by_origin(key, material, source)
    if material.evidence is not None and _has_proof_to_judge(material):
        status, reason = _status_by_evidence(material.evidence, source)
        return _by_whose_origin(status, reason, material, source)
    if material.country is not None and not _can_originate(material.country, source):
        return MaterialStatus.NON_ORIGINATING, StatusReason.FOREIGN
    answer = source.case.answers.yes_no(f"material.{key}.originating")
    if answer is not None:
        return _by_whose_origin(_status(answer), StatusReason.STATED, material, source)
    return MaterialStatus.UNKNOWN, StatusReason.NOT_TOLD


def _by_whose_origin(
    status: MaterialStatus, reason: StatusReason, material: Material, source: StatusSource
) -> tuple[MaterialStatus, StatusReason]:
    """The status of a material; what originates in a partner counts by cumulation and not by itself."""
    origin = material.originating_in or material.country
    if status is not MaterialStatus.ORIGINATING or origin is None:
        return status, reason
    if origin in source.provisions.own_territory or not _can_originate(origin, source):
        return status, reason
    return status, StatusReason.CUMULATION


def _has_proof_to_judge(material: Material) -> bool:
    """Whether a proof was named: then it decides, even where the origin was stated beside it."""
    evidence = material.evidence
    return evidence is not None and evidence.kind is not EvidenceKind.OWN_PRODUCTION


def _status(originating: bool) -> MaterialStatus:
    return MaterialStatus.ORIGINATING if originating else MaterialStatus.NON_ORIGINATING


def _status_by_evidence(
    evidence: Evidence, source: StatusSource
) -> tuple[MaterialStatus, StatusReason]:
    if evidence.kind in (EvidenceKind.NONE, EvidenceKind.SUPPLIERS_DECLARATION_PROCESSING):
        return MaterialStatus.NON_ORIGINATING, StatusReason.NOT_PROVEN
    if evidence.holds(source.case.market, source.case.day):
        return MaterialStatus.ORIGINATING, StatusReason.EVIDENCE
    return MaterialStatus.NON_ORIGINATING, StatusReason.EVIDENCE_DOES_NOT_COVER


def _status_by_origin(
    key: str, material: Material, source: StatusSource
) -> tuple[MaterialStatus, StatusReason]:
    assert material.originating_in is not None
    if not _can_originate(material.originating_in, source):
        return MaterialStatus.NON_ORIGINATING, StatusReason.NO_CUMULATION
    evidence = material.evidence
    if evidence is None:
        held = source.case.answers.yes_no(f"material.{key}.evidence")
        if held is None:
            return MaterialStatus.UNKNOWN, StatusReason.NOT_TOLD
        reason = StatusReason.EVIDENCE if held else StatusReason.NOT_PROVEN
        return _by_whose_origin(_status(held), reason, material, source)
    status, reason = _status_by_evidence(evidence, source)
    return _by_whose_origin(status, reason, material, source)


def _can_originate(country: str, source: StatusSource) -> bool:
    """Whether goods of the country can count as originating: the Union's own, or by cumulation."""
    if country in source.provisions.own_territory:
        return True
    product = source.case.product.hs
    return source.provisions.cumulates(
        CumulationKind.BILATERAL, country, product
    ) or source.provisions.cumulates(CumulationKind.DIAGONAL, country, product)
