"""One session for everything that goes out: to the connector, the login and the keys."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from rituals.engine.errors import PerhapsSent, SurelyNotSent

_MOST_BYTES = 4 * 1024 * 1024
_CONNECTIONS = 100
_FINISH = 4.0
_TO_CONNECT = 2 / 3
"""Of the deadline: what runs out of time before there is a connection was surely not sent."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that came in whole; `found` is its JSON object, empty when it had none."""

    status: int
    found: Mapping[str, object] = field(default_factory=dict)
    retry_after: str | None = None


class Http:
    """Opens its session when it is first needed, inside the running loop."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._closed = False
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def ask(
        self, method: str, url: str, seconds: float, *, headers: Mapping[str, str] | None = None,
        body: object = None, form: Mapping[str, str] | None = None,
    ) -> Reply:  # fmt: skip
        """One request, never repeated. Raises SurelyNotSent or PerhapsSent; the deadline is for the whole of it."""
        if self._closed:
            raise SurelyNotSent("we are stopping")
        self._under_way += 1
        self._quiet.clear()
        try:
            async with self._opened().request(
                method, URL(url, encoded=True), headers=headers, data=form if body is None else _encoded(body),
                timeout=aiohttp.ClientTimeout(total=seconds, connect=seconds * _TO_CONNECT), allow_redirects=False,
                proxy=_proxy(url),
            ) as response:  # fmt: skip
                return Reply(response.status, _object(await _read(response)), response.headers.get("Retry-After"))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as error:
            raise SurelyNotSent(f"no connection: {type(error).__name__}") from error
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise PerhapsSent(f"no whole answer: {type(error).__name__}") from error
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    async def close(self) -> None:
        """Nothing new goes out; what is under way may finish, so that nobody has to doubt whether it did."""
        self._closed = True
        try:
            async with asyncio.timeout(_FINISH):
                await self._quiet.wait()
        except TimeoutError:
            pass  # whoever waits for it hears that it was perhaps sent
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Accept": "application/json"},
            )  # fmt: skip
        return self._session


def _proxy(url: str) -> str | None:
    """The proxy of the environment. Not by aiohttp's trust_env: that reads ~/.netrc too, and an entry in it that
    fits makes every request with a token fail.
    """
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    return proxy if proxy and not proxy_bypass(parts.netloc.rpartition("@")[2]) else None


async def _read(response: aiohttp.ClientResponse) -> bytes:
    raw = bytearray()
    async for chunk in response.content.iter_any():
        raw += chunk
        if len(raw) > _MOST_BYTES:
            raise PerhapsSent("an answer without end")
    return bytes(raw)


def _encoded(body: object) -> aiohttp.BytesPayload:
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return aiohttp.BytesPayload(raw, content_type="application/json; charset=utf-8")


def _object(raw: bytes) -> Mapping[str, object]:
    """An answer cut in half is no answer; an empty one is."""
    if not raw.strip():
        return {}
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise PerhapsSent("half an answer") from error
    return found if isinstance(found, dict) else {}
