"""What is handed to a conversation: a text that says everything, typed blocks, and buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

AFFIRM = "/affirm"
DENY = "/deny"
DONT_KNOW = "/dont_know"


@dataclass(frozen=True)
class Button:
    """A choice offered to the user; `payload` is what the dialogue receives for it."""

    title: str
    payload: str


@dataclass(frozen=True)
class Block:
    """A part that a page can show better than plain text; `content` holds JSON values only.

    Kinds: first_answer, result, rule, table, declaration, sources, candidates, markets, question,
    glossary, progress (step, about, text) and feedback (value: up or down; says that a thumb was given).
    A glossary has `terms` (each with id, title, text, example, and the payload that asks for it).
    A table has `title`, `columns` (headings), `rows` (lists of texts as they are shown) and
    `align` (per column, left or right).
    """

    kind: str
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """One message. `text` alone says everything; blocks and buttons only make it nicer.

    `language` is named where it is not that of the conversation.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    language: str = ""

    def block(self, kind: str) -> Block | None:
        """The first block of a kind, None if there is none."""
        return next((one for one in self.blocks if one.kind == kind), None)
