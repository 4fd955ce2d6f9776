"""Ideas to make things better for customers, who owns them, and what became of them.

An idea without words is a thing (a quote) that somebody took up before anybody wrote down how to better it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from store import idea_support
from store.frozen import frozen
from store.places import place
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered, one_of, word
from store.tx import Tx

State = Literal["asked", "open", "taken", "done", "told", "merged", "gone"]
"""`asked`: its author still chooses between it and one that is there; `told`: it came home to where it began."""
Hears = Literal["contact", "all", "nobody"]
"""Who hears that it is done: the customer through a colleague, all customers, or nobody can know who to tell."""

idea = table(
    "idea",
    Column("id", Id, primary_key=True),
    Column("about", Text),
    Column("place_id", ForeignKey(place.c.id)),
    Column("what", Text, nullable=False),
    Column("noticed", Text, nullable=False),
    person_id("author_id", erase="null", nullable=True),
    person_id("owner_id", erase="null", nullable=True),
    Column("state", Text, nullable=False),
    Column("merged_into", ForeignKey("idea.id", ondelete="SET NULL")),
    Column("effect", Text, nullable=False),
    Column("thanks", Text, nullable=False),
    Column("hears", Text),
    person_id("teller_id", erase="null", nullable=True),
    Column("week", Text),
    Column("created_at", Instant, nullable=False),
    Column("taken_at", Instant),
    Column("finished_at", Instant),
    Column("told_at", Instant),
    Index("ix_idea_about", "about"),
    Index("ix_idea_state_created_at", "state", "created_at"),
    Index("ix_idea_author_id", "author_id"),
    Index("ix_idea_owner_id", "owner_id"),
    Index("ix_idea_teller_id", "teller_id"),
    Index("ix_idea_merged_into", "merged_into"),
    Index("ix_idea_finished_at", "finished_at"),
    Index("ix_idea_week", "week"),
    about=About(
        whose="the colleague with the idea, who took it up, and who tells the customer",
        why="to make things better for customers, and to tell them so",
        keep="2 years",
        export="the ideas somebody had, took up or told a customer about",
        erase="the person is emptied and shown as a colleague",
        age=("created_at", timedelta(days=730)),
    ),
)


@frozen
class Idea:
    """One idea. `about` is the ref of the thing it began with; `week` the day on which all were told of it."""

    id: int
    about: str | None
    place_id: int | None
    what: str
    noticed: str
    author_id: int | None
    owner_id: int | None
    state: State
    merged_into: int | None
    effect: str
    thanks: str
    hears: Hears | None
    teller_id: int | None
    week: str | None
    created_at: datetime
    taken_at: datetime | None
    finished_at: datetime | None
    told_at: datetime | None


COLUMNS = (
    idea.c.id, idea.c.about, idea.c.place_id, idea.c.what, idea.c.noticed, idea.c.author_id, idea.c.owner_id,
    idea.c.state, idea.c.merged_into, idea.c.effect, idea.c.thanks, idea.c.hears, idea.c.teller_id, idea.c.week,
    idea.c.created_at, idea.c.taken_at, idea.c.finished_at, idea.c.told_at,
)  # fmt: skip
ACTIVE = one_of(idea.c.state, "open", "taken")
FINISHED = one_of(idea.c.state, "done", "told")
_ADD = Numbered(
    insert(idea)
    .values(
        about=bindparam("new_about"), place_id=bindparam("new_place"), what=bindparam("new_what"),
        noticed=bindparam("new_noticed"), author_id=bindparam("new_author"), state=bindparam("new_state"),
        effect=word(""), thanks=word(""), created_at=bindparam("now"),
    )
)  # fmt: skip
_GET = select(*COLUMNS).where(idea.c.id == bindparam("id"))
_BEGUN_WITH = select(*COLUMNS).where(idea.c.about == bindparam("about")).order_by(idea.c.id)
_TWIN = select(func.min(idea.c.id)).where(
    idea.c.author_id == bindparam("author_id"), idea.c.what == bindparam("what"), ACTIVE
)
_UNTAKEN = select(func.min(idea.c.id)).where(
    idea.c.about == bindparam("about"), idea.c.what == "", idea.c.state == word("open")
)
_FORGET = delete(idea).where(
    idea.c.author_id == bindparam("of_author"), idea.c.state == word("asked"), idea.c.what == bindparam("of_what")
)
_ABANDON = delete(idea).where(idea.c.state == word("asked"), idea.c.created_at < bindparam("before", type_=Instant()))
_SET = update(idea).where(idea.c.id == bindparam("of_id"))
_KEEP = _SET.where(idea.c.state == word("asked")).values(state=word("open"))
_TAKE = _SET.where(idea.c.state == word("open")).values(
    state=word("taken"), owner_id=bindparam("new_owner"), taken_at=bindparam("now")
)
_AGAIN = _SET.where(idea.c.state == word("taken")).values(taken_at=bindparam("now"))
_FREE = _SET.where(idea.c.state == word("taken")).values(state=word("open"), owner_id=None, taken_at=None)
_FINISH = _SET.where(idea.c.state == word("taken")).values(
    state=word("done"), effect=bindparam("new_effect"), thanks=bindparam("new_thanks"), hears=bindparam("new_hears"),
    teller_id=bindparam("new_teller"), finished_at=bindparam("now"),
)  # fmt: skip
_HOME = _SET.where(idea.c.state == word("done")).values(state=word("told"))
_TOLD = _SET.where(FINISHED).values(told_at=bindparam("now"))
_MERGE = _SET.where(ACTIVE).values(
    state=word("merged"), merged_into=bindparam("new_into"), owner_id=None, taken_at=None
)
_MERGE_ON = update(idea).where(idea.c.merged_into == bindparam("of_id")).values(merged_into=bindparam("new_into"))
_LOCK = _SET.where(ACTIVE).values(state=idea.c.state)
_REMOVE = _SET.values(state=word("gone"), what=word(""), noticed=word(""), effect=word(""), thanks=word(""))
_MERGED = select(*COLUMNS).where(idea.c.merged_into == bindparam("id"), idea.c.state == word("merged"))


def add(
    tx: Tx, author_id: int | None, what: str, now: datetime, *, noticed: str = "", about: str | None = None,
    place_id: int | None = None, state: State = "open",
) -> int:  # fmt: skip
    """A new idea; its id."""
    values = {
        "new_about": about, "new_place": place_id, "new_what": what, "new_noticed": noticed, "new_author": author_id,
        "new_state": state, "now": now,
    }  # fmt: skip
    return tx.add(_ADD, values)


def get(tx: Tx, idea_id: int) -> Idea | None:
    """One idea."""
    return tx.one(_GET, Idea, {"id": idea_id})


def begun_with(tx: Tx, about: str) -> list[Idea]:
    """Every idea that began with a thing, in whatever state; `about` is its ref in words."""
    return tx.all(_BEGUN_WITH, Idea, {"about": about})


def twin(tx: Tx, author_id: int, what: str) -> Idea | None:
    """The very same words of the same author, if they stand there already."""
    found = tx.scalar(_TWIN, {"author_id": author_id, "what": what})
    return get(tx, int(found)) if found else None


def untaken(tx: Tx, about: str) -> Idea | None:
    """A thing that was taken up, is free again, and has no words of its own."""
    found = tx.scalar(_UNTAKEN, {"about": about})
    return get(tx, int(found)) if found else None


def forget(tx: Tx, author_id: int, what: str) -> None:
    """An idea its author was asked about is not kept."""
    tx.run(_FORGET, {"of_author": author_id, "of_what": what})


def abandon(tx: Tx, before: datetime) -> int:
    """Ideas that their authors were asked about before then, and did not decide on, go; how many."""
    return tx.run(_ABANDON, {"before": before})


def keep(tx: Tx, idea_id: int) -> bool:
    """The author was asked, and wants it; False when that was decided before."""
    return bool(tx.run(_KEEP, {"of_id": idea_id}))


def take(tx: Tx, idea_id: int, owner_id: int, now: datetime) -> bool:
    """Somebody takes it up; False when it is not open."""
    return bool(tx.run(_TAKE, {"of_id": idea_id, "new_owner": owner_id, "now": now}))


def take_again(tx: Tx, idea_id: int, now: datetime) -> None:
    """The owner is still at it: the time begins anew."""
    tx.run(_AGAIN, {"of_id": idea_id, "now": now})


def free(tx: Tx, idea_id: int) -> None:
    """Open to anybody again."""
    tx.run(_FREE, {"of_id": idea_id})


def finish(tx: Tx, idea_id: int, effect: str, thanks: str, hears: Hears, teller_id: int | None, now: datetime) -> bool:
    """It is done; False when it is in nobody's hands."""
    values = {
        "of_id": idea_id, "new_effect": effect, "new_thanks": thanks, "new_hears": hears, "new_teller": teller_id,
        "now": now,
    }  # fmt: skip
    return bool(tx.run(_FINISH, values))


