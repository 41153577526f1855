"""`python -m bot learn …` and `python -m bot insight`: the steps of learning, one by one or led through.

Every step prints what it did and what comes next; what stops it is one sentence, not a traceback.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.retraining.places import LearningError, Places
from bot.serving.processes import child_environment
from bot.wiring import Services, services

Say = Callable[[str], None]
STOPPED = 1

STEPS = {
    "collect": "new conversations from the tracker store, redacted",
    "select": "the messages that teach most into the review queue",
    "review": "decide the open items in the terminal, or --web in the browser",
    "merge": "reviewed examples into data/nlu and data/products",
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


def add_commands(commands: Any, parser_class: type[argparse.ArgumentParser], say: Say) -> None:
    """Add `learn` and `insight` to the command line."""
    learn = commands.add_parser("learn", help="learn from new conversations")
    learn.set_defaults(
        run=_runner(_whole_loop, say), reviewer=_user(), web=False, most=None, port=0
    )
    parts = learn.add_subparsers(dest="step", required=False, parser_class=parser_class)
    for name, about in STEPS.items():
        part = parts.add_parser(name, help=about)
        part.set_defaults(run=_runner(_DO[name], say))
        if name == "select":
            part.add_argument(
                "--most", type=int, default=None, help="items (default: an hour's work)"
            )
        if name == "review":
            part.add_argument("--reviewer", default=_user(), help="who reviews")
            part.add_argument("--web", action="store_true", help="in the browser")
            part.add_argument("--port", type=int, default=0, help="port of the page")
    _add_others(parts, say)
    insight = commands.add_parser("insight", help="what visitors asked, as a page and a CSV")
    insight.add_argument("--since", help="first day, such as 2026-10-01")
    insight.add_argument("--until", help="last day")
    insight.add_argument("--out", help="folder (default: var/learning)")
    insight.set_defaults(run=_runner(_insight, say))


def _add_others(parts: Any, say: Say) -> None:
    for name, do, about in (
        ("report", _report, "write the report on the language model"),
        ("rollback", _rollback, "put the model before the present one into service"),
        ("models", _models, "list the trained models with their cards"),
        ("status", _status, "how far the loop is"),
    ):
        parts.add_parser(name, help=about).set_defaults(run=_runner(do, say))
    for name, do in (("export", _export), ("import", _import)):
        part = parts.add_parser(name, help=f"{name} Label Studio JSON")
        part.add_argument("file", type=Path)
        part.add_argument("--reviewer", default=_user(), help="who reviews")
        part.set_defaults(run=_runner(do, say))
    forget = parts.add_parser("forget", help="delete one conversation everywhere")
    forget.add_argument("token", help="token of the website, or name in the tracker store")
    forget.set_defaults(run=_runner(_forget, say))
    retain = parts.add_parser("retain", help="delete what is older")
    retain.add_argument("--days", type=int, default=None, help="days conversations are kept")
    retain.add_argument("--log-days", type=int, default=None, help="days the advice log is kept")
    retain.set_defaults(run=_runner(_retain, say))


def _runner(do: Callable[[Session], int], say: Say) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        session = Session(options, say, Places.from_environment())
        try:
            return do(session)
        except LearningError as error:
            say(f"learn: {error}")
            return STOPPED
        finally:
            session.places.close()

    return run


def _user() -> str:
    return os.environ.get("USER") or os.environ.get("LOGNAME") or "reviewer"


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
    session.say(f"open: {queue.counts()['open']} items")
    return 0


def _merge(session: Session) -> int:
    from bot.retraining.merge import merge

    done = merge(session.places, session.redactor, session.code_exists)
    session.say(
        f"merged: {len(done.examples)} examples, {len(done.words)} product words (batch {done.batch})"
    )
    for item, reason in done.refused:
        session.say(f"  item {item} refused: {reason}")
    if done.examples or done.words:
        session.say(
            "Look at it with: git diff data/nlu data/products; commit it when the model is promoted."
        )
    return 0


def _train(session: Session) -> int:
    from bot.retraining.promotion import train_candidate

    session.say(f"trained: models/{train_candidate(session.places, session.installation).name}")
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


_DO: dict[str, Callable[[Session], int]] = {
    "collect": _collect,
    "select": _select,
    "review": _review,
    "merge": _merge,
    "train": _train,
    "compare": _compare,
    "promote": _promote,
}


def _whole_loop(session: Session) -> int:
    """All steps in order; stops before the next one where a person is to look first."""
    for number, (name, about) in enumerate(STEPS.items(), start=1):
        session.say(f"\n{number} of {len(STEPS)}: {name}: {about}")
        status = _DO[name](session)
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
    _report(session)
    return 0


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


# --- besides --------------------------------------------------------------------------------


def _report(session: Session) -> int:
    from bot.retraining.report import write_report

    path = write_report(session.places)
    session.say(f"report: {path.relative_to(session.places.root)}")
    return 0


def _rollback(session: Session) -> int:
    from bot.retraining.promotion import go_back

    out, back = go_back(session.places)
    session.say(f"taken out: models/{out.model}; in service again: models/{back.model}")
    return 0


def _models(session: Session) -> int:
    from bot.retraining.promotion import listed_models

    for one in listed_models(session.places):
        session.say(json.dumps(one, ensure_ascii=False))
    return 0


def _status(session: Session) -> int:
    from bot.retraining.review_queue import ReviewQueue, reviewed
    from bot.serving.promoted import promotions

    counts = ReviewQueue(session.places, _user()).counts()
    session.say(
        f"review queue: {counts['open']} open, {counts['done']} done, {counts['skipped']} skipped"
    )
    session.say(f"reviewed and not merged yet: {sum(1 for _ in reviewed(session.places))}")
    listed = promotions(session.places.root)
    served = (
        f"models/{listed[0].model} since {listed[0].since[:10]}"
        if listed
        else "the one that fits the files"
    )
    session.say(f"in service: {served}")
    return 0


def _export(session: Session) -> int:
    from bot.retraining.label_studio import export_tasks

    count = export_tasks(session.places, session.options.file, session.intents)
    interface = session.options.file.with_suffix(".xml").name
    session.say(f"exported: {count} tasks; the labelling interface is in {interface}")
    return 0


def _import(session: Session) -> int:
    from bot.retraining.label_studio import import_annotations

    options = session.options
    decided, refused = import_annotations(
        session.places, options.file, options.reviewer, session.intents, session.market_of
    )
    session.say(
        f"imported: {decided} decisions; {refused} refused because somebody decided here meanwhile"
    )
    return 0


def _forget(session: Session) -> int:
    from bot.retraining.privacy import forget

    gone = forget(session.places, session.options.token)
    _tell_deleted(session, gone)
    return 0 if any(vars(gone).values()) else STOPPED


def _retain(session: Session) -> int:
    from bot.retraining.privacy import LOG_DAYS, RAW_DAYS, retain

    options = session.options
    _tell_deleted(
        session, retain(session.places, options.days or RAW_DAYS, options.log_days or LOG_DAYS)
    )
    return 0


def _tell_deleted(session: Session, gone: Any) -> None:
    session.say(
        "deleted: "
        + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in vars(gone).items())
    )


def _insight(session: Session) -> int:
    from bot.retraining.collect import collect
    from bot.retraining.insight import insight_of
    from bot.retraining.insight_page import write_insight

    options = session.options
    since, until = _day(options.since, "00:00"), _day(options.until, "23:59")
    collect(session.places, session.redactor)
    found = insight_of(session.places, session.services, since, until)
    folder = Path(options.out) if options.out else session.places.work
    for path in write_insight(found, folder, session.services):
        session.say(f"insight: {path.name} in {folder.name}/")
    return 0


def _day(text: str | None, hour: str) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.strptime(f"{text} {hour}", "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc)
    except ValueError as error:
        raise LearningError(f"'{text}': expected a day such as 2026-10-01") from error
