"""What colleagues wrote about somebody, kept for that person alone until they take it away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Integer, Text, UniqueConstraint, bindparam, delete, exists, or_, select

from store.bells import bell, maker
from store.frozen import frozen
from store.quote_days import compliment, receiver
from store.schema import About, Id, Instant, person_id, table
from store.statements import upsert, word
from store.tx import Tx

keepsake = table(
    "keepsake",
    Column("id", Id, primary_key=True),
    person_id(erase="row"),
    person_id("giver_id", erase="null", nullable=True),
    Column("source", Text, nullable=False),
    Column("round_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("person_id", "source"),
    about=About(
        whose="the colleague it was written about, and the one who wrote it",
        why="so that somebody can read again what colleagues wrote about them",
        keep="until the colleague takes it away or leaves",
        export="what was written about somebody",
        erase="the row goes; the writer is emptied and shown as a colleague",
    ),
)


@frozen
class Keepsake:
    """Words about somebody; `source` is what they come from, once: the ref of a nomination and its moment."""

    id: int
    person_id: int
    giver_id: int | None
    source: str
    round_id: str
    text: str
    at: datetime


@frozen
class Praise:
    """A compliment that somebody got, a bell that rang for them, or thanks for a compliment of theirs: then without
    words.
    """

    id: int
    giver_id: int | None
    text: str
    at: datetime


_ALL = (
    keepsake.c.id, keepsake.c.person_id, keepsake.c.giver_id, keepsake.c.source, keepsake.c.round_id, keepsake.c.text,
    keepsake.c.at,
)  # fmt: skip
_PUT = upsert(
    lambda insert: (new := insert(keepsake)).on_conflict_do_update(
        index_elements=[keepsake.c.person_id, keepsake.c.source], set_={"text": new.excluded.text}
    )
)
_OF = (
    select(*_ALL)
    .where(keepsake.c.person_id == bindparam("person_id"))
    .order_by(keepsake.c.at.desc(), keepsake.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_MINE = (keepsake.c.id == bindparam("id"), keepsake.c.person_id == bindparam("person_id"))
_DROP = delete(keepsake).where(*_MINE)
_DROP_ALL = delete(keepsake).where(keepsake.c.person_id == bindparam("person_id"))
_PRAISE = (
    select(compliment.c.id, compliment.c.giver_id, compliment.c.text, compliment.c.at)
    .join(receiver, receiver.c.compliment_id == compliment.c.id)
    .where(receiver.c.person_id == bindparam("person_id"))
    .order_by(compliment.c.at.desc(), compliment.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_RUNG_FOR = (
    select(bell.c.id, bell.c.ringer_id, bell.c.text, bell.c.rung_at)
    .where(
        bell.c.state == word("rung"),
        exists().where(maker.c.bell_id == bell.c.id, maker.c.person_id == bindparam("person_id")),
        or_(bell.c.ringer_id.is_(None), bell.c.ringer_id != bindparam("person_id")),
    )
    .order_by(bell.c.rung_at.desc(), bell.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_THANKS = (
    select(compliment.c.id, receiver.c.person_id, word(""), receiver.c.thanked_at)
    .join(receiver, receiver.c.compliment_id == compliment.c.id)
    .where(compliment.c.giver_id == bindparam("person_id"), receiver.c.thanked_at.is_not(None))
    .order_by(receiver.c.thanked_at.desc(), compliment.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_DROP_PRAISE = delete(receiver).where(
    receiver.c.compliment_id == bindparam("id"), receiver.c.person_id == bindparam("person_id")
)


def put(tx: Tx, person: int, giver: int | None, source: str, round_id: str, text: str, at: datetime) -> None:
    """Words are kept for somebody; the same words again only change."""
    tx.run(_PUT, {
        "person_id": person, "giver_id": giver, "source": source, "round_id": round_id, "text": text, "at": at,
    })  # fmt: skip


def of_person(tx: Tx, person: int, most: int) -> list[Keepsake]:
    """What was written about somebody, the newest first."""
    return tx.all(_OF, Keepsake, {"person_id": person, "most": most})


def drop(tx: Tx, number: int, person: int) -> None:
    """Somebody takes away what was written about them."""
    tx.run(_DROP, {"id": number, "person_id": person})


def drop_all(tx: Tx, person: int) -> None:
    """Somebody left."""
    tx.run(_DROP_ALL, {"person_id": person})


def praise(tx: Tx, person: int, most: int) -> list[Praise]:
    """The compliments somebody got, the newest first."""
    return tx.all(_PRAISE, Praise, {"person_id": person, "most": most})


def drop_praise(tx: Tx, number: int, person: int) -> None:
    """Somebody takes away a compliment they got; whoever else got it keeps it."""
    tx.run(_DROP_PRAISE, {"id": number, "person_id": person})


def rung_for(tx: Tx, person: int, most: int) -> list[Praise]:
    """The bells that colleagues rang for somebody and that still hang, the newest first."""
    return tx.all(_RUNG_FOR, Praise, {"person_id": person, "most": most})


def thanks(tx: Tx, person: int, most: int) -> list[Praise]:
    """Who thanked somebody for a compliment of theirs, the newest first."""
    return tx.all(_THANKS, Praise, {"person_id": person, "most": most})
