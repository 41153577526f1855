"""`python -m bot learn …` and `python -m bot insight`: the steps of learning, one by one or led through.

Every step prints what it did and what comes next; what stops it is one sentence, not a traceback.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bot.retraining.errors import LearningError
from bot.retraining.steps import DO, STEPS, STOPPED, Say, Session, whole_loop, write_report_step


def add_commands(commands: Any, parser_class: type[argparse.ArgumentParser], say: Say) -> None:
    """Add `learn` and `insight` to the command line."""
    learn = commands.add_parser("learn", help="learn from new conversations")
    learn.set_defaults(run=_runner(whole_loop, say), reviewer=_user(), web=False, most=None, port=0)
    parts = learn.add_subparsers(dest="step", required=False, parser_class=parser_class)
    for name, about in STEPS.items():
        part = parts.add_parser(name, help=about)
        part.set_defaults(run=_runner(DO[name], say))
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
        ("report", write_report_step, "write the report on the language model"),
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
        # Imported here: SQLAlchemy takes longer to load than most commands take.
        from bot.retraining.places import Places

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


# --- besides --------------------------------------------------------------------------------


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
        f"imported: {decided} decisions; {refused} refused because somebody has or decided them here"
    )
    return 0


def _forget(session: Session) -> int:
    from bot.retraining.privacy import forget

    gone = forget(session.places, session.options.token)
    _tell_deleted(session, gone)
    return 0 if any(vars(gone).values()) else STOPPED


def _retain(session: Session) -> int:
    from bot.retraining.privacy import retain, retention_of

    options = session.options
    _tell_deleted(session, retain(session.places, retention_of(options.days, options.log_days)))
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
