"""The web listener: the adapters' routes, the routes of the house, and answers that give nothing away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler, Middleware
from aiohttp.web_protocol import RequestPayloadError

from bot.addresses import is_loopback
from bot.environment import Environment
from bot.headers import LOOPBACK, add_headers, only_hosts

Probe = Callable[[], Awaitable[str | None]]
"""None when the part is ready, else what is wrong with it, for operators."""

_LARGEST = 1024 * 1024
_PROBED_FOR = 3.0
_SENTENCES = {
    400: "Deze aanvraag klopt niet.",
    401: "Hiervoor moet je eerst inloggen.",
    403: "Dit mag je niet zien.",
    404: "Deze pagina is er niet.",
    405: "Dat kan hier niet.",
    413: "Dit is te groot.",
    421: "Dit adres hoort niet bij Klantritme.",
}
_OTHERWISE = "Dat lukt niet."
_OURS = "Er ging bij ons iets mis. Probeer het zo nog eens."
_LANDING = """<!doctype html>
<html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Klantritme</title>
<h1>Klantritme</h1><p>Klantritme werkt. Je gebruikt het in de chat van je organisatie.</p>
<p>Wil je weten wat er over jou wordt bewaard? Vraag het aan wie Klantritme bij jullie beheert.</p></html>
"""


def make_web(
    routes: Sequence[web.AbstractRouteDef], probes: Mapping[str, Probe], environment: Environment
) -> web.Application:
    """The whole web side. An adapter that claims GET / has it; else there is a plain page."""
    logging.getLogger("aiohttp.server").addFilter(calm)
    application = web.Application(middlewares=_middlewares(environment), client_max_size=_LARGEST)
    application.on_response_prepare.append(add_headers(environment.public_url))
    application.add_routes([*routes, web.get("/healthz", _alive), web.get("/readyz", _ready(probes))])
    if not any(isinstance(one, web.RouteDef) and one.path == "/" and one.method in ("GET", "*") for one in routes):
        application.router.add_get("/", _landing)
    return application


def calm(record: logging.LogRecord) -> bool:
    """What anybody on the internet can send, and is answered with 400, is no error of ours in the log."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError | RequestPayloadError):
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.msg, record.args, record.exc_info = "no good HTTP: %s", (type(error).__name__,), None
    return True


def _middlewares(environment: Environment) -> list[Middleware]:
    first: list[Middleware] = [_errors]
    if environment.playground and environment.playground_token is None and is_loopback(environment.host):
        own = urlsplit(environment.public_url or "").hostname
        first.append(only_hosts(LOOPBACK | {own} if own else LOOPBACK))
    return first


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        kept = {name: answer.headers[name] for name in ("Allow", "Retry-After") if name in answer.headers}
        sentence = _SENTENCES.get(answer.status, _OTHERWISE)
        return web.Response(status=answer.status, text=f"{sentence}\n", headers=kept)
    except ConnectionResetError:
        raise
    except Exception as error:  # noqa: BLE001 (the boundary: whoever asks gets a sentence and no trace)
        structlog.get_logger(__name__).error("a request failed", path=_pattern(request), exc_info=error)
        return web.Response(status=500, text=f"{_OURS}\n")


def _pattern(request: web.Request) -> str:
    """The route and not the address: an address can hold words of people."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


async def _landing(_request: web.Request) -> web.Response:
    return web.Response(text=_LANDING, content_type="text/html")


async def _alive(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def _ready(probes: Mapping[str, Probe]) -> Handler:
    async def ready(_request: web.Request) -> web.Response:
        answers = await asyncio.gather(*(_ask(probe) for probe in probes.values()))
        parts = {name: wrong or "ok" for name, wrong in zip(probes, answers, strict=True)}
        failing = [name for name, wrong in zip(probes, answers, strict=True) if wrong]
        status = f"not ready: {', '.join(failing)}" if failing else "ok"
        return web.json_response({"status": status, "parts": parts}, status=503 if failing else 200)

    return ready


async def _ask(probe: Probe) -> str | None:
    try:
        async with asyncio.timeout(_PROBED_FOR):
            return await probe()
    except TimeoutError:
        return f"no answer within {_PROBED_FOR:g} s"
