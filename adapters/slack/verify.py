"""Who asks, settled on the raw bytes before anything is read: the size, then the signature, then its age.

Slack signs `v0:<timestamp>:<body>` with the app's signing secret (docs.slack.dev/authentication/
verifying-requests-from-slack). The SDK's own check reads the body first and stumbles over half of what is wrong.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from aiohttp import web
from aiohttp.web_protocol import RequestPayloadError

MOST_BYTES = 1024 * 1024
PATIENCE = 5.0
"""Seconds for a body to come in: Slack itself waits three for the answer."""
WINDOW = 300
"""Seconds that a request may be old, or ahead of our clock."""
TIMESTAMP = "X-Slack-Request-Timestamp"
SIGNATURE = "X-Slack-Signature"
_VERSION = "v0="
_DIGITS = 12

Body = TypeVar("Body", bytes, bytearray)


class Refused(Exception):
    """Not from Slack, or too much: `status` is the whole answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


async def body_of(request: web.Request) -> bytes:
    """The body, never more than the cap, and never waited for without end."""
    if (request.content_length or 0) > MOST_BYTES:
        raise Refused(400, "too large")
    try:
        if request.content.is_eof():  # nearly always it has come in with its headers
            return _short(request.content.read_nowait())
        async with asyncio.timeout(PATIENCE):
            return await _read(request)
    except TimeoutError:
        raise Refused(400, "the body never ends") from None
    except RequestPayloadError as error:
        raise Refused(400, "the body is broken off, or not packed as it says") from error


async def _read(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        _short(body)
    return bytes(body)


def _short(body: Body) -> Body:
    if len(body) > MOST_BYTES:
        raise Refused(400, "too large")
    return body


class Seal:
    """Checks signatures with one signing secret."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.new(secret.encode(), digestmod=hashlib.sha256)

    def check(self, timestamps: Sequence[str], signatures: Sequence[str], body: bytes, now: datetime) -> None:
        """Raises Refused. Each header must be there exactly once: with two, who reads which?"""
        if len(timestamps) != 1 or len(signatures) != 1:
            raise Refused(401, "a header is missing or stands there twice")
        stamp, signature = timestamps[0], signatures[0]
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= _DIGITS):
            raise Refused(401, "the timestamp is no number")
        if abs(now.timestamp() - int(stamp)) > WINDOW:
            raise Refused(401, "the timestamp is too far from our clock")
        if not hmac.compare_digest(self._signed(stamp, body).encode(), signature.encode(errors="replace")):
            raise Refused(401, "the signature is not ours")

    def _signed(self, stamp: str, body: bytes) -> str:
        made = self._key.copy()
        made.update(f"v0:{stamp}:".encode() + body)
        return _VERSION + made.hexdigest()
