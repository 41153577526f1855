"""What is said in other words than a question expects: it leads on, and nothing told is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.conversation.state import Asked, Pending
from tests.conversation.conftest import Talk

ALL_ORIGINATING = "materials.all_originating"


@pytest.fixture
def checking(talk: Talk) -> Talk:
    """A self-check with the question about all materials open."""
    talk.all("848180 nach Kanada", "prüfen", "ja")
    assert talk.state.pending == Pending(Asked.FACT, ALL_ORIGINATING)
    return talk


@pytest.mark.parametrize(
    ("text", "market"),
    [
        ("die Stoffe kommen aus der Türkei", "Türkei"),
        ("nein, der Zucker ist aus Brasilien", "Brasilien"),
        ("no, sugar is from Brazil and cocoa from Ghana", "Ghana"),
    ],
)
def test_an_origin_elsewhere_is_a_no_and_echoed(checking: Talk, text: str, market: str) -> None:
    told = checking.say(text)
    assert checking.state.answers == {ALL_ORIGINATING: False}
    assert f"Genannt: {market}" in told or f", {market}" in told


@pytest.mark.parametrize(
    "text",
    [
        "alles aus Deutschland",
        "nichts aus China",
        "no materials from China",
        "ja, der Motor ist aus China",
        "der Motor kommt aus Kanada",
    ],
)
def test_any_other_origin_is_asked_back(checking: Talk, text: str) -> None:
    checking.say(text)
    assert checking.state.answers == {}
    assert {one.payload for one in checking.buttons} == {"/affirm", "/deny", "/dont_know"}


def test_all_materials_cannot_cost_less_than_a_part_of_them(english: Talk) -> None:
    english.all("841370 to Vietnam", "check", "yes", "no", "no", "600", "500")
    assert "do not fit together" in english.say("1")
    assert english.state.pending == Pending(Asked.FACT, "non_originating_value.all")
    assert "non_originating_value.all" not in english.state.answers
    english.say("550")
    assert english.state.answers["non_originating_value.all"] == Decimal(550)


def test_words_taken_for_another_product_lead_back_to_the_case(talk: Talk) -> None:
    talk.say("850440 nach Korea")
    talk.say("und wenn wir das Gehäuse selbst machen", "check_export")
    assert talk.state.hs == ""
    talk.press("Bei 8504.40")
    assert (talk.state.hs, talk.state.market) == ("850440", "KR")
    assert talk.state.pending == Pending(Asked.NEXT)


def test_the_way_back_is_offered_among_kinds_of_goods_too(talk: Talk) -> None:
    talk.say("850440 nach Korea")
    talk.say("und Maschinen", "follow_up_product")
    assert talk.asked == "kind"
    talk.press("Bei 8504.40")
    assert talk.state.hs == "850440"


def test_no_way_back_is_offered_before_there_is_a_case(talk: Talk) -> None:
    talk.say("Ventile")
    assert not [one for one in talk.buttons if one.payload == "/go_back"]


def test_unknown_product_words_are_misses(talk: Talk) -> None:
    talk.say("Blorfinator nach Kenia")
    for unknown in ("Xyzzyqu", "Zwirbelknatterer"):
        assert f"Auch zu „{unknown}“" in talk.say(unknown)
        assert talk.asked == "kind"
        assert talk.button("Beratung").payload == "/adviser"
    assert "8421" in talk.all("Wasserfilter") + talk.buttons[0].title


def test_an_unknown_word_after_a_miss_leads_to_groups_at_once(talk: Talk) -> None:
    talk.say("hm tja")
    talk.say("Blorfinator")
    assert talk.asked == "kind"
    assert talk.button("Beratung").payload == "/adviser"


def test_two_unknown_words_beside_open_headings_offer_the_adviser(talk: Talk) -> None:
    talk.all("Wasserfilter", "Qwatsch")
    assert "Wasserfilter" in talk.text
    talk.say("Flubber")
    assert {"Frage wiederholen", "Beratung"} <= {one.title for one in talk.buttons}


def test_a_question_for_a_proof_is_answered_for_the_case_first(talk: Talk) -> None:
    talk.say("850440 nach Korea")
    first = talk.say("brauche ich da eine REX-Nummer?", "ask_topic")
    assert first.startswith("Für Ihren Fall (Südkorea) gilt:")
    assert first.index("Ermächtigter Ausführer") < first.index("REX")


def test_a_question_for_a_proof_without_a_case_is_general(talk: Talk) -> None:
    assert "Für Ihren Fall" not in talk.say("Was ist REX?", "ask_topic")


@pytest.mark.parametrize("text", ["ja prüf mal", "bitte prüfen"])
def test_a_yes_to_the_check_in_few_words_begins_it(talk: Talk, text: str) -> None:
    talk.say("850440 nach Korea")
    talk.say(text)
    assert talk.asked == "fact"


def test_an_unknown_word_leaves_the_case_as_it_was(talk: Talk) -> None:
    talk.say("850440 nach Korea")
    assert "finde ich keine Ware" in talk.say("und unsere Xyzzyqu nach Kenia", "follow_up_product")
    assert (talk.state.hs, talk.state.market) == ("850440", "KR")
    talk.say("und unsere Flubber", "follow_up_product")
    assert {"Frage wiederholen", "Beratung"} <= {one.title for one in talk.buttons}


def test_a_table_before_the_market_is_known_is_no_product(talk: Talk) -> None:
    talk.say("850440")
    assert "zuerst" in talk.say("Name;Land;Wert\nHolz;Deutschland;3\nLack;China;1")
    assert (talk.state.hs, talk.asked) == ("850440", "market")


@pytest.mark.parametrize(
    "asked", ["EUR.1 nach Japan möglich?", "brauche ich eine EUR.1 für Japan?"]
)
def test_a_proof_asked_for_another_market_is_answered_for_that_one(talk: Talk, asked: str) -> None:
    talk.say("821192 nach Südkorea")

    told = talk.say(asked, "ask_proof")

    assert talk.state.market == "JP"
    assert "gibt es keine EUR.1" in told
    assert "Gewissheit des Einführers" in told
    assert "Für Ihren Fall (Südkorea)" not in told
    assert "Nachträglich" not in told
