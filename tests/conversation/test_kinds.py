"""Too broad words lead to a narrowing question; unknown ones to other words, never to wild guesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.desk import Desk
from bot.conversation.messages import payload
from bot.products.kinds import read_kinds
from bot.products.label_files import ProductDataError
from tests.conversation.conftest import Talk


@pytest.mark.parametrize(
    ("lang", "words", "field"),
    [
        ("de", "Maschinen", "machines"),
        ("de", "Ersatzteile", "parts"),
        ("en", "spare parts", "parts"),
        ("de", "Lebensmittel", "food"),
        ("en", "chemicals", "chemicals"),
        ("de", "Möbel", "furniture"),
        ("en", "products", "goods"),
    ],
)
def test_a_field_of_goods_is_narrowed_down(desk: Desk, lang: str, words: str, field: str) -> None:
    talk = Talk(desk, lang)
    talk.say(f"{words} {'nach' if lang == 'de' else 'to'} Japan")
    assert talk.asked == "kind"
    assert talk.state.open is not None and talk.state.open.about == field
    assert talk.state.markets == ("JP",)
    kinds = [one for one in talk.buttons if one.payload != "/adviser"]
    assert 3 <= len(kinds) <= 11


def test_from_a_kind_to_the_answer(talk: Talk) -> None:
    talk.say("Maschinen nach Vietnam")
    talk.press("Pumpen")
    assert talk.asked == "heading"
    assert [one.payload for one in talk.buttons[:2]] == [
        payload("choose_product", hs="8413"),
        payload("choose_product", hs="8414"),
    ]
    talk.press("8413")
    talk.press("8413.70")
    assert (talk.state.hs, talk.state.market) == ("841370", "VN")


def test_a_kind_of_one_heading_is_taken(english: Talk) -> None:
    english.say("plastic goods")
    english.press("Packaging")
    assert english.asked == "subheading"
    assert "3923" in english.text


def test_all_goods_lead_to_a_field(english: Talk) -> None:
    english.say("goods")
    english.press("Food and drinks")
    assert english.state.open is not None and english.state.open.about == "food"


def test_what_parts_are_for_completes_the_words(talk: Talk) -> None:
    talk.say("Ersatzteile")
    talk.say("für Pumpen")
    assert talk.state.words == "Teile für Pumpen"
    assert talk.buttons[0].title.startswith("8413")


def test_own_words_are_taken_instead_of_a_kind(talk: Talk) -> None:
    talk.say("Maschinen")
    talk.say("Drehmaschinen für Metall")
    assert talk.asked == "heading"
    assert any(one.title.startswith("8458") for one in talk.buttons)


@pytest.mark.parametrize("answer", ["weiß ich nicht", "keine davon", "Etwas anderes"])
def test_no_kind_fits(talk: Talk, answer: str) -> None:
    talk.say("Maschinen")
    talk.say(answer, "none_of_these" if "davon" in answer else "")
    assert "beschreiben" in talk.text


def test_an_unknown_word_asks_to_rephrase_with_an_example(talk: Talk) -> None:
    text = talk.say("Frobnikatoren")
    assert "Zum Beispiel" in text
    assert not talk.buttons
    talk.say("Quarxelzirps")
    assert talk.asked == "kind"


def test_services_have_no_duty(talk: Talk) -> None:
    assert "keinen Zoll" in talk.say("Softwarelizenzen in die Schweiz")
    assert talk.asked == "product"
    assert talk.state.hs == ""


def test_faults_of_the_kinds_are_named(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "kinds.yml").write_text(
        "fields:\n- id: a\n  question: {de: x, en: x}\n  words: [b]\n  kinds:\n"
        "  - {de: x, en: x, headings: ['9999']}\n  - {de: y, en: y, field: nowhere}\n",
        encoding="utf-8",
    )
    with pytest.raises(ProductDataError) as caught:
        read_kinds(tmp_path, desk.finder.labels)
    told = str(caught.value)
    assert "no heading '9999'" in told
    assert "unknown field 'nowhere'" in told
    assert "'goods' is missing" in told
