"""Retry-After (RFC 9110, 10.2.3): how long a platform asks to wait, as a number of seconds or as a date."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

UNTOLD = 30.0
"""Seconds, when a platform says to wait and not how long."""
LONGEST = 3_600.0


def retry_after(header: str | None, now: datetime) -> float:
    """Seconds, from none to an hour; half a minute when the header says nothing sensible. `now` is aware."""
    text = (header or "").strip()
    told = _number(text)
    if told is None:
        told = _until(text, now)
    return min(told, LONGEST) if told is not None and told >= 0 else UNTOLD


def _number(text: str) -> float | None:
    """Plain digits, with or without a fraction; `float` would also take "inf", "1e9" and digits of other scripts."""
    whole, _, part = text.partition(".")
    if not text.isascii() or not whole.isdecimal() or not (part.isdecimal() or not part):
        return None
    return float(text) if len(text) < 20 else LONGEST


def _until(text: str, now: datetime) -> float | None:
    """A date at either end of the calendar overflows as soon as it is put beside another time zone."""
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (aware - now).total_seconds()
    except (ValueError, OverflowError):
        return None
