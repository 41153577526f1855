"""A bill of materials told line by line: new lines are added, a material named again is told anew."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.state import MaterialLine
from bot.language.words import key_of


def together(
    before: tuple[MaterialLine, ...], told: tuple[MaterialLine, ...]
) -> tuple[MaterialLine, ...]:
    """The bill with the new lines: a material named once more is told anew, others are added."""
    place = {key_of(one.description): number for number, one in enumerate(before)}
    lines = list(before)
    for one in told:
        number = place.get(key_of(one.description)) if one.description else None
        if number is None:
            lines.append(one)
        else:
            lines[number] = _told_anew(lines[number], one)
    return tuple(lines)


def _told_anew(before: MaterialLine, now: MaterialLine) -> MaterialLine:
    """What is not named again stays."""
    return replace(
        now,
        hs=now.hs or before.hs,
        value=before.value if now.value is None else now.value,
        country=now.country or before.country,
        weight_kg=before.weight_kg if now.weight_kg is None else now.weight_kg,
        originating=before.originating if now.originating is None else now.originating,
        suggested=before.suggested and not now.hs,
    )


def is_of_changed_line(
    fact: str, before: tuple[MaterialLine, ...], now: tuple[MaterialLine, ...]
) -> bool:
    """Whether a fact speaks of a line that is no longer what it was; lines are numbered from 0."""
    if not fact.startswith("material."):
        return False
    number = fact.split(".")[1]
    if not number.isdigit() or int(number) >= min(len(before), len(now)):
        return True
    return before[int(number)] != now[int(number)]
