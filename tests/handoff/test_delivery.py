"""Delivery to a real mail server and a real HTTP endpoint, with everything that can go wrong between."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.handoff.delivering import FIRST_PAUSE, LONGEST_PAUSE, Deliverer, pause_after
from bot.handoff.senders import DeliveryError, MailSender, WebhookSender, signature
from bot.handoff.settings import Security
from bot.store.addresses import handoff_url
from bot.store.outbox import Outbox
from tests.architecture.import_contracts import ROOT
from tests.certificates import Certificate
from tests.handoff.conftest import NOW, SECRET, Endpoint, MailServer, stored, until

pytestmark = pytest.mark.server
KEEP = timedelta(days=30)


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class TestMail:
    def test_the_desk_gets_request_case_and_consent_encrypted(
        self, outbox: Outbox, mail_server: MailServer
    ) -> None:
        reference = stored(outbox)

        assert Deliverer(outbox, [MailSender(mail_server.settings())], KEEP).run_once() == (1, 0)

        (mail,) = mail_server.mails
        assert mail_server.encrypted == [True]
        assert mail["Subject"] == f"Anfrage aus dem FTA Advisor {reference}"
        assert mail["To"] == "desk@agency.example"
        assert mail["Reply-To"] == "erika@firma.example"
        assert mail["Message-ID"] == f"<{reference}@agency.example>"
        body, attachment = mail.iter_parts()
        text = body.get_content()
        for told in ("Erika Muster", "Danke, Grüße", "Produkt: 8413.70", "Ja, senden.", "2026-11"):
            assert told in text
        assert "Bitte antworten Sie auf Englisch." in text
        assert attachment.get_filename() == f"{reference}.json"
        assert json.loads(attachment.get_content()) == {"format": "fta-advisor/case"}
        assert outbox.backlog().waiting == 0

    def test_a_barrier_goes_to_its_own_desk(self, outbox: Outbox, mail_server: MailServer) -> None:
        stored(outbox, kind="barrier", market="JP", include_case=False)

        Deliverer(outbox, [MailSender(mail_server.settings())], KEEP).run_once()

        (mail,) = mail_server.mails
        assert mail["To"] == "barriers@agency.example"
        assert mail["Subject"].startswith("Gemeldetes Handelshemmnis")
        assert list(mail.iter_attachments()) == []
        assert "Produkt" not in mail.get_content()

    def test_with_name_and_password(self, outbox: Outbox, certificate: Certificate) -> None:
        server = MailServer(certificate, login=("advisor", "right")).start()
        try:
            stored(outbox)
            wrong = MailSender(server.settings(user="advisor", password="wrong"))
            right = MailSender(server.settings(user="advisor", password="right"))
            watch = Watch()

            assert Deliverer(outbox, [wrong], KEEP, watch).run_once() == (0, 1)
            watch.now += FIRST_PAUSE
            assert Deliverer(outbox, [right], KEEP, watch).run_once() == (1, 0)
        finally:
            server.stop()
        assert len(server.mails) == 1

    @pytest.mark.parametrize("answer", ["451 later", "554 spam", "500 what"])
    def test_a_refusal_is_seen_and_tried_again(
        self, outbox: Outbox, mail_server: MailServer, answer: str
    ) -> None:
        stored(outbox)
        mail_server.answer = answer
        watch = Watch()
        sender = MailSender(mail_server.settings())

        assert Deliverer(outbox, [sender], KEEP, watch).run_once() == (0, 1)
        assert outbox.backlog().failing == 1
        (state,) = outbox.states()
        assert "the mail server answered" in state.deliveries[0]["last_error"]

        mail_server.answer = "250 OK"
        assert Deliverer(outbox, [sender], KEEP, watch).run_once() == (0, 0)
        watch.now += FIRST_PAUSE
        assert Deliverer(outbox, [sender], KEEP, watch).run_once() == (1, 0)
        assert outbox.backlog().failing == 0

    def test_a_refused_address_is_told(self, outbox: Outbox, mail_server: MailServer) -> None:
        stored(outbox)
        mail_server.refuse_recipient = "550 no such desk"

        Deliverer(outbox, [MailSender(mail_server.settings())], KEEP).run_once()

        (state,) = outbox.states()
        assert "refused the desk's address: [550]" in state.deliveries[0]["last_error"]

    def test_without_a_trusted_certificate_nothing_is_sent(
        self, outbox: Outbox, mail_server: MailServer
    ) -> None:
        stored(outbox)
        untrusting = MailSender(mail_server.settings(ca_file=""))

        assert Deliverer(outbox, [untrusting], KEEP).run_once() == (0, 1)
        assert mail_server.mails == []

    def test_a_server_that_offers_no_encryption_gets_nothing(self, outbox: Outbox) -> None:
        plain = MailServer().start()
        try:
            stored(outbox)
            sender = MailSender(plain.settings(security=Security.STARTTLS))

            assert Deliverer(outbox, [sender], KEEP).run_once() == (0, 1)
        finally:
            plain.stop()
        assert plain.mails == []

    def test_a_slow_server_does_not_hold_everything_up(
        self, outbox: Outbox, mail_server: MailServer
    ) -> None:
        stored(outbox)
        mail_server.holding = threading.Event()

        taken = Deliverer(outbox, [MailSender(mail_server.settings(), 0.3)], KEEP).run_once()

        # It came back while the server still held its answer.
        mail_server.holding.set()
        assert taken == (0, 1)


class TestWebhook:
    def test_it_gets_signed_json(self, outbox: Outbox, endpoint: Endpoint) -> None:
        reference = stored(outbox)

        assert Deliverer(outbox, [WebhookSender(endpoint.settings())], KEEP).run_once() == (1, 0)

        ((headers, body),) = endpoint.got
        assert headers["Idempotency-Key"] == reference
        expected = signature(SECRET, headers["X-FTA-Timestamp"], body)
        assert headers["X-FTA-Signature"] == expected
        told = json.loads(body)
        assert told["reference"] == reference
        assert told["contact"]["name"] == "Erika Muster"
        assert told["consent"]["text"] == "Ja, senden."

    @pytest.mark.parametrize("status", [302, 400, 401, 500, 503])
    def test_anything_but_success_is_tried_again(
        self, outbox: Outbox, endpoint: Endpoint, status: int
    ) -> None:
        stored(outbox)
        endpoint.status = status
        endpoint.location = f"http://127.0.0.1:{endpoint.port}/elsewhere"
        watch = Watch()
        sender = WebhookSender(endpoint.settings())

        assert Deliverer(outbox, [sender], KEEP, watch).run_once() == (0, 1)
        assert len(endpoint.got) == 1
        (state,) = outbox.states()
        assert state.deliveries[0]["last_error"] == f"the webhook answered {status}"

        endpoint.status, endpoint.location = 201, ""
        watch.now += FIRST_PAUSE
        assert Deliverer(outbox, [sender], KEEP, watch).run_once() == (1, 0)

    def test_a_slow_endpoint_is_given_up_for_now(self, outbox: Outbox, endpoint: Endpoint) -> None:
        stored(outbox)
        endpoint.holding = threading.Event()

        taken = Deliverer(outbox, [WebhookSender(endpoint.settings(), 0.2)], KEEP).run_once()

        endpoint.holding.set()
        assert taken == (0, 1)


class TestNeverLost:
    def test_one_way_down_does_not_repeat_the_other(
        self, outbox: Outbox, mail_server: MailServer, endpoint: Endpoint
    ) -> None:
        stored(outbox)
        endpoint.stop()
        watch = Watch()
        ways = [MailSender(mail_server.settings()), WebhookSender(endpoint.settings())]

        assert Deliverer(outbox, ways, KEEP, watch).run_once() == (1, 1)
        endpoint.start()
        watch.now += FIRST_PAUSE
        assert Deliverer(outbox, ways, KEEP, watch).run_once() == (1, 0)

        assert len(mail_server.mails) == 1
        assert len(endpoint.got) == 1
        assert outbox.backlog().waiting == 0

    def test_a_server_that_was_down_for_days_gets_it_in_the_end(
        self, outbox: Outbox, mail_server: MailServer
    ) -> None:
        stored(outbox)
        mail_server.stop()
        watch = Watch()
        sender = MailSender(mail_server.settings())
        for _ in range(15):
            assert Deliverer(outbox, [sender], KEEP, watch).run_once() == (0, 1)
            watch.now += LONGEST_PAUSE

        mail_server.start()

        assert Deliverer(outbox, [sender], KEEP, watch).run_once() == (1, 0)

    def test_a_process_killed_while_sending_leaves_it_to_the_next(
        self, outbox: Outbox, mail_server: MailServer, tmp_path: Path
    ) -> None:
        stored(outbox)
        mail_server.holding = threading.Event()
        address = handoff_url(f"sqlite:///{tmp_path / 'data.db'}")
        script = (
            "import sys; from datetime import timedelta\n"
            "from bot.handoff.delivering import Deliverer\n"
            "from bot.handoff.senders import MailSender\n"
            "from bot.handoff.settings import MailSettings, Security\n"
            "from bot.store.outbox import Outbox\n"
            f"settings = MailSettings('localhost', {mail_server.port}, Security.STARTTLS,"
            " 'a@agency.example', 'd@agency.example', 'd@agency.example',"
            f" ca_file={str(mail_server.certificate.file)!r})\n"
            f"outbox = Outbox.open({address!r})\n"
            "print('sending', flush=True)\n"
            "Deliverer(outbox, [MailSender(settings)], timedelta(days=1)).run_once()\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "sending\n"
        until(lambda: outbox.states()[0].deliveries)
        process.kill()
        process.wait()
        mail_server.holding.set()

        (state,) = outbox.states()
        assert state.closed_at is None
        mail_server.stop()
        fresh = MailServer(mail_server.certificate).start()
        try:
            watch = Watch()
            # The lease of the process that is gone has run out.
            watch.now = state.deliveries[0]["next_attempt_at"] + timedelta(seconds=1)
            sender = MailSender(fresh.settings())
            assert Deliverer(outbox, [sender], KEEP, watch).run_once() == (1, 0)
        finally:
            fresh.stop()
        assert len(fresh.mails) == 1

    def test_the_thread_delivers_at_once_when_woken_and_ends_when_told(
        self, outbox: Outbox, endpoint: Endpoint
    ) -> None:
        deliverer = Deliverer(outbox, [WebhookSender(endpoint.settings())], KEEP)
        deliverer.start()
        stored(outbox)
        deliverer.wake()

        until(lambda: not outbox.backlog().waiting)
        deliverer.stop()

        assert outbox.backlog().waiting == 0
        assert len(endpoint.got) == 1

    def test_a_fault_of_our_own_does_not_end_the_thread(
        self, outbox: Outbox, endpoint: Endpoint
    ) -> None:
        class Faulty(WebhookSender):
            faults = 1

            def send(self, delivery: object) -> None:
                if self.faults:
                    self.faults -= 1
                    raise LookupError("a mistake")
                super().send(delivery)  # type: ignore[arg-type]

        stored(outbox)
        deliverer = Deliverer(outbox, [Faulty(endpoint.settings())], KEEP)
        deliverer.start()
        until(lambda: outbox.states()[0].deliveries)
        stored(outbox, place="Köln")
        deliverer.wake()
        # The endpoint has it a moment before the outbox knows that it was taken.
        until(lambda: endpoint.got and outbox.backlog().waiting == 1)
        deliverer.stop()

        assert len(endpoint.got) == 1
        assert outbox.backlog().waiting == 1


def test_pauses_grow_and_are_bounded() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 200)]

    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_logs_hold_nothing_personal(
    outbox: Outbox, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    stored(outbox)
    endpoint.status = 500
    with caplog.at_level(logging.DEBUG, logger="bot"):
        Deliverer(outbox, [WebhookSender(endpoint.settings())], KEEP).run_once()

    assert "handoff.failed" in caplog.text
    for personal in ("Erika", "erika@", "Danke", SECRET):
        assert personal not in caplog.text


def test_an_error_of_delivery_is_a_sentence() -> None:
    assert str(DeliveryError("the webhook answered 500")) == "the webhook answered 500"
