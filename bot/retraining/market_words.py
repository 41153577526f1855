"""New names of markets that reviewers marked: what may become one, and why not.

A name of a market decides which law is applied, and it is read by rules, at once and everywhere. Therefore
a new one must be new in every respect: it names no market yet, is no word of the language or of the goods,
and nothing that was read before may be read otherwise because of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.language.markets import MarketFound, MarketReader
from bot.language.words import words_of
from bot.retraining.redact import Redactor

MARKETS = "markets"
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’-]){2,39}")

_Read = tuple[tuple[str | None, str | None, tuple[int, int]], ...]


class MarketWords:
    """Judges what reviewers marked as a market, against the names in data/markets."""

    def __init__(self, data: Path, redactor: Redactor, messages: Iterable[str]) -> None:
        self._folder = data / MARKETS
        self._redactor = redactor
        self._messages = tuple(dict.fromkeys(messages))

    @cached_property
    def _reader(self) -> MarketReader:
        return MarketReader.load(self._folder)

    @cached_property
    def _read_before(self) -> tuple[_Read, ...]:
        return tuple(_read(self._reader, one) for one in self._messages)

    def is_read(self, text: str, entity: dict[str, Any], lang: str) -> bool:
        """Whether the marked words are read as this market already."""
        return any(_names(hit, str(entity["value"])) for hit in self._hits(text, entity, lang))

    def refusal(self, text: str, entity: dict[str, Any], lang: str) -> str:
        """Why the marked words may not become a name of the market; "" if they may."""
        words, iso2 = _marked(text, entity), str(entity["value"])
        if iso2 not in self._reader.data.markets:
            return f"there is no market '{iso2}'"
        if not _NAME.fullmatch(words):
            return "it is no name of a market"
        if self._redactor.redact(words, lang).text != words:
            return "it still holds something that must be redacted"
        other = next((hit for hit in self._hits(text, entity, lang)), None)
        if other is not None:
            return f"it names '{other.iso2 or other.group}' already"
        if all(self._redactor.is_word(one.folded) for one in words_of(words)):
            return "it is a word of the language or of the goods"
        changed = self._changed(words, iso2)
        return f"'{changed}' would be read otherwise" if changed else ""

    def _hits(self, text: str, entity: dict[str, Any], lang: str) -> Sequence[MarketFound]:
        """What is read at the marked words, within the message or alone."""
        start, end = entity["start"], entity["end"]
        inside = [
            hit
            for hit in self._reader.find(text, lang)
            if hit.span[0] < end and start < hit.span[1]
        ]
        return [*inside, *self._reader.find(_marked(text, entity), lang)]

    def _changed(self, words: str, iso2: str) -> str:
        """A message that the new name would change, "" if there is none."""
        data = self._reader.data
        market = data.markets[iso2]
        named = replace(market, aliases=(*market.aliases, words))
        after = MarketReader(replace(data, markets={**data.markets, iso2: named}))
        pairs = zip(self._messages, self._read_before, strict=True)
        return next((text for text, before in pairs if _read(after, text) != before), "")


def _marked(text: str, entity: dict[str, Any]) -> str:
    return text[entity["start"] : entity["end"]].strip()


def _names(hit: MarketFound, value: str) -> bool:
    return value in (hit.iso2, hit.group)


def _read(reader: MarketReader, text: str) -> _Read:
    return tuple((hit.iso2, hit.group, hit.span) for hit in reader.find(text))
