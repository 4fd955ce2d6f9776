"""POST /slack/events: our own check on the raw bytes first, then bolt."""

from __future__ import annotations

import structlog
from aiohttp import web

from adapters.slack import payload, verify
from adapters.slack.payload import Malformed
from adapters.slack.transport import Bolt
from adapters.slack.verify import Refused, Seal
from rituals.engine.clock import Clock

log = structlog.get_logger(__name__)

_JSON = {"Content-Type": "application/json; charset=utf-8"}
_NOTHING = {"Content-Type": "text/plain; charset=utf-8"}


class Front:
    """One route for events, commands and everything interactive."""

    def __init__(self, seal: Seal, bolt: Bolt, clock: Clock) -> None:
        self._seal = seal
        self._bolt = bolt
        self._clock = clock

    async def answer(self, request: web.Request) -> web.Response:
        """401 for who is not Slack, 400 for what says nothing, else whatever the request gets."""
        headers = request.headers
        try:
            body = await verify.body_of(request)
            stamps, signatures = headers.getall(verify.TIMESTAMP, ()), headers.getall(verify.SIGNATURE, ())
            self._seal.check(stamps, signatures, body, self._clock.now())
            written = await self._bolt.dispatch(payload.load(body))
        except Refused as refused:
            log.info("a request was refused", status=refused.status, detail=str(refused))
            return web.Response(status=refused.status)
        except Malformed as odd:
            log.warning("a request of Slack's is malformed", detail=str(odd))
            return web.Response(status=400)
        kind = _JSON if written.body else _NOTHING
        return web.Response(status=written.status, body=written.body, headers=kind)
