"""Random visitors over HTTP: what they type, press, repeat and send goes through the channel and the stores.

The same visitors as in tests.conversation.fuzzing, and besides: bodies of wrong types, tokens of nobody, and
two messages of one visitor at the same time. The case before and after every turn is read from the tracker
store, so that a yes that nobody said or a case that is gone is seen there, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from bot.conversation.desk import Desk
from bot.conversation.messages import Turn
from bot.conversation.state import CaseState
from bot.explain.replies import Button, Reply
from bot.web.conversations import sender_of
from tests.attacks.conftest import Server, Visitor
from tests.conversation import fuzzing
from tests.conversation.fuzzing import Crowd, Taken, told, wrong

_WRONG: tuple[Any, ...] = (
    {"text": 5},
    {"text": None},
    {"text": ["ja"]},
    {"text": {"a": 1}},
    {"text": "ja", "payload": "/affirm"},
    {"payload": 7},
    {"payload": ["/affirm"]},
    {"bill": "Motor 5"},
    {"bill": [[[]]]},
    {"bill": [None, 3, "x"]},
    {"lang": "de"},
    {},
    [],
    "ja",
    3,
    None,
)
_RAW = (b"", b"{", b"\xff\xfe{}", b"[" * 5000, b'{"text": "\\ud800"}', b'{"text": 1e999}')
_BAD_LOG = re.compile(r"Traceback|\bERROR\b|\bCRITICAL\b|Exception|website\.request\.failed")
_MOST_OF_LOG = 400


class HttpCrowd:
    """Visitors of a server; every step is one request, or two at the same time."""

    def __init__(self, server: Server, desk: Desk, seed: int, visitors: int = 7) -> None:
        self.server = server
        self.crowd = Crowd(desk, seed, visitors)
        self.rng = self.crowd.rng
        self.store: Engine = create_engine(server.tracker_url)
        self.browsers = {one.name: server.visitor().open() for one in self.crowd.visitors}
        self.pool = ThreadPoolExecutor(2)
        self.statuses: dict[int, int] = {}
        for one in self.crowd.visitors:
            self._seen(one, self.browsers[one.name].messages)

    def step(self) -> str:
        """One message of one visitor; what is wrong with the answer, empty if nothing is."""
        visitor = self.rng.choice(self.crowd.visitors)
        if self.browsers[visitor.name].token and self.rng.random() < 0.01:
            self.browsers[visitor.name].call("DELETE", "session")
            self._seen(visitor, self.browsers[visitor.name].open().messages)
        ways: tuple[tuple[Callable[[fuzzing.Visitor], str], int], ...] = (
            (self._message, 86),
            (self._wrong_types, 6),
            (self._nobody, 2),
            (self._both_at_once, 6),
        )
        (way,) = self.rng.choices([one for one, _ in ways], [weight for _, weight in ways])
        return way(visitor)

    def _message(self, visitor: fuzzing.Visitor) -> str:
        sent = self.crowd.message(visitor)
        before = self._case(visitor)
        answer = self._post(visitor, _body(sent))
        after = self._case(visitor)
        if answer.status_code >= 500:
            return f"{answer.status_code} to {_body(sent)!r}"
        if not answer.ok:
            return "" if after == before else f"refused, and the case changed: {sent.text!r}"
        replies = self._seen(visitor, answer.json()["messages"])
        visitor.sent = [*visitor.sent[-20:], sent]
        return wrong(Taken(visitor.name, before, sent, after, replies))

    def _wrong_types(self, visitor: fuzzing.Visitor) -> str:
        before = self._case(visitor)
        if self.rng.random() < 0.3:
            raw = self.rng.choice(_RAW)
            answer = self._request(visitor, data=raw, headers={"Content-Type": "application/json"})
        else:
            answer = self._request(visitor, json=self.rng.choice(_WRONG))
        if answer.status_code >= 500:
            return f"{answer.status_code} to wrong types: {answer.request.body!r}"
        if answer.ok:
            # A bill of nonsense lines is a message that says what cannot be read.
            self._seen(visitor, answer.json()["messages"])
        changed = told(self._case(visitor)) != told(before)
        return f"the case changed by {answer.request.body!r}" if changed else ""

    def _nobody(self, visitor: fuzzing.Visitor) -> str:
        token = self.rng.choice(("", "A" * 43, "web-" + "0" * 40, self._token(visitor)[::-1]))
        body = {"text": "ja", "lang": "de"}
        answer = self._request(visitor, json=body, headers={"X-Session": token})
        return "" if answer.status_code == 404 else f"{answer.status_code} to a token of nobody"

    def _both_at_once(self, visitor: fuzzing.Visitor) -> str:
        """Two messages at the same time: each is answered or refused, and what they said is kept in order."""
        bodies = [_body(self.crowd.message(visitor)) for _ in range(2)]
        answers = list(self.pool.map(lambda body: self._post(visitor, body), bodies))
        for answer in answers:
            if answer.status_code >= 500:
                return f"{answer.status_code} to one of two at once: {bodies!r}"
        heard = [one for answer in answers if answer.ok for one in answer.json()["messages"]]
        self._seen(visitor, heard)
        self._case(visitor)
        return ""

    def _post(self, visitor: fuzzing.Visitor, body: dict[str, Any]) -> requests.Response:
        return self._request(visitor, json=body)

    def _request(self, visitor: fuzzing.Visitor, **more: Any) -> requests.Response:
        browser: Visitor = self.browsers[visitor.name]
        answer = browser.ask("POST", "/webhooks/website/message", **more)
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        return answer

    def _token(self, visitor: fuzzing.Visitor) -> str:
        return self.browsers[visitor.name].token

    def _seen(self, visitor: fuzzing.Visitor, messages: list[dict[str, Any]]) -> tuple[Reply, ...]:
        replies = tuple(
            Reply(
                one["text"],
                buttons=tuple(Button(each["title"], each["payload"]) for each in one["buttons"]),
            )
            for one in messages
        )
        visitor.replies, visitor.stored = replies, self._case(visitor).to_json()
        return replies

    def _case(self, visitor: fuzzing.Visitor) -> CaseState:
        """The case as the tracker store keeps it."""
        latest = (
            "select data from events where sender_id = :sender and type_name = 'slot'"
            ' and data like \'%"name": "case"%\' order by id desc limit 1'
        )
        with self.store.connect() as connection:
            row = connection.execute(text(latest), {"sender": sender_of(self._token(visitor))})
            found = row.scalar()
        return CaseState.from_json(json.loads(found)["value"] if found else None)

    def in_log(self) -> str:
        """The first exception or error in the server's log, empty if there is none."""
        logged = self.server.logged()
        found = _BAD_LOG.search(logged)
        return logged[found.start() : found.start() + _MOST_OF_LOG] if found else ""


def _body(sent: Turn) -> dict[str, Any]:
    """The request that a page would send for the message."""
    lang = sent.metadata.get("lang")
    if isinstance(sent.metadata.get("bill"), list):
        return {"bill": sent.metadata["bill"], "lang": lang}
    if sent.text.startswith("/"):
        return {"payload": sent.text, "lang": lang}
    return {"text": sent.text, "lang": lang}


def crowded(server: Server, desk: Desk, seed: int, turns: int) -> tuple[list[str], dict[int, int]]:
    """All that is wrong in so many turns, and how often which status was answered."""
    crowd = HttpCrowd(server, desk, seed)
    faults = []
    for number in range(turns):
        fault = crowd.step()
        if fault:
            faults.append(f"seed {seed}, turn {number}: {fault}")
    logged = crowd.in_log()
    return [*faults, *([f"in the log: {logged}"] if logged else [])], crowd.statuses
