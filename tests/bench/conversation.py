"""Does the talk itself lead to the right answer? Simulated exporters type, in both languages.

The same measures as for the engine (see tests.bench.questions), here with all that can go wrong between a
typed word and a fact. "Who makes the product" counts as a question, too.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.wiring import Services, Settings
from tests.simulation.cases import CaseMaker, SimulatedCase
from tests.simulation.relevance import superfluous
from tests.simulation.run import Asked, Interview
from tests.simulation.talking import TalkError, TalkInterview, talked, told_so

PER_LIST = 20
EVERY = 5
RIGHT_TARGET, MEDIAN_TARGET = 98, 6
LANGUAGES = ("de", "en")


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    services = Services(Settings.from_environment())
    maker = CaseMaker(services)
    held: list[TalkInterview] = []
    failed: list[str] = []
    needless: list[Asked] = []
    looked_at = 0
    yield f"  {'list':22}{'talks':>6}{'right':>8}{'median':>8}{'p90':>6}{'most':>6}{'superfluous':>13}"
    for list_id, cases in groupby(maker.cases(PER_LIST), key=lambda one: one.list_id):
        of_list = list(_talks(cases, services, failed))
        found, tried = _needless(of_list[::EVERY], maker)
        yield _line(list_id, of_list, f"{len(found)}/{tried}")
        held, needless, looked_at = held + of_list, needless + found, looked_at + tried
    yield _line("all", held, f"{len(needless)}/{looked_at}")
    for lang in LANGUAGES:
        yield _line(lang, [one for one in held if one.lang == lang], "")
    yield f"  targets: right {RIGHT_TARGET} %, median at most {MEDIAN_TARGET}"
    unsure = [one for one in held if one.was_unsure]
    yield f"  with an 'I don't know': {len(unsure)}, {sum(one.contradicts for one in unsure)} wrongly decided"
    yield from (f"  wrong: {one.case.id} ({one.lang})" for one in held if _is_wrong(one))
    yield from (f"  failed: {one}" for one in failed)
    for topic, count in Counter(one.fact.topic.value for one in needless).most_common():
        yield f"  superfluous: {topic:26} {count:3}"


def _talks(
    cases: Iterator[SimulatedCase], services: Services, failed: list[str]
) -> Iterator[TalkInterview]:
    for number, case in enumerate(cases):
        try:
            held = talked(case, services, LANGUAGES[number % 2])
        except TalkError as error:
            failed.append(str(error))
        else:
            if held is not None:
                yield held


def _needless(held: Sequence[TalkInterview], maker: CaseMaker) -> tuple[list[Asked], int]:
    """The questions that could not have changed the outcome; who makes the product always can."""
    found, tried = [], 0
    for one in held:
        asked = tuple(each for each in one.asked if each.fact.id != "product.produced_by")
        assert one.full is not None
        interview = Interview(told_so(one), asked, one.found, one.full)
        found += superfluous(interview, maker.codes)
        tried += len(asked)
    return found, tried


def _is_wrong(one: TalkInterview) -> bool:
    lost = one.facts_decide and not one.is_right and not one.was_unsure
    return one.contradicts or lost


def _line(name: str, held: Sequence[TalkInterview], needless: str) -> str:
    counts = sorted(len(one.asked) for one in held) or [0]
    decided = [one for one in held if one.facts_decide and not one.was_unsure]
    right = f"{100 * sum(one.is_right for one in decided) / len(decided):.1f} %" if decided else "-"
    p90 = counts[int(len(counts) * 0.9)]
    return (
        f"  {name:22}{len(held):6}{right:>8}{statistics.median(counts):8.1f}{p90:6}"
        f"{counts[-1]:6}{needless:>13}"
    )
