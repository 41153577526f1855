"""Self-contained HTML pages of charts and tables; Jinja escapes all that is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, select_autoescape
from markupsafe import Markup

_TEMPLATE = Path(__file__).with_name("static") / "page.html"


@dataclass(frozen=True)
class Section:
    """A part of a page: sentences, points, charts, one table (`folded`: behind these words)."""

    name: str
    title: str
    text: Sequence[str] = ()
    points: Sequence[str] = ()
    tone: str = ""
    charts: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()
    numeric: frozenset[int] = field(default_factory=frozenset)
    folded: str = ""


def page(
    title: str,
    subtitle: str,
    figures: Mapping[str, str],
    sections: Sequence[Section],
    lang: str = "en",
) -> str:
    """The whole page as text."""
    environment = Environment(autoescape=select_autoescape(default=True, default_for_string=True))
    shown = [
        # Charts are made by bot.retraining.charts, which escapes the names it draws.
        {**vars(one), "charts": [Markup(chart) for chart in one.charts]}  # noqa: S704
        for one in sections
    ]
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        title=title, subtitle=subtitle, figures=figures, sections=shown, lang=lang
    )
