"""What Slack sends to the app: signed requests to its address, or envelopes over its sockets."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from aiohttp import ClientSession

from tests.fakes.slack.sockets import Lost, Sockets
from tests.fakes.slack.state import Json

Kind = Literal["events_api", "slash_commands", "interactive"]
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True)
class Reply:
    """What the app answered. Over a socket an acknowledgement counts as 200, none as 0."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def json(self) -> Json:
        """The body; empty when nothing was said."""
        found = json.loads(self.body) if self.body.strip() else {}
        assert isinstance(found, dict)
        return found

    @property
    def says(self) -> Json:
        """What a slash command's answer says: JSON, or plain text."""
        if not self.body.strip():
            return {}
        try:
            return self.json
        except ValueError:
            return {"text": self.body.decode()}


@dataclass(frozen=True)
class Delivery:
    """One thing that happened. Sent again it stays the same, with the ids it had."""

    kind: Kind
    payload: Json
    attempt: int = 0
    reason: str = "http_timeout"

    @property
    def retry_headers(self) -> dict[str, str]:
        if not self.attempt:
            return {}
        return {"X-Slack-Retry-Num": str(self.attempt), "X-Slack-Retry-Reason": self.reason}

    def encoded(self) -> tuple[bytes, str]:
        """Body and content type of the request."""
        if self.kind == "slash_commands":
            return urlencode(self.payload).encode(), FORM
        if self.kind == "interactive":
            return urlencode({"payload": json.dumps(self.payload)}).encode(), FORM
        return json.dumps(self.payload).encode(), JSON


class Sender(Protocol):
    """One of the two ways to the app."""

    async def send(self, delivery: Delivery) -> Reply: ...


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature, version 0, over the bytes as they go out."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


@dataclass
class HttpSender:
    """Requests to the app's address, signed by the clock given."""

    url: str
    secret: str
    now: Callable[[], datetime]
    session: ClientSession
    signs_at: datetime | None = None
    """The time in the next signatures, when it must be another than now."""

    def signed(self, body: bytes, *, secret: str | None = None) -> dict[str, str]:
        """The two headers of a right signature."""
        timestamp = str(int((self.signs_at or self.now()).timestamp()))
        signature = sign(secret or self.secret, timestamp, body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}

    async def send(self, delivery: Delivery) -> Reply:
        body, content_type = delivery.encoded()
        return await self.raw(body, {"Content-Type": content_type, **delivery.retry_headers})

    async def raw(self, body: bytes, headers: Mapping[str, str], *, signed: bool = True) -> Reply:
        """Any bytes under any headers, signed unless said otherwise; given headers win."""
        every = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        every |= self.signed(body) if signed else {}
        started = asyncio.get_running_loop().time()
        async with self.session.post(self.url, data=body, headers=every | dict(headers)) as response:
            told = await response.read()
            seconds = asyncio.get_running_loop().time() - started
            return Reply(response.status, told, dict(response.headers), seconds)


@dataclass
class SocketSender:
    """Envelopes over the app's sockets."""

    sockets: Sockets
    to: Any = None
    """The socket that the next envelopes go over; None: each in turn."""

    async def send(self, delivery: Delivery) -> Reply:
        try:
            ack = await self.sockets.deliver(
                delivery.kind, delivery.payload, to=self.to, attempt=delivery.attempt, reason=delivery.reason
            )
        except Lost:
            return Reply(0)
        payload = ack.get("payload")
        return Reply(200, json.dumps(payload).encode() if payload else b"")
