"""Processes of our own for a benchmark: started, waited for, looked at, and ended by their id."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
HIDDEN = "hidden"
RUN = ("-m", "bot", "run")


def furnished(folder: Path) -> Path:
    """As with `requirements/run.txt` alone: structlog loads these where it finds them, which is at developers."""
    for name in ("rich", "greenlet"):
        hidden = folder / HIDDEN / name
        hidden.mkdir(parents=True)
        (hidden / "__init__.py").write_text("raise ImportError\n")
    return folder


@contextmanager
def process(
    folder: Path, arguments: Sequence[str], port: int, environ: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Python with these arguments, as an operator would start it in `folder`."""
    given = {
        "PYTHONPATH": f"{folder / HIDDEN}:{ROOT}",
        "PATH": os.defpath,
        "HOME": str(folder),
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/klantritme.db",
        **(environ or {}),
    }
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        try:
            yield started
        finally:
            started.terminate()


async def listening(started: subprocess.Popen[bytes], port: int) -> None:
    """Until it can be connected to."""
    while started.poll() is None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return
    raise RuntimeError("the process ended by itself")


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def memory(started: subprocess.Popen[bytes]) -> float:
    """Resident megabytes."""
    status = Path(f"/proc/{started.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def seconds(started: subprocess.Popen[bytes]) -> float:
    """Processor time since its start."""
    user, system = Path(f"/proc/{started.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
