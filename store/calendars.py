"""Calendars that meetings are read from: where they are, what was told of them last, and when to look again."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Column, Index, Integer, LargeBinary, Text, UniqueConstraint, bindparam, delete, select, update

from store import leases
from store.frozen import frozen
from store.schema import About, Id, Instant, table
from store.statements import upsert
from store.tx import Tx

Kind = Literal["ics", "graph", "google"]
_LEASE = "calendars"

calendar = table(
    "calendar",
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("checked_at", Instant),
    Column("failing_since", Instant),
    Column("trouble", Text, nullable=False),
    Column("told_at", Instant),
    UniqueConstraint("kind", "fingerprint"),
    Index("ix_calendar_due_at", "due_at"),
    about=About(
        whose="a team; of a linked calendar the colleague whose mailbox it is",
        why="so that the bot knows when somebody's meeting is, and who is coming",
        keep="until nobody's meetings are read from it any more",
        export="not given out: its address is a key",
        erase="nothing: it is taken away where it was chosen",
    ),
)


@frozen
class Calendar:
    """One calendar. `sealed` is its address, encrypted: whoever knows it can read the calendar.

    `digest` is of what was told last and empty while nothing was; `checked_at` when it was last read well, and
    `due_at` when to read it next. `failing_since` and `trouble` say since when and why not; `told_at` when that was
    told, and None while it works.
    """

    id: int
    kind: Kind
    sealed: bytes
    etag: str
    last_modified: str
    digest: str
    due_at: datetime
    checked_at: datetime | None
    failing_since: datetime | None
    trouble: str
    told_at: datetime | None


_COLUMNS = (
    calendar.c.id, calendar.c.kind, calendar.c.sealed, calendar.c.etag, calendar.c.last_modified, calendar.c.digest,
    calendar.c.due_at, calendar.c.checked_at, calendar.c.failing_since, calendar.c.trouble, calendar.c.told_at,
)  # fmt: skip
_NOTHING = {"etag": "", "last_modified": "", "digest": ""}
"""What is known of what was told."""
_ADD = upsert(
    lambda insert: (
        (new := insert(calendar))
        .on_conflict_do_update(
            index_elements=[calendar.c.kind, calendar.c.fingerprint],
            set_={
                "sealed": new.excluded.sealed,
                "due_at": new.excluded.due_at,
                "trouble": "",
                "failing_since": None,
                "told_at": None,
                **_NOTHING,
            },
        )
        .returning(calendar.c.id)
    )
)
_GET = select(*_COLUMNS).where(calendar.c.id == bindparam("id"))
_LISTED = select(*_COLUMNS).order_by(calendar.c.id)
_DUE = (
    select(*_COLUMNS)
    .where(calendar.c.due_at <= bindparam("by", type_=Instant()))
    .order_by(calendar.c.due_at, calendar.c.id)
    .limit(bindparam("most", type_=Integer))
)
_DROP = delete(calendar).where(calendar.c.id == bindparam("of_id"))
_OF = update(calendar).where(
    calendar.c.id == bindparam("of_id"), calendar.c.due_at == bindparam("was_due", type_=Instant())
)
"""Only while nobody asked for it anew: then it is read once more, and told."""
_CHECKED = _OF.values(
    etag=bindparam("new_etag"), last_modified=bindparam("new_modified"), digest=bindparam("new_digest"),
    checked_at=bindparam("now", type_=Instant()), due_at=bindparam("due", type_=Instant()), failing_since=None,
    trouble="", told_at=None,
)  # fmt: skip
_FAILED = _OF.values(
    etag="", last_modified="", due_at=bindparam("due", type_=Instant()), trouble=bindparam("why"),
    failing_since=bindparam("since", type_=Instant()), told_at=bindparam("told", type_=Instant()),
)  # fmt: skip
_AGAIN = (
    update(calendar)
    .where(calendar.c.id == bindparam("of_id"))
    .values(due_at=bindparam("due", type_=Instant()), **_NOTHING)
)
_FORGET = update(calendar).where(calendar.c.id == bindparam("of_id")).values(digest="")


def add(tx: Tx, kind: Kind, sealed: bytes, fingerprint: str, now: datetime) -> int:
    """A calendar to read from now on; its id. The same address again gives the same one, which is then told anew,
    also when it still cannot be read.
    """
    return int(tx.scalar(_ADD, {
        "kind": kind, "sealed": sealed, "fingerprint": fingerprint, "due_at": now, "trouble": "", **_NOTHING,
    }))  # fmt: skip


def get(tx: Tx, calendar_id: int) -> Calendar | None:
    """One calendar."""
    return tx.one(_GET, Calendar, {"id": calendar_id})


def listed(tx: Tx) -> list[Calendar]:
    """All of them."""
    return tx.all(_LISTED, Calendar)


def due(tx: Tx, by: datetime, most: int) -> list[Calendar]:
    """Those to be read by then, the longest waiting first."""
    return tx.all(_DUE, Calendar, {"by": by, "most": most})


def look_again(tx: Tx, calendar_id: int, now: datetime) -> None:
    """Somebody wants other meetings of it: it is read at once, and told whatever it says."""
    tx.run(_AGAIN, {"of_id": calendar_id, "due": now})


def drop(tx: Tx, calendar_id: int) -> None:
    """Nobody's meetings are read from it any more."""
    tx.run(_DROP, {"of_id": calendar_id})


def checked(
    tx: Tx, one: Calendar, now: datetime, due_at: datetime, digest: str, etag: str = "", last_modified: str = ""
) -> None:
    """It was read; whatever was wrong is over."""
    tx.run(_CHECKED, {
        "of_id": one.id, "was_due": one.due_at, "now": now, "due": due_at, "new_digest": digest, "new_etag": etag,
        "new_modified": last_modified,
    })  # fmt: skip


def failed(tx: Tx, one: Calendar, trouble: str, since: datetime, due_at: datetime, told_at: datetime | None) -> None:
    """It could not be read, for the first time `since` then. Next time it is asked for everything.

    Once that was told, so is whatever it says when it works again.
    """
    tx.run(_FAILED, {
        "of_id": one.id, "was_due": one.due_at, "why": trouble, "since": since, "due": due_at, "told": told_at,
    })  # fmt: skip
    if told_at is not None:
        tx.run(_FORGET, {"of_id": one.id})


def may_read(tx: Tx, holder: str, seconds: float, *, anew: bool) -> bool:
    """Whether this process is the one that reads, for so long. `anew`: it asks for the first time since it started."""
    # SQLite's run lock leaves no other holder alive, so what a dead one held need not lapse first.
    return leases.take(tx, _LEASE, holder, seconds, force=tx.dialect == "sqlite" and anew) is not None


def stop_reading(tx: Tx, holder: str) -> None:
    """Another process may take over."""
    leases.give(tx, _LEASE, holder)
