"""Every answer a conversation gives goes into the advice log: the case, the outcome, the state of the law."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.conversation.cases import case_of, request_of
from bot.conversation.chosen_labels import chosen_label
from bot.conversation.desk import Desk
from bot.conversation.state import CaseState
from bot.explain.replies import Reply
from bot.serving.console import ServingError
from bot.serving.promoted import name_of
from bot.store.addresses import StoreError
from bot.store.advice_log import AdviceEntry, AdviceKind, session_hash

logger = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[1]


def log_answers(
    before: CaseState,
    state: CaseState,
    replies: Iterable[Reply],
    sender_id: str,
    desk: Desk,
    model: str = "",
) -> None:
    """Note the answers among the replies, and the code that was chosen for words.

    `model` is the name of the language model that read the message (`model_name`). A log that cannot be
    written never costs the user his answer.
    """
    try:
        for entry in (
            *entries_of(state, replies, sender_id, desk, model),
            *choices_of(before, state, desk, model),
        ):
            desk.services.advice_log.append(entry)
    except StoreError:
        logger.exception("the advice could not be logged")


def model_name(events: Sequence[Mapping[str, Any]]) -> str:
    """The model that read the last message, by the id that Rasa writes beside every event.

    A model may be replaced while the advisor runs; the one of the start is named where the id says nothing.
    """
    noted = (one.get("metadata") or {} for one in reversed(events) if one.get("event") == "user")
    try:
        found = name_of(_ROOT, str(next(noted, {}).get("model_id") or ""))
    except ServingError:
        logger.exception("the list of models cannot be read")
        found = ""
    return found or os.environ.get("FTA_MODEL", "")


def entries_of(
    state: CaseState, replies: Iterable[Reply], sender_id: str, desk: Desk, model: str = ""
) -> Iterator[AdviceEntry]:
    """One entry for every first answer and every verdict that was given."""
    for reply in replies:
        for block in reply.blocks:
            if block.kind == "first_answer":
                known = block.content["usable"] and not block.content.get("proof_open")
                usable = "usable" if known else "not_usable"
                yield _entry(AdviceKind.ADVISE, usable, state, sender_id, desk, model)
            elif block.kind == "feedback":
                value = str(block.content["value"])
                yield _entry(AdviceKind.FEEDBACK, value, state, sender_id, desk, model)
            elif block.kind == "result":
                outcome = str(block.content["status"])
                yield _entry(AdviceKind.ASSESS, outcome, state, sender_id, desk, model)


def choices_of(
    before: CaseState, state: CaseState, desk: Desk, model: str = ""
) -> Iterator[AdviceEntry]:
    """The words for goods and the code that was chosen for them; without the session."""
    words = chosen_label(before, state, desk)
    if words is None:
        return
    told = {"words": words, "language": state.lang}
    version = desk.catalogue.data_version
    yield AdviceEntry(AdviceKind.CHOICE, told, "confirmed", None, None, state.hs, version, model)


def _entry(
    kind: AdviceKind, outcome: str, state: CaseState, sender_id: str, desk: Desk, model: str
) -> AdviceEntry:
    agreement = desk.adviser.agreement_for(case_of(state, desk)) if state.market else None
    return AdviceEntry(
        kind,
        request_of(state, desk.today()),
        outcome,
        agreement.id if agreement is not None else None,
        state.market or None,
        state.hs or None,
        desk.catalogue.data_version,
        model or os.environ.get("FTA_MODEL", ""),
        session_hash(sender_id),
    )
