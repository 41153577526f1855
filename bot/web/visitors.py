"""Who asks: the address a request comes from, believing only the proxies that are ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Union

from bot.web.settings import Network

Address = Union[IPv4Address, IPv6Address]

FORWARDING_HEADERS = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
)
"""Headers by which a proxy shows itself: the visitor behind it is not on this machine."""

UNKNOWN = "unknown"
_IPV6_SITE = 64
_MOST_HOPS = 20


def visitor(peer: str, forwarded: Iterable[str], trusted: Iterable[Network]) -> str:
    """The name under which a visitor's requests are counted.

    `forwarded` are all headers X-Forwarded-For, in order: a visitor may have sent one of his own. The last
    address counts that none of our proxies has: everything before it is the visitor's invention. An IPv6
    visitor has a whole network, so that is counted.
    """
    known = tuple(trusted)
    found = _address(peer)
    if found is None:
        return UNKNOWN
    hops = [one.strip() for one in ",".join(forwarded).split(",")][-_MOST_HOPS:]
    while hops and _is_in(found, known):
        before = _address(hops.pop())
        if before is None:
            break
        found = before
    return _counted(found)


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def _is_in(found: Address, networks: Iterable[Network]) -> bool:
    return any(found in one for one in networks)


def _counted(found: Address) -> str:
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _IPV6_SITE), strict=False))
    return str(found)


def is_loopback(address: str) -> bool:
    """Whether an address of a peer is on this machine; what is no address is not."""
    found = _address(address)
    return found is not None and found.is_loopback


def is_direct_from_this_machine(peer: str, headers: Mapping[str, str]) -> bool:
    """Whether a program on this machine asks and no proxy stands between."""
    return is_loopback(peer) and not any(name in headers for name in FORWARDING_HEADERS)
