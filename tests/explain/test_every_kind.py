"""Whatever the engine can say has words: every member of its enumerations, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

import pytest

from bot.advice import Assessment
from bot.explain import questions, remedy_words
from bot.explain.calculation import calculation
from bot.explain.proof_words import proof_in_words
from bot.explain.remedy_words import remedy_in_words, shortfall_lines
from bot.explain.scope_words import Speaker
from bot.explain.sections import condition_in_words
from bot.explain.texts import TextError
from bot.explain.verdict import verdict
from bot.explain.words import LANGUAGES
from bot.origin.conditions import Condition, ConditionKind, ConditionState
from bot.origin.facts import Topic
from bot.origin.findings import Reason, Status, Way
from bot.origin.material_status import StatusReason
from bot.origin.remedies import Remedy, RemedyKind, Shortfall, ShortfallKind
from bot.proof.proofs import Applies, ExporterKind, ProofKind, ProofRule
from bot.wiring import Services

Test = TypeVar("Test", bound=Callable[..., None])

INTERMEDIATE = {
    "hs": "850152",
    "description": "Motor",
    "value": "40",
    "materials": [{"hs": "850300", "description": "Rotor", "value": "30", "country": "CN"}],
}
# Where no rule is looked at, the reason stands in the headline or beside it.
NOT_APPLICABLE = {Reason.CUSTOMS_UNION, Reason.NO_EXPORT, Reason.NO_AGREEMENT}


def every(kind: type[Enum]) -> Callable[[Test], Test]:
    """One test per member and language."""
    members = pytest.mark.parametrize("kind", list(kind), ids=[str(one.value) for one in kind])
    languages = pytest.mark.parametrize("lang", LANGUAGES)
    return lambda test: members(languages(test))


class Unknown(Enum):
    """A kind that the engine may learn and nobody has words for yet."""

    KIND = "kind_of_tomorrow"


@pytest.fixture(scope="module")
def assessment(services: Services) -> Assessment:
    case = {
        "market": "GB",
        "date": "2026-11-22",
        "product": {"hs": "841370", "ex_works_price": "100", "currency": "EUR"},
        "materials": [INTERMEDIATE, {"hs": "732690", "value": "10", "originating": False}],
    }
    return services.adviser.assess(services.cases.read(json.dumps(case)).case)


def determined(assessment: Assessment, **changes: Any) -> Assessment:
    found = replace(assessment.determination, **{"missing": (), "reason": None, **changes})
    return replace(assessment, determination=found)


@every(RemedyKind)
def test_remedies(services: Services, assessment: Assessment, kind: RemedyKind, lang: str) -> None:
    remedy = Remedy(kind, ("0.0",), Decimal(5))

    text = remedy_in_words(remedy, assessment, Speaker(lang, services.words))

    others = {
        remedy_in_words(replace(remedy, kind=one), assessment, Speaker(lang, services.words))
        for one in RemedyKind
        if one is not kind
    }
    assert text and text not in others


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_intermediate_to_split_is_named(
    services: Services, assessment: Assessment, lang: str
) -> None:
    speaker = Speaker(lang, services.words)

    nested = remedy_in_words(Remedy(RemedyKind.SPLIT_INTERMEDIATE, ("0.0",)), assessment, speaker)
    outer = remedy_in_words(Remedy(RemedyKind.SPLIT_INTERMEDIATE, ("0",)), assessment, speaker)

    assert "Rotor (8503.00)" in nested
    assert "Motor (8501.52)" in outer
    quota = speaker.text("remedy.origin_quota")
    assert quota not in (nested, outer)


@pytest.mark.parametrize(
    ("mapping", "kind"),
    [(remedy_words._WRITERS, RemedyKind), (questions._ASKERS, Topic)],
    ids=["remedies", "topics"],
)
def test_mappings_are_complete(mapping: Mapping[Enum, Any], kind: type[Enum]) -> None:
    assert set(mapping) == set(kind)


def test_an_unknown_kind_is_an_error(services: Services, assessment: Assessment) -> None:
    unknown: Any = Unknown.KIND
    speaker = Speaker("de", services.words)

    with pytest.raises(KeyError):
        remedy_in_words(Remedy(unknown), assessment, speaker)
    with pytest.raises(TextError):
        condition_in_words(Condition(unknown, ConditionState.OPEN), speaker)
    with pytest.raises(TextError):
        proof_in_words(ProofRule(unknown, ExporterKind.ANY, Applies.ALWAYS), speaker)
    with pytest.raises(TextError):
        verdict(determined(assessment, reason=unknown), services.words, "de")


@every(ShortfallKind)
def test_shortfalls(
    services: Services, assessment: Assessment, kind: ShortfallKind, lang: str
) -> None:
    missed = replace(
        determined(assessment, status=Status.NOT_ORIGINATING),
        shortfalls=(Shortfall(kind, Decimal("12.5"), "CTH"),),
    )

    (line,) = shortfall_lines(missed, Speaker(lang, services.words))

    assert "12" in line


@every(Reason)
def test_reasons(services: Services, assessment: Assessment, kind: Reason, lang: str) -> None:
    status = Status.NOT_APPLICABLE if kind in NOT_APPLICABLE else Status.NOT_ORIGINATING

    reply = verdict(determined(assessment, status=status, reason=kind), services.words, lang)

    block = reply.block("result")
    assert block is not None
    assert block.content["headline"]
    said_by_headline = kind in (Reason.NO_EXPORT, Reason.NO_AGREEMENT)
    assert bool(block.content["reason"]) is not said_by_headline


@every(Status)
def test_statuses(services: Services, assessment: Assessment, kind: Status, lang: str) -> None:
    way = Way.SUFFICIENTLY_WORKED if kind is Status.ORIGINATING else None
    reason = Reason.CUSTOMS_UNION if kind is Status.NOT_APPLICABLE else None

    reply = verdict(
        determined(assessment, status=kind, way=way, reason=reason), services.words, lang
    )

    assert reply.text
    assert Speaker(lang, services.words).text(f"short.{kind.value}")


@every(Way)
def test_ways(services: Services, assessment: Assessment, kind: Way, lang: str) -> None:
    found = determined(assessment, status=Status.ORIGINATING, way=kind)

    block = verdict(found, services.words, lang).block("result")

    assert block is not None
    assert block.content["reason"]


@every(StatusReason)
def test_what_the_status_of_a_material_rests_on(
    services: Services, assessment: Assessment, kind: StatusReason, lang: str
) -> None:
    inputs = tuple(replace(one, reason=kind) for one in assessment.determination.inputs or ())
    speaker = Speaker(lang, services.words)

    blocks, _ = calculation(determined(assessment, inputs=inputs), speaker)

    counts_as = blocks[0].content["rows"][0][-1]
    assert counts_as.endswith(f"({speaker.text(f'material_reason.{kind.value}')})")


@every(ConditionKind)
def test_conditions(services: Services, kind: ConditionKind, lang: str) -> None:
    speaker = Speaker(lang, services.words)

    texts = {condition_in_words(Condition(kind, state), speaker) for state in ConditionState}

    assert len(texts) == len(ConditionState)


@every(ProofKind)
def test_proofs(services: Services, kind: ProofKind, lang: str) -> None:
    speaker = Speaker(lang, services.words)

    assert proof_in_words(ProofRule(kind, ExporterKind.ANY, Applies.ALWAYS), speaker)
    assert speaker.text(f"proof.short.{kind.value}")


@every(ExporterKind)
def test_exporters(services: Services, kind: ExporterKind, lang: str) -> None:
    rule = ProofRule(ProofKind.ORIGIN_DECLARATION, kind, Applies.UP_TO, Decimal(6000))

    text = proof_in_words(rule, Speaker(lang, services.words))

    assert "6" in text
    if kind is not ExporterKind.ANY:
        assert Speaker(lang, services.words).text(f"use.number.{kind.value}")
