"""The prescribed text of a proof that the exporter makes out himself.

The wording is law and must not be altered; only its fields are filled. A field nobody filled stays as a
visible blank, never as a guess.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

BLANK = "……………"
CONFIRMED = "high"
KNOWN_FIELDS = frozenset(
    {"reference", "country", "period", "criterion", "place_date", "signature", "remark"}
)


class DeclarationError(ValueError):
    """A declaration text cannot be made: the language is not recorded, or a field is not known."""


@dataclass(frozen=True)
class Declaration:
    """The text in every recorded language.

    `confidence` is that of each text by its language: one version of a treaty can be confirmed while
    another is not. `reference_is_rex`: the reference is a REX number; `reference_is_authorisation`: it is
    the authorisation number of an approved exporter. Below the threshold the reference stays blank.
    """

    texts: Mapping[str, str]
    source: str
    confidence: Mapping[str, str]
    reference_is_rex: bool = False
    reference_is_authorisation: bool = False
    notes: Mapping[str, tuple[str, ...]] | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The recorded languages."""
        return tuple(sorted(self.texts))

    @property
    def confirmed(self) -> tuple[str, ...]:
        """The languages whose text two published sources print alike."""
        return tuple(one for one in self.languages if self.confidence.get(one) == CONFIRMED)

    def text(self, language: str, fields: Mapping[str, str]) -> str:
        """The text in a language with its fields filled; fields not given are blanks."""
        template = self.texts.get(language)
        if template is None:
            recorded = ", ".join(self.languages)
            raise DeclarationError(f"no text in '{language}'; recorded: {recorded}")
        unknown = sorted(set(fields) - KNOWN_FIELDS)
        if unknown:
            raise DeclarationError(
                f"unknown field {unknown[0]}; known: {', '.join(sorted(KNOWN_FIELDS))}"
            )
        filled = {name: fields.get(name) or BLANK for name in fields_of(template)}
        return template.format_map(filled)


def fields_of(template: str) -> tuple[str, ...]:
    """Names of the fields of a text, in order, each once."""
    names = (name for _, name, _, _ in string.Formatter().parse(template) if name is not None)
    return tuple(dict.fromkeys(names))
