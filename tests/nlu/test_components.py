"""The pipeline components: what they add to a message, and when the model must be trained anew."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, get_type_hints

import pytest

pytest.importorskip("rasa")

from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import market_readers
from bot.nlu.extractors import (
    MarketEntityExtractor,
    NumberEntityExtractor,
    ProductEntityExtractor,
)
from bot.nlu.signs import SignsFeaturizer

CONFIG = {"markets": "data/markets"}
EXTRACTORS = (MarketEntityExtractor, NumberEntityExtractor, ProductEntityExtractor)
COMPONENTS = (*EXTRACTORS, SignsFeaturizer)

pytestmark = pytest.mark.rasa


def entities(extractor: type, text: str) -> list[tuple[str, str]]:
    message = Message.build(text)
    extractor(CONFIG).process([message])
    for one in message.get(ENTITIES, []):
        assert one["extractor"] == extractor.__name__
        assert 0 <= one["start"] < one["end"] <= len(text)
    return [(one["entity"], one["value"]) for one in message.get(ENTITIES, [])]


def test_markets_are_iso_codes() -> None:
    assert entities(MarketEntityExtractor, "Pumpen nach Japan und in die Schweiz") == [
        ("market", "JP"),
        ("market", "CH"),
    ]


def test_groups_are_told_apart_from_markets() -> None:
    assert entities(MarketEntityExtractor, "Ventile in den Mercosur")[0][0] == "market_group"


def test_codes_amounts_and_percentages() -> None:
    assert entities(NumberEntityExtractor, "HS 848180, Wert 1.234,50 €, Anteil 30 %") == [
        ("hs_code", "848180"),
        ("amount", "1234.50 EUR"),
        ("percentage", "30"),
    ]


def test_the_product_is_what_is_left() -> None:
    text = "Wir möchten Kugelhähne aus Edelstahl nach Kanada liefern"
    assert entities(ProductEntityExtractor, text) == [("product", "Kugelhähne aus Edelstahl")]


@pytest.mark.parametrize("text", ["", "/affirm"])
def test_nothing_is_read_from_commands(text: str) -> None:
    message = Message(data={TEXT: text})
    for extractor in EXTRACTORS:
        extractor(CONFIG).process([message])
    assert message.get(ENTITIES, []) == []


def featurized(text: str) -> Any:
    message = Message(data={TEXT: text})
    WhitespaceTokenizer(WhitespaceTokenizer.get_default_config()).process([message])
    SignsFeaturizer({**CONFIG, "alias": "signs"}, "signs").process([message])
    return message.get_sparse_features(TEXT)


@pytest.mark.parametrize("text", ["Pumpen nach Japan", "ja", "?", "", "👍"])
def test_every_message_has_all_signs(text: str) -> None:
    _, sentence = featurized(text)
    assert sentence.features.shape == (1, SignsFeaturizer.SIGNS)


def test_signs_tell_a_market_from_an_answer() -> None:
    signs = SignsFeaturizer({**CONFIG, "alias": "signs"}, "signs")
    assert signs.signs("nach Japan") != signs.signs("ja")
    assert len(signs.signs("ja")) == SignsFeaturizer.SIGNS


@pytest.mark.parametrize("component", COMPONENTS)
def test_components_are_fully_annotated(component: type) -> None:
    for name in ("create", "process", "process_training_data"):
        method = getattr(component, name)
        given = set(get_type_hints(method)) - {"return"}
        wanted = set(inspect.signature(method).parameters) - {"self", "cls"}
        assert given == wanted, name


@pytest.mark.parametrize("component", COMPONENTS)
def test_changed_market_names_need_training(
    component: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(market_readers, "PROJECT", tmp_path)
    (tmp_path / "markets").mkdir()
    file = tmp_path / "markets" / "markets.csv"
    file.write_text("one", encoding="utf-8")
    before = component.fingerprint_addon({"markets": "markets"})
    assert component.fingerprint_addon({"markets": "markets"}) == before
    file.write_text("other", encoding="utf-8")
    assert component.fingerprint_addon({"markets": "markets"}) != before
