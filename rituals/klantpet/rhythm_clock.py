"""Times in words: "half tien", "kwart over 9", "3 uur 's middags", "10-11", "2 pm".

Before six in the morning nobody meets: "half twee" is 13:30, unless it says 's nachts or is written as 01:30.
"""

from __future__ import annotations

import re
from datetime import time

from store.frozen import frozen

_SHIFTS = r"half over|half|kwart over|kwart (?:voor|tot)|\d{1,2} (?:over|voor)(?: half)?"
_TIME = rf"(?:(?:{_SHIFTS}) )?\d{{1,2}}(?::\d\d)?(?: uur)?(?: (?:ochtend|middag|nacht))?(?![\w:])"
SPAN = re.compile(rf"(?<![\w:-])(?P<begins>{_TIME})(?: (?:tot|tm|-) (?P<ends>{_TIME}))?")
_PARTS = re.compile(rf"(?:(?P<shift>{_SHIFTS}) )?(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d))?(?: uur)?(?: (?P<part>\w+))?")
_HOUR = 60
_DAY = 24 * _HOUR
_LONGEST = 10 * _HOUR
_EARLIEST = 6 * _HOUR


@frozen
class Span:
    """`minutes` is None where no end was told."""

    begins: time
    minutes: int | None


def span_of(match: re.Match[str], part: str | None) -> Span | None:
    """What a `SPAN` says; None for a time no clock shows. `part` of the day is what was said elsewhere."""
    begins, ends = (_minutes(match[name], part) if match[name] else None for name in ("begins", "ends"))
    if begins is None or (match["ends"] and ends is None):
        return None
    if ends == 0:  # midnight, where the day ends
        ends = _DAY
    if ends is not None and ends <= begins:
        ends += _DAY // 2
    if ends is not None and not begins < ends <= min(_DAY, begins + _LONGEST):
        return None
    return Span(time(*divmod(begins, _HOUR)), None if ends is None else ends - begins)


def _minutes(text: str, part: str | None) -> int | None:
    """Since midnight."""
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        return None
    shifted = hour * _HOUR + minute + _shift(found["shift"] or "")
    return _in_part(shifted % _DAY, found["part"] or part, literal=found["hour"].startswith("0"))


def _in_part(minutes: int, part: str | None, *, literal: bool) -> int:
    if part == "nacht" and minutes >= _DAY // 2:
        return minutes % (_DAY // 2) if minutes < _DAY // 2 + _HOUR else minutes
    later = part == "middag" or (part is None and minutes < _EARLIEST and not literal)
    return minutes + _DAY // 2 if later and minutes < _DAY // 2 else minutes


def _shift(words: str) -> int:
    """What stands before the hour, in minutes: "kwart voor" is -15, "10 over half" is -20."""
    if words == "half over":
        return _HOUR // 2
    by, _, rest = words.partition(" ")
    amount = {"": 0, "half": 0, "kwart": 15}.get(by) if not by.isdecimal() else int(by)
    signed = -(amount or 0) if rest.startswith(("voor", "tot")) else amount or 0
    return signed - (_HOUR // 2 if "half" in words else 0)
