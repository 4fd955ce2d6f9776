"""The outbox: one row per message and target. It says what must stand there and what does; never the text.

`waiting -> claimed -> sending -> sent | uncertain | parked | cancelled`. A row that is shown again while it is
claimed or sending is marked `again`, for one more draw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    type_coerce,
    update,
)

from store.frozen import frozen
from store.installations import workspace
from store.places import place
from store.schema import About, Id, Instant, account_id, partial, person_id, table
from store.statements import one_of, upsert, word
from store.tx import Tx

ANSWERED = "answer"
"""Stands in `posted` for a private answer that is changed through its handle: it has no id to go by."""
UPDATE_GAP = timedelta(seconds=2)
"""A message is drawn anew no sooner than this after the previous time."""

outbox = table(
    "outbox",
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("workspace_id", ForeignKey(workspace.c.id), nullable=False),
    Column("place_id", ForeignKey(place.c.id)),
    person_id(erase="row", nullable=True),
    account_id(erase="row", nullable=True),
    Column("kind", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("policy", Text, nullable=False),
    Column("thread", Text),
    Column("under", Text),
    Column("state", Text, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("posted", Text),
    Column("posted_at", Instant),
    Column("drawn_at", Instant),
    Column("changed_at", Instant, nullable=False),
    Column("reason", Text),
    UniqueConstraint("key", "target"),
    about=About(
        whose="the colleague a private message is for",
        why="a message is sent once, kept up to date, and can be taken away again",
        keep="180 days after the last change",
        export="which messages were sent when, without their text",
        erase="the row goes",
        age=("changed_at", timedelta(days=180)),
    ),
)
# Written into the statements, not bound: a partial index is only used for a value the planner can see.
WAITING = outbox.c.state == word("waiting")
BUSY = one_of(outbox.c.state, "claimed", "sending", "uncertain")
partial("ix_outbox_waiting", outbox.c.workspace_id, outbox.c.rank, outbox.c.due, where=WAITING)
partial("ix_outbox_busy", outbox.c.workspace_id, outbox.c.state, where=BUSY)
partial("ix_outbox_posted", outbox.c.posted, where=outbox.c.posted.is_not(None))


@frozen
class Row:
    """One message at one target. Instants are aware; `posted` is the platform's own id of the message."""

    id: int
    key: str
    workspace_id: int
    place_id: int | None
    person_id: int | None
    account_id: int | None
    kind: str
    policy: str
    thread: str | None
    state: str
    withdrawn: bool
    not_before: datetime
    due: datetime
    until: datetime | None
    attempts: int
    posted: str | None
    posted_at: datetime | None
    drawn_at: datetime | None = None
    under: str | None = None
    """The platform's id of a person's own message that this one answers."""
    reason: str | None = None
    """Why it is not sent, or not yet."""

    @property
    def target(self) -> str:
        """As in the table: "place:3" or "person:5"."""
        return f"person:{self.person_id}" if self.place_id is None else f"place:{self.place_id}"


COLUMNS = (
    outbox.c.id, outbox.c.key, outbox.c.workspace_id, outbox.c.place_id, outbox.c.person_id, outbox.c.account_id,
    outbox.c.kind, outbox.c.policy, outbox.c.thread, outbox.c.state, outbox.c.withdrawn, outbox.c.not_before,
    outbox.c.due, outbox.c.until, outbox.c.attempts, outbox.c.posted, outbox.c.posted_at, outbox.c.drawn_at,
    outbox.c.under, outbox.c.reason,
)  # fmt: skip


class Wanted(NamedTuple):
    """A message that must stand at a target; `target` is "place:3" or "person:5"."""

    key: str
    target: str
    workspace_id: int
    place_id: int | None
    person_id: int | None
    account_id: int | None
    kind: str
    rank: int
    policy: str
    thread: str | None
    not_before: datetime
    until: datetime | None
    resend: bool = False
    under: str | None = None


