"""What the things, messages and moments of the klantpet are called."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rituals.engine.localtime import wall_time
from rituals.engine.names import Key, Ref, Slot

NAME = "klantpet"
WEARER, HOST, START, AFTER, CHANGED, MONTH = "wearer", "host", "start", "after", "changed", "month"
"""The moments: of a meeting all but the last."""
PEOPLE = "people"
"""The moment of a rota at which other people take part."""


def rota_ref(rota_id: int) -> Ref:
    """The rota of a team."""
    return Ref("rota", str(rota_id))


def place_ref(place_id: int) -> Ref:
    """The channel or chat of a team."""
    return Ref("petplace", str(place_id))


def meeting_ref(meeting_id: int) -> Ref:
    """A meeting: whatever is done about it waits for whatever else is."""
    return Ref("petmeeting", str(meeting_id))


def seen_ref(seen_id: int) -> Ref:
    """What was seen through the customer's eyes."""
    return Ref("seen", str(seen_id))


def key(what: str, number: int, more: str = "") -> Key:
    """A message: to the wearer of a turn, to the host of a meeting, ..."""
    return Key(NAME, f"{what}/{number}{f'/{more}' if more else ''}")


def broken_key(rota_id: int, since: datetime) -> Key:
    """The word about a calendar that cannot be read since then: each time it breaks is told anew."""
    return key("broken", rota_id, f"{since.astimezone(UTC):%Y-%m-%dT%H:%M}")


def parts(of: Key) -> tuple[str, int, str]:
    """What kind of message it is, about which thing, and the rest."""
    what, _, rest = of.rest.partition("/")
    number, _, more = rest.partition("/")
    return what, Ref(what, number).number, more


def slot(name: str, meeting_id: int, local: str) -> Slot:
    """A moment of a meeting."""
    return Slot(NAME, name, str(meeting_ref(meeting_id)), local)


def local(at: datetime, zone: ZoneInfo) -> str:
    """A start as the clock in the room shows it: a meeting that moves has new moments."""
    return f"{wall_time(at, zone):%Y-%m-%dT%H:%M}"
