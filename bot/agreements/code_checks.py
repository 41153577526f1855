"""Codes that stand inside rules and vocabulary and do not exist: nothing would ever be caught by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.agreements.faults import Fault
from bot.agreements.rule_files import RuleRow
from bot.agreements.vocabulary import Vocabulary
from bot.origin.criteria import AnyOf, Rule, scopes_of
from bot.origin.nomenclature import EDITIONS, HsRange, Nomenclature, code


def codes_of(edition: str, nomenclature: Nomenclature) -> frozenset[str]:
    """All chapters, headings and subheadings of an edition (and of today: some lists were re-coded)."""
    subheadings = set(nomenclature.subheadings)
    for digits in nomenclature.subheadings:
        found = nomenclature.correlation.to_edition(code(digits), edition)
        subheadings.update(one.digits for one in found)
    return frozenset(digits[:depth] for digits in subheadings for depth in (2, 4, 6))


def codes_of_any_edition(nomenclature: Nomenclature) -> frozenset[str]:
    """What a code can have been in any edition that is known."""
    return frozenset().union(*(codes_of(edition, nomenclature) for edition in EDITIONS))


def unknown_codes_of_row(
    row: RuleRow, edition: str, known: frozenset[str], ever: frozenset[str]
) -> Iterator[Fault]:
    """The codes of a row and of the materials its rule speaks of.

    Args:
        row: the row.
        edition: the edition of its list.
        known: the codes of that edition.
        ever: those of all editions. A range inside a rule may span two of them: 1001.10-1001.19 is durum
            wheat before and after it was split.
    """
    codes = row.rule.codes
    for column, end in (("hs_from", codes.first), ("hs_to", codes.last)):
        if end.digits not in known:
            yield row.place.fault(column, f"{end} does not exist in HS {edition}")
    for one in dict.fromkeys(_ranges(row.rule.rule)):
        for end in dict.fromkeys((one.first, one.last)):
            if end.digits not in (known if one.first == one.last else ever):
                offset = max(row.rule.notation.find(str(end)), 0)
                yield row.place.fault(
                    "rule", f"{end} does not exist in HS {edition}", offset=offset
                )


def _ranges(rule: Rule) -> Iterator[HsRange]:
    for alternative in rule.alternatives:
        for criterion in alternative.criteria:
            if isinstance(criterion, AnyOf):
                yield from _ranges(criterion.rule)
            for scope in scopes_of(criterion):
                items = scope.items + scope.without
                yield from (item for item in items if isinstance(item, HsRange))


def unknown_codes_of_vocabulary(vocabulary: Vocabulary, ever: frozenset[str]) -> Iterator[Fault]:
    """The codes of described materials and of natures; lists of any edition use them."""
    materials = ((one.id, one.codes) for one in vocabulary.materials.values())
    yield from _unknown("materials", materials, ever)
    yield from _unknown("natures", vocabulary.natures.codes.items(), ever)


def _unknown(
    table: str, terms: Iterable[tuple[str, tuple[HsRange, ...]]], known: frozenset[str]
) -> Iterator[Fault]:
    path = f"data/agreements/vocabulary/{table}.csv"
    for line, (name, ranges) in enumerate(terms, start=2):
        for end in dict.fromkeys(end for one in ranges for end in (one.first, one.last)):
            if end.digits not in known:
                yield Fault(path, line, 1, f"hs: {end} of '{name}' does not exist in any edition")
