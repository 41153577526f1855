"""Advice and markets as JSON values, with the stable keys of the contracts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.advice import NORTHERN_IRELAND, Advice, AgreementAdvice
from bot.explain.duty_words import MARKETS_WITHOUT_FIGURES, duty_sources, side_in_words
from bot.explain.examples import example_of
from bot.explain.json_values import Json, condition_json, day_json, decimal_json, row_json
from bot.explain.next_steps import next_steps
from bot.explain.rule_words import rule_in_words
from bot.explain.scope_words import Speaker
from bot.explain.sections import Source, named_source, sources_of
from bot.explain.words import LANGUAGES, Words
from bot.origin.product_specific_rules import Candidate
from bot.proof.proofs import ExporterKind, ProofRule, ProofTerms
from bot.tariff.duties import Duty
from bot.tariff.schedule import StagingCategory

# What an importer knows asks nothing of the exporter: any exporter may rely on it.
_EXPORTERS = {ExporterKind.IMPORTER: ExporterKind.ANY}


def advice_json(
    advice: Advice, words: Words, lang: str = "de", contacts: Sequence[Json] = ()
) -> Json:
    """The whole advice; `contacts` are handed in because they are no result of the engine."""
    return {
        "market": advice.market,
        "hs": advice.hs.digits,
        "date": day_json(advice.day),
        "usable": advice.usable and advice.market != NORTHERN_IRELAND,
        "nothing_to_save": advice.nothing_to_save,
        "agreements": [_agreement(one, advice, words, lang) for one in advice.agreements],
        "duty_without_agreement": _duty(advice.duty_without, None, advice),
        "situation": _situation(advice, words),
        "next_steps": next_steps(advice, Speaker(lang, words)),
        "contacts": list(contacts),
        "sources": [one.as_json() for one in _advice_sources(advice, words, lang)],
        "data_version": advice.data_version,
    }


def _agreement(one: AgreementAdvice, advice: Advice, words: Words, lang: str) -> Json:
    agreement = one.agreement
    rules = [_rule(row, words, lang) for row in one.rows]
    return {
        "id": agreement.id,
        "title": {language: agreement.title[language] for language in LANGUAGES},
        "status": agreement.status.value,
        "applied_from": day_json(agreement.applied_from(advice.market)),
        "usable": one.usable,
        "applies": one.applies,
        "proof_confirmed": _is_proof_confirmed(one, advice),
        "covers_product": one.covers_product,
        "free_circulation": agreement.asks_for_free_circulation,
        "duty": _duty(one.duty, one.saving, advice),
        "rule": rules[0] if rules else None,
        "rules": rules,
        "rules_recorded": one.rules_recorded,
        "proof": [_proof(rule, one, advice, lang) for rule in one.proofs],
        "conditions": [condition_json(condition) for condition in one.conditions],
        "note": {language: agreement.note.get(language, "") for language in LANGUAGES},
        "confidence": agreement.confidence,
    }


def _is_proof_confirmed(one: AgreementAdvice, advice: Advice) -> bool:
    """Whether a proof is known, and known to be that of the day asked for."""
    protocol = one.protocol
    return bool(one.proofs) and (protocol is None or protocol.is_proof_known_on(advice.day))


def _duty(duty: Duty, saving: Decimal | None, advice: Advice) -> Json:
    hidden = advice.market in MARKETS_WITHOUT_FIGURES
    amount = (
        None
        if saving is None
        else {
            "amount": decimal_json(saving),
            "currency": advice.currency,
        }
    )
    return {
        "mfn": None if hidden else duty.mfn,
        "mfn_percent": None if hidden else decimal_json(duty.mfn_percent),
        "mfn_range": None if hidden else _range(duty.mfn_range),
        "preferential": None if hidden else duty.preferential,
        "preferential_percent": None if hidden else decimal_json(duty.preferential_percent),
        "preferential_range": None if hidden else _range(duty.preferential_range),
        "margin_percent": None if hidden else decimal_json(duty.margin_percent),
        "margin_range": None if hidden else _range(duty.margin_range),
        "saving": None if hidden else amount,
        "basis": "unknown" if hidden else duty.basis.value,
        "nothing_to_save": duty.nothing_to_save and not hidden,
        "source": "" if hidden else duty.source,
        "year": None if hidden else duty.year,
        "retrieved_at": None if hidden else _retrieved_at(duty),
        "live_failure": duty.live_failure.value if duty.live_failure else None,
        "confidence": duty.confidence.value if duty.confidence and not hidden else None,
        "lines": [] if hidden else [line.code for line in duty.lines],
        "notes": [] if hidden else [note.value for note in duty.line_notes],
        "staging": [] if hidden else [_staging_category(one) for one in duty.staging],
    }


def _staging_category(category: StagingCategory) -> Json:
    """How much of the base duty is left from each day on, in percent of it."""
    left = category.by_year(Decimal(100))
    return {
        "category": category.name,
        "excluded": not left,
        "left": [
            {"from": cut.isoformat(), "percent_of_base": decimal_json(round(share, 2))}
            for cut, share in left
        ],
    }


def _retrieved_at(duty: Duty) -> str | None:
    """When an online tariff gave the figures."""
    moments = [one.retrieved_at for one in duty.provenances if one.retrieved_at is not None]
    return max(moments).isoformat(timespec="seconds") if moments else None


def _range(limits: tuple[Decimal, Decimal] | None) -> list[str | None] | None:
    return None if limits is None else [decimal_json(one) for one in limits]


def _rule(row: Candidate, words: Words, lang: str) -> Json:
    rule = row.rule
    texts = {
        language: rule_in_words(rule.rule, row.product_code, words, language)
        for language in LANGUAGES
    }
    return {
        **row_json(rule),
        "text": texts[lang],
        "texts": texts,
        "example": example_of(rule.rule, row.product_code, words, lang),
        "description": {language: rule.description.get(language, "") for language in LANGUAGES},
    }


def _proof(rule: ProofRule, one: AgreementAdvice, advice: Advice, lang: str) -> Json:
    terms: ProofTerms | None = (
        one.protocol.proof_for(advice.market) if one.protocol else one.agreement.proof
    )
    return {
        "kind": rule.kind.value,
        "exporter": _EXPORTERS.get(rule.exporter, rule.exporter).value,
        "threshold_eur": decimal_json(rule.threshold_eur),
        "applies": rule.applies.value,
        "validity_months": terms.validity_months if terms else None,
        "declaration_text": _declaration_text(rule, one, terms, lang),
    }


def _declaration_text(
    rule: ProofRule, one: AgreementAdvice, terms: ProofTerms | None, lang: str
) -> str | None:
    """The prescribed text with visible blanks; only for proofs the exporter makes out himself."""
    declaration = one.protocol.declaration if one.protocol is not None else None
    if declaration is None or terms is None or not rule.kind.is_made_by_exporter:
        return None
    text: str = declaration.text(lang, {"country": terms.country(lang)})
    return text


def _situation(advice: Advice, words: Words) -> Json:
    situation = words.situation(advice.market)
    note = {language: situation.note.get(language, "") for language in LANGUAGES}
    return {"status": situation.status, "note": note}


def _advice_sources(advice: Advice, words: Words, lang: str) -> tuple[Source, ...]:
    speaker = Speaker(lang, words)
    holders = [holder for one in advice.agreements for holder in (one.agreement, one.protocol)]
    found = list(sources_of(*holders))
    situation = words.situation(advice.market)
    if situation.source and not advice.agreements:
        found.append(Source(situation.source, "", situation.as_of))
    if advice.market not in MARKETS_WITHOUT_FIGURES:
        duties = [one.duty for one in advice.agreements] or [advice.duty_without]
        found += [source for duty in duties for source in duty_sources(duty, speaker)]
    return tuple(dict.fromkeys(named_source(one, speaker) for one in found))


# --- markets ---------------------------------------------------------


def markets_json(advices: Sequence[Advice], words: Words, lang: str = "de") -> tuple[Json, ...]:
    """One object per market, to be written one a line; each stands by itself."""
    return tuple(_market(one, words, lang) for one in advices)


def _market(advice: Advice, words: Words, lang: str) -> Json:
    speaker = Speaker(lang, words)
    shown = advice.best or (advice.agreements[0] if advice.agreements else None)
    line: Json = {
        "market": advice.market,
        "hs": advice.hs.digits,
        "date": day_json(advice.day),
        "data_version": advice.data_version,
        "name": {language: words.market(advice.market, language) for language in LANGUAGES},
        "usable": advice.usable,
        "nothing_to_save": advice.nothing_to_save,
        "sources": [one.as_json() for one in _advice_sources(advice, words, lang)],
    }
    if shown is None:
        return {**line, "agreement": None, "status": words.situation(advice.market).status}
    duty = shown.duty
    return {
        **line,
        "agreement": shown.agreement.id,
        "status": shown.agreement.status.value,
        "mfn": side_in_words(duty.mfn_side, speaker),
        "mfn_percent": decimal_json(duty.mfn_percent),
        "preferential": side_in_words(duty.preferential_side, speaker),
        "preferential_percent": decimal_json(duty.preferential_percent),
        "margin_percent": decimal_json(duty.margin_percent),
        "rule": [row.rule.notation for row in shown.rows],
        "proof": list(dict.fromkeys(rule.kind.value for rule in shown.proofs)),
        "proof_confirmed": _is_proof_confirmed(shown, advice),
    }
