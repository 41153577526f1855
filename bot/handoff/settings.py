"""How requests reach the advisers: by mail, by webhook, by both; all of it from the environment.

FTA_HANDOFF_TO, FTA_HANDOFF_FROM    addresses of the advisers' desk and of the sender
FTA_HANDOFF_BARRIERS_TO             another desk for reports of barriers (default FTA_HANDOFF_TO)
FTA_SMTP_HOST, FTA_SMTP_PORT        the mail server (no host: no mail); port 587
FTA_SMTP_SECURITY                   starttls (default), tls, or none (this machine only)
FTA_SMTP_USER, FTA_SMTP_PASSWORD    for servers that ask for it
FTA_SMTP_CA_FILE                    certificates of an authority of one's own
FTA_HANDOFF_WEBHOOK_URL             an https address (http on this machine only)
FTA_HANDOFF_WEBHOOK_SECRET          signs what is sent to it
FTA_HANDOFF_KEEP_DAYS               days until a delivered request is emptied (default 30)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from urllib.parse import urlsplit

DEFAULT_KEEP_DAYS = 30
_DEFAULT_PORT = 587
_HIGHEST_PORT = 65_535


class SettingsError(ValueError):
    """A variable of the environment is missing or wrong; the message names it."""


class Security(Enum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True)
class MailSettings:
    """The mail server, the sender, the desk."""

    host: str
    port: int
    security: Security
    sender: str
    to: str
    barriers_to: str
    user: str = ""
    password: str = ""
    ca_file: str = ""


@dataclass(frozen=True)
class WebhookSettings:
    """The address of a ticket system or the like, and the secret that signs."""

    url: str
    secret: str


@dataclass(frozen=True)
class HandoffSettings:
    """The ways that are set up; none of them is a valid state: requests then wait."""

    mail: MailSettings | None = None
    webhook: WebhookSettings | None = None
    keep_days: int = DEFAULT_KEEP_DAYS

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> HandoffSettings:
        """The settings of the environment; raises SettingsError naming the variable that is wrong."""
        keep = _number(environment, "FTA_HANDOFF_KEEP_DAYS", DEFAULT_KEEP_DAYS)
        return cls(_mail(environment), _webhook(environment), keep)


def _mail(given: Mapping[str, str]) -> MailSettings | None:
    host = given.get("FTA_SMTP_HOST", "").strip()
    if not host:
        return None
    to, sender = _address(given, "FTA_HANDOFF_TO"), _address(given, "FTA_HANDOFF_FROM")
    wanted = given.get("FTA_SMTP_SECURITY", "").strip().lower() or Security.STARTTLS.value
    security = next((one for one in Security if one.value == wanted), None)
    if security is None:
        raise SettingsError("FTA_SMTP_SECURITY: expected starttls, tls or none")
    if security is Security.NONE and not _is_this_machine(host):
        raise SettingsError("FTA_SMTP_SECURITY: 'none' is for a mail server on this machine only")
    port = _number(given, "FTA_SMTP_PORT", _DEFAULT_PORT)
    if port > _HIGHEST_PORT:
        raise SettingsError("FTA_SMTP_PORT: expected a port")
    barriers_to = (
        _address(given, "FTA_HANDOFF_BARRIERS_TO") if given.get("FTA_HANDOFF_BARRIERS_TO") else to
    )
    return MailSettings(
        host,
        port,
        security,
        sender,
        to,
        barriers_to,
        given.get("FTA_SMTP_USER", ""),
        given.get("FTA_SMTP_PASSWORD", ""),
        given.get("FTA_SMTP_CA_FILE", ""),
    )


def _webhook(given: Mapping[str, str]) -> WebhookSettings | None:
    url = given.get("FTA_HANDOFF_WEBHOOK_URL", "").strip()
    if not url:
        return None
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and _is_this_machine(parts.hostname or "")
    )
    if not is_safe or not parts.hostname:
        raise SettingsError("FTA_HANDOFF_WEBHOOK_URL: expected an https address")
    secret = given.get("FTA_HANDOFF_WEBHOOK_SECRET", "")
    if not secret:
        raise SettingsError("FTA_HANDOFF_WEBHOOK_SECRET: expected a secret for the webhook")
    return WebhookSettings(url, secret)


def _address(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "").strip()
    if "@" not in value or any(sign.isspace() for sign in value):
        raise SettingsError(f"{name}: expected a mail address")
    return value


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise SettingsError(f"{name}: expected a number from 1")
    return int(value)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
