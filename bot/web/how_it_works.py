"""The page "how this assistant works": what it knows and as of when, how it answers, what it cannot do.

The figures are counted in the data itself, so the page cannot promise what is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.explain.formats import day, local, number
from bot.explain.texts import Texts
from bot.store.addresses import database_url
from bot.store.figures import Figures, figures
from bot.store.retention import Retention
from bot.summary.as_html import style
from bot.web.contact import Contact
from bot.web.problems import DOMAIN, LANGUAGES, LOCALE_FOLDER

_SECTIONS = ("who", "answers", "data", "limits", "privacy", "adviser")
_LINES = {
    "who": ("who.1", "who.2", "who.3"),
    "answers": ("answers.1", "answers.2", "answers.3", "answers.4"),
    "limits": ("limits.1", "limits.2", "limits.3", "limits.4"),
    "privacy": (
        "privacy.1",
        "privacy.2",
        "privacy.3",
        "privacy.4",
        "privacy.5",
        "privacy.6",
        "privacy.7",
    ),
    "adviser": ("adviser.1",),
}


@dataclass(frozen=True)
class KeptFor:
    """How long a conversation is open, how long it is kept, and how long a request to an adviser is."""

    session_hours: int
    retention: Retention
    handoff_days: int


def how_it_works(lang: str, contact: Contact, kept_for: KeptFor) -> str:
    """The page in a language; raises StoreError if there is no data yet."""
    said = Texts(lang, LOCALE_FOLDER, DOMAIN)
    values = {
        "hours": kept_for.session_hours,
        "chat_days": kept_for.retention.conversation_days,
        "log_days": kept_for.retention.log_days,
        "days": kept_for.handoff_days,
        "name": contact.name[lang],
        "url": contact.url,
    }
    sections = [
        (said.text(f"how.{name}.title"), _lines(name, said, values), _facts(name, said))
        for name in _SECTIONS
    ]
    other = next(one for one in LANGUAGES if one != lang)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("how_it_works.html").render(
        lang=lang,
        other=other,
        title=said.text("how.title"),
        other_title=said.text("how.other_language"),
        sections=sections,
        contact=contact,
        contact_name=contact.name[lang],
        style=Markup(style()),  # noqa: S704 - the style sheet of the project
    )


def _lines(name: str, said: Texts, values: dict[str, Any]) -> list[str]:
    return [_filled(said, f"how.{key}", values) for key in _LINES.get(name, ())]


def _filled(said: Texts, key: str, values: dict[str, Any]) -> str:
    """The sentence with those of the values that it names."""
    return said.text(key, **{name: values[name] for name in said.placeholders(key)})


def _facts(name: str, said: Texts) -> list[tuple[str, str]]:
    return _figures(figures(database_url()), said) if name == "data" else []


def _figures(found: Figures, said: Texts) -> list[tuple[str, str]]:
    lang = said.lang
    counts = [
        ("agreements", found.agreements),
        *((f"status.{status}", n) for status, n in sorted(found.agreements_by_status.items())),
        ("markets", found.markets),
        ("rule_lists", found.rule_lists),
        ("rules", found.rules),
        ("tariff_markets", found.tariff_markets),
        ("tariff_lines", found.tariff_lines),
    ]
    facts = [(said.text(f"how.data.{name}"), number(Decimal(n), lang)) for name, n in counts]
    if found.as_of is not None:
        facts.append((said.text("how.data.as_of"), day(found.as_of, lang)))
    built = day(local(found.built_at).date(), lang)
    facts.append((said.text("how.data.built"), built))
    facts.append((said.text("how.data.version"), found.data_version))
    return facts
