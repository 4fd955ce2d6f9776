"""From what calendars call a time zone to one that exists. Their own descriptions of zones are never read: a rule in
them can be made to hang, and what is left after names and aliases is nearly always the organisation's own.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_INSIDE = re.compile(r"(?:^|/)([A-Za-z_]+/[A-Za-z_]+(?:/[A-Za-z_]+)?)$")
_UTC = frozenset({"utc", "gmt", "z", "etc/utc", "etc/gmt", "tzone://microsoft/utc", "greenwich mean time"})


class Zones:
    """Looks names up, each once; `own` is the organisation's."""

    def __init__(self, own: str) -> None:
        self._own = own
        self._found: dict[str, str] = {}

    def name(self, told: str) -> str:
        """The name of a real zone; the organisation's for one that nobody knows, and for none."""
        if told not in self._found:
            self._found[told] = self._look_up(told.strip().strip('"'))
        return self._found[told]

    def zone(self) -> ZoneInfo:
        """The organisation's."""
        return ZoneInfo(self._own)

    def _look_up(self, told: str) -> str:
        if told.lower() in _UTC:
            return "UTC"
        if told in WINDOWS_TO_OLSON:
            return WINDOWS_TO_OLSON[told]
        inside = _INSIDE.search(told)  # /citadel.org/20190914_1/Europe/Amsterdam
        candidates = [told, inside[1], inside[1].split("/", 1)[1]] if inside else [told]
        return next((one for one in candidates if _exists(one)), self._own)


def _exists(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
