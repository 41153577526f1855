"""How well and how fast products are found: per set and language.

The project's own sets (data/evaluation/products_*.csv) were written before looking at what the finder says;
no word was added for them, and those that are no word of the labels are reported apart ("not verbatim"). The
development sets stand beside the project (../shared/eval). All sets measure, and nothing is learnt from them.
"""

from __future__ import annotations

import csv
import os
import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.origin.nomenclature import code
from bot.products.finder import ProductFinder
from bot.products.label_files import LANGUAGES
from bot.wiring import PROJECT, Services, Settings

OWN = PROJECT / "data" / "evaluation"
# `independent`, `index`, `of_all_chapters` are by three authors who had seen nothing of the project; half of
# the second is worded as an alphabetical index of goods.
OWN_NAMES = (
    "products_de.csv",
    "products_en.csv",
    "products_independent.csv",
    "products_index.csv",
    "products_of_all_chapters.csv",
)
# Words that are mistyped, with the heading meant, and words that mean nothing, without.
DOUBTFUL = OWN / "products_doubtful.csv"
SETS = PROJECT.parent / "shared" / "eval"
NAMES = ("products_dev.csv", "terms_en_dev.csv")
Row = dict[str, str]


@dataclass(frozen=True)
class Answer:
    """Whether the right heading came first and among five, and the right subheading among three."""

    row: Row
    first: bool
    among: bool
    below: bool | None
    milliseconds: float


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    before = _megabytes()
    started = time.perf_counter()
    finder = Services(Settings.from_environment()).finder
    yield f"  loading {(time.perf_counter() - started) * 1000:8.0f} ms"
    yield from _memory(finder, before)
    for path in (*(OWN / name for name in OWN_NAMES), *(SETS / name for name in NAMES)):
        if path.exists():
            yield from _measured(path, finder)
        else:
            yield f"  {path.name}: absent, not measured"
    yield from _doubtful(finder)


def _memory(finder: ProductFinder, before: float) -> Iterator[str]:
    """What the process has taken since, after many searches, because each remembers something.

    Measured before anything else: the benchmark's own lists of words are as large as an index.
    """
    rows = [row for name in OWN_NAMES for row in _rows(OWN / name)]
    for row in rows:
        finder.headings(row["phrase"], row["lang"])
    yield f"  memory after {len(rows)} searches {_megabytes() - before:6.0f} MB"


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _doubtful(finder: ProductFinder) -> Iterator[str]:
    """How many mistyped words lead to their heading, and how many invented ones to a request to rephrase."""
    rows = _rows(DOUBTFUL)
    mistyped = [row for row in rows if row["hs4"]]
    invented = [row for row in rows if not row["hs4"]]
    among = sum(row["hs4"] in _headings(row, finder) for row in mistyped)
    refused = sum(not finder.search(row["phrase"], row["lang"]).found for row in invented)
    yield f"  mistyped words: heading among five for {among} of {len(mistyped)}"
    yield f"  invented words: asked to rephrase for {refused} of {len(invented)}"


def _headings(row: Row, finder: ProductFinder) -> list[str]:
    return [one.hs.digits for one in finder.headings(row["phrase"], row["lang"], 5)]


def _measured(path: Path, finder: ProductFinder) -> Iterator[str]:
    rows = _rows(path)
    known = [row for row in rows if row["hs4"] in finder.labels.by_digits]
    if len(known) < len(rows):
        yield f"  {path.name}: {len(rows) - len(known)} rows with a heading that HS 2022 has not"
    words = {
        word.casefold()
        for one in finder.labels.by_digits.values()
        for language in LANGUAGES
        for word in (one.label[language], *one.words[language])
    }
    for language in LANGUAGES:
        answers = [_answered(row, finder) for row in known if row["lang"] == language]
        unseen = [one for one in answers if one.row["phrase"].casefold() not in words]
        if unseen:
            yield f"  {path.stem:14} {language} {_figures(answers)}"
            yield f"    not verbatim    {_figures(unseen)}"


def _answered(row: Row, finder: ProductFinder) -> Answer:
    started = time.perf_counter()
    found = _headings(row, finder)
    took = (time.perf_counter() - started) * 1000
    below = None
    if row["hs6"]:
        listed = finder.subheadings(row["phrase"], code(row["hs4"]), row["lang"])[:3]
        below = row["hs6"] in [one.hs.digits for one in listed]
    return Answer(row, found[:1] == [row["hs4"]], row["hs4"] in found, below, took)


def _figures(answers: Sequence[Answer]) -> str:
    runs = sorted(one.milliseconds for one in answers)
    below = [one.below for one in answers if one.below is not None]
    return (
        f"{len(answers):5} phrases   top1 {statistics.mean(one.first for one in answers):.3f}   "
        f"top5 {statistics.mean(one.among for one in answers):.3f}   "
        f"sub3 {sum(below) / max(len(below), 1):.3f}   "
        f"median {statistics.median(runs):5.1f} ms   p95 {runs[int(len(runs) * 0.95)]:5.1f} ms"
    )


def _megabytes() -> float:
    """Memory this process holds now; the most it ever held where the system does not tell."""
    held = Path("/proc/self/statm")
    if held.exists():
        pages = int(held.read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
