"""Two tables: what we refuse of a request, and what Teams' refusals mean to delivery.

| answer of the connector | means | why |
|---|---|---|
| 429 | Throttled | with Retry-After in seconds or as a date; absent or nonsense: 30 s |
| 412 | SurelyNotSent | a precondition failed, so nothing was carried out (RFC 9110, 15.5.13); Teams asks to try again |
| 401 after a new token | SurelyNotSent | it does not know us: the operator has to look at the password |
| no token: the login said 400, 401 or 403 | LockedOut | an ended secret is not the matter of whom it is for |
| 403 | Unreachable | blocked, or taken out of the conversation; the bodies differ |
| 403 `ServiceError` to a change | Vanished | somebody deleted it (microsoft/BotFramework-Services issue 269) |
| 404, 410 | Unreachable for a post, Vanished for a message that stood there | |
| 413 and other 4xx | Unacceptable | it will never take this |
| 408, 5xx, a redirect, half an answer, a time-out, a reset | PerhapsSent | a gateway (502, 504) does not know either |
| refused connection, no name, no connection in time | SurelyNotSent | no byte arrived |
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from rituals.engine.errors import (
    DeliveryError,
    PerhapsSent,
    SurelyNotSent,
    Throttled,
    Unacceptable,
    Unreachable,
    Vanished,
)
from rituals.engine.retry_after import retry_after

Call = Literal["post", "change"]


class Refused(Exception):
    """A request that changes nothing. `detail` is for operators and holds nothing of the request's words."""

    status = 400

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotProven(Refused):
    """Nothing shows that Teams sent this to us."""

    status = 401


class Malformed(Refused):
    """Not an activity, or more bytes than one has."""


def of_status(status: int, call: Call, wait: str | None, now: datetime, detail: str = "") -> DeliveryError:
    """What an answer other than 2xx means. `wait` is its Retry-After, `detail` the connector's own code."""
    told = f"{status} {detail}".strip()
    if status == 429:
        return Throttled(retry_after(wait, now), "place", told)
    if status in (401, 412):
        return SurelyNotSent(told)
    if status == 403 and not (call == "change" and detail == "ServiceError"):
        return Unreachable(told)
    if status in (403, 404, 410):
        return Unreachable(told) if call == "post" else Vanished(told)
    if 400 <= status < 500 and status != 408:
        return Unacceptable(told)
    return PerhapsSent(told)
