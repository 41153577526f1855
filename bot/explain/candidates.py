"""The product candidates for what somebody typed, as numbered choices."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.explain.replies import Block, Button, Reply
from bot.explain.scope_words import Speaker
from bot.explain.words import Words
from bot.origin.nomenclature import HsCode

NONE_OF_THESE = "none"


class CandidateLike(Protocol):
    """What the product finder finds."""

    @property
    def hs(self) -> HsCode:
        """The heading or subheading."""

    @property
    def heading(self) -> HsCode:
        """The heading it belongs to."""

    @property
    def label(self) -> Mapping[str, str]:
        """Label by language."""

    @property
    def score(self) -> float:
        """How well it fits; orders, is no probability."""


def candidates_reply(
    query: str, candidates: Sequence[CandidateLike], words: Words, lang: str
) -> Reply:
    """The candidates to choose from, with "none of these"."""
    speaker = Speaker(lang, words)
    if not candidates:
        return Reply(speaker.text("candidates.none", query=query))
    buttons = tuple(
        Button(f"{number}. {one.label[lang]} ({one.hs})", product_payload(one.hs.digits))
        for number, one in enumerate(candidates, start=1)
    )
    none = Button(speaker.text("candidates.none_of_these"), product_payload(NONE_OF_THESE))
    intro = speaker.text("candidates.intro", query=query)
    text = "\n".join([intro, *(button.title for button in (*buttons, none))])
    block = Block(
        "candidates",
        {
            "query": query,
            "candidates": [
                {"hs": one.hs.digits, "heading": one.heading.digits, "label": dict(one.label)}
                for one in candidates
            ],
        },
    )
    return Reply(text, (block,), (*buttons, none))


def product_payload(hs: str) -> str:
    """What choosing a code sends."""
    return "/choose_product" + json.dumps({"hs": hs})
