"""The document as plain text: for the terminal, for a mail."""

from __future__ import annotations

from collections.abc import Iterator

from bot.summary.document import Bullets, Facts, Links, Part, Quote, Summary, Table


def as_text(summary: Summary) -> str:
    """The whole document."""
    lines = [summary.title, summary.subtitle]
    for section in summary.sections:
        lines += ["", section.title.upper()]
        for part in section.parts:
            lines.extend(_lines(part))
    return "\n".join([*lines, "", *summary.footer]) + "\n"


def _lines(part: Part) -> Iterator[str]:
    if isinstance(part, Bullets):
        mark = "☐" if part.to_tick else "-"
        yield from (f"{mark} {one}" for one in part.items)
    elif isinstance(part, Facts):
        yield from (_fact(name, value) for name, value in part.pairs)
    elif isinstance(part, Table):
        yield " | ".join(part.columns)
        yield from (" | ".join(row) for row in part.rows)
        yield from (f"{name}: {value}" for name, value in part.sums)
    elif isinstance(part, Quote):
        yield from (f"    {line}" for line in part.text.splitlines())
    elif isinstance(part, Links):
        yield from ("- " + ", ".join(filter(None, one)) for one in part.items)
    else:
        yield part.text


def _fact(name: str, value: str) -> str:
    return f"{name} {value}" if name.endswith("?") else f"{name}: {value}"
