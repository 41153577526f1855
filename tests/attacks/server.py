"""Rasa's own server with the real channel, the real conversation and the real stores; only no model.

Run as `python -m tests.attacks.server PORT`. What is typed is read by the conversation's own readers, so
everything an attacker can reach is there: sessions, buttons, uploads, results, handoffs, deletion.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from rasa.core.run import configure_app
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.utils.endpoints import EndpointConfig

from actions.advice_entries import log_answers
from actions.channels import on_page
from bot.conversation.desk import desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import Turn
from bot.conversation.rehearsal import warm_up
from bot.conversation.state import CaseState
from bot.store.tracker import AdvisorTrackerStore
from bot.web.handoff_routes import Handing
from bot.web.settings import WebSettings
from bot.web.website import WebsiteChannel
from tests.architecture.import_contracts import ROOT
from tests.web.stub_server import CONTACT

SLOW = "bitte langsam"
SLOW_BEGUN = "A slow turn has begun."
CRASH = "bitte abstürzen"


class ConversingAgent:
    """Answers as the action server does, and keeps what was said in Rasa's SQL store."""

    def __init__(self, action_server: str) -> None:
        domain = Domain.load(str(ROOT / "domain.yml"))
        self.tracker_store = AdvisorTrackerStore(domain)
        self.action_endpoint = EndpointConfig(f"{action_server}/webhook")

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        text, metadata = message.text or "", message.metadata or {}
        if text == CRASH:
            raise RuntimeError(f"gescheitert an: {text}")
        if text.startswith(SLOW):
            print(SLOW_BEGUN, flush=True)
            await asyncio.sleep(2)
        tracker.update(UserUttered(text, metadata=metadata))
        state = CaseState.from_json(tracker.get_slot("case"))
        loop = asyncio.get_running_loop()
        said = Turn(text, "", 0.0, metadata)
        after, replies = await loop.run_in_executor(None, turn, state, said, desk())
        for one in replies:
            shown = on_page(one, after.lang)
            data = {"buttons": shown.get("buttons"), "custom": shown.get("json_message")}
            uttered = BotUttered(str(shown["text"]), data, {"language": shown["language"]})
            tracker.update(uttered)
            await message.output_channel.send_response(message.sender_id, uttered.message())
        tracker.update(SlotSet("case", after.to_json()))
        await loop.run_in_executor(
            None, log_answers, state, after, replies, message.sender_id, desk()
        )
        await self.tracker_store.save(tracker)


def main(port: int) -> None:
    warm_up()
    settings = WebSettings.from_environment(os.environ)
    channel = WebsiteChannel(CONTACT, settings, Handing.from_environment(), 20.0)
    app = configure_app([RestInput(), channel], enable_api=False, port=port)

    async def use_conversation(running: Any, _loop: Any) -> None:
        # It is its own action server: its /health answers.
        running.ctx.agent = ConversingAgent(f"http://127.0.0.1:{port}")

    app.register_listener(use_conversation, "before_server_start")
    app.run(host="127.0.0.1", port=port, access_log=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
