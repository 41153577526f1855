"""One product, all markets: a line per market with status, duties, margin and rule."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advice import Advice, AgreementAdvice
from bot.explain.duty_words import MARKETS_WITHOUT_FIGURES, side_in_words
from bot.explain.formats import percent
from bot.explain.replies import Block, Reply
from bot.explain.scope_words import Speaker
from bot.explain.sections import localized, paragraphs
from bot.explain.words import Words

# More lines than this nobody reads in a message; a page shows the whole table.
_ALL_IN_TEXT = 30
_COLUMNS = ("market", "agreement", "mfn", "preferential", "margin", "rule", "proof")


def market_table(advices: Sequence[Advice], words: Words, lang: str) -> Reply:
    """A table over markets, the usable ones with the largest margin first."""
    speaker = Speaker(lang, words)
    if not advices:
        return Reply(speaker.text("markets.none"))
    ordered = sorted(advices, key=lambda one: _order(one, speaker))
    rows = [_row(one, speaker) for one in ordered]
    columns = [speaker.text(f"markets.{name}") for name in _COLUMNS]
    title = speaker.text("markets.title", product=speaker.code(advices[0].hs))
    block = Block(
        "markets",
        {
            "title": title,
            "columns": columns,
            "rows": rows,
            "markets": [one.market for one in ordered],
            "align": ["left", "left", "right", "right", "right", "left", "left"],
        },
    )
    lines = _lines(ordered, rows, columns, speaker)
    return Reply(paragraphs([title, *lines], speaker.text("disclaimer")), (block,))


def _lines(
    advices: Sequence[Advice], rows: Sequence[list[str]], columns: Sequence[str], speaker: Speaker
) -> list[str]:
    """The table as text; of many markets only those where something is saved, the others by name."""
    if len(rows) <= _ALL_IN_TEXT:
        return [_line(row, columns) for row in rows]
    lines: list[str] = []
    named: dict[str, list[str]] = {}
    for advice, row in zip(advices, rows, strict=True):
        kind = _kind(advice)
        if kind == "saving":
            lines.append(_line(row, columns))
        else:
            named.setdefault(kind, []).append(row[0])
    return [
        *lines,
        *(
            speaker.text(f"markets.group.{kind}", names=", ".join(all_))
            for kind, all_ in named.items()
        ),
    ]


def _kind(advice: Advice) -> str:
    if advice.best is None:
        return "not_usable"
    if advice.best.duty.nothing_to_save:
        return "nothing_to_save"
    margin = advice.best.duty.margin_percent
    return "figures_unknown" if margin is None else "saving" if margin > 0 else "nothing_to_save"


def _order(advice: Advice, speaker: Speaker) -> tuple[bool, bool, float, str]:
    best = advice.best
    margin = best.duty.margin_percent if best is not None else None
    name = speaker.words.market(advice.market, speaker.lang)
    return not advice.usable, margin is None, -float(margin or 0), name


def _row(advice: Advice, speaker: Speaker) -> list[str]:
    best = advice.best
    name = speaker.words.market(advice.market, speaker.lang)
    unknown = speaker.text("markets.unknown")
    if best is None:
        mfn = side_in_words(advice.duty_without.mfn_side, speaker)
        if advice.market in MARKETS_WITHOUT_FIGURES:
            mfn = None
        return [name, _why(advice, speaker), mfn or unknown, "", "", "", ""]
    duty = best.duty
    margin = unknown if duty.margin_percent is None else percent(duty.margin_percent, speaker.lang)
    return [
        name,
        localized(best.agreement.title, speaker.lang),
        side_in_words(duty.mfn_side, speaker) or unknown,
        side_in_words(duty.preferential_side, speaker) or unknown,
        speaker.text("markets.nothing_to_save") if duty.nothing_to_save else margin,
        _rule(best, speaker),
        _proof(best, speaker),
    ]


def _why(advice: Advice, speaker: Speaker) -> str:
    if not advice.agreements:
        return speaker.text("markets.no_agreement")
    first = advice.agreements[0]
    key = "markets.not_covered" if first.applied else "markets.not_yet"
    return speaker.text(key, title=localized(first.agreement.title, speaker.lang))


def _rule(best: AgreementAdvice, speaker: Speaker) -> str:
    if best.agreement.asks_for_free_circulation:
        return speaker.text("markets.free_circulation")
    notations = dict.fromkeys(row.rule.notation for row in best.rows)
    if not notations:
        return speaker.text("markets.rule_not_recorded")
    if len(notations) > 1:
        return speaker.text("markets.several_rules", count=len(notations))
    return next(iter(notations))


def _proof(best: AgreementAdvice, speaker: Speaker) -> str:
    kinds = dict.fromkeys(rule.kind for rule in best.proofs)
    return speaker.either([speaker.text(f"proof.short.{kind.value}") for kind in kinds])


def _line(row: Sequence[str], columns: Sequence[str]) -> str:
    """A row as plain text: the market, then what is filled in."""
    parts = [f"{name}: {cell}" for name, cell in zip(columns[1:], row[1:], strict=True) if cell]
    return f"- {row[0]} – " + "; ".join(parts)
