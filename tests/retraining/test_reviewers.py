"""The ways to review: keys in the terminal, the page in the browser, Label Studio."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, sync_playwright
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.retraining.errors import LearningError
from bot.retraining.label_studio import export_tasks, import_annotations
from bot.retraining.merge import intents_of
from bot.retraining.places import Places
from bot.retraining.review_queue import ReviewQueue, reviewed
from bot.retraining.select_items import select_items
from bot.retraining.terminal_review import TerminalReview
from bot.retraining.web_review import WebReview, serving_review
from bot.serving.system_programs import find_chromium
from tests.architecture.import_contracts import ROOT
from tests.retraining.conftest import Said, user

INTENTS = intents_of(ROOT)
MARKETS = {"japan": "JP", "kanada": "CA"}


def market_of(words: str) -> str | None:
    return MARKETS.get(words.casefold())


def missed(text: str, **more: object) -> dict:
    return user(text, "nlu_fallback", 0.25, others=[("affirm", 0.2), ("ask_duty", 0.19)], **more)


@pytest.fixture
def queue(places: Places, talked: Said) -> ReviewQueue:
    for number in range(3):
        talked(f"a{number}", missed("präfi für japan und ja bitte"))
    talked("b", missed("uetext ventile"))
    select_items(places)
    return ReviewQueue(places, "anna")


# --- terminal -------------------------------------------------------------------------------


def typed(queue: ReviewQueue, keys: str) -> TerminalReview:
    pipe = create_pipe_input()
    try:
        pipe.send_text(keys.replace("|", "\r"))
        review = TerminalReview(queue, INTENTS, market_of, pipe, DummyOutput())
        review.run()
        return review
    finally:
        pipe.close()


def decided(places: Places) -> list[tuple[str, str]]:
    return [(part.text, part.intent) for item in reviewed(places) for part in item.parts]


def test_accept_and_another_intent_by_digit(places: Places, queue: ReviewQueue) -> None:
    assert typed(queue, "2|a|").decided == 2
    assert decided(places) == [
        ("präfi für japan und ja bitte", "ask_duty"),
        ("uetext ventile", "affirm"),
    ]


def test_any_intent_by_a_part_of_its_name(places: Places, queue: ReviewQueue) -> None:
    typed(queue, "i|nonsense|i|use_|q|")
    assert decided(places) == [("präfi für japan und ja bitte", "use_it")]


def test_split_and_skip(places: Places, queue: ReviewQueue) -> None:
    typed(queue, "s|präfi für japan|ask_duty|ja bitte|affirm||k|")
    assert decided(places) == [("präfi für japan", "ask_duty"), ("ja bitte", "affirm")]
    assert queue.counts() == {"open": 0, "done": 1, "skipped": 1}


def test_entities_are_edited(places: Places, queue: ReviewQueue) -> None:
    typed(queue, "e|market=japan; product=präfi>8481.80|a|q|")
    (item,) = reviewed(places)
    assert item.parts[0].entities == (
        {"entity": "market", "value": "JP", "start": 10, "end": 15},
        {"entity": "product", "value": "präfi", "start": 0, "end": 5, "hs": "848180"},
    )


def test_undo_in_the_terminal(places: Places, queue: ReviewQueue) -> None:
    typed(queue, "a|u|2|q|")
    assert decided(places) == [("präfi für japan und ja bitte", "ask_duty")]


def test_leaving_keeps_everything(places: Places, queue: ReviewQueue) -> None:
    typed(queue, "a|q|")
    assert len(decided(places)) == 1
    other = ReviewQueue(places, "ben").next()
    assert other is not None
    assert other.text == "uetext ventile"


# --- browser --------------------------------------------------------------------------------


@pytest.fixture
def page(queue: ReviewQueue) -> Iterator[tuple[str, WebReview]]:
    review = WebReview(queue, INTENTS, market_of)
    with serving_review(review) as address:
        yield address.partition("#")[0].rstrip("/"), review


def post(
    page: tuple[str, WebReview], path: str, body: dict | None = None, **headers: str
) -> requests.Response:
    address, review = page
    sent = {"X-Review-Key": review.key, **headers}
    return requests.post(address + path, json=body or {}, headers=sent, timeout=10)


def test_the_page_decides_items(places: Places, page: tuple[str, WebReview]) -> None:
    first = post(page, "/next").json()["item"]
    body = {
        "id": first["id"],
        "version": 0,
        "parts": [{"text": first["text"], "intent": "ask_duty", "entities": []}],
    }

    second = post(page, "/decide", body).json()

    assert second["item"]["text"] == "uetext ventile"
    assert second["counts"] == {"open": 1, "done": 1, "skipped": 0}
    assert decided(places) == [(first["text"], "ask_duty")]
    assert post(page, "/decide", body).status_code == 409
    assert post(page, "/undo", {"id": second["item"]["id"]}).json()["item"]["id"] == first["id"]
    assert post(page, "/market", {"words": "Japan"}).json() == {"market": "JP"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/decide", {}),
        ("/decide", {"id": 1, "version": 0, "parts": []}),
        ("/decide", {"id": 1, "version": 0, "parts": [{"text": "not said", "intent": "affirm"}]}),
        ("/decide", {"id": 1, "version": 0, "parts": [{"text": "präfi", "intent": "no_such"}]}),
        ("/skip", {"id": 999, "version": 0}),
    ],
)
def test_the_page_refuses_what_is_wrong(
    places: Places, page: tuple[str, WebReview], path: str, body: dict
) -> None:
    answer = post(page, path, body)

    assert answer.status_code == 409
    assert answer.json()["error"]
    assert decided(places) == []


def test_only_who_has_the_key_may_see_messages(page: tuple[str, WebReview]) -> None:
    assert post(page, "/next", **{"X-Review-Key": "guessed"}).status_code == 403
    assert post(page, "/next", Host="evil.example").status_code == 403
    address, _ = page
    assert requests.get(address + "/../commands.py", timeout=10).status_code == 404
    shown = requests.get(address + "/", timeout=10)
    assert "script-src 'self'" in shown.headers["Content-Security-Policy"]
    assert "präfi" not in shown.text


# --- Label Studio ---------------------------------------------------------------------------


def annotated(task: dict, intent: str, *spans: tuple[str, int, int]) -> dict:
    result = [
        {
            "from_name": "intent",
            "to_name": "text",
            "type": "choices",
            "value": {"choices": [intent]},
        }
    ]
    result += [
        {
            "from_name": "entity",
            "to_name": "text",
            "type": "labels",
            "value": {"labels": [name], "start": start, "end": end},
        }
        for name, start, end in spans
    ]
    return {**task, "annotations": [{"result": result}]}


def test_label_studio_there_and_back(places: Places, queue: ReviewQueue, tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    assert export_tasks(places, file, INTENTS) == 2
    assert '<Choice value="ask_duty"/>' in file.with_suffix(".xml").read_text(encoding="utf-8")
    first, second = json.loads(file.read_text(encoding="utf-8"))
    assert first["data"]["text"] == "präfi für japan und ja bitte"
    assert first["predictions"][0]["result"][0]["value"] == {"choices": ["affirm"]}

    done = [annotated(first, "ask_duty", ("market", 10, 15)), annotated(second, "use_it")]
    file.write_text(json.dumps(done), encoding="utf-8")
    item = queue.next()
    assert item is not None
    queue.skip(item)

    assert import_annotations(places, file, "clara", INTENTS, market_of) == (1, 1)
    assert decided(places) == [("uetext ventile", "use_it")]


def test_a_drawn_market_gets_its_code(places: Places, queue: ReviewQueue, tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    export_tasks(places, file, INTENTS)
    first, _ = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(
        json.dumps([annotated(first, "ask_duty", ("market", 10, 15))]), encoding="utf-8"
    )

    import_annotations(places, file, "clara", INTENTS, market_of)

    (item,) = reviewed(places)
    assert item.parts[0].entities == ({"entity": "market", "value": "JP", "start": 10, "end": 15},)


@pytest.mark.parametrize("content", ["", "[1]", '[{"annotations": [{"result": []}], "data": {}}]'])
def test_a_file_that_is_no_export_is_refused(places: Places, tmp_path: Path, content: str) -> None:
    file = tmp_path / "tasks.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(LearningError, match="no JSON export"):
        import_annotations(places, file, "clara", INTENTS, market_of)


# --- in a real browser ----------------------------------------------------------------------


@pytest.fixture
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("needs a Chromium on PATH (Debian: chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(path), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.browser
def test_the_keys_of_the_page(
    places: Places, page: tuple[str, WebReview], browser: Browser
) -> None:
    address, review = page
    shown = browser.new_page()
    faults: list[str] = []
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    shown.goto(f"{address}/#{review.key}")
    expect = shown.get_by_text("präfi für japan und ja bitte")
    expect.wait_for()

    # Select "japan" in the message, mark it as a market, choose the second intent, accept.
    shown.evaluate(
        """() => { const text = document.getElementById('said').firstChild, range = document.createRange();
        range.setStart(text, 10); range.setEnd(text, 15);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    shown.keyboard.press("m")
    shown.get_by_label("Value of market").wait_for()
    shown.keyboard.press("2")
    shown.keyboard.press("a")
    shown.get_by_text("1 open, 1 done").wait_for()

    (item,) = reviewed(places)
    assert item.parts[0].intent == "ask_duty"
    assert item.parts[0].entities == ({"entity": "market", "value": "JP", "start": 10, "end": 15},)
    shown.keyboard.press("u")
    shown.get_by_text("2 open, 0 done").wait_for()
    assert list(reviewed(places)) == []
    assert faults == []
    shown.close()
