"""The first answer: can an agreement be used, what does it save, under which rule, with which proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.advice import NORTHERN_IRELAND, Advice, AgreementAdvice
from bot.explain.duty_words import (
    MARKETS_WITHOUT_FIGURES,
    duty_sources,
    mfn_in_words,
    notes_of,
    preferential_in_words,
    saving_in_words,
    side_in_words,
)
from bot.explain.examples import example_of
from bot.explain.formats import day
from bot.explain.next_steps import is_pointless, next_steps
from bot.explain.no_agreement import no_agreement, northern_ireland, why_not_usable
from bot.explain.proof_words import proof_lines, proof_of_the_day, proof_section
from bot.explain.questions import row_name
from bot.explain.replies import Block, Reply
from bot.explain.rule_words import rule_in_words, rule_on
from bot.explain.scope_words import Speaker
from bot.explain.sections import (
    Source,
    conditions_in_words,
    confidence_in_words,
    localized,
    paragraphs,
    readings_in_words,
    source_name,
    sources_of,
    sources_section,
)
from bot.explain.terms import terms_of
from bot.explain.words import Words
from bot.origin.product_specific_rules import Candidate, Confidence
from bot.tariff.duties import Duty


def first_answer(advice: Advice, words: Words, lang: str, *, complete: bool = False) -> Reply:
    """Everything an exporter must know before he looks into his own product.

    Where nothing can be saved, rule and proof are only told if asked for (`complete`).
    """
    speaker = Speaker(lang, words)
    if advice.market == NORTHERN_IRELAND:
        return northern_ireland(speaker)
    best = advice.best
    if best is None:
        return no_agreement(advice, speaker)
    return _with_agreement(advice, best, speaker, complete)


def _with_agreement(
    advice: Advice, best: AgreementAdvice, speaker: Speaker, complete: bool
) -> Reply:
    pointless = is_pointless(best)
    told = complete or not pointless
    headline = _headline(advice, best, speaker)
    status = _status(advice, best, speaker)
    rules, rule_notes, rule_blocks = _rules(advice, best, speaker) if told else ([], [], ())
    proof = _proof_lines(best, speaker) if told else []
    conditions = conditions_in_words(best.conditions, speaker) if told else []
    # The headline of a pointless agreement says already that nothing is to be done.
    steps = [] if pointless else next_steps(advice, speaker)
    hint = "" if told else speaker.text("first.rule_if_asked")
    warnings = _warnings(advice, best, speaker)
    others = _others(advice, best, speaker)
    sources, source_blocks = sources_section(_sources(best, speaker), speaker)
    text = paragraphs(
        [headline, status],
        _duties(advice, best, speaker),
        hint,
        rules,
        proof_section(best.proofs, speaker) if told else [],
        _listed("claim.title", conditions, speaker),
        _listed("warning.title", warnings, speaker),
        others,
        _listed("next.title", steps, speaker),
        sources,
        speaker.text("disclaimer"),
    )
    content = {
        "market": advice.market,
        "market_name": speaker.words.market(advice.market, speaker.lang),
        "product": speaker.code(advice.hs),
        "usable": best.applies,
        "nothing_to_save": best.duty.nothing_to_save,
        "pointless": pointless,
        "proof_open": not best.proofs,
        "headline": headline,
        "agreement": localized(best.agreement.title, speaker.lang),
        "status": status,
        "mfn": side_in_words(best.duty.mfn_side, speaker),
        "preferential": side_in_words(best.duty.preferential_side, speaker),
        "saving": _saving(advice, best, speaker),
        "unknown": _unknown_duties(best, speaker),
        "notes": notes_of(best.duty, speaker),
        "proof": [line.removeprefix("- ") for line in proof],
        "conditions": conditions,
        "warnings": warnings,
        "others": others,
        "next_steps": steps,
        "hint": hint,
        "rule_notes": rule_notes,
    }
    return Reply(text, (Block("first_answer", content), *rule_blocks, *source_blocks))


def _proof_lines(best: AgreementAdvice, speaker: Speaker) -> list[str]:
    """The proofs without their title; the sentence that none is confirmed where that is so."""
    return proof_lines(best.proofs, speaker) or proof_section(best.proofs, speaker)


def _listed(key: str, lines: Sequence[str], speaker: Speaker) -> list[str]:
    return [speaker.text(key), *(f"- {line}" for line in lines)] if lines else []


# --- status and duty ---------------------------------------------------------


def _headline(advice: Advice, best: AgreementAdvice, speaker: Speaker) -> str:
    market = speaker.words.market(advice.market, speaker.lang)
    product = speaker.code(advice.hs)
    if best.duty.nothing_to_save:
        return speaker.text("first.nothing_to_save", market=market, product=product)
    if best.duty.preferable is False:
        return speaker.text("first.no_margin", market=market, product=product)
    if best.agreement.asks_for_free_circulation:
        return speaker.text("first.customs_union", market=market, product=product)
    if not best.proofs:
        return speaker.text("first.proof_open", market=market, product=product)
    return speaker.text("first.usable", market=market, product=product)


def _status(advice: Advice, best: AgreementAdvice, speaker: Speaker) -> str:
    title = localized(best.agreement.title, speaker.lang)
    status = speaker.text(f"status.{best.agreement.status.value}")
    since = best.agreement.applied_from(advice.market)
    if since is None:
        return speaker.text("first.status", title=title, status=status)
    since_text = day(since, speaker.lang)
    return speaker.text("first.status_since", title=title, status=status, day=since_text)


def _duties(advice: Advice, best: AgreementAdvice, speaker: Speaker) -> list[str]:
    if advice.market in MARKETS_WITHOUT_FIGURES:
        return []
    lines = [mfn_in_words(best.duty, speaker)]
    if not best.duty.nothing_to_save:
        in_union = best.agreement.asks_for_free_circulation
        lines.append(preferential_in_words(best.duty, speaker, free_circulation=in_union))
    lines.append(_saving(advice, best, speaker))
    return lines + notes_of(best.duty, speaker)


def _unknown_duties(best: AgreementAdvice, speaker: Speaker) -> list[str]:
    """What a figure left out of a table of duties would not tell: that it is not known, and who knows it."""
    duty, sentences = best.duty, []
    if side_in_words(duty.mfn_side, speaker) is None:
        sentences.append(mfn_in_words(duty, speaker))
    if side_in_words(duty.preferential_side, speaker) is None and not duty.nothing_to_save:
        sentences.append(preferential_in_words(duty, speaker))
    return sentences


def _saving(advice: Advice, best: AgreementAdvice, speaker: Speaker) -> str:
    return saving_in_words(best.duty, advice.value, best.saving, advice.currency, speaker)


# --- the rule ---------------------------------------------------------


def _rules(
    advice: Advice, best: AgreementAdvice, speaker: Speaker
) -> tuple[list[str], list[str], tuple[Block, ...]]:
    """The rule as plain text, what is said about it outside of the cards of the rows, and those cards."""
    if best.agreement.asks_for_free_circulation:
        note = speaker.text("rule.free_circulation")
        return [note], [note], ()
    title = speaker.text("rule.title")
    if not best.rules_recorded or not best.rows:
        note = speaker.text("rule.no_row" if best.rules_recorded else "rule.not_recorded")
        return [title, note], [note], ()
    rows = _distinct(best.rows)
    several = len(rows) > 1
    notes = [speaker.text("rule.several_rows", count=len(rows))] if several else []
    lines, blocks = [title, *notes], []
    for row in rows:
        texts, block = _one_rule(row, advice.day, several, speaker)
        # What a term means is said once.
        lines += [text for text in texts if text not in lines]
        blocks.append(block)
    return lines, notes, tuple(blocks)


def _distinct(rows: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Rows with the same rule are one to the reader unless a description tells them apart."""
    if len({row.rule.notation for row in rows}) == 1:
        return tuple(rows[:1])
    return tuple(rows)


