"""Learns the weights of bot/products/ranking.py from the project's own words and prints them.

Some of the words are left out of the labels, with everything that has the same stems; the finder's book is
built of the rest and the words left out are searched. A weight is good if the right one stands first with
little doubt (cross entropy over the candidates). Takes some minutes: `python -m tests.bench.finder_weights`.
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from bot.products import ranking
from bot.products.evidence import Signals, gather
from bot.products.label_files import LANGUAGES, Labels, ProductLabel
from bot.products.phrase_book import PhraseBook
from bot.products.phrases import read_phrase
from bot.products.search_index import Array
from bot.products.text_features import stem
from bot.wiring import Services, Settings

# A tenth is left out at a time, of which so many are searched.
PARTS, RUNS, SEARCHED = 10, 2, 1000
# Candidates are the headings best by one of the signals.
BEST_BY_SIGNAL = 20
# Words of more headings than this name nothing in particular.
MOST_HEADINGS = 3
# Of the words searched, this share is kept to see how good the weights are on words they never saw.
KEPT = 0.25
# Keeps the weights of rare signals small.
PENALTY = 3.0


@dataclass(frozen=True)
class Case:
    """The signals of the candidates for a word (one row each) and which of them are right."""

    signals: Array
    right: Array


@dataclass(frozen=True)
class LeftOut:
    """A word in a language and the codes it stands at."""

    text: str
    language: str
    codes: frozenset[str]


def key_of(text: str) -> str:
    """What phrases of the same words have in common."""
    return " ".join(sorted(stem(word) for word, _ in read_phrase(text).words))


def words_by_key(labels: Labels) -> dict[str, list[LeftOut]]:
    """All words of the labels by their stems."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for digits, one in labels.by_digits.items():
        for language in LANGUAGES:
            for word in one.words[language]:
                codes[word, language].add(digits)
    found: dict[str, list[LeftOut]] = defaultdict(list)
    for (word, language), digits_of in codes.items():
        found[key_of(word)].append(LeftOut(word, language, frozenset(digits_of)))
    found.pop("", None)
    return found


def without(labels: Labels, keys: frozenset[str]) -> Labels:
    """The labels without the words of some stems."""
    return Labels(
        {
            digits: ProductLabel(
                one.code,
                one.label,
                {
                    language: tuple(
                        word for word in one.words[language] if key_of(word) not in keys
                    )
                    for language in LANGUAGES
                },
            )
            for digits, one in labels.by_digits.items()
        },
        labels.chapters,
    )


def cases(labels: Labels) -> Iterator[tuple[Case, Case | None]]:
    """A case among headings for each word searched, and one among the subheadings if it stands at one."""
    known = words_by_key(labels)
    for run in range(RUNS):
        keys = frozenset(key for key in known if zlib.crc32(key.encode()) % PARTS == run)
        book = PhraseBook.build(without(labels, keys), None)
        chance = random.Random(run)
        for key in chance.sample(sorted(keys), SEARCHED):
            codes = frozenset(code for one in known[key] for code in one.codes)
            asked = chance.choice(known[key])
            if len({code[:4] for code in codes}) <= MOST_HEADINGS:
                yield from _cases_of(book, asked, codes)


def _cases_of(
    book: PhraseBook, asked: LeftOut, codes: frozenset[str]
) -> Iterator[tuple[Case, Case | None]]:
    evidence = gather(book, asked.text, asked.language)
    headings = {code[:4] for code in codes}
    right = np.asarray([heading in headings for heading in book.heading_numbers])
    among = right.copy()
    for signal in evidence.headings.values():
        among[np.argsort(-signal, kind="stable")[:BEST_BY_SIGNAL]] = True
    case = _case(evidence.headings, ranking.HEADINGS, right, np.flatnonzero(among))
    exact = np.asarray(
        [one.code.digits in codes and len(one.code.digits) == 6 for one in book.entries]
    )
    below = np.flatnonzero(np.isin(book.heading_of, book.heading_of[exact][:1]) & ~book.is_heading)
    choice = exact.any() and len(below) > 1
    yield case, _case(evidence.entries, ranking.ENTRIES, exact, below) if choice else None


def _case(signals: Signals, names: Mapping[str, float], right: Array, among: Array) -> Case:
    rows = np.stack([signals[name][among] for name in names], axis=1).astype(np.float64)
    return Case(rows, right[among])


def learnt(train: Sequence[Case], start: Array) -> Array:
    """The weights with the least cross entropy."""
    rows = np.concatenate([case.signals for case in train])
    right = np.concatenate([case.right for case in train])
    sizes = [len(case.right) for case in train]
    starts = np.cumsum([0, *sizes[:-1]])
    case_of = np.repeat(np.arange(len(train)), sizes)

    def loss(weights: Array) -> tuple[float, Array]:
        scores = rows @ weights
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[case_of])
        total = np.add.reduceat(scores, starts)
        good = np.maximum(np.add.reduceat(scores * right, starts), np.finfo(np.float64).tiny)
        pull = scores / total[case_of] - scores * right / good[case_of]
        found = float(np.log(total / good).sum() + PENALTY * weights @ weights / 2)
        return found, rows.T @ pull + PENALTY * weights

    result: Array = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return result


def among_best(tested: Sequence[Case], weights: Array, most: int) -> float:
    """The share of cases with a right one among the best."""
    hits = 0
    for case in tested:
        scores = case.signals @ weights
        hits += int((scores > scores[case.right].max()).sum()) < most
    return hits / len(tested)


def main() -> None:
    """Print today's and the learnt weights with how good each are on words that none of them saw."""
    found = list(cases(Services(Settings.from_environment()).labels))
    below = [case for _, case in found if case is not None]
    for names, gathered, most in (
        (ranking.HEADINGS, [case for case, _ in found], 5),
        (ranking.ENTRIES, below, 3),
    ):
        random.Random(0).shuffle(gathered)
        cut = int(len(gathered) * KEPT)
        today = np.asarray(list(names.values()))
        weights = learnt(gathered[cut:], today)
        for title, tried in (("today", today), ("learnt", weights)):
            first, few = (among_best(gathered[:cut], tried, best) for best in (1, most))
            print(f"{title:7} first {first:.3f}   among {most} {few:.3f}")
        print({name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)})


if __name__ == "__main__":
    main()
