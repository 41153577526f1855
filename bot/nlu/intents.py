"""Names the intent of a message: a linear classifier over words, parts of words, signs and meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.language.movement_certificate import with_certificate_named
from bot.language.words import fold
from bot.nlu.market_readers import fingerprint_of
from bot.nlu.meaning import meanings
from bot.nlu.readings import Readings, readings
from bot.nlu.signs import masked, signs

_WORD = r"(?u)\b\w+\b"
_RANKED = 10
_STORED = "intents.joblib"


@dataclass
class _Learned:
    """What training leaves: two vocabularies and the classifier."""

    words: TfidfVectorizer
    parts: TfidfVectorizer
    classifier: LinearSVC


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class MessageClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Support vector machine, one intent against the rest; margins become shares by a softmax.

    Markets, codes and numbers are replaced by marks before parts of words are counted, so that what
    is learnt of one market holds for all. `meaning` adds the sentence encoder's vector: it tells
    "who pays" from "what do I pay" where no word of the examples occurs, and is the same in German
    and English.
    """

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        learned: _Learned | None = None,
    ) -> None:
        self.config = config
        self._storage = storage
        self._resource = resource
        self._learned = learned

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Few weights were tried, on the held-out sets of the tests (docs/decisions/0011)."""
        return {
            "markets": "data/markets",
            "meaning": True,
            # How much an error in training costs: larger follows the examples more closely.
            "cost": 0.5,
            "weight_of_signs": 0.3,
            "weight_of_meaning": 1.0,
            # How much the best margin is preferred.
            "sharpness": 5.0,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> GraphComponent:
        """Make the component before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **kwargs: Any,  # noqa: ARG003
    ) -> GraphComponent:
        """Make the component from a trained model, ready to answer without delay."""
        with model_storage.read_from(resource) as folder:
            learned = joblib.load(folder / _STORED)
        loaded = cls(config, model_storage, resource, learned)
        loaded.shares(["hallo"])
        return loaded

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Files outside the training data on which the result depends."""
        return fingerprint_of(str(config.get("markets", "data/markets")))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples; the same examples give the same classifier."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        texts = [str(one.get(TEXT)) for one in examples]
        self._learned = _Learned(
            TfidfVectorizer(analyzer="word", ngram_range=(1, 2), token_pattern=_WORD),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2),
            LinearSVC(C=self.config["cost"], random_state=0),
        )
        for vectorizer in (self._learned.words, self._learned.parts):
            vectorizer.set_params(sublinear_tf=True, dtype=np.float32)
        texts = [with_certificate_named(text) for text in texts]
        self._learned.words.fit([fold(text) for text in texts])
        self._learned.parts.fit([masked(self._read(text)) for text in texts])
        self._learned.classifier.fit(self._features(texts), [one.get(INTENT) for one in examples])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._learned, folder / _STORED)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the intents to each message, the likeliest first."""
        for message in messages:
            text = message.get(TEXT)
            ranking = self._ranking(text) if text and self._learned else []
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set("intent", best, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        assert self._learned is not None
        names = self._learned.classifier.classes_
        shares = self.shares([text])[0]
        order = np.argsort(-shares, kind="stable")[:_RANKED]
        return [{"name": str(names[one]), "confidence": float(shares[one])} for one in order]

    def shares(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """How likely each intent is, one row for each text; rows add up to 1."""
        assert self._learned is not None
        margins = self._learned.classifier.decision_function(self._features(texts))
        powers = np.exp((margins - margins.max(axis=1, keepdims=True)) * self.config["sharpness"])
        found: npt.NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return found

    def _features(self, messages: Sequence[str]) -> Any:
        assert self._learned is not None
        texts = [with_certificate_named(one) for one in messages]
        read = [self._read(text) for text in texts]
        seen = np.asarray([signs(one) for one in read], dtype=np.float32)
        parts = [
            self._learned.words.transform([fold(text) for text in texts]),
            self._learned.parts.transform([masked(one) for one in read]),
            scipy.sparse.csr_matrix(seen * self.config["weight_of_signs"]),
        ]
        if self.config["meaning"]:
            meant = meanings(texts) * self.config["weight_of_meaning"]
            parts.append(scipy.sparse.csr_matrix(meant))
        return scipy.sparse.hstack(parts, format="csr")

    def _read(self, text: str) -> Readings:
        return readings(text, self.config["markets"])
