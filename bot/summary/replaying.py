"""What replaying a case showed, in words: the same result, or what is different and in which data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.case_file import Change, Replay
from bot.explain.texts import Texts
from bot.summary.composing import DOMAIN, LOCALE_FOLDER

_MOST_SHOWN = 20
_SHORT_VERSION = 12
_LONGEST_VALUE = 120


def replay_lines(replay: Replay, lang: str) -> list[str]:
    """The finding, the state of the data, every difference, and the rows of the rule."""
    return list(_lines(replay, Texts(lang, LOCALE_FOLDER, DOMAIN)))


def _lines(replay: Replay, said: Texts) -> Iterator[str]:
    if replay.same_answer:
        yield said.text("replay.same")
    else:
        yield said.text("replay.changed", count=len(replay.changes))
    if replay.same_data:
        yield said.text("replay.same_data")
    else:
        then, now = replay.file.data_version, replay.worked.data_version
        short = {"then": then[:_SHORT_VERSION], "now": now[:_SHORT_VERSION]}
        yield said.text("replay.other_data", **short)
    for change in replay.changes[:_MOST_SHOWN]:
        yield "- " + _change(change, said)
    if not replay.same_answer:
        yield from (said.text("replay.row", row=row) for row in _rows(replay))


def _change(change: Change, said: Texts) -> str:
    return said.text(
        "replay.change", place=change.place, then=_short(change.then), now=_short(change.now)
    )


def _short(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, (str, Decimal)):
        text = str(value)
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + " …"


def _rows(replay: Replay) -> tuple[str, ...]:
    """The rows that governed then and the row that governs now, each once."""
    assessed = replay.worked.assessment
    now = assessed.determination.row if assessed is not None else None
    found = dict.fromkeys(_recorded_rows(replay.file.record))
    if now is not None:
        found[f"{now.row} ({now.source})"] = None
    return tuple(found)


def _recorded_rows(record: Mapping[str, Any]) -> Iterator[str]:
    assessed = record.get("assessment")
    rule = assessed.get("rule") if isinstance(assessed, Mapping) else None
    if isinstance(rule, Mapping):
        yield f"{rule.get('row')} ({rule.get('source')})"


def replay_json(replay: Replay, record: Mapping[str, Any]) -> dict[str, Any]:
    """The finding as JSON values; `record` is the answer of today."""
    return {
        "same": replay.same_answer,
        "same_data": replay.same_data,
        "data_version": {"then": replay.file.data_version, "now": replay.worked.data_version},
        "changes": [
            {"place": one.place, "then": _plain(one.then), "now": _plain(one.now)}
            for one in replay.changes
        ],
        "record": dict(record),
    }


def _plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value
