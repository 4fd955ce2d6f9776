"""The outbox from delivery's side: claim, commit to sending, acknowledge; and what a crash left behind."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    update,
)

from store.accounts import Account
from store.leases import lease
from store.outbox import ANSWERED, BUSY, COLUMNS, UPDATE_GAP, WAITING, Row, outbox
from store.schema import Instant, dbnow
from store.statements import one_of, word
from store.tx import Tx

_NOW = bindparam("now", type_=Instant())
_WORKSPACE = outbox.c.workspace_id == bindparam("of_workspace")
_parent = outbox.alias("parent")
_PARENT_READY = or_(
    outbox.c.thread.is_(None),
    outbox.c.posted.is_not(None),
    exists().where(
        _parent.c.key == outbox.c.thread, _parent.c.target == outbox.c.target, _parent.c.posted.is_not(None)
    ),
)
_IN_TIME = or_(outbox.c.until.is_(None), outbox.c.until >= _NOW, outbox.c.posted.is_not(None))
_READY = (WAITING, _WORKSPACE, outbox.c.due <= _NOW, _IN_TIME, _PARENT_READY)
_ORDER = (outbox.c.rank, outbox.c.due, outbox.c.id)
_ELSEWHERE = outbox.c.target.not_in(bindparam("but", expanding=True))
_NEW = outbox.c.posted.is_(None)


def _ready(*also: ColumnElement[bool]) -> Select[Any]:
    return select(*COLUMNS).where(*_READY, *also).order_by(*_ORDER).limit(bindparam("most", type_=Integer))


_CANDIDATES, _OTHERS = _ready(), _ready(_ELSEWHERE)
_NEW_CANDIDATES, _NEW_OTHERS = _ready(_NEW), _ready(_NEW, _ELSEWHERE)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"), WAITING)
    .values(state=word("claimed"), again=false(), fence=bindparam("new_fence"))
)
_SENDING = (
    update(outbox)
    .where(
        outbox.c.id.in_(bindparam("ids", expanding=True)),
        outbox.c.state == word("claimed"),
        outbox.c.fence == bindparam("of_fence"),
        exists().where(
            lease.c.name == bindparam("of_lease"),
            lease.c.fence == bindparam("of_fence"),
            lease.c.until > dbnow(),
        ),
    )
    .values(state=word("sending"), drawn_at=bindparam("now"))
    .returning(outbox.c.id)
)
_NEXT = type_coerce(bindparam("now", type_=Instant()), BigInteger) + round(UPDATE_GAP.total_seconds() * 1_000_000)
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"), one_of(outbox.c.state, "sending", "claimed", "uncertain"))
    .values(
        state=case((outbox.c.again, word("waiting")), else_=word("sent")),
        due=case((outbox.c.again, _NEXT), else_=type_coerce(outbox.c.due, BigInteger)),
        again=false(),
        attempts=literal_column("0"),
        posted=bindparam("new_posted"),
        posted_at=func.coalesce(outbox.c.posted_at, bindparam("now", type_=Instant())),
        drawn_at=bindparam("now"),
        reason=null(),
        changed_at=bindparam("now"),
    )
)
# Whoever slept through the end of the lease may not undo what the next holder is doing with a row.
_STILL_OURS = or_(~one_of(outbox.c.state, "claimed", "sending"), outbox.c.fence == bindparam("of_fence"))
_BACK = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"), ~one_of(outbox.c.state, "sent", "parked", "cancelled"), _STILL_OURS)
    .values(
        state=bindparam("new_state"), due=bindparam("new_due"), attempts=outbox.c.attempts + bindparam("more"),
        reason=bindparam("new_reason"), changed_at=bindparam("now"),
        # Only what is still to be looked up has another draw to come: what waits is drawn anyway.
        again=and_(outbox.c.again, bindparam("in_doubt", type_=Boolean)),
    )
)  # fmt: skip
_MOVE = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"), outbox.c.posted.is_(None), _STILL_OURS)
    .values(
        state="waiting", again=False, attempts=0, workspace_id=bindparam("new_workspace"),
        account_id=bindparam("new_account"), due=bindparam("now"), changed_at=bindparam("now"),
    )
)  # fmt: skip
_GONE = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"), _STILL_OURS)
    .values(
        state=case((and_(outbox.c.again, outbox.c.withdrawn.is_(False)), "waiting"), else_="cancelled"),
        again=False, posted=None, posted_at=None, reason=bindparam("new_reason"), changed_at=bindparam("now"),
    )
)  # fmt: skip
_STRAY = (_WORKSPACE, BUSY, outbox.c.fence < bindparam("of_fence"))
_UNCLAIM = update(outbox).where(*_STRAY, outbox.c.state == "claimed").values(state="waiting", again=False)
_DOUBT = (
    update(outbox)
    .where(*_STRAY, outbox.c.state == "sending")
    .values(
        # Changing or taking away a message twice does no harm, so only a first post is in doubt.
        state=case((outbox.c.posted.is_(None), "uncertain"), else_="waiting"),
        again=case((outbox.c.posted.is_(None), outbox.c.again), else_=False),
        due=case((outbox.c.posted.is_(None), bindparam("later", type_=Instant())), else_=outbox.c.due),
        reason="interrupted",
        fence=bindparam("of_fence"),
    )
)
_UNCERTAIN = (
    select(*COLUMNS)
    .where(_WORKSPACE, BUSY, outbox.c.state == "uncertain", outbox.c.due <= _NOW, outbox.c.reason != "asked")
    .order_by(outbox.c.due, outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)
_LAPSED = (
    select(*COLUMNS)
    .where(WAITING, _WORKSPACE, outbox.c.until < _NOW, outbox.c.posted.is_(None))
    .order_by(outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)
_PARENT = select(outbox.c.posted).where(
    outbox.c.key == bindparam("key"), outbox.c.target == bindparam("target"), outbox.c.posted != ANSWERED
)
_NEXT_DUE = select(func.min(outbox.c.due)).where(WAITING, outbox.c.due > _NOW)
_IN_DOUBT = and_(BUSY, outbox.c.state == "uncertain", outbox.c.reason != "asked")
_NEXT_DOUBT = select(func.min(outbox.c.due)).where(_IN_DOUBT, outbox.c.due > _NOW)
_STRAYED = and_(
    BUSY,
    one_of(outbox.c.state, "claimed", "sending"),
)
_WAITS = select(outbox.c.workspace_id).where(WAITING, outbox.c.due <= _NOW).distinct()
_DOUBTS = select(outbox.c.workspace_id).where(_IN_DOUBT, outbox.c.due <= _NOW).distinct()
_STRAYS = select(outbox.c.workspace_id).where(_STRAYED).distinct()
_STATES = select(outbox.c.state, func.count()).group_by(outbox.c.state)
_OPEN_ROWS = (
    _STATES.where(WAITING),
    _STATES.where(BUSY),
    _STATES.where(outbox.c.state == word("parked")),
)
_OLDEST = select(func.min(outbox.c.due)).where(WAITING, outbox.c.due <= _NOW)


def candidates(
    tx: Tx, workspace_id: int, now: datetime, most: int, but: Sequence[str] = (), *, updates: bool = True
) -> list[Row]:
    """Waiting rows whose time has come, people's answers first; not for the targets in `but`."""
    values: dict[str, object] = {"of_workspace": workspace_id, "now": now, "most": most}
    if but:
        return tx.all(_OTHERS if updates else _NEW_OTHERS, Row, {**values, "but": list(but)})
    return tx.all(_CANDIDATES if updates else _NEW_CANDIDATES, Row, values)


