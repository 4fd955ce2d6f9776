"""Two tables: what we refuse of a request, and what Teams' refusals mean to delivery.

| answer of the connector | means | why |
|---|---|---|
| 429 | Throttled | with Retry-After in seconds or as a date; absent or nonsense: 30 s |
| 412 | SurelyNotSent | a precondition failed, so nothing was carried out (RFC 9110, 15.5.13); Teams asks to try again |
| 401 after a new token | SurelyNotSent | it does not know us: the operator has to look at the password |
| 403 | Unreachable | blocked, or taken out of the conversation; the bodies differ |
| 404, 410 | Unreachable for a post, Vanished for a message that stood there | |
| 413 and other 4xx | Unacceptable | it will never take this |
| 5xx, a redirect, half an answer, a time-out, a reset | PerhapsSent | a gateway (502, 504) does not know either |
| refused connection, no name | SurelyNotSent | no byte arrived |
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
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

Call = Literal["post", "change"]
_UNTOLD = 30.0
_LONGEST = 3_600.0


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


def of_status(status: int, call: Call, retry_after: str | None, now: datetime, detail: str = "") -> DeliveryError:
    """What an answer other than 2xx means. `detail` is the connector's own code."""
    told = f"{status} {detail}".strip()
    if status == 429:
        return Throttled(seconds(retry_after, now), "place", told)
    if status in (401, 412):
        return SurelyNotSent(told)
    if status == 403:
        return Unreachable(told)
    if status in (404, 410):
        return Unreachable(told) if call == "post" else Vanished(told)
    if 400 <= status < 500:
        return Unacceptable(told)
    return PerhapsSent(told)


def seconds(retry_after: str | None, now: datetime) -> float:
    """Retry-After in seconds, a number or a date; half a minute when it says nothing sensible."""
    text = (retry_after or "").strip()
    told = _number(text)
    if told is None:
        told = _until(text, now)
    return min(told, _LONGEST) if told is not None and told >= 0 else _UNTOLD


def _number(text: str) -> float | None:
    """Digits, with or without a fraction; `float` would also take "inf", "1e9" and digits of other scripts."""
    whole, _, part = text.partition(".")
    if not text.isascii() or not whole.isdecimal() or not (part.isdecimal() or not part):
        return None
    return float(text) if len(text) < 20 else _LONGEST


def _until(text: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (aware - now).total_seconds()
    except (ValueError, OverflowError):
        return None
