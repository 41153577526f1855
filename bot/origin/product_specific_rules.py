"""Which product-specific rule governs a product on a day.

A list of product-specific rules holds rows of very different width: a row for one subheading, for some
headings, for a chapter. The narrowest row wins. A row that only covers a described part of its codes
applies only if the product is the one described; otherwise the next wider row does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from bot.origin.criteria import Rule
from bot.origin.nomenclature import Correlation, HsCode, HsRange


class Coverage(Enum):
    """Which products of its codes a row governs."""

    ALL = "all"
    DESCRIBED = "described"
    REST = "rest"


class Confidence(Enum):
    """How well a row is confirmed: A all alternatives by two sources, B the first, C one source."""

    A = "A"
    B = "B"
    C = "C"

    @property
    def is_confirmed(self) -> bool:
        """Whether an answer may be given without a warning."""
        return self is Confidence.A

    @classmethod
    def weakest(cls, levels: Iterable[Confidence]) -> Confidence:
        """The weakest of the levels: a determination is as trustworthy as the weakest row it used."""
        return max(levels, key=lambda level: level.value, default=cls.A)


class Review(Enum):
    """How a row was checked after it was first drafted.

    `SECOND_READING`: read from the printed text by a second reader who did not see the draft. `SETTLED`: the
    two readings differed and the text decided. `SAMPLE`: read once more in a random sample.
    """

    SECOND_READING = "second_reading"
    SETTLED = "settled"
    SAMPLE = "sample"


@dataclass(frozen=True)
class ProductSpecificRule:
    """One row of a list: the codes it governs, the rule, and where it comes from.

    `description` holds, by language, what a described product is; `notation` is the canonical text of
    the rule. `valid_from` and `valid_to` bound the row as a whole. `reviewed_by` is empty for a row that
    nobody has read a second time.
    """

    row: str
    codes: HsRange
    rule: Rule
    notation: str
    coverage: Coverage = Coverage.ALL
    description: Mapping[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    confidence: Confidence = Confidence.C
    reviewed_by: tuple[Review, ...] = ()
    remark: str = ""

    def is_valid_on(self, day: date) -> bool:
        """Whether the row holds on the day of the proof."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)

    @property
    def width(self) -> tuple[int, int]:
        """Sorting key from narrow to wide: more digits first, then the shorter range."""
        span = int(self.codes.last.digits) - int(self.codes.first.digits)
        return -self.codes.depth, span


@dataclass(frozen=True)
class Candidate:
    """A row that may govern the product, and the product's code in the edition of the list."""

    rule: ProductSpecificRule
    product_code: HsCode


class RuleList:
    """The product-specific rules of one agreement, in its own edition of the Harmonized System."""

    def __init__(
        self,
        list_id: str,
        edition: str,
        rows: Iterable[ProductSpecificRule],
        correlation: Correlation,
    ) -> None:
        self.id = list_id
        self.edition = edition
        self.rows = tuple(rows)
        self._correlation = correlation
        self._by_chapter = _by_chapter(self.rows)
        self._codes_in_edition: dict[HsCode, tuple[HsCode, ...]] = {}
        # A case is determined many times over (questions, remedies, markets) for the same few codes.
        self._rows_naming: dict[HsCode, tuple[ProductSpecificRule, ...]] = {}

    def in_edition(self, current: HsCode) -> tuple[HsCode, ...]:
        """The code of today in the edition of this list (several where headings were rearranged).

        A subheading that exists in both editions stands for itself (docs/decisions/0006), and so does one
        that the list names: some lists come from copies in which single subheadings were re-coded.
        """
        found = self._codes_in_edition.get(current)
        if found is None:
            found = self._correlation.to_edition(current, self.edition)
            stands_for_itself = current.is_subheading and current in found
            if stands_for_itself or self._names_subheading(current):
                found = (current,)
            self._codes_in_edition[current] = found
        return found

    def is_fine_enough(self, current: HsCode) -> bool:
        """Whether the code has the six digits that change of subheading and correlation are about."""
        return current.is_subheading

    def _names_subheading(self, wanted: HsCode) -> bool:
        rows = self._by_chapter.get(wanted.chapter.digits, ())
        return any(row.codes.depth == 6 and row.codes.contains(wanted) for row in rows)

    def codes_below(self, heading: HsCode) -> tuple[HsCode, ...]:
        """The codes within a heading that rows of their own begin with, in the edition of the list."""
        rows = self._by_chapter.get(heading.chapter.digits, ())
        firsts = (
            row.codes.first for row in rows if row.codes.first.digits.startswith(heading.digits)
        )
        return tuple(dict.fromkeys(firsts))

    def candidates(self, product: HsCode, day: date) -> tuple[Candidate, ...]:
        """All rows that may govern the product: several where descriptions, or earlier codes, must decide."""
        return tuple(
            Candidate(row, product_code)
            for product_code in self.in_edition(product)
            for row in self._governing(product_code, day)
        )

    def _governing(self, product_code: HsCode, day: date) -> Iterator[ProductSpecificRule]:
        width = None
        closed = False
        for row in self._naming(product_code):
            if closed and row.width != width:
                return
            if not row.is_valid_on(day):
                continue
            width = row.width
            closed = closed or row.coverage is not Coverage.DESCRIBED
            yield row

    def _naming(self, product_code: HsCode) -> tuple[ProductSpecificRule, ...]:
        """The rows whose codes comprise the code, narrowest first."""
        found = self._rows_naming.get(product_code)
        if found is None:
            rows = self._by_chapter.get(product_code.chapter.digits, ())
            found = tuple(row for row in rows if row.codes.contains(product_code))
            self._rows_naming[product_code] = found
        return found


def _by_chapter(
    rows: Iterable[ProductSpecificRule],
) -> dict[str, tuple[ProductSpecificRule, ...]]:
    index: dict[str, list[ProductSpecificRule]] = defaultdict(list)
    for row in rows:
        first, last = int(row.codes.first.digits[:2]), int(row.codes.last.digits[:2])
        for chapter in range(first, last + 1):
            index[f"{chapter:02d}"].append(row)
    return {chapter: tuple(sorted(found, key=_narrow_first)) for chapter, found in index.items()}


def _narrow_first(row: ProductSpecificRule) -> tuple[tuple[int, int], str]:
    return row.width, row.row
