"""The result to keep, out of the case that stands in the conversation: page, PDF, case file, bill."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from bot.case_fields import InputError
from bot.conversation.case_files import NothingToKeepError, file_of, summary_of
from bot.conversation.desk import Desk
from bot.conversation.state import CaseState, StateError
from bot.origin.facts import AnswerError
from bot.summary.as_html import as_html
from bot.summary.as_pdf import as_pdf
from bot.summary.as_text import as_text
from bot.summary.document import Summary
from bot.web.bills import as_csv
from bot.web.problems import Code, RequestError

CASE_SLOT = "case"

Made = TypeVar("Made")


def state_of(tracker: Any) -> CaseState:
    """The case of a conversation; a new one if there is none or this version cannot read it."""
    slot = tracker.slots.get(CASE_SLOT) if tracker is not None else None
    try:
        return CaseState.from_json(slot.value if slot is not None else None)
    except StateError:
        return CaseState()


async def aside(work: Callable[[], Made]) -> Made:
    """Do something in a thread: nobody else waits for it. Raises RequestError if there is no result yet."""
    try:
        return await asyncio.get_running_loop().run_in_executor(None, work)
    except (NothingToKeepError, InputError, AnswerError):
        raise RequestError(Code.NOTHING_TO_KEEP) from None


def document(state: CaseState, desk: Desk, lang: str) -> Summary:
    """The summary; raises NothingToKeepError before product and market are known."""
    return summary_of(state, desk, lang)


def page(state: CaseState, desk: Desk, lang: str) -> str:
    """The page to print."""
    return as_html(document(state, desk, lang))


def pdf(state: CaseState, desk: Desk, lang: str) -> bytes:
    """The PDF."""
    return as_pdf(document(state, desk, lang))


def text(state: CaseState, desk: Desk, lang: str) -> str:
    """The summary as plain text; empty before there is a result."""
    try:
        return as_text(document(state, desk, lang))
    except NothingToKeepError:
        return ""


def case_json(state: CaseState, desk: Desk) -> str:
    """The case file; raises NothingToKeepError before product and market are known."""
    return file_of(state, desk).to_json()


def case_json_if_any(state: CaseState, desk: Desk) -> str:
    """The case file; empty before there is a result."""
    try:
        return case_json(state, desk)
    except NothingToKeepError:
        return ""


def bill_csv(state: CaseState) -> str:
    """The bill of materials for a spreadsheet; raises NothingToKeepError if there is none."""
    if not state.materials:
        raise NothingToKeepError("no bill of materials")
    return as_csv(state)
