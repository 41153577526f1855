"""Every answer a conversation gives goes into the advice log: the case, the outcome, the state of the law."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator

from bot.conversation.cases import case_of, request_of
from bot.conversation.desk import Desk
from bot.conversation.state import CaseState
from bot.explain.replies import Reply
from bot.store.addresses import StoreError
from bot.store.advice_log import AdviceEntry, AdviceKind, session_hash

logger = logging.getLogger(__name__)


def log_answers(state: CaseState, replies: Iterable[Reply], sender_id: str, desk: Desk) -> None:
    """Note the answers among the replies. A log that cannot be written never costs the user his answer."""
    try:
        for entry in entries_of(state, replies, sender_id, desk):
            desk.services.advice_log.append(entry)
    except StoreError:
        logger.exception("the advice could not be logged")


def entries_of(
    state: CaseState, replies: Iterable[Reply], sender_id: str, desk: Desk
) -> Iterator[AdviceEntry]:
    """One entry for every first answer and every verdict that was given."""
    for reply in replies:
        for block in reply.blocks:
            if block.kind == "first_answer":
                usable = "usable" if block.content["usable"] else "not_usable"
                yield _entry(AdviceKind.ADVISE, usable, state, sender_id, desk)
            elif block.kind == "result":
                outcome = str(block.content["status"])
                yield _entry(AdviceKind.ASSESS, outcome, state, sender_id, desk)


def _entry(
    kind: AdviceKind, outcome: str, state: CaseState, sender_id: str, desk: Desk
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
        os.environ.get("FTA_MODEL", ""),
        session_hash(sender_id),
    )
