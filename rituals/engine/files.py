"""A file that somebody sends is read in a child process with limits: what is in it can be made to do harm.

A ritual names the function that reads (`Reader`); the engine runs it before the transaction and puts what came of it
in the event. The child knows none of our secrets, writes nothing, and is killed when it takes too long.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Any

from rituals.engine.errors import KlantritmeError
from store.frozen import frozen

MEMORY = 256 * 1024 * 1024
BIGGEST = 10 * 1024 * 1024
_LEAST_SECONDS, _MOST_SECONDS, _SECONDS_PER_MB = 5, 20, 2
_WALL, _START = 3, 20
"""Times the CPU seconds, and seconds to start, on a machine that is busy."""
_ROOT = Path(__file__).resolve().parents[2]
_AT_ONCE = 1
_FEW_THREADS = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""On a machine with many cores the room for a thread on each would be more than the memory that is allowed."""


class Unreadable(KlantritmeError):
    """A file that cannot be read: `what` is the name of the reason, `detail` the word that it is about."""

    def __init__(self, what: str, detail: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.detail = detail


@frozen
class Reading:
    """What a reader made of a file; with a `problem` there is no `value`."""

    value: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    detail: str = ""


@frozen
class Upload:
    """A file that came with a form. `reading` is filled in by the engine, after which `data` is empty."""

    name: str
    data: bytes = field(default=b"", repr=False)
    reading: Reading | None = None


class Files:
    """Runs readers, one at a time: the machine has other things to do."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def read(
        self, recipe: str, data: bytes, args: Mapping[str, Any], *, seconds: int | None = None
    ) -> Reading:  # fmt: skip
        """`recipe` is "module:function", which is called with the bytes and `args`. Raises nothing about the file.

        `seconds` of CPU are as many as its size asks for, unless they are given.
        """
        if len(data) > BIGGEST:
            return Reading(problem="too_big")
        async with self._turn:
            return await in_child(recipe, data, args, seconds or _seconds(data))


def _seconds(data: bytes) -> int:
    return min(_MOST_SECONDS, max(_LEAST_SECONDS, _SECONDS_PER_MB * (len(data) >> 20)))


async def in_child(recipe: str, data: bytes, args: Mapping[str, Any], seconds: int, memory: int = MEMORY) -> Reading:
    """What "module:function" makes of the bytes, within so many CPU seconds and bytes of memory."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "rituals.engine.files_child", recipe, str(seconds), str(memory),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT, env={**_FEW_THREADS, "PYTHONPATH": str(_ROOT), "PATH": os.defpath, "PYTHONUTF8": "1"},
    )  # fmt: skip
    told = json.dumps(dict(args)).encode() + b"\n" + data
    try:
        async with asyncio.timeout(_START + seconds * _WALL):
            said, _ = await child.communicate(told)
    except TimeoutError:
        return Reading(problem="too_heavy")
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    return await asyncio.to_thread(_understood, said) if child.returncode == 0 else Reading(problem="too_heavy")


def _understood(said: bytes) -> Reading:
    found = json.loads(said)
    return Reading(found.get("value", {}), found.get("problem", ""), found.get("detail", ""))
