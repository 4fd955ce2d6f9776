"""Installing in several workspaces: GET /slack/install sends to Slack, /slack/oauth_redirect takes what comes back."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from adapters.slack import words
from adapters.slack.grant import Granted
from adapters.slack.parse import NAME, delivery
from adapters.slack.tokens import Team, Tokens
from adapters.slack.transport import Grants
from rituals.engine.errors import DeliveryError, SurelyNotSent
from rituals.engine.events import Installed, Origin
from rituals.engine.seal import Sealer
from rituals.engine.translate import Say
from store import oauth
from store import tokens as store_tokens
from store.accounts import AccountSeen
from store.errors import StoreError
from store.tokens import Token

if TYPE_CHECKING:
    from aiohttp.web import AbstractRouteDef

    from rituals.engine.engine import Engine
    from store.base import Store

log = structlog.get_logger(__name__)

_PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Klantritme</title>
<h1>Klantritme</h1><p>{sentence}</p></html>
"""


class Installs:
    """Tokens that were given through Slack's own pages; they lie encrypted in the store, for every replica."""

    def __init__(self, engine: Engine, store: Store, sealer: Sealer) -> None:
        self._engine = engine
        self._store = store
        self._sealer = sealer

    async def load(self, workspace: str) -> Team | None:
        """The token of one workspace. Raises SurelyNotSent while the store cannot tell."""
        try:
            found = await self._store.read(lambda tx: store_tokens.get(tx, NAME, workspace))
        except StoreError as error:
            raise SurelyNotSent(f"no token: {type(error).__name__}") from error
        return self._opened(found) if found else None

    async def every(self) -> list[Team]:
        """All of them."""
        found = await self._store.read(lambda tx: store_tokens.every(tx, NAME))
        return [team for one in found if (team := self._opened(one))]

    async def forget(self, workspace: str) -> None:
        """The app was taken out there."""
        await self._store.transact(lambda tx: store_tokens.drop(tx, NAME, workspace))

    async def newer(self, workspace: str, moment: datetime) -> bool:
        """Whether the app was installed there after this moment, which Slack tells to the second."""
        found = await self._store.read(lambda tx: store_tokens.since(tx, NAME, workspace))
        return found is not None and found.replace(microsecond=0) > moment

    async def issue(self) -> str:
        """Something to recognise an installation of ours by."""
        state = secrets.token_urlsafe(32)
        await self._store.transact(lambda tx: oauth.issue(tx, state, self._engine.clock.now()))
        return state

    async def consume(self, state: str) -> bool:
        """Whether it is one of ours, used for the first time."""
        return await self._store.transact(lambda tx: oauth.consume(tx, state, self._engine.clock.now()))

    async def granted(self, grant: Granted) -> Team | None:
        """Keep the token, then let the engine decide who may come in. None: that could not be stored."""
        now = self._engine.clock.now()
        sealed = self._sealer.seal(json.dumps({"token": grant.token, "bot": grant.bot}))
        await self._store.transact(lambda tx: store_tokens.put(tx, NAME, Token(grant.workspace, sealed), now))
        mark = hashlib.sha256(grant.token.encode()).hexdigest()
        origin = Origin(NAME, grant.workspace, AccountSeen(grant.user))
        event = Installed(delivery=delivery(grant.workspace, "installed", mark), at=now, origin=origin, name=grant.name)
        answer = await self._engine.dispatch(event)
        return Team(grant.workspace, grant.token, grant.bot) if answer.stored else None

    def _opened(self, kept: Token) -> Team | None:
        text = self._sealer.open(kept.sealed)
        if text is None:
            log.error("a token cannot be read with the present SECRET_KEYS: install the app again",
                      workspace=kept.workspace)  # fmt: skip
            return None
        found = json.loads(text)
        return Team(kept.workspace, found["token"], found["bot"])


class InstallPages:
    """The two pages; `tokens` knows a new workspace at once."""

    def __init__(self, installs: Installs, tokens: Tokens, grants: Grants, say: Say) -> None:
        self._installs = installs
        self._tokens = tokens
        self._grants = grants
        self._say = say

    def routes(self) -> Sequence[AbstractRouteDef]:
        """Only there where the app may be installed in several workspaces."""
        return [web.get("/slack/install", self._begin), web.get("/slack/oauth_redirect", self._finish)]

    async def _begin(self, request: web.Request) -> web.Response:
        try:
            where, cookie = await self._grants.begin(request.query_string, dict(request.headers))
        except StoreError as error:
            log.warning("not stored", error=type(error).__name__)
            return self._page(words.NOT_INSTALLED, 503)
        return web.Response(status=302, headers={"Location": where, "Set-Cookie": cookie})

    async def _finish(self, request: web.Request) -> web.Response:
        try:
            grant = await self._grants.finish(request.query_string, dict(request.headers))
            if isinstance(grant, str):
                log.warning("an installation was not finished", reason=grant)
                return self._page(words.NOT_INSTALLED, 400)
            team = await self._installs.granted(grant)
        except (StoreError, DeliveryError) as error:
            log.warning("an installation was not finished", error=type(error).__name__, detail=str(error))
            return self._page(words.NOT_INSTALLED, 503)
        if team is None:
            return self._page(words.NOT_INSTALLED, 503)
        self._tokens.put(team)
        return self._page(words.INSTALLED, 200, grant.name)

    def _page(self, sentence: str, status: int, name: str = "") -> web.Response:
        text = _PAGE.format(lang=self._say.locale, sentence=escape(self._say(sentence, naam=name)))
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return web.Response(text=text, status=status, content_type="text/html", charset="utf-8", headers=headers)
