"""Whether the advisor can answer: the model is loaded, the action server and the database answer."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import urljoin

import aiohttp

from bot.store.addresses import StoreError, database_url
from bot.store.build import built_version
from bot.store.outbox import Outbox

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 3.0


async def checks(agent: Any) -> dict[str, bool]:
    """What answers just now: `model`, `actions`, `database`."""
    actions, database = await asyncio.gather(_actions_answer(agent), _database_answers())
    model = agent is not None and bool(agent.is_ready())
    return {"model": model, "actions": actions, "database": database}


async def backlog(outbox: Outbox) -> dict[str, Any] | None:
    """Requests to advisers that are not delivered yet; None if their store does not answer."""
    looking = asyncio.get_running_loop().run_in_executor(None, outbox.backlog)
    try:
        found = await asyncio.wait_for(looking, PATIENCE_SECONDS)
    except (StoreError, asyncio.TimeoutError) as error:
        logger.warning("website.readiness.handoff error=%s", type(error).__name__)
        return None
    oldest = found.oldest.isoformat(timespec="seconds") if found.oldest else None
    return {"waiting": found.waiting, "failing": found.failing, "oldest": oldest}


async def _actions_answer(agent: Any) -> bool:
    endpoint = getattr(agent, "action_endpoint", None)
    if endpoint is None:
        return False
    timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(urljoin(endpoint.url, "/health")) as answer,
        ):
            return answer.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        logger.warning("website.readiness.actions error=%r", error)
        return False


async def _database_answers() -> bool:
    looking = asyncio.get_running_loop().run_in_executor(None, _look_into_database)
    try:
        return await asyncio.wait_for(looking, PATIENCE_SECONDS)
    except asyncio.TimeoutError:
        logger.warning("website.readiness.database error=timeout")
        return False


def _look_into_database() -> bool:
    try:
        built_version(database_url())
    except StoreError as error:
        logger.warning("website.readiness.database error=%s", error)
        return False
    return True