def claim(tx: Tx, rows: Sequence[Row], fence: int) -> None:
    """waiting -> claimed: surely not sent yet."""
    tx.run(_CLAIM, [{"of_id": row.id, "new_fence": fence} for row in rows])


def commit_to_send(tx: Tx, row_ids: Sequence[int], lease_name: str, fence: int, now: datetime) -> list[int]:
    """claimed -> sending, for the rows that are still ours under a running lease; their ids."""
    if not row_ids:
        return []
    values = {"ids": list(row_ids), "of_fence": fence, "of_lease": lease_name, "now": now}
    return tx.all(_SENDING, int, values)


def sent(tx: Tx, row_id: int, posted: str, now: datetime) -> bool:
    """sending -> sent; back to waiting when it was shown again in the meantime. False when it was not ours."""
    return bool(tx.run(_SENT, {"of_id": row_id, "new_posted": posted, "now": now}))


def back(
    tx: Tx, row_id: int, fence: int, state: str, due: datetime, reason: str, now: datetime, *, counts: bool = True
) -> None:
    """Not sent: wait until `due` (waiting), be looked up then (uncertain), or stay aside (parked)."""
    tx.run(
        _BACK,
        {
            "of_id": row_id, "of_fence": fence, "new_state": state, "new_due": due, "new_reason": reason,
            "more": int(counts), "now": now, "in_doubt": state == "uncertain",
        },
    )  # fmt: skip


