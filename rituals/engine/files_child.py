"""Run as a program of its own: reads one file within limits, and says what was in it as JSON.

Told on its command line: the reader ("module:function"), CPU seconds and bytes of memory; on standard input one line
of JSON for the reader, then the file.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from math import ceil
from pathlib import Path
from types import ModuleType
from typing import Any

from rituals.engine.files import Unreadable


def _limit(seconds: int, memory: int) -> None:
    """From here on: what it took to start is our own doing."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    ends = ceil(used.ru_utime + used.ru_stime) + seconds
    for what, most in ((resource.RLIMIT_CPU, ends), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    if sys.platform == "linux":  # macOS does not keep to it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _read(reader: Callable[[bytes, Any], dict[str, Any]], told: bytes) -> dict[str, Any]:
    line, _, data = told.partition(b"\n")
    try:
        return {"value": reader(data, json.loads(line))}
    except Unreadable as error:
        return {"problem": error.what, "detail": error.detail}
    except (MemoryError, RecursionError):
        return {"problem": "too_heavy"}


def _found(recipe: str) -> Callable[[bytes, Any], dict[str, Any]]:
    """The reader's own file alone: its folders' `__init__` would bring in the whole ritual, and the database."""
    name, _, function = recipe.partition(":")
    folders = name.split(".")[:-1]
    for depth in range(1, len(folders) + 1):
        folder = ".".join(folders[:depth])
        package = ModuleType(folder)
        package.__path__ = [str(Path(__file__).resolve().parents[2].joinpath(*folders[:depth]))]
        sys.modules.setdefault(folder, package)
    reader: Callable[[bytes, Any], dict[str, Any]] = getattr(import_module(name), function)
    return reader


def main() -> None:
    """Answers on standard output; anything unforeseen ends it with an exit code."""
    recipe, seconds, memory = sys.argv[1:4]
    reader = _found(recipe)
    _limit(int(seconds), int(memory))
    sys.stdout.write(json.dumps(_read(reader, sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
