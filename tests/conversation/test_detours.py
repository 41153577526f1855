"""What people do instead of answering: ask, correct, go back, shout, say nothing."""

from __future__ import annotations

import pytest

from bot.conversation.messages import payload
from tests.conversation.conftest import Talk


@pytest.fixture
def checking(talk: Talk) -> Talk:
    """A self-check with the question about all materials open."""
    talk.all("848180 nach Kanada", "prüfen", "ja")
    assert talk.state.pending is not None
    assert talk.state.pending.about == "materials.all_originating"
    return talk


NONSENSE = ["", "   ", "/xyz", "/affirm{", "<b></b>", "x" * 10_000, "\x00", "asdf qwer", "???!"]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_loses_nothing_and_is_never_a_yes(checking: Talk, text: str) -> None:
    before = checking.state
    answer = checking.say(text, "affirm", 0.99)
    assert checking.state.answers == before.answers
    assert checking.state.pending == before.pending
    assert "Vormaterialien" in answer


@pytest.mark.parametrize("text", ["ja, aber nicht der Motor", "teilweise", "vielleicht", "ja?"])
def test_half_a_yes_is_asked_back(checking: Talk, text: str) -> None:
    checking.say(text, "affirm")
    assert checking.state.answers == {}
    assert {one.payload for one in checking.buttons} == {"/affirm", "/deny", "/dont_know"}
    checking.press("Nein")
    assert checking.state.answers == {"materials.all_originating": False}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Was ist Kumulierung?", "Partnerländern"),
        ("was heißt eur.1", "Zoll"),
        ("brauche ich ein ursprungszeugnis?", "IHK"),
        ("Wie ist das mit der Umsatzsteuer?", "Steuerberatung"),
        ("Ist das verbindlich?", "verbindlich"),
    ],
)
def test_a_question_in_between_comes_back_to_the_open_one(
    checking: Talk, question: str, word: str
) -> None:
    pending = checking.state.pending
    intent = "ask_binding" if "verbindlich" in question else "ask_topic"
    text = checking.say(question, intent)
    assert word in text
    assert checking.state.pending == pending
    assert checking.replies[-1].block("question") is not None


def test_switching_language_keeps_the_case_and_repeats_the_question(checking: Talk) -> None:
    pending = checking.state.pending
    text = checking.say("English please", "switch_language")
    assert checking.state.pending == pending
    assert "Do all your materials" in text
    assert "Haben alle" in checking.say("Deutsch")


def test_another_language_is_offered_once_and_never_flipped(checking: Talk) -> None:
    text = checking.say("I do not know what you want from me with this question", "dont_know")
    assert "type “English”" in text
    assert checking.state.language == "de"
    assert "type “English”" not in checking.say("what do you want from me with this question")


def test_the_language_follows_the_first_clear_message(talk: Talk) -> None:
    talk.lang = ""
    talk.say("We want to export valves to Canada", "check_export")
    assert talk.state.language == "en"


def test_another_market_for_the_same_product(checking: Talk) -> None:
    text = checking.say("und für Korea?", "follow_up_market")
    assert checking.state.market == "KR"
    assert checking.state.hs == "848180"
    assert "Südkorea" in text


def test_answers_that_name_the_old_market_do_not_travel(checking: Talk) -> None:
    checking.say("ja")
    assert checking.state.verdict_shown
    checking.all("und für Korea?", "prüfen")
    assert "materials.all_originating" not in checking.state.answers
    assert checking.state.made_here is True


def test_another_product_to_the_same_market(checking: Talk) -> None:
    checking.say("und für unsere Fahrräder?", "follow_up_product")
    assert checking.asked == "heading"
    assert checking.state.market == "CA"
    assert checking.state.answers == {}


def test_back_takes_back_one_step_at_a_time(checking: Talk) -> None:
    checking.say("nein")
    assert checking.state.answers == {"materials.all_originating": False}
    checking.say("zurück")
    assert checking.state.answers == {}
    assert "Vormaterialien" in checking.text
    checking.say("zurück")
    assert checking.state.made_here is None


def test_back_at_the_beginning_says_so(talk: Talk) -> None:
    talk.say("Hallo", "greet")
    assert "Anfang" in talk.say("zurück")


def test_changing_an_answer_recomputes_and_says_what_changed(checking: Talk) -> None:
    checking.say("ja")
    assert checking.state.verdict_shown
    checking.press("ändern")
    checking.press("Stellen Sie die Ware selbst her")
    checking.say("nein")
    text = checking.say("nein")
    assert "Lieferantenerklärung" in text or "nicht" in text
    assert checking.state.made_here is False
    assert checking.state.answers["product.suppliers_declaration"] is False


def test_changing_the_market_keeps_the_product(checking: Talk) -> None:
    checking.say("ändern")
    checking.press("Zielland")
    checking.say("Japan")
    assert (checking.state.market, checking.state.hs) == ("JP", "848180")


