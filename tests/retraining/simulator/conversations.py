"""Simulated conversations, written into the tracker store as Rasa writes them.

What the model makes of each message is asked of the model itself; what the advisor answers is shortened to
what learning reads of it: the case, candidates, first answers, verdicts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from rasa.shared.core.domain import Domain
from sqlalchemy import create_engine, insert

from bot.retraining.running_model import Parsed
from bot.retraining.tracker_events import EVENTS
from bot.store.tracker import AdvisorTrackerStore
from tests.retraining.simulator import sayings
from tests.retraining.simulator.sayings import Saying

WEEKS = 4
_SPAM, _NEW_PRODUCT, _PERSONAL = 0.06, 0.06, 0.1


@dataclass(frozen=True)
class Simulated:
    """A conversation: its name in the store, its beginning, its language, and what is said."""

    sender: str
    begin: datetime
    language: str
    said: tuple[Saying, ...]


def simulated(count: int, seed: int = 1, end: datetime | None = None) -> list[Simulated]:
    """Conversations over four weeks; new words become more frequent from week to week."""
    chance = random.Random(seed)
    last = end or datetime.now(timezone.utc)
    first = last - timedelta(weeks=WEEKS)
    return [_conversation(number, count, first, chance) for number in range(count)]


def _conversation(number: int, count: int, first: datetime, chance: random.Random) -> Simulated:
    progress = number / count
    lang = "de" if chance.random() < 0.7 else "en"
    said = tuple(_said(lang, progress, chance) for _ in range(chance.randint(1, 5)))
    begin = first + timedelta(weeks=WEEKS) * progress
    return Simulated(f"sim-{number:05d}", begin, lang, said)


def _said(lang: str, progress: float, chance: random.Random) -> Saying:
    draw = chance.random()
    if draw < _SPAM:
        return sayings.spam(lang, chance)
    if draw < _SPAM + _NEW_PRODUCT:
        return sayings.new_product(lang, chance)
    if draw < _SPAM + _NEW_PRODUCT + 0.4 * progress:
        one = sayings.drifted(lang, chance)
    else:
        one = sayings.as_ever(lang, chance.choice(sayings.intents(lang)), chance)
    return sayings.with_personal_data(one, chance) if chance.random() < _PERSONAL else one


# --- events ---------------------------------------------------------------------------------


@dataclass
class _Writer:
    """The events of one conversation in Rasa's form."""

    one: Simulated
    model_id: str
    read: Mapping[str, Parsed]
    chance: random.Random
    time: datetime = field(init=False)
    rows: list[dict[str, Any]] = field(default_factory=list)
    case: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.time = self.one.begin
        self.case = {"version": 1, "language": self.one.language, "pending": ["product", ""]}

    def events(self) -> list[dict[str, Any]]:
        self._add(
            "action",
            name="action_session_start",
            policy=None,
            confidence=1.0,
            action_text=None,
            hide_rule_turn=False,
        )
        self._add("session_started")
        self._listen()
        for saying in self.one.said:
            self._turn(saying)
        return self.rows

    def _turn(self, saying: Saying) -> None:
        parsed = self.read[saying.text]
        self._user(saying.text, parsed.intent, parsed.confidence, parsed.ranking, parsed.entities)
        understood = parsed.intent == saying.intent
        if not understood:
            self.case["misses"] = self.case.get("misses", 0) + 1
            self._say(
                "Das habe ich leider nicht verstanden."
                if self.one.language == "de"
                else "Sorry, I did not understand."
            )
            self._react()
        elif saying.product:
            self._product(saying)
        else:
            self._answer(saying)
        self._listen()

    def _react(self) -> None:
        """What a visitor does who is misunderstood."""
        draw = self.chance.random()
        if draw < 0.15:
            self._user(
                '/feedback{"value": "down"}',
                "feedback",
                1.0,
                (),
                ({"entity": "value", "value": "down"},),
            )
        elif draw < 0.35:
            self._user("/go_back", "go_back", 1.0, (), ())

    def _product(self, saying: Saying) -> None:
        self.case.update(words=saying.product, pending=["heading", ""], misses=0)
        offered = ["8481", "8413"] if saying.drifted else [saying.hs[:4], "8413"]
        blocks = [
            {
                "kind": "candidates",
                "content": {"candidates": [{"hs": hs, "label": hs} for hs in offered]},
            }
        ]
        self._say("Welche Warengruppe passt?", blocks)
        chosen = saying.hs
        payload = "/choose_product" + json.dumps({"hs": chosen})
        if saying.drifted and self.chance.random() < 0.4:
            self._user("/none_of_these", "none_of_these", 1.0, (), ())
            return
        self._user(payload, "choose_product", 1.0, (), ({"entity": "hs", "value": chosen},))
        market = next(
            (
                str(one["value"])
                for one in self.read[saying.text].entities
                if one.get("entity") == "market"
            ),
            "JP",
        )
        self.case.update(
            hs=chosen, markets=[market], market=market, value="47300", pending=["next", ""]
        )
        content = {"market": market, "usable": True, "nothing_to_save": False}
        self._say("Es gibt ein Abkommen.", [{"kind": "first_answer", "content": content}])
        if self.chance.random() < 0.4:
            status = self.chance.choice(["originating", "not_originating", "undetermined"])
            self.case.update(verdict_shown=True)
            self._say("Ergebnis.", [{"kind": "result", "content": {"status": status}}])

    def _answer(self, saying: Saying) -> None:
        self.case.update(misses=0)
        self._say(f"Antwort auf {saying.intent}.")

    # --- one event --------------------------------------------------------------------------

    def _user(
        self,
        text: str,
        intent: str,
        confidence: float,
        ranking: Sequence[Any],
        entities: Sequence[Any],
    ) -> None:
        parse = {
            "intent": {"name": intent, "confidence": confidence},
            "entities": [dict(one) for one in entities],
            "text": text,
            "message_id": f"{self.chance.getrandbits(128):032x}",
            "metadata": {"lang": self.one.language},
            "intent_ranking": [{"name": name, "confidence": share} for name, share in ranking],
        }
        self._add(
            "user",
            text=text,
            parse_data=parse,
            input_channel="website",
            message_id=parse["message_id"],
            lang=self.one.language,
        )

    def _say(self, text: str, blocks: Sequence[Mapping[str, Any]] = ()) -> None:
        custom = {"blocks": list(blocks)} if blocks else None
        data = {
            "elements": None,
            "quick_replies": None,
            "buttons": None,
            "attachment": None,
            "image": None,
            "custom": custom,
        }
        self._add("bot", text=text, data=data)
        case = json.dumps(self.case, ensure_ascii=False)
        self._add("slot", name="case", value=case)
        self._add("slot", name="language", value=self.one.language)

    def _listen(self) -> None:
        self._add(
            "action",
            name="action_listen",
            policy=None,
            confidence=None,
            action_text=None,
            hide_rule_turn=False,
        )

    def _add(self, kind: str, lang: str = "", **content: Any) -> None:
        self.time += timedelta(seconds=self.chance.uniform(0.1, 9))
        metadata = {
            "model_id": self.model_id,
            "assistant_id": "fta-advisor",
            **({"lang": lang} if lang else {}),
        }
        data = {"event": kind, "timestamp": self.time.timestamp(), "metadata": metadata, **content}
        intent = content.get("parse_data", {}).get("intent", {}).get("name")
        self.rows.append(
            {
                "sender_id": self.one.sender,
                "type_name": kind,
                "timestamp": self.time.timestamp(),
                "intent_name": intent,
                "action_name": content.get("name"),
                "data": json.dumps(data),
            }
        )


def write(
    url: str,
    conversations: Sequence[Simulated],
    parse: Callable[[Sequence[str]], list[Parsed]],
    model_id: str,
    seed: int = 1,
) -> int:
    """Write conversations into the tracker store at an address; returns the number of events."""
    AdvisorTrackerStore(Domain.empty(), host=url).engine.dispose()
    texts = sorted({saying.text for one in conversations for saying in one.said})
    read = {one.text: one for one in parse(texts)}
    chance = random.Random(seed)
    rows = [row for one in conversations for row in _Writer(one, model_id, read, chance).events()]
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(insert(EVENTS), rows)
    engine.dispose()
    return len(rows)
