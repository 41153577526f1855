"""The outbox and the ways to the advisers of this process, by its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta

from bot.handoff.delivering import Deliverer
from bot.handoff.senders import senders_of
from bot.handoff.settings import HandoffSettings
from bot.store.addresses import database_url, handoff_url
from bot.store.outbox import Outbox


def open_outbox(environment: Mapping[str, str] | None = None) -> Outbox:
    """The outbox beside the database; raises StoreError if it cannot be used."""
    return Outbox.open(handoff_url(database_url(environment)))


def deliverer(outbox: Outbox, environment: Mapping[str, str] | None = None) -> Deliverer:
    """Who delivers; raises SettingsError if a variable is wrong."""
    settings = HandoffSettings.from_environment(os.environ if environment is None else environment)
    return Deliverer(outbox, senders_of(settings), timedelta(days=settings.keep_days))
