"""What is known of words: the sets that tell a word from a name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KnownWords:
    """What is known of words, in the spelling of `spelled`.

    `sure` are the words of the language, of the advisor and of the goods, `goods` only the last,
    `markets` the words of markets. `small` are names that are words where they are written small,
    `seldom_names` are counted there; `likely_names` are in use, but words of no language: no ending
    and no part makes them known. `german` are the parts that a German compound can be made of; `called_so`
    are pairs of words, one a name, that goods are called by ("petri dish"). `office` are words of offices
    and of the advisor's answers, `capitals` what English writes with a capital without naming anybody.
    """

    sure: frozenset[str]
    goods: frozenset[str]
    markets: frozenset[str]
    small: frozenset[str] = frozenset()
    seldom_names: frozenset[str] = frozenset()
    likely_names: frozenset[str] = frozenset()
    german: frozenset[str] = frozenset()
    called_so: frozenset[str] = frozenset()
    office: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
