"""`klantritme run` at rest: memory, processor, start; and how soon the command line answers."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, own
from tests.bench.processes import HIDDEN, ROOT, RUN, free_port, furnished, listening, memory, process, seconds

QUIET = 20
"""Seconds of rest before anything is read; over the last half the processor time is counted."""

_BARE = """
import sqlalchemy
from aiohttp import web
web.run_app(web.Application(), host="127.0.0.1", port={port}, print=None)
"""
_IMPORTS = "import bot.cli, bot.run, adapters.playground, store.sqlite, store.migrate"


async def run(_databases: Databases) -> list[Line]:
    """Ours and the anchor, beside each other."""
    with tempfile.TemporaryDirectory(prefix="krbench") as name:
        folder = furnished(Path(name))
        started = [await _started(folder) for _ in range(3)]
        imports = await _timed(("-c", _IMPORTS), folder)
        rest = await _at_rest(folder)
        helped, nothing = await _timed(("-m", "bot", "--help"), folder), await _timed(("-c", "pass"), folder)
    soon = Goal(1.2, 1, most=True)
    return [
        *rest,
        Line("idle: start to listening; anchor: imports and 0.3 s", median(started), "s", imports + 0.3, soon),
        own("idle: --help; anchor: python -c pass", helped * 1000, "ms", Goal(300, 150, "ms", True), nothing * 1000),
    ]


async def _at_rest(folder: Path) -> list[Line]:
    port, bare_port = free_port(), free_port()
    with (
        process(folder, RUN, port) as ours,
        process(folder, ("-c", _BARE.format(port=bare_port)), bare_port) as bare,
    ):
        await asyncio.gather(listening(ours, port), listening(bare, bare_port))
        await asyncio.sleep(QUIET / 2)
        before = seconds(ours)
        await asyncio.sleep(QUIET / 2)
        spent = (seconds(ours) - before) * 60 / (QUIET / 2)
        most = Goal(80, 80, "MB", most=True)
        return [
            own("idle: memory of run; anchor: bare aiohttp and sqlalchemy", memory(ours), "MB", most, memory(bare)),
            own("idle: processor seconds a minute", spent, "s", Goal(0.6, 0.3, "s", most=True)),
        ]


async def _started(folder: Path) -> float:
    port = free_port()
    begun = perf_counter()
    with process(folder, RUN, port) as started:
        await listening(started, port)
        return perf_counter() - begun


async def _timed(arguments: tuple[str, ...], folder: Path) -> float:
    environ = {"PYTHONPATH": f"{folder / HIDDEN}:{ROOT}", "PATH": os.defpath}
    figures = []
    for _ in range(7):
        begun = perf_counter()
        started = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=folder, env=environ, stdout=asyncio.subprocess.DEVNULL
        )
        await started.wait()
        figures.append(perf_counter() - begun)
    return median(figures)
