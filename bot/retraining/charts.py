"""Charts as SVG text inside a page: no script, no foreign address, readable in black and white."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib

matplotlib.use("svg")

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

INK, ACCENT, SECOND, LINE = "#16222e", "#00589c", "#b65c00", "#c9d2da"
_STYLE = {
    # Text stays text: it can be read aloud, searched, and takes the page's fonts.
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": LINE,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LINE,
}
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.S)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.S)
_ID = re.compile(r'(id="|href="#|url\(#)([^")]+)')


@contextmanager
def _axes(name: str, size: tuple[float, float], chart: list[str]) -> Iterator[Any]:
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": name}):
        figure = Figure(figsize=size, layout="constrained")
        yield figure.add_subplot()
        written = io.StringIO()
        FigureCanvasSVG(figure).print_svg(written, metadata={"Date": None, "Creator": None})
    svg = _METADATA.sub("", _PROLOGUE.sub("", written.getvalue()))
    # Several charts stand on one page: their inner names must not meet.
    svg = _ID.sub(lambda match: f"{match[1]}{name}-{match[2]}", svg)
    chart.append(svg.replace("<svg ", f'<svg role="img" aria-labelledby="{name}-title" ', 1))


def bars(name: str, values: Mapping[str, float], *, share: bool = False) -> str:
    """Horizontal bars, the first on top; `share`: figures are parts of 1, shown in percent."""
    chart: list[str] = []
    names, figures = list(values), list(values.values())
    with _axes(name, (7.0, 0.6 + 0.28 * max(1, len(names))), chart) as axes:
        drawn = axes.barh(names, figures, color=ACCENT)
        labels = [f"{one:.0%}" if share else f"{one:,.0f}" for one in figures]
        axes.bar_label(drawn, labels, padding=3)
        axes.invert_yaxis()
        axes.set_xlim(0, 1.1 if share else max([*figures, 1]) * 1.15)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
    return chart[0]


def pairs(name: str, values: Mapping[str, tuple[float, float]], legend: tuple[str, str]) -> str:
    """Two bars per name, for before and after, as shares."""
    chart: list[str] = []
    with _axes(name, (7.0, 0.9 + 0.42 * max(1, len(values))), chart) as axes:
        places = range(len(values))
        for offset, index, colour, hatch in ((-0.19, 0, SECOND, "//"), (0.19, 1, ACCENT, "")):
            figures = [one[index] for one in values.values()]
            axes.barh(
                [place + offset for place in places], figures, 0.36,
                color=colour, hatch=hatch, edgecolor="white", label=legend[index],
            )  # fmt: skip
        axes.set_yticks(list(places), list(values))
        axes.invert_yaxis()
        axes.set_xlim(0, 1.0)
        axes.grid(axis="x")
        axes.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, -0.4 / max(1, len(values))),
            ncol=2,
            frameon=False,
        )
    return chart[0]


def curves(
    name: str, across: Sequence[Any], lines: Mapping[str, Sequence[float]], labels: tuple[str, str]
) -> str:
    """Lines over a common axis, told apart by colour, dashes and marks."""
    chart: list[str] = []
    styles = ((ACCENT, "-", "o"), (SECOND, "--", "s"), (INK, ":", "^"), ("#4c7a34", "-.", "D"))
    with _axes(name, (7.0, 3.0), chart) as axes:
        for (label, figures), (colour, dashes, mark) in zip(
            lines.items(), styles * len(lines), strict=False
        ):
            axes.plot(
                across,
                figures,
                color=colour,
                linestyle=dashes,
                marker=mark,
                markersize=4,
                label=label,
            )
        axes.set_xlabel(labels[0])
        axes.set_ylabel(labels[1])
        axes.grid(axis="y")
        axes.set_ylim(bottom=0)
        if len(across) and isinstance(across[0], str):
            axes.tick_params(axis="x", rotation=30)
        axes.legend(frameon=False)
    return chart[0]


def matrix(
    name: str, rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]
) -> str:
    """A table of counts with darker cells for larger ones."""
    chart: list[str] = []
    most = max([1, *(one for line in counts for one in line)])
    with _axes(name, (1.8 + 0.5 * len(columns), 1.6 + 0.32 * len(rows)), chart) as axes:
        axes.imshow(counts, cmap="Blues", vmin=0, vmax=most * 1.4, aspect="auto")
        axes.set_xticks(range(len(columns)), columns, rotation=60, ha="right")
        axes.set_yticks(range(len(rows)), rows)
        axes.set_xlabel("read as")
        axes.set_ylabel("meant")
        for y, line in enumerate(counts):
            for x, count in enumerate(line):
                if count:
                    axes.text(x, y, str(count), ha="center", va="center")
    return chart[0]
