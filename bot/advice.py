"""The use case: a product, a market, a day (and what is known of the materials) -> Advice.

Puts together what the law says (agreements), what it saves (tariff), whether the product qualifies
(origin) and how to prove it (proof). Knows no files and no words: the law and the duties are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Optional, Protocol

from bot.origin.bill_of_materials import Case, Product
from bot.origin.conditions import Condition, conditions_of
from bot.origin.criteria import (
    FromMaterials,
    MaxNonOriginatingMaterials,
    NonOriginatingNotAboveOriginating,
    RegionalValueContent,
    SetRule,
    SpecificProcess,
    TariffShift,
)
from bot.origin.determination import OriginDetermination, OriginRules, determine, with_told_code
from bot.origin.findings import Reason, Status, Way
from bot.origin.material_status import StatusReason
from bot.origin.nomenclature import HsCode, Nomenclature
from bot.origin.outcome import Outcome
from bot.origin.product_specific_rules import Candidate, Confidence
from bot.origin.remedies import (
    Remedy,
    Shortfall,
    headroom_of,
    remedies_of,
    shortfalls_of,
)
from bot.proof.proofs import OriginCriterion, ProofRule, usable_proofs
from bot.tariff.duties import saving

# Northern Ireland follows the Union's rules for goods: a delivery there is no export.
NORTHERN_IRELAND = "XI"
_HEADING_DIGITS = 4


class AgreementSource(Protocol):
    """Where agreements come from (in production the catalogue of bot.agreements)."""

    @property
    def data_version(self) -> str:
        """Identifies the state of the law."""

    def agreements_of(self, market: str) -> Sequence[Any]:
        """The agreements that reach, or will reach, the market."""

    def protocol_of(self, agreement: Any, day: Optional[date] = None) -> Any:
        """The origin rules of an agreement on a day, by default those of today's text."""

    def origin_rules(self, protocol: Any, market: str) -> Optional[OriginRules]:
        """The law the engine needs, None while the list is not recorded."""


class TariffSource(Protocol):
    """Where duties come from (recorded files, or a live service with the files behind it)."""

    def duty(self, market: str, agreement: Optional[str], hs: str, day: date) -> Any:
        """The duty without and with the preference."""


@dataclass(frozen=True)
class AgreementAdvice:
    """What one agreement means for the product.

    `applied`: a preference can be claimed on the day. `covers_product`: the agreement is for such goods at
    all. `rows` are the list rows that may govern (empty: not recorded, or no origin rule needed).
    """

    agreement: Any
    protocol: Any
    applied: bool
    covers_product: bool
    duty: Any
    saving: Decimal | None
    rows: tuple[Candidate, ...]
    rules_recorded: bool
    proofs: tuple[ProofRule, ...]
    conditions: tuple[Condition, ...]

    @property
    def applies(self) -> bool:
        """Whether the agreement is applied on the day and is for the product."""
        return self.applied and self.covers_product

    @property
    def usable(self) -> bool:
        """Whether a preference can be claimed as far as is known: it applies, and a proof is known for it."""
        return self.applies and bool(self.proofs)


@dataclass(frozen=True)
class Advice:
    """The first answer: every agreement that reaches the market, and the duty if none can be used."""

    market: str
    hs: HsCode
    day: date
    agreements: tuple[AgreementAdvice, ...]
    duty_without: Any
    value: Decimal | None
    currency: str
    data_version: str

    @property
    def usable(self) -> bool:
        """Whether any agreement is known to be usable."""
        return any(one.usable for one in self.agreements)

    @property
    def nothing_to_save(self) -> bool:
        """Whether the duty is known to be zero already without a preference."""
        applying = [one for one in self.agreements if one.applies]
        return bool(applying) and all(one.duty.nothing_to_save for one in applying)

    @property
    def best(self) -> AgreementAdvice | None:
        """The agreement that applies with the largest known margin, a usable one before others; else None."""
        applying = [one for one in self.agreements if one.applies]
        first = [one for one in applying if one.usable] or applying
        known = [one for one in first if one.duty.margin_percent is not None]
        if known:
            return max(known, key=lambda one: one.duty.margin_percent)
        return first[0] if first else None


