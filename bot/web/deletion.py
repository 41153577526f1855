"""Delete this chat: the conversation, its answers in the log, what was to be learned, its requests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.store.addresses import database_url, learning_url, log_url
from bot.store.advice_log import session_hash
from bot.store.advice_log_deletion import forget_session
from bot.store.learning_deletion import unlearn
from bot.store.outbox import Outbox

_WRAPPED = "_tracker_store"
_FALLBACK = "_fallback_tracker_store"


async def delete_conversation(sender: str, trackers: Any, outbox: Outbox) -> Mapping[str, Any]:
    """Delete everything that is kept of a conversation; says what was withdrawn before it was sent.

    Raises:
        StoreError: a database does not take it; what is left is deleted by asking again.
    """

    def delete() -> tuple[int, tuple[str, ...]]:
        entries = forget_session(log_url(database_url()), sender)
        unlearn(learning_url(database_url()), session_hash(sender))
        withdrawn = outbox.forget(session_hash(sender))
        # Last, because without the conversation nobody could ask again.
        forget_tracker(sender, trackers)
        return entries, withdrawn

    entries, withdrawn = await asyncio.get_running_loop().run_in_executor(None, delete)
    return {"deleted": True, "answers": entries, "withdrawn": list(withdrawn)}


def forget_tracker(sender: str, trackers: Any) -> None:
    """Forget a conversation in Rasa's store and in every store it is wrapped around.

    Raises:
        TypeError: none of them can forget.
    """
    store, forgotten = trackers, False
    while store is not None:
        if hasattr(store, "forget"):
            store.forget(sender)
            forgotten = True
        elif isinstance(getattr(store, "store", None), dict):
            # Rasa's store in memory, also that to which it falls back while the database is away.
            store.store.pop(sender, None)
            forgotten = True
        fallback = getattr(store, _FALLBACK, None)
        if fallback is not None:
            fallback.store.pop(sender, None)
        store = getattr(store, _WRAPPED, None)
    if not forgotten:
        raise TypeError(f"{type(trackers).__name__} cannot forget a conversation")
