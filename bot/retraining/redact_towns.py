"""Towns that stand alone: "wir sitzen in Iserlohn", "the customer is in auckland"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.language.words import Word, words_of
from bot.retraining.name_lists import spelled
from bot.retraining.redact_patterns import Span
from bot.retraining.towns import towns, word_list

_CUE = re.compile(
    r"\b(?:in|aus|bei|nach|from|near|sitz|standort|werk|niederlassung|filiale|based in|office in)[ ,:(]+$",
    re.I,
)
_CUE_BEHIND = re.compile(r"[ -](?:based|basiert|ansässig)\b", re.I)
_MOST_WORDS = 3


@dataclass(frozen=True)
class TownFinder:
    """Finds towns; `goods` and `everyday` are words that are none, `markets` keep their meaning."""

    goods: frozenset[str]
    markets: frozenset[str]
    everyday: frozenset[str] = field(default=frozenset())

    def find(self, text: str) -> Iterator[Span]:
        """Every town that is named; ports of transit tell of nobody and stay."""
        words = words_of(text)
        at = 0
        while at < len(words):
            run = self._town(text, words[at : at + _MOST_WORDS])
            if run:
                yield "address", run[0].start, run[-1].end
            at += len(run) or 1

    def _town(self, text: str, words: Sequence[Word]) -> Sequence[Word]:
        """The words at the beginning that name a town, the longest name first."""
        for length in range(len(words), 0, -1):
            run = words[:length]
            name = " ".join(spelled(one.text) for one in run)
            joined = (
                len(text[run[0].start : run[-1].end]) == len(name.replace(" ", "")) + length - 1
            )
            if (length == 1 or joined) and self._is_town(text, run, name):
                return run
        return ()

    def _is_town(self, text: str, run: Sequence[Word], name: str) -> bool:
        if name in word_list("ports") or any(spelled(one.text) in self.markets for one in run):
            return False
        if len(run) > 1:
            return name in towns() and all(one.text[:1].isupper() for one in run)
        if run[0].text.isupper() and len(name) < 5:
            return False
        announced = bool(_CUE.search(text[: run[0].start]) or _CUE_BEHIND.match(text, run[-1].end))
        if name in word_list("towns_as_goods"):
            is_word = name in self.goods or name in self.everyday
            return announced and (run[0].text[:1].isupper() or not is_word)
        if name not in towns() or name in self.goods or name in self.everyday:
            return False
        # In small letters only where a town can stand: short names are abbreviations and slips.
        return run[0].text[:1].isupper() or (announced and len(name) > 3)