@dataclass(frozen=True)
class Assessment:
    """A determination with all that follows from it, for one agreement."""

    case: Case
    agreement: Any
    protocol: Any
    determination: OriginDetermination
    shortfalls: tuple[Shortfall, ...] = ()
    headroom: Decimal | None = None
    remedies: tuple[Remedy, ...] = ()
    conditions: tuple[Condition, ...] = ()
    origin_criteria: tuple[OriginCriterion, ...] = ()
    quota: Any = None


class Adviser:
    """Answers for one state of the law and one source of duties."""

    def __init__(
        self,
        agreements: AgreementSource,
        tariffs: TariffSource,
        nomenclature: Nomenclature | None = None,
    ) -> None:
        self.agreements = agreements
        self.tariffs = tariffs
        self.nomenclature = nomenclature

    def advise(
        self,
        hs: HsCode,
        market: str,
        day: date,
        *,
        value: Decimal | None = None,
        currency: str = "EUR",
        national_code: str | None = None,
    ) -> Advice:
        """Status, duty, saving, rule and proof for a product and a market."""
        wanted = national_code or hs.digits
        entries = tuple(
            self._entry(one, hs, market, day, value, currency, wanted)
            for one in self.agreements.agreements_of(market)
        )
        without = self.tariffs.duty(market, None, wanted, day)
        version = self.agreements.data_version
        return Advice(market, hs, day, entries, without, value, currency, version)

    def _entry(
        self,
        agreement: Any,
        hs: HsCode,
        market: str,
        day: date,
        value: Decimal | None,
        currency: str,
        wanted: str,
    ) -> AgreementAdvice:
        protocol = self.agreements.protocol_of(agreement, day)
        duty = self.tariffs.duty(market, agreement.id, wanted, day)
        law = self.agreements.origin_rules(protocol, market) if protocol else None
        terms = protocol.proof_for(market) if protocol else agreement.proof
        # A foreign currency says nothing about a threshold in euro without a rate of exchange.
        value_eur = value if currency == "EUR" else None
        case = Case(Product(hs), market, day)
        return AgreementAdvice(
            agreement,
            protocol,
            agreement.is_applied_on(market, day),
            agreement.covers(hs),
            duty,
            _saving(duty, value),
            rows_for(law, hs, day) if law else (),
            law is not None,
            usable_proofs(terms.rules, value_eur) if terms else (),
            conditions_of(case, protocol.provisions_for(market), hs) if protocol else (),
        )

    def assess(self, case: Case, agreement: Any | None = None) -> Assessment:
        """Determine origin for the case under the agreement, by default the one to use for the market."""
        agreement = agreement or self.agreement_for(case)
        if case.market == NORTHERN_IRELAND:
            return Assessment(case, None, None, _not_applicable("", Reason.NO_EXPORT))
        if agreement is None:
            return Assessment(case, None, None, _not_applicable("", Reason.NO_AGREEMENT))
        if agreement.asks_for_free_circulation:
            found = _not_applicable(agreement.id, Reason.CUSTOMS_UNION)
            return Assessment(case, agreement, None, found)
        protocol = self.agreements.protocol_of(agreement, case.day)
        law = self.agreements.origin_rules(protocol, case.market) if protocol else None
        if law is None:
            list_id = protocol.id if protocol else agreement.id
            undetermined = OriginDetermination(
                Status.UNDETERMINED, list_id, reason=Reason.RULES_NOT_RECORDED
            )
            return Assessment(case, agreement, protocol, undetermined)
        return self._assessed(case, agreement, protocol, law)

    def _assessed(self, case: Case, agreement: Any, protocol: Any, law: OriginRules) -> Assessment:
        case = with_told_code(case)
        found = self._determined(case, law)
        product = found.product_code or case.product.hs
        return Assessment(
            case,
            agreement,
            protocol,
            found,
            shortfalls_of(found),
            headroom_of(found),
            remedies_of(case, law, found),
            conditions_of(case, law.provisions, product),
            origin_criteria(found),
            protocol.quota_for(product) if found.status is Status.NOT_ORIGINATING else None,
        )

    def _determined(self, case: Case, law: OriginRules) -> OriginDetermination:
        """The determination; for a heading that of its subheadings, if they do not differ."""
        asked = determine(case, law)
        heading = case.product.hs
        if self.nomenclature is None or len(heading.digits) != _HEADING_DIGITS:
            return asked
        found = [
            determine(replace(case, product=replace(case.product, hs=one)), law)
            for one in self.nomenclature.below(heading)
        ]
        if not found or any(_differ(one, found[0]) for one in found):
            return asked
        return replace(found[0], confidence=Confidence.weakest(one.confidence for one in found))

    def agreement_for(self, case: Case) -> Any | None:
        """The agreement to assess under: applied on the day and for the product, else the first for it."""
        reaching = [
            one for one in self.agreements.agreements_of(case.market) if one.covers(case.product.hs)
        ]
        applied = [one for one in reaching if one.is_applied_on(case.market, case.day)]
        with_rules = [one for one in applied if self._has_rules(one, case)]
        return next(iter(with_rules or applied or reaching), None)

    def _has_rules(self, agreement: Any, case: Case) -> bool:
        protocol = self.agreements.protocol_of(agreement, case.day)
        rules = self.agreements.origin_rules(protocol, case.market) if protocol else None
        return rules is not None