_FRESH: dict[str, Any] = {
    name: bindparam(f"new_{name}")
    for name in (
        "key", "target", "workspace_id", "place_id", "person_id", "account_id", "kind", "rank", "policy", "thread",
        "under", "not_before", "due", "until", "changed_at",
    )
}  # fmt: skip
_CLAIMED = one_of(outbox.c.state, "claimed", "sending")
_STAYS = or_(
    _CLAIMED, and_(outbox.c.state == word("uncertain"), bindparam("resend", type_=Integer) == literal_column("0"))
)
# What stands in one tool is changed there; what stands nowhere yet follows somebody to the tool they use now.
_SETTLED = or_(
    one_of(outbox.c.state, "claimed", "sending", "uncertain"),
    and_(outbox.c.posted.is_not(None), outbox.c.posted != word(ANSWERED)),
)
_GAP = literal_column(str(UPDATE_GAP // timedelta(microseconds=1)), BigInteger)
_EARLIEST = type_coerce(outbox.c.drawn_at, BigInteger) + _GAP


def _drawn_by(now: Any) -> Any:
    """Not what was drawn while the clock was ahead: that would stand as it is until the clock is there again."""
    return type_coerce(outbox.c.drawn_at, BigInteger) <= type_coerce(now, BigInteger)


def _want(insert: Callable[[Table], Any]) -> Any:
    new = insert(outbox).values(
        # Written out: each value that is bound costs time in the transaction of whoever waits.
        **_FRESH, state=word("waiting"), again=false(), withdrawn=false(), attempts=literal_column("0"),
        fence=literal_column("0"),
    )  # fmt: skip
    due = type_coerce(new.excluded.due, BigInteger)
    return new.on_conflict_do_update(
        index_elements=[outbox.c.key, outbox.c.target],
        set_={
            "state": case((_STAYS, outbox.c.state), else_=word("waiting")),
            "again": case((_STAYS, true()), else_=false()),
            "withdrawn": false(),
            "attempts": literal_column("0"),
            "workspace_id": case((_SETTLED, outbox.c.workspace_id), else_=new.excluded.workspace_id),
            "account_id": case((_SETTLED, outbox.c.account_id), else_=new.excluded.account_id),
            "under": func.coalesce(new.excluded.under, outbox.c.under),
            "not_before": new.excluded.not_before,
            "until": new.excluded.until,
            "kind": new.excluded.kind,
            "rank": new.excluded.rank,
            "due": case(
                (_STAYS, outbox.c.due),
                (and_(due < _EARLIEST, _drawn_by(new.excluded.changed_at)), _EARLIEST),
                else_=due,
            ),
            "changed_at": new.excluded.changed_at,
        },
    )


_WANT = upsert(_want)
_NOW = type_coerce(bindparam("now", type_=Instant()), BigInteger)
_SENT = outbox.c.state == word("sent")
_NOT_AGAIN = outbox.c.again.is_(False)
_REFRESH = (
    update(outbox)
    .where(
        outbox.c.key == bindparam("of_key"),
        outbox.c.withdrawn.is_(False),
        # Where a redraw is waiting already nothing is written, and in a crowd nobody waits for somebody else's row.
        or_(_SENT, and_(one_of(outbox.c.state, "claimed", "sending", "uncertain"), _NOT_AGAIN)),
    )
    .values(
        again=case((_SENT, false()), else_=true()),
        state=case((_SENT, word("waiting")), else_=outbox.c.state),
        due=case(
            (~_SENT, type_coerce(outbox.c.due, BigInteger)),
            (and_(_EARLIEST > _NOW, _drawn_by(_NOW)), _EARLIEST),
            else_=_NOW,
        ),
        until=None,
        changed_at=bindparam("now", type_=Instant()),
    )
)
_OF_KEY = (outbox.c.key == bindparam("of_key"), outbox.c.target.like(bindparam("of_target")))
# Perhaps it stands there: that is looked up first, unless nobody can be asked.
_LOOKED_UP = and_(outbox.c.state == "uncertain", outbox.c.reason != "asked")
_AWAY = or_(_CLAIMED, _LOOKED_UP)
_NEVER_POSTED = (
    *_OF_KEY, outbox.c.posted.is_(None), ~one_of(outbox.c.state, "sending", "cancelled"), ~_LOOKED_UP,
)  # fmt: skip
_CANCEL = (
    update(outbox)
    .where(*_NEVER_POSTED)
    .values(state="cancelled", withdrawn=True, reason="withdrawn", changed_at=bindparam("now"))
)
_TAKE_DOWN = (
    update(outbox)
    .where(*_OF_KEY, outbox.c.state != "cancelled")
    .values(
        withdrawn=True,
        again=case((_AWAY, True), else_=False),
        state=case((_AWAY, outbox.c.state), else_="waiting"),
        due=case((_AWAY, outbox.c.due), else_=bindparam("now", type_=Instant())),
        until=None,
        attempts=0,
        changed_at=bindparam("now", type_=Instant()),
    )
)
_OF = select(*COLUMNS).where(outbox.c.key == bindparam("key")).order_by(outbox.c.id)
_KEY_OF = (
    select(*COLUMNS)
    .where(outbox.c.posted == bindparam("posted"), outbox.c.workspace_id == bindparam("workspace_id"))
    .order_by(outbox.c.id)
)


def want(tx: Tx, wanted: Sequence[Wanted], now: datetime) -> None:
    """Enqueue messages; a message that already has a row gets its state drawn anew, the last one wins."""
    tx.run(
        _WANT,
        [
            {
                "new_key": one.key, "new_target": one.target, "new_workspace_id": one.workspace_id,
                "new_place_id": one.place_id, "new_person_id": one.person_id, "new_account_id": one.account_id,
                "new_kind": one.kind, "new_rank": one.rank, "new_policy": one.policy, "new_thread": one.thread,
                "new_under": one.under,
                "new_not_before": one.not_before, "new_due": one.not_before, "new_until": one.until,
                "new_changed_at": now, "resend": int(one.resend),
            }
            for one in wanted
        ],
    )  # fmt: skip


def refresh(tx: Tx, key: str, now: datetime) -> None:
    """Draw a message anew wherever it stands, no sooner than two seconds after the last time."""
    tx.run(_REFRESH, {"of_key": key, "now": now})


def withdraw(tx: Tx, key: str, target: str | None, now: datetime) -> None:
    """Take a message down where it stands and do not send it where it does not; no target means everywhere."""
    of = {"of_key": key, "of_target": target or "%", "now": now}
    tx.run(_CANCEL, of)
    tx.run(_TAKE_DOWN, of)


def of_key(tx: Tx, key: str) -> list[Row]:
    """Where a message stands, or is to stand."""
    return tx.all(_OF, Row, {"key": key})


def posted_as(tx: Tx, workspace_id: int, posted: str) -> Row | None:
    """The message that the platform knows by this id."""
    return tx.one(_KEY_OF, Row, {"posted": posted, "workspace_id": workspace_id})
