"""Who sends this: settled before anything of the body is parsed, and again for what the body claims.

Our own check and not botbuilder's: that one accepts a token without an end, fails with an IndexError on an
unknown key, does not ask whether a key may sign for Teams, and costs 43 times the CPU.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import jwt
from aiohttp import web
from aiohttp.web_protocol import RequestPayloadError
from jwt.exceptions import PyJWTError

from adapters.teams.errors import Malformed, NotProven
from adapters.teams.keys import Keyring
from adapters.teams.limits import CHANNEL, MOST_BYTES
from adapters.teams.settings import Settings
from rituals.engine.clock import Clock

LEEWAY = 300.0
PATIENCE = 5.0
"""Seconds for a body to come in: a slow sender may not keep a request open for nothing."""
_LONGEST = 16_000
_JWS = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_KEPT = 64
_KEPT_FOR = 300.0
"""Seconds in which the same token need not be checked again: Teams sends one for about an hour."""
_OPTIONS = {
    "require": ["exp", "iss", "aud"], "strict_aud": True,
    "verify_exp": False, "verify_nbf": False, "verify_iat": False,  # by our own clock, below
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """What a token that we trust says. `ends` and `begins` are seconds since the epoch."""

    service_url: str
    endorsements: frozenset[str]
    begins: float
    ends: float


class Gate:
    """Checks tokens, and whether an activity is one that its token was given for."""

    def __init__(self, settings: Settings, keys: Keyring, clock: Clock) -> None:
        self._settings = settings
        self._keys = keys
        self._clock = clock
        self._trusted: dict[str, bool] = {}
        self._proven: OrderedDict[str, tuple[float, Proof]] = OrderedDict()

    async def prove(self, request: web.Request) -> Proof:
        """Raises NotProven unless the request bears one good token."""
        token = _bearer(request)
        proof = self._remembered(token)
        if proof is None:
            proof = await self._checked(token)
            self._remember(token, proof)
        now = self._clock.now().timestamp()
        if now > proof.ends + LEEWAY:
            raise NotProven("the token has ended")
        if now < proof.begins - LEEWAY:
            raise NotProven("the token has not begun")
        return proof

    def match(self, proof: Proof, channel: object, service_url: object, tenant: str) -> None:
        """Raises NotProven when the activity is not one for which this token was given."""
        if channel != CHANNEL or channel not in proof.endorsements:
            raise NotProven("the key may not sign for this channel")
        if not isinstance(service_url, str) or _plain(service_url) != _plain(proof.service_url):
            raise NotProven("the token was given for another connector")
        if not self._trusts(service_url):
            raise NotProven("this connector is not on the list; TEAMS_SERVICE_HOSTS adds one")
        if not self._settings.admits(tenant):
            raise NotProven("this tenant is not TEAMS_TENANT_ID")

    def _trusts(self, service_url: str) -> bool:
        """Only signed addresses come here, so there are few."""
        if service_url not in self._trusted:
            if len(self._trusted) >= _KEPT:
                self._trusted.clear()
            self._trusted[service_url] = self._settings.trusts(service_url)
        return self._trusted[service_url]

    async def _checked(self, token: str) -> Proof:
        key = await self._keys.find(_kid(token))
        if key is None:
            raise NotProven("the token is signed with a key that we do not know")
        try:
            claims = jwt.decode(
                token, key.public, algorithms=["RS256"], audience=self._settings.app_id,
                issuer=self._settings.issuer, options=_OPTIONS,  # type: ignore[arg-type]  # some versions lack strict_aud
            )  # fmt: skip
        except (PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise NotProven(f"the token is not good: {type(error).__name__}") from error
        return Proof(
            service_url=str(claims.get("serviceurl", claims.get("serviceUrl", ""))),
            endorsements=key.endorsements,
            begins=max(_moment(claims.get("nbf", 0)), _moment(claims.get("iat", 0))),
            ends=_moment(claims["exp"]),
        )

    def _remembered(self, token: str) -> Proof | None:
        kept = self._proven.get(token)
        return kept[1] if kept and self._clock.elapsed() - kept[0] < _KEPT_FOR else None

    def _remember(self, token: str, proof: Proof) -> None:
        self._proven[token] = (self._clock.elapsed(), proof)
        self._proven.move_to_end(token)
        while len(self._proven) > _KEPT:
            self._proven.popitem(last=False)


async def body_of(request: web.Request) -> bytes:
    """The bytes, never more than the cap and never waited for without end. Raises Malformed."""
    if request.content_type != "application/json":
        raise Malformed("not application/json")
    if (request.content_length or 0) > MOST_BYTES:
        raise Malformed("over 1 MB")
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read(request)
    except TimeoutError:
        raise Malformed("the body never ends") from None
    except RequestPayloadError as error:
        raise Malformed("the body is broken off, or not packed as it says") from error


async def _read(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Malformed("over 1 MB")
    return bytes(body)


def _bearer(request: web.Request) -> str:
    given = request.headers.getall("Authorization", [])
    if len(given) != 1:
        raise NotProven("one Authorization header is needed")
    scheme, _, token = given[0].strip().partition(" ")
    # The form is looked at first: a lenient reader of base64 passes over signs that do not belong there.
    if scheme.lower() != "bearer" or len(token) > _LONGEST or not _JWS.fullmatch(token):
        raise NotProven("the header bears no token")
    return token


def _kid(token: str) -> str:
    """The name of the key, from a header that says everything once and nothing else than it should."""
    try:
        raw = token.split(".", 1)[0]
        header = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise NotProven("the token has no header") from error
    if not isinstance(header, Mapping) or header.get("alg") != "RS256" or "crit" in header:
        raise NotProven("the token is not signed with RS256")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise NotProven("the token names no key")
    return kid


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _moment(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise NotProven("the token bears a time that is none")
    return float(value)


def _plain(url: str) -> str:
    return url.rstrip("/").lower()
