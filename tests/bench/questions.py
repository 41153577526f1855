"""Does asking lead to the right answer, and with how few questions? Simulated exporters, list by list.

Right: the answer after the interview is that of the full bill of materials, counted over the cases which the
facts decide and in which the exporter knew everything. Superfluous: no answer could change the outcome
(looked at for every fifth case, since it takes many determinations).
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.wiring import Services, Settings
from tests.simulation.cases import CaseMaker, Start
from tests.simulation.relevance import superfluous
from tests.simulation.run import Asked, Interview, interview

PER_LIST = 20
EVERY = 5
RIGHT_TARGET, MEDIAN_TARGET = 98, 6


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    maker = CaseMaker(Services(Settings.from_environment()))
    held: list[Interview] = []
    looked_at: list[Asked] = []
    needless: list[tuple[Interview, Asked]] = []
    yield f"  {'list':22}{'cases':>6}{'right':>8}{'median':>8}{'p90':>6}{'most':>6}{'superfluous':>13}"
    for list_id, cases in groupby(maker.cases(PER_LIST), key=lambda one: one.list_id):
        of_list = [interview(one) for one in cases]
        tried = of_list[::EVERY]
        found = [(one, asked) for one in tried for asked in superfluous(one, maker.codes)]
        asked = [question for one in tried for question in one.asked]
        held, looked_at, needless = held + of_list, looked_at + asked, needless + found
        yield _line(list_id, of_list, len(found), len(asked))
    yield _line("all", held, len(needless), len(looked_at))
    yield f"  targets: right {RIGHT_TARGET} %, median at most {MEDIAN_TARGET}"
    yield from _by_start(held)
    yield from _unsure(held)
    yield from _wrong(held)
    topics = Counter(asked.fact.topic.value for _, asked in needless)
    for topic, count in topics.most_common():
        yield f"  superfluous: {topic:26} {count:3}"


def _line(name: str, held: Sequence[Interview], needless: int, looked_at: int) -> str:
    counts = sorted(len(one.asked) for one in held)
    p90 = counts[int(len(counts) * 0.9)]
    return (
        f"  {name:22}{len(held):6}{_right(held):>8}{statistics.median(counts):8.1f}{p90:6}"
        f"{counts[-1]:6}{f'{needless}/{looked_at}':>13}"
    )


def _right(held: Sequence[Interview]) -> str:
    decided = [one for one in held if one.facts_decide and not one.was_unsure]
    if not decided:
        return "-"
    return f"{100 * sum(one.is_right for one in decided) / len(decided):.1f} %"


def _by_start(held: Sequence[Interview]) -> Iterator[str]:
    for start in Start:
        of_start = [one for one in held if one.case.start is start]
        median = statistics.median(len(one.asked) for one in of_start)
        yield f"  started with {start.value:8} {len(of_start):4} cases  median {median:4.1f} questions"


def _unsure(held: Sequence[Interview]) -> Iterator[str]:
    unsure = [one for one in held if one.was_unsure]
    right = sum(one.is_right for one in unsure)
    yield f"  with an 'I don't know': {len(unsure)} cases, {right} decided all the same, and rightly"


def _wrong(held: Sequence[Interview]) -> Iterator[str]:
    for one in held:
        lost = one.facts_decide and not one.is_right and not one.was_unsure
        if one.contradicts or lost:
            found, full = one.found.status.value, one.full.status.value
            yield f"  wrong: {one.case.id}: {found}, with full knowledge {full}"
