"""From a question for a duty to the national lines and rules that answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Optional

from bot.agreements.tariff_lines import LineTable, PublishedLine
from bot.agreements.tariff_tables import TariffFile
from bot.origin.nomenclature import CURRENT_EDITION
from bot.tariff.comparison import SideSource, compare, unknown
from bot.tariff.duties import Confidence, Duty, EditionNote, Provenance, Side, TariffLine
from bot.tariff.duty_rules import DutyRule, narrowest, pieces
from bot.tariff.rates import DutyRate

ToEdition = Callable[[str, str], tuple[str, ...]]

_SUBHEADING = 6


@dataclass(frozen=True)
class TariffSide:
    """One side of the duty in one market on a day: its line file and its rules, both optional."""

    side: Side
    table: Optional[LineTable]
    file: Optional[TariffFile]
    rules: tuple[DutyRule, ...]
    day: date

    def published(self, code: str) -> tuple[PublishedLine, ...]:
        """The lines of the file for a national code."""
        return self.table.lines.get(code, ()) if self.table else ()

    def rate(self, line: Optional[PublishedLine], code: str) -> Optional[DutyRate]:
        """The rate of a line, else of the rule for the code."""
        if line is None:
            rule = narrowest(self.rules, code)
            return rule.rate if rule else None
        if line.rate is None or (self.file and self.file.is_valid_on(self.day)):
            return line.rate
        # Figures of another time are shown, but nothing is calculated from them.
        return DutyRate(line.rate.text, None)

    def source(self, codes: Iterable[str]) -> SideSource:
        """Where the rates of these codes come from."""
        codes = tuple(codes)
        if self.file and any(self.published(code) for code in codes):
            return SideSource(by_line=True, provenance=self.file.provenance(self.day))
        found = (narrowest(self.rules, code) for code in codes)
        deciding = tuple(dict.fromkeys(rule for rule in found if rule is not None))
        return SideSource(
            by_line=False,
            provenance=_provenance(self.side, deciding) if deciding else None,
            remarks=tuple(rule.text for rule in deciding),
        )


@dataclass(frozen=True)
class Question:
    """A question for the duty of one product in one market."""

    mfn: TariffSide
    preferential: TariffSide
    hs: str
    to_edition: ToEdition

    def answer(self) -> Duty:
        """The duty over the national lines, or by rule where there are none."""
        if self._is_national_line():
            return self._compare(self.hs, (self.hs,), None)
        code = self.hs[:_SUBHEADING]
        codes, note = self._lines_under(code)
        if codes:
            return self._compare(code, codes, note)
        rules = (*self.mfn.rules, *self.preferential.rules)
        return self._compare(code, pieces(rules, code), None)

    def _is_national_line(self) -> bool:
        """Whether the code is a line of this market whose first six digits mean the same today."""
        return len(self.hs) > _SUBHEADING and any(
            side.file is not None and side.published(self.hs) and self._means_the_same(side.file)
            for side in (self.mfn, self.preferential)
        )

    def _means_the_same(self, file: TariffFile) -> bool:
        subheading = self.hs[:_SUBHEADING]
        old = self._translated(subheading, file.hs_edition)
        return not old or subheading in old

    def _lines_under(self, code: str) -> tuple[tuple[str, ...], Optional[EditionNote]]:
        found: set[str] = set()
        note = None
        for side in (self.mfn, self.preferential):
            if side.table is None or side.file is None:
                continue
            old = self._translated(code, side.file.hs_edition)
            if old != (code,):
                note = EditionNote(side.file.hs_edition, old)
            found.update(line for prefix in old for line in side.table.under(prefix))
        return tuple(sorted(found)), note

    def _translated(self, code: str, edition: str) -> tuple[str, ...]:
        return (code,) if edition == CURRENT_EDITION else self.to_edition(code, edition)

    def _compare(self, code: str, codes: tuple[str, ...], note: Optional[EditionNote]) -> Duty:
        mfn, preferential = self.mfn.source(codes), self.preferential.source(codes)
        if mfn.provenance is None and preferential.provenance is None:
            return unknown(code)
        lines = [line for one in codes for line in self._lines(one)]
        return compare(code, lines, mfn, preferential, note)

    def _lines(self, code: str) -> list[TariffLine]:
        """The line of a code; several where the files contradict themselves."""
        return [
            TariffLine(
                code=code,
                mfn=self.mfn.rate(mfn, code),
                preferential=self.preferential.rate(preferential, code),
                notes=_notes(mfn, preferential),
            )
            for mfn in self.mfn.published(code) or (None,)
            for preferential in self.preferential.published(code) or (None,)
        ]


def _notes(*lines: Optional[PublishedLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for line in lines if line for note in line.notes))


def _provenance(side: Side, rules: tuple[DutyRule, ...]) -> Provenance:
    """The provenance of an answer by rules: as sure as the least sure of them."""
    order = list(Confidence)
    return Provenance(
        side=side,
        year=None,
        source="; ".join(dict.fromkeys(rule.source for rule in rules)),
        confidence=max((rule.confidence for rule in rules), key=order.index),
    )
