"""What `python -m bot handoff …` does: requests to advisers that wait, and sending them now."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from bot.case_fields import InputError

if TYPE_CHECKING:
    from bot.store.outbox import HandoffState, Outbox

FAILED = 1


def add_handoff(
    commands: Any, parser_class: type[argparse.ArgumentParser]
) -> argparse.ArgumentParser:
    """The arguments of the command."""
    command: argparse.ArgumentParser = commands.add_parser(
        "handoff", help="requests to advisers: list them, send them now"
    )
    parts = command.add_subparsers(dest="part", required=True, parser_class=parser_class)
    listing = parts.add_parser("list", help="requests with the state of their deliveries")
    listing.add_argument("--all", action="store_true", help="also those that were delivered")
    listing.add_argument("--json", action="store_true", help="as JSON")
    retry = parts.add_parser("retry", help="send what waits now, whatever failed before")
    retry.add_argument("reference", nargs="?", help="only this request")
    return command


def run_handoff(options: argparse.Namespace) -> tuple[int, str]:
    """List or retry; returns the exit status and what is to be printed."""
    # Imported here: the store and the HTTP library take longer to load than most commands take.
    from bot.handoff.configuration import open_outbox
    from bot.handoff.settings import SettingsError
    from bot.store.addresses import StoreError

    try:
        outbox = open_outbox()
        try:
            return _list(outbox, options) if options.part == "list" else _retry(outbox, options)
        finally:
            outbox.close()
    except SettingsError as error:
        raise InputError("bad_setting", str(error)) from error
    except StoreError as error:
        raise InputError("no_store", str(error)) from error


def _list(outbox: Outbox, options: argparse.Namespace) -> tuple[int, str]:
    states = outbox.states(only_open=not options.all)
    if options.json:
        return 0, json.dumps([_as_json(one) for one in states], ensure_ascii=False)
    return 0, "\n".join([*map(_as_line, states), f"{len(states)} requests"])


def _retry(outbox: Outbox, options: argparse.Namespace) -> tuple[int, str]:
    from bot.handoff.configuration import deliverer

    known = {one.reference for one in outbox.states(only_open=True)}
    if options.reference is not None and options.reference not in known:
        raise InputError("unknown_reference", f"'{options.reference}' is not waiting", "reference")
    outbox.retry(datetime.now(timezone.utc), options.reference)
    taken, failed = deliverer(outbox).run_once()
    waiting = outbox.backlog().waiting
    return FAILED if waiting else 0, f"{taken} delivered, {failed} failed, {waiting} waiting"


def _as_json(state: HandoffState) -> dict[str, Any]:
    return {
        "reference": state.reference,
        "kind": state.kind,
        "created_at": state.created_at.isoformat(timespec="seconds"),
        "closed_at": state.closed_at.isoformat(timespec="seconds") if state.closed_at else None,
        "deliveries": [
            {
                "channel": one["channel"],
                "attempts": one["attempts"],
                "delivered": one["delivered_at"] is not None,
                "next_attempt_at": one["next_attempt_at"].isoformat(timespec="seconds"),
                "last_error": one["last_error"],
            }
            for one in state.deliveries
        ],
    }


def _as_line(state: HandoffState) -> str:
    made = state.created_at.isoformat(timespec="minutes")
    return f"{state.reference}  {state.kind}  {made}  {_ways(state.deliveries)}"


def _ways(deliveries: Iterable[Mapping[str, Any]]) -> str:
    told = [
        f"{one['channel']}: delivered"
        if one["delivered_at"] is not None
        else f"{one['channel']}: {one['attempts']} attempts, {one['last_error'] or 'waiting'}"
        for one in deliveries
    ]
    return "; ".join(told) or "waiting for a way to be set up"
