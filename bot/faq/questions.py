"""Questions in people's own words -> the topic that answers them, or none.

Every known way to ask for a topic is an example. A question is compared with all of them: by its meaning
(other words), by letters (typing errors, compounds), and by the topics whose words it names. Multinomial
logistic regression on these similarities tells the topics apart; "none of them" is learned from examples.
Below a limit nothing is answered: a wrong answer about the law does more harm than asking back.
"""

from __future__ import annotations

import hashlib
import inspect
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.faq import training
from bot.faq.faq_files import LANGUAGES
from bot.faq.short_forms import ShortForms, read_other, read_short_forms
from bot.faq.topics import Topic, TopicBook, read_topics
from bot.faq.training import Array, Examples, Trained, similarities, trained
from bot.language.words import words_of
from bot.products import meaning_index, search_index, text_features
from bot.products.search_index import save_arrays

# The least probability that is answered; set on the examples, not on the test questions.
LEAST = 0.15
_MESSAGES_REMEMBERED = 8


@dataclass(frozen=True)
class Match:
    """A topic that answers a question, and how probable the classifier holds it."""

    topic: Topic
    probability: float


class QuestionFinder:
    """Finds topics by questions; what was learned is kept in `cache` between runs if given."""

    def __init__(
        self,
        book: TopicBook,
        short_forms: ShortForms,
        other: tuple[str, ...],
        cache: Path | None = None,
    ) -> None:
        self.book = book
        self._short = short_forms
        self._topics = tuple(book.topics.values())
        asked = [
            (number, short_forms.written_out(text, language))
            for number, topic in enumerate(self._topics)
            for language in LANGUAGES
            for text in (topic.name[language], *topic.questions.get(language, ()))
        ]
        nothing = len(self._topics)
        asked += [(nothing, text) for text in other]
        texts = tuple(text for _, text in asked)
        owners = np.asarray([owner for owner, _ in asked], dtype=np.int32)
        self._examples = Examples.of(texts, owners, self._named(texts))
        self._trained = _kept(cache, self._examples)
        # One turn of a conversation asks for the same message more than once.
        self._ranking = lru_cache(maxsize=_MESSAGES_REMEMBERED)(self._ranked)

    @classmethod
    def load(cls, folder: Path, book: TopicBook, cache: Path | None = None) -> QuestionFinder:
        """The finder over the files of data/faq; raises FaqDataError at the first fault."""
        return cls(book, read_short_forms(folder), read_other(folder), cache)

    def best(self, text: str, language: str) -> Match | None:
        """The topic that answers, None if none is probable enough."""
        ranked = self.ranked(text, language, 1)
        return ranked[0] if ranked and ranked[0].probability >= LEAST else None

    def ranked(self, text: str, language: str, limit: int = 3) -> tuple[Match, ...]:
        """The most probable topics, best first; none for a text without words."""
        return self._ranking(text, language)[:limit]

    def _ranked(self, text: str, language: str) -> tuple[Match, ...]:
        """All topics, the most probable first; none for a text without words."""
        if not words_of(text):
            return ()
        written = self._short.written_out(text, language)
        probabilities = self._probabilities(written)[: len(self._topics)]
        order = np.argsort(-probabilities, kind="stable")
        return tuple(Match(self._topics[one], float(probabilities[one])) for one in order)

    def _probabilities(self, text: str) -> Array:
        learned = self._trained
        vector = training.encoded((text,))
        alike = similarities(self._examples, learned.vectors, (text,), vector, self._named((text,)))
        scores = (alike @ learned.weights + learned.offsets)[0]
        raised = np.exp(scores - scores.max())
        found: Array = raised / raised.sum()
        return found

    def _named(self, texts: tuple[str, ...]) -> Array:
        """How much of a topic's own words every text names, from 0 to 1."""
        place = {one.id: number for number, one in enumerate(self._topics)}
        found = np.zeros((len(texts), len(self._topics)), dtype=np.float32)
        for row, text in enumerate(texts):
            for topic, letters in self.book.named(text):
                found[row, place[topic.id]] = training.share_named(letters)
        return found


def load_questions(folder: Path, cache: Path | None = None) -> QuestionFinder:
    """Topics and finder together."""
    return QuestionFinder.load(folder, read_topics(folder), cache)


def _kept(folder: Path | None, examples: Examples) -> Trained:
    """What was learned, from a file named by the examples, or learned anew; older files are removed."""
    if folder is None:
        return trained(examples)
    path = folder / f"faq_{_fingerprint(examples)}.npz"
    if path.exists():
        with np.load(path, allow_pickle=False) as arrays:
            return Trained(arrays["vectors"], arrays["weights"], arrays["offsets"])
    learned = trained(examples)
    for old in folder.glob("faq_*.npz"):
        old.unlink(missing_ok=True)
    save_arrays(
        path,
        {"vectors": learned.vectors, "weights": learned.weights, "offsets": learned.offsets},
    )
    return learned


def _fingerprint(examples: Examples) -> str:
    """Names what was learned by the examples and by the modules that learn from them."""
    digest = hashlib.sha256()
    for module in (training, meaning_index, text_features, search_index):
        digest.update(inspect.getsource(module).encode())
    digest.update("\n".join(examples.texts).encode())
    digest.update(examples.owners.tobytes() + examples.named.tobytes())
    return digest.hexdigest()[:16]
