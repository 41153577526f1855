"""From the greeting to the declaration, in both languages."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Talk


def test_greeting_then_product_question(talk: Talk) -> None:
    text = talk.say("Hallo", "greet")
    assert "automatisierte" in text
    assert talk.asked == "product"


def test_whoever_begins_at_once_is_told_who_speaks(english: Talk) -> None:
    text = english.say("ball valves to Canada", "check_export")
    assert "automated assistant" in text
    assert english.asked == "heading"


def test_heading_then_subheading_then_the_first_answer(talk: Talk) -> None:
    talk.say("Kugelhähne nach Kanada", "check_export")
    talk.press("8481")
    assert talk.asked == "subheading"
    text = talk.press("8481.80")
    assert "Kanada" in text and "CETA" in text
    assert talk.state.hs == "848180"
    assert talk.asked == "next"
    assert talk.button("Prüfen")


@pytest.mark.parametrize("written", ["848180", "8481.80", "8481 80", "HS 848180", "84818081"])
def test_a_typed_code_is_confirmed_by_its_words(talk: Talk, written: str) -> None:
    text = talk.say(written, "check_export")
    assert "8481.80" in text
    assert talk.asked == "market"


def test_a_code_that_does_not_exist_is_said_so(talk: Talk) -> None:
    assert "8499" in talk.say("HS 849999")
    assert talk.asked == "product"


def test_none_of_these_asks_for_other_words(talk: Talk) -> None:
    talk.say("Kugelhähne")
    assert "anders" in talk.press("Keine davon")
    assert talk.asked == "product"


def test_not_knowing_the_subheading_goes_on_with_the_heading(talk: Talk) -> None:
    talk.all("Kugelhähne nach Kanada", "1")
    text = talk.say("weiß ich nicht")
    assert talk.state.hs == "8481"
    assert "CETA" in text


def test_a_yes_takes_the_one_heading_that_is_offered(talk: Talk) -> None:
    talk.say("Kreiselpumpen nach Vietnam")
    assert [one.title[:4] for one in talk.buttons] == ["8413", "Kein"]
    talk.say("ja genau")
    assert (talk.asked, talk.state.pending and talk.state.pending.about) == ("subheading", "8413")


def test_a_yes_to_several_headings_says_nothing(talk: Talk) -> None:
    talk.say("Ventile nach Vietnam")
    assert len(talk.buttons) > 2
    talk.say("ja")
    assert talk.asked == "heading"


def test_several_markets_stand_side_by_side(talk: Talk) -> None:
    text = talk.say("848180 nach Japan und Kanada", "check_export")
    assert "Japan" in text and "Kanada" in text
    assert talk.asked == "which_market"
    assert "Japan" in talk.press("Japan")
    assert talk.state.market == "JP"


def test_a_group_means_its_members(talk: Talk) -> None:
    talk.say("848180 in den Mercosur", "check_export")
    assert set(talk.state.markets) == {"AR", "BR", "PY", "UY"}


def test_the_value_is_echoed(talk: Talk) -> None:
    text = talk.say("848180 nach Kanada, Wert 12.500,50 Euro", "check_export")
    assert "12.500,50 €" in text


def test_a_volume_of_a_year_is_no_value_of_a_consignment(talk: Talk) -> None:
    talk.say("848180 nach Kanada, 400.000 Euro im Jahr", "check_export")
    assert talk.state.value is None
    assert talk.state.per_year == 400_000


def test_all_originating_leads_to_the_verdict_and_the_declaration(talk: Talk) -> None:
    talk.say("848180 nach Kanada", "check_export")
    talk.press("Prüfen")
    talk.say("ja")
    text = talk.say("ja")
    assert talk.state.verdict_shown
    assert "Ja" in text or "erfüllt" in text
    talk.press("Nachweis")
    assert talk.asked == "drawback"
    talk.say("nein")
    assert talk.asked == "value"
    text = talk.say("4.500 Euro")
    assert "4.500,00 €" in text
    assert "Ursprung" in text
    assert talk.replies[-2].block("declaration") is not None


def test_the_same_in_english(english: Talk) -> None:
    english.say("848180 to Canada", "check_export")
    english.press("Check whether")
    english.all("yes", "yes")
    english.press("Proof and checklist")
    english.say("no")
    text = english.say("about 20,000 euros")
    assert "€20,000.00" in text
    assert "REX" in text


def test_refunded_duty_blocks_the_proof(talk: Talk) -> None:
    talk.all("848180 nach Kanada", "prüfen", "ja", "ja")
    talk.press("Nachweis")
    assert "keinen Ursprungsnachweis" in talk.say("ja")


def test_a_proof_before_the_result_is_refused(talk: Talk) -> None:
    talk.say("848180 nach Kanada")
    assert "erst" in talk.say("Text für die Rechnung", "use_it")


def test_a_trader_is_asked_for_the_suppliers_declaration(talk: Talk) -> None:
    talk.all("848180 nach Kanada", "prüfen")
    text = talk.say("nein")
    assert "Lieferantenerklärung" in text
    talk.say("nein")
    assert talk.state.verdict_shown


def test_not_knowing_leads_on_to_what_has_to_be_found_out(talk: Talk) -> None:
    talk.all("848180 nach Kanada", "prüfen", "ja")
    for _ in range(20):
        if talk.state.verdict_shown:
            break
        talk.say("weiß ich nicht")
    assert talk.state.verdict_shown
    assert "offen" in talk.text.lower()


def test_a_market_without_agreement_cannot_be_checked(talk: Talk) -> None:
    text = talk.say("848180 in die USA")
    assert "%" not in text
    assert not [one for one in talk.buttons if "Prüfen" in one.title]
    assert "kein nutzbares Abkommen" in talk.say("prüfen")


def test_all_markets_for_the_product(talk: Talk) -> None:
    talk.say("848180 nach Kanada")
    text = talk.press("Alle Länder")
    for name in ("Japan", "Kanada", "Schweiz"):
        assert name in text


def test_typed_materials_are_echoed_before_they_count(talk: Talk) -> None:
    talk.all("850152 nach Korea", "prüfen", "ja")
    text = talk.say("Kupferdraht aus China 210 €, Gehäuse aus Deutschland 180,50 €")
    assert "210,00 €" in text and "180,50 €" in text and "China" in text
    assert talk.state.materials == ()
    talk.say("ja")
    assert [one.country for one in talk.state.materials] == ["CN", "DE"]
    assert talk.asked == "fact"


def test_rejected_materials_do_not_count(talk: Talk) -> None:
    talk.all("850152 nach Korea", "prüfen", "ja", "Draht aus China 21 €, Rahmen aus Polen 9 €")
    talk.say("nein")
    assert talk.state.materials == ()
    assert talk.asked == "fact"


def test_materials_in_two_currencies_are_refused(talk: Talk) -> None:
    talk.all("850152 nach Korea", "prüfen", "ja")
    told = talk.say("Draht aus China 210 €, Rahmen aus Japan 300 USD")
    assert "einer Währung (EUR)" in told
    assert "Anders angegeben: Rahmen (USD)." in told


def test_a_bill_in_dollars_is_taken_where_no_amount_was_told_before(talk: Talk) -> None:
    talk.all(
        "850152 nach Korea", "prüfen", "ja", "nein", "Draht aus China $210, Rahmen aus Japan $300"
    )
    assert talk.asked == "materials"
    assert talk.state.currency == "USD"


def test_a_line_in_dollars_does_not_change_the_lines_shown_before(talk: Talk) -> None:
    talk.all("850152 nach Korea", "prüfen", "ja", "Draht aus China 210 €")
    assert "Anders angegeben: Rahmen (USD)." in talk.say("Rahmen aus Japan 300 USD")
    assert talk.state.currency == "EUR"
    assert [one.description for one in talk.state.proposed] == ["Draht"]


def test_the_code_of_a_material_is_proposed_and_confirmed(talk: Talk) -> None:
    talk.all("850152 nach Korea", "prüfen", "ja")
    talk.all("Kupferdraht aus China 210 €, Kugellager aus Japan 20 €")
    talk.press("ohne die vorgeschlagenen")
    for _ in range(6):
        if talk.state.pending and talk.state.pending.about.endswith(".hs"):
            break
        talk.say("nein")
    assert talk.state.pending is not None and talk.state.pending.about.endswith(".hs")
    talk.press("7408")
    assert talk.state.answers["material.0.hs"] == "7408"


def test_no_supplier_is_asked_for_what_the_exporter_makes(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja")
    talk.all("Motor aus China 210 €, Gehäuse eigene Fertigung 400 €", "stimmt so")
    assert "Gehäuse" in talk.text and "eigener Fertigung" in talk.text
    talk.all("ja", "8501", "ja")
    assert talk.state.verdict_shown
    talk.press("Nachweis und Checkliste")
    talk.all("nein", "4.000 Euro")
    assert "Text für Ihre Lieferanten" in talk.text
    assert "Gehäuse" not in talk.text


def test_of_a_group_every_market_is_told_and_what_applies_first(english: Talk) -> None:
    told = english.say("ASEAN")
    assert told.index("Singapore – ") < told.index("Viet Nam – ") < told.index("Indonesia – ")
    told = english.say("Mercosur")
    assert told.count("- Argentina, Brazil, Paraguay and Uruguay – ") == 1
    told = english.say("the USA, China, Russia and India")
    assert "no free trade agreement with" in told
    assert "Switzerland" in english.say("EFTA")


def test_what_holds_for_two_markets_is_said_once(english: Talk) -> None:
    told = english.say("Argentina and Brazil")
    assert told.count("applied since") == 1


@pytest.mark.parametrize("text", ["ja", "ja mach mal", "dann los", "ja, machen wir selber"])
def test_a_yes_to_the_way_on_begins_the_check_and_answers_nothing(talk: Talk, text: str) -> None:
    talk.all("8428.33 nach Marokko", text)
    assert talk.asked == "fact"
    assert (talk.state.made_here, talk.state.answers) == (None, {})


def test_a_yes_after_a_good_result_leads_to_the_proof(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja", "ja")
    assert talk.asked == "next"
    talk.say("ja")
    assert talk.asked in ("drawback", "value")


def test_who_makes_it_beside_a_market_names_the_market(talk: Talk) -> None:
    talk.all("8428.33 nach Marokko", "wir fertigen selbst und wollen auch nach Kanada")
    assert talk.state.market == "CA"
