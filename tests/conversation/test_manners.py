"""Progress, thumbs, other languages of the text, one answer for many lines, no pointless question."""

from __future__ import annotations

import pytest

from bot.conversation.messages import payload
from tests.conversation.conftest import Talk


@pytest.fixture
def met(talk: Talk) -> Talk:
    """A conversation in which the rule is met."""
    talk.all("848180 nach Kanada", "prüfen", "ja", "ja")
    assert talk.state.verdict_shown
    return talk


@pytest.mark.parametrize(
    ("lang", "word", "said"), [("de", "Hallo", "Guten Tag"), ("en", "hi", "Hello")]
)
def test_a_greeting_needs_no_classifier(talk: Talk, lang: str, word: str, said: str) -> None:
    talk.lang = lang
    assert said in talk.say(word)
    assert talk.asked == "product"


def test_questions_tell_how_far_one_is(talk: Talk) -> None:
    talk.all("848180 nach Kanada", "prüfen")
    steps = []
    for answer in ("ja", "nein", "weiß nicht"):
        block = talk.replies[-1].block("progress")
        assert block is not None
        assert block.content["step"] <= block.content["about"] <= 12
        steps.append(block.content["step"])
        talk.say(answer)
    assert steps == [1, 2, 3]


@pytest.mark.parametrize("thumb", ["👍", payload("feedback", value="up"), "👍 Hilfreich"])
def test_a_thumb_after_the_result_is_noted_once(met: Talk, thumb: str) -> None:
    assert "Danke" in met.say(thumb)
    block = met.replies[0].block("feedback")
    assert block is not None and block.content == {"value": "up"}
    assert not any("Hilfreich" in one.title for one in met.buttons)
    assert met.asked == "next"


def test_a_thumb_to_a_question_is_an_answer(talk: Talk) -> None:
    talk.all("848180 nach Kanada", "prüfen", "👍")
    assert talk.state.made_here is True


def test_a_thumb_about_nothing_is_not_noted(talk: Talk) -> None:
    talk.say(payload("feedback", value="up"))
    assert all(one.block("feedback") is None for one in talk.replies)


def test_the_text_in_the_other_languages_is_a_button(met: Talk) -> None:
    met.press("Nachweis")
    met.all("nein", "5000 €")
    titles = [one.title for one in met.buttons]
    assert "Erklärungstext auf Englisch" in titles and "Erklärungstext auf Französisch" in titles
    met.press("Französisch")
    block = met.replies[0].block("declaration")
    assert block is not None and block.content["language"] == "fr"
    assert "Prüfliste" not in met.text
    assert "Erklärungstext auf Deutsch" in [one.title for one in met.buttons]


def test_a_value_is_not_asked_for_where_the_price_is_unknown(talk: Talk) -> None:
    talk.all("841370 nach Vietnam", "prüfen", "ja", "nein", "weiß nicht")
    assert talk.state.pending is not None
    assert talk.state.pending.about == "product.ex_works_price"
    talk.say("weiß nicht")
    assert talk.state.verdict_shown or "value" not in talk.state.pending.about


def test_one_answer_for_many_lines(talk: Talk) -> None:
    talk.all("841370 nach Vietnam", "prüfen", "ja")
    talk.say(
        "Motor aus Italien 210 €, Rohr aus Polen 20 €, Lager aus Spanien 30 €, Ring aus Irland 3 €"
    )
    talk.press("ohne") if any("ohne" in one.title for one in talk.buttons) else talk.press("Ja")
    talk.press("Ja, für alle 4")
    assert [one for one in talk.state.answers.values() if one is True] == [True] * 4


def test_all_lines_are_no_answer_where_only_one_is_asked(talk: Talk) -> None:
    talk.all("841370 nach Vietnam", "prüfen")
    talk.say('/affirm{"all": "lines"}')
    assert talk.state.made_here is None or talk.state.made_here is True
    assert set(talk.state.answers) <= {"product.produced_by"}


@pytest.mark.parametrize("written", ["1,234 kg", "1.234 kg"])
def test_a_weight_with_three_decimals_keeps_them(talk: Talk, written: str) -> None:
    talk.all("240220 nach Korea", "prüfen", "ja", "nein")
    about = ""
    for _ in range(6):
        about = talk.state.pending.about if talk.state.pending else ""
        if "weight" in about:
            break
        talk.say("nein")
    assert "weight" in about
    talk.say(written)
    talk.press("1,234")
    assert str(talk.state.answers[about]) == "1.234"


@pytest.mark.parametrize("asked", ["neu beginnen", "stopp"])
def test_not_knowing_whether_to_end_keeps_everything(met: Talk, asked: str) -> None:
    met.all(asked, "weiß nicht")
    assert met.state.hs == "848180"
    assert met.asked == "next"


def test_back_to_the_first_message_asks_for_the_product(talk: Talk) -> None:
    talk.say("848180 nach Kanada")
    talk.say("zurück")
    assert talk.asked == "product"
    assert "ausführen" in talk.text


@pytest.mark.parametrize(
    ("title", "leads_to"),
    [("Was kann der Assistent", "product"), ("Warengruppen", "kind"), ("Beratung", "product")],
)
def test_the_greeting_offers_three_ways_to_begin(talk: Talk, title: str, leads_to: str) -> None:
    talk.say("Hallo")
    assert len(talk.buttons) == 3
    talk.press(title)
    assert talk.asked == leads_to


def test_not_knowing_what_to_call_the_product_leads_to_a_choice(english: Talk) -> None:
    english.all("hello", "i don't know")
    assert english.asked == "kind"
    assert len(english.buttons) > 3
    while english.asked == "kind":
        english.say("1")
    assert english.asked in ("heading", "subheading", "market")


def test_i_do_not_know_is_an_answer_at_every_question(talk: Talk) -> None:
    """From the first question to the last nothing is asked twice because of it."""
    talk.say("Kugelhähne")
    seen = []
    for _ in range(14):
        seen.append((talk.asked, talk.state.pending.about if talk.state.pending else ""))
        if talk.asked == "market":
            talk.say("nach Kanada")
        elif talk.asked == "next":
            if talk.state.verdict_shown:
                break
            talk.say("prüfen")
        elif talk.asked == "heading":
            talk.say("1")
        else:
            talk.say("keinen schimmer")
    assert talk.state.verdict_shown
    questions = [one for one in seen if one[0] != "next"]
    assert len(questions) == len(set(questions)), questions
