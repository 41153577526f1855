"""A bill of materials, typed, pasted or uploaded: echoed as a table before it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bot.conversation.bill_lines import is_of_changed_line, together
from bot.conversation.cases import ALL_ORIGINATING, EX_WORKS_PRICE
from bot.conversation.check import has_amounts, recomputed
from bot.conversation.desk import Desk
from bot.conversation.material_codes import with_codes
from bot.conversation.replying import Step, button, said, say
from bot.conversation.state import Asked, CaseState, MaterialLine
from bot.explain.formats import money
from bot.explain.replies import Block, Button, Reply
from bot.language.line_facts import LineRead
from bot.language.price_words import names_selling_price
from bot.origin.nomenclature import code

_MOST_ROWS_IN_TEXT = 40
_MOST_UNREAD = 5
# In a longer table a line that changed has to be looked for.
_EASILY_SEEN = 10
# More typed lines at once are a new bill.
_MOST_ADDED = 2
# The number is what a line can be called by: "line 2 costs 80".
_COLUMNS = ("number", "material", "code", "origin", "value")
WITHOUT_CODES = "without_codes"


def typed(state: CaseState, lines: tuple[LineRead, ...], desk: Desk) -> Step:
    """Echo typed lines; one or two are added to the bill that was told before, or put a line of it right."""
    before = state.proposed or state.materials
    return propose(state, lines, desk, onto=before if len(lines) <= _MOST_ADDED else ())


def propose(
    state: CaseState,
    lines: Iterable[LineRead],
    desk: Desk,
    onto: tuple[MaterialLine, ...] = (),
) -> Step:
    """Echo what was read with the lines it is added to; nothing counts before it is confirmed."""
    read = tuple(lines)
    price = _selling_price(read)
    named = tuple(one for one in read if (one.description or one.hs) and one is not price)
    mixed = _in_another_currency(state, read, onto)
    if mixed is not None:
        return Step(state, (mixed,))
    currency = next((one.currency for one in read if one.currency), state.currency)
    kept_price = state.proposed_price if onto else None
    proposed = replace(
        state,
        proposed=together(onto, tuple(_line(one, desk) for one in named)),
        proposed_price=price.value if price else kept_price,
        currency=currency,
    )
    notes = _notes(read, state.lang)
    if not state.hs or not state.market:
        kept = said(state.lang, "materials.kept", count=len(named))
        return Step(proposed, (*notes, kept))
    return echoed(proposed, desk, onto).after(*notes)


def echoed(state: CaseState, desk: Desk, before: tuple[MaterialLine, ...]) -> Step:
    """Show the proposed bill as a table and ask whether it is right; of a long one, first what is new."""
    step = Step(with_codes(state, desk).asking(Asked.MATERIALS))
    if len(before) <= _EASILY_SEEN:
        return step
    new = [one for one in step.state.proposed if one not in before]
    lines = "\n".join(line_in_words(one, step.state, desk) for one in new)
    return step.after(said(state.lang, "materials.new_lines", lines=lines)) if new else step


def _selling_price(read: tuple[LineRead, ...]) -> LineRead | None:
    """The one line that tells the price of the product instead of a material; None if two do."""
    told = [
        one for one in read if one.value is not None and names_selling_price(one.description or "")
    ]
    return told[0] if len(told) == 1 else None


def _notes(read: tuple[LineRead, ...], lang: str) -> tuple[Reply, ...]:
    unread = [piece for one in read for piece in one.unread]
    notes = []
    if unread:
        text = ", ".join(unread[:_MOST_UNREAD]) + (" …" if len(unread) > _MOST_UNREAD else "")
        notes.append(said(lang, "materials.unread", text=text))
    unclear = [one for one in read if one.ambiguous_value is not None and one.value is not None]
    if unclear:
        first = unclear[0]
        value = money(first.value, first.currency or "EUR", lang) if first.value else ""
        name = first.description or first.hs or ""
        notes.append(said(lang, "materials.ambiguous", name=name, value=value))
    return tuple(notes)


def _in_another_currency(
    state: CaseState, read: Iterable[LineRead], onto: tuple[MaterialLine, ...]
) -> Reply | None:
    """The lines whose values are not in the currency of the others; no rate of exchange is guessed."""
    told = [one for one in read if one.currency]
    used = Counter(one.currency for one in told).most_common(1)
    # Lines that are only shown so far have a currency, too, and so has a price told beside them.
    shown = any(one.value is not None for one in onto) or (onto and state.proposed_price)
    settled = has_amounts(state) or shown or not used
    common = state.currency if settled else used[0][0]
    odd = [
        f"{one.description or one.hs or one.source_line} ({one.currency})"
        for one in told
        if one.currency != common
    ]
    if not odd:
        return None
    lines = ", ".join(odd[:_MOST_UNREAD]) + (" …" if len(odd) > _MOST_UNREAD else "")
    return said(state.lang, "materials.one_currency", currency=common, lines=lines)


def _line(read: LineRead, desk: Desk) -> MaterialLine:
    hs = read.hs[:6] if read.hs and desk.finder.by_code(read.hs[:6]) is not None else ""
    own = read.evidence_hint == "own_production"
    country = read.country if read.country in desk.markets.data.markets else None
    return MaterialLine(
        read.description or "",
        hs,
        read.value,
        (read.country if read.country == "EU" else country) or "",
        read.weight_kg,
        read.originating_hint,
        "" if own else read.evidence_hint or "",
        own_made=own,
    )


# --- the echo ---------------------------------------------------------------------------------


def ask_materials(state: CaseState, desk: Desk) -> Reply:
    """The table as understood, and whether it is right."""
    lang = state.lang
    columns = [say(lang, f"materials.{name}") for name in _COLUMNS]
    rows = [
        [str(number), *_row(one, state, desk)] for number, one in enumerate(state.proposed, start=1)
    ]
    shown = rows[:_MOST_ROWS_IN_TEXT]
    lines = [" | ".join(columns), *(" | ".join(row) for row in shown)]
    if len(shown) < len(rows):
        lines.append(say(lang, "materials.more", count=len(rows) - len(shown)))
    parts = [say(lang, "materials.understood"), *lines, *_totals(state, desk), *_price(state)]
    suggested = any(one.suggested for one in state.proposed)
    if suggested:
        parts.append(say(lang, "materials.suggested"))
    parts.append(say(lang, "materials.right"))
    parts.append(say(lang, "materials.by_line"))
    table = Block(
        "table",
        {
            "title": say(lang, "materials.title"),
            "columns": columns,
            "rows": rows,
            "align": ["right", "left", "left", "left", "right"],
        },
    )
    return Reply("\n".join(parts), (table,), _buttons(lang, suggested))


def _buttons(lang: str, suggested: bool) -> tuple[Button, ...]:
    yes = button(lang, "materials_yes", "affirm")
    no = button(lang, "materials_no", "deny")
    if not suggested:
        return yes, no
    return yes, button(lang, "materials_no_codes", "answer", answer=WITHOUT_CODES), no


def _totals(state: CaseState, desk: Desk) -> list[str]:
    """For a long bill: how many lines, and what they come to by country."""
    lines = state.proposed
    values = [one.value for one in lines if one.value is not None]
    if len(lines) < 3 or not values:
        return []
    countries = Counter(one.country for one in lines)
    named = ", ".join(
        f"{_country(iso, state, desk)}: {count}" for iso, count in countries.most_common(5)
    )
    total = money(sum(values, Decimal(0)), state.currency, state.lang)
    return [
        say(state.lang, "materials.total", count=len(lines), value=total, countries=named),
        *_without_value(len(lines) - len(values), state.lang),
    ]


def _price(state: CaseState) -> list[str]:
    """The ex-works price that was told with the bill, and a doubt where the materials cost more."""
    if state.proposed_price is None:
        return []
    price = money(state.proposed_price, state.currency, state.lang)
    lines = [say(state.lang, "materials.price", value=price)]
    total = sum((one.value for one in state.proposed if one.value is not None), Decimal(0))
    if total > state.proposed_price:
        lines.append(say(state.lang, "check.above_price"))
    return lines


def _without_value(count: int, lang: str) -> list[str]:
    return [say(lang, "materials.without_value", count=count)] if count else []


def _country(iso: str, state: CaseState, desk: Desk) -> str:
    if not iso:
        return say(state.lang, "materials.no_country")
    return desk.words.market(iso, state.lang)


def line_in_words(line: MaterialLine, state: CaseState, desk: Desk) -> str:
    """A line as it stands in the table: name, code, origin, value."""
    return " | ".join(_row(line, state, desk))


def _row(line: MaterialLine, state: CaseState, desk: Desk) -> list[str]:
    value = money(line.value, state.currency, state.lang) if line.value is not None else "–"
    country = desk.words.market(line.country, state.lang) if line.country else "–"
    if line.own_made:
        country = say(state.lang, "materials.own_made")
    if line.originating is True or line.evidence:
        country += f" ({say(state.lang, _origin_key(line))})"
    return [line.description or "–", _code(line, state, desk), country, value]


def _code(line: MaterialLine, state: CaseState, desk: Desk) -> str:
    if not line.hs:
        return "–"
    if not line.suggested:
        return str(code(line.hs))
    return f"{code(line.hs)} ({desk.finder.labels.label(line.hs, state.lang)}) *"


def _origin_key(line: MaterialLine) -> str:
    if line.evidence == "none" or line.originating is False:
        return "materials.not_proven"
    return "materials.with_proof"


# --- the answer -------------------------------------------------------------------------------


def confirmed(state: CaseState, desk: Desk, *, with_suggested: bool = True) -> Step:
    """Take the echoed bill; answers about all materials, or about lines that changed, no longer count."""
    lines = tuple(_settled(one, with_suggested) for one in state.proposed)
    answers = {
        fact: one
        for fact, one in state.answers.items()
        if fact != ALL_ORIGINATING and not is_of_changed_line(fact, state.materials, lines)
    }
    if state.proposed_price is not None:
        answers[EX_WORKS_PRICE] = state.proposed_price
    unknown = tuple(
        one for one in state.unknown if not one.startswith("material") and one not in answers
    )
    taken = replace(
        state,
        materials=lines,
        proposed=(),
        proposed_price=None,
        answers=answers,
        unknown=unknown,
        checking=True,
    )
    return recomputed(state, taken, desk)


def _settled(line: MaterialLine, with_suggested: bool) -> MaterialLine:
    if not line.suggested:
        return line
    return replace(line, hs=line.hs if with_suggested else "", suggested=False)


def rejected(state: CaseState, desk: Desk) -> Step:
    """Leave the echoed bill and go on as before."""
    kept = replace(state, proposed=(), proposed_price=None)
    return recomputed(kept, kept, desk).after(said(state.lang, "materials.again"))
