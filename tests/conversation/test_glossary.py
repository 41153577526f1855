"""Terms in replies carry their explanation; topics are answered with example, steps and source."""

from __future__ import annotations

import pytest

from bot.conversation.messages import payload
from bot.explain.replies import Reply
from tests.conversation.conftest import Talk


def terms_of(reply: Reply) -> set[str]:
    block = reply.block("glossary")
    return {one["id"] for one in block.content["terms"]} if block else set()


def test_terms_are_explained_where_they_come_up(talk: Talk) -> None:
    talk.all("848180 nach Kanada")
    found = set().union(*(terms_of(one) for one in talk.replies))
    assert {"rex", "change_of_heading"} & found


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_explanation_is_complete_and_leads_to_its_topic(talk: Talk, language: str) -> None:
    glossary = talk.desk.glossary
    text = {"de": "Die LLE nennt den Ab-Werk-Preis.", "en": "The EUR.1 and the ex-works price."}
    block = glossary.added(Reply(text[language]), language).block("glossary")
    assert block is not None
    for one in block.content["terms"]:
        assert one["title"] and one["text"] and one["example"]
        assert one["payload"] == payload("ask_topic", topic=one["id"])


def test_a_term_is_not_explained_by_itself(talk: Talk) -> None:
    talk.say("Was ist REX?", "ask_topic")
    assert "rex" not in terms_of(talk.replies[-2])


def test_what_does_a_short_form_mean(talk: Talk) -> None:
    text = talk.say("was heißt LLE?", "ask_topic")
    assert "24 Monate" in text
    assert "Beispiel:" in text
    assert "Quelle:" in text and "22. November 2026" in text


def test_steps_are_numbered_and_the_letter_can_be_copied(talk: Talk) -> None:
    text = talk.say("wie frage ich meinen Lieferanten nach einer LLE?", "ask_topic")
    assert "\n1. " in text and "\n5. " in text
    letters = [block for one in talk.replies if (block := one.block("declaration"))]
    assert "Anhang 22-16" in letters[0].content["text"]


def test_what_is_known_of_the_case_goes_before_the_general(talk: Talk) -> None:
    talk.say("848180 nach Kanada")
    assert "hängt vom Land ab" not in talk.say("welchen Nachweis brauche ich?", "ask_proof")


def test_what_a_second_source_has_not_confirmed_says_so(talk: Talk) -> None:
    assert "zweiten Quelle" in talk.say("Wann gilt das Abkommen mit Indien?", "ask_topic")
    talk.lang = "en"


def test_unconfirmed_sources_are_named_in_the_language_of_the_user(talk: Talk) -> None:
    text = talk.say("848180 nach Armenien")
    assert "general knowledge" not in text
    assert "allgemeines Wissen" in text
