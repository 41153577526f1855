"""Likely headings for materials without a code, proposed where a code can change the outcome."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.cases import assess
from bot.conversation.desk import Desk
from bot.conversation.state import CaseState
from bot.language.words import key_of, word_set, words_of
from bot.origin.facts import Topic
from bot.origin.nomenclature import HsCode
from bot.products.phrases import read_phrase

# A proposed code counts once the table is confirmed, so only one that is clearly right is proposed.
_PROPOSED_FROM = 0.7
_CLEAR_LEAD = 1.1
# A search takes some ten milliseconds; an answer may not take many seconds.
_MOST_SEARCHES = 300
_TELLING_LETTERS = 4
# What is mostly made for one machine and classed with it, also as the end of a compound.
_PARTS_OF_SOMETHING = tuple(
    word_set(
        "gehause gehaeuse deckel rahmen halter halterung abdeckung laufrad rad kolben trager griff einsatz"
        " baugruppe modul blende flansch sockel fuss stange teil teile verkleidung block kopf arm korper"
        " scheibe aufnahme gestell haube housing cover frame holder bracket impeller wheel piston handle"
        " spindle spindel assembly module flange base rod part parts casing body head plate lid panel"
    )
)


def with_codes(state: CaseState, desk: Desk) -> CaseState:
    """The proposed bill with likely headings for the lines whose code can change the outcome."""
    wanted = _lines_that_need_a_code(state, desk)
    names = {_plain(state.proposed[index].description) for index in wanted} - {""}
    found = {
        name: _likely_heading(name, state.lang, desk) for name in sorted(names)[:_MOST_SEARCHES]
    }
    lines = list(state.proposed)
    for index in wanted:
        heading = found.get(_plain(lines[index].description), "")
        if heading:
            lines[index] = replace(lines[index], hs=heading, suggested=True)
    return replace(state, proposed=tuple(lines))


def _plain(name: str) -> str:
    """The name without sizes, article and running numbers, which say nothing of the kind of goods."""
    words = name.replace("/", " ").split()
    return " ".join(word for word in words if not any(sign.isdigit() for sign in word)).strip(
        " -–,;"
    )


def _lines_that_need_a_code(state: CaseState, desk: Desk) -> tuple[int, ...]:
    without = {
        str(number): number
        for number, one in enumerate(state.proposed)
        if not one.hs and one.description
    }
    if not without:
        return ()
    found = assess(replace(state, materials=state.proposed), desk).determination
    missing = (*found.open_facts, *(one for each in found.alternatives for one in each.missing))
    needed = {one.material for one in missing if one.topic is Topic.MATERIAL_CODE}
    return tuple(number for key, number in without.items() if key in needed)


def _likely_heading(name: str, lang: str, desk: Desk) -> str:
    """The heading that clearly fits the name; empty if none does.

    Nothing is proposed for a housing or a cover: customs mostly class it as a part of the machine it is
    for, and then it does not change the heading.
    """
    if _names_a_part(name):
        return ""
    finding = desk.finder.search(name, lang, 2)
    if not finding.found or finding.too_broad:
        return ""
    first, *rest = finding.headings
    clear = (
        not rest
        or first.score >= rest[0].score * _CLEAR_LEAD
        or _is_called(name, first.hs, lang, desk) > _is_called(name, rest[0].hs, lang, desk)
    )
    fits = clear and first.score >= _PROPOSED_FROM and _stands_in_labels(name, first.hs, lang, desk)
    return first.hs.digits if fits else ""


def _is_called(name: str, heading: HsCode, lang: str, desk: Desk) -> bool:
    """Whether the whole name is one of the words of the heading or of what is under it."""
    labels = desk.finder.labels
    entries = (labels.by_digits[heading.digits], *labels.subheadings(heading))
    called = {key_of(text) for one in entries for text in (one.label[lang], *one.words[lang])}
    return key_of(name) in called


def _names_a_part(name: str) -> bool:
    words = [word.folded for word in words_of(name)]
    return (
        any(word.endswith(_PARTS_OF_SOMETHING) for word in words)
        or read_phrase(name).asks_for_parts
    )


def _stands_in_labels(name: str, heading: HsCode, lang: str, desk: Desk) -> bool:
    """Whether a word of the name stands in the labels of the heading: like letters are not enough here."""
    labels = desk.finder.labels
    entries = (labels.by_digits[heading.digits], *labels.subheadings(heading))
    known = key_of(
        " ".join(text for one in entries for text in (one.label[lang], *one.words[lang]))
    )
    words = [word for word in key_of(name).split() if len(word) >= _TELLING_LETTERS]
    return any(f" {word}" in f" {known}" for word in words)
