"""Reading data/products: everyday labels of every heading and subheading, and the correlation tables.

One file per chapter (`84.csv`), columns `hs,label_de,label_en,words_de,words_en`; the words people type are
joined by "|". Together the files are the list of codes that exist in HS 2022.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.origin.nomenclature import (
    EDITIONS,
    Correlation,
    HsCode,
    Nomenclature,
    NomenclatureError,
    code,
)

LANGUAGES = ("de", "en")
CHAPTER_FILE = "chapters.csv"
CHAPTER_COLUMNS = ("hs", "label_de", "label_en")
LABEL_COLUMNS = ("hs", "label_de", "label_en", "words_de", "words_en")
CORRELATION_COLUMNS = ("edition", "hs2022", "codes")
CORRELATION_FILE = "hs_correlation.csv"


class ProductDataError(Exception):
    """A file of data/products cannot be used; the message starts with file:line:column."""


class JoinedWords(Mapping[str, tuple[str, ...]]):
    """Words by language, in memory as they are in the file: apart they would take three times as much."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return _words(self._cells[language])

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


@dataclass(frozen=True)
class ProductLabel:
    """What people call a heading or subheading: a label and further words, by language."""

    code: HsCode
    label: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Labels:
    """The labels of all headings and subheadings of HS 2022."""

    by_digits: Mapping[str, ProductLabel]
    chapters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, wanted: HsCode | str, language: str) -> str:
        """The everyday label of a chapter, heading or subheading; an unknown code gives ""."""
        digits = str(wanted).replace(".", "")
        if digits in self.chapters:
            return self.chapters[digits][language]
        found = self.by_digits.get(digits)
        return found.label[language] if found else ""

    def subheadings(self, heading: HsCode | str) -> tuple[ProductLabel, ...]:
        """The subheadings of a heading, in order."""
        digits = str(heading).replace(".", "")
        return tuple(
            one for key, one in self.by_digits.items() if len(key) == 6 and key.startswith(digits)
        )

    @property
    def headings(self) -> tuple[ProductLabel, ...]:
        """All headings, in order."""
        return tuple(one for key, one in self.by_digits.items() if len(key) == 4)


def read_labels(folder: Path) -> Labels:
    """All labels; raises ProductDataError at the first line that is not as expected."""
    found: dict[str, ProductLabel] = {}
    for path in sorted(folder.glob("[0-9][0-9].csv")):
        for place, cells in _rows(path, LABEL_COLUMNS):
            label = _label(place, cells, path.stem)
            if label.code.digits in found:
                raise ProductDataError(f"{place}:1: {label.code.digits} stands twice")
            found[label.code.digits] = label
    if not found:
        raise ProductDataError(f"{folder}: no chapter files such as 84.csv")
    return Labels(dict(sorted(found.items())), _chapters(folder / CHAPTER_FILE, found))


def _chapters(path: Path, found: Mapping[str, ProductLabel]) -> dict[str, dict[str, str]]:
    """The names of all chapters that have headings; raises ProductDataError if one is missing."""
    if not path.exists():
        return {}
    named = {}
    for place, (digits, german, english) in _rows(path, CHAPTER_COLUMNS):
        if not german or not english or digits in named:
            raise ProductDataError(
                f"{place}:1: expected each chapter once, with a label in de and en"
            )
        named[digits] = {"de": german, "en": english}
    wrong = sorted(set(named) ^ {digits[:2] for digits in found})
    if wrong:
        raise ProductDataError(
            f"data/products/{path.name}:1:1: missing or unknown: {', '.join(wrong)}"
        )
    return named


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    shown = f"data/products/{path.name}"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = tuple(next(reader, ()))
        if header != columns:
            raise ProductDataError(f"{shown}:1:1: expected the columns {','.join(columns)}")
        for cells in reader:
            place = f"{shown}:{reader.line_num}"
            if len(cells) != len(columns):
                raise ProductDataError(f"{place}:1: {len(cells)} cells, expected {len(columns)}")
            yield place, cells


def _label(place: str, cells: list[str], chapter: str) -> ProductLabel:
    digits, label_de, label_en, words_de, words_en = cells
    try:
        found = code(digits)
    except NomenclatureError as error:
        raise ProductDataError(f"{place}:1: {error}") from error
    if found.chapter.digits != chapter or len(digits) == 2:
        raise ProductDataError(f"{place}:1: {digits} does not belong into {chapter}.csv")
    if not label_de or not label_en:
        raise ProductDataError(f"{place}:{len(digits) + 2}: expected a label in de and en")
    words = JoinedWords({"de": words_de, "en": words_en})
    return ProductLabel(found, {"de": label_de, "en": label_en}, words)


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for one in cell.split("|") if (word := one.strip()))


def read_correlation(folder: Path) -> Correlation:
    """How today's codes were written in earlier editions of the Harmonized System."""
    changed: dict[str, dict[str, tuple[str, ...]]] = {edition: {} for edition in EDITIONS[1:]}
    for place, (edition, current, codes) in _rows(folder / CORRELATION_FILE, CORRELATION_COLUMNS):
        if edition not in changed:
            raise ProductDataError(f"{place}:1: edition '{edition}', expected {', '.join(changed)}")
        olds = _words(codes)
        for digits in (current, *olds):
            if len(digits) != 6 or not digits.isdigit():
                raise ProductDataError(f"{place}:6: '{digits}' is not a subheading of 6 digits")
        changed[edition][current] = olds
    return Correlation(changed)


def nomenclature_of(labels: Labels, correlation: Correlation) -> Nomenclature:
    """The codes that exist today and where they come from."""
    subheadings = frozenset(digits for digits in labels.by_digits if len(digits) == 6)
    return Nomenclature(subheadings, correlation)


def load_nomenclature(folder: Path) -> Nomenclature:
    """The nomenclature recorded in data/products."""
    return nomenclature_of(read_labels(folder), read_correlation(folder))
