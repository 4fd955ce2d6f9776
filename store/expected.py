"""What the bot asked somebody in the private chat: their next plain words are the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Text, bindparam, delete, select

from store.frozen import frozen
from store.schema import About, Instant, person_id, table
from store.statements import upsert
from store.tx import Tx

expected = table(
    "expected",
    person_id(erase="row", primary_key=True),
    Column("ritual", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("ref", Text),
    Column("until", Instant, nullable=False),
    about=About(
        whose="the colleague who was asked something",
        why="so that what they type next is taken as the answer",
        keep="until it was answered; a week after its time at most",
        export="all columns",
        erase="the row goes",
        age=("until", timedelta(days=7)),
    ),
)


@frozen
class Expected:
    """A question that stands open: whose answer it is, by name, and what it is about."""

    ritual: str
    answer: str
    ref: str | None
    until: datetime


_PUT = upsert(
    lambda insert: (new := insert(expected)).on_conflict_do_update(
        index_elements=[expected.c.person_id],
        set_={name: new.excluded[name] for name in ("ritual", "answer", "ref", "until")},
    )
)
_OF = expected.c.person_id == bindparam("of_person")
_GET = select(expected.c.ritual, expected.c.answer, expected.c.ref, expected.c.until).where(_OF)
_DROP = delete(expected).where(_OF)


def put(tx: Tx, person_id: int, asked: Expected) -> None:
    """Somebody was asked something; what they were asked before is no longer waited for."""
    values = {"ritual": asked.ritual, "answer": asked.answer, "ref": asked.ref, "until": asked.until}
    tx.run(_PUT, {"person_id": person_id, **values})


def take(tx: Tx, person_id: int, now: datetime) -> Expected | None:
    """The question that these words answer: once, and in time."""
    found = tx.one(_GET, Expected, {"of_person": person_id})
    if found is None or now >= found.until:
        return None
    tx.run(_DROP, {"of_person": person_id})
    return found
