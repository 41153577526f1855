"""Reading the YAML files of data/faq; every fault names file, line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

LANGUAGES = ("de", "en")

_Choice = TypeVar("_Choice", bound=Enum)


class FaqDataError(Exception):
    """A file of data/faq cannot be used; the message starts with file:line:column."""


@dataclass(frozen=True)
class Entry:
    """One entry of a list and where it stands, for located faults."""

    place: str
    content: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self.content.get(name)
        if not isinstance(value, str) or not value.strip():
            raise FaqDataError(f"{self.place}: expected a text for '{name}'")
        return value.strip()

    def optional_text(self, name: str) -> str:
        """A text, empty if the key is not there."""
        return self.text(name) if name in self.content else ""

    def texts(self, name: str) -> dict[str, str]:
        """A text in both languages."""
        value = self.content.get(name)
        if not isinstance(value, Mapping) or set(value) != set(LANGUAGES):
            raise FaqDataError(f"{self.place}: expected 'de' and 'en' for '{name}'")
        if not all(isinstance(one, str) and one.strip() for one in value.values()):
            raise FaqDataError(f"{self.place}: expected a text for 'de' and 'en' of '{name}'")
        return {language: value[language].strip() for language in LANGUAGES}

    def optional_texts(self, name: str) -> dict[str, str]:
        """A text in both languages, empty if the key is not there."""
        return self.texts(name) if name in self.content else {}

    def lists_of_texts(self, name: str) -> dict[str, tuple[str, ...]]:
        """Texts in both languages, empty if the key is not there."""
        if name not in self.content:
            return {}
        value = self.content[name]
        if not isinstance(value, Mapping) or set(value) != set(LANGUAGES):
            raise FaqDataError(f"{self.place}: expected 'de' and 'en' for '{name}'")
        if not all(_is_list_of_texts(one) and one for one in value.values()):
            raise FaqDataError(f"{self.place}: expected lists of texts for '{name}'")
        return {language: tuple(value[language]) for language in LANGUAGES}

    def one_of(self, name: str, choices: type[_Choice]) -> _Choice:
        """One of the values of an enumeration."""
        try:
            return choices(self.text(name))
        except ValueError as error:
            expected = ", ".join(str(one.value) for one in choices)
            raise FaqDataError(f"{self.place}: unknown {name}, expected {expected}") from error

    def day(self, name: str) -> date:
        """A date written as YYYY-MM-DD."""
        value = self.content.get(name)
        if not isinstance(value, date):
            raise FaqDataError(f"{self.place}: expected a date (YYYY-MM-DD) for '{name}'")
        return value

    def flag(self, name: str) -> bool:
        """Whether it is true; false if the key is not there."""
        value = self.content.get(name, False)
        if not isinstance(value, bool):
            raise FaqDataError(f"{self.place}: expected true or false for '{name}'")
        return value

    def list_of_texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty if the key is not there."""
        value = self.content.get(name, [])
        if not _is_list_of_texts(value):
            raise FaqDataError(f"{self.place}: expected a list of texts for '{name}'")
        return tuple(value)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def read_entries(path: Path, key: str, names: frozenset[str]) -> Iterator[Entry]:
    """The entries of the list under the only top-level key; raises FaqDataError."""
    shown = f"{path.parent.name}/{path.name}"
    try:
        content = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise FaqDataError(f"{shown}:{line}:{column}: {error.problem}") from error
    if not isinstance(content, Mapping) or list(content) != [key]:
        raise FaqDataError(f"{shown}:1:1: expected the one key '{key}'")
    listed: Any = content[key]
    if not isinstance(listed, list):
        raise FaqDataError(f"{shown}:1:1: expected a list under '{key}'")
    # Where things stand: ruamel's lists know the lines of their items.
    places = listed.lc  # type: ignore[attr-defined]
    for index, one in enumerate(listed):
        line, column = (number + 1 for number in places.item(index))
        place = f"{shown}:{line}:{column}"
        unknown = sorted(set(one) - names) if isinstance(one, Mapping) else ["(not a mapping)"]
        if unknown:
            expected = ", ".join(sorted(names))
            raise FaqDataError(f"{place}: unknown '{unknown[0]}', expected {expected}")
        yield Entry(place, one)
