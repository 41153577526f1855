"""A bill of materials typed in the chat: echoed as a table before it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.conversation.cases import ALL_ORIGINATING
from bot.conversation.check import recomputed
from bot.conversation.desk import Desk
from bot.conversation.replying import Step, button, said, say
from bot.conversation.state import Asked, CaseState, MaterialLine
from bot.explain.formats import money
from bot.explain.replies import Block, Reply
from bot.language.line_facts import LineRead
from bot.origin.nomenclature import code


def propose(state: CaseState, lines: Iterable[LineRead], desk: Desk) -> Step:
    """Echo what was read; nothing counts before the user confirms it."""
    read = tuple(lines)
    named = tuple(one for one in read if one.description or one.hs)
    currencies = {one.currency for one in named if one.currency}
    if len(currencies) > 1 or (currencies and _has_other_currency(state, currencies)):
        mixed = said(state.lang, "materials.one_currency", currency=state.currency)
        return Step(state, (mixed,))
    proposed = tuple(_line(one, desk) for one in named)
    currency = next(iter(currencies), state.currency)
    unread = ", ".join(piece for one in read for piece in one.unread)
    notes = (said(state.lang, "materials.unread", text=unread),) if unread else ()
    asking = replace(state, proposed=proposed, currency=currency).asking(Asked.MATERIALS)
    return Step(asking, notes)


def _has_other_currency(state: CaseState, currencies: set[str]) -> bool:
    return bool(state.materials or state.answers) and state.currency not in currencies


def _line(read: LineRead, desk: Desk) -> MaterialLine:
    hs = read.hs[:6] if read.hs and desk.finder.by_code(read.hs[:6]) is not None else ""
    own = read.evidence_hint == "own_production"
    return MaterialLine(
        read.description or "",
        hs,
        read.value,
        read.country or "",
        read.weight_kg,
        read.originating_hint,
        "" if own else read.evidence_hint or "",
    )


def ask_materials(state: CaseState, desk: Desk) -> Reply:
    """The table as understood, and whether it is right."""
    lang = state.lang
    columns = [say(lang, f"materials.{name}") for name in ("material", "code", "origin", "value")]
    rows = [_row(one, state, desk) for one in state.proposed]
    lines = [" | ".join(columns), *(" | ".join(row) for row in rows)]
    text = "\n".join([say(lang, "materials.understood"), *lines, say(lang, "materials.right")])
    table = Block(
        "table",
        {
            "title": say(lang, "materials.title"),
            "columns": columns,
            "rows": rows,
            "align": ["left", "left", "left", "right"],
        },
    )
    buttons = (
        button(lang, "materials_yes", "affirm"),
        button(lang, "materials_no", "deny"),
    )
    return Reply(text, (table,), buttons)


def _row(line: MaterialLine, state: CaseState, desk: Desk) -> list[str]:
    value = money(line.value, state.currency, state.lang) if line.value is not None else "–"
    country = desk.words.market(line.country, state.lang) if line.country else "–"
    if line.originating is True or line.evidence:
        country += f" ({say(state.lang, _origin_key(line))})"
    return [line.description or "–", str(code(line.hs)) if line.hs else "–", country, value]


def _origin_key(line: MaterialLine) -> str:
    if line.evidence == "none" or line.originating is False:
        return "materials.not_proven"
    return "materials.with_proof"


def confirmed(state: CaseState, desk: Desk) -> Step:
    """Take the echoed bill; answers about materials as a whole no longer count."""
    answers = {
        fact: one
        for fact, one in state.answers.items()
        if fact != ALL_ORIGINATING and not fact.startswith("material.")
    }
    unknown = tuple(one for one in state.unknown if not one.startswith("material"))
    taken = replace(
        state,
        materials=state.proposed,
        proposed=(),
        answers=answers,
        unknown=unknown,
        checking=True,
    )
    return recomputed(state, taken, desk)


def rejected(state: CaseState, desk: Desk) -> Step:
    """Leave the echoed bill and go on as before."""
    kept = replace(state, proposed=())
    return recomputed(kept, kept, desk).after(said(state.lang, "materials.again"))
