"""Words of an exporter that can become a label of goods: those for which he chose a code himself."""

from __future__ import annotations

import re

from bot.conversation.desk import Desk
from bot.conversation.state import Asked, CaseState

_LONGEST_LABEL, _MOST_WORDS = 60, 6
# Addresses, numbers of orders and the like tell of a person or a firm, not of goods.
_NO_LABEL = re.compile(r"[@/\\]|\d{3}|www|http")


def chosen_label(before: CaseState, after: CaseState, desk: Desk) -> str | None:
    """The words for goods if this turn chose the code for them among those offered, None otherwise.

    Words of a button are the advisor's own, and tell nothing.
    """
    offered = before.open is not None and before.open.asked in (Asked.HEADING, Asked.SUBHEADING)
    if not offered or not after.hs or after.hs == before.hs:
        return None
    words = before.words
    return words if _is_label(words) and words not in desk.kinds.names else None


def _is_label(words: str) -> bool:
    """Whether words can be a label of goods: few, and nothing like a number or an address."""
    few = 0 < len(words) <= _LONGEST_LABEL and len(words.split()) <= _MOST_WORDS
    return few and not _NO_LABEL.search(words)
