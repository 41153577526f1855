"""A line of the bill put right: "the motor costs 90", "line 3 is from Japan", "delete line 2".

The line is named by its words, by the first of them, or by its number in the table. It is shown again and
counts when it is confirmed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import materials
from bot.conversation.desk import Desk
from bot.conversation.figures import number_meant, takes_back_a_figure
from bot.conversation.messages import Message
from bot.conversation.replying import Step, said
from bot.conversation.state import Asked, CaseState, MaterialLine
from bot.language.evidence_words import find_evidence
from bot.language.words import key_of, word_set, words_of

_SAYS_OTHERWISE = word_set(
    "doch sondern eigentlich nicht nich falsch statt korrektur verschrieben vertippt sorry moment jetzt nee"
    " actually not instead rather wrong typo correction sorry wait now after should"
)
_TELLING_LETTERS = 3
_LINE_NUMBER = re.compile(
    r"\b(?:zeile|position|pos\.?|line|row|item)\s*(?:nr\.?|nummer|no\.?|number|#)?\s*(\d{1,4})\b"
    r"|\b(?:nr\.|nummer|no\.|number|die|the)\s*(\d{1,4})\s+(?:ist|kommt|stammt|kostet|is|comes|costs)\b"
    r"|\b(\d{1,4})\.\s*(?:zeile|position)\b"
    r"|\b(\d{1,4})(?:st|nd|rd|th)\s+(?:line|row|item)\b",
    re.I,
)
# "-en" forms stand beside the stems, because a verb is mostly sent apart ("nimm ... raus").
_TAKES_OUT = word_set(
    "losche losch loesche loesch loschen loeschen entferne entfernen streiche streich streichen raus weg"
    " rausnehmen wegnehmen weglassen entfallt entfaellt delete remove drop strike scrap erase"
)
_ITS_EVIDENCE = word_set("nachweis beleg lieferantenerklarung lieferantenerklaerung proof evidence")


def corrected_line(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """The bill with one line changed or taken out; None if the message does neither."""
    lines = state.proposed or state.materials
    if not lines:
        return None
    if takes_back_a_figure(message.text, state.lang):
        return _bare_figure(state, lines, message.text, desk)
    by_number = _LINE_NUMBER.search(message.text)
    if by_number is not None:
        return _of_number(state, lines, by_number, message.text, desk)
    words = {word.folded for word in words_of(message.text)}
    takes_out = bool(words & _TAKES_OUT)
    otherwise = takes_out or message.likely("change_answer") or words & _SAYS_OTHERWISE
    if not (otherwise or _tells_of_a_line(state, message)):
        return None
    number = _line_named(lines, message.text)
    if number is None:
        return None
    if takes_out:
        return _without_line(state, lines, number, desk)
    told = _without(lines[number].description, message.text)
    return _changed(state, lines, number, told, desk)


def _tells_of_a_line(state: CaseState, message: Message) -> bool:
    """Whether something told of a material can only be news of a line: no question of the check is open."""
    asked = state.open.asked if state.open else None
    return asked in (Asked.NEXT, Asked.MATERIALS, Asked.CHANGE) and message.likely(
        "give_materials", "give_amount"
    )


def _bare_figure(
    state: CaseState, lines: tuple[MaterialLine, ...], text: str, desk: Desk
) -> Step | None:
    """A figure taken back under a shown bill: the only line is meant; of several, one has to be named."""
    if state.pending is None or state.pending.asked is not Asked.MATERIALS:
        return None
    if len(lines) == 1:
        return _changed(state, lines, 0, text, desk)
    return Step(state, (said(state.lang, "materials.which_line"),))


def _of_number(
    state: CaseState,
    lines: tuple[MaterialLine, ...],
    found: re.Match[str],
    text: str,
    desk: Desk,
) -> Step | None:
    number = next(int(one) for one in found.groups() if one) - 1
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    if not 0 <= number < len(lines):
        return Step(state, (said(state.lang, "materials.no_such_line", count=len(lines)),))
    words = {word.folded for word in words_of(rest)}
    if words & _TAKES_OUT and not words & _ITS_EVIDENCE:
        return _without_line(state, lines, number, desk)
    return _changed(state, lines, number, rest, desk)


def _without_line(
    state: CaseState, lines: tuple[MaterialLine, ...], number: int, desk: Desk
) -> Step:
    """The bill without the line; the last line cannot be taken out: an empty bill says nothing."""
    if len(lines) == 1:
        return materials.rejected(replace(state, proposed=lines), desk)
    left = (*lines[:number], *lines[number + 1 :])
    name = lines[number].description or lines[number].hs
    gone = said(state.lang, "materials.line_gone", number=number + 1, name=name)
    return materials.echoed(replace(state, proposed=left), desk, lines).after(gone)


def _changed(
    state: CaseState, lines: tuple[MaterialLine, ...], number: int, told: str, desk: Desk
) -> Step | None:
    put_right = _put_right(lines[number], state, told, desk)
    if put_right == lines[number]:
        return None
    changed = (*lines[:number], put_right, *lines[number + 1 :])
    return materials.echoed(replace(state, proposed=changed), desk, lines)


def _line_named(lines: tuple[MaterialLine, ...], text: str) -> int | None:
    """The one line that a message names: in full, or by the first word if only one line begins with it."""
    said_words = f" {key_of(text)} "
    named = {
        number: key
        for number, one in enumerate(lines)
        if (key := key_of(one.description)) and f" {key} " in said_words
    }
    if named:
        longest = max(named.values(), key=len)
        of_it = [number for number, key in named.items() if key == longest]
        # "Motor" within "Motor 7" is no line of its own, "Motor" beside "Pumpe" is.
        alone = all(f" {key} " in f" {longest} " for key in named.values())
        return of_it[0] if alone and len(of_it) == 1 else None
    first = [number for number, one in enumerate(lines) if _begins(one, said_words)]
    return first[0] if len(first) == 1 else None


def _begins(line: MaterialLine, said_words: str) -> bool:
    first = key_of(line.description).partition(" ")[0]
    return len(first) >= _TELLING_LETTERS and f" {first} " in said_words


def _without(name: str, text: str) -> str:
    """The message without the name of the line, whose figures are no prices ("Motor 7")."""
    return re.sub(re.escape(name), " ", text, flags=re.IGNORECASE) if name else text


def _put_right(line: MaterialLine, state: CaseState, text: str, desk: Desk) -> MaterialLine:
    """The line with the value, the country or the evidence that the rest of the message names."""
    number = number_meant(text, state.lang)
    own_currency = number is not None and number.currency in (None, state.currency)
    if number is not None and own_currency and number.kind in ("plain", "money"):
        line = replace(line, value=number.value)
    places = [one for one in desk.markets.find(text, state.lang) if not one.negated]
    if len(places) == 1 and places[0].certain and places[0].iso2:
        moved = places[0].iso2 != line.country
        line = replace(line, country=places[0].iso2, evidence="" if moved else line.evidence)
    evidence = find_evidence(text).evidence
    if evidence == "own_production":
        return replace(line, own_made=True, evidence="")
    return replace(line, evidence=evidence, own_made=False) if evidence else line
