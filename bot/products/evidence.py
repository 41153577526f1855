"""What speaks for each heading and subheading when a phrase is searched: signals, each about 0 to 1.

Letters shared with a phrase (typing errors, compounds), words covered (all that a heading says about itself)
and meaning (words that no label has) are three ways to see the same thing; the head word, the labels and what
a phrase says beside the thing - parts of it, its material - shift the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.products.learnt_index import LEAST_LIKELY
from bot.products.meaning_index import Meaning, embedded
from bot.products.phrase_book import PhraseBook
from bot.products.phrases import Phrase, read_phrase
from bot.products.search_index import Array

Signals: TypeAlias = "Mapping[str, Array]"

# A subheading's own words count for its heading a little less than the heading's own.
_FROM_BELOW = 0.97
# The other language is searched too: trade words travel, but the asked language comes first.
_OTHER_LANGUAGE = 0.85
# "Teile für Schaltschränke" is not what somebody means who says "Schaltschränke".
_PARTS_UNASKED = 0.22
# Who does not ask for parts mostly means the thing; who names a part by its own word is still understood.
_PARTS_NOT_NAMED = 1.0
# A word by which this share of a heading's codes for things go is the thing's name and no part's: it speaks
# against the codes for parts this much more.
_SHARED_BY_THINGS = 0.3
_GOES_BY_THE_WORDS = 0.6
_THING_NAMED = 1.0
# So little that it only decides between headings that else are equally good.
_HEADING_FOR_PARTS = 0.15
# A heading that knows the thing itself is likelier than "other articles" of its material.
_DAMPED_BY_KNOWN_THING = 0.6
# The logarithm of the number of phrases is divided by this to be about 1 at most.
_MOST_PHRASES = 7.0

# How letters, words and meaning make up the fit, which decides whether a search is to be trusted.
_FIT = {"letters": 0.7, "words": 0.8, "meaning": 1.5}


@dataclass(frozen=True)
class Evidence:
    """Signals by name for every heading and every entry, and the share of the words that is known at all.

    `fit` and `entry_fit` say how well each of them fits (0 to 1) by letters, words and meaning alone.
    """

    headings: Signals
    entries: Signals
    fit: Array
    entry_fit: Array
    known: float


def gather(book: PhraseBook, query: str, language: str) -> Evidence:
    """All that speaks for headings and entries."""
    phrase = read_phrase(book.forms.as_in_labels(query))
    fits = 1.0 if phrase.asks_for_parts else 1.0 - _PARTS_UNASKED * book.asks_for_parts
    letters = book.letters.scores(phrase.words) * fits
    vector = embedded([phrase.text])
    meaning = _turned(book.meaning.scores(vector), fits)
    learnt = book.learnt.scores(book.letters, book.words.corrected(phrase.words), vector[0])
    entry_words, heading_words, known = book.words.coverage(phrase.words)
    entries = {
        "letters": book.best_by_entry(letters, language, _OTHER_LANGUAGE),
        "words": entry_words,
        "meaning": book.best_by_entry(meaning.plain, language, _OTHER_LANGUAGE),
        "telling": book.best_by_entry(meaning.telling, language, _OTHER_LANGUAGE),
        "learnt": 1.0 - learnt.entries / LEAST_LIKELY,
        "label": book.labels_by_entry(letters),
        "parts": book.names_parts * _speaks_for_parts(book, phrase, entry_words),
        "rest": book.takes_the_rest * 1.0,
        "size": np.log(book.sizes) / _MOST_PHRASES,
    }
    counted = entries["letters"] * np.where(book.is_heading, 1.0, _FROM_BELOW)
    headings = {
        "letters": book.best_by_heading(counted),
        "words": heading_words,
        "meaning": book.best_by_heading(entries["meaning"]),
        "telling": book.best_by_heading(entries["telling"]),
        "middle": meaning.by_heading,
        "learnt": 1.0 - learnt.headings / LEAST_LIKELY,
        "head": book.words.coverage(phrase.head)[1],
        "label": book.best_by_heading(entries["label"]),
        "size": np.log(book.total_by_heading(book.sizes)) / _MOST_PHRASES,
        **_asked(book, phrase, heading_words),
    }
    return Evidence(headings, entries, _fit(headings), _fit(entries), known)


def _fit(signals: Signals) -> Array:
    weighed = [weight * signals[name] for name, weight in _FIT.items()]
    fit: Array = np.sum(weighed, axis=0) / sum(_FIT.values())
    return fit


def _speaks_for_parts(book: PhraseBook, phrase: Phrase, entry_words: Array) -> Array | float:
    """How much speaks for the codes for parts of each entry's heading."""
    if phrase.asks_for_parts:
        return 1.0
    things = ~(book.names_parts | book.is_heading)
    named = book.total_by_heading(1.0 * (things & (entry_words >= _GOES_BY_THE_WORDS)))
    names_thing = named > _SHARED_BY_THINGS * book.total_by_heading(1.0 * things)
    against: Array = _PARTS_NOT_NAMED + _THING_NAMED * names_thing[book.heading_of]
    return -against


def _turned(meaning: Meaning, fits: Array | float) -> Meaning:
    """The meaning without opposites: what is far from a phrase does not speak against its heading."""
    return Meaning(
        np.maximum(meaning.plain, 0.0) * fits,
        np.maximum(meaning.telling, 0.0) * fits,
        meaning.by_heading,
    )


def _asked(book: PhraseBook, phrase: Phrase, heading_words: Array) -> dict[str, Array]:
    """What the phrase asks for beside the thing: parts of it, goods of a material, garments of a fabric."""
    nothing = np.zeros(len(heading_words), dtype=np.float32)
    asked = phrase.asks_for_parts
    parts = book.heading_names_parts * (heading_words if asked else -_HEADING_FOR_PARTS)
    material, others = nothing, nothing
    if phrase.made_of:
        _, knows_thing, _ = book.words.coverage(phrase.thing)
        rest = 1.0 - _DAMPED_BY_KNOWN_THING * float(knows_thing.max(initial=0.0))
        for one in phrase.made_of:
            material = material + book.suits_material(one)
            others = others + rest * book.is_other_articles(one)
    fabric = -1.0 * book.is_of_other_fabric(phrase.fabric) if phrase.fabric else nothing
    return {"parts": parts, "material": material, "other_articles": others, "fabric": fabric}
