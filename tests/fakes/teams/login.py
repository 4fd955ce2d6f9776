"""Entra's token endpoint, and the Bot Framework's key server: what a bot proves itself with, and what it trusts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from aiohttp import web

from tests.fakes.teams.keys import SigningKey, signing_key
from tests.fakes.teams.server import Counters, Server

ISSUER = "https://api.botframework.com"
SCOPE = f"{ISSUER}/.default"
LIFETIME = timedelta(seconds=3599)


@dataclass
class Registration:
    """The bot as Entra knows it."""

    app_id: str
    secret: str
    tenant: str
    secret_expired: bool = False
    tokens: dict[str, datetime] = field(default_factory=dict)


@dataclass
class Keys:
    """What the key server publishes now, and with which of them Teams signs."""

    published: list[SigningKey] = field(default_factory=lambda: [signing_key(0), signing_key(1)])

    @property
    def current(self) -> SigningKey:
        """The one that signs."""
        return self.published[-1]

    def rotate(self, *, publish: bool = True) -> SigningKey:
        """A new key signs from now on, the oldest goes; unpublished it is a key that nobody can know yet."""
        fresh = signing_key(max(one.number for one in self.published) + 1)
        if publish:
            self.published = [*self.published[1:], fresh]
        return fresh


class Login:
    """Both on one server: `/{tenant}/oauth2/v2.0/token`, and the metadata under `/v1/.well-known/`."""

    def __init__(self, registration: Registration, counters: Counters, now: Callable[[], datetime]) -> None:
        self.registration = registration
        self.keys = Keys()
        self.issuer = ISSUER
        self._now = now
        self.server = Server(
            counters,
            {
                "token": ("POST", "/{tenant}/oauth2/v2.0/token", self._token),
                "metadata": ("GET", "/v1/.well-known/openidconfiguration", self._metadata),
                "keys": ("GET", "/v1/.well-known/keys", self._published),
            },
        )
        self.faults = self.server.faults

    @property
    def metadata_address(self) -> str:
        """What the operator gives as the address of the metadata."""
        return f"{self.server.address}/v1/.well-known/openidconfiguration"

    def valid(self, authorization: str) -> bool:
        """Whether a call to the connector carries a token of ours that still lives."""
        kind, _, token = authorization.partition(" ")
        until = self.registration.tokens.get(token)
        return kind == "Bearer" and until is not None and self._now() < until

    def revoke(self) -> None:
        """Every token that was given out is worth nothing from now on."""
        self.registration.tokens.clear()

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        wrong = self._wrong(request.match_info["tenant"], form)
        if wrong:
            return self._refused(*wrong)
        token = f"bearer.{secrets.token_urlsafe(24)}.{len(self.registration.tokens)}"
        self.registration.tokens[token] = self._now() + LIFETIME
        seconds = int(LIFETIME.total_seconds())
        body = {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token}
        return web.json_response(body)

    def _wrong(self, tenant: str, form: dict[str, str]) -> tuple[int, str, int, str] | None:
        """The status, the error, Entra's number and its words."""
        known, app = self.registration, form.get("client_id", "")
        if tenant not in (known.tenant, "botframework.com"):
            return 400, "invalid_request", 90002, f"Tenant '{tenant}' not found."
        if form.get("grant_type") != "client_credentials":
            return 400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type."
        if form.get("scope") != f"{self.issuer}/.default":
            return 400, "invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid."
        if app != known.app_id:
            return 400, "unauthorized_client", 700016, f"Application with identifier '{app}' was not found."
        if known.secret_expired:
            return 401, "invalid_client", 7000222, "The provided client secret keys are expired."
        if form.get("client_secret") != known.secret:
            return 401, "invalid_client", 7000215, "Invalid client secret provided."
        return None

    def _refused(self, status: int, error: str, number: int, words: str) -> web.Response:
        trace, when = str(uuid4()), f"{self._now():%Y-%m-%d %H:%M:%SZ}"
        body: dict[str, Any] = {
            "error": error, "error_description": f"AADSTS{number}: {words} Trace ID: {trace} Timestamp: {when}",
            "error_codes": [number], "timestamp": when, "trace_id": trace, "correlation_id": str(uuid4()),
        }  # fmt: skip
        return web.json_response(body, status=status)

    async def _metadata(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self.server.address}/v1/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def _published(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [one.jwk for one in self.keys.published]})
