"""Parts of an answer that several replies share: conditions, confidence, sources, the disclaimer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.explain.formats import day
from bot.explain.replies import Block
from bot.explain.scope_words import Speaker
from bot.origin.conditions import Condition, ConditionState
from bot.origin.product_specific_rules import Confidence, Review

# How the data mark what no source has confirmed; shown in the user's language.
UNCONFIRMED = "general knowledge, to be confirmed"


@dataclass(frozen=True)
class Source:
    """A source as it is shown."""

    title: str
    url: str = ""
    as_of: date | None = None

    def as_json(self) -> dict[str, str | None]:
        """JSON values, as CONTRACTS names them."""
        as_of = self.as_of.isoformat() if self.as_of else None
        return {"title": self.title, "url": self.url, "as_of": as_of}


def localized(texts: Mapping[str, str], lang: str) -> str:
    """The text of a language; empty if there is none."""
    return texts.get(lang, "").strip()


def conditions_in_words(conditions: Iterable[Condition], speaker: Speaker) -> list[str]:
    """The conditions of claiming, each with its state."""
    return [condition_in_words(one, speaker) for one in conditions]


def condition_in_words(condition: Condition, speaker: Speaker) -> str:
    """One condition; a broken one says that no proof may be made out."""
    text = speaker.text(f"claim.{condition.kind.value}")
    if condition.state is ConditionState.OPEN:
        return text
    return f"{text} {speaker.text(f'claim.{condition.state.value}')}"


def confidence_in_words(confidence: Confidence, speaker: Speaker) -> str:
    """The warning for rules that are not confirmed by two sources; empty for confirmed ones."""
    return "" if confidence.is_confirmed else speaker.text("confidence.check")


def readings_in_words(reviews: Collection[Review], speaker: Speaker) -> str:
    """How often the row was read, and whether the readings agreed."""
    if Review.SECOND_READING in reviews:
        key = "settled" if Review.SETTLED in reviews else "twice"
    else:
        key = "added" if Review.SETTLED in reviews else "once"
    text = speaker.text(f"readings.{key}")
    if Review.SAMPLE in reviews:
        return speaker.text("readings.sampled", readings=text)
    return text


def sources_of(*holders: Any) -> tuple[Source, ...]:
    """The sources of agreements, protocols and the like, each once."""
    found: dict[tuple[str, str], Source] = {}
    for holder in holders:
        for one in getattr(holder, "sources", ()) if holder is not None else ():
            found.setdefault((one.title, one.url), Source(one.title, one.url, one.as_of))
    return tuple(found.values())


def source_name(name: str, speaker: Speaker) -> str:
    """The name of a source; that something is unconfirmed is said in the user's language."""
    return name.replace(UNCONFIRMED, speaker.text("source.unconfirmed"))


def named_source(source: Source, speaker: Speaker) -> Source:
    """The source with its name as it is shown."""
    return replace(source, title=source_name(source.title, speaker))


def source_line(source: Source, speaker: Speaker) -> str:
    """A source with its date and address."""
    line = source_name(source.title, speaker)
    if source.as_of is not None:
        line = speaker.text("source.as_of", title=line, day=day(source.as_of, speaker.lang))
    return f"{line}, {source.url}" if source.url else line


def sources_section(
    sources: Iterable[Source], speaker: Speaker
) -> tuple[list[str], tuple[Block, ...]]:
    """Lines and block of the sources; nothing where there are none."""
    found = tuple(dict.fromkeys(named_source(one, speaker) for one in sources))
    if not found:
        return [], ()
    lines = [speaker.text("sources.title"), *(f"- {source_line(one, speaker)}" for one in found)]
    return lines, (Block("sources", {"sources": [one.as_json() for one in found]}),)


def paragraphs(*parts: str | Iterable[str]) -> str:
    """Parts separated by an empty line; the lines of a part stay together, empty ones fall out."""
    texts = [part if isinstance(part, str) else "\n".join(filter(None, part)) for part in parts]
    return "\n\n".join(text.strip() for text in texts if text.strip())
