"""The document as a page to print: one file without scripts, that loads nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.explain.texts import Texts
from bot.summary.composing import DOMAIN, LOCALE_FOLDER
from bot.summary.document import Part, Summary

_TEMPLATES = Path(__file__).with_name("templates")


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet, which stands in the page itself."""
    return (_TEMPLATES / "summary.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def style_hash() -> str:
    """How a content security policy names the style sheet."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def as_html(summary: Summary) -> str:
    """The page; everything that was typed is escaped."""
    said = Texts(summary.language, LOCALE_FOLDER, DOMAIN)
    return _template().render(summary=summary, style=style(), text=said.text)


def kind_of(part: Part) -> str:
    """The name of the part's kind, by which the template chooses."""
    return type(part).__name__


def is_web_address(address: str) -> bool:
    """Whether an address may become a link."""
    return address.startswith(("https://", "http://"))


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = kind_of
    environment.tests["web_address"] = is_web_address
    return environment.get_template("summary.html")
