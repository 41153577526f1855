"""The online sources that are switched on, in front of the recorded duties."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timezone

from bot.live.access2markets import REFUSAL, Access2Markets
from bot.live.answers import Clock, DutySource, LiveSource
from bot.live.cache import AgedCache
from bot.live.http_client import JsonClient
from bot.live.live_tariffs import MOST_ANSWERS, LiveTariffs
from bot.live.settings import ACCESS2MARKETS, UK, LiveSettings
from bot.live.uk_trade_tariff import ACCEPT, UkTradeTariff

log = logging.getLogger(__name__)


def live_tariffs(
    settings: LiveSettings, recorded: DutySource, now: Clock | None = None
) -> LiveTariffs:
    """The configured sources in front of the recorded duties; warns of one that is never asked."""
    clock = now or _utc_now
    build: Mapping[str, Callable[[], LiveSource]] = {
        UK: lambda: UkTradeTariff(JsonClient(settings.uk_url, ACCEPT), clock),
        ACCESS2MARKETS: Access2Markets,
    }
    if ACCESS2MARKETS in settings.names:
        log.warning(REFUSAL)
    sources = [build[name]() for name in settings.names]
    return LiveTariffs(recorded, sources, clock, AgedCache(MOST_ANSWERS, clock))


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)
