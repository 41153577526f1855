"""The document as PDF, in the DejaVu fonts: they have the letters of every language of Europe.

The fonts come with matplotlib, which Rasa brings; nothing else of it is used, and no system package.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import FontFace
from fpdf.util import Padding

from bot.explain.texts import Texts
from bot.summary.composing import DOMAIN, LOCALE_FOLDER
from bot.summary.document import Bullets, Facts, Links, Paragraph, Part, Quote, Summary, Table

_FAMILY = "DejaVu"
_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_MARGIN = 18.0
_TEXT, _SMALL, _HEADING, _TITLE = 9.5, 8.0, 12.0, 16.0
_LINE = 1.45
_INDENT = 6.0
# As the page: ink, the agency's green, what stands back, and the ground of what matters most.
_INK, _GREEN, _QUIET, _TINT = (27, 36, 33), (0, 89, 74), (77, 90, 85), (241, 244, 243)
_BAR = 1.2
_NO_GLYPH = "\u25a1"


class FontError(RuntimeError):
    """The fonts are not there: matplotlib is not installed."""


class _Page(FPDF):
    """A page with a line at its head, and its number at the foot."""

    def __init__(self, said: Texts) -> None:
        super().__init__(format="A4")
        self._said = said

    def header(self) -> None:
        """A line in the colour of the page."""
        self.set_draw_color(_GREEN)
        self.set_line_width(1)
        self.line(_MARGIN, 12, self.w - _MARGIN, 12)
        self.set_line_width(0.2)
        self.set_draw_color(_INK)
        self.set_y(_MARGIN)

    def footer(self) -> None:
        """The number of the page."""
        self.set_y(-14)
        self.set_font(_FAMILY, size=_SMALL)
        self.cell(0, 5, self._said.text("page", number=self.page_no()), align="R")


def as_pdf(summary: Summary) -> bytes:
    """The document as PDF; raises FontError if the fonts are not installed."""
    said = Texts(summary.language, LOCALE_FOLDER, DOMAIN)
    pdf = _Page(said)
    for style, path in _font_files().items():
        pdf.add_font(_FAMILY, style, str(path))
    pdf.set_margins(_MARGIN, _MARGIN)
    # Text begins where lines and grounds do.
    pdf.c_margin = 0
    pdf.set_auto_page_break(True, margin=_MARGIN)
    pdf.set_lang(summary.language)
    pdf.set_title(_printable(f"{summary.title}: {summary.subtitle}"))
    pdf.set_creator("FTA Advisor")
    pdf.add_page()
    _write(pdf, summary.title, size=_TITLE, style="B")
    pdf.ln(0.5)
    _write(pdf, summary.subtitle, size=_HEADING, colour=_QUIET)
    for section in summary.sections:
        _heading(pdf, section.title)
        for part in section.parts:
            _put(pdf, part, said)
    pdf.ln(4)
    pdf.line(_MARGIN, pdf.get_y(), pdf.w - _MARGIN, pdf.get_y())
    pdf.ln(2)
    for line in summary.footer:
        _write(pdf, line, size=_SMALL)
    return bytes(pdf.output())


def _put(pdf: FPDF, part: Part, said: Texts) -> None:
    if isinstance(part, Bullets):
        for item in part.items:
            _item(pdf, "\u2610" if part.to_tick else "\u2022", item)
    elif isinstance(part, Facts):
        _facts(pdf, part)
    elif isinstance(part, Table):
        _table(pdf, part)
    elif isinstance(part, Quote):
        _write(pdf, part.text, border=1)
        pdf.ln(1.5)
    elif isinstance(part, Links):
        for title, as_of, url in part.items:
            dated = f"{title} ({said.text('source.as_of', day=as_of)})" if as_of else title
            _item(pdf, "\u2022", f"{dated}: {url}" if url else dated)
    else:
        _paragraph(pdf, part)


def _paragraph(pdf: FPDF, part: Paragraph) -> None:
    if part.strong:
        _matters(pdf, part.text)
    else:
        _write(pdf, part.text)
        pdf.ln(0.8)


def _write(
    pdf: FPDF,
    text: str,
    *,
    size: float = _TEXT,
    style: Literal["", "B"] = "",
    border: Literal[0, 1] = 0,
    colour: tuple[int, int, int] = _INK,
) -> None:
    pdf.set_font(_FAMILY, style, size)
    pdf.set_text_color(colour)
    height = size * 0.3528 * _LINE
    pdf.multi_cell(
        0,
        height,
        _printable(text),
        align="L",
        border=border,
        padding=2 if border else 0,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )
    pdf.set_text_color(_INK)


def _matters(pdf: FPDF, text: str) -> None:
    """The sentence that matters most, on a ground of its own with a bar before it."""
    pdf.set_font(_FAMILY, "B", _TEXT + 1)
    height = (_TEXT + 1) * 0.3528 * _LINE
    told, around = _printable(text), Padding(2.5, 3, 2.5, 5)
    lines = pdf.multi_cell(
        pdf.epw - around.left - around.right,
        height,
        told,
        dry_run=True,
        output=MethodReturnValue.LINES,
    )
    assert isinstance(lines, list)
    if pdf.will_page_break(len(lines) * height + around.top + around.bottom):
        pdf.add_page()
    top = pdf.get_y()
    with pdf.local_context(fill_color=_TINT):
        pdf.multi_cell(
            0,
            height,
            told,
            align="L",
            fill=True,
            padding=around,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
    with pdf.local_context(fill_color=_INK):
        pdf.rect(_MARGIN, top, _BAR, pdf.get_y() - top, style="F")
    pdf.ln(2)


def _heading(pdf: FPDF, text: str) -> None:
    # A heading alone at the foot of a page says nothing.
    if pdf.will_page_break(24):
        pdf.add_page()
    pdf.ln(4)
    _write(pdf, text, size=_HEADING, style="B", colour=_GREEN)
    pdf.set_draw_color(201, 210, 206)
    pdf.line(_MARGIN, pdf.get_y() + 0.6, pdf.w - _MARGIN, pdf.get_y() + 0.6)
    pdf.set_draw_color(_INK)
    pdf.ln(2)


def _item(pdf: FPDF, mark: str, text: str) -> None:
    pdf.set_font(_FAMILY, size=_TEXT)
    height = _TEXT * 0.3528 * _LINE
    pdf.cell(_INDENT, height, mark)
    pdf.multi_cell(0, height, _printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _facts(pdf: FPDF, facts: Facts) -> None:
    pdf.set_font(_FAMILY, size=_TEXT)
    with pdf.table(
        borders_layout="NONE",
        col_widths=(2, 3),
        first_row_as_headings=False,
        line_height=_TEXT * 0.3528 * _LINE,
        text_align=("LEFT", "LEFT"),
        v_align="T",
        padding=(0.4, 2, 0.4, 0),
    ) as table:
        for name, value in facts.pairs:
            row = table.row()
            row.cell(_printable(name))
            row.cell(_printable(value), style=FontFace(emphasis="BOLD"))
    pdf.ln(1)


def _table(pdf: FPDF, content: Table) -> None:
    pdf.set_font(_FAMILY, size=_SMALL)
    pdf.set_draw_color(150, 160, 155)
    sides = tuple("RIGHT" if n in content.right else "LEFT" for n in range(len(content.columns)))
    with pdf.table(
        line_height=_SMALL * 0.3528 * _LINE,
        text_align=sides,
        padding=(1.2, 2, 1.2, 0),
        borders_layout="HORIZONTAL_LINES",
        v_align="T",
        col_widths=_widths(content),
        headings_style=FontFace(emphasis="BOLD"),
    ) as table:
        for cells in (content.columns, *content.rows):
            row = table.row()
            for cell in cells:
                row.cell(_printable(cell))
        for name, value in content.sums:
            row = table.row(style=FontFace(emphasis="BOLD"))
            row.cell(_printable(name), colspan=content.summed)
            row.cell(_printable(value), align="RIGHT")
            if len(content.columns) > content.summed + 1:
                row.cell("", colspan=len(content.columns) - content.summed - 1)
    pdf.set_draw_color(_INK)
    pdf.ln(2)


def _widths(content: Table) -> tuple[float, ...]:
    """Room by the longest text of each column, within bounds."""
    texts = zip(*(content.columns, *content.rows), strict=True)
    return tuple(float(min(40, max(8, *map(len, column)))) for column in texts)


@lru_cache(maxsize=1)
def _font_files() -> dict[str, Path]:
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise FontError("The fonts of the PDF come with matplotlib, which is not installed")
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    return {style: folder / name for style, name in _FILES.items()}


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """The signs that the fonts have."""
    # Imported here: it is only needed once a PDF is made.
    from fontTools.ttLib import TTFont

    with TTFont(_font_files()[""], lazy=True) as font:
        return frozenset(font.getBestCmap())


def _printable(text: str) -> str:
    """The text with a box for signs that the fonts lack, and without those that cannot be seen."""
    return "".join(_sign(one) for one in unicodedata.normalize("NFC", text))


def _sign(sign: str) -> str:
    if sign == "\n" or ord(sign) in _glyphs():
        return sign
    return "" if unicodedata.category(sign).startswith("C") else _NO_GLYPH