def _saving(duty: Any, value: Decimal | None) -> Decimal | None:
    """What the preference saves on the value, None where a duty or the value is not known."""
    if value is None or duty.margin_percent is None:
        return None
    return saving(value, duty.margin_percent)


def rows_for(law: OriginRules, hs: HsCode, day: date) -> tuple[Candidate, ...]:
    """The list rows that may govern a product, each once."""
    found = law.rules.candidates(hs, day)
    return tuple({one.rule.row: one for one in reversed(found)}.values())[::-1]


def _differ(one: OriginDetermination, other: OriginDetermination) -> bool:
    """Whether two subheadings of a heading fare differently, or ask for different things."""
    if one.status is not other.status:
        return True
    return one.status is Status.UNDETERMINED and (
        [fact.id for fact in one.open_facts] != [fact.id for fact in other.open_facts]
        or [two.notation for two in one.alternatives]
        != [two.notation for two in other.alternatives]
    )


def _not_applicable(list_id: str, reason: Reason) -> OriginDetermination:
    return OriginDetermination(Status.NOT_APPLICABLE, list_id, reason=reason)


def origin_criteria(determination: OriginDetermination) -> tuple[OriginCriterion, ...]:
    """How the product became originating, as the texts with a criterion code ask for it."""
    if determination.status is not Status.ORIGINATING:
        return ()
    if determination.way is Way.WHOLLY_OBTAINED:
        return (OriginCriterion.WHOLLY_OBTAINED,)
    found: list[OriginCriterion] = []
    if determination.way is Way.EXCLUSIVELY_ORIGINATING:
        found.append(OriginCriterion.EXCLUSIVELY_ORIGINATING)
    elif determination.decisive is not None:
        found.extend(_of_criteria(determination))
    if _used_cumulation(determination):
        found.append(OriginCriterion.ACCUMULATION)
    return tuple(found)


def _of_criteria(determination: OriginDetermination) -> list[OriginCriterion]:
    assert determination.decisive is not None
    found = []
    for finding in determination.decisive.findings:
        if finding.tolerance_used:
            found.append(OriginCriterion.TOLERANCE)
        kind = _CRITERION_KINDS.get(type(finding.criterion))
        if kind is not None and finding.outcome is Outcome.MET:
            found.append(kind)
    return found


_CRITERION_KINDS: Mapping[type, OriginCriterion] = {
    TariffShift: OriginCriterion.TARIFF_SHIFT,
    FromMaterials: OriginCriterion.TARIFF_SHIFT,
    MaxNonOriginatingMaterials: OriginCriterion.VALUE,
    RegionalValueContent: OriginCriterion.VALUE,
    NonOriginatingNotAboveOriginating: OriginCriterion.VALUE,
    SetRule: OriginCriterion.VALUE,
    SpecificProcess: OriginCriterion.PROCESS,
}


def _used_cumulation(determination: OriginDetermination) -> bool:
    return any(one.reason is StatusReason.CUMULATION for one in determination.inputs or ())


def with_answers(case: Case, answers: Mapping[str, Any]) -> Case:
    """The case with further answers; later answers replace earlier ones."""
    return replace(case, answers=replace(case.answers, given={**case.answers.given, **answers}))
