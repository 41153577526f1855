"""A stored request in the words of the mail and in the JSON of the webhook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from bot.explain.formats import day, local, time_of_day
from bot.explain.texts import Texts
from bot.handoff.form import Form, Kind
from bot.handoff.settings import MailSettings
from bot.store.outbox import Delivery

LOCALE_FOLDER = Path(__file__).with_name("locale")
DOMAIN = "handoff"
_CONTACT_FIELDS = ("name", "company", "email", "phone", "place", "market")
# The desk is in North Rhine-Westphalia, whatever the exporter's language is.
_LANGUAGE_OF_THE_DESK = "de"


def texts(lang: str) -> Texts:
    """The sentences of the form and the mail."""
    return Texts(lang, LOCALE_FOLDER, DOMAIN)


def content_of(form: Form, case_lines: str, case_file: str) -> dict[str, Any]:
    """All that is sent, as it is stored; the case only if it is to go along."""
    return {
        "contact": {name: getattr(form, name) for name in _CONTACT_FIELDS},
        "message": form.message,
        "case_text": case_lines if form.include_case else "",
        "case_file": case_file if form.include_case else "",
    }


def as_lines(content: Mapping[str, Any], lang: str) -> list[str]:
    """The request as a person reads it, in the preview and in the mail."""
    return list(_lines(content, texts(lang)))


def _lines(content: Mapping[str, Any], said: Texts) -> Iterator[str]:
    for name, value in content["contact"].items():
        if value:
            yield f"{said.text(f'field.{name}')}: {value}"
    if content["message"]:
        yield ""
        yield said.text("field.message") + ":"
        yield from content["message"].splitlines()
    if content["case_text"]:
        yield ""
        yield said.text("field.case") + ":"
        yield from content["case_text"].splitlines()


def as_mail(delivery: Delivery, settings: MailSettings) -> EmailMessage:
    """The mail to the desk; a repeated one has the same Message-ID, so that it can be told."""
    said = texts(_LANGUAGE_OF_THE_DESK)
    mail = EmailMessage()
    mail["Subject"] = said.text(f"mail.subject.{delivery.kind}", reference=delivery.reference)
    mail["From"] = settings.sender
    mail["To"] = settings.barriers_to if delivery.kind == Kind.BARRIER.value else settings.to
    mail["Date"] = format_datetime(delivery.created_at)
    mail["Message-ID"] = _message_id(delivery, settings)
    reply_to = delivery.content["contact"].get("email")
    if reply_to:
        mail["Reply-To"] = reply_to
    mail.set_content("\n".join(_mail_lines(delivery, said)) + "\n")
    if delivery.content["case_file"]:
        name = f"{delivery.reference}.json"
        file = delivery.content["case_file"].encode()
        mail.add_attachment(file, maintype="application", subtype="json", filename=name)
    return mail


def _message_id(delivery: Delivery, settings: MailSettings) -> str:
    domain = settings.sender.rpartition("@")[2]
    return f"<{delivery.reference}@{domain}>"


def _mail_lines(delivery: Delivery, said: Texts) -> Iterator[str]:
    moment = local(delivery.created_at)
    when = {"day": day(moment.date(), said.lang), "time": time_of_day(moment, said.lang)}
    yield said.text(f"mail.intro.{delivery.kind}", reference=delivery.reference, **when)
    yield said.text(f"mail.language.{delivery.language}")
    yield ""
    yield from _lines(delivery.content, said)
    yield ""
    if delivery.content["case_file"]:
        yield said.text("mail.replay", file=f"{delivery.reference}.json")
    consent = delivery.consent
    given = local(consent.given_at)
    at = {"day": day(given.date(), said.lang), "time": time_of_day(given, said.lang)}
    yield said.text("mail.consent", version=consent.version, text=consent.text, **at)


def as_json(delivery: Delivery) -> dict[str, Any]:
    """The request as the webhook gets it."""
    return {
        "reference": delivery.reference,
        "kind": delivery.kind,
        "language": delivery.language,
        "created_at": delivery.created_at.isoformat(timespec="seconds"),
        "contact": delivery.content["contact"],
        "message": delivery.content["message"],
        "case_text": delivery.content["case_text"],
        "case_file": delivery.content["case_file"],
        "consent": {
            "text": delivery.consent.text,
            "version": delivery.consent.version,
            "language": delivery.consent.language,
            "given_at": delivery.consent.given_at.isoformat(timespec="seconds"),
        },
    }
