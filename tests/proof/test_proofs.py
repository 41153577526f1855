from __future__ import annotations

from decimal import Decimal

import pytest

from bot.proof.declarations import BLANK, Declaration, DeclarationError, fields_of
from bot.proof.proofs import (
    Applies,
    ExporterKind,
    OriginCriterion,
    ProofKind,
    ProofRule,
    ProofTerms,
    criterion_code,
    usable_proofs,
)

THRESHOLD = Decimal(6000)
SMALL = ProofRule(ProofKind.STATEMENT_ON_ORIGIN, ExporterKind.ANY, Applies.UP_TO, THRESHOLD)
LARGE = ProofRule(
    ProofKind.STATEMENT_ON_ORIGIN, ExporterKind.REGISTERED_EXPORTER, Applies.ABOVE, THRESHOLD
)
ALWAYS = ProofRule(ProofKind.IMPORTERS_KNOWLEDGE, ExporterKind.IMPORTER, Applies.ALWAYS)
RULES = (SMALL, LARGE, ALWAYS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", (SMALL, ALWAYS)),
        ("6000", (SMALL, ALWAYS)),
        ("6000.01", (LARGE, ALWAYS)),
        (None, RULES),
    ],
)
def test_the_threshold_belongs_to_the_small_consignments(
    value: str | None, expected: tuple[ProofRule, ...]
) -> None:
    assert usable_proofs(RULES, None if value is None else Decimal(value)) == expected


def test_a_value_nobody_told_leaves_it_open_which_proof_it_is() -> None:
    assert SMALL.is_usable_for(None) is LARGE.is_usable_for(None) is None
    assert ALWAYS.is_usable_for(None) is True


def test_criterion_codes_stand_in_the_order_of_the_annex_and_once() -> None:
    used = [OriginCriterion.TOLERANCE, OriginCriterion.TARIFF_SHIFT, OriginCriterion.TARIFF_SHIFT]
    assert criterion_code(used) == "C1, E"
    assert criterion_code([]) == ""


def test_the_country_of_the_text_falls_back_to_english() -> None:
    terms = ProofTerms(
        RULES, 12, 10, "law", country_in_text=(("en", "European Union"), ("de", "EU"))
    )
    assert (terms.country("de"), terms.country("fr")) == ("EU", "European Union")


TEXT = Declaration(
    {"en": "Ref {reference}, origin {country}. {place_date}"}, "annex", {"en": "high"}
)


def test_fields_are_filled_and_what_nobody_filled_stays_a_visible_blank() -> None:
    filled = TEXT.text("en", {"country": "European Union", "reference": ""})
    assert filled == f"Ref {BLANK}, origin European Union. {BLANK}"
    assert fields_of("{a} {b} {a}") == ("a", "b")


def test_a_language_is_confirmed_by_its_own_sources() -> None:
    texts = {"de": "{country}", "en": "{country}"}
    both = Declaration(texts, "annex", {"de": "medium", "en": "high"})
    assert (TEXT.confirmed, both.confirmed) == (("en",), ("en",))
    assert Declaration(texts, "annex", {"de": "low", "en": "medium"}).confirmed == ()


def test_an_unknown_language_or_field_is_an_error() -> None:
    with pytest.raises(DeclarationError, match="no text in 'fr'; recorded: en"):
        TEXT.text("fr", {})
    with pytest.raises(DeclarationError, match="unknown field colour"):
        TEXT.text("en", {"colour": "blue"})
