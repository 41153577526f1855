"""The ways to the advisers: mail by SMTP and a signed webhook; each takes a request or says why not."""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
import time
from typing import Protocol

import requests

from bot.handoff.message import as_json, as_mail
from bot.handoff.settings import HandoffSettings, MailSettings, Security, WebhookSettings
from bot.store.outbox import Delivery

PATIENCE_SECONDS = 20.0
# A server that goes on sending holds nobody up: its answer is not read.
_SUCCESSES = range(200, 300)


class DeliveryError(Exception):
    """A request was not taken; the message is for the operator and holds nothing personal."""


class Sender(Protocol):
    """A way to the advisers."""

    @property
    def channel(self) -> str:
        """Its name in the outbox."""

    def send(self, delivery: Delivery) -> None:
        """Deliver a request; raises DeliveryError if it was not taken."""


class MailSender:
    """Mail to the desk."""

    channel = "mail"

    def __init__(self, settings: MailSettings, patience: float = PATIENCE_SECONDS) -> None:
        self._settings = settings
        self._patience = patience

    def send(self, delivery: Delivery) -> None:
        """Deliver by SMTP; raises DeliveryError if the server does not take the mail."""
        try:
            mail = as_mail(delivery, self._settings)
            with self._connected() as server:
                refused = server.send_message(mail)
        except smtplib.SMTPResponseException as error:
            raise DeliveryError(f"the mail server answered {error.smtp_code}") from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = sorted({code for code, _ in error.recipients.values()})
            raise DeliveryError(f"the mail server refused the desk's address: {codes}") from error
        except ValueError as error:
            raise DeliveryError(f"the mail cannot be written: {_kind(error)}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(f"the mail server cannot be used: {_kind(error)}") from error
        if refused:
            raise DeliveryError("the mail server refused the desk's address")

    def _connected(self) -> smtplib.SMTP:
        given = self._settings
        trusted = ssl.create_default_context(cafile=given.ca_file or None)
        if given.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                given.host, given.port, timeout=self._patience, context=trusted
            )
        else:
            server = smtplib.SMTP(given.host, given.port, timeout=self._patience)
        try:
            if given.security is Security.STARTTLS:
                server.starttls(context=trusted)
            if given.user:
                server.login(given.user, given.password)
        except BaseException:
            server.close()
            raise
        return server


class WebhookSender:
    """A POST of JSON, signed with HMAC-SHA256 over time and body."""

    channel = "webhook"

    def __init__(self, settings: WebhookSettings, patience: float = PATIENCE_SECONDS) -> None:
        self._settings = settings
        self._patience = patience

    def send(self, delivery: Delivery) -> None:
        """Deliver by POST; raises DeliveryError unless the answer is a 2xx."""
        body = json.dumps(as_json(delivery), ensure_ascii=False).encode()
        moment = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": delivery.reference,
            "X-FTA-Timestamp": moment,
            "X-FTA-Signature": signature(self._settings.secret, moment, body),
        }
        try:
            with requests.post(
                self._settings.url,
                data=body,
                headers=headers,
                timeout=self._patience,
                allow_redirects=False,
                stream=True,
            ) as answer:
                status = answer.status_code
        except requests.RequestException as error:
            raise DeliveryError(f"the webhook cannot be reached: {_kind(error)}") from error
        if status not in _SUCCESSES:
            raise DeliveryError(f"the webhook answered {status}")


def signature(secret: str, moment: str, body: bytes) -> str:
    """What the receiver computes again to know that the request is ours and not an old one."""
    signed = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256)
    return "sha256=" + signed.hexdigest()


def senders_of(settings: HandoffSettings) -> tuple[Sender, ...]:
    """The ways that are set up."""
    found: list[Sender] = []
    if settings.mail is not None:
        found.append(MailSender(settings.mail))
    if settings.webhook is not None:
        found.append(WebhookSender(settings.webhook))
    return tuple(found)


def _kind(error: BaseException) -> str:
    """What went wrong by its kind: the words of a library may repeat an address."""
    return type(error).__name__
