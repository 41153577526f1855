"""The whole loop without the human part on 5,000 simulated conversations, timed step by step.

    python -m tests.retraining.whole_loop FOLDER

Leaves a project in FOLDER in which the loop has run, for looking at and for tests.retraining.screenshots.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.retraining.collect import collect
from bot.retraining.insight import insight_of
from bot.retraining.insight_page import write_insight
from bot.retraining.merge import merge
from bot.retraining.places import Places
from bot.retraining.promotion import promote_candidate, run_comparison, train_candidate
from bot.retraining.redact import Redactor
from bot.retraining.report import write_report
from bot.retraining.running_model import running
from bot.retraining.select_items import select_items
from bot.serving.advisor import Installation, train
from bot.serving.model import models_folder
from bot.serving.model_card import model_id
from bot.serving.processes import child_environment
from bot.serving.promoted import promote
from bot.wiring import services
from tests.architecture.import_contracts import ROOT
from tests.retraining.project import KnowingReviewer, copy_of_project
from tests.retraining.simulator.conversations import simulated, write

CONVERSATIONS = 5000
_Result = TypeVar("_Result")


def timed(name: str, step: Callable[[], _Result]) -> _Result:
    """Do a step and say how long it took."""
    started = time.perf_counter()
    result = step()
    seconds, load = time.perf_counter() - started, os.getloadavg()[0]
    print(f"{name:10} {seconds:6.0f} s   (load average {load:.1f})", flush=True)
    return result


def started(folder: Path) -> tuple[Places, Installation, Path]:
    """A copy of the project with the project's own model in service."""
    places = copy_of_project(folder)
    environ = child_environment(os.environ)
    trained = train(Installation(ROOT, Path(sys.executable), environ), force=False)
    models_folder(folder).mkdir()
    serving = models_folder(folder) / trained.name
    shutil.copy(trained, serving)
    promote(folder, serving.name, model_id(serving), "test")
    return places, Installation(folder, Path(sys.executable), environ), serving


def main() -> None:
    """Simulate, then run the loop."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True)
    places, place, serving = started(folder)
    advisor = services()
    redactor = Redactor.load(advisor)
    talks = simulated(CONVERSATIONS)
    said = [one for talk in talks for one in talk.said]
    print(f"{CONVERSATIONS} conversations, {len(said)} messages", flush=True)
    with running(place, serving, with_actions=False) as model:
        timed("(simulate)", lambda: write(places.tracker, talks, model.parse, model_id(serving)))

    begin = time.perf_counter()
    timed("collect", lambda: collect(places, redactor))
    timed("select", lambda: select_items(places))
    human = time.perf_counter()
    timed("(review)", lambda: KnowingReviewer(places, redactor, said).review_all())
    human = time.perf_counter() - human
    merged = timed(
        "merge", lambda: merge(places, redactor, lambda hs: hs in advisor.labels.by_digits)
    )
    timed("train", lambda: train_candidate(place))
    found = timed("compare", lambda: run_comparison(places, place))
    against = timed("promote", lambda: promote_candidate(places))
    timed("report", lambda: write_report(places))
    timed("insight", lambda: write_insight(insight_of(places, advisor), places.work, advisor))
    print(f"together   {time.perf_counter() - begin - human:6.0f} s")
    print(
        f"{len(merged.examples)} examples, {len(merged.words)} product words, "
        f"{len(merged.aliases)} names of markets, {len(merged.refused)} refused"
    )
    print(
        f"{found.replayed} recent messages, {len(found.changed)} read otherwise; {found.conversations} conversations"
    )
    for lang, before in found.serving.accuracy.items():
        print(f"accuracy {lang}: {before:.3f} -> {found.candidate.accuracy[lang]:.3f}")
    print("promoted" if not against else "not promoted:\n  " + "\n  ".join(against))
    places.close()


if __name__ == "__main__":
    main()