def _one_rule(row: Candidate, day: date, named: bool, speaker: Speaker) -> tuple[list[str], Block]:
    rule = row.rule
    today = rule_on(rule.rule, day)
    text = rule_in_words(today, row.product_code, speaker.words, speaker.lang)
    example = example_of(today, row.product_code, speaker.words, speaker.lang)
    terms = terms_of(today, speaker)
    source = source_name(rule.source or "-", speaker)
    readings = readings_in_words(rule.reviewed_by, speaker)
    notation = speaker.text(
        "rule.notation", notation=rule.notation, source=source, readings=readings
    )
    described = row_name(rule, speaker)
    heading = [speaker.text("rule.row", description=described)] if named else []
    block = Block(
        "rule",
        {
            "title": described if named else "",
            "text": text,
            "example": example,
            "terms": terms,
            "notation": rule.notation,
            "source": f"{source}; {readings}",
            "confidence": rule.confidence.value,
            "reviewed_by": [one.value for one in rule.reviewed_by],
        },
    )
    return [*heading, text, example, terms, notation], block


# --- warnings, other agreements, sources ---------------------------------------------------------


def _warnings(advice: Advice, best: AgreementAdvice, speaker: Speaker) -> list[str]:
    notes = [localized(best.agreement.note, speaker.lang)]
    if best.protocol is not None:
        notes.append(localized(best.protocol.warning, speaker.lang))
        notes.append(proof_of_the_day(best.protocol, advice.day, speaker))
    weakest = Confidence.weakest(row.rule.confidence for row in best.rows)
    notes.append(confidence_in_words(weakest, speaker))
    return [note for note in notes if note]


def _others(advice: Advice, best: AgreementAdvice, speaker: Speaker) -> list[str]:
    """The other agreements with the market: also usable, or why not."""
    lines = []
    for one in advice.agreements:
        if one is best:
            continue
        title = localized(one.agreement.title, speaker.lang)
        if one.applies:
            lines.append(speaker.text("first.also_usable", title=title))
        else:
            lines.append(why_not_usable(one, advice, speaker))
    return lines


def _sources(best: AgreementAdvice, speaker: Speaker) -> tuple[Source, ...]:
    duty: Duty = best.duty
    own = [Source(row.rule.source) for row in best.rows if row.rule.source]
    return (*sources_of(best.agreement, best.protocol), *own, *duty_sources(duty, speaker))
