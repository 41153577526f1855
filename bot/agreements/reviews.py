"""Who read a row again: the marks of the rows held against what was found in the readings.

Every row says in `reviewed_by` how it was checked after it was first drafted. A mark must not outlive what it
stands for: `second_reading` needs its line in readings.csv, with the fingerprint of the row as it stands,
`settled` its line in settled_differences.csv, `sample` its line in samples.csv, and a row that was changed
after somebody read it in a sample must have been settled in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.agreements.faults import Fault
from bot.agreements.readings import READINGS_FILE, fingerprint, read_readings
from bot.agreements.rule_files import RuleRow
from bot.agreements.tables import Row, read_table
from bot.agreements.values import joined, read_date
from bot.origin.product_specific_rules import Review

SETTLED_FILE = "settled_differences.csv"
SAMPLES_FILE = "samples.csv"
SETTLED_COLUMNS = ("row", "before", "after", "reason")
SAMPLE_COLUMNS = ("row", "seed", "as_of", "rule", "finding")
# What a reader of a sample can find: the row is right, or its description had to be corrected.
FINDINGS = ("right", "description_corrected")


def check_reviews(folder: Path, rows: Iterable[RuleRow]) -> Iterator[Fault]:
    """A fault for every mark without its record, and for every record without its mark or its row.

    Args:
        folder: data/agreements.
        rows: every row of every list.

    Raises:
        DataError: one of the three files is malformed.
    """
    root = folder.parent.parent
    held = {one.rule.row: one for one in rows}
    settled = tuple(read_table(folder / SETTLED_FILE, SETTLED_COLUMNS, root))
    samples = tuple(read_table(folder / SAMPLES_FILE, SAMPLE_COLUMNS, root))
    readings = read_readings(folder, root)
    before = {one["row"]: one["before"] for one in settled}
    yield from _twice(settled, ("row",))
    yield from _twice(samples, ("row", "seed"))
    yield from _twice(readings, ("row",))
    for one in readings:
        yield from _faults_of_reading(one, held)
    for one in settled:
        yield from _faults_of_settled(one, held)
    for one in samples:
        yield from _faults_of_sample(one, held, before)
    recorded = {
        Review.SECOND_READING: frozenset(one["row"] for one in readings),
        Review.SETTLED: frozenset(before),
        Review.SAMPLE: frozenset(one["row"] for one in samples),
    }
    for row in held.values():
        yield from _faults_of_marks(row, recorded)


def _twice(lines: Iterable[Row], key: tuple[str, ...]) -> Iterator[Fault]:
    seen: set[tuple[str, ...]] = set()
    for one in lines:
        found = tuple(one[column] for column in key)
        if found in seen:
            yield one.fault("row", f"'{one['row']}' stands here twice")
        seen.add(found)


def _faults_of_reading(line: Row, held: Mapping[str, RuleRow]) -> Iterator[Fault]:
    yield from _faults_of_day(line)
    row = held.get(line["row"])
    if row is None:
        yield line.fault("row", f"'{line['row']}': expected a row of a list")
    elif line["fingerprint"] != fingerprint(row.place):
        message = (
            f"the row was changed after its second reading of {line['as_of']}: take second_reading out "
            f"of it and its line out of {READINGS_FILE}, or have it read again and record that"
        )
        yield row.place.fault("reviewed_by", message)


def _faults_of_day(line: Row) -> Iterator[Fault]:
    try:
        read_date(line["as_of"] or "a day")
    except ValueError as error:
        yield line.fault("as_of", str(error))


def _faults_of_settled(line: Row, held: Mapping[str, RuleRow]) -> Iterator[Fault]:
    row = held.get(line["row"])
    if row is None:
        yield line.fault("row", f"'{line['row']}': expected a row of a list")
    elif row.rule.notation != line["after"]:
        yield line.fault("after", f"expected the rule that is held: {row.rule.notation}")
    if not line["reason"]:
        yield line.fault("reason", "expected a text")


def _faults_of_sample(
    line: Row, held: Mapping[str, RuleRow], before: Mapping[str, str]
) -> Iterator[Fault]:
    if not line["seed"].isdecimal():
        yield line.fault("seed", f"'{line['seed']}': expected a whole number")
    if line["finding"] not in FINDINGS:
        yield line.fault("finding", f"'{line['finding']}': expected one of {joined(FINDINGS)}")
    yield from _faults_of_day(line)
    row = held.get(line["row"])
    if row is None:
        yield line.fault("row", f"'{line['row']}': expected a row of a list")
    elif line["rule"] not in (row.rule.notation, before.get(line["row"])):
        message = f"the row was changed after it was read, it holds: {row.rule.notation}"
        yield line.fault("rule", message)


def _faults_of_marks(row: RuleRow, recorded: Mapping[Review, frozenset[str]]) -> Iterator[Fault]:
    for review, rows in recorded.items():
        marked, known = review in row.rule.reviewed_by, row.rule.row in rows
        if marked != known:
            message = f"'{review.value}' stands {'without' if marked else 'only in'} its record"
            yield row.place.fault("reviewed_by", message)
