"""Ideas to make things better for customers, who owns them, who supports them, and what became of them.

An idea without words is a thing (a quote) that somebody took up before anybody wrote down how to better it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from store.choices import choice
from store.frozen import frozen
from store.places import place
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered, one_of, upsert, word
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

support = table(
    "idea_support",
    Column("idea_id", ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True),
    person_id(erase="row", primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_idea_support_person_id", "person_id"),
    about=About(
        whose="the colleague who supports an idea",
        why="one support per person; only the sum is shown",
        keep="as long as the idea",
        export="all columns",
        erase="the row goes",
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


@frozen
class Standing:
    """What the card of a thing says: how many ideas about it, and who took it up.

    `owner_id` is who took it up first; None too when that person rather is not named: then `taken` still holds.
    """

    ideas: int = 0
    taken: bool = False
    owner_id: int | None = None
    finished: int = 0


_COLUMNS = (
    idea.c.id, idea.c.about, idea.c.place_id, idea.c.what, idea.c.noticed, idea.c.author_id, idea.c.owner_id,
    idea.c.state, idea.c.merged_into, idea.c.effect, idea.c.thanks, idea.c.hears, idea.c.teller_id, idea.c.week,
    idea.c.created_at, idea.c.taken_at, idea.c.finished_at, idea.c.told_at,
)  # fmt: skip
_ACTIVE = one_of(idea.c.state, "open", "taken")
_FINISHED = one_of(idea.c.state, "done", "told")
_NEWEST = (idea.c.created_at.desc(), idea.c.id.desc())
_whole = idea.alias("whole")
_UNNAMED = exists(select(choice.c.scope).where(
    choice.c.scope == word("person:").concat(cast(_whole.c.owner_id, Text)), choice.c.ritual == word("idee"),
    choice.c.name == word("named"), choice.c.value == word("false"),
))  # fmt: skip
_STANDING = (
    select(_whole.c.id, _whole.c.what != "", _whole.c.state, case((~_UNNAMED, _whole.c.owner_id)))
    .select_from(idea)
    .join(_whole, _whole.c.id == func.coalesce(idea.c.merged_into, idea.c.id))
    .where(idea.c.about == bindparam("about"), idea.c.state != word("gone"))
    .where(one_of(_whole.c.state, "open", "taken", "done", "told"))
    .order_by(_whole.c.taken_at, _whole.c.id)
)
_ADD = Numbered(
    insert(idea)
    .values(
        about=bindparam("new_about"), place_id=bindparam("new_place"), what=bindparam("new_what"),
        noticed=bindparam("new_noticed"), author_id=bindparam("new_author"), state=bindparam("new_state"),
        effect=word(""), thanks=word(""), created_at=bindparam("now"),
    )
)  # fmt: skip
_GET = select(*_COLUMNS).where(idea.c.id == bindparam("id"))
_BEGUN_WITH = select(*_COLUMNS).where(idea.c.about == bindparam("about")).order_by(idea.c.id)
_TWIN = select(func.min(idea.c.id)).where(
    idea.c.author_id == bindparam("author_id"), idea.c.what == bindparam("what"), _ACTIVE
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
_TOLD = _SET.where(_FINISHED).values(told_at=bindparam("now"))
_MERGE = _SET.where(_ACTIVE).values(
    state=word("merged"), merged_into=bindparam("new_into"), owner_id=None, taken_at=None
)
_MERGE_ON = update(idea).where(idea.c.merged_into == bindparam("of_id")).values(merged_into=bindparam("new_into"))
_LOCK = _SET.where(_ACTIVE).values(state=idea.c.state)
_REMOVE = _SET.values(state=word("gone"), what=word(""), noticed=word(""), effect=word(""), thanks=word(""))
_WEEK = _SET.values(week=bindparam("new_week"))
_OWNED = select(*_COLUMNS).where(
    idea.c.owner_id == bindparam("owner_id"), idea.c.state == word("taken")
).order_by(idea.c.taken_at, idea.c.id)  # fmt: skip
_COMPARABLE = select(idea.c.id, idea.c.what).where(_ACTIVE, idea.c.what != "").order_by(*_NEWEST).limit(
    bindparam("most", type_=Integer)
)  # fmt: skip
_PAGE = select(*_COLUMNS).order_by(*_NEWEST).limit(bindparam("most", type_=Integer)).offset(bindparam("after"))
_PAGES = {
    "open": _PAGE.where(idea.c.state == word("open")),
    "taken": _PAGE.where(idea.c.state == word("taken")),
    "done": _PAGE.where(_FINISHED),
    "mine": _PAGE.where(
        or_(idea.c.author_id == bindparam("person_id"), idea.c.owner_id == bindparam("person_id")),
        or_(_ACTIVE, _FINISHED),
    ),
}
_UNTOLD = (
    select(*_COLUMNS)
    .where(_FINISHED, idea.c.finished_at >= bindparam("since", type_=Instant()), idea.c.week.is_(None))
    .order_by(idea.c.finished_at, idea.c.id)
)
_OF_WEEK = select(*_COLUMNS).where(idea.c.week == bindparam("week"), _FINISHED).order_by(idea.c.finished_at, idea.c.id)
_MERGED = select(*_COLUMNS).where(idea.c.merged_into == bindparam("id"), idea.c.state == word("merged"))
_SUPPORT = upsert(
    lambda insert: insert(support).on_conflict_do_nothing(index_elements=[support.c.idea_id, support.c.person_id])
)
_SUPPORTS = (
    select(support.c.idea_id, func.count())
    .where(support.c.idea_id.in_(bindparam("ids", expanding=True)))
    .group_by(support.c.idea_id)
)
_SUPPORTED = select(support.c.idea_id).where(
    support.c.idea_id.in_(bindparam("ids", expanding=True)), support.c.person_id == bindparam("person_id")
)
_SUPPORTERS = select(support.c.person_id, support.c.at).where(support.c.idea_id == bindparam("id"))


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


def standing(tx: Tx, about: str) -> Standing:
    """How it stands with the ideas about a thing, for that thing's own card; `about` is its ref in words.

    An idea that goes on as part of another stands as that one does.
    """
    found = tx.all(_STANDING, lambda number, *row: (number, row), {"about": about})
    rows = dict(found).values()
    taken = [owner for _, state, owner in rows if state == "taken"]
    return Standing(
        ideas=sum(1 for worded, _, _ in rows if worded),
        taken=bool(taken),
        owner_id=taken[0] if taken else None,
        finished=sum(1 for _, state, _ in rows if state in ("done", "told")),
    )


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


def finish(
    tx: Tx, idea_id: int, effect: str, thanks: str, hears: Hears, teller_id: int | None, now: datetime
) -> bool:  # fmt: skip
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
    people = tx.all(_SUPPORTERS, lambda person, at: (person, at), {"id": of.id})
    people += [(of.author_id, now)] if of.author_id else []
    for person, at in people:
        if person != into.author_id:
            tx.run(_SUPPORT, {"idea_id": into.id, "person_id": person, "at": at})
    return True


def remove(tx: Tx, idea_id: int) -> None:
    """Taken away, with its words."""
    tx.run(_REMOVE, {"of_id": idea_id})


def add_support(tx: Tx, idea_id: int, person_id: int, now: datetime) -> bool:
    """One per person; False when it was given before."""
    return bool(tx.run(_SUPPORT, {"idea_id": idea_id, "person_id": person_id, "at": now}))


def supports(tx: Tx, ids: Collection[int]) -> dict[int, int]:
    """How many people support these."""
    return dict(tx.all(_SUPPORTS, lambda of, count: (of, count), {"ids": sorted(ids)})) if ids else {}


def supported(tx: Tx, person_id: int, ids: Collection[int]) -> frozenset[int]:
    """Which of these somebody supports."""
    return frozenset(tx.all(_SUPPORTED, int, {"ids": sorted(ids), "person_id": person_id})) if ids else frozenset()


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
    tx.run(_WEEK, [{"of_id": one, "new_week": week} for one in ids])


def merged_into(tx: Tx, idea_id: int) -> list[Idea]:
    """The ideas that go on as part of this one."""
    return tx.all(_MERGED, Idea, {"id": idea_id})
