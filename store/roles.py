"""Roles given in chat. Roles of config.yaml are not here: they cannot be taken away in chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Text, bindparam, delete, insert, select

from store.frozen import frozen
from store.places import place
from store.schema import About, Id, Instant, person_id, table
from store.tx import Tx
from store.versions import bump

role = table(
    "role",
    Column("id", Id, primary_key=True),
    person_id(erase="row", nullable=False),
    Column("role", Text, nullable=False),
    Column("ritual", Text),
    Column("place_id", ForeignKey(place.c.id)),
    person_id("given_by", erase="null", nullable=True),
    Column("at", Instant, nullable=False),
    about=About(
        whose="the colleague with the role",
        why="to know who may look after which ritual",
        keep="until the role is taken back",
        export="all columns",
        erase="the row goes",
    ),
)


@frozen
class Given:
    """A role; without a ritual or place it holds for all of them."""

    person_id: int
    role: str
    ritual: str | None = None
    place_id: int | None = None


_ALL = select(role.c.person_id, role.c.role, role.c.ritual, role.c.place_id).order_by(role.c.id)
_ADD = insert(role)
_DROP = delete(role).where(
    role.c.person_id == bindparam("of_person"),
    role.c.role == bindparam("of_role"),
    role.c.ritual.is_not_distinct_from(bindparam("of_ritual", type_=Text)),
    role.c.place_id.is_not_distinct_from(bindparam("of_place", type_=Integer)),
)


def every(tx: Tx) -> list[Given]:
    """All roles given in chat."""
    return tx.all(_ALL, Given)


def give(tx: Tx, new: Given, by: int | None, now: datetime) -> None:
    """Give a role; giving it twice changes nothing."""
    if new in every(tx):
        return
    tx.run(
        _ADD,
        {
            "person_id": new.person_id, "role": new.role, "ritual": new.ritual, "place_id": new.place_id,
            "given_by": by, "at": now,
        },
    )  # fmt: skip
    bump(tx)


def settle(tx: Tx) -> list[Given]:
    """All roles as they are, and will stay until this transaction ends: whoever else changes one waits for it."""
    bump(tx)
    return every(tx)


def take(tx: Tx, old: Given) -> None:
    """Take a role back."""
    tx.run(
        _DROP,
        {
            "of_person": old.person_id, "of_role": old.role, "of_ritual": old.ritual, "of_place": old.place_id,
        },
    )  # fmt: skip
    bump(tx)
