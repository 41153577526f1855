"""A line of the bill is called by its number or its name, and put right or taken out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.conversation.state import Asked
from tests.conversation.conftest import Talk


@pytest.fixture(name="shown")
def _shown(talk: Talk) -> Talk:
    """A bill of three lines, echoed and not yet confirmed."""
    talk.all("8413.70 nach Vietnam", "prüfen")
    talk.say("Motor aus China 210 €, Welle aus Indien 40 €, Flansch aus Polen 15 €")
    assert talk.asked == Asked.MATERIALS.value
    return talk


@pytest.mark.parametrize(
    ("text", "line", "value", "country"),
    [
        ("Zeile 3 ist aus Japan", 2, "15", "JP"),
        ("zeile 1 kostet 250", 0, "250", "CN"),
        ("in Position 2 stimmt das Land nicht, das ist Brasilien", 1, "40", "BR"),
        ("Pos. 2: 48,50 €", 1, "48.50", "IN"),
        ("line 3 costs 12", 2, "12", "PL"),
        ("line no. 1 comes from Korea", 0, "210", "KR"),
        ("the 2nd line is 44 EUR", 1, "44", "IN"),
        ("2. Zeile: 44", 1, "44", "IN"),
        ("die 2 ist aus Japan", 1, "40", "JP"),
        ("Nr. 3 kostet 17", 2, "17", "PL"),
    ],
)
def test_a_line_is_called_by_its_number(
    shown: Talk, text: str, line: int, value: str, country: str
) -> None:
    before = shown.state.proposed
    shown.say(text)
    now = shown.state.proposed
    assert (now[line].value, now[line].country) == (Decimal(value), country)
    assert [one for n, one in enumerate(now) if n != line] == [
        one for n, one in enumerate(before) if n != line
    ]
    assert shown.asked == Asked.MATERIALS.value, "it counts only once it is confirmed"


@pytest.mark.parametrize(
    "text",
    [
        "Zeile 2 löschen",
        "lösch zeile 2",
        "nimm Position 2 raus",
        "streiche die Welle",
        "die Welle bitte entfernen",
        "delete line 2",
        "please remove row 2",
        "drop item #2",
    ],
)
def test_a_line_is_taken_out(shown: Talk, text: str) -> None:
    shown.say(text)
    assert [one.description for one in shown.state.proposed] == ["Motor", "Flansch"]
    assert "Zeile 2 ist gestrichen: Welle." in shown.text
    shown.say("ja")
    assert [one.description for one in shown.state.materials] == ["Motor", "Flansch"]


def test_the_table_numbers_its_lines(shown: Talk) -> None:
    table = shown.replies[-1].block("table")
    assert table is not None
    assert [row[0] for row in table.content["rows"]] == ["1", "2", "3"]
    assert "2 | Welle" in shown.text


@pytest.mark.parametrize("text", ["Zeile 7 kostet 80", "delete line 9", "Zeile 0 ist aus Japan"])
def test_a_line_that_is_not_there_is_said_so(shown: Talk, text: str) -> None:
    before = shown.state.proposed
    shown.say(text)
    assert "3 Zeilen" in shown.text
    assert shown.state.proposed == before


def test_a_line_of_a_bill_that_counts_is_put_right_after_the_result(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "motor from China 210 EUR, EXW 600", "yes", "yes")
    assert english.state.materials
    english.say("line 1 costs 590")
    assert english.state.materials[0].value == 210, "the bill counts as it was confirmed"
    english.say("yes")
    assert english.state.materials[0].value == 590


def test_a_bare_figure_means_the_only_line_and_else_asks_which(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "Motor aus China 210 €")
    talk.say("doch 190")
    assert [one.value for one in talk.state.proposed] == [190]
    talk.say("Welle aus Indien 40 €")
    talk.say("nein, 45")
    assert "Welche Zeile" in talk.text
    assert [one.value for one in talk.state.proposed] == [190, 40]


@pytest.mark.parametrize("text", ["passt", "stimmt so", "looks good", "Ja, so rechnen"])
def test_the_table_is_agreed_to_in_plain_words(shown: Talk, text: str) -> None:
    shown.say(text)
    assert len(shown.state.materials) == 3


@pytest.mark.parametrize("text", ["passt nicht", "na ja", "stimmt das mit China?", "ok"])
def test_what_is_no_clear_yes_takes_no_table(shown: Talk, text: str) -> None:
    shown.say(text)
    assert not shown.state.materials


def test_the_last_line_taken_out_leaves_no_bill(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "motor from China 210 EUR")
    english.say("delete line 1")
    assert not english.state.proposed
    assert not english.state.materials
    assert english.asked == Asked.FACT.value


def test_no_bill_no_line(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen")
    before = talk.state.pending
    talk.say("Zeile 2 löschen")
    assert talk.state.pending == before
    assert not talk.state.proposed


@pytest.fixture(name="settled")
def _settled(shown: Talk) -> Talk:
    """The bill is confirmed and nothing is asked of it any more."""
    shown.say("/affirm")
    while shown.asked == Asked.FACT.value:
        shown.say("/dont_know")
    assert shown.asked == Asked.NEXT.value
    return shown


@pytest.mark.parametrize(
    ("text", "line", "value", "country", "evidence"),
    [
        ("der Motor kostet 200", 0, 200, "CN", ""),
        ("die Welle kommt aus Deutschland", 1, 40, "DE", ""),
        ("die Welle ist aus Polen, Lieferantenerklärung liegt vor", 1, 40, "PL", "suppliers_declaration"),
        ("Flansch mit Lieferantenerklärung", 2, 15, "PL", "suppliers_declaration"),
    ],
)  # fmt: skip
def test_after_the_result_news_of_a_line_puts_it_right(
    settled: Talk, text: str, line: int, value: int, country: str, evidence: str
) -> None:
    settled.say(text, "give_materials")
    assert settled.asked == Asked.MATERIALS.value
    assert len(settled.state.proposed) == 3
    now = settled.state.proposed[line]
    assert (now.value, now.country, now.evidence) == (value, country, evidence)


def test_news_of_two_lines_is_not_taken_for_one(settled: Talk) -> None:
    before = settled.state.materials
    settled.say("der Motor ist aus Polen, die Welle kostet 50", "give_materials")
    lines = settled.state.proposed or before
    assert [one.country for one in lines if one.description == "Welle"] == ["IN"]


@pytest.mark.parametrize("text", ["Stückliste ändern", "ich möchte die Stückliste ändern"])
def test_who_changes_the_bill_sees_it(settled: Talk, text: str) -> None:
    before = settled.state.materials
    settled.say(text, "change_answer")
    assert settled.asked == Asked.MATERIALS.value
    assert [one.description for one in settled.state.proposed] == [
        one.description for one in before
    ]
    settled.say("Zeile 1 kostet 120")
    settled.say("/affirm")
    assert settled.state.materials[0].value == 120


@pytest.mark.parametrize(
    ("text", "asked"), [("das Land ändern", Asked.MARKET), ("anderes ändern", Asked.CHANGE)]
)
def test_what_is_named_is_changed_without_the_list(settled: Talk, text: str, asked: Asked) -> None:
    settled.say(text, "change_answer")
    assert settled.asked == asked.value
