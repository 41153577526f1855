"""Duties from the files of the law: national lines where there are any, rules elsewhere.

A line overrules a rule. Files are read when a market is first asked for and then kept; `check` reads
them all and names every fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from bot.agreements.faults import DataError, Fault
from bot.agreements.tariff_checks import (
    codes_of,
    coverage_faults,
    file_faults,
    folder_faults,
    rule_faults,
)
from bot.agreements.tariff_lines import LineTable, read_lines
from bot.agreements.tariff_lookup import Question, TariffSide, ToEdition
from bot.agreements.tariff_tables import (
    RuleRow,
    TariffFile,
    read_duty_rules,
    read_staging,
    read_tariff_files,
)
from bot.tariff.duties import Duty, Side
from bot.tariff.schedule import StagingCategory

_LENGTHS = (2, 4, 6, 7, 8, 9, 10)


class TariffBook:
    """All duties that are recorded, by market and agreement."""

    def __init__(self, folder: Path) -> None:
        """Name the folder `data/agreements`; nothing is read yet."""
        self._folder = folder
        self._root = folder.parent.parent
        self._tables: dict[Path, LineTable] = {}
        self._staging: dict[str, tuple[StagingCategory, ...]] = {}

    @cached_property
    def files(self) -> tuple[TariffFile, ...]:
        """The line files there are; raises DataError."""
        path = self._folder / "mfn" / "tariffs.csv"
        return read_tariff_files(path, self._folder, self._root)

    @cached_property
    def rule_rows(self) -> tuple[RuleRow, ...]:
        """The duty rules with their places; raises DataError."""
        return read_duty_rules(self._folder / "mfn" / "duty_rules.csv", self._root)

    def staging(self, agreement: str) -> tuple[StagingCategory, ...]:
        """The staging categories of an agreement's schedule, empty if none are recorded."""
        if agreement not in self._staging:
            path = self._folder / agreement / "staging.csv"
            read = read_staging(path, self._root) if path.is_file() else ()
            self._staging[agreement] = read
        return self._staging[agreement]

    def duty(
        self, market: str, agreement: str | None, hs: str, day: date, to_edition: ToEdition
    ) -> Duty:
        """The normal and the preferential duty of a product.

        Args:
            market: ISO 3166 code of the country of import.
            agreement: id of the agreement; None asks for the normal duty only.
            hs: digits of a code of HS 2022 (2 to 6), or of a national line of that market.
            day: day of import clearance, which governs the duty.
            to_edition: code of HS 2022 and edition -> the codes it had in that edition.

        Returns:
            The duty; with basis `unknown` where nothing is recorded.

        Raises:
            DataError: a file of this market is faulty.
            ValueError: `hs` is not 2, 4 or 6 to 10 digits.
        """
        if not (hs.isascii() and hs.isdigit() and len(hs) in _LENGTHS):
            raise ValueError(f"'{hs}': expected 2, 4, 6 or up to 10 digits")
        mfn = self._side(market, None, Side.MFN, day)
        preferential = self._side(market, agreement, Side.PREFERENTIAL, day)
        answer = Question(mfn, preferential, hs, to_edition).answer()
        if agreement is None or answer.preferential_side.rates:
            return answer
        return replace(answer, staging=self.staging(agreement))

    def check(
        self, known_codes: frozenset[str], to_edition: ToEdition | None = None
    ) -> list[Fault]:
        """Every fault of every file, in order of place.

        Args:
            known_codes: the subheadings of HS 2022 (6 digits).
            to_edition: as in `duty`; without it, files of older editions are not compared with the
                nomenclature.
        """
        faults = _faults_of(lambda: self.files) + _faults_of(lambda: self.rule_rows)
        if not faults:
            faults += rule_faults(self.rule_rows)
            faults += file_faults(self.files)
            faults += folder_faults(self._folder, self.files, self.rule_rows)
            faults += self._line_faults(known_codes, to_edition)
        for path in sorted(self._folder.glob("*/staging.csv")):
            faults += _faults_of(partial(read_staging, path, self._root))
        return sorted(faults)

    def _side(self, market: str, agreement: str | None, side: Side, day: date) -> TariffSide:
        rules = (row.rule for row in self.rule_rows)
        wanted = agreement or ""
        file = next(
            (
                file
                for file in self.files
                if (file.market, file.side, file.agreement) == (market, side, wanted)
            ),
            None,
        )
        return TariffSide(
            side=side,
            table=self._table(file.path) if file else None,
            file=file,
            rules=tuple(rule for rule in rules if rule.governs(market, agreement, side, day)),
            day=day,
        )

    def _table(self, path: Path) -> LineTable:
        if path not in self._tables:
            self._tables[path] = read_lines(path, self._root)
        return self._tables[path]

    def _line_faults(
        self, known_codes: frozenset[str], to_edition: ToEdition | None
    ) -> list[Fault]:
        faults: list[Fault] = []
        # A file serves several markets: it is checked once for each way it is described.
        described = {(file.path, file.gaps, file.subdivided): file for file in self.files}
        for file in described.values():
            found = _faults_of(partial(self._table, file.path))
            if not found:
                known = codes_of(file.hs_edition, known_codes, to_edition)
                found = coverage_faults(file, self._table(file.path), known)
            faults += found
        return faults


def _faults_of(read: Callable[[], object]) -> list[Fault]:
    try:
        read()
    except DataError as error:
        return list(error.faults)
    return []


def check_tariffs(
    folder: Path, known_codes: frozenset[str], to_edition: ToEdition | None = None
) -> list[Fault]:
    """Every fault in the duties below `data/agreements`."""
    return TariffBook(folder).check(known_codes, to_edition)
