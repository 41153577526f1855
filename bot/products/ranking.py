"""How much each signal counts for the order of headings, and of the codes below a heading.

Learnt from the project's own words: a tenth of them is left out, the finder is built of the rest, the words
left out are searched, and the weights are those that put the right heading first most surely (`python -m
tests.bench.finder_weights` repeats it). Only words of data/products take part, none of the sets that measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bot.products.search_index import Array

# Few of the words left out ask for parts, name a material or a fabric: these weights, and that of parts
# among the codes below a heading, are set by hand.
HEADINGS: Mapping[str, float] = {
    "letters": 1.9,
    "words": 3.3,
    "meaning": 3.0,
    "telling": 3.5,
    "middle": 3.9,
    "learnt": 8.4,
    "head": 1.2,
    "label": 2.2,
    "size": 1.2,
    "parts": 3.0,
    "material": 2.0,
    "other_articles": 1.0,
    "fabric": 12.0,
}
ENTRIES: Mapping[str, float] = {
    "letters": 0.9,
    "words": 2.5,
    "meaning": 2.6,
    "telling": 4.0,
    "learnt": 6.0,
    "label": 2.7,
    "parts": 2.5,
    "rest": 0.5,
    "size": 1.3,
}

# The tariff parts a heading by one property and each part by another ("8421.31", "8421.39"). Who names a
# thing mostly says the first and seldom the second: the sisters of the best code come next, and of sisters
# the one that is named before those that take what is left.
_SISTER_OF_THE_BEST = 3.0
_NAMED_FIRST = 1.0

# Scores (0 to 1) say the same as weighed signals on a smaller scale.
SCORE_OF_WEIGHT = 1 / 16


def with_sisters(codes: Sequence[str], scores: Array) -> Array:
    """Weighed signals of the codes below a heading, in the tariff's order, with what speaks for sisters.

    Sisters are the codes with the same five digits.
    """
    parts = [code[:5] for code in codes]
    first = np.asarray([part not in parts[:number] for number, part in enumerate(parts)])
    ranked = scores + _NAMED_FIRST * first
    best = parts[int(np.argmax(ranked))]
    beside: Array = ranked + _SISTER_OF_THE_BEST * np.asarray([part == best for part in parts])
    return beside


def weighed(signals: Mapping[str, Array], weights: Mapping[str, float]) -> Array:
    """The sum of all signals with their weights."""
    total: Array = np.sum([weights[name] * signal for name, signal in signals.items()], axis=0)
    return total
