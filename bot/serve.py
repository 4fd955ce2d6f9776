"""A running application: starts everything in order, waits for a signal, and stops it in the other order."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web

from adapters import Hosted
from bot.environment import Environment
from bot.keys import keys_for
from bot.metrics import Metrics
from bot.metrics_page import metrics_page
from bot.same_keys import use_keys
from bot.ticker import Ticker
from bot.web import make_web
from rituals.engine.engine import Engine
from store.base import Store
from store.errors import StoreError
from store.migrate import require_current

_TICKED_WITHIN = 5.0
_OPEN_REQUESTS = 2.0
_STOPPED_WITHIN = 8.0
_LAST_MESSAGES = 4.0
_COLLECTED = (20_000, 20, 20)
"""Objects made between two looks at the young ones, and looks between two at the older."""


@dataclass(frozen=True)
class Parts:
    """What the composition root has built."""

    engine: Engine
    store: Store
    adapters: Sequence[Hosted]
    environment: Environment
    furnish: Callable[[], Awaitable[None]]
    metrics: Metrics


async def serve(parts: Parts, listening: socket.socket, stop: asyncio.Event) -> None:
    """Run until `stop`; raises what a part that had to keep running failed with."""
    ticker = Ticker(parts.engine.schedule, parts.engine.clock)
    runner: web.AppRunner | None = None
    delivery: asyncio.Task[None] | None = None
    tasks: list[asyncio.Task[None]] = []
    try:
        keys = keys_for(parts.environment)
        await parts.store.transact(lambda tx: use_keys(tx, keys), subjects=["secret keys"])
        for adapter in parts.adapters:
            await adapter.start()
        await parts.furnish()
        await parts.engine.schedule.present()
        delivery = asyncio.create_task(parts.engine.delivery.run(), name="delivery")
        ticker.start()
        runner = await _listen(parts, listening, ticker, delivery)
        leave_in_peace()
        tasks = [asyncio.create_task(adapter.run(), name=adapter.name) for adapter in parts.adapters]
        await _until(stop, [delivery, *tasks])
    finally:
        await _stop(parts, runner, ticker, tasks, delivery)


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT ask to stop; the same signal again ends the process at once."""
    loop = asyncio.get_running_loop()

    def ask(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ask, number)


def leave_in_peace() -> None:
    """The collector need not look again at what was made at start and stays: that took a tenth of every bell."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)


async def _listen(
    parts: Parts, listening: socket.socket, ticker: Ticker, delivery: asyncio.Task[None]
) -> web.AppRunner:
    async def store() -> str | None:
        return await _store_trouble(parts.store)

    async def schema() -> str | None:
        return await asyncio.to_thread(_schema_trouble, parts.environment.database_url)

    async def ticks() -> str | None:
        return None if ticker.age < _TICKED_WITHIN else f"the last tick was {ticker.age:.0f} s ago"

    async def delivers() -> str | None:
        return "it has stopped" if delivery.done() else None

    numbers = metrics_page(parts.metrics, parts.store, parts.engine.clock.now, parts.environment.metrics_token)
    routes = [route for adapter in parts.adapters for route in adapter.routes()]
    routes.append(web.get("/metrics", numbers))
    probes = {"store": store, "schema": schema, "ticker": ticks, "delivery": delivers}
    application = make_web(routes, probes, parts.environment)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_OPEN_REQUESTS)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    host, port = listening.getsockname()[:2]
    structlog.get_logger(__name__).info("listening", url=f"http://{f'[{host}]' if ':' in host else host}:{port}")
    return runner


async def _store_trouble(store: Store) -> str | None:
    try:
        await store.ping()
    except StoreError as error:
        return str(error)
    return None


def _schema_trouble(url: str) -> str | None:
    try:
        require_current(url)
    except StoreError as error:
        return str(error)
    return None


async def _until(stop: asyncio.Event, tasks: Sequence[asyncio.Task[None]]) -> None:
    """Return when asked to stop; raise when a task fails. A task that has simply finished is no reason."""
    waiting = asyncio.create_task(stop.wait())
    pending: set[asyncio.Task[bool] | asyncio.Task[None]] = {waiting, *tasks}
    try:
        while not waiting.done():
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        waiting.cancel()


async def _stop(
    parts: Parts,
    runner: web.AppRunner | None,
    ticker: Ticker,
    tasks: Sequence[asyncio.Task[None]],
    delivery: asyncio.Task[None] | None,
) -> None:
    try:
        async with asyncio.timeout(_STOPPED_WITHIN):
            await _shut(runner, tasks)
            await ticker.stop()
            await _deliver_the_last(parts)
            await _close(parts, runner)
            await asyncio.gather(*([delivery] if delivery else []), return_exceptions=True)
    except TimeoutError:
        structlog.get_logger(__name__).warning("not everything stopped in time; what was stored is safe")
    finally:
        await parts.store.close()


async def _shut(runner: web.AppRunner | None, tasks: Sequence[asyncio.Task[None]]) -> None:
    """Let nobody in any more."""
    for site in list(runner.sites) if runner is not None else ():
        await site.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _deliver_the_last(parts: Parts) -> None:
    """Before the adapters close their connections; what a slow platform leaves open is looked up at the next start."""
    try:
        async with asyncio.timeout(_LAST_MESSAGES):
            await parts.engine.delivery.stop()
    except TimeoutError:
        structlog.get_logger(__name__).warning("the last messages were too slow: they are looked up at the next start")


async def _close(parts: Parts, runner: web.AppRunner | None) -> None:
    """The adapters end their streams, so that no open request has to be cut off."""
    for adapter in parts.adapters:
        await adapter.stop()
    if runner is not None:
        await runner.cleanup()
