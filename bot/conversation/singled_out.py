"""A choice that is named by some of its words: "centrifugal" for "8413.70: Centrifugal pumps"."""

from __future__ import annotations

from collections.abc import Iterable

from bot.conversation.state import Choice
from bot.language.words import key_of, word_set
from bot.products.text_features import stem

# What people say around the word that chooses.
_AROUND = word_set(
    "der die das den dem des ein eine einen ist es sind also eher wohl ja bitte nehme nehmen wir ich dann mal"
    " the a an it is they are i take we would rather yes please one ones this that those"
)
# Beside one of these a word says what the goods are not.
_NEGATING = word_set(
    "nicht kein keine keinen ohne ausser ausgenommen sonst sonstige andere anderen not no non without except"
    " excluding other than"
)


def singled_out(text: str, choices: Iterable[Choice]) -> Choice | None:
    """The one choice whose words hold all the words of a text; None if none does, or several do."""
    said = frozenset(key_of(text).split()) - _AROUND
    if not said or "?" in text:
        return None
    fitting = [one for one in choices if _holds(one, said)]
    if len(fitting) != 1 or _NEGATING & (_words(fitting[0]) - said):
        return None
    return fitting[0]


def _holds(choice: Choice, said: frozenset[str]) -> bool:
    return {stem(word) for word in said} <= {stem(word) for word in _words(choice)}


def _words(choice: Choice) -> frozenset[str]:
    return frozenset(key_of(choice.title).split())
