"""Nothing is only in the text that a page folds away: the cards of a message say it too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.explain.duty_words import MARKETS_WITHOUT_FIGURES
from bot.explain.first_answer import first_answer
from bot.explain.replies import Reply
from bot.explain.texts import Texts, messages
from bot.explain.verdict import verdict
from bot.explain.words import LANGUAGES
from bot.origin.nomenclature import code
from bot.wiring import Services

DAY = date(2026, 11, 22)
# Products with one row, several described rows, farm products, and those of the customs unions.
PRODUCTS = ("841370", "610910", "040690", "870380", "720711")
# The page has its own headings and its own disclaimer.
SAID_BY_THE_PAGE = (
    "disclaimer",
    "rule.title",
    "proof.title",
    "proof.title_free_circulation",
    "claim.title",
    "warning.title",
    "next.title",
    "sources.title",
    "verdict.options",
    "verdict.remedies",
)


def texts_in(value: Any) -> Iterator[str]:
    """All texts of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def prefix(key: str, lang: str) -> str:
    """What a message with placeholders begins with."""
    return messages(lang)[key].partition("%(")[0]


def only_in_text(reply: Reply, lang: str) -> list[str]:
    """Lines of the text that no card says, sources apart."""
    shown = "\n".join(text for block in reply.blocks for text in texts_in(dict(block.content)))
    known = {messages(lang)[key] for key in SAID_BY_THE_PAGE}
    body = reply.text.partition(Texts(lang).text("sources.title"))[0]
    lines = [line.removeprefix("- ") for line in body.splitlines()]
    return [
        line for line in lines if line and line not in known and not is_shown(line, shown, lang)
    ]


def is_shown(line: str, shown: str, lang: str) -> bool:
    """Whether the cards say a line: as it is, or as a figure or name under a heading of the page."""
    if line in shown or all(part in shown for part in line.split(" | ")):
        return True
    for key in ("duty.mfn", "duty.preferential", "duty.within_union", "rule.row"):
        start = prefix(key, lang)
        if line.startswith(start):
            return line.removeprefix(start).rstrip(".") in shown
    if line.startswith(prefix("rule.notation", lang)):
        return line.removeprefix(prefix("rule.notation", lang)).partition(" [")[0] in shown
    name, _, value = line.partition(": ")
    return bool(value) and name in shown and value in shown


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("complete", [False, True])
def test_a_first_answer_says_everything_on_its_cards(
    services: Services, lang: str, complete: bool
) -> None:
    hidden = {}
    seen = 0
    for market in services.catalogue.markets:
        for hs in PRODUCTS:
            advice = services.adviser.advise(code(hs), market, DAY)
            reply = first_answer(advice, services.words, lang, complete=complete)
            block = reply.block("first_answer")
            assert block is not None
            seen += bool(block.content["usable"])
            lines = only_in_text(reply, lang)
            if market in MARKETS_WITHOUT_FIGURES:
                lines = [line for line in lines if line != Texts(lang).text("duty.no_figures")]
            if lines:
                hidden[market, hs] = lines

    assert seen > 200
    assert hidden == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("originating", [True, False, None])
def test_a_verdict_says_everything_on_its_cards(
    services: Services, lang: str, originating: bool | None
) -> None:
    line = {"hs": "841391", "value": "60", "originating": originating, "description": "Motor"}
    product = {"hs": "841370", "ex_works_price": "100", "currency": "EUR"}
    case = {"market": "GB", "date": "2026-11-22", "product": product, "materials": [line]}
    request = services.cases.read(json.dumps(case))

    reply = verdict(services.adviser.assess(request.case), services.words, lang)

    assert only_in_text(reply, lang) == []


@pytest.mark.parametrize(
    ("hs", "market", "key"),
    [("841370", "MX", "others"), ("870380", "GB", "next_steps"), ("841370", "KR", "unknown")],
)
def test_the_card_has_what_the_page_shows_as_lists(
    services: Services, hs: str, market: str, key: str
) -> None:
    advice = services.adviser.advise(code(hs), market, DAY)

    block = first_answer(advice, services.words, "de").block("first_answer")

    assert block is not None
    assert block.content[key]


def test_nothing_to_save_leaves_a_hint_instead_of_steps(services: Services) -> None:
    advice = services.adviser.advise(code("841370"), "JP", DAY)

    short = first_answer(advice, services.words, "de").block("first_answer")
    complete = first_answer(advice, services.words, "de", complete=True).block("first_answer")

    assert short is not None and complete is not None
    assert short.content["pointless"] and short.content["nothing_to_save"]
    assert short.content["hint"] and not short.content["next_steps"]
    assert complete.content["proof"] and not complete.content["hint"]
