"""A rule in a cell of a table: the usual abbreviations as they are, our own names of things in words."""

from __future__ import annotations

import re

from bot.explain.scope_words import Speaker

# What stands in brackets may hold brackets once more.
_BRACKETS = r"\((?:[^()]|\([^()]*\))*\)"
_PROCESS = re.compile(rf"\bprocess{_BRACKETS}")
_FROM = re.compile(rf"\bFROM{_BRACKETS}")
_WHOLLY_OBTAINED = re.compile(rf"\bWO({_BRACKETS})")
_CODES = re.compile(r"\(([\d ,.\-]+)\)")
# Kinds of materials: with the codes they stand for, or by their name alone.
_KIND_OF_CODES = re.compile(r"\b[a-z0-9_]+\{([^}]*)\}")
_KIND = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+")


def in_short(notation: str, speaker: Speaker) -> str:
    """The rule without what only the notation knows; in full it stands in the answer for one market."""
    shorter = _PROCESS.sub(speaker.text("markets.process"), notation)
    shorter = _FROM.sub(speaker.text("markets.from_materials"), shorter)
    shorter = _WHOLLY_OBTAINED.sub(lambda found: _wholly_obtained(found[1], speaker), shorter)
    shorter = _KIND_OF_CODES.sub(r"\1", shorter)
    return _KIND.sub(speaker.text("markets.certain_materials"), shorter)


def _wholly_obtained(brackets: str, speaker: Speaker) -> str:
    codes = _CODES.fullmatch(brackets)
    named = codes[1] if codes else speaker.text("markets.certain_materials")
    return speaker.text("markets.wholly_obtained", materials=named)
