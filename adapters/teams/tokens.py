"""Our own token for the connector: asked for once, kept until shortly before it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from adapters.teams.http import Http, Reply
from adapters.teams.limits import STEP_SECONDS
from adapters.teams.settings import Settings
from rituals.engine.clock import Clock
from rituals.engine.errors import LOCKED_OUT, DeliveryError, LockedOut, SurelyNotSent

log = structlog.get_logger(__name__)

_EARLY = 300.0
_REFUSED = (400, 401, 403)
"""Ours to mend; anything else is Microsoft's trouble, and passes."""
_CLOUD = "TEAMS_TOKEN_ISSUER is not known there: it and TEAMS_LOGIN_URL must be of the same cloud."
_REMEDIES: Mapping[int, str] = {
    70011: _CLOUD,
    500011: _CLOUD,
    7000215: "TEAMS_APP_PASSWORD must be the secret's value, and not its id (Certificates & secrets).",
    7000222: "The client secret has expired: make a new one, and set TEAMS_APP_PASSWORD to its value.",
    700016: "TEAMS_APP_ID is not known in this tenant: look at TEAMS_APP_ID and TEAMS_TENANT_ID.",
    90002: "TEAMS_TENANT_ID is no tenant of Microsoft's: copy the Directory (tenant) ID.",
}
LOOK = "Look at TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID."


class Tokens:
    """One request at a time, however many messages wait for it."""

    def __init__(self, settings: Settings, http: Http, clock: Clock) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._token = ""
        self._until = 0.0
        self._shut: tuple[float, str] | None = None
        """Until when Microsoft is not asked again, and what it said."""
        self._one_at_a_time = asyncio.Lock()

    async def get(self) -> str:
        """A token that still works. Without one nothing was sent.

        Raises LockedOut where Microsoft refuses our secret, SurelyNotSent where it cannot be asked.
        """
        if self._usable():
            return self._token
        try:
            async with asyncio.timeout(STEP_SECONDS), self._one_at_a_time:
                if not self._usable():
                    await self._ask()
        except TimeoutError as error:  # whoever stands in line does not wait once for each one before it
            raise SurelyNotSent("no token in time") from error
        return self._token

    async def warm(self) -> None:
        """Have one before anybody needs it: a wrong password is told at the start, and stops nothing."""
        try:
            await self.get()
        except DeliveryError as error:
            log.warning("no token for Teams yet: it is asked for again with the first message", detail=error.detail)

    def refused(self, token: str) -> None:
        """The connector does not take this one any more."""
        if token == self._token:
            self._token = ""

    def _usable(self) -> bool:
        return bool(self._token) and self._clock.elapsed() < self._until

    async def _ask(self) -> None:
        """With a secret that is refused once a minute, and not for each of the messages that wait."""
        if self._shut and self._clock.elapsed() < self._shut[0]:
            raise LockedOut(self._shut[1])
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.password,
            "scope": self._settings.scope,
        }
        try:
            reply = await self._http.ask("POST", self._settings.token_url, STEP_SECONDS, form=asked)
        except DeliveryError as error:
            raise SurelyNotSent(f"no token: {error.detail}") from error
        if reply.status in _REFUSED:
            raise self._shut_out(reply)
        token, lasts = reply.found.get("access_token"), reply.found.get("expires_in")
        if reply.status != 200 or not isinstance(token, str) or not token:
            log.warning("Microsoft gives no token just now", status=reply.status)
            raise SurelyNotSent(f"no token: {reply.status}")
        self._shut = None
        seconds = float(lasts) if isinstance(lasts, int | float) and not isinstance(lasts, bool) else 3600.0
        self._token, self._until = token, self._clock.elapsed() + max(seconds - _EARLY, seconds / 2)

    def _shut_out(self, reply: Reply) -> LockedOut:
        number, remedy = refusal(reply.found)
        detail = f"no token: {reply.status}"
        if self._shut is None:
            log.error(
                "Microsoft gives no token: what is for Teams waits", remedy=f"{remedy} `klantritme doctor` tells more.",
                status=reply.status, error=str(reply.found.get("error", ""))[:60], number=number,
            )  # fmt: skip
        self._shut = self._clock.elapsed() + LOCKED_OUT, detail
        return LockedOut(detail)


def refusal(found: Mapping[str, object]) -> tuple[int, str]:
    """Entra's number for why it gives no token, 0 when it tells none; and what the operator has to do."""
    numbers = found.get("error_codes")
    number = numbers[0] if isinstance(numbers, list) and numbers and isinstance(numbers[0], int) else 0
    return number, _REMEDIES.get(number, LOOK)
