"""Using the preference: the exact text of the proof, who signs, what to keep, what to ask suppliers for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.advice import Advice, Assessment
from bot.explain.proof_words import proof_of_the_day, proof_section
from bot.explain.replies import Block, Reply
from bot.explain.scope_words import Speaker
from bot.explain.sections import conditions_in_words, paragraphs
from bot.explain.supplier_request import supplier_request
from bot.explain.words import Words
from bot.origin.findings import Reason, Status
from bot.proof.declarations import Declaration
from bot.proof.proofs import (
    Applies,
    ExporterKind,
    ProofKind,
    ProofRule,
    ProofTerms,
    criterion_code,
    usable_proofs,
)


@dataclass(frozen=True)
class Consignment:
    """What is known of the consignment the proof is for; the value in euro."""

    value: Decimal | None
    reference: str | None
    text_language: str


def use_it(
    assessment: Assessment,
    advice: Advice | None,
    words: Words,
    lang: str,
    *,
    value: Decimal | None = None,
    reference: str | None = None,
    text_language: str | None = None,
) -> Reply:
    """How to claim the preference for one consignment.

    `value` is that of the originating goods in euro (else that of the advice), `reference` the REX or
    authorisation number, `text_language` the language of the declaration.
    """
    speaker = Speaker(lang, words)
    terms = terms_of_proof(assessment)
    if terms is None:
        return Reply(speaker.text("use.no_proof"))
    consignment = Consignment(
        value if value is not None else _value_of(advice), reference, text_language or lang
    )
    proofs = usable_proofs(terms.rules, consignment.value)
    obstacle = _obstacle(assessment, speaker)
    declared, blocks = (
        ([], ()) if obstacle else _declaration(assessment, proofs, consignment, speaker)
    )
    text = paragraphs(
        [obstacle],
        proof_section(proofs, speaker),
        proof_of_the_day(assessment.protocol, assessment.case.day, speaker),
        declared,
        _certificates(proofs, speaker),
        _duties(terms, speaker),
        conditions_in_words(assessment.conditions, speaker),
        supplier_request(assessment, speaker),
        _checklist(assessment, speaker),
        speaker.text("disclaimer"),
    )
    return Reply(text, blocks)


def terms_of_proof(assessment: Assessment) -> ProofTerms | None:
    """What the agreement says about proof: its protocol, or the customs union itself."""
    terms: ProofTerms | None
    if assessment.protocol is not None:
        terms = assessment.protocol.proof_for(assessment.case.market)
    else:
        terms = assessment.agreement.proof if assessment.agreement is not None else None
    return terms


def _value_of(advice: Advice | None) -> Decimal | None:
    return advice.value if advice is not None and advice.currency == "EUR" else None


def _obstacle(assessment: Assessment, speaker: Speaker) -> str:
    """Why no proof may be made out now; empty if one may."""
    found, agreement, case = assessment.determination, assessment.agreement, assessment.case
    if not agreement.is_applied_on(case.market, case.day):
        return speaker.text("use.not_applied")
    if found.status is Status.NOT_APPLICABLE and found.reason is Reason.CUSTOMS_UNION:
        return ""
    if found.status is not Status.ORIGINATING:
        return speaker.text(f"use.{found.status.value}")
    if any(condition.blocks for condition in assessment.conditions):
        return speaker.text("verdict.blocked")
    return ""


# --- the text of the declaration ---------------------------------------------------------


def _declaration(
    assessment: Assessment,
    proofs: Sequence[ProofRule],
    consignment: Consignment,
    speaker: Speaker,
) -> tuple[list[str], tuple[Block, ...]]:
    declaration = assessment.protocol.declaration if assessment.protocol is not None else None
    own = [rule for rule in proofs if rule.kind.is_made_by_exporter]
    if not own:
        return [], ()
    if declaration is None:
        return [speaker.text("use.text_not_recorded")], ()
    language = _language(declaration, consignment.text_language)
    fields, needed = _fields(assessment, own, consignment, language)
    text = declaration.text(language, fields)
    recorded = (declaration.notes or {}).get(speaker.lang, ())
    # While the value is not known, the recorded notes tell when a number is needed.
    asked = [] if needed is None and recorded else _field_notes(own, needed, consignment, speaker)
    notes = [*asked, *recorded]
    notes += _wording_notes(declaration, language, speaker)
    block = Block(
        "declaration",
        {
            "text": text,
            "language": language,
            "languages": list(declaration.languages),
            "kind": own[0].kind.value,
            "reference_needed": needed,
            "notes": notes,
            "source": declaration.source,
            "eur_med": _eur_med(assessment, fields, language),
        },
    )
    title = speaker.text("use.text_title", source=declaration.source)
    lines = [title, "", text, "", *(f"- {note}" for note in notes)]
    if block.content["eur_med"]:
        lines += ["", speaker.text("use.text_eur_med"), "", block.content["eur_med"]]
    return lines, (block,)


def _wording_notes(declaration: Declaration, language: str, speaker: Speaker) -> list[str]:
    """What to do where the wording shown is not confirmed: compare it, or take a confirmed version."""
    confirmed = declaration.confirmed
    if language in confirmed:
        return []
    if not confirmed:
        return [speaker.text("use.text_unconfirmed")]
    names = speaker.either([speaker.text(f"language.{one}") for one in confirmed])
    return [speaker.text("use.text_unconfirmed_take", languages=names)]


def _eur_med(assessment: Assessment, fields: Mapping[str, str], language: str) -> str | None:
    """The wording with the remark on cumulation, where the old pan-Euro-Mediterranean rules have one."""
    protocol = assessment.protocol
    declaration: Declaration | None = protocol.declaration_eur_med
    kinds = {rule.kind for rule in protocol.proof_for(assessment.case.market).rules}
    if declaration is None or ProofKind.EUR_MED not in kinds:
        return None
    return declaration.text(_language(declaration, language), fields)


def _language(declaration: Declaration, wanted: str) -> str:
    return wanted if wanted in declaration.languages else "en"


def _fields(
    assessment: Assessment,
    own: Sequence[ProofRule],
    consignment: Consignment,
    language: str,
) -> tuple[dict[str, str], bool | None]:
    """The fields of the text, and whether a number must stand in it (None: the value decides)."""
    protocol = assessment.protocol
    terms: ProofTerms = protocol.proof_for(assessment.case.market)
    fields = {"country": terms.country(language)}
    if terms.needs_criterion_code:
        fields["criterion"] = criterion_code(assessment.origin_criteria)
    needed = _needs_reference(own, consignment.value)
    blank = needed is False and protocol.reference_when_above
    if consignment.reference and not blank:
        fields["reference"] = consignment.reference
    return fields, needed


def _needs_reference(own: Sequence[ProofRule], value: Decimal | None) -> bool | None:
    """Whether a registration or authorisation is needed for the value; None if the value decides."""
    needs = {rule.exporter is not ExporterKind.ANY for rule in own}
    if len(needs) == 1:
        return needs.pop()
    return None if value is None else needs == {True}


def _field_notes(
    own: Sequence[ProofRule],
    needed: bool | None,
    consignment: Consignment,
    speaker: Speaker,
) -> list[str]:
    special = next((rule for rule in own if rule.exporter is not ExporterKind.ANY), None)
    if needed is False or special is None:
        return [speaker.text("use.reference_blank")]
    if needed is True and consignment.reference:
        return [speaker.text("use.reference_given", reference=consignment.reference)]
    key = "use.reference_needed" if needed else "use.reference_depends"
    kind = speaker.text(f"use.number.{special.exporter.value}")
    return [speaker.text(key, number=kind)]


# --- certificates, duties, checklist ---------------------------------------------------------

_CERTIFICATES = {ProofKind.EUR_1, ProofKind.EUR_MED, ProofKind.A_TR, ProofKind.UNION_STATUS}


def _certificates(proofs: Sequence[ProofRule], speaker: Speaker) -> list[str]:
    """The steps to a form that customs issue."""
    kinds = dict.fromkeys(rule.kind for rule in proofs if rule.kind in _CERTIFICATES)
    return [speaker.text(f"use.steps.{kind.value}") for kind in kinds]


def _duties(terms: ProofTerms, speaker: Speaker) -> list[str]:
    lines = []
    if terms.validity_months is not None:
        lines.append(speaker.text("use.validity", months=terms.validity_months))
    lines.append(
        speaker.text("use.keep", years=terms.retention_years, source=terms.retention_source)
    )
    return lines


def _checklist(assessment: Assessment, speaker: Speaker) -> list[str]:
    market = speaker.words.market(assessment.case.market, speaker.lang)
    free_circulation = assessment.protocol is None
    steps = ["code", "free_circulation" if free_circulation else "origin"]
    steps += ["proof", "transport", "customer", "file"]
    lines = [speaker.text(f"use.check.{step}") for step in steps]
    return [speaker.text("use.check.title", market=market), *(f"☐ {line}" for line in lines)]


def depends_on_value(assessment: Assessment) -> bool:
    """Whether the value of the consignment decides which proof is needed (then it is asked for)."""
    terms = terms_of_proof(assessment)
    return terms is not None and any(one.applies is not Applies.ALWAYS for one in terms.rules)
