"""Requests written out by hand, byte for byte: what no client would send."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

Header = tuple[str, str]
PATIENCE = 10.0


async def posted(url: str, headers: Sequence[Header], body: bytes, *, ends: bool = False) -> int | None:
    """The status of the answer, or None when there was none. `ends`: we go away after the body, without waiting."""
    found = urlsplit(url)
    reader, writer = await asyncio.open_connection(found.hostname, found.port)
    lines = [f"POST {found.path} HTTP/1.1", f"Host: {found.netloc}", *(f"{name}: {value}" for name, value in headers)]
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        if ends:
            return None
        async with asyncio.timeout(PATIENCE):
            first = await reader.readline()
    except ConnectionError:
        return None
    finally:
        writer.close()
    return int(first.split()[1]) if first else None


def length(body: bytes, more: int = 0) -> Header:
    """How many bytes there are, or are said to be."""
    return ("Content-Length", str(len(body) + more))


def in_pieces(body: bytes) -> bytes:
    """As chunks, of which the last one is still to come."""
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"
