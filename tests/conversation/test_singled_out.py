"""A few words choose among what is offered, if they fit one choice only."""

from __future__ import annotations

import pytest

from bot.conversation.singled_out import singled_out
from bot.conversation.state import Choice
from tests.conversation.conftest import Talk

PUMPS = (
    Choice("8413.50: Hubkolbenpumpen", "a"),
    Choice("8413.70: Kreiselpumpen für Wasser", "b"),
    Choice("8413.81: Andere Pumpen für Flüssigkeiten", "c"),
    Choice("Nichts davon", "d"),
)
LAMPS = (Choice("9405.41: Solar lamps", "a"), Choice("9405.50: Lamps, not electric", "b"))


@pytest.mark.parametrize(
    ("text", "payload"),
    [("Kreiselpumpe", "b"), ("die für wasser bitte", "b"), ("hubkolbenpumpen sind es", "a")],
)
def test_words_of_one_choice_choose_it(text: str, payload: str) -> None:
    chosen = singled_out(text, PUMPS)
    assert chosen is not None and chosen.payload == payload


@pytest.mark.parametrize("text", ["für", "Pumpe aus Stahl", "Kreiselpumpe?", "", "bitte", "Milch"])
def test_words_of_several_or_of_none_choose_nothing(text: str) -> None:
    assert singled_out(text, PUMPS) is None


def test_a_choice_that_says_no_is_not_chosen_by_the_rest_of_its_words() -> None:
    assert singled_out("electric", LAMPS) is None
    chosen = singled_out("not electric", LAMPS)
    assert chosen is not None and chosen.payload == "b"


def test_a_subheading_is_chosen_by_its_word(english: Talk) -> None:
    english.say("pumps for liquids to Vietnam")
    english.press("8413")
    assert english.asked == "subheading"
    english.say("centrifugal")
    assert english.state.hs == "841370"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("einstufig", "Pumpen, einstufig"),
        ("aus Edelstahl", "Pumpen, Edelstahl"),
        ("elektrisch", "Pumpen, elektrisch"),
    ],
)
def test_what_only_describes_is_added_to_the_goods_whose_group_is_open(
    talk: Talk, said: str, words: str
) -> None:
    talk.say("Pumpen nach Vietnam")
    assert talk.asked == "heading"
    talk.say(said)
    assert talk.state.words == words
    assert any("8413" in one.title for one in talk.buttons)


@pytest.mark.parametrize(("said", "heading"), [("honig", "0409"), ("tisch", "9403")])
def test_goods_that_sound_like_a_description_are_looked_for(
    talk: Talk, said: str, heading: str
) -> None:
    talk.say("Pumpen nach Vietnam")
    talk.say(said)
    assert talk.state.words == said
    assert any(heading in one.title for one in talk.buttons)


def test_a_heading_is_chosen_by_its_word(talk: Talk) -> None:
    talk.say("Pumpen nach Vietnam")
    talk.say("Flüssigkeitspumpen")
    assert talk.asked == "subheading" or talk.state.hs.startswith("8413")


def test_other_goods_are_still_looked_for(english: Talk) -> None:
    english.say("pumps for liquids to Vietnam")
    english.press("8413")
    english.say("honey")
    assert "0409" in english.text or any("0409" in one.title for one in english.buttons)


def test_one_group_alone_is_asked_for_as_one(talk: Talk) -> None:
    talk.say("Kreiselpumpen nach Japan")
    offered = [one for one in talk.buttons if "choose_product" in one.payload]
    assert (len(offered) == 1) == ("Stimmt das?" in talk.text)


def test_a_sum_is_no_name_of_a_material(talk: Talk) -> None:
    talk.say("8413.70 nach Korea")
    talk.say("Motor aus China 300 €, Gehäuse aus Deutschland 120 €")
    asked_for_code = talk.asked
    talk.say("850 €")
    assert "850" not in "".join(one.title for one in talk.buttons)
    assert talk.asked in (asked_for_code, "fact", "materials")


@pytest.mark.parametrize(
    ("heading", "said", "best"),
    [
        ("8428", "das mit Bändern", "8428.33"),
        ("8413", "für Beton", "8413.40"),
    ],
)
def test_other_words_than_the_label_show_what_fits_best(
    talk: Talk, heading: str, said: str, best: str
) -> None:
    talk.all("Förderbänder nach Marokko", heading, said)
    assert f"passt am besten: {best}" in talk.text
    assert talk.asked == "subheading"
    assert talk.buttons[0].title.startswith(best)
    assert talk.state.hs == "", "what fits best is shown and not taken"


def test_words_that_fit_no_subheading_clearly_leave_the_choice_open(talk: Talk) -> None:
    talk.all("Förderbänder nach Marokko", "8428", "ja mach mal")
    assert talk.asked == "subheading"
    assert talk.state.words == "Förderbänder"


def test_other_goods_are_still_other_goods(talk: Talk) -> None:
    talk.all("Pumpen nach Kanada", "8413", "Kugelhähne")
    assert talk.asked == "heading"
    assert talk.buttons[0].title.startswith("8481")


def test_too_broad_words_say_more_of_goods_that_are_named(talk: Talk) -> None:
    talk.all("Förderbänder nach Marokko", "Maschinen")
    assert talk.asked == "heading"
    assert talk.state.words == "Förderbänder, Maschinen"


def test_a_bill_before_the_product_names_no_goods(talk: Talk) -> None:
    told = talk.all(
        "Förderbänder nach Marokko",
        "Motor aus China 1800 Euro, Rahmen aus Polen 2500, Gurt aus der Türkei 600",
    )
    assert "brauche ich zuerst" in told
    assert talk.state.words == "Förderbänder"


def test_a_yes_that_fits_no_question_offers_no_goods(talk: Talk) -> None:
    talk.all("Pumpen nach Kanada", "8413", "ja klar", "ja klar")
    assert not [one for one in talk.buttons if "glas" in one.title]


def test_the_goods_in_other_words_stay_in_their_heading(english: Talk) -> None:
    english.all("stainless steel ball valves", "8481", "ball valves")
    assert english.asked == "subheading"
    assert english.buttons[0].title.startswith("8481.80")


@pytest.mark.parametrize("text", ["go ahead", "asdf"])
def test_what_is_said_of_nothing_fits_nothing(english: Talk, text: str) -> None:
    english.all("stainless steel ball valves", "8481", text)
    assert "fits best" not in english.text
    assert english.state.words == "stainless steel ball valves"
