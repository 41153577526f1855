"""What finders of names share: the lists of names, and what the project's data knows of a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.language.words import Word
from bot.retraining.name_lists import NEVER_NAMES, TITLES, name_lists


class KnownWords(Protocol):
    """What is known of a folded word."""

    def is_written(self, word: str) -> bool:
        """It stands in the data as it is, or as its plural with "s"."""

    def is_english(self, word: str) -> bool:
        """It stands in the English data, as it is or as its plural with "s"."""

    def is_word(self, word: str) -> bool:
        """It stands in the data in this or the basic form, or in the name of a market."""

    def is_known(self, word: str) -> bool:
        """It does, or ends in a word that does ("Zahnradpumpen")."""

    def is_market(self, word: str) -> bool:
        """It belongs to the name of a market."""


@dataclass(frozen=True)
class NameFinder:
    """Questions about a word that may be part of a name."""

    words: KnownWords

    def is_listed(self, word: Word) -> bool:
        """Whether a list of names has it."""
        names = name_lists()
        return word.folded in names.given or word.folded in names.family

    def is_family(self, word: Word) -> bool:
        """Whether the list of family names has it."""
        return word.folded in name_lists().family

    def is_market(self, word: Word) -> bool:
        """Whether it belongs to the name of a market."""
        return self.words.is_market(word.folded)

    def may_be_name(self, word: Word) -> bool:
        """Whether a capital word can be a name at all."""
        return (
            word.text[:1].isupper()
            and word.folded not in NEVER_NAMES
            and word.folded not in TITLES
            and not self.words.is_market(word.folded)
        )

    def tells(self, word: Word, lang: str) -> bool:
        """Whether a capital word speaks for a name: it is listed, or no word of the language.

        English writes goods small, German writes them as names are written, and joins them: there a
        word must not even end in one that is known. A German word in capitals is a name in English.
        """
        if self.is_listed(word):
            return True
        known = self.words.is_english if lang == "en" else self.words.is_known
        return not known(word.folded)
