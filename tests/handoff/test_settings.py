"""What stands in the environment is either complete and safe, or the variable at fault is named."""

from __future__ import annotations

import pytest

from bot.handoff.settings import HandoffSettings, Security, SettingsError

MAIL = {
    "FTA_SMTP_HOST": "mail.agency.example",
    "FTA_HANDOFF_TO": "desk@agency.example",
    "FTA_HANDOFF_FROM": "advisor@agency.example",
}
WEBHOOK = {
    "FTA_HANDOFF_WEBHOOK_URL": "https://tickets.example/new",
    "FTA_HANDOFF_WEBHOOK_SECRET": "secret",
}


def test_nothing_set_up_is_allowed() -> None:
    settings = HandoffSettings.from_environment({})

    assert (settings.mail, settings.webhook, settings.keep_days) == (None, None, 30)


def test_mail_is_protected_unless_told_otherwise() -> None:
    mail = HandoffSettings.from_environment(MAIL).mail

    assert mail is not None
    assert (mail.security, mail.port, mail.barriers_to) == (Security.STARTTLS, 587, mail.to)


def test_both_ways_together() -> None:
    settings = HandoffSettings.from_environment({**MAIL, **WEBHOOK})

    assert settings.mail is not None
    assert settings.webhook is not None


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({**MAIL, "FTA_HANDOFF_TO": ""}, "FTA_HANDOFF_TO"),
        ({**MAIL, "FTA_HANDOFF_FROM": "desk"}, "FTA_HANDOFF_FROM"),
        ({**MAIL, "FTA_SMTP_SECURITY": "none"}, "FTA_SMTP_SECURITY"),
        ({**MAIL, "FTA_SMTP_SECURITY": "ssl"}, "FTA_SMTP_SECURITY"),
        ({**MAIL, "FTA_SMTP_PORT": "70000"}, "FTA_SMTP_PORT"),
        ({**MAIL, "FTA_SMTP_PORT": "x"}, "FTA_SMTP_PORT"),
        ({**WEBHOOK, "FTA_HANDOFF_WEBHOOK_URL": "http://tickets.example"}, "WEBHOOK_URL"),
        ({**WEBHOOK, "FTA_HANDOFF_WEBHOOK_URL": "file:///etc/passwd"}, "WEBHOOK_URL"),
        ({**WEBHOOK, "FTA_HANDOFF_WEBHOOK_SECRET": ""}, "WEBHOOK_SECRET"),
        ({"FTA_HANDOFF_KEEP_DAYS": "0"}, "FTA_HANDOFF_KEEP_DAYS"),
    ],
)
def test_the_variable_at_fault_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        HandoffSettings.from_environment(given)
