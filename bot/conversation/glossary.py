"""Terms where they come up: every reply that uses a technical term carries its explanation for a tap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.conversation.messages import payload
from bot.explain.replies import Block, Reply
from bot.faq.topics import Topic, TopicBook, TopicKind
from bot.language.words import words_of

KIND = "glossary"
# More would hide the answer; those that come up first are the ones in the headline.
_MOST = 6

_Words = tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """The terms by the words under which replies name them, per language."""

    spellings: dict[str, dict[_Words, Topic]]

    @classmethod
    def of(cls, book: TopicBook) -> Glossary:
        """The glossary of all terms that say how they are named."""
        found: dict[str, dict[_Words, Topic]] = {}
        for topic in book.of_kind(TopicKind.TERM):
            for language, names in topic.named_as.items():
                for name in names:
                    key = tuple(word.folded for word in words_of(name))
                    found.setdefault(language, {})[key] = topic
        return cls(found)

    def terms_in(self, text: str, language: str) -> tuple[Topic, ...]:
        """The terms a text uses, in the order in which they come up; longer names go first."""
        found = dict.fromkeys(one.id for one in self._found(text, language))
        by_id = {one.id: one for one in self.spellings.get(language, {}).values()}
        return tuple(by_id[one] for one in found)

    def added(self, reply: Reply, language: str) -> Reply:
        """The reply with the explanations of its terms; a term is not explained by itself."""
        terms = [
            one
            for one in self.terms_in(reply.text, language)
            if not reply.text.startswith(f"{one.name[language]}:")
        ]
        if not terms:
            return reply
        explained = [_explained(one, language) for one in terms[:_MOST]]
        return replace(reply, blocks=(*reply.blocks, Block(KIND, {"terms": explained})))

    def _found(self, text: str, language: str) -> Iterator[Topic]:
        spellings = self.spellings.get(language, {})
        words = tuple(word.folded for word in words_of(text))
        longest = max(map(len, spellings), default=0)
        at = 0
        while at < len(words):
            lengths = range(min(longest, len(words) - at), 0, -1)
            length = next((one for one in lengths if words[at : at + one] in spellings), 0)
            if length:
                yield spellings[words[at : at + length]]
            at += max(length, 1)


def _explained(topic: Topic, language: str) -> dict[str, str]:
    return {
        "id": topic.id,
        "title": topic.name[language],
        "text": topic.answer[language],
        "example": topic.example.get(language, ""),
        "payload": payload("ask_topic", topic=topic.id),
    }
