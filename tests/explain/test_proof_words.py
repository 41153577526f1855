"""What proves what: origin, free circulation, and that a proof is not confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.explain.advice_json import advice_json, markets_json
from bot.explain.first_answer import first_answer
from bot.explain.replies import Reply
from bot.explain.texts import Texts
from bot.explain.use_it import use_it
from bot.explain.words import LANGUAGES
from bot.origin.nomenclature import code
from bot.wiring import Services
from tests.explain.replies import advised

DAY = date(2026, 11, 22)
PUMP = "841370"
# Customs unions with the product inside: what they ask for is free circulation.
UNIONS = ("TR", "AD", "SM")


def answer(services: Services, market: str, lang: str) -> Reply:
    advice = services.adviser.advise(code(PUMP), market, DAY)
    return first_answer(advice, services.words, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("market", UNIONS)
def test_in_a_customs_union_free_circulation_is_proven_not_origin(
    services: Services, market: str, lang: str
) -> None:
    said = answer(services, market, lang).text
    texts = Texts(lang)

    assert texts.text("proof.title") not in said
    assert texts.text("proof.title_free_circulation") in said
    assert texts.text("duty.preferential", duty="").split(":")[0] not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_elsewhere_origin_is_proven(services: Services, lang: str) -> None:
    assert Texts(lang).text("proof.title") in answer(services, "VN", lang).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_agreement_without_a_confirmed_proof_is_not_called_usable(
    services: Services, lang: str
) -> None:
    reply = answer(services, "KE", lang)
    texts, content = Texts(lang), reply.blocks[0].content

    assert texts.text("proof.unknown") in reply.text
    assert texts.text("next.ask_proof") in reply.text
    assert texts.text("next.customer") not in reply.text
    assert content["proof_open"] is True
    advice = advised(services, "841370", "KE")
    told = advice_json(advice, services.words, lang)
    (line,) = markets_json([advice], services.words, lang)
    (entry,) = told["agreements"]
    assert (entry["applies"], entry["usable"], entry["proof_confirmed"]) == (True, False, False)
    assert (told["usable"], line["usable"], line["proof_confirmed"]) == (False, False, False)
    assert content["proof"] == [texts.text("proof.unknown")]


@pytest.mark.parametrize(
    ("lang", "start"),
    [("de", "Für 8413.70"), ("en", "There is an agreement for 8413.70")],
)
def test_the_headline_for_kenya_leaves_it_open(services: Services, lang: str, start: str) -> None:
    headline = answer(services, "KE", lang).blocks[0].content["headline"]

    assert headline.startswith(start)
    assert {"de": "ist offen", "en": "is open"}[lang] in headline


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whoever_wants_to_use_it_without_a_confirmed_proof_is_told_so(
    services: Services, lang: str
) -> None:
    asked = b'{"market": "KE", "date": "2026-11-22", "product": {"hs": "841370"}}'
    request = services.cases.read(asked)
    assessment = services.adviser.assess(request.case, request.agreement)

    said = use_it(assessment, None, services.words, lang).text

    assert Texts(lang).text("proof.unknown") in said
    assert Texts(lang).text("proof.title") not in said
