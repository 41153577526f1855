"""One product, all markets: a line per market with status, duties, margin and rule."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advice import Advice, AgreementAdvice
from bot.explain.duty_words import MARKETS_WITHOUT_FIGURES, duty_sources, side_in_words
from bot.explain.formats import day, percent
from bot.explain.replies import Block, Reply
from bot.explain.scope_words import Speaker
from bot.explain.sections import Source, localized, paragraphs, sources_section
from bot.explain.short_rules import in_short
from bot.explain.words import Words

# More lines than this nobody reads in a message; a page shows the whole table.
_ALL_IN_TEXT = 30
# As much of the version as tells two states of the law apart; the whole of it stands in the JSON.
_VERSION_DIGITS = 12
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
    sources, source_blocks = sources_section(_state_of_the_law(ordered, speaker), speaker)
    text = paragraphs([title, *lines], sources, speaker.text("disclaimer"))
    return Reply(text, (block, *source_blocks))


def _state_of_the_law(advices: Sequence[Advice], speaker: Speaker) -> tuple[Source, ...]:
    """For which day and from which state of the law the table is, and where the single sources stand."""
    first = advices[0]
    days = [one.agreement.as_of for advice in advices for one in advice.agreements]
    version = speaker.text("markets.version", version=first.data_version[:_VERSION_DIGITS])
    figures = [
        source
        for advice in advices
        if advice.best is not None and _kind(advice) == "saving"
        for source in duty_sources(advice.best.duty, speaker)
    ]
    return (
        Source(speaker.text("markets.asked_for", day=day(first.day, speaker.lang))),
        Source(version, as_of=min(days, default=None)),
        *figures,
        Source(speaker.text("markets.details")),
    )


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
    if not advice.best.usable:
        return "proof_open"
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
    return in_short(next(iter(notations)), speaker)


def _proof(best: AgreementAdvice, speaker: Speaker) -> str:
    if not best.proofs:
        return speaker.text("markets.proof_unknown")
    kinds = dict.fromkeys(rule.kind for rule in best.proofs)
    return speaker.either([speaker.text(f"proof.short.{kind.value}") for kind in kinds])


def _line(row: Sequence[str], columns: Sequence[str]) -> str:
    """A row as plain text: the market, then what is filled in."""
    parts = [f"{name}: {cell}" for name, cell in zip(columns[1:], row[1:], strict=True) if cell]
    return f"- {row[0]} – " + "; ".join(parts)
