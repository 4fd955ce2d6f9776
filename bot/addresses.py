"""What an address is: of the web, of this house as others reach it, and of this machine alone."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit


def web_parts(url: str) -> SplitResult | None:
    """None when it is no http(s) address."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if whole else None


def house_parts(url: str) -> SplitResult | None:
    """None when it is more or less than a scheme, a host and perhaps a port: our paths come behind it."""
    parts = web_parts(url)
    if parts is None or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None:
        return None
    return parts


def is_loopback(host: str) -> bool:
    """Nobody outside this machine can reach it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
