"""Agreements, their origin protocols and the markets they reach, as the catalogue holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.agreements.rule_files import RuleRow
from bot.agreements.schemas.agreement import Partner
from bot.agreements.values import AgreementKind, AgreementStatus
from bot.origin.nomenclature import HsCode, HsRange, any_contains
from bot.origin.product_specific_rules import RuleList
from bot.origin.provisions import Provisions
from bot.proof.declarations import Declaration
from bot.proof.proofs import ProofTerms

FREE_CIRCULATION = "free_circulation"


@dataclass(frozen=True)
class OriginQuota:
    """An origin quota that may help where the rule is not met."""

    products: tuple[HsRange, ...]
    source: str
    note: Mapping[str, str]


@dataclass(frozen=True)
class SourceReference:
    """A source as it is shown: title, address, and the day of which it is."""

    title: str
    url: str
    as_of: date | None


@dataclass(frozen=True)
class Agreement:
    """An agreement or arrangement of the Union with one or more markets."""

    id: str
    title: Mapping[str, str]
    kind: AgreementKind
    status: AgreementStatus
    partners: Mapping[str, Partner]
    origin_protocol: str | None
    products: tuple[HsRange, ...]
    without: tuple[HsRange, ...]
    proof: ProofTerms | None
    legal_reference: Mapping[str, str]
    note: Mapping[str, str]
    confidence: str
    as_of: date
    sources: tuple[SourceReference, ...]

    @property
    def asks_for_free_circulation(self) -> bool:
        """Whether goods in free circulation are enough, whatever their origin (customs unions)."""
        return self.origin_protocol == FREE_CIRCULATION

    def covers(self, product: HsCode) -> bool:
        """Whether the agreement is for the product."""
        inside = not self.products or any_contains(self.products, product)
        return inside and not any_contains(self.without, product)

    def applied_from(self, market: str) -> date | None:
        """First day on which it is applied with the market."""
        return self.partners[market].applied_from

    def is_applied_on(self, market: str, day: date) -> bool:
        """Whether a preference can be claimed in the market on the day."""
        partner = self.partners.get(market)
        if partner is None or not self.status.is_applied or partner.applied_from is None:
            return False
        ended = partner.applied_until is not None and day > partner.applied_until
        return partner.applied_from <= day and not ended


@dataclass(frozen=True)
class EarlierRules:
    """What applied up to and with a day: the id of a protocol (None: rules not recorded) and what to tell.

    `proof` where the proof was another one than that of the protocol today; `declaration` is then its text,
    None where the text of that time is not recorded.
    """

    until: date
    protocol: str | None
    note: Mapping[str, str]
    proof: ProofTerms | None = None
    declaration: Declaration | None = None


@dataclass(frozen=True)
class Protocol:
    """One set of origin rules: list (None: not recorded), provisions and proof per partner.

    `proof_since`: first day since which the proof is known to be what it is; None where only the state of
    `as_of` is known.
    """

    id: str
    title: Mapping[str, str]
    hs_edition: str
    warning: Mapping[str, str]
    rules: RuleList | None
    rows: tuple[RuleRow, ...]
    known_gaps: tuple[HsRange, ...]
    provisions: Provisions
    partner_provisions: Mapping[str, Provisions]
    proof: ProofTerms
    partner_proof: Mapping[str, ProofTerms]
    declaration: Declaration | None
    reference_when_above: bool
    origin_quotas: tuple[OriginQuota, ...]
    confidence: Mapping[str, str]
    as_of: date
    sources: tuple[SourceReference, ...]
    declaration_eur_med: Declaration | None = None
    earlier: tuple[EarlierRules, ...] = ()
    proof_since: date | None = None

    def is_proof_known_on(self, day: date) -> bool:
        """Whether the recorded proof is known to be that of the day, and not only that of today."""
        return day >= (self.proof_since or self.as_of)

    def on_earlier_day(self, earlier: EarlierRules) -> Protocol:
        """The same rules with what was different up to the day: what to tell, and the proof where it was."""
        if earlier.proof is None:
            return replace(self, warning=earlier.note)
        return replace(
            self,
            warning=earlier.note,
            proof=earlier.proof,
            partner_proof={},
            proof_since=date.min,
            declaration=earlier.declaration,
            declaration_eur_med=None,
        )

    def earlier_on(self, day: date) -> EarlierRules | None:
        """What applied on the day instead of, or besides, these rules; None where they apply alone."""
        return next((one for one in self.earlier if day <= one.until), None)

    def of_unrecorded_day(self, note: Mapping[str, str]) -> Protocol:
        """The same for a day whose rules and proof nobody recorded: nothing but the note is known."""
        return replace(
            self,
            warning=note,
            rules=None,
            rows=(),
            provisions=Provisions(self.provisions.own_territory),
            partner_provisions={},
            proof=replace(self.proof, rules=()),
            partner_proof={},
            declaration=None,
            declaration_eur_med=None,
            origin_quotas=(),
        )

    def provisions_for(self, market: str) -> Provisions:
        """The provisions for the partner."""
        return self.partner_provisions.get(market, self.provisions)

    def proof_for(self, market: str) -> ProofTerms:
        """The terms of proof for the partner."""
        return self.partner_proof.get(market, self.proof)

    def quota_for(self, product: HsCode) -> OriginQuota | None:
        """The origin quota that may help for the product."""
        return next(
            (one for one in self.origin_quotas if any_contains(one.products, product)), None
        )


@dataclass(frozen=True)
class Market:
    """A market as the agreements see it; `status` tells why there is none."""

    iso2: str
    agreements: tuple[str, ...]
    status: str
    note: Mapping[str, str]
    confidence: str
    as_of: date | None
    source: str
