"""GET /metrics: for who has METRICS_TOKEN; without such a token for this machine alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.addresses import is_loopback
from bot.metrics import CONTENT_TYPE, Census, Metrics
from store import sending, slots
from store.base import Store
from store.errors import StoreError
from store.tx import Tx

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""Headers of a proxy: it is on this machine, and who asks it may be anywhere."""


def metrics_page(metrics: Metrics, store: Store, now: Callable[[], datetime], token: str | None) -> Handler:
    async def page(request: web.Request) -> web.Response:
        refused = _refused(request, token)
        if refused is not None:
            return refused
        metrics.counted(await _census(store, now()))
        return web.Response(body=metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})

    return page


def _refused(request: web.Request, token: str | None) -> web.Response | None:
    if token is None:
        here = is_loopback(request.remote or "") and not any(name in request.headers for name in _FORWARDED)
        return None if here else web.Response(status=403, text="Set METRICS_TOKEN to read this from elsewhere.\n")
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and compare_digest(given.strip().encode("utf-8", "replace"), token.encode()):
        return None
    headers = {"WWW-Authenticate": 'Bearer realm="metrics"'}
    return web.Response(status=401, text="Give METRICS_TOKEN as a bearer token.\n", headers=headers)


async def _census(store: Store, now: datetime) -> Census | None:
    def count(tx: Tx) -> Census:
        since = sending.oldest(tx, now)
        return Census(sending.open_rows(tx), (now - since).total_seconds() if since else 0.0, slots.how_many_due(tx))

    try:
        return await store.read(count)
    except StoreError:
        return None
