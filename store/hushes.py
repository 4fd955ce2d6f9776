"""Stilte and pauses: stretches of time in which all rituals, or one, keep quiet."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, Text, bindparam, insert, select, update

from store.frozen import frozen
from store.places import place
from store.schema import About, Id, Instant, person_id, table
from store.tx import Tx
from store.versions import bump

hush = table(
    "hush",
    Column("id", Id, primary_key=True),
    Column("ritual", Text),
    Column("place_id", ForeignKey(place.c.id)),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    person_id("asked_by", erase="null", nullable=True),
    about=About(
        whose="the organisation; who asked for it",
        why="in days of mourning or holidays the rituals keep quiet",
        keep="a year after it ended",
        export="the colleague's own requests",
        erase="who asked is emptied",
        age=("until", timedelta(days=365)),
    ),
)


@frozen
class Hush:
    """Quiet from `since` up to, not including, `until`. Without a ritual it is stilte: all of them."""

    id: int
    ritual: str | None
    place_id: int | None
    since: datetime
    until: datetime

    def holds(self, ritual: str, place_id: int | None, now: datetime) -> bool:
        """Whether this ritual keeps quiet here and now."""
        return self.since <= now < self.until and self.ritual in (None, ritual) and self.place_id in (None, place_id)


_OPEN = (
    select(hush.c.id, hush.c.ritual, hush.c.place_id, hush.c.since, hush.c.until)
    .where(hush.c.until > bindparam("now", type_=Instant()))
    .order_by(hush.c.id)
)
_ADD = insert(hush)
_LIFT = update(hush).where(hush.c.id == bindparam("of_id")).values(until=bindparam("now"))


def running(tx: Tx, now: datetime) -> list[Hush]:
    """Everything that has not ended yet."""
    return tx.all(_OPEN, Hush, {"now": now})


def add(tx: Tx, ritual: str | None, place_id: int | None, since: datetime, until: datetime, by: int | None) -> None:
    """From now on it is quiet."""
    values = {"ritual": ritual, "place_id": place_id, "since": since, "until": until, "asked_by": by}
    tx.run(_ADD, values)
    bump(tx)


def lift(tx: Tx, hush_id: int, now: datetime) -> None:
    """It has been quiet long enough."""
    tx.run(_LIFT, {"of_id": hush_id, "now": now})
    bump(tx)
