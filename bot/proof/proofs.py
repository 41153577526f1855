"""Which proof of origin an exporter in the Union can use, by the value of the originating goods.

The threshold (EUR 6,000 nearly everywhere) counts the originating goods of one consignment and is inclusive;
up to it any exporter may make out the text himself, above it a registration, an authorisation or a
certificate issued by customs is needed, as the agreement says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class ProofKind(Enum):
    """Kinds of proof."""

    STATEMENT_ON_ORIGIN = "statement_on_origin"
    ORIGIN_DECLARATION = "origin_declaration"
    EUR_1 = "eur_1"
    EUR_MED = "eur_med"
    A_TR = "a_tr"
    IMPORTERS_KNOWLEDGE = "importers_knowledge"
    UNION_STATUS = "union_status"
    NONE = "none"

    @property
    def is_made_by_exporter(self) -> bool:
        """Whether the exporter writes it himself on a commercial document."""
        return self in (ProofKind.STATEMENT_ON_ORIGIN, ProofKind.ORIGIN_DECLARATION)


class ExporterKind(Enum):
    """Who makes it out or issues it."""

    ANY = "any"
    REGISTERED_EXPORTER = "registered_exporter"
    APPROVED_EXPORTER = "approved_exporter"
    CUSTOMS = "customs"
    IMPORTER = "importer"


class Applies(Enum):
    """For which values of a consignment."""

    UP_TO = "up_to"
    ABOVE = "above"
    ALWAYS = "always"


@dataclass(frozen=True)
class ProofRule:
    """One proof an agreement provides for."""

    kind: ProofKind
    exporter: ExporterKind
    applies: Applies
    threshold_eur: Decimal | None = None

    def is_usable_for(self, value_eur: Decimal | None) -> bool | None:
        """Whether the proof can be used for originating goods of this value.

        None if the value decides and is not known.
        """
        if self.applies is Applies.ALWAYS or self.threshold_eur is None:
            return True
        if value_eur is None:
            return None
        within = value_eur <= self.threshold_eur
        return within if self.applies is Applies.UP_TO else not within


@dataclass(frozen=True)
class ProofTerms:
    """All an agreement says about proof for one partner.

    `retention_years` is what German law asks of the exporter, not the shorter period of the agreement.
    """

    rules: tuple[ProofRule, ...]
    validity_months: int | None
    retention_years: int
    retention_source: str
    needs_criterion_code: bool = False
    country_in_text: tuple[tuple[str, str], ...] = ()

    def country(self, language: str) -> str:
        """The name of the Union (or of the wider area) that the text must carry."""
        return dict(self.country_in_text).get(language) or dict(self.country_in_text).get("en", "")


def usable_proofs(rules: Iterable[ProofRule], value_eur: Decimal | None) -> tuple[ProofRule, ...]:
    """The proofs for this value; all of them while the value is not known."""
    return tuple(rule for rule in rules if rule.is_usable_for(value_eur) is not False)


class OriginCriterion(Enum):
    """How the product became originating, in the terms some texts ask for (Annex 3-D of the EU-Japan EPA)."""

    WHOLLY_OBTAINED = "A"
    EXCLUSIVELY_ORIGINATING = "B"
    TARIFF_SHIFT = "C1"
    VALUE = "C2"
    PROCESS = "C3"
    ACCUMULATION = "D"
    TOLERANCE = "E"


def criterion_code(criteria: Iterable[OriginCriterion]) -> str:
    """The code or codes for the text, in the order of the annex, each once ("C1, E")."""
    used = set(criteria)
    return ", ".join(one.value for one in OriginCriterion if one in used)
