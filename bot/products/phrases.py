"""Reading a product phrase: the thing itself, what qualifies it, what it is not, and what is asked of it.

An exporter's phrase ("Gehäuse aus Kunststoff für Pumpen"), a line of an index ("gloves, of rubber") and an
official sounding description ("engines (except for aircraft)") are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.products import word_lists
from bot.products.text_features import folded, stem

THING = 1.0
QUALIFIER = 0.35
# "Teile für Pumpen": the pump says where the parts belong, almost as much as the thing itself.
WHOLE_OF_PARTS = 0.9
# Words that stand with thousands of goods ("neu", "industrial", "machine") tell little.
COMMON = 0.5
# "Kugelhahn Messing": a material beside a thing only qualifies it, but chooses between headings.
MATERIAL = 0.6

_TOKEN = re.compile(r"[a-z0-9]+|[,;:/()]")
_PLASTICS = ("of", "plastics")
_OPENING, _CLOSING = "(", ")"
_SEPARATORS = frozenset(",;:/")
_PART_ENDINGS = ("ersatzteile", "ersatzteilen", "ersatzteil", "zubehoerteile", "zubehoer")


@dataclass(frozen=True)
class Phrase:
    """A phrase as read: weighted words, and what the words ask for.

    `made_of` names materials ("plastics", "wood") that the goods consist of, as in word_lists.MATERIALS.
    `head` is the word that says what the thing is ("filters" of "oil filters, for ships"), if there is one.
    `fabric` is the chapter of garments of the fabric named: "61" for knitted, "62" for woven, else empty.
    """

    words: tuple[tuple[str, float], ...]
    asks_for_parts: bool
    made_of: frozenset[str]
    text: str
    head: tuple[tuple[str, float], ...] = ()
    fabric: str = ""

    @property
    def thing(self) -> tuple[tuple[str, float], ...]:
        """The words that name the thing itself, without materials and what only qualifies."""
        return tuple(
            (word, weight)
            for word, weight in self.words
            if weight >= COMMON and word not in word_lists.MATERIALS
        )


def read_phrase(text: str) -> Phrase:
    """Read a phrase; never fails, a phrase without words gives an empty one."""
    tokens = _TOKEN.findall(folded(text).replace(" - ", " , "))
    kept = tuple(_without_exclusions(tokens))
    named = tuple(_segments(kept))
    segments = _with_plain_plastics(named) if named else named
    parts = any(_is_part_word(token) for token in kept)
    words = tuple(
        pair
        for number, segment in enumerate(segments)
        for pair in _weighted(segment, number > 0, parts)
    )
    words = tuple(_with_lighter_materials(words))
    head = _head(words, len(tuple(_weighted(segments[0], False, parts))) if segments else 0)
    made_of = frozenset(_materials([word for segment in segments for word in (*segment, ",")]))
    text = " ".join(kept) if segments == named else " , ".join(map(" ".join, segments))
    return Phrase(words, parts, made_of, text, head, _fabric(kept))


def _without_exclusions(tokens: Sequence[str]) -> Iterator[str]:
    """Leave out what the phrase says it is not: "ausgenommen Schiffe", "other than for aircraft"."""
    depth, excluded_at = 0, -1
    for number, token in enumerate(tokens):
        if excluded_at >= 0 and (
            (token == _CLOSING and depth <= excluded_at)
            or (token in _SEPARATORS and excluded_at == 0)
        ):
            excluded_at = -1
        depth += (token == _OPENING) - (token == _CLOSING)
        if excluded_at < 0 and _starts_exclusion(tokens, number):
            excluded_at = max(depth, 0)
        if excluded_at < 0:
            yield token


def _starts_exclusion(tokens: Sequence[str], number: int) -> bool:
    if tokens[number] in word_lists.EXCLUDING:
        return True
    return tuple(tokens[number : number + 2]) in word_lists.EXCLUDING_PAIRS


def _segments(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Cut at commas and brackets."""
    segment: list[str] = []
    for token in tokens:
        if token.isalnum():
            segment.append(token)
        elif segment:
            yield tuple(segment)
            segment = []
    if segment:
        yield tuple(segment)


