"""What can be wrong with duties beyond a single line: gaps, overlaps, contradicting tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Optional

from bot.agreements.faults import Fault, shown_path
from bot.agreements.tariff_lines import COLUMNS, LineTable
from bot.agreements.tariff_lookup import ToEdition
from bot.agreements.tariff_tables import RuleRow, TariffFile
from bot.origin.nomenclature import CURRENT_EDITION
from bot.tariff.duty_rules import DutyRule

# Chapters left to the countries for goods of their own choice; 77 is reserved and used by some.
_NATIONAL_CHAPTERS = ("77", "98", "99")
_SHOWN = 10


def codes_of(
    edition: str, known_codes: frozenset[str], to_edition: Optional[ToEdition]
) -> Optional[frozenset[str]]:
    """The subheadings of an edition, None if they cannot be told."""
    if edition == CURRENT_EDITION:
        return known_codes
    if to_edition is None:
        return None
    return frozenset(old for code in known_codes for old in to_edition(code, edition))


def coverage_faults(
    file: TariffFile, table: LineTable, known: Optional[frozenset[str]]
) -> list[Fault]:
    """Overlapping lines, lines outside the nomenclature, and gaps that are not declared."""
    faults = [] if file.subdivided else _overlaps(table)
    if known is None:
        return faults
    # A subheading that ended without a successor is missing in what we know of an older edition.
    if file.hs_edition == CURRENT_EDITION:
        faults += _outside(table, known)
    return faults if file.partial else faults + _gaps(file, table, known)


def file_faults(files: Sequence[TariffFile]) -> list[Fault]:
    """Two line files for the same market, side and agreement."""
    faults, seen = [], set()
    for file in files:
        key = (file.market, file.side, file.agreement)
        if key in seen:
            message = f"{file.market} has more than one file for this side"
            faults.append(file.row.fault("market", message))
        seen.add(key)
    return faults


def folder_faults(
    folder: Path, files: Sequence[TariffFile], rules: Sequence[RuleRow]
) -> list[Fault]:
    """Agreements that have no folder, and line files that no table names."""
    faults = [
        row.fault("agreement", f"'{agreement}' has no folder")
        for row, agreements in (
            *((file.row, {file.agreement}) for file in files),
            *((one.row, one.rule.agreements) for one in rules),
        )
        for agreement in sorted(agreements - {""})
        if not (folder / agreement).is_dir()
    ]
    named = {file.path for file in files}
    found = {*folder.glob("mfn/[A-Z][A-Z].csv"), *folder.glob("*/tariffs/*.csv")}
    return faults + [
        Fault(shown_path(path, folder.parent.parent), 1, 1, "not named in mfn/tariffs.csv")
        for path in sorted(found - named)
    ]


def rule_faults(rows: Sequence[RuleRow]) -> list[Fault]:
    """Two rules for the same goods at the same time, of which neither is narrower."""
    groups: dict[tuple[str, str, str], list[RuleRow]] = {}
    for row in rows:
        rule = row.rule
        key = (rule.side.value, rule.first, rule.last)
        groups.setdefault(key, []).append(row)
    return [
        second.row.fault("hs_from", f"contradicts line {first.row.line}: same goods, same time")
        for group in groups.values()
        for first, second in combinations(group, 2)
        if _speak_of_the_same(first.rule, second.rule) and _meet(first, second)
    ]


def _speak_of_the_same(one: DutyRule, other: DutyRule) -> bool:
    if not one.markets & other.markets:
        return False
    return bool(one.agreements & other.agreements) or one.agreements == other.agreements


def _meet(one: RuleRow, other: RuleRow) -> bool:
    """Whether the periods of two rules have a day in common; an open end has no limit."""
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: RuleRow, other: RuleRow) -> bool:
    begin, end = one.rule.valid_from, other.rule.valid_to
    return begin is None or end is None or begin <= end


def _overlaps(table: LineTable) -> list[Fault]:
    return [
        _line_fault(table, following, f"lies below the line {code}")
        for code, following in pairwise(table.codes)
        if following.startswith(code)
    ]


def _outside(table: LineTable, known: frozenset[str]) -> list[Fault]:
    return [
        _line_fault(table, code, f"{code[:6]} is no subheading of this edition")
        for code in table.codes
        if code[:6] not in known and code[:2] not in _NATIONAL_CHAPTERS
    ]


def _gaps(file: TariffFile, table: LineTable, known: frozenset[str]) -> list[Fault]:
    covered = {code[:6] for code in table.codes}
    missing = sorted(
        code
        for code in known - covered
        if not file.has_gap_at(code) and code[:2] not in _NATIONAL_CHAPTERS
    )
    faults = []
    if missing:
        message = f"no line for {len(missing)} subheadings: {_shown(missing)}"
        faults.append(file.row.fault("gaps", message))
    filled = sorted(code for code in covered & known if file.has_gap_at(code))
    if filled:
        message = f"declared as gap, but there are lines for {_shown(filled)}"
        faults.append(file.row.fault("gaps", message))
    return faults


def _shown(codes: Sequence[str]) -> str:
    more = ", …" if len(codes) > _SHOWN else ""
    return ", ".join(codes[:_SHOWN]) + more


def _line_fault(table: LineTable, code: str, message: str) -> Fault:
    line = min(published.line for published in table.lines[code])
    return Fault(table.path, line, 1, f"{COLUMNS[0]}: {message}")
