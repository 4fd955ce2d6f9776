"""Which addresses may be asked: those of the internet, over https. A pasted address is somebody else's word."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from adapters.calendars.errors import Failed

_UNICAST = IPv6Network("2000::/3")
"""All that the internet's IPv6 addresses are given out from; whatever else `is_global` lets through is not of it."""
_6TO4 = IPv6Network("2002::/16")
"""IPv4 addresses dressed as IPv6. Pythons differ on what is global there, and no calendar lives there any more."""
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")
_HTTPS = 443
Ip = IPv4Address | IPv6Address


def require_address(url: str, allowed: AbstractSet[str]) -> None:
    """Raises Failed unless it is https on its own port, or on a host that the operator named."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise Failed("unreachable", "this is not an address") from error
    if not host or parts.username is not None or parts.scheme not in ("http", "https"):
        raise Failed("unreachable", "this is not an address of the web")
    if host not in allowed and (parts.scheme != "https" or port not in (None, _HTTPS)):
        raise Failed("unreachable", "only https is read, on its own port; calendars.allow_hosts admits a host")


def may_connect(host: str, ip: Ip, allowed: AbstractSet[str]) -> bool:
    """Whether this host may have this address: it is of the internet, or the operator named the host."""
    return host.lower() in allowed or all(_is_of_the_internet(one) for one in (ip, *_inside(ip)))


def _is_of_the_internet(ip: Ip) -> bool:
    is_ipv4 = isinstance(ip, IPv4Address) or ip.ipv4_mapped is not None or ip in _NAT64
    return (is_ipv4 or (ip in _UNICAST and ip not in _6TO4)) and ip.is_global and not ip.is_multicast


def _inside(ip: Ip) -> tuple[Ip, ...]:
    """An IPv4 address can hide in another: whoever routes it takes it out again."""
    if isinstance(ip, IPv4Address):
        return ()
    hidden = (ip.ipv4_mapped, *(ip.teredo or ()))
    last = (IPv4Address(ip.packed[-4:]),) if ip in _NAT64 or ip.packed[8:12] in _ISATAP else ()
    return (*(one for one in hidden if one is not None), *last)
