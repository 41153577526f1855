"""Small laws and cases for the tests: one rule, the provisions that matter, a bill of materials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.origin.bill_of_materials import (
    Case,
    Evidence,
    EvidenceKind,
    Material,
    Operation,
    Producer,
    Product,
    Role,
)
from bot.origin.criteria import Basis, Limit
from bot.origin.determination import OriginDetermination, OriginRules, determine
from bot.origin.facts import Answer, Answers
from bot.origin.findings import Status
from bot.origin.nomenclature import CURRENT_EDITION, Correlation, HsCode, code, parse_range
from bot.origin.product_specific_rules import (
    Confidence,
    Coverage,
    ProductSpecificRule,
    RuleList,
)
from bot.origin.provisions import Provisions, TextileNote, TextileNoteKind, ToleranceRule
from bot.origin.rule_notation import format_rule, parse

DAY = date(2026, 11, 22)
MARKET = "GB"
WORKING = (Operation("machining"),)
ORIGINATING, NOT_ORIGINATING, UNDETERMINED = (
    Status.ORIGINATING,
    Status.NOT_ORIGINATING,
    Status.UNDETERMINED,
)
NO_TOLERANCE: tuple[ToleranceRule, ...] = ()


def amount(value: str | int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def limit(percent: str | int, basis: Basis = Basis.EX_WORKS) -> Limit:
    return Limit(Decimal(percent), basis)


def tolerance(percent: str | int, basis: Basis = Basis.EX_WORKS) -> tuple[ToleranceRule, ...]:
    return (ToleranceRule((limit(percent, basis),), source="Article on tolerance"),)


def row(
    rule: str,
    codes: str = "84",
    *,
    row_id: str = "R1",
    coverage: Coverage = Coverage.ALL,
    confidence: Confidence = Confidence.A,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> ProductSpecificRule:
    read = parse(rule)
    return ProductSpecificRule(
        row_id,
        parse_range(codes),
        read,
        format_rule(read),
        coverage=coverage,
        confidence=confidence,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def law(
    *rows: ProductSpecificRule | str,
    edition: str = CURRENT_EDITION,
    changed: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    named_codes: Mapping[str, Sequence[str]] | None = None,
    insufficient: Sequence[str] = ("packing", "simple_assembly"),
    tolerances: tuple[ToleranceRule, ...] = NO_TOLERANCE,
    **provisions: Any,
) -> OriginRules:
    """A law of these rows; a text is a rule for everything from chapter 01 to 97."""
    read = [row(one, "01-97") if isinstance(one, str) else one for one in rows]
    named = {
        name: tuple(parse_range(one) for one in codes)
        for name, codes in (named_codes or {}).items()
    }
    rules = RuleList("test-list", edition, read, Correlation(changed or {}))
    general = Provisions(tolerances=tolerances, **provisions)
    return OriginRules(rules, general, named, frozenset(insufficient))


def textile_notes(basic: str | None = "10", trimmings: str | None = "8") -> tuple[TextileNote, ...]:
    notes = []
    if basic is not None:
        notes.append(
            TextileNote(
                TextileNoteKind.BASIC_TEXTILE_MATERIALS,
                limit(basic, Basis.WEIGHT),
                (parse_range("50-63"),),
                "Note on basic textile materials",
            )
        )
    if trimmings is not None:
        notes.append(
            TextileNote(
                TextileNoteKind.TRIMMINGS,
                limit(trimmings),
                (parse_range("61-63"),),
                "Note on trimmings",
            )
        )
    return tuple(notes)


def material(
    hs: str | None,
    value: str | int | Decimal | None = 10,
    originating: bool | None = False,
    *,
    kg: str | int | Decimal | None = None,
    parts: Sequence[Material] = (),
    role: Role = Role.COMPONENT,
    **told: Any,
) -> Material:
    return Material(
        code(hs) if hs is not None else None,
        value=amount(value),
        weight_kg=amount(kg),
        originating=originating,
        materials=tuple(parts),
        role=role,
        **told,
    )


def intermediate(
    hs: str | None, value: str | int | Decimal | None, *parts: Material, **told: Any
) -> Material:
    """An intermediate of own production, whose status its own rule decides."""
    return material(hs, value, None, parts=parts, **told)


def declaration(
    covers: Sequence[str] | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    kind: EvidenceKind = EvidenceKind.SUPPLIERS_DECLARATION,
) -> Evidence:
    named = None if covers is None else frozenset(covers)
    return Evidence(kind, named, valid_from, valid_to)


def case(
    materials: Sequence[Material] | None = (),
    hs: str = "841370",
    *,
    exw: str | int | Decimal | None = 100,
    fob: str | int | Decimal | None = 110,
    kg: str | int | Decimal | None = 10,
    operations: Sequence[Operation] | None = WORKING,
    answers: Mapping[str, Answer] | None = None,
    day: date = DAY,
    market: str = MARKET,
    drawback: bool | None = None,
    produced_by: Producer | None = None,
    wholly_obtained: bool | None = None,
    is_set: bool = False,
) -> Case:
    product = Product(
        code(hs),
        ex_works_price=amount(exw),
        fob_price=amount(fob),
        net_weight_kg=amount(kg),
        produced_by=produced_by,
        wholly_obtained=wholly_obtained,
        is_set=is_set,
    )
    return Case(
        product,
        market,
        day,
        None if materials is None else tuple(materials),
        None if operations is None else tuple(operations),
        drawback,
        Answers(dict(answers or {})),
    )


def whole(hs: str = "841370", **told: Any) -> Case:
    """A case without a bill of materials."""
    return case(None, hs, **told)


def decide(rule: str, materials: Sequence[Material] | None, **told: Any) -> OriginDetermination:
    """One rule for everything, no tolerance; keywords go to the case."""
    return determine(case(materials, **told), law(rule))


def status(rule: str, materials: Sequence[Material] | None, **told: Any) -> Status:
    return decide(rule, materials, **told).status


def asked(found: OriginDetermination) -> set[str]:
    """Ids of the facts still missing."""
    return {fact.id for fact in found.missing}


def subheading(digits: str) -> HsCode:
    return code(digits)
