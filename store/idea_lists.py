"""Ideas as people go through them: the pages of the list, what is in somebody's hands, and what a week tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, or_, select, update

from store.ideas import ACTIVE, COLUMNS, FINISHED, Idea, idea
from store.schema import Instant
from store.statements import word
from store.tx import Tx

_NEWEST = (idea.c.created_at.desc(), idea.c.id.desc())
_OWNED = (
    select(*COLUMNS)
    .where(idea.c.owner_id == bindparam("owner_id"), idea.c.state == word("taken"))
    .order_by(idea.c.taken_at, idea.c.id)
)
_COMPARABLE = (
    select(idea.c.id, idea.c.what)
    .where(ACTIVE, idea.c.what != "")
    .order_by(*_NEWEST)
    .limit(bindparam("most", type_=Integer))
)
_PAGE = select(*COLUMNS).order_by(*_NEWEST).limit(bindparam("most", type_=Integer)).offset(bindparam("after"))
_PAGES = {
    "open": _PAGE.where(idea.c.state == word("open")),
    "taken": _PAGE.where(idea.c.state == word("taken")),
    "done": _PAGE.where(FINISHED),
    "mine": _PAGE.where(
        or_(idea.c.author_id == bindparam("person_id"), idea.c.owner_id == bindparam("person_id")),
        or_(ACTIVE, FINISHED),
    ),
}
_UNTOLD = (
    select(*COLUMNS)
    .where(FINISHED, idea.c.finished_at >= bindparam("since", type_=Instant()), idea.c.week.is_(None))
    .order_by(idea.c.finished_at, idea.c.id)
)
_OF_WEEK = select(*COLUMNS).where(idea.c.week == bindparam("week"), FINISHED).order_by(idea.c.finished_at, idea.c.id)
_PUT_WEEK = update(idea).where(idea.c.id == bindparam("of_id")).values(week=bindparam("new_week"))


def of_owner(tx: Tx, owner_id: int) -> list[Idea]:
    """What is in somebody's hands, the oldest first."""
    return tx.all(_OWNED, Idea, {"owner_id": owner_id})


def comparable(tx: Tx, most: int) -> list[tuple[int, str]]:
    """The newest ideas that are not done, with their words."""
    return tx.all(_COMPARABLE, lambda of, what: (of, what), {"most": most})


def page(tx: Tx, which: str, person_id: int, after: int, most: int) -> list[Idea]:
    """A piece of the list, the newest first; `which` is "open", "taken", "done" or "mine"."""
    of = {"person_id": person_id} if which == "mine" else {}
    return tx.all(_PAGES[which], Idea, {**of, "most": most, "after": after})


def untold_since(tx: Tx, since: datetime) -> list[Idea]:
    """What was done from then on and not told of in an earlier week, the oldest first."""
    return tx.all(_UNTOLD, Idea, {"since": since})


def of_week(tx: Tx, week: str) -> list[Idea]:
    """What all were told of on this day."""
    return tx.all(_OF_WEEK, Idea, {"week": week})


def put_week(tx: Tx, ids: Sequence[int], week: str) -> None:
    """All are told of these on this day."""
    tx.run(_PUT_WEEK, [{"of_id": one, "new_week": week} for one in ids])
