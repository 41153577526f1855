"""Entities read by rules: markets, HS codes, amounts and percentages, and the words for the goods.

The conversation reads the message itself (the same functions of bot.language); these entities are for
the log, for measuring, and for reviewing messages before retraining.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.goods_words import goods_words
from bot.nlu.market_readers import fingerprint_of
from bot.nlu.readings import readings
from bot.nlu.spacy_markets import MARKETS, pipeline

# Name, value, start and end of an entity.
Entity = tuple[str, str, int, int]


class _ReadingExtractor(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Adds what `_read` finds in the text to the entities of a message."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the market names are, relative to the project."""
        return {"markets": "data/markets"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> GraphComponent:
        """Make the component; nothing is learned or stored."""
        return cls(config)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Files outside the training data on which the results depend."""
        return fingerprint_of(str(config.get("markets", cls.get_default_config()["markets"])))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message."""
        for message in messages:
            text = message.get(TEXT)
            if not text or text.startswith("/"):
                continue
            found = [
                {"entity": name, "value": value, "start": start, "end": end}
                for name, value, start, end in self._read(text)
            ]
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, known + self.add_extractor_name(found), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as they are: nothing learns from these entities."""
        return training_data

    def _read(self, text: str) -> list[Entity]:
        raise NotImplementedError


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class MarketEntityExtractor(_ReadingExtractor):
    """`market`: ISO 3166-1 codes of the markets named; `market_group`: blocs and regions."""

    def _read(self, text: str) -> list[Entity]:
        doc = pipeline(self.config["markets"])(text)
        return [
            (span.label_, span.kb_id_, span.start_char, span.end_char)
            for span in doc.spans[MARKETS]
        ]


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class NumberEntityExtractor(_ReadingExtractor):
    """`hs_code` (digits), `amount` ("1234.50 EUR") and `percentage`."""

    def _read(self, text: str) -> list[Entity]:
        read = readings(text, self.config["markets"])
        codes = [("hs_code", one.digits, *one.span) for one in read.codes]
        numbers = [
            ("percentage" if one.kind == "percent" else "amount", _written(one), *one.span)
            for one in read.numbers
            if one.kind != "plain" and one.plausible
        ]
        return codes + numbers


def _written(number: Any) -> str:
    return f"{number.value:f} {number.currency or ''}".strip()


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class ProductEntityExtractor(_ReadingExtractor):
    """`product`: the words left for the goods when markets, codes and amounts are taken away."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        goods_words()  # read now, so that the first message need not wait

    def _read(self, text: str) -> list[Entity]:
        goods = readings(text, self.config["markets"]).goods
        names = [name for name in goods.split(", ") if name]
        places = [(name, text.find(name)) for name in names]
        return [("product", name, at, at + len(name)) for name, at in places if at >= 0]
