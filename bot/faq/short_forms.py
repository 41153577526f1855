"""Short forms of the trade written out, and examples of what no topic answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.faq.faq_files import LANGUAGES, read_entries
from bot.language.movement_certificate import with_certificate_named
from bot.language.words import words_of

_NAMES = frozenset({"written", "meaning"})


@dataclass(frozen=True)
class ShortForms:
    """Short forms ("LLE", "WVB") and place names by their folded words, with their meaning by language."""

    meanings: Mapping[tuple[str, ...], Mapping[str, str]]

    def written_out(self, text: str, language: str) -> str:
        """The words of a text with every short form replaced by what it stands for."""
        words = words_of(with_certificate_named(text))
        found: list[str] = []
        at = 0
        while at < len(words):
            length = self._length_at(tuple(word.folded for word in words[at : at + self._longest]))
            key = tuple(word.folded for word in words[at : at + length])
            found.append(self.meanings[key][language] if length else words[at].text)
            at += max(length, 1)
        return " ".join(found)

    def _length_at(self, words: tuple[str, ...]) -> int:
        """How many of the words are one short form, 0 if none."""
        lengths = range(len(words), 0, -1)
        return next((one for one in lengths if words[:one] in self.meanings), 0)

    @property
    def _longest(self) -> int:
        return max(map(len, self.meanings), default=0)


def read_short_forms(folder: Path) -> ShortForms:
    """The short forms of short_forms.yml; raises FaqDataError at the first fault."""
    return ShortForms(
        {
            tuple(word.folded for word in words_of(entry.text("written"))): entry.texts("meaning")
            for entry in read_entries(folder / "short_forms.yml", "short_forms", _NAMES)
        }
    )


def read_other(folder: Path) -> tuple[str, ...]:
    """What people write that no topic answers; raises FaqDataError at the first fault."""
    entries = read_entries(folder / "other.yml", "other", frozenset({"id", "questions"}))
    return tuple(
        text
        for entry in entries
        for language in LANGUAGES
        for text in entry.lists_of_texts("questions").get(language, ())
    )