def _with_plain_plastics(segments: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The segments; what follows a thing and names polymers alone is replaced by what that says: plastics."""
    if any(stem(word) in word_lists.FORMS_OF_PLASTICS for word in segments[0]):
        return segments
    return segments[:1] + tuple(_PLASTICS if _are_polymers(one) else one for one in segments[1:])


def _are_polymers(segment: Sequence[str]) -> bool:
    beside = (word_lists.MONOMERS, word_lists.CONNECTING, word_lists.QUALIFYING, word_lists.SILENT)
    others = [word for word in segment if word not in word_lists.POLYMERS]
    return len(others) < len(segment) and all(any(word in one for one in beside) for word in others)


def _fabric(tokens: Sequence[str]) -> str:
    """The chapter of the only fabric that is named."""
    named = [
        chapter for chapter, words in word_lists.FABRICS.items() if not words.isdisjoint(tokens)
    ]
    return named[0] if len(named) == 1 else ""


def _weighted(segment: Sequence[str], follows: bool, parts: bool) -> Iterator[tuple[str, float]]:
    """The words of a segment with their weight; the second segment of an index line only qualifies."""
    weight = QUALIFIER if follows and _only_qualifies(segment) else THING
    thing_seen = follows
    for word in segment:
        if word in word_lists.CONNECTING:
            continue
        if word in word_lists.QUALIFYING:
            weight = WHOLE_OF_PARTS if parts and not thing_seen else QUALIFIER
            continue
        if word in word_lists.SILENT or word in word_lists.PARTS:
            continue
        thing_seen = True
        common = COMMON if stem(word) in word_lists.COMMON_STEMS else 1.0
        yield _whole_of(word), weight * common


def _with_lighter_materials(words: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    named = any(
        word not in word_lists.MATERIALS and weight >= WHOLE_OF_PARTS for word, weight in words
    )
    for word, weight in words:
        lighter = named and weight >= WHOLE_OF_PARTS and word in word_lists.MATERIALS
        yield word, MATERIAL if lighter else weight


def _head(words: Sequence[tuple[str, float]], in_first: int) -> tuple[tuple[str, float], ...]:
    """The last word of the thing itself, of the first segment if that has words."""
    thing: list[tuple[str, float]] = []
    for word, weight in words[:in_first] or words:
        if weight >= COMMON:
            thing.append((word, weight))
        elif thing:
            break
    return tuple((thing or words)[-1:])


def _only_qualifies(segment: Sequence[str]) -> bool:
    """Whether a segment after a comma says only how, of what or for whom."""
    if segment[0] in word_lists.QUALIFYING:
        return True
    content = [
        word
        for word in segment
        if word not in word_lists.CONNECTING and word not in word_lists.SILENT
    ]
    return all(
        stem(word) in word_lists.COMMON_STEMS
        or word in word_lists.QUALIFYING
        or word in word_lists.MATERIALS
        for word in content
    )


def _is_part_word(token: str) -> bool:
    return token in word_lists.PARTS or _whole_of(token) != token


def _whole_of(word: str) -> str:
    """The goods that a compound names spare parts of: "pumpenersatzteile" -> "pumpen"."""
    if not word.endswith(_PART_ENDINGS):
        return word
    for ending in _PART_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def _materials(tokens: Sequence[str]) -> Iterator[str]:
    """Materials the goods are of: not what a machine works on, nor what the goods are for."""
    if any(stem(token) in word_lists.MACHINE_STEMS for token in tokens):
        return
    purpose = False
    for token in tokens:
        if token in word_lists.QUALIFYING:
            purpose = token in word_lists.PURPOSE
        elif not token.isalnum():
            purpose = False
        elif not purpose and token in word_lists.MATERIALS:
            yield word_lists.MATERIALS[token]
