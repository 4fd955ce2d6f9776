"""The only file that imports httpx: a GET or POST with a cap on size and time, and no more than was meant."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

import httpx
from httpx_secure import SSRFProtectionError, httpx_ssrf_protection

from adapters.calendars.errors import Failed, of_status
from adapters.calendars.guard import may_connect, require_address
from rituals.engine.retry_after import retry_after

LARGEST = 5 * 1024 * 1024
PATIENCE = 15.0
"""Seconds for all of it, with redirects."""
_REDIRECTS = 3
_MOVED = (301, 302, 303, 307, 308)
_AGENT = "Klantritme (calendar reader)"
_GZIP = 47
"""zlib's own number for gzip or deflate, whichever it is."""
_PIECE = 65536


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: 200, or 304 when nothing changed."""

    status: int
    body: bytes
    etag: str = ""
    last_modified: str = ""


class Web:
    """Asks, over one pool of connections. Raises Failed and never tries twice.

    With `guarded` an address is somebody else's word, and only those of the internet and of `allowed` hosts are asked;
    without, it is the operator's own, who may also have set a proxy.
    """

    def __init__(
        self, now: Callable[[], datetime], allowed: AbstractSet[str] = frozenset(), *, guarded: bool,
        patience: float = PATIENCE,
    ) -> None:  # fmt: skip
        self._now = now
        self._allowed = frozenset(host.lower() for host in allowed)
        self._guarded = guarded
        self._patience = patience
        self._client = guarded_client(self._allowed) if guarded else _client(trust_env=True)

    async def get(self, url: str, headers: Mapping[str, str]) -> Got:
        """A GET; redirects are followed where addresses are guarded, and each is looked at as the first one was."""
        return await self._asked(url, headers, None)

    async def post(self, url: str, form: Mapping[str, str]) -> Got:
        """A form; for the tokens of the operator's own services."""
        return await self._asked(url, {}, form)

    async def close(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    async def _asked(self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None) -> Got:
        try:
            async with asyncio.timeout(self._patience):
                return await self._followed(url, headers, form)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Failed("slow", type(error).__name__) from None
        except SSRFProtectionError:
            raise Failed("unreachable", "the host is not on the internet; calendars.allow_hosts admits it") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise Failed("unreachable", type(error).__name__) from None  # their words hold the address

    async def _followed(self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None) -> Got:
        for _ in range(_REDIRECTS + 1):
            if self._guarded:
                require_address(url, self._allowed)
            found = await self._once(url, headers, form)
            if isinstance(found, Got):
                return found
            url = urljoin(url, found)
        raise Failed("unreachable", "it redirects too often")

    async def _once(self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None) -> Got | str:
        """An answer, or where it has moved to."""
        told = {"User-Agent": _AGENT, "Accept-Encoding": "gzip", **headers}
        self._client.cookies.clear()
        async with self._client.stream("POST" if form else "GET", url, headers=told, data=form) as answer:
            if answer.status_code in _MOVED and self._guarded and "location" in answer.headers:
                return str(answer.headers["location"])
            if answer.status_code not in (200, 304):
                asks = answer.headers.get("retry-after")
                raise of_status(answer.status_code, retry_after(asks, self._now()) if asks else 0.0)
            body = await _body(answer) if answer.status_code == 200 else b""
            known = {name: answer.headers.get(name, "")[:500] for name in ("etag", "last-modified")}
            return Got(answer.status_code, body, known["etag"], known["last-modified"])


def guarded_client(allowed: AbstractSet[str]) -> httpx.AsyncClient:
    """One that connects to no address but those of the internet and of these hosts, whatever a name resolves to."""
    return httpx_ssrf_protection(
        _client(trust_env=False), check_globally_reachable=False,
        custom_validator=lambda host, ip, _port: may_connect(host, ip, allowed), dns_cache_ttl=60,
    )  # fmt: skip


def _client(*, trust_env: bool) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=8, max_keepalive_connections=0)
    return httpx.AsyncClient(trust_env=trust_env, follow_redirects=False, limits=limits, timeout=PATIENCE)


async def _body(answer: httpx.Response) -> bytes:
    """Unpacked by ourselves, a little at a time: the library unpacks whatever one piece of the wire becomes."""
    packed = answer.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("", "identity", "gzip", "deflate"):
        raise Failed("unreadable", "it is packed in a way that was not asked for")
    unpack = zlib.decompressobj(_GZIP) if packed in ("gzip", "deflate") else None
    read, came = bytearray(), 0
    try:
        async for piece in answer.aiter_raw(_PIECE):
            came += len(piece)
            read += unpack.decompress(piece, LARGEST + 1 - len(read)) if unpack else piece
            if max(came, len(read)) > LARGEST:
                raise Failed("too_big", f"more than {LARGEST >> 20} MB")
            if unpack and unpack.eof:
                break  # what comes after it would only be kept
    except zlib.error as error:
        raise Failed("unreadable", "it is not packed as it says") from error
    return bytes(read)
