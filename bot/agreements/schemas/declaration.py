"""Schema of declaration.yml (docs/agreement-folder.md)."""

from __future__ import annotations

from typing import Any, Union

from pydantic import Field, validator

from bot.agreements.schemas.base import Strict
from bot.agreements.values import (
    LANGUAGES,
    read_confidence,
)
from bot.proof.declarations import KNOWN_FIELDS, fields_of


class ReferenceFile(Strict):
    """reference of declaration.yml."""

    rex: bool
    approved_exporter: bool
    empty_when_below: bool


class DeclarationFile(Strict):
    """declaration.yml."""

    source: str
    confidence: Union[str, dict[str, str]]
    texts: dict[str, str]
    fields: tuple[str, ...]
    reference: ReferenceFile
    notes: dict[str, tuple[str, ...]] = Field({})

    @validator("confidence")
    def _known_confidence(cls, value: str | dict[str, str]) -> str | dict[str, str]:
        for one in value.values() if isinstance(value, dict) else (value,):
            read_confidence(one)
        return value

    @validator("texts")
    def _both_languages(cls, value: dict[str, str], values: dict[str, Any]) -> dict[str, str]:
        absent = [language for language in LANGUAGES if language not in value]
        if absent:
            raise ValueError(f"text in {absent[0]} is missing: expected at least de and en")
        said = values.get("confidence", "")
        if isinstance(said, dict) and set(said) != set(value):
            raise ValueError(
                f"confidence of {min(set(said) ^ set(value))}: expected one for each text"
            )
        return value

    def confidence_by_language(self) -> dict[str, str]:
        """The confidence of each text, also where one word stands for all."""
        if isinstance(self.confidence, dict):
            return self.confidence
        return dict.fromkeys(self.texts, self.confidence)

    @validator("fields")
    def _fields_match(cls, value: tuple[str, ...], values: dict[str, Any]) -> tuple[str, ...]:
        unknown = sorted(set(value) - KNOWN_FIELDS)
        if unknown:
            raise ValueError(
                f"field '{unknown[0]}' is not known: {', '.join(sorted(KNOWN_FIELDS))}"
            )
        for language, text in values.get("texts", {}).items():
            different = set(fields_of(text)) ^ set(value)
            if different:
                raise ValueError(
                    f"text in {language}: field '{min(different)}' does not match the list"
                )
        return value
