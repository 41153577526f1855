"""Which words of an exporter may become a label of goods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.chosen_labels import chosen_label
from bot.conversation.desk import desk
from bot.conversation.state import Asked, CaseState

ASKED = CaseState(language="de", words="Kugelhähne").asking(Asked.SUBHEADING, "8481")
CHOSEN = replace(ASKED, hs="848180", market="CA").asking(Asked.MARKET)


def test_the_words_a_code_was_chosen_for_are_a_label() -> None:
    assert chosen_label(ASKED, CHOSEN, desk()) == "Kugelhähne"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "x" * 61,
        "Auftrag 4711",
        "max@firma.de",
        "eins zwei drei vier fünf sechs sieben",
        "http www",
    ],
)
def test_what_is_no_label_is_not_kept(words: str) -> None:
    assert chosen_label(replace(ASKED, words=words), CHOSEN, desk()) is None


def test_a_kind_from_a_button_is_no_label() -> None:
    kind = desk().kinds.fields["machines"].kinds[0].name["de"]
    assert chosen_label(replace(ASKED, words=kind), CHOSEN, desk()) is None


def test_a_typed_code_is_no_choice() -> None:
    before = CaseState(language="de").asking(Asked.PRODUCT)
    assert chosen_label(before, CHOSEN, desk()) is None
    assert chosen_label(ASKED, ASKED, desk()) is None
