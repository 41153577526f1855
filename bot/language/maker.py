"""Who makes the product, in the words people use: "wir fertigen selbst", "reine Handelsware"."""

from __future__ import annotations

import re

from bot.language.words import fold

_NOT_SELF = (
    r"\bnicht selbst\b|\bnicht selber\b|\bnot ourselves\b|\bdo(?: not|nt) (?:make|produce|manufacture)\b"
    r"|\b(?:stellen|fertigen|produzieren) (?:das |die |sie |es )?nicht\b"
)
_TRADE = (
    r"\bhandelsware\b|\bhandler\b|\bhandelsfirma\b|\bzukauf\w*\b|\bzugekauft\w*\b|\bwir kaufen\b"
    r"|\bkaufen (?:sie|es|das|die|alles|fertig)\b|\bkaufen\b.*\b(?:ein|zu)\b|\bvertreiben\b"
    r"|\bwiederverkauf\w*\b|\bverkaufen (?:\w+ )?nur weiter\b"
    r"|\btraders?\b|\bresell\w*\b|\bdistribut\w*\b|\bwe buy\b|\bbought[- ]in\b|\bbuy (?:it|them)\b"
    r"|\bmerchandise\b|\bwe only sell\b"
)
_MAKE = (
    r"\b(?:selbst|selber)\b|\beigene\w* (?:fertigung|produktion|herstellung|werk)\b|\beigenfertigung\b"
    r"|\bwir (?:produzieren|fertigen|bauen|stellen|montieren|schweissen|fertigten)\b|\bhersteller\b"
    r"|\bin unserem werk\b|\bmade by us\b"
    r"|\b(?:make|produce|manufacture|build)\b.*\b(?:ourselves|in[- ]house)\b"
    r"|\bwe (?:make|produce|manufacture|build|assemble)\b|\bour own (?:production|factory|plant)\b"
    r"|\bmanufacturers?\b|\bin[- ]house\b|\bmyself\b|\bourselves\b"
)


# Clear even where nobody asked: who buys a part in may still make the product.
_ONLY_TRADES = (
    r"\bhandelsware\b|\bhandler\b|\bhandelsfirma\b|\bwiederverkauf\w*\b|\bverkaufen (?:\w+ )?nur weiter\b"
    r"|\btraders?\b|\bresell\w*\b|\bwe only sell\b"
)


def only_trades(text: str) -> bool:
    """Whether a message says without being asked that the exporter makes nothing himself."""
    return makes_it(text) is False and re.search(_ONLY_TRADES, fold(text)) is not None


def makes_it(text: str) -> bool | None:
    """Whether the exporter makes the product himself; None where the words do not say, or say both."""
    folded = fold(text)
    if re.search(_NOT_SELF, folded):
        return False
    trades, makes = bool(re.search(_TRADE, folded)), bool(re.search(_MAKE, folded))
    return None if trades == makes else makes
