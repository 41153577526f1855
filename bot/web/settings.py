"""What the operator sets for the channel, from the environment.

FTA_ORIGINS            pages that may talk to the channel, such as https://www.agency.example
FTA_FRAME_ANCESTORS    pages that may show ours in a frame (default: only ourselves)
FTA_TRUSTED_PROXIES    addresses or networks whose X-Forwarded-For is believed (default: nobody's)
FTA_SESSION_HOURS      how long a conversation is kept open without a word (default 12)
FTA_RATE_SESSION       requests of one conversation in a minute (default 60)
FTA_RATE_ADDRESS       requests of one address in a minute (default 300)
FTA_RATE_OPENINGS      conversations opened by one address in an hour (default 120)
FTA_RATE_HANDOFFS      requests to advisers by one address in an hour (default 20)

Lists are joined by commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Union

Network = Union[IPv4Network, IPv6Network]

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")


class WebSettingsError(ValueError):
    """A variable of the environment is wrong; the message names it."""


@dataclass(frozen=True)
class WebSettings:
    """The settings of the channel; rates are requests, `session_hours` hours."""

    origins: frozenset[str] = frozenset()
    frame_ancestors: tuple[str, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    session_hours: int = 12
    rate_session: int = 60
    rate_address: int = 300
    rate_openings: int = 120
    rate_handoffs: int = 20

    @classmethod
    def from_environment(cls, given: Mapping[str, str], origins: Iterable[str] = ()) -> WebSettings:
        """The settings; `origins` of credentials.yml count as well. Raises WebSettingsError."""
        listed = [*origins, *_list(given, "FTA_ORIGINS")]
        return cls(
            frozenset(_origin(one, "FTA_ORIGINS") for one in listed),
            tuple(
                _origin(one, "FTA_FRAME_ANCESTORS") for one in _list(given, "FTA_FRAME_ANCESTORS")
            ),
            tuple(_network(one) for one in _list(given, "FTA_TRUSTED_PROXIES")),
            _number(given, "FTA_SESSION_HOURS", cls.session_hours),
            _number(given, "FTA_RATE_SESSION", cls.rate_session),
            _number(given, "FTA_RATE_ADDRESS", cls.rate_address),
            _number(given, "FTA_RATE_OPENINGS", cls.rate_openings),
            _number(given, "FTA_RATE_HANDOFFS", cls.rate_handoffs),
        )


def _list(given: Mapping[str, str], name: str) -> list[str]:
    return [one.strip() for one in given.get(name, "").split(",") if one.strip()]


def _origin(text: str, name: str) -> str:
    origin = text.lower().rstrip("/")
    # No "*": whoever may talk to the channel is named.
    if not _ORIGIN.fullmatch(origin):
        raise WebSettingsError(f"{name}: expected origins like https://www.example.org")
    return origin


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError:
        message = f"FTA_TRUSTED_PROXIES: '{text}' is neither an address nor a network"
        raise WebSettingsError(message) from None


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise WebSettingsError(f"{name}: expected a number from 1")
    return int(value)
