"""Many requests over a few kept connections, as bare as possible: what is measured is the server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Flood:
    """How it went: requests a second, and seconds from asking to answer."""

    rate: float
    taken: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Seconds."""
        return median(self.taken)


def request(path: str, body: bytes, headers: Iterable[tuple[str, str]]) -> bytes:
    """A POST as it goes over the wire."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def flood(port: int, requests: Sequence[bytes], at_once: int, wanted: int = 200) -> Flood:
    """Send all of them; RuntimeError for an answer that is not `wanted`."""
    left = iter(requests)
    taken: list[float] = []

    async def worker() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for one in left:
                begun = perf_counter()
                writer.write(one)
                await _answer(reader, wanted)
                taken.append(perf_counter() - begun)
        finally:
            writer.close()

    begun = perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    return Flood(len(requests) / (perf_counter() - begun), tuple(taken))


async def _answer(reader: asyncio.StreamReader, wanted: int) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    length = next((line for line in head.lower().split("\r\n") if line.startswith("content-length:")), ":0")
    body = await reader.readexactly(int(length.partition(":")[2]))
    if status != wanted:
        raise RuntimeError(f"{status} and not {wanted}: {body[:200]!r}")
    return body
