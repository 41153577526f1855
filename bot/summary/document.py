"""What a summary consists of, whatever it is printed with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Union


@dataclass(frozen=True)
class Paragraph:
    """Running text; `strong` for the sentence that matters most."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; `to_tick` for a checklist."""

    items: tuple[str, ...]
    to_tick: bool = False


@dataclass(frozen=True)
class Facts:
    """Names with their values."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows of texts as they are shown; `sums` stand below the figures, `right` are their columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, str], ...]
    right: tuple[int, ...]

    @property
    def summed(self) -> int:
        """The column below which the sums stand: the first of figures, never that of the names."""
        return max(1, self.right[0] if self.right else len(self.columns) - 1)


@dataclass(frozen=True)
class Quote:
    """A prescribed text, word for word, in its language."""

    text: str
    language: str


@dataclass(frozen=True)
class Links:
    """Sources: title, date in words, address (either may be empty)."""

    items: tuple[tuple[str, str, str], ...]


Part = Union[Paragraph, Bullets, Facts, Table, Quote, Links]


@dataclass(frozen=True)
class Section:
    """A part of the summary under its heading."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Summary:
    """The whole document; `footer` stands at its end and, on paper, is what must not be missed."""

    language: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    footer: tuple[str, ...]

    def as_json(self) -> Mapping[str, Any]:
        """JSON values: every part with its kind."""
        return {
            "language": self.language,
            "title": self.title,
            "subtitle": self.subtitle,
            "sections": [
                {
                    "title": one.title,
                    "parts": [
                        {"kind": type(part).__name__.lower(), **asdict(part)} for part in one.parts
                    ],
                }
                for one in self.sections
            ],
            "footer": list(self.footer),
        }
