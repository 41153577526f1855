"""Signs in a message as features for the intent: a market, a code, money, a yes, a question."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.evidence_words import find_evidence
from bot.language.hs_codes import find_hs_codes
from bot.language.numbers import read_numbers
from bot.language.product_words import product_words
from bot.language.words import word_set, words_of
from bot.language.yes_no import read_yes_no
from bot.nlu.market_readers import fingerprint_of, market_reader

_QUESTION_WORDS = word_set(
    "was wie wo wer wann warum welche welcher welches welchen wieviel what how where who when"
    " why which"
)
_ASKING_VERBS = word_set(
    "brauche brauchen gibt gilt ist sind kann darf muss reicht do does is are can may must"
)
_FOLLOWING = word_set("und and oder or statt instead nicht not auch too dann then")


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class SignsFeaturizer(SparseFeaturizer, GraphComponent):  # type: ignore[misc]
    """One yes-or-no feature per sign; the sentence gets them all, single tokens get none."""

    SIGNS = 20

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self.config = config

    @classmethod
    def required_components(cls) -> list[type[Tokenizer]]:
        """Tokens must be there before."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the market names are, relative to the project."""
        return {**SparseFeaturizer.get_default_config(), "markets": "data/markets"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Make the component; nothing is learned or stored."""
        return cls(config, execution_context.node_name)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Files outside the training data on which the features depend."""
        return fingerprint_of(str(config.get("markets", "data/markets")))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be wrong beyond what loading the markets tells."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to each message."""
        for message in messages:
            self._featurize(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def _featurize(self, message: Message) -> None:
        text, tokens = message.get(TEXT), message.get(TOKENS_NAMES[TEXT])
        if text is None or not tokens:
            return
        signs = self.signs(text)
        sentence = scipy.sparse.coo_matrix(np.asarray([signs], dtype=np.float64))
        sequence = scipy.sparse.coo_matrix((len(tokens), self.SIGNS), dtype=np.float64)
        self.add_features_to_message(sequence, sentence, TEXT, message)

    def signs(self, text: str) -> list[float]:
        """The signs of a text, 1.0 where seen."""
        words = [word.folded for word in words_of(text)]
        markets = [one for one in market_reader(self.config["markets"]).find(text) if one.certain]
        codes = [one for one in find_hs_codes(text) if one.certain]
        numbers = read_numbers(text)
        money = [one for one in numbers if one.kind == "money"]
        taken = [one.span for one in markets]
        taken += [one.span for one in codes]
        taken += [one.span for one in money]
        goods = product_words(text, taken)
        answer = read_yes_no(text).answer
        evidence = find_evidence(text)
        first = words[0] if words else ""
        seen = (
            bool(markets),
            len(markets) > 1,
            any(one.role == "origin" for one in markets),
            any(one.role == "destination" for one in markets),
            bool(codes),
            bool(money),
            len(money) > 1,
            bool(numbers) and not words[1:],
            any(one.kind == "percent" for one in numbers),
            bool(goods),
            bool(markets) and not goods,
            bool(goods) and not markets,
            answer == "yes",
            answer == "no",
            answer == "dont_know",
            bool(evidence.evidence) or evidence.originating is not None,
            "?" in text or first in _QUESTION_WORDS,
            first in _ASKING_VERBS,
            first in _FOLLOWING,
            len(words) <= 2,
        )
        return [float(one) for one in seen]
