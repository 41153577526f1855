"""Codes of the Harmonized System, their ranges, and the way from one edition to another.

The Harmonized System (HS) classifies goods by chapter (2 digits), heading (4) and subheading (6).
It is revised about every five years; an agreement keeps the edition it was written in, so a code of
today must be translated before its rule can be looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

CURRENT_EDITION = "2022"
EDITIONS = ("2022", "2017", "2012", "2007", "2002")

_CODE_LENGTHS = (2, 4, 6)
_SEPARATORS = re.compile(r"[\s.\-]")


class NomenclatureError(ValueError):
    """A text is not a code of the Harmonized System, or a code does not exist in an edition."""


@dataclass(frozen=True, order=True)
class HsCode:
    """A chapter, heading or subheading of the Harmonized System, digits only ("84", "8413", "841370")."""

    digits: str

    def __post_init__(self) -> None:
        if (
            len(self.digits) not in _CODE_LENGTHS
            or not self.digits.isascii()
            or not self.digits.isdigit()
        ):
            raise NomenclatureError(
                f"'{self.digits}' is not an HS code: expected 2, 4 or 6 digits such as 8413 or 841370"
            )

    @property
    def chapter(self) -> HsCode:
        """The chapter this code belongs to."""
        return code(self.digits[:2])

    @property
    def heading(self) -> HsCode:
        """The heading this code belongs to; a chapter has none and returns itself."""
        return code(self.digits[:4])

    @property
    def is_subheading(self) -> bool:
        """Whether all six digits are known."""
        return len(self.digits) == 6

    def is_within(self, other: HsCode) -> bool:
        """Whether this code is the other one or lies below it."""
        return self.digits.startswith(other.digits)

    def overlaps(self, other: HsCode) -> bool:
        """Whether one of the two codes contains the other (a heading can be a subheading not yet told)."""
        return self.digits.startswith(other.digits) or other.digits.startswith(self.digits)

    def __str__(self) -> str:
        return self.digits if len(self.digits) < 6 else f"{self.digits[:4]}.{self.digits[4:]}"


@lru_cache(maxsize=65536)
def code(digits: str) -> HsCode:
    """The code of these digits; the same object for the same digits, so that codes stay cheap."""
    return HsCode(digits)


def read_code(text: str) -> HsCode:
    """Read a code in any notation (8413, 84.13, 8413.70, 8413 70 21), cut to six digits.

    National lines (8 to 11 digits) are accepted because an exporter knows his commodity code; origin
    rules only go down to six digits.
    """
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (2, 4, 6, 8, 9, 10, 11):
        raise NomenclatureError(
            f"'{text}' is not an HS code: expected 2, 4, 6 or more digits such as 8413 or 8413.70"
        )
    return code(digits[:6])


# Needlecraft sets, sets of hand tools, travel sets: sets by the words of the heading, not by General Rule 3.
HEADINGS_OF_SETS = frozenset(code(one) for one in ("6308", "8206", "9605"))


@dataclass(frozen=True)
class HsRange:
    """All codes from one code to another, both included (headings 8501 to 8503)."""

    first: HsCode
    last: HsCode

    def __post_init__(self) -> None:
        if len(self.first.digits) != len(self.last.digits):
            raise NomenclatureError(
                f"range {self.first}-{self.last}: both ends must have the same number of digits"
            )
        if self.first.digits > self.last.digits:
            raise NomenclatureError(
                f"range {self.first}-{self.last}: the first code is above the last"
            )

    @property
    def depth(self) -> int:
        """Number of digits of the ends: 2, 4 or 6."""
        return len(self.first.digits)

    def contains(self, other: HsCode) -> bool:
        """Whether the code lies in the range; a code coarser than the range does not."""
        part = other.digits[: self.depth]
        return len(part) == self.depth and self.first.digits <= part <= self.last.digits

    def may_contain(self, other: HsCode) -> bool:
        """Whether the code, or a finer code below it, can lie in the range."""
        depth = min(len(other.digits), self.depth)
        return self.first.digits[:depth] <= other.digits[:depth] <= self.last.digits[:depth]

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Correlation:
    """How codes of HS 2022 were written in earlier editions; a code may have several predecessors.

    `changed` holds, for an edition, only those codes of HS 2022 whose set of predecessors is not just
    the same code. Source: correlation tables of the United Nations Statistics Division.
    """

    changed: Mapping[str, Mapping[str, tuple[str, ...]]]

    def to_edition(self, subheading: HsCode, edition: str) -> tuple[HsCode, ...]:
        """The codes of the edition that the HS 2022 code comes from, in ascending order.

        A chapter or heading is returned as it is when none of its subheadings moved; otherwise the
        codes of the same depth its subheadings came from.
        """
        if edition == CURRENT_EDITION:
            return (subheading,)
        if edition not in EDITIONS:
            raise NomenclatureError(
                f"HS edition {edition} is not known; known: {', '.join(EDITIONS)}"
            )
        table = self.changed.get(edition, {})
        if subheading.is_subheading:
            return tuple(
                code(digits) for digits in table.get(subheading.digits, (subheading.digits,))
            )
        return self._coarse_to_edition(subheading, table)

    @staticmethod
    def _coarse_to_edition(
        coarse: HsCode, table: Mapping[str, tuple[str, ...]]
    ) -> tuple[HsCode, ...]:
        depth = len(coarse.digits)
        moved = {
            old[:depth]
            for new, olds in table.items()
            if new.startswith(coarse.digits)
            for old in olds
        }
        return tuple(code(digits) for digits in sorted(moved | {coarse.digits}))


@dataclass(frozen=True)
class Nomenclature:
    """The subheadings that exist in HS 2022 and their correlation to earlier editions."""

    subheadings: frozenset[str]
    correlation: Correlation

    @property
    def headings(self) -> frozenset[str]:
        """All headings (4 digits) of HS 2022."""
        return frozenset(digits[:4] for digits in self.subheadings)

    def exists(self, wanted: HsCode) -> bool:
        """Whether the chapter, heading or subheading exists in HS 2022."""
        if wanted.is_subheading:
            return wanted.digits in self.subheadings
        return any(digits.startswith(wanted.digits) for digits in self.subheadings)

    def below(self, wanted: HsCode) -> tuple[HsCode, ...]:
        """All subheadings of HS 2022 under the code, the code itself if it is one."""
        return tuple(
            code(digits) for digits in sorted(self.subheadings) if digits.startswith(wanted.digits)
        )


def parse_range(text: str) -> HsRange:
    """Read "8501-8503", "8413.91" or "04" as printed in the notation."""
    first, _, last = text.partition("-")
    return HsRange(read_code(first), read_code(last or first))


def any_contains(ranges: Iterable[HsRange], wanted: HsCode) -> bool:
    """Whether one of the ranges contains the code."""
    return any(one.contains(wanted) for one in ranges)
