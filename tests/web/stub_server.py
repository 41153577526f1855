"""Rasa's own server with the real channels and an agent that answers by a script.

Run as `python -m tests.web.stub_server PORT`. Everything but the model is as in production.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from rasa.core.run import configure_app
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.utils.endpoints import EndpointConfig

from bot.web.contact import Contact
from bot.web.handoff_routes import Handing
from bot.web.settings import WebSettings
from bot.web.website import WebsiteChannel

# Long enough for every answer but the one that never comes, also on a busy machine.
ANSWER_SECONDS = 5.0
CONTACT = Contact({"de": "Haus der Hilfe", "en": "House of Help"}, "https://help.example")

GREETING = {
    "de": ("Guten Tag. Ich bin ein automatisierter Assistent.", "Export prüfen"),
    "en": ("Hello. I am an automated assistant.", "Check an export"),
}
DECLARATION = "Der Ausführer erklärt <b>dies</b>.\nOrt und Datum"

CARDS: dict[str, Any] = {
    "result": {
        "status": "not_originating",
        "headline": "Die Regel ist nicht erfüllt.",
        "reason": "Der Anteil ist zu hoch.",
        "alternatives": ["Möglichkeit 1: nicht erfüllt", "Möglichkeit 2: offen"],
        "headroom": "",
        "shortfalls": ["Es fehlen 120,00 €."],
        "remedies": ["Motor aus der EU kaufen."],
        "conditions": ["Direkt liefern."],
        "notes": ["Bitte bestätigen lassen."],
    },
    "table": {
        "title": "Rechnung",
        "columns": ["Material", "Code", "Wert"],
        "rows": [
            ["Motor <script>alert(1)</script>", "8501", "1.234,50 €"],
            ["Gehäuse", "7325", "180,00 €"],
        ],
        "align": ["left", "left", "right"],
    },
    "rule": {
        "title": "",
        "text": "Alle fremden Vormaterialien müssen eine andere Position haben.",
        "example": "Beispiel: Preis 1.000 €, höchstens 500 €.",
        "terms": "",
        "notation": "CTH; or MaxNOM 50 % (EXW)",
        "source": "Anhang 3-B",
    },
    "sources": {
        "sources": [
            {"title": "Abkommen", "url": "https://example.org/law", "as_of": "2026-11-22"},
            {"title": "Böse", "url": "javascript:alert(1)", "as_of": None},
        ]
    },
}
FIRST_ANSWER: dict[str, Any] = {
    "nothing_to_save": False,
    "headline": "Sie können das Abkommen mit Japan nutzen.",
    "status": "Es ist in Kraft.",
    "mfn": "4,3 %",
    "preferential": "0 %",
    "saving": "Sie sparen 2.150,00 €.",
    "notes": [],
    "proof": ["Erklärung zum Ursprung"],
    "conditions": ["Direkt liefern."],
    "warnings": [],
    "unknown": ["Den Zoll am Bestimmungsort nennt Access2Markets."],
    "others": ["Noch nicht nutzbar: Abkommen von morgen."],
    "next_steps": ["Bereiten Sie den Nachweis vor."],
    "hint": "Nach der Regel können Sie fragen.",
    "rule_notes": ["Die Regel ist hier nicht erfasst."],
}
MARKETS = {
    "title": "Märkte",
    "columns": ["Markt", "Stand", "Zoll", "Präferenz", "Vorteil", "Regel", "Nachweis"],
    "rows": [["Japan", "angewendet", "4,3 %", "0 %", "4,3 %", "CTH", "Erklärung zum Ursprung"]] * 6,
    "align": ["left", "left", "right", "right", "right", "left", "left"],
}


def blocks(*kinds: str) -> dict[str, Any]:
    return {"blocks": [{"kind": kind, "content": CARDS[kind]} for kind in kinds]}


class ScriptedAgent:
    """Answers as the script says, and keeps what was said as Rasa does."""

    def __init__(self, action_server: str) -> None:
        self.tracker_store = InMemoryTrackerStore(Domain.empty())
        self.action_endpoint = EndpointConfig(f"{action_server}/webhook")

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, metadata=message.metadata))
        for utterance in await self.script(message):
            tracker.update(utterance)
            await message.output_channel.send_response(message.sender_id, utterance.message())
        await self.tracker_store.save(tracker)

    async def script(self, message: UserMessage) -> list[BotUttered]:
        text = message.text or ""
        lang = (message.metadata or {}).get("lang", "de")
        if text == "stumm":
            return []
        if text == "langsam":
            await asyncio.sleep(60)
        if text == "absturz":
            raise RuntimeError("der Agent ist abgestürzt")
        return [BotUttered(said, data) for said, data in scripted(text, lang)]


def scripted(text: str, lang: str) -> list[tuple[str, dict[str, Any]]]:
    if text == "/open":
        greeting, title = GREETING[lang]
        buttons = [{"title": title, "payload": '/choose_product{"hs": "8413"}'}]
        return [(greeting, {"buttons": buttons})]
    if text == "karten":
        text = "Nicht erfüllt.\n\n- Zeile eins\n- https://example.org/x."
        return [(text, {"custom": blocks("result", "table", "rule", "sources")})]
    if text == "erklärung":
        content = {"text": DECLARATION, "language": "de", "languages": ["de"], "notes": []}
        return [
            (f"Der Text:\n\n{DECLARATION}", {"custom": {"kind": "declaration", "content": content}})
        ]
    if text in ("ja", "nein"):
        content = {**FIRST_ANSWER, "usable": text == "ja"}
        said = f"{content['headline']}\n\nNächster Schritt: fragen Sie den Zoll."
        return [(said, {"custom": {"kind": "first_answer", "content": content}})]
    if text == "märkte":
        return [("Japan: 0 %", {"custom": {"kind": "markets", "content": MARKETS}})]
    if text == "frage":
        content = {
            "question": "Stellen Sie alles selbst her?",
            "why": "Davon hängt es ab.",
            "example": "Zum Beispiel: ja.",
        }
        buttons = [{"title": "Ja", "payload": "/affirm"}, {"title": "Nein", "payload": "/deny"}]
        said = "Stellen Sie alles selbst her?\nDavon hängt es ab."
        return [(said, {"buttons": buttons, "custom": {"kind": "question", "content": content}})]
    return [(f"Verstanden: {text} ({lang})", {})]


def main(port: int) -> None:
    settings = WebSettings.from_environment(os.environ, ["https://partner.example"])
    channel = WebsiteChannel(CONTACT, settings, Handing.from_environment(), ANSWER_SECONDS)
    app = configure_app([RestInput(), channel], enable_api=False, port=port)

    async def use_script(running: Any, _loop: Any) -> None:
        # It is its own action server: its /health answers.
        running.ctx.agent = ScriptedAgent(f"http://127.0.0.1:{port}")

    app.register_listener(use_script, "before_server_start")
    app.run(host="127.0.0.1", port=port, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