def come_home(tx: Tx, idea_id: int) -> bool:
    """What was done is told where it began; False when it was told before."""
    return bool(tx.run(_HOME, {"of_id": idea_id}))


def tell(tx: Tx, idea_id: int, now: datetime) -> None:
    """The customer has heard it."""
    tx.run(_TOLD, {"of_id": idea_id, "now": now})


def merge(tx: Tx, of: Idea, into: Idea, now: datetime) -> bool:
    """An idea goes on as part of another, with its parts and all support; False when either is past that."""
    # The other one is locked first: two ideas must not go on as part of each other.
    if not tx.run(_LOCK, {"of_id": into.id}) or not tx.run(_MERGE, {"of_id": of.id, "new_into": into.id}):
        return False
    tx.run(_MERGE_ON, {"of_id": of.id, "new_into": into.id})
    supporters = idea_support.given_to(tx, of.id)
    supporters += [(of.author_id, now)] if of.author_id else []
    for person, at in supporters:
        if person != into.author_id:
            idea_support.add(tx, into.id, person, at)
    return True


def remove(tx: Tx, idea_id: int) -> None:
    """Taken away, with its words."""
    tx.run(_REMOVE, {"of_id": idea_id})


def merged_into(tx: Tx, idea_id: int) -> list[Idea]:
    """The ideas that go on as part of this one."""
    return tx.all(_MERGED, Idea, {"id": idea_id})