def move(tx: Tx, row_id: int, fence: int, to: Account, now: datetime) -> None:
    """Refused by one account of somebody: it goes to another."""
    of = {"of_id": row_id, "of_fence": fence, "now": now}
    tx.run(_MOVE, {**of, "new_workspace": to.workspace_id, "new_account": to.id})


def gone(tx: Tx, row_id: int, fence: int, reason: str, now: datetime) -> None:
    """It does not stand there any more, or never will."""
    tx.run(_GONE, {"of_id": row_id, "of_fence": fence, "new_reason": reason, "now": now})


def recover(tx: Tx, workspace_id: int, fence: int, later: datetime) -> None:
    """What an earlier holder of the lease left: claimed rows wait again, sending rows are in doubt until `later`."""
    of = {"of_workspace": workspace_id, "of_fence": fence}
    tx.run(_UNCLAIM, of)
    tx.run(_DOUBT, {**of, "later": later})


def uncertain(tx: Tx, workspace_id: int, now: datetime, most: int = 50) -> list[Row]:
    """Rows in doubt whose quarantine is over and about which nobody was asked yet."""
    return tx.all(_UNCERTAIN, Row, {"of_workspace": workspace_id, "now": now, "most": most})


def lapsed(tx: Tx, workspace_id: int, now: datetime, most: int = 50) -> list[Row]:
    """Rows that were not sent within their time."""
    return tx.all(_LAPSED, Row, {"of_workspace": workspace_id, "now": now, "most": most})


def parent_of(tx: Tx, row: Row) -> str | None:
    """The platform's id of the message this one answers in a thread."""
    value = tx.scalar(_PARENT, {"key": row.thread, "target": row.target}) if row.thread else None
    return None if value is None else str(value)


def next_due(tx: Tx, now: datetime) -> datetime | None:
    """When, after now, the first waiting row may be sent, if any."""
    value = tx.scalar(_NEXT_DUE, {"now": now})
    return value if isinstance(value, datetime) else None


def workspaces_with_work(tx: Tx, now: datetime, busy: Set[int] = frozenset()) -> list[int]:
    """Workspaces with a row whose time has come, is in doubt, or was left behind while being sent.

    `busy` are those we are sending to: what is being sent there has not been left behind.
    """
    found = {one for statement in (_WAITS, _DOUBTS) for one in tx.all(statement, int, {"now": now})}
    return sorted(found | (set(tx.all(_STRAYS, int)) - busy))


def states(tx: Tx) -> dict[str, int]:
    """How many rows are in each state."""
    return dict(tx.all(_STATES, lambda state, n: (str(state), int(n))))


def open_rows(tx: Tx) -> dict[str, int]:
    """How many rows are in each state that is not the end."""
    found = (tx.all(statement, lambda state, n: (str(state), int(n))) for statement in _OPEN_ROWS)
    return {state: n for some in found for state, n in some}


def oldest(tx: Tx, now: datetime) -> datetime | None:
    """Since when the row that waits longest is due, if any."""
    value = tx.scalar(_OLDEST, {"now": now})
    return value if isinstance(value, datetime) else None


def next_doubt(tx: Tx, now: datetime) -> datetime | None:
    """When, after now, the first row in doubt may be looked up, if any."""
    value = tx.scalar(_NEXT_DOUBT, {"now": now})
    return value if isinstance(value, datetime) else None
