"""`klantritme run` at rest: memory, processor, start; and how soon the command line answers."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, own

ROOT = Path(__file__).parents[2]
HIDDEN = "hidden"
QUIET = 20
"""Seconds of rest before anything is read; over the last half the processor time is counted."""

_BARE = """
import sqlalchemy
from aiohttp import web
web.run_app(web.Application(), host="127.0.0.1", port={port}, print=None)
"""
_IMPORTS = "import bot.cli, bot.run, adapters.playground, store.sqlite, store.migrate"
_RUN = ("-m", "bot", "run")


async def run(_databases: Databases) -> list[Line]:
    """Ours and the anchor, beside each other."""
    with tempfile.TemporaryDirectory(prefix="krbench") as name:
        folder = _furnished(Path(name))
        started = [await _started(folder) for _ in range(3)]
        imports = await _timed(("-c", _IMPORTS), folder)
        rest = await _at_rest(folder)
        helped, nothing = await _timed(("-m", "bot", "--help"), folder), await _timed(("-c", "pass"), folder)
    return [
        *rest,
        own("idle: from start to listening", median(started), "s", Goal(1.2, 1, "(imports + 0.3 s)", True), imports)
        if False
        else Line(
            "idle: from start to listening; anchor: the imports alone, and 0.3 s",
            median(started),
            "s",
            imports + 0.3,
            Goal(1.2, 1, most=True),
        ),
        own(
            "idle: klantritme --help; anchor: python -c pass",
            helped * 1000,
            "ms",
            Goal(300, 150, "ms", True),
            nothing * 1000,
        ),
    ]


def _furnished(folder: Path) -> Path:
    """As with `requirements/run.txt` alone: structlog loads rich where it finds it, and only developers have it."""
    hidden = folder / HIDDEN / "rich"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError\n")
    return folder


async def _at_rest(folder: Path) -> list[Line]:
    port, bare_port = _free_port(), _free_port()
    with (
        _process(folder, _RUN, port) as ours,
        _process(folder, ("-c", _BARE.format(port=bare_port)), bare_port) as bare,
    ):
        await asyncio.gather(_listening(ours, port), _listening(bare, bare_port))
        await asyncio.sleep(QUIET / 2)
        before = _seconds(ours), _seconds(bare)
        await asyncio.sleep(QUIET / 2)
        minute = 60 / (QUIET / 2)
        spent = (_seconds(ours) - before[0]) * minute, (_seconds(bare) - before[1]) * minute
        memory = Goal(80, 80, "MB", most=True)
        return [
            own("idle: memory of run; anchor: bare aiohttp and sqlalchemy", _memory(ours), "MB", memory, _memory(bare)),
            own("idle: processor seconds a minute", spent[0], "s", Goal(0.6, 0.3, "s", most=True)),
        ]


async def _started(folder: Path) -> float:
    port = _free_port()
    begun = perf_counter()
    with _process(folder, _RUN, port) as process:
        await _listening(process, port)
        return perf_counter() - begun


@contextmanager
def _process(folder: Path, arguments: Sequence[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    environ = {
        "PYTHONPATH": f"{folder / HIDDEN}:{ROOT}",
        "PATH": os.defpath,
        "HOME": str(folder),
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/klantritme.db",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


async def _listening(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return
    raise RuntimeError("the process ended by itself")


async def _timed(arguments: Sequence[str], folder: Path) -> float:
    figures = []
    for _ in range(7):
        begun = perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=folder, env={"PYTHONPATH": f"{folder / HIDDEN}:{ROOT}", "PATH": os.defpath},
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        await process.wait()
        figures.append(perf_counter() - begun)
    return median(figures)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _memory(process: subprocess.Popen[bytes]) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _seconds(process: subprocess.Popen[bytes]) -> float:
    user, system = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
