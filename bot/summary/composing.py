"""From a case worked out to the document: everything that was told and everything that was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.advice import Assessment
from bot.case_file import Told, Worked
from bot.explain.first_answer import first_answer
from bot.explain.formats import day, local, money, time_of_day
from bot.explain.replies import Reply
from bot.explain.scope_words import Speaker
from bot.explain.texts import Texts
from bot.explain.use_it import use_it
from bot.explain.verdict import verdict
from bot.explain.words import Words
from bot.origin.findings import Reason, Status
from bot.summary.document import (
    Bullets,
    Facts,
    Links,
    Paragraph,
    Part,
    Quote,
    Section,
    Summary,
    Table,
)

LOCALE_FOLDER = Path(__file__).with_name("locale")
DOMAIN = "summary"
_BULLET, _BOX = "- ", "☐ "


def summary(
    told: Told,
    worked: Worked,
    answers: Sequence[tuple[str, str]],
    words: Words,
    lang: str,
    made_at: datetime,
) -> Summary:
    """The document; `answers` are the questions that were answered, in words."""
    said = Texts(lang, LOCALE_FOLDER, DOMAIN)
    speaker = Speaker(lang, words)
    first = first_answer(worked.advice, words, lang, complete=True)
    result = verdict(worked.assessment, words, lang) if worked.assessment is not None else None
    use = _use(worked, told, words, lang)
    sections = [
        Section(said.text("section.case"), _case(told, worked, said, speaker)),
        Section(said.text("section.result"), _result(first, result, said)),
        Section(said.text("section.duty"), _duty(first, said)),
        Section(said.text("section.answers"), _answers(answers, told, said)),
        Section(said.text("section.rule"), _rule(first, said)),
        Section(said.text("section.calculation"), _tables(result)),
        Section(said.text("section.options"), _lines(result, "alternatives")),
        Section(said.text("section.remedies"), _lines(result, "remedies")),
        Section(said.text("section.conditions"), _conditions(first, result)),
        Section(said.text("section.proof"), _proof(first, use, speaker)),
        Section(said.text("section.next"), _next(first, worked.assessment)),
        Section(said.text("section.sources"), _sources(first, result, said)),
    ]
    return Summary(
        lang,
        said.text("title"),
        said.text(
            "subtitle",
            product=speaker.code(worked.advice.hs),
            market=words.market(worked.advice.market, lang),
        ),
        tuple(one for one in sections if one.parts),
        _footer(worked, made_at, said, speaker),
    )


def _content(reply: Reply | None, name: str, kind: str = "first_answer") -> Any:
    block = reply.block(kind) if reply is not None else None
    return block.content.get(name) if block is not None else None


def _bullets(items: Iterable[str] | None) -> tuple[Part, ...]:
    shown = tuple(one for one in items or () if one)
    return (Bullets(shown),) if shown else ()


def _paragraphs(*texts: str | None) -> tuple[Part, ...]:
    return tuple(Paragraph(text) for text in texts if text)


# --- what was told ----------------------------------------------------------------------------


def _case(told: Told, worked: Worked, said: Texts, speaker: Speaker) -> tuple[Part, ...]:
    advice, lang = worked.advice, speaker.lang
    pairs = [
        (said.text("fact.product"), speaker.code(advice.hs)),
        (said.text("fact.words"), told.words),
        (said.text("fact.market"), speaker.words.market(advice.market, lang)),
        (said.text("fact.day"), day(advice.day, lang)),
    ]
    if told.value is not None:
        pairs.append((said.text("fact.value"), money(told.value, told.currency, lang)))
    if told.per_year is not None:
        pairs.append((said.text("fact.per_year"), money(told.per_year, told.currency, lang)))
    return (Facts(tuple(pair for pair in pairs if pair[1])),)


def _answers(answers: Sequence[tuple[str, str]], told: Told, said: Texts) -> tuple[Part, ...]:
    open_ones = said.text("answers.unknown", count=len(told.not_known)) if told.not_known else ""
    facts: tuple[Part, ...] = (Facts(tuple(answers)),) if answers else ()
    return (*facts, *_paragraphs(open_ones))


# --- what was answered ------------------------------------------------------------------------


def _result(first: Reply, result: Reply | None, said: Texts) -> tuple[Part, ...]:
    usable = _content(first, "headline")
    if usable is None:
        # Without an agreement to use there is no card: the text says why, and what to do.
        return tuple(parts_of(_without_tail(first.text)))
    headline = _content(result, "headline", "result")
    parts = [Paragraph(headline or usable, strong=True)]
    if headline:
        parts.append(Paragraph(usable))
    told = [
        _content(result, "reason", "result"),
        _content(result, "headroom", "result"),
        _content(first, "status"),
    ]
    more = [*(_content(result, "shortfalls", "result") or ())]
    notes = [*(_content(result, "notes", "result") or ()), *(_content(first, "warnings") or ())]
    unfinished = "" if headline else said.text("result.not_checked")
    return (
        *parts,
        *(part for text in told for part in parts_of(text or "")),
        *_bullets(more),
        *_paragraphs(unfinished),
        *_bullets(dict.fromkeys(notes)),
    )


def _duty(first: Reply, said: Texts) -> tuple[Part, ...]:
    pairs = [
        (said.text("fact.mfn"), _content(first, "mfn")),
        (said.text("fact.preferential"), _content(first, "preferential")),
    ]
    known = tuple((name, str(value)) for name, value in pairs if value)
    facts: tuple[Part, ...] = (Facts(known),) if known else ()
    saving = _paragraphs(_content(first, "saving"))
    notes = [*(_content(first, "unknown") or ()), *(_content(first, "notes") or ())]
    return (*facts, *saving, *_bullets(notes))


def _rule(first: Reply, said: Texts) -> tuple[Part, ...]:
    parts: list[Part] = [*_bullets(_content(first, "rule_notes"))]
    for block in first.blocks:
        if block.kind == "rule":
            rule = block.content
            parts += _paragraphs(rule["title"], rule["text"], rule["example"], rule["terms"])
            legal = {"notation": rule["notation"], "source": rule["source"] or "–"}
            parts.append(Paragraph(said.text("rule.legal", **legal)))
    return tuple(parts)


def _tables(result: Reply | None) -> tuple[Part, ...]:
    blocks = result.blocks if result is not None else ()
    return tuple(_table(one.content) for one in blocks if one.kind == "table")


def _table(content: Mapping[str, Any]) -> Table:
    align = content.get("align") or ()
    return Table(
        str(content["title"]).rstrip(":"),
        tuple(content["columns"]),
        tuple(tuple(str(cell) for cell in row) for row in content["rows"]),
        tuple((str(name), str(value)) for name, value in content.get("sums") or ()),
        tuple(number for number, side in enumerate(align) if side == "right"),
    )


def _lines(result: Reply | None, name: str) -> tuple[Part, ...]:
    return _bullets(_content(result, name, "result"))


def _next(first: Reply, assessed: Assessment | None) -> tuple[Part, ...]:
    """The steps after the first answer: once the rule is settled, checklist and remedies say more."""
    is_settled = assessed is not None and assessed.determination.status in (
        Status.ORIGINATING,
        Status.NOT_ORIGINATING,
    )
    return () if is_settled else _bullets(_content(first, "next_steps"))


def _conditions(first: Reply, result: Reply | None) -> tuple[Part, ...]:
    own = _content(result, "conditions", "result")
    return _bullets(own if own is not None else _content(first, "conditions"))


# --- proof ------------------------------------------------------------------------------------


def _use(worked: Worked, told: Told, words: Words, lang: str) -> Reply | None:
    """How to claim the preference, once the rule is met or where free circulation is enough."""
    assessed = worked.assessment
    if assessed is None or assessed.agreement is None or not _may_be_used(assessed):
        return None
    value = told.value if told.currency == "EUR" else None
    return use_it(assessed, worked.advice, words, lang, value=value)


def _may_be_used(assessed: Assessment) -> bool:
    found = assessed.determination
    return found.status is Status.ORIGINATING or found.reason is Reason.CUSTOMS_UNION


def _proof(first: Reply, use: Reply | None, speaker: Speaker) -> tuple[Part, ...]:
    if use is None:
        return _bullets(_content(first, "proof"))
    declaration = use.block("declaration")
    text = use.text.replace(speaker.text("disclaimer"), "")
    if declaration is None:
        return tuple(parts_of(text))
    return tuple(_with_quotes(text, declaration.content))


def _with_quotes(text: str, declaration: Mapping[str, Any]) -> Iterator[Part]:
    """The text with the prescribed wordings in it as quotes; some agreements have two."""
    language = str(declaration["language"])
    for exact in (declaration["text"], declaration.get("eur_med")):
        if exact and exact in text:
            before, _, text = text.partition(exact)
            yield from parts_of(before)
            yield Quote(str(exact), language)
    yield from parts_of(text)


def parts_of(text: str) -> Iterator[Part]:
    """Plain text as parts: lines that begin with a dash or a box are lists."""
    for paragraph in text.strip().split("\n\n"):
        kind, lines = "", list[str]()
        for line in paragraph.splitlines():
            mark = next((one for one in (_BULLET, _BOX) if line.startswith(one)), "")
            if lines and mark != kind:
                yield _part(kind, lines)
                lines = []
            kind = mark
            lines.append(line.removeprefix(mark).strip())
        if any(lines):
            yield _part(kind, lines)


def _part(kind: str, lines: list[str]) -> Part:
    if kind:
        return Bullets(tuple(lines), to_tick=kind == _BOX)
    return Paragraph("\n".join(lines))


def _without_tail(text: str) -> str:
    """The text without its sources and disclaimer, which have places of their own."""
    return "\n\n".join(text.split("\n\n")[:-1])


# --- sources, footer --------------------------------------------------------------------------


def _sources(first: Reply, result: Reply | None, said: Texts) -> tuple[Part, ...]:
    replies = [one for one in (result, first) if one is not None]
    found: dict[tuple[str, str, str], None] = {}
    for reply in replies:
        for block in reply.blocks:
            if block.kind == "sources":
                found.update(dict.fromkeys(_source(one, said) for one in block.content["sources"]))
    return (Links(tuple(found)),) if found else ()


def _source(one: Mapping[str, Any], said: Texts) -> tuple[str, str, str]:
    as_of = one.get("as_of")
    shown = day(date.fromisoformat(as_of), said.lang) if as_of else ""
    return (str(one["title"]), shown, str(one.get("url") or ""))


def _footer(worked: Worked, made_at: datetime, said: Texts, speaker: Speaker) -> tuple[str, ...]:
    moment = local(made_at)
    when = {"day": day(moment.date(), said.lang), "time": time_of_day(moment, said.lang)}
    return (
        speaker.text("disclaimer"),
        said.text("footer.assistant"),
        said.text("footer.made", **when),
        said.text("footer.data", version=worked.data_version),
    )
