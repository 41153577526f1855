"""Faults that only show when the files are seen together: gaps, overlaps, unknown codes and words.

`python -m bot data check` prints them and fails on any. A gap that is known is declared in protocol.yml, so
that a new one cannot hide among the old.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from bot.agreements.catalogue import Catalogue, Protocol
from bot.agreements.code_checks import (
    codes_of,
    codes_of_any_edition,
    unknown_codes_of_row,
    unknown_codes_of_vocabulary,
)
from bot.agreements.faults import Fault
from bot.agreements.rule_files import RuleRow
from bot.agreements.vocabulary import Vocabulary, words_of
from bot.origin.nomenclature import (
    HsCode,
    HsRange,
    Nomenclature,
    any_contains,
    code,
)
from bot.origin.product_specific_rules import Coverage

_END_OF_TIME = date.max


def check_catalogue(
    catalogue: Catalogue, nomenclature: Nomenclature, day: date
) -> tuple[Fault, ...]:
    """All faults of the loaded law; gaps are looked for on the day."""
    faults: list[Fault] = []
    ever = codes_of_any_edition(nomenclature)
    for protocol in catalogue.protocols.values():
        faults.extend(_unknown_codes(protocol, nomenclature, ever))
        faults.extend(_check_protocol(protocol, catalogue, nomenclature, day))
    faults.extend(_unused_vocabulary(catalogue))
    faults.extend(unknown_codes_of_vocabulary(catalogue.vocabulary, ever))
    return tuple(sorted(faults))


def _check_protocol(
    protocol: Protocol, catalogue: Catalogue, nomenclature: Nomenclature, day: date
) -> Iterator[Fault]:
    for row in protocol.rows:
        yield from _unknown_words(row, catalogue.vocabulary)
    yield from _overlaps(protocol.rows)
    if protocol.rules is not None:
        yield from _gaps(protocol, nomenclature, day)


def _unknown_codes(
    protocol: Protocol, nomenclature: Nomenclature, ever: frozenset[str]
) -> Iterator[Fault]:
    edition = protocol.hs_edition
    known = codes_of(edition, nomenclature) if protocol.rows else frozenset()
    for row in protocol.rows:
        yield from unknown_codes_of_row(row, edition, known, ever)


# --- words ----------------------------------------------------------------------------------------


def _unknown_words(row: RuleRow, vocabulary: Vocabulary) -> Iterator[Fault]:
    used = words_of(row.rule.rule)
    for kind, names, known in (
        ("process", used.processes, vocabulary.processes),
        ("material", used.materials, vocabulary.materials),
        ("judgement", used.judgements, vocabulary.judgements),
    ):
        for name in sorted(names - set(known)):
            message = f"{kind} '{name}' is not in the vocabulary"
            offset = max(row.rule.notation.find(name), 0)
            yield row.place.fault("rule", message, offset=offset)


def _unused_vocabulary(catalogue: Catalogue) -> Iterator[Fault]:
    """A described material or judgement nobody uses is a misspelling or a leftover."""
    materials: set[str] = set()
    judgements: set[str] = set()
    for protocol in catalogue.protocols.values():
        for row in protocol.rows:
            used = words_of(row.rule.rule)
            materials |= used.materials
            judgements |= used.judgements
    for kind, known, used_names in (
        ("materials", catalogue.vocabulary.materials, materials),
        ("judgements", catalogue.vocabulary.judgements, judgements),
    ):
        path = f"data/agreements/vocabulary/{kind}.csv"
        for number, name in enumerate(known, start=2):
            if name not in used_names:
                yield Fault(path, number, 1, f"'{name}' is used by no rule")


# --- overlaps -------------------------------------------------------------------------------------


def _overlaps(rows: Iterable[RuleRow]) -> Iterator[Fault]:
    """Two rows of the same width that both claim all products of a code on the same day."""
    claiming: dict[str, list[RuleRow]] = defaultdict(list)
    for row in rows:
        if row.direction.is_for_exporters and row.rule.coverage is not Coverage.DESCRIBED:
            claiming[row.rule.codes.first.digits[:2]].append(row)
    for group in claiming.values():
        for index, first in enumerate(group):
            for second in group[index + 1 :]:
                if _collide(first, second):
                    message = f"overlaps with row '{first.rule.row}' (line {first.place.line})"
                    yield second.place.fault("hs_from", message)


def _collide(first: RuleRow, second: RuleRow) -> bool:
    one, other = first.rule, second.rule
    if one.width != other.width or not _intersect(one.codes, other.codes):
        return False
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_to or _END_OF_TIME, other.valid_to or _END_OF_TIME)
    return starts <= ends


def _intersect(one: HsRange, other: HsRange) -> bool:
    if one.depth != other.depth:
        return False
    return one.first.digits <= other.last.digits and other.first.digits <= one.last.digits


# --- gaps -----------------------------------------------------------------------------------------


def _gaps(protocol: Protocol, nomenclature: Nomenclature, day: date) -> Iterator[Fault]:
    assert protocol.rules is not None
    path = f"data/agreements/{protocol.id}/protocol.yml"
    declared = {str(one): 0 for one in protocol.known_gaps}
    for digits in sorted(nomenclature.subheadings):
        current = code(digits)
        missing = not protocol.rules.candidates(current, day)
        known = _declared(current, protocol)
        if missing and known is None:
            yield Fault(path, 1, 1, f"known_gaps: no row governs {current} on {day}")
        if missing and known is not None:
            declared[known] += 1
    for gap, count in declared.items():
        if count == 0:
            yield Fault(
                path, 1, 1, f"known_gaps: {gap} is declared, but every code of it has a row"
            )


def _declared(current: HsCode, protocol: Protocol) -> str | None:
    return next((str(one) for one in protocol.known_gaps if any_contains((one,), current)), None)
