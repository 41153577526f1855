"""What each step of `python -m bot learn` does and says."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.serving.processes import child_environment
from bot.wiring import Services, services

if TYPE_CHECKING:
    from bot.retraining.places import Places

Say = Callable[[str], None]
STOPPED = 1

STEPS = {
    "collect": "new conversations from the tracker store, redacted",
    "select": "the messages that teach most into the review queue",
    "review": "decide the open items in the terminal, or --web in the browser",
    "merge": "reviewed examples into data/nlu, data/products and data/markets",
    "train": "train the candidate",
    "compare": "the candidate beside the serving model",
    "promote": "put the candidate into service if all gates hold",
}
"""The loop, in its order."""


@dataclass
class Session:
    """What the steps work with in one run of the command."""

    options: argparse.Namespace
    say: Say
    places: Places

    @property
    def services(self) -> Services:
        """The advisor's services."""
        return services()

    @cached_property
    def redactor(self) -> Any:
        """The redactor over the project's words."""
        from bot.retraining.redact import Redactor

        return Redactor.load(self.services)

    @cached_property
    def intents(self) -> tuple[str, ...]:
        """The intents an example may have."""
        from bot.retraining.merge import intents_of

        return intents_of(self.places.root)

    @cached_property
    def installation(self) -> Any:
        """This installation, for starting Rasa."""
        from bot.retraining.running_model import installation

        return installation(self.places.root, child_environment(os.environ))

    def market_of(self, words: str) -> str | None:
        """The code of the one market that the words name."""
        return self.services.markets.find_one(words)

    def code_exists(self, hs: str) -> bool:
        """Whether a heading or subheading exists."""
        return hs in self.services.labels.by_digits


# --- the steps ------------------------------------------------------------------------------


def _collect(session: Session) -> int:
    from bot.retraining.collect import collect

    found = collect(session.places, session.redactor)
    session.say(
        f"collected: {found.conversations} conversations, {found.messages} new messages, "
        f"{found.redacted} of them with something taken out"
    )
    return 0


def _select(session: Session) -> int:
    from bot.retraining.select_items import AN_HOUR, select_items

    count = select_items(session.places, getattr(session.options, "most", None) or AN_HOUR)
    session.say(f"selected: {count} new items for review")
    return 0


def _review(session: Session) -> int:
    from bot.retraining.review_queue import ReviewQueue

    queue = ReviewQueue(session.places, session.options.reviewer)
    if session.options.web:
        return _review_in_browser(session, queue)
    from bot.retraining.terminal_review import HELP, TerminalReview

    session.say(HELP)
    count = TerminalReview(queue, session.intents, session.market_of).run()
    session.say(f"reviewed: {count} items, {queue.counts()['open']} open")
    return 0


def _review_in_browser(session: Session, queue: Any) -> int:
    import signal
    import threading

    from bot.retraining.web_review import WebReview, serving_review

    review = WebReview(queue, session.intents, session.market_of)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    with serving_review(review, session.options.port) as address:
        session.say(
            f"\n  Review at  {address}\n\n  Stop it with Ctrl-C; everything is saved at once."
        )
        try:
            stop.wait()
        except KeyboardInterrupt:
            session.say("")
    queue.release_all()
    session.say(f"open: {queue.counts()['open']} items")
    return 0


def _merge(session: Session) -> int:
    from bot.retraining.merge import merge

    done = merge(session.places, session.redactor, session.code_exists)
    session.say(
        f"merged: {len(done.examples)} examples, {len(done.words)} product words, "
        f"{len(done.aliases)} names of markets (batch {done.batch})"
    )
    for item, reason in done.refused:
        session.say(f"  item {item} refused: {reason}")
    if done.examples or done.words or done.aliases:
        session.say(
            "Look at it with: git add --intent-to-add data && git diff data; "
            "commit it when the model is promoted."
        )
    return 0


def _train(session: Session) -> int:
    from bot.retraining.promotion import train_candidate

    session.say(f"trained: models/{train_candidate(session.installation).name}")
    return 0


def _compare(session: Session) -> int:
    from bot.retraining.gates import objections
    from bot.retraining.promotion import run_comparison

    found = run_comparison(session.places, session.installation)
    for lang, before in found.serving.macro_f1.items():
        session.say(f"mean F1 {lang}: {before:.3f} -> {found.candidate.macro_f1[lang]:.3f}")
    passed = found.conversations - len(found.failed_conversations)
    session.say(f"conversations as scripted: {passed} of {found.conversations}")
    session.say(
        f"read otherwise: {len(found.changed)} of {found.replayed} messages of the last week"
    )
    against = objections(found)
    session.say(
        "all gates hold" if not against else f"{len(against)} gates stay shut; see: learn promote"
    )
    return 0


def _promote(session: Session) -> int:
    from bot.retraining.promotion import candidate_of, promote_candidate

    against = promote_candidate(session.places)
    if against:
        session.say("Not promoted:")
        for one in against:
            session.say(f"  - {one}")
        return STOPPED
    name = candidate_of(session.places).name
    session.say(f"promoted: models/{name}; a running advisor takes it over within seconds")
    return 0


DO: dict[str, Callable[[Session], int]] = {
    "collect": _collect,
    "select": _select,
    "review": _review,
    "merge": _merge,
    "train": _train,
    "compare": _compare,
    "promote": _promote,
}


def whole_loop(session: Session) -> int:
    """All steps in order; stops before the next one where a person is to look first."""
    for number, (name, about) in enumerate(STEPS.items(), start=1):
        session.say(f"\n{number} of {len(STEPS)}: {name}: {about}")
        status = DO[name](session)
        if status:
            return status
        if (
            name == "review"
            and _open_items(session)
            and not _confirmed("Items are open. Go on with the merge?")
        ):
            return 0
        if name == "merge" and not _confirmed("Train and compare now?"):
            return 0
    return write_report_step(session)


def _open_items(session: Session) -> int:
    from bot.retraining.review_queue import ReviewQueue

    return ReviewQueue(session.places, session.options.reviewer).counts()["open"]


def _confirmed(question: str) -> bool:
    """Whether the operator says yes; where nobody can be asked, the loop goes on."""
    if not sys.stdin.isatty():
        return True
    sys.stdout.write(f"{question} [Y/n] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in ("", "y", "yes", "j", "ja")


def write_report_step(session: Session) -> int:
    """Write the report on the last comparison."""
    from bot.retraining.report import write_report

    path = write_report(session.places)
    session.say(f"report: {path.relative_to(session.places.root)}")
    return 0
