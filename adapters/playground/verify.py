"""Who may speak to the playground, settled before anything is parsed.

Without a token it only answers to names of this machine, so that a page elsewhere cannot reach it through a
name of its own that points here. With a token a cookie is asked, which only the link with the token gives.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web

from adapters.playground.errors import Closed, Elsewhere, TooLarge, Unclear

MOST_BYTES = 100_000
COOKIE = "klantritme_proeftuin"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Gate:
    """`token` is PLAYGROUND_TOKEN; `hosts` are the names it may be called by besides this machine's own."""

    token: str | None = field(default=None, repr=False)
    hosts: frozenset[str] = frozenset()

    def check(self, request: web.Request) -> None:
        """Raises Refused for a request that may not be answered."""
        if self.token is not None:
            if not _same(request.cookies.get(COOKIE, ""), self.pass_for(self.token)):
                raise Closed
        elif _host_of(f"//{request.host}") not in _LOOPBACK | self.hosts:
            raise Elsewhere

    def opens(self, offered: str) -> bool:
        """Whether this is the token."""
        return self.token is not None and _same(offered, self.token)

    @staticmethod
    def pass_for(token: str) -> str:
        """What the cookie holds instead of the token itself."""
        return hashlib.sha256(f"playground cookie {token}".encode()).hexdigest()


async def body_of(request: web.Request) -> bytes:
    """The bytes of a request of our own page. Raises Refused before reading too much."""
    if not _same_origin(request):
        raise Elsewhere
    if request.content_type != "application/json":
        raise Unclear
    if (request.content_length or 0) > MOST_BYTES:
        raise TooLarge
    body = bytearray()
    async for chunk in request.content.iter_chunked(16_384):
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge
    return bytes(body)


def _same_origin(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is None or _netloc_of(origin) == request.host


def _netloc_of(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))
