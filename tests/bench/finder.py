"""How well and how fast products are found: per development set, if it is there, and language.

The sets stand beside the project (../shared/eval); they measure, and nothing is learnt from them.
"""

from __future__ import annotations

import csv
import os
import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.origin.nomenclature import code
from bot.products.finder import ProductFinder
from bot.wiring import PROJECT, Services, Settings

SETS = PROJECT.parent / "shared" / "eval"
NAMES = ("products_dev.csv", "terms_en_dev.csv")
Row = dict[str, str]


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    before = _megabytes()
    started = time.perf_counter()
    finder = Services(Settings.from_environment()).finder
    yield f"  loading {(time.perf_counter() - started) * 1000:8.0f} ms"
    finder.headings("Pumpe")
    for name in NAMES:
        path = SETS / name
        if path.exists():
            yield from _measured(path, finder)
        else:
            yield f"  {name}: absent, not measured"
    yield f"  memory of the finder {_megabytes() - before:6.0f} MB"


def _measured(path: Path, finder: ProductFinder) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = [row for row in rows if row["hs4"] in finder.labels.by_digits]
    if len(known) < len(rows):
        yield f"  {path.name}: {len(rows) - len(known)} rows with a heading that HS 2022 has not"
    for language in ("de", "en"):
        asked = [row for row in known if row["lang"] == language]
        if asked:
            yield f"  {path.stem:14} {language} {_figures(asked, finder)}"


def _figures(rows: Sequence[Row], finder: ProductFinder) -> str:
    runs: list[float] = []
    first = among = 0
    below: list[bool] = []
    for row in rows:
        started = time.perf_counter()
        found = [one.hs.digits for one in finder.headings(row["phrase"], row["lang"], 5)]
        runs.append((time.perf_counter() - started) * 1000)
        first += found[:1] == [row["hs4"]]
        among += row["hs4"] in found
        if row["hs6"]:
            listed = finder.subheadings(row["phrase"], code(row["hs4"]), row["lang"])[:3]
            below.append(row["hs6"] in [one.hs.digits for one in listed])
    p95 = sorted(runs)[int(len(runs) * 0.95)]
    return (
        f"{len(rows):5} phrases   top1 {first / len(rows):.3f}   top5 {among / len(rows):.3f}   "
        f"sub3 {sum(below) / max(len(below), 1):.3f}   "
        f"median {statistics.median(runs):5.1f} ms   p95 {p95:5.1f} ms"
    )


def _megabytes() -> float:
    """Memory this process holds now; the most it ever held where the system does not tell."""
    held = Path("/proc/self/statm")
    if held.exists():
        pages = int(held.read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
