"""Self-contained HTML pages of charts and tables; Jinja escapes all that is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, select_autoescape
from markupsafe import Markup

_TEMPLATE = """<!doctype html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{{ title }}</title>
<style>
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1.25rem 4rem; font: 1rem/1.55 system-ui, sans-serif; color: #16222e; background: #fff; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .4rem; padding-top: .8rem; border-top: 1px solid #c9d2da; }
p { max-width: 42rem; }
.soft { color: #5b6875; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
dl div { background: #eef3f7; border-radius: .4rem; padding: .6rem .9rem; }
dt { font-size: .85rem; color: #4b5965; } dd { margin: 0; font-size: 1.5rem; font-weight: 600; }
figure { margin: 1rem 0; overflow-x: auto; } figure svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; } th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #c9d2da; vertical-align: top; overflow-wrap: anywhere; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
details { margin: .5rem 0; } summary { cursor: pointer; color: #00589c; }
li.bad { color: #a4161a; font-weight: 600; }
@media print { details { display: none; } h2 { break-after: avoid; } figure { break-inside: avoid; } }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<p class="soft">{{ subtitle }}</p>
{% if figures %}<dl>{% for name, value in figures.items() %}<div><dt>{{ name }}</dt><dd>{{ value }}</dd></div>{% endfor %}</dl>{% endif %}
{% for section in sections %}
<h2 id="{{ section.name }}-title">{{ section.title }}</h2>
{% for line in section.text %}<p>{{ line }}</p>{% endfor %}
{% if section.points %}<ul>{% for point in section.points %}<li class="{{ section.tone }}">{{ point }}</li>{% endfor %}</ul>{% endif %}
{% for chart in section.charts %}<figure>{{ chart }}</figure>{% endfor %}
{% if section.rows %}
{% if section.folded %}<details><summary>{{ section.folded }}</summary>{% endif %}
<table><thead><tr>{% for cell in section.columns %}<th class="{{ 'n' if loop.index0 in section.numeric else '' }}" scope="col">{{ cell }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in section.rows %}<tr>{% for cell in row %}<td class="{{ 'n' if loop.index0 in section.numeric else '' }}">{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>
{% if section.folded %}</details>{% endif %}
{% endif %}
{% endfor %}
</body>
</html>
"""


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
    template = environment.from_string(_TEMPLATE)
    return template.render(
        title=title, subtitle=subtitle, figures=figures, sections=shown, lang=lang
    )
