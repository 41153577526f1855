"""Which online sources are switched on: named in FTA_LIVE, joined by commas; none by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

UK, ACCESS2MARKETS = "uk", "a2m"
NAMES = (UK, ACCESS2MARKETS)
UK_URL = "https://www.trade-tariff.service.gov.uk/uk/api"

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_safe(url: str) -> bool:
    """Whether answers from the address cannot be changed on the way: https, or this machine."""
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or local)


@dataclass(frozen=True)
class LiveSettings:
    """The sources asked for, and the address of the UK service (to be changed for a proxy)."""

    names: tuple[str, ...] = ()
    uk_url: str = UK_URL

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> LiveSettings:
        """The settings in FTA_LIVE and FTA_LIVE_UK_URL.

        Raises:
            ValueError: a name is not known, or the address is not https.
        """
        asked = (one.strip().lower() for one in given.get("FTA_LIVE", "").split(","))
        names = tuple(dict.fromkeys(one for one in asked if one))
        for name in names:
            if name not in NAMES:
                raise ValueError(f"FTA_LIVE: expected {' or '.join(NAMES)}, found '{name}'")
        uk_url = given.get("FTA_LIVE_UK_URL") or UK_URL
        if not is_safe(uk_url):
            raise ValueError(f"FTA_LIVE_UK_URL: expected an https address, found '{uk_url}'")
        return cls(names, uk_url)
