"""The bill of materials: pasted, uploaded, written, mended and sent."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from playwright.sync_api import Locator, expect

from tests.web.widget.channel_double import ChannelDouble, Failure
from tests.web.widget.chat import Chat
from tests.web.widget.conftest import OpenChat

pytestmark = [pytest.mark.browser, pytest.mark.server]

HEAD = ["Material", "HS-Code", "Herkunft", "Wert", "Währung"]
MOTOR = ["Motor", "8501", "China", "3000", "EUR"]
HOUSING = ["Gehäuse", "7325", "China", "1.000,50", "EUR"]
ODD = ["Welle", "8483", "China", "viel", "EUR"]

Open = Callable[[], Chat]


@pytest.fixture
def bill(chat: Chat) -> Chat:
    """The dialog, opened in the middle of a check."""
    chat.say("8413.70 nach Vietnam")
    chat.button("Stückliste").click()
    expect(chat.dialog).to_be_visible()
    return chat


def field(chat: Chat, row: int, column: str) -> Locator:
    return chat.dialog.get_by_label(f"Zeile {row}: {column}", exact=True)


def csv_file(*rows: list[str]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode("utf-8-sig")


def xlsx_file(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def upload(chat: Chat, name: str, content: bytes) -> None:
    chat.dialog.get_by_label("Datei hochladen").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


@pytest.mark.parametrize(
    ("name", "make"), [("stückliste.csv", csv_file), ("Stückliste 1.xlsx", xlsx_file)]
)
def test_a_file_is_read_checked_in_the_table_and_sent(
    bill: Chat, channel: ChannelDouble, name: str, make: Callable[..., bytes]
) -> None:
    upload(bill, name, make(HEAD, MOTOR, HOUSING))
    expect(bill.dialog.get_by_role("status")).to_contain_text("2 Zeilen gelesen")
    expect(field(bill, 1, "Material")).to_have_value("Motor")
    expect(field(bill, 2, "Wert")).to_have_value("1000,50")
    bill.accessible()

    field(bill, 1, "Ursprung belegt?").select_option("nein")
    bill.dialog.get_by_role("button", name="Stückliste senden").click()
    expect(bill.dialog).to_have_count(0)

    (sent,) = channel.bills
    assert sent[0] == {
        "name": "Motor",
        "code": "8501",
        "country": "China",
        "value": "3000",
        "currency": "EUR",
        "originating": False,
    }
    assert (sent[1]["value"], sent[1]["originating"]) == ("1000.50", None)
    bill.shows("Stückliste mit 2 Positionen")
    expect(bill.page.get_by_role("table", name="Ihre Stückliste")).to_contain_text("1.000,50 €")


def test_a_table_can_be_pasted(bill: Chat) -> None:
    bill.dialog.get_by_label("Oder Tabelle einfügen").fill(
        "\n".join("\t".join(row) for row in (HEAD, MOTOR, HOUSING))
    )
    bill.dialog.get_by_role("button", name="Übernehmen").click()

    expect(field(bill, 2, "Material")).to_have_value("Gehäuse")


def test_faults_are_told_by_line_and_column_and_can_be_mended(
    bill: Chat, channel: ChannelDouble
) -> None:
    upload(bill, "liste.csv", csv_file(HEAD, MOTOR, ODD))
    fault = bill.dialog.get_by_role("alert")
    expect(fault).to_contain_text("Zeile 3, Wert: Das ist keine Zahl.")
    bill.accessible()

    field(bill, 2, "Wert").fill("zu viel")
    field(bill, 2, "HS-Code").fill("84")
    bill.dialog.get_by_role("button", name="Stückliste senden").click()
    expect(field(bill, 2, "HS-Code")).to_be_focused()
    expect(bill.dialog).to_contain_text("Ein HS-Code hat 4, 6, 8 oder 10 Ziffern.")
    expect(bill.dialog).to_contain_text("Bitte eine Zahl, zum Beispiel 1.234,50.")
    bill.accessible()
    assert channel.bills == []

    field(bill, 2, "Wert").fill("1.500")
    field(bill, 2, "HS-Code").fill("8483.10")
    bill.dialog.get_by_role("button", name="Stückliste senden").click()
    expect(bill.dialog).to_have_count(0)
    assert [line["value"] for line in channel.bills[0]] == ["3000", "1500"]
    assert channel.bills[0][1]["code"] == "848310"


def test_limits_are_shown_and_kept(bill: Chat, channel: ChannelDouble) -> None:
    expect(bill.dialog).to_contain_text("Höchstens 1 MB und 500 Zeilen.")

    upload(bill, "liste.csv", b"x" * 1_000_001)
    expect(bill.dialog).to_contain_text("Die Datei ist zu groß: höchstens 1 MB.")
    upload(bill, "liste.pdf", b"%PDF")
    expect(bill.dialog).to_contain_text(
        "Bitte eine Datei mit der Endung .csv, .tsv, .txt oder .xlsx."
    )
    bill.accessible()

    upload(bill, "liste.csv", csv_file(HEAD, *[MOTOR] * 501))
    expect(bill.dialog.get_by_role("status")).to_contain_text("501 Zeilen gelesen")
    bill.dialog.get_by_role("button", name="Stückliste senden").click()
    expect(bill.dialog.get_by_role("alert")).to_contain_text("Höchstens 500 Zeilen.")
    assert channel.bills == []


def test_lines_can_be_written_added_and_deleted_by_keyboard(
    bill: Chat, channel: ChannelDouble
) -> None:
    field(bill, 1, "Material").fill("Motor")
    bill.dialog.get_by_role("button", name="Zeile hinzufügen").press("Enter")
    expect(field(bill, 2, "Material")).to_be_focused()
    bill.page.keyboard.type("Gehäuse")
    bill.dialog.get_by_role("button", name="Zeile 1 löschen").press("Enter")
    expect(field(bill, 1, "Material")).to_be_focused()
    expect(field(bill, 1, "Material")).to_have_value("Gehäuse")

    bill.dialog.get_by_role("button", name="Stückliste senden").press("Enter")
    expect(bill.dialog).to_have_count(0)
    assert [line["name"] for line in channel.bills[0]] == ["Gehäuse"]


def test_an_empty_bill_is_not_sent(bill: Chat, channel: ChannelDouble) -> None:
    bill.dialog.get_by_role("button", name="Stückliste senden").click()

    expect(bill.dialog.get_by_role("alert")).to_contain_text("noch leer")
    assert channel.bills == []


def test_what_was_written_is_still_there_after_escape(bill: Chat) -> None:
    field(bill, 1, "Material").fill("Motor")
    bill.page.keyboard.press("Escape")
    expect(bill.dialog).to_have_count(0)
    expect(bill.button("Stückliste")).to_be_focused()

    bill.button("Stückliste").click()
    expect(field(bill, 1, "Material")).to_have_value("Motor")


def test_a_bill_that_could_not_be_sent_is_kept(bill: Chat, channel: ChannelDouble) -> None:
    field(bill, 1, "Material").fill("Motor")
    field(bill, 1, "HS-Code").fill("8501")
    channel.stop()
    bill.dialog.get_by_role("button", name="Stückliste senden").click()
    expect(bill.dialog.get_by_role("alert")).to_contain_text("nicht erreichbar")
    bill.accessible()

    channel.start()
    bill.dialog.get_by_role("button", name="Stückliste senden").click()
    expect(bill.dialog).to_have_count(0)
    assert [line["name"] for line in channel.bills[0]] == ["Motor"]


def test_what_the_server_does_not_take_of_a_line_is_told_in_its_row(
    bill: Chat, channel: ChannelDouble
) -> None:
    upload(bill, "liste.csv", csv_file(HEAD, MOTOR, ["Welle", "8483", "Atlantis", "5", "EUR"]))
    expect(field(bill, 2, "Herkunft")).to_have_value("Atlantis")
    bill.dialog.get_by_role("button", name="Stückliste senden").click()

    expect(bill.dialog).to_contain_text("Dieses Land gibt es nicht.")
    expect(field(bill, 2, "Herkunft")).to_be_focused()
    bill.accessible()
    field(bill, 2, "Herkunft").fill("China")
    bill.dialog.get_by_role("button", name="Stückliste senden").click()
    expect(bill.dialog).to_have_count(0)
    assert len(channel.bills[0]) == 2


def test_a_file_that_cannot_be_read_says_why(bill: Chat, channel: ChannelDouble) -> None:
    channel.failures.append(Failure(400, "bill_unreadable", "Die Datei ist keine Tabelle."))
    upload(bill, "liste.xlsx", b"PK")

    expect(bill.dialog.get_by_role("alert")).to_contain_text("Die Datei ist keine Tabelle.")


def test_in_english_amounts_are_read_as_english(
    open_chat: OpenChat, channel: ChannelDouble
) -> None:
    chat = open_chat("en")
    chat.say("8413.70 to Viet Nam")
    chat.button("Bill of materials").click()
    chat.dialog.get_by_label("Row 1: Material", exact=True).fill("motor")
    chat.dialog.get_by_label("Row 1: Value", exact=True).fill("1,234.50")
    chat.accessible()
    chat.dialog.get_by_role("button", name="Send the bill of materials").click()
    expect(chat.dialog).to_have_count(0)

    assert channel.bills[0][0]["value"] == "1234.50"


def test_on_a_telephone_rows_are_cards(open_chat: OpenChat) -> None:
    chat = open_chat(width=320, height=700)
    chat.menu("Stückliste")
    expect(field(chat, 1, "Material")).to_be_visible()

    wide = chat.dialog.evaluate("dialog => dialog.scrollWidth - dialog.clientWidth")

    assert wide == 0
    chat.accessible()
