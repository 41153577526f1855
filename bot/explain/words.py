"""What explanations need to know to name things: labels of codes, processes, materials, markets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Situation:
    """Why a market has (or has no) agreement: status and note of data/agreements/markets.csv."""

    status: str = ""
    note: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    as_of: date | None = None


UNKNOWN_SITUATION = Situation()


class Words(Protocol):
    """Names and definitions in a language ("de" or "en")."""

    def code(self, digits: str, lang: str) -> str:
        """The everyday label of a code of 2, 4 or 6 digits, empty if there is none."""

    def codes_below(self, heading: str) -> tuple[str, ...]:
        """The subheadings (digits) of a heading, in order."""

    def process(self, process: str, lang: str) -> str:
        """The name of a process of the vocabulary."""

    def process_definition(self, process: str, lang: str) -> str:
        """What the process is, in one sentence; empty if not recorded."""

    def material(self, material: str, lang: str) -> str:
        """The name of a described material."""

    def judgement(self, judgement: str, lang: str) -> str:
        """A judgement, or a description of a product, as a question."""

    def market(self, iso2: str, lang: str) -> str:
        """The name of a market."""

    def situation(self, iso2: str) -> Situation:
        """What the agreements say of the market where there is none to use."""


class UnknownWordError(LookupError):
    """An id has no name: the data checks let nothing through that is not in the vocabulary."""


@dataclass(frozen=True)
class CatalogueWords:
    """Words out of a vocabulary, product labels and market names that are handed in.

    `vocabulary` has `processes`, `materials` and `judgements` by id (bot.agreements.vocabulary);
    `label` gives the label of a code or an empty text; `market_name` the name of a market; `below` the
    subheadings of a heading; `markets` are the records of the markets by ISO code, with `status`, `note`,
    `source`, `as_of`.
    """

    vocabulary: Any
    label: Callable[[str, str], str]
    market_name: Callable[[str, str], str]
    below: Callable[[str], tuple[str, ...]]
    markets: Mapping[str, Any] = field(default_factory=dict)

    def code(self, digits: str, lang: str) -> str:
        """The everyday label of a code of 2, 4 or 6 digits, empty if there is none."""
        return self.label(digits, lang)

    def codes_below(self, heading: str) -> tuple[str, ...]:
        """The subheadings (digits) of a heading, in order."""
        return self.below(heading)

    def process(self, process: str, lang: str) -> str:
        """The name of a process of the vocabulary."""
        return str(_term(self.vocabulary.processes, process, "process").name[lang])

    def process_definition(self, process: str, lang: str) -> str:
        """What the process is, in one sentence; empty if not recorded."""
        return str(_term(self.vocabulary.processes, process, "process").definition.get(lang, ""))

    def material(self, material: str, lang: str) -> str:
        """The name of a described material."""
        return str(_term(self.vocabulary.materials, material, "material").name[lang])

    def judgement(self, judgement: str, lang: str) -> str:
        """A judgement, or a description of a product, as a question."""
        return str(_term(self.vocabulary.judgements, judgement, "judgement").question[lang])

    def market(self, iso2: str, lang: str) -> str:
        """The name of a market."""
        return self.market_name(iso2, lang)

    def situation(self, iso2: str) -> Situation:
        """What the agreements say of the market where there is none to use."""
        market = self.markets.get(iso2)
        if market is None:
            return UNKNOWN_SITUATION
        return Situation(market.status, market.note, market.source, market.as_of)


def _term(terms: Mapping[str, Any], name: str, kind: str) -> Any:
    term = terms.get(name)
    if term is None:
        raise UnknownWordError(f"{kind} '{name}' is not in the vocabulary")
    return term
