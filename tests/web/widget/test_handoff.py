"""The contact form: what is sent is shown, consent is apart, nothing goes out without it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.widget.channel_double import ChannelDouble
from tests.web.widget.chat import Chat
from tests.web.widget.conftest import OpenChat

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def form(chat: Chat) -> Chat:
    """The form, opened after the first answer."""
    chat.say("8413.70 nach Vietnam")
    chat.ask_adviser()
    return chat


def fill(chat: Chat, email: str = "erika@firma.example") -> None:
    chat.dialog.get_by_label("Name", exact=True).fill("Erika Muster")
    chat.dialog.get_by_label("E-Mail").fill(email)
    chat.dialog.get_by_label("Ihre Frage").fill("Brauche ich eine REX-Nummer?")


def send(chat: Chat) -> None:
    chat.dialog.get_by_role("button", name="Anfrage senden").click()


def test_a_request_is_sent_with_consent_and_gets_a_reference(
    form: Chat, channel: ChannelDouble
) -> None:
    fill(form)
    form.dialog.get_by_label("Firma").fill("Muster GmbH")
    form.dialog.get_by_label("Ja, ich möchte, dass").check()
    form.accessible()
    send(form)

    expect(form.dialog).to_contain_text("FTA-2026-0042")
    form.accessible()
    (sent,) = channel.handoffs
    assert sent["name"] == "Erika Muster"
    assert sent["company"] == "Muster GmbH"
    assert (sent["email"], sent["phone"]) == ("erika@firma.example", "")
    assert (sent["kind"], sent["consent"], sent["include_case"]) == ("advice", True, True)
    assert sent["consent_version"] == "2026-11"
    form.does_not_show("Erika")
    form.dialog.get_by_role("button", name="Schließen").last.click()
    expect(form.status).to_contain_text("FTA-2026-0042")
    expect(form.button("Beratung kontaktieren")).to_be_focused()


def test_what_is_sent_along_is_shown_before(form: Chat, channel: ChannelDouble) -> None:
    form.dialog.get_by_text("Das wird aus dem Gespräch mitgesendet").click()
    expect(form.dialog.locator(".preview")).to_contain_text("841370")
    form.accessible()

    form.dialog.get_by_label("Meinen Fall aus dem Gespräch mitsenden").uncheck()
    expect(form.dialog.locator(".preview")).to_be_hidden()
    fill(form)
    form.dialog.get_by_label("Ja, ich möchte, dass").check()
    send(form)
    expect(form.dialog).to_contain_text("FTA-2026-0042")
    assert channel.handoffs[0]["include_case"] is False


def test_without_consent_nothing_is_sent(form: Chat, channel: ChannelDouble) -> None:
    fill(form)
    send(form)

    expect(form.dialog).to_contain_text("Ohne Ihr Einverständnis dürfen wir nichts senden.")
    expect(form.dialog.get_by_label("Ja, ich möchte, dass")).to_be_focused()
    form.accessible()
    assert channel.handoffs == []


def test_each_field_says_what_is_missing(form: Chat, channel: ChannelDouble) -> None:
    send(form)

    expect(form.dialog.get_by_label("Name", exact=True)).to_be_focused()
    for told in ("Bitte nennen Sie Ihren Namen.", "Bitte eine E-Mail-Adresse"):
        expect(form.dialog).to_contain_text(told)
    field = form.dialog.get_by_label("E-Mail")
    assert field.get_attribute("aria-describedby") == "handoff-email-fault"
    form.accessible()
    assert channel.handoffs == []


def test_a_barrier_is_reported_as_such(form: Chat, channel: ChannelDouble) -> None:
    form.dialog.get_by_label("Handelshemmnis melden").check()
    form.dialog.get_by_label("In welchem Land?").select_option("")
    fill(form)
    form.dialog.get_by_label("Ihre Frage").fill("")
    form.dialog.get_by_label("Ja, ich möchte, dass").check()
    send(form)
    expect(form.dialog).to_contain_text("Bitte nennen Sie das Land.")
    expect(form.dialog).to_contain_text("Bitte schreiben Sie kurz, worum es geht.")
    form.dialog.get_by_label("Ihre Frage").fill("Der EUR.1 wird abgelehnt.")
    form.accessible()

    form.dialog.get_by_label("In welchem Land?").select_option("Ägypten")
    send(form)
    expect(form.dialog).to_contain_text("FTA-2026-0042")
    assert (channel.handoffs[0]["kind"], channel.handoffs[0]["market"]) == ("barrier", "EG")


def test_what_the_server_refuses_is_told_at_its_field(form: Chat, channel: ChannelDouble) -> None:
    fill(form, "a@invalid.example")
    form.dialog.get_by_label("Ja, ich möchte, dass").check()
    send(form)

    expect(form.dialog).to_contain_text("Diese Adresse gibt es nicht.")
    expect(form.dialog.get_by_label("E-Mail")).to_be_focused()


def test_a_request_that_fails_names_the_house_and_keeps_the_form(
    form: Chat, channel: ChannelDouble
) -> None:
    fill(form)
    form.dialog.get_by_label("Ja, ich möchte, dass").check()
    channel.stop()
    send(form)

    expect(form.dialog.get_by_role("alert")).to_contain_text("Haus der Hilfe")
    expect(form.dialog.get_by_label("Ihre Frage")).to_have_value("Brauche ich eine REX-Nummer?")
    channel.start()
    send(form)
    expect(form.dialog).to_contain_text("FTA-2026-0042")
    assert len(channel.handoffs) == 1


def test_who_helps_with_what_is_shown(form: Chat) -> None:
    form.dialog.get_by_text("Wer hilft wobei?").click()

    expect(form.dialog.get_by_role("term")).to_have_text("Ursprung nachweisen")
    expect(form.dialog.get_by_role("link", name="IHK")).to_have_attribute(
        "href", "https://ihk.example"
    )
    form.accessible()


def test_a_telephone_number_is_enough(form: Chat, channel: ChannelDouble) -> None:
    fill(form, email="")
    form.dialog.get_by_label("Telefon").fill("0211 123456")
    form.dialog.get_by_label("Ja, ich möchte, dass").check()
    send(form)

    expect(form.dialog).to_contain_text("FTA-2026-0042")
    assert channel.handoffs[0]["phone"] == "0211 123456"


def test_without_the_server_there_is_no_form_but_the_house(
    chat: Chat, channel: ChannelDouble
) -> None:
    channel.stop()
    chat.button("Beratung kontaktieren").click()
    expect(chat.dialog).to_contain_text("nicht erreichbar")
    expect(chat.dialog.get_by_role("link", name="Haus der Hilfe")).to_be_visible()
    chat.accessible()

    channel.start()
    chat.dialog.get_by_role("button", name="Noch einmal versuchen").click()
    expect(chat.dialog.get_by_label("Name", exact=True)).to_be_visible()


def test_what_was_written_is_still_there_after_escape_but_not_the_consent(form: Chat) -> None:
    form.dialog.get_by_label("Handelshemmnis melden").check()
    fill(form)
    form.dialog.get_by_label("Ja, ich möchte, dass").check()
    form.page.keyboard.press("Escape")
    expect(form.button("Beratung kontaktieren")).to_be_focused()

    form.button("Beratung kontaktieren").click()
    expect(form.dialog.get_by_label("Ihre Frage")).to_have_value("Brauche ich eine REX-Nummer?")
    expect(form.dialog.get_by_label("Handelshemmnis melden")).to_be_checked()
    expect(form.dialog.get_by_label("In welchem Land?")).to_be_visible()
    expect(form.dialog.get_by_label("Ja, ich möchte, dass")).not_to_be_checked()


def test_in_english_and_on_a_telephone(open_chat: OpenChat) -> None:
    chat = open_chat("en", width=320, height=700)
    chat.button("Contact an adviser").click()
    expect(chat.dialog.get_by_label("Yes, I want this information")).to_be_visible()
    chat.dialog.get_by_text("This is sent along").click()
    expect(chat.dialog).to_contain_text("There is nothing about your case")

    chat.accessible()
    assert chat.sideways() == 0
