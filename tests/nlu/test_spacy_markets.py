"""Markets are marked by a spaCy pipeline, on whole words."""

from __future__ import annotations

import pytest

from bot.nlu.spacy_markets import MARKETS, pipeline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ventile nach Südkorea", [("Südkorea", "KR", "market")]),
        ("unser Japangeschäft wächst", [("Japangeschäft", "JP", "market")]),
        ("pumps for Swiss customers", [("Swiss", "CH", "market")]),
        ("nicht Japan, sondern Kanada", [("Kanada", "CA", "market")]),
        ("Kugelhähne aus Edelstahl", []),
    ],
)
def test_markets_of_a_text(text: str, expected: list[tuple[str, str, str]]) -> None:
    doc = pipeline("data/markets")(text)
    found = [(span.text, span.kb_id_, span.label_) for span in doc.spans[MARKETS]]
    assert found == expected
