"""Proofs of origin in words: which one up to which value, and who may make it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.explain.formats import day as day_in_words
from bot.explain.formats import round_money
from bot.explain.scope_words import Speaker
from bot.proof.proofs import Applies, ProofKind, ProofRule

_OF_FREE_CIRCULATION = frozenset({ProofKind.A_TR, ProofKind.UNION_STATUS})


def proof_in_words(rule: ProofRule, speaker: Speaker) -> str:
    """One proof: for which values, what it is, who makes it out."""
    what = speaker.text(f"proof.kind.{rule.kind.value}")
    who = speaker.text(f"proof.exporter.{rule.exporter.value}")
    if rule.kind in (ProofKind.A_TR, ProofKind.UNION_STATUS, ProofKind.IMPORTERS_KNOWLEDGE):
        who = speaker.text(f"proof.who.{rule.kind.value}")
    return f"{prefix(rule, speaker)} {what}. {who}"


def prefix(rule: ProofRule, speaker: Speaker) -> str:
    """For which value of a consignment a proof is."""
    if rule.applies is Applies.ALWAYS or rule.threshold_eur is None:
        return speaker.text("proof.applies.always")
    amount = round_money(rule.threshold_eur, "EUR", speaker.lang)
    return speaker.text(f"proof.applies.{rule.applies.value}", amount=amount)


def proof_title(rules: Sequence[ProofRule], speaker: Speaker) -> str:
    """What the proofs show: origin, or in a customs union that the goods are in free circulation."""
    status = bool(rules) and all(rule.kind in _OF_FREE_CIRCULATION for rule in rules)
    return speaker.text("proof.title_free_circulation" if status else "proof.title")


def proof_section(rules: Sequence[ProofRule], speaker: Speaker) -> list[str]:
    """All proofs under their title; where none is confirmed, the sentence that says so."""
    if not rules:
        return [speaker.text("proof.unknown")]
    return [proof_title(rules, speaker), *proof_lines(rules, speaker)]


def proof_of_the_day(protocol: Any, day: date, speaker: Speaker) -> str:
    """For an earlier day: that the proof is today's where nobody knows that it was the same; else nothing."""
    if protocol is None or not protocol.proof.rules or protocol.is_proof_known_on(day):
        return ""
    as_of, asked_for = (day_in_words(one, speaker.lang) for one in (protocol.as_of, day))
    return speaker.text("proof.of_today", as_of=as_of, day=asked_for)


def proof_lines(rules: Sequence[ProofRule], speaker: Speaker) -> list[str]:
    """All proofs, one a line, and what the threshold counts where there is one."""
    lines = [f"- {proof_in_words(rule, speaker)}" for rule in rules]
    if any(rule.applies is not Applies.ALWAYS for rule in rules):
        lines.append(speaker.text("proof.threshold"))
    return lines
