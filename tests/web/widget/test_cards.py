"""Every typed block as HTML, and that nothing said is ever read as HTML."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.web.widget.channel_double import ChannelDouble
from tests.web.widget.chat import Chat
from tests.web.widget.conftest import OpenChat

pytestmark = [pytest.mark.browser, pytest.mark.server]

EVIL = "<img src=x onerror=alert(1)> <b>fett</b>"

RESULT: dict[str, Any] = {
    "status": "not_originating",
    "headline": "Die Regel ist nicht erfüllt.",
    "reason": "Der Anteil ist zu hoch.",
    "alternatives": ["Möglichkeit 1: nicht erfüllt", "Möglichkeit 2: offen"],
    "headroom": "",
    "shortfalls": ["Es fehlen 120,00 €."],
    "remedies": ["Motor aus der EU kaufen.", "Preis erhöhen."],
    "conditions": ["Direkt liefern."],
    "notes": ["Bitte bestätigen lassen."],
}
TABLE: dict[str, Any] = {
    "title": "Berechnung:",
    "columns": ["Material", "Code", "Wert", "Zählt als"],
    "rows": [[f"Motor {EVIL}", "8501", "1.234,50 €", "ohne Ursprung"]],
    "sums": [["Summe ohne Ursprung", "1.234,50 €"]],
    "align": ["left", "left", "right", "left"],
}
RULE: dict[str, Any] = {
    "title": "",
    "text": "Alle fremden Vormaterialien müssen eine andere Position haben.",
    "example": "Beispiel: Preis 1.000 €, höchstens 500 €.",
    "terms": "„Ohne Ursprung“ heißt: nicht belegt.",
    "notation": "CTH; or MaxNOM 50 % (EXW)",
    "source": "Anhang 3-B",
}
SOURCES = {
    "sources": [
        {"title": "Abkommen", "url": "https://example.org/law", "as_of": "2026-07-01"},
        {"title": "Böse", "url": "javascript:alert(1)", "as_of": "gestern"},
    ]
}
FIRST_ANSWER: dict[str, Any] = {
    "usable": True,
    "headline": "Sie können das Abkommen nutzen.",
    "status": "Es ist in Kraft.",
    "mfn": "4,3 %",
    "preferential": "0 %",
    "saving": "Sie sparen 2.150,00 €.",
    "proof": ["Erklärung zum Ursprung"],
    "conditions": ["Direkt liefern."],
    "warnings": ["Quote beachten."],
    "unknown": [],
    "others": ["Noch nicht nutzbar: Abkommen von morgen."],
    "next_steps": ["Bereiten Sie den Nachweis vor.", "Sagen Sie es Ihrem Kunden."],
    "hint": "",
    "rule_notes": [],
}
DECLARATION = "Der Ausführer erklärt <b>dies</b>.\nOrt und Datum"


def message(text: str, *blocks: tuple[str, Any], **more: Any) -> dict[str, Any]:
    found = [{"kind": kind, "content": content} for kind, content in blocks]
    return {"text": text, "blocks": found, "buttons": [], **more}


def shown(chat: Chat, channel: ChannelDouble, *messages: dict[str, Any]) -> Locator:
    """Let the server say something; gives the last message."""
    channel.extra.extend(messages)
    chat.say("8413.70")
    return chat.page.locator("article").last


def test_a_verdict_says_in_words_what_its_colour_says(chat: Chat, channel: ChannelDouble) -> None:
    text = "Die Regel ist nicht erfüllt.\n\n- Zeile eins"
    card = shown(chat, channel, message(text, ("result", RESULT), ("table", TABLE)))

    expect(card.locator(".word")).to_have_text("Nicht erfüllt")
    expect(card.get_by_role("heading", name="Die Regel ist nicht erfüllt.")).to_be_visible()
    assert card.locator("ol li").all_inner_texts() == ["Motor aus der EU kaufen.", "Preis erhöhen."]
    expect(card.get_by_text("Möglichkeit 2: offen")).to_be_hidden()
    card.get_by_text("Die Möglichkeiten im Einzelnen").click()
    expect(card.get_by_text("Möglichkeit 2: offen")).to_be_visible()
    expect(card.get_by_text("Zeile eins")).to_be_hidden()
    card.get_by_text("Alles als Text").click()
    expect(card.get_by_text("Zeile eins")).to_be_visible()
    chat.accessible()


@pytest.mark.parametrize(
    ("status", "word"), [("originating", "Erfüllt"), ("undetermined", "Noch offen")]
)
def test_each_status_has_its_word(
    chat: Chat, channel: ChannelDouble, status: str, word: str
) -> None:
    card = shown(chat, channel, message("x", ("result", {**RESULT, "status": status})))

    expect(card.locator(".word")).to_have_text(word)


def test_a_calculation_is_a_table_with_caption_scopes_and_sums(
    chat: Chat, channel: ChannelDouble
) -> None:
    card = shown(chat, channel, message("Rechnung", ("table", TABLE)))
    table = card.get_by_role("table", name="Berechnung")

    assert table.get_by_role("columnheader").all_inner_texts() == TABLE["columns"]
    assert table.locator("thead th").evaluate_all("all => all.every(one => one.scope === 'col')")
    assert table.get_by_role("rowheader").all_inner_texts() == [
        f"Motor {EVIL}",
        "Summe ohne Ursprung",
    ]
    assert table.locator("tfoot td").first.inner_text() == "1.234,50 €"
    region = card.get_by_role("region", name="Berechnung")
    assert region.get_attribute("tabindex") == "0"


def test_a_first_answer_draws_the_saving(chat: Chat, channel: ChannelDouble) -> None:
    card = shown(chat, channel, message("Ja.", ("first_answer", FIRST_ANSWER)))

    expect(card.locator(".word")).to_have_text("Abkommen nutzbar")
    figure = card.get_by_role("figure", name="Zoll ohne und mit Abkommen im Vergleich")
    assert figure.get_by_role("definition").all_inner_texts() == ["4,3 %", "0 %"]
    widths = figure.locator("rect:not(.track)").evaluate_all(
        "all => all.map(one => one.getAttribute('width'))"
    )
    assert widths == ["100%", "1%"]
    for said in ("Sie sparen 2.150,00 €.", "Quote beachten.", "Abkommen von morgen."):
        expect(card.get_by_text(said)).to_be_visible()
    assert card.locator("ol li").first.inner_text() == "Bereiten Sie den Nachweis vor."
    chat.accessible()


def test_an_agreement_whose_proof_is_open_is_not_called_usable(
    chat: Chat, channel: ChannelDouble
) -> None:
    card = shown(
        chat, channel, message("?", ("first_answer", {**FIRST_ANSWER, "proof_open": True}))
    )

    expect(card.locator(".word")).to_have_text("Noch offen")


@pytest.mark.parametrize("mfn", ["zwischen 0 % und 20 %", "12 € je 100 kg", ""])
def test_a_duty_that_is_no_percentage_stays_words(
    chat: Chat, channel: ChannelDouble, mfn: str
) -> None:
    card = shown(chat, channel, message("Ja.", ("first_answer", {**FIRST_ANSWER, "mfn": mfn})))

    expect(card.get_by_role("figure")).to_have_count(0)
    told = [one.replace("\u00a0", " ") for one in card.get_by_role("definition").all_inner_texts()]
    assert told == [one for one in (mfn, "0 %") if one]


def test_markets_are_drawn_and_the_long_table_is_opened_on_demand(
    chat: Chat, channel: ChannelDouble
) -> None:
    columns = ["Markt", "Abkommen", "Zoll", "Präferenz", "Vorteil"]
    rows = [[f"Land {n}", "Abkommen", f"{n},5 %", "0 %", f"{n},5 %"] for n in range(1, 21)]
    rows.append(["Unbekannt", "Abkommen", "nicht bekannt", "0 %", "nicht bekannt"])
    content = {"title": "Märkte", "columns": columns, "rows": rows, "align": []}
    card = shown(chat, channel, message("Märkte", ("markets", content)))

    drawn = card.locator(".pair > p").all_inner_texts()
    assert drawn == [f"Land {n}" for n in range(20, 12, -1)]
    expect(card.get_by_role("rowheader")).to_have_count(8)
    card.get_by_role("button", name="Alle 21 Zeilen zeigen").click()
    expect(card.get_by_role("rowheader")).to_have_count(21)
    expect(card.get_by_role("region", name="Märkte")).to_be_focused()
    chat.accessible()


def test_a_rule_has_its_legal_form_and_its_terms_folded(chat: Chat, channel: ChannelDouble) -> None:
    card = shown(
        chat, channel, message("Ja.", ("first_answer", FIRST_ANSWER), ("rule", RULE))
    ).locator(".rule")

    expect(card.get_by_text("andere Position haben")).to_be_visible()
    for summary, inside in (
        ("Regel in Kurzschrift", "CTH; or MaxNOM 50 % (EXW)"),
        ("Begriffe", "„Ohne Ursprung“ heißt"),
    ):
        expect(card.get_by_text(inside)).to_be_hidden()
        card.get_by_text(summary).click()
        expect(card.get_by_text(inside)).to_be_visible()
    expect(card.get_by_text("Anhang 3-B")).to_be_visible()
    chat.accessible()


def test_the_declaration_is_there_once_in_its_language_and_can_be_copied(
    chat: Chat, channel: ChannelDouble
) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    content = {"text": DECLARATION, "language": "en", "notes": ["Feld leer lassen."]}
    text = f"Schritt 1.\n\n{DECLARATION}\n\n- Feld leer lassen.\n\nDanach."
    card = shown(chat, channel, message(text, ("declaration", content)))

    assert card.inner_text().count("Ort und Datum") == 1
    assert card.inner_text().count("Feld leer lassen.") == 1
    assert card.inner_text().index("Ort und Datum") < card.inner_text().index("Danach.")
    assert card.locator("blockquote").get_attribute("lang") == "en"
    card.get_by_role("button", name="Text kopieren").click()
    expect(chat.status).to_have_text("Der Text ist kopiert.")
    assert chat.page.evaluate("navigator.clipboard.readText()") == DECLARATION
    chat.accessible()


def test_sources_carry_their_date_and_only_web_addresses_are_links(
    chat: Chat, channel: ChannelDouble
) -> None:
    card = shown(
        chat, channel, message("Ja.", ("first_answer", FIRST_ANSWER), ("sources", SOURCES))
    )
    card.get_by_text("Quellen (2)").click()

    assert "(Stand 1. Juli 2026)" in card.inner_text()
    links = card.get_by_role("link")
    assert links.evaluate_all("all => all.map(one => [one.href, one.rel, one.target])") == [
        ["https://example.org/law", "noopener noreferrer", "_blank"]
    ]
    expect(card.get_by_text("Böse")).to_be_visible()


def test_progress_is_told_in_words_and_dots(chat: Chat, channel: ChannelDouble) -> None:
    question = {"question": "Stellen Sie alles selbst her?", "why": "Darum.", "example": "So."}
    asked = message(
        "Stellen Sie alles selbst her?\nDarum.",
        ("progress", {"step": 3, "about": 6, "text": "Schritt 3 von etwa 6"}),
        ("question", question),
    )
    card = shown(chat, channel, asked)

    expect(card.locator(".progress")).to_have_text("Schritt 3 von etwa 6")
    assert card.locator(".progress rect.done").count() == 3
    assert card.inner_text().count("Stellen Sie alles selbst her?") == 1
    chat.accessible()


def test_progress_may_have_its_parts_beside_its_type(chat: Chat, channel: ChannelDouble) -> None:
    odd = {"text": "Weiter.", "blocks": [{"type": "progress", "step": 2, "of": 5}], "buttons": []}

    expect(shown(chat, channel, odd).locator(".progress")).to_have_text("Schritt 2 von etwa 5")


@pytest.mark.parametrize("wrong", [{}, {"step": 0, "of": 3}, {"step": "x", "about": 3}])
def test_progress_without_sense_is_left_out(
    chat: Chat, channel: ChannelDouble, wrong: dict[str, Any]
) -> None:
    card = shown(chat, channel, message("Weiter.", ("progress", wrong)))

    assert card.locator(".progress").count() == 0
    expect(card).to_contain_text("Weiter.")


def test_feedback_is_two_labelled_thumbs(chat: Chat, channel: ChannelDouble) -> None:
    buttons = [
        {"title": "Beratung", "payload": "/adviser"},
        {"title": "👍 Hilfreich", "payload": '/feedback{"value": "up"}'},
        {"title": "👎 Nicht hilfreich", "payload": '/feedback{"value": "down"}'},
    ]
    card = shown(chat, channel, message("Weiter?", buttons=buttons))

    group = card.get_by_role("group", name="War das hilfreich?")
    assert group.get_by_role("button").all_inner_texts() == ["Hilfreich", "Nicht hilfreich"]
    chat.accessible()
    chat.press("Hilfreich")
    chat.shows("Ihre Auswahl: 👍 Hilfreich")


def test_glossary_terms_are_a_list_of_terms(chat: Chat, channel: ChannelDouble) -> None:
    term = {"id": "x", "title": "Position", "text": "Vier Ziffern.", "example": "Pumpen: 8413."}
    asked = {"question": "Welche Position?", "why": "Darum.", "example": ""}
    blocks = (("question", asked), ("glossary", {"terms": [term]}))
    card = shown(chat, channel, message("Welche Position?\nDarum.", *blocks))

    expect(card.get_by_role("heading", name="Welche Position?")).to_be_visible()
    assert card.inner_text().count("Welche Position?") == 1
    card.get_by_text("Begriffe (1)").click()
    expect(card.get_by_role("term")).to_have_text("Position")
    expect(card.get_by_role("definition")).to_have_text("Vier Ziffern.Pumpen: 8413.")
    chat.accessible()


def test_lines_that_count_up_or_are_to_be_ticked_are_lists(
    chat: Chat, channel: ChannelDouble
) -> None:
    text = "Zwei Wege:\n1. Kaufen.\n2. Machen.\nPrüfliste:\n☐ Eins.\n☐ Zwei."
    card = shown(chat, channel, message(text))

    assert card.locator("ol li").all_inner_texts() == ["Kaufen.", "Machen."]
    assert card.locator("ul.boxes li").all_inner_texts() == ["Eins.", "Zwei."]
    dated = shown(chat, channel, message("Beginn:\n1. August 2020, Zoll 6 %, Wert 50 €."))
    assert dated.locator("ol").count() == 0
    # Dates, percentages and amounts stay in one line.
    assert "1.\u00a0August 2020, Zoll 6\u00a0%, Wert 50\u00a0€." in dated.inner_text()


def test_a_kind_nobody_knows_leaves_the_text(chat: Chat, channel: ChannelDouble) -> None:
    card = shown(chat, channel, message("Das ist neu.", ("hologram", {"constructor": "x"})))

    expect(card).to_contain_text("Das ist neu.")


def test_without_an_agreement_the_reasons_and_the_next_steps_are_on_the_card(chat: Chat) -> None:
    chat.say("8413.70 in die USA")

    card = chat.page.locator("article.card").last
    expect(card.locator(".word")).to_have_text("Kein Abkommen nutzbar")
    expect(card.get_by_role("heading", name="Nächste Schritte")).to_be_visible()
    chat.accessible()


def test_nothing_said_is_read_as_html(chat: Chat, channel: ChannelDouble) -> None:
    everywhere = dict.fromkeys(("headline", "reason", "headroom"), EVIL)
    shown(
        chat,
        channel,
        message(EVIL, ("result", {**RESULT, **everywhere}), ("table", TABLE)),
        message(EVIL, buttons=[{"title": EVIL, "payload": "/repeat"}]),
    )
    chat.say(EVIL)

    assert chat.page.locator("[role=log] img, [role=log] script").count() == 0
    assert chat.page.get_by_text("<b>fett</b>").count() > 2


def test_choices_of_products_show_code_and_words(open_chat: OpenChat) -> None:
    chat = open_chat("en")
    chat.say("pumps")

    first = chat.page.locator(".choices.list button").first
    assert first.inner_text() == "8413: Pumps for liquids"
    expect(first.locator("b")).to_have_text("8413:")
