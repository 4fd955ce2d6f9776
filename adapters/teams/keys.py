"""The keys with which Teams signs: fetched without holding up anybody, kept for a day.

botbuilder fetches them with a blocking call without a time-out inside the event loop, and never again when a key
is unknown (an IndexError comes first): a key rotation can then mean hours of refused messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from adapters.teams.http import Http
from rituals.engine.errors import DeliveryError

log = structlog.get_logger(__name__)

FRESH = 24 * 3600.0
USABLE = 48 * 3600.0
"""Seconds after which even a hanging key server is no reason to trust an old key."""
BETWEEN = 60.0
"""Seconds between two fetches because of a key that we do not know: an attacker can make up any number of them."""
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the channels that it may sign for."""

    public: Any
    endorsements: frozenset[str]


class Keyring:
    """All keys of the metadata. One fetch at a time, whoever asks."""

    def __init__(self, metadata_url: str, http: Http, elapsed: Callable[[], float]) -> None:
        self._metadata_url = metadata_url
        self._http = http
        self._elapsed = elapsed
        self._keys: Mapping[str, Key] = {}
        self._fetched: float | None = None
        self._tried: float | None = None
        self._missed: float | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> Key | None:
        """The key of this name; None when the metadata does not have it, or no usable keys can be had."""
        age = self._age()
        if age is None or age > USABLE:
            await self._once(1.0)
        elif kid not in self._keys:
            await self._unknown()
        elif age > FRESH:
            self._start(BETWEEN)
        age = self._age()
        return self._keys.get(kid) if age is not None and age <= USABLE else None

    async def warm(self) -> None:
        """Have the keys before anybody needs them."""
        await self._once(0.0)

    async def close(self) -> None:
        """Stop a fetch that is under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    def _age(self) -> float | None:
        return None if self._fetched is None else self._elapsed() - self._fetched

    async def _unknown(self) -> None:
        """Fetches for any other reason do not count: keys may be rotated in the minute after we started."""
        if self._missed is None or self._elapsed() - self._missed >= BETWEEN:
            self._missed = self._elapsed()
            await self._once(0.0)
        elif self._fetching is not None:
            await asyncio.shield(self._fetching)

    async def _once(self, between: float) -> None:
        self._start(between)
        if self._fetching is not None:
            # Whoever waits may go away; the fetch is for everybody.
            await asyncio.shield(self._fetching)

    def _start(self, between: float) -> None:
        if self._fetching is not None and not self._fetching.done():
            return
        self._fetching = None
        if self._tried is None or self._elapsed() - self._tried >= between:
            self._tried = self._elapsed()
            self._fetching = asyncio.create_task(self._fetch(), name="teams keys")

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                metadata = await self._http.ask("GET", self._metadata_url, SECONDS)
                answer = await self._http.ask("GET", str(metadata.found.get("jwks_uri", "")), SECONDS)
        except (DeliveryError, TimeoutError, ValueError) as error:
            log.warning("keys of Teams not fetched", url=self._metadata_url, error=str(error))
            return
        keys = keys_of(answer.found)
        if not keys:
            log.warning("no keys of Teams came", url=self._metadata_url, status=answer.status)
            return
        self._keys, self._fetched = keys, self._elapsed()


def keys_of(found: Mapping[str, object]) -> dict[str, Key]:
    """The RSA keys of a key set that sign; what is malformed is passed over."""
    listed = found.get("keys")
    keys: dict[str, Key] = {}
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict) or not isinstance(one.get("kid"), str) or one.get("kty") != "RSA":
            continue
        try:
            public = PyJWK.from_dict(one, algorithm="RS256").key
        except (PyJWTError, ValueError, TypeError):
            continue
        keys[one["kid"]] = Key(public, _words(one.get("endorsements")))
    return keys


def _words(found: object) -> frozenset[str]:
    return frozenset(one for one in found if isinstance(one, str)) if isinstance(found, list) else frozenset()
