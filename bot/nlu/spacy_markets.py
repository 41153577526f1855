"""A spaCy pipeline that marks the markets of a text: a blank tokenizer and one component of ours.

The names come from data/markets through bot.language; spaCy gives the tokens, so that an entity never
ends inside a word ("Japangeschäft" is marked whole, with JP as its id).
"""

# No postponed annotations here: spaCy reads those of a factory when it is registered.
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.nlu.readings import readings

MARKETS = "markets"
MARKET = "market"
MARKET_GROUP = "market_group"
_COMPONENT = "market_marker"


class MarketMarker:
    """Writes the markets and groups of a text into `doc.spans["markets"]`; negated ones are left out."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, doc: Doc) -> Doc:
        """Mark one document."""
        spans = []
        for one in readings(doc.text, self.folder).markets:
            if one.negated:
                continue
            label = MARKET if one.iso2 else MARKET_GROUP
            start, end = one.span
            name = str(one.iso2 or one.group)
            spans.append(
                doc.char_span(start, end, label=label, kb_id=name, alignment_mode="expand")
            )
        doc.spans[MARKETS] = [span for span in spans if span is not None]
        return doc


@Language.factory(  # type: ignore[untyped-decorator]
    _COMPONENT, default_config={"folder": "data/markets"}
)
def _make_marker(nlp: Language, name: str, folder: str) -> MarketMarker:  # noqa: ARG001
    return MarketMarker(folder)


@lru_cache(maxsize=4)
def pipeline(folder: str) -> Language:
    """The pipeline over a folder of market names; multilingual, because messages mix languages."""
    nlp = spacy.blank("xx")
    nlp.add_pipe(_COMPONENT, config={"folder": folder})
    return nlp