def test_nothing_to_change_yet(talk: Talk) -> None:
    assert "nichts zu ändern" in talk.say("ändern")


def test_starting_over_asks_first(checking: Talk) -> None:
    checking.say("neu beginnen")
    checking.say("nein")
    assert checking.state.hs == "848180"
    assert "Vormaterialien" in checking.text
    checking.all("neu beginnen", "ja")
    assert checking.state.hs == ""
    assert checking.asked == "product"


def test_something_else_after_really_is_no_yes(checking: Talk) -> None:
    checking.say("neu beginnen")
    checking.say("Was ist REX?", "ask_topic")
    assert checking.state.hs == "848180"
    assert checking.asked == "fact"


def test_stopping_ends_and_the_next_message_begins_anew(checking: Talk) -> None:
    checking.all("stopp", "ja")
    assert checking.state.open is None
    assert "automatisierter" in checking.say("848180")


def test_repeat_puts_the_question_again(checking: Talk) -> None:
    assert "Vormaterialien" in checking.say("nochmal")


def test_two_misses_offer_meanings_and_the_adviser(checking: Talk) -> None:
    checking.all("blub", "Getriebe irgendwie")
    titles = [one.title for one in checking.buttons]
    assert "Beratung" in titles
    assert any(title.startswith("8483") for title in titles)


def test_the_adviser_gets_the_case_and_the_chamber_nearby(checking: Talk) -> None:
    text = checking.say("Beratung in Köln bitte", "adviser")
    assert "Köln" in text
    assert "8481.80" in text and "Kanada" in text
    assert "Vormaterialien" in text


@pytest.mark.parametrize(
    "pressed",
    [
        payload("choose_product", hs="000000"),
        payload("choose_market", market="QQ"),
        payload("answer", answer="no_such_option"),
        payload("change_answer", about="no_such_fact"),
        payload("ask_topic", topic="no_such_topic"),
    ],
)
def test_a_button_with_foreign_content_changes_nothing(checking: Talk, pressed: str) -> None:
    before = checking.state
    checking.say(pressed)
    assert checking.state.answers == before.answers
    assert (checking.state.hs, checking.state.market) == (before.hs, before.market)


def test_an_ambiguous_number_is_asked(talk: Talk) -> None:
    talk.all("610910 nach Kanada", "prüfen", "ja", "ja")
    talk.press("Nachweis")
    talk.say("nein")
    assert talk.asked == "value"
    talk.say("1.234")
    assert talk.state.value in (None, 1234)


def test_a_doubtful_market_is_asked(talk: Talk) -> None:
    talk.say("848180")
    talk.say("Guinea")
    assert talk.state.market in ("", "GN")


def test_a_continent_is_too_wide(talk: Talk) -> None:
    talk.say("848180")
    assert "zu weit" in talk.say("nach Afrika")


def test_status_of_an_agreement_without_a_product(talk: Talk) -> None:
    text = talk.say("Gibt es ein Abkommen mit Indien?", "ask_status")
    assert "noch nicht" in text
    assert talk.asked == "product"
    assert talk.state.markets == ("IN",)


def test_summary_shows_the_result_again(checking: Talk) -> None:
    assert "CETA" in checking.say("Zusammenfassung")
    assert checking.asked == "fact"


@pytest.mark.parametrize(
    ("question", "intent", "said"),
    [
        ("wie hoch ist der Zoll?", "ask_duty", "Zoll mit Abkommen"),
        ("welche Regel gilt?", "ask_rule", "8481"),
        ("welchen Nachweis brauche ich?", "ask_proof", "REX"),
        ("seit wann gilt das?", "ask_status", "CETA"),
    ],
)
def test_questions_about_the_case_are_answered_shortly(
    checking: Talk, question: str, intent: str, said: str
) -> None:
    text = checking.say(question, intent)
    assert said in text
    assert "Vormaterialien" in text


def test_a_question_about_a_case_needs_one(talk: Talk) -> None:
    assert "zuerst" in talk.say("wie hoch ist der Zoll?", "ask_duty")
    assert talk.asked == "product"


def test_a_market_asked_about_is_no_product(talk: Talk) -> None:
    text = talk.say("welchen nachweis brauche ich für norwegen", "ask_proof")
    assert "Norwegen" in text
    assert "nichts gefunden" not in text
    assert talk.state.words == ""


def test_parts_without_values_are_no_yes_to_all_materials(checking: Talk) -> None:
    told = checking.say("ein paar Teile kommen aus China", "give_materials")
    assert "Nicht alle Vormaterialien" in told
    assert checking.state.answers == {"materials.all_originating": False}


def test_a_bare_amount_answers_no_question_for_yes_or_no(checking: Talk) -> None:
    before = checking.state
    text = checking.say("1.000 €")
    assert "nicht verstanden" in text
    assert "Vormaterialien" in text
    assert checking.state.value == before.value


def test_the_value_of_the_shipment_told_in_between_is_noted(checking: Talk) -> None:
    text = checking.say("der Warenwert ist 5.000 €")
    assert "5.000,00 €" in text
    assert checking.state.value == 5000
    assert "Vormaterialien" in checking.replies[-1].text


def test_what_fits_nothing_leaves_the_choice_of_headings_open(talk: Talk) -> None:
    talk.say("Kreiselpumpen nach Vietnam")
    before = talk.state
    talk.say("wir fertigen selbst")
    assert talk.state.pending == before.pending
    assert "8413" in talk.buttons[0].title


def test_a_name_of_two_markets_offers_both(talk: Talk) -> None:
    """Georgia is a country and a state of the USA."""
    talk.lang = "en"
    talk.say("8413.70 to Georgia")
    assert [one.title for one in talk.buttons][:2] == ["Georgia", "United States"]
    assert "Georgia" in talk.press("Georgia")
    assert (talk.state.market, talk.state.hs) == ("GE", "841370")


def test_a_doubtful_market_told_with_words_is_offered_after_the_product(talk: Talk) -> None:
    talk.lang = "en"
    talk.all("centrifugal pumps to Georgia", "8413.70")
    assert [one.title for one in talk.buttons][:2] == ["Georgia", "United States"]


def test_a_code_of_an_old_edition_is_taken_though_it_no_longer_exists(talk: Talk) -> None:
    """Waste of 8549.29 stood under hundreds of codes in the edition of 2002, which the list still uses."""
    talk.all("8549.29 nach Mexiko", "prüfen", "ja")
    asked = talk.say("nein")
    assert "HS-Fassung 2002" in asked
    assert "Ziffern" in talk.say("0901.21")
    assert "product.hs_2002" not in talk.state.answers
    talk.say("8528.12")
    assert talk.state.answers["product.hs_2002"] == "852812"


@pytest.mark.parametrize("text", ["und für Korea?", "und nach Südkorea?", "wie ist es mit Korea?"])
def test_another_market_is_no_question_about_a_topic(talk: Talk, text: str) -> None:
    """A topic on Korea's threshold must not answer instead of the case."""
    talk.say("8413.70 nach Kanada")
    talk.say(text, "follow_up_market", 0.95)
    assert talk.state.market == "KR"


@pytest.mark.parametrize("word", ["weiter", "weitermachen", "continue"])
def test_going_on_is_no_stop(checking: Talk, word: str) -> None:
    checking.say("stopp")
    before = checking.state.answers
    assert "löschen" not in checking.say(word)
    assert checking.state.answers == before
    assert checking.state.confirm is None
    assert checking.asked == "fact"


def test_nonsense_twice_offers_meanings_and_the_adviser(talk: Talk) -> None:
    talk.say("asdkj qwe", "off_topic", 0.9)
    talk.say("blubb xyz", "off_topic", 0.9)
    assert "/adviser" in {one.payload for one in talk.buttons}


def test_a_thumb_may_be_typed(talk: Talk) -> None:
    talk.all("848180 nach Kanada", "prüfen", "ja", "ja")
    assert "Danke" in talk.say("Daumen hoch")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Visum Vietnam Geschäftsreise", "Visum"),
        ("MwSt Schweiz wie", "Umsatzsteuer"),
        ("steht mein produkt auf der dual use liste", "Exportkontrolle"),
        ("kc zertifizierung südkorea", "Zulassung"),
        ("ukca kennzeichnung maschinen", "Zulassung"),
    ],
)
def test_what_others_advise_on_is_said_whatever_market_stands_beside(
    talk: Talk, text: str, topic: str
) -> None:
    talk.say("Hallo")
    assert talk.say(text, "ask_elsewhere", 0.9).startswith(topic)


def test_what_nobody_here_advises_on_leads_to_advisers(talk: Talk) -> None:
    talk.say("Hallo")
    answer = talk.say("intrastat meldung", "ask_elsewhere", 0.9)
    assert "Dazu berate ich nicht" in answer and "IHK" in answer


@pytest.mark.parametrize(
    ("text", "helper"),
    [
        ("darf ich nach russland liefern?", "BAFA"),
        ("ce kennzeichen kanada?", "Beratung"),
        ("brauche ich ein visum für indien?", "AHK"),
    ],
)
def test_a_question_for_others_names_who_helps_and_leaves_the_case(
    checking: Talk, text: str, helper: str
) -> None:
    before = checking.state
    answer = checking.say(text, "ask_elsewhere", 0.95)
    assert helper in answer or "IHK" in answer
    assert checking.state.market == before.market == "CA"
    assert checking.state.pending == before.pending


@pytest.mark.parametrize("kept", ["/deny", "nein", "/dont_know"])
def test_who_keeps_all_without_a_product_is_asked_for_one(talk: Talk, kept: str) -> None:
    talk.say("wir liefern nach Kanada")
    talk.all("/change_answer", kept)
    assert talk.asked == "product"
    talk.say("210 €")
    assert (talk.state.value, talk.state.market) == (210, "CA")
