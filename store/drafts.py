"""Forms that are open: what was filled in and where, for 24 hours, so that nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, Text, bindparam, delete, insert, select, update

from store.frozen import frozen
from store.places import place
from store.schema import About, Instant, person_id, table
from store.tx import Tx

KEPT = timedelta(hours=24)

draft = table(
    "draft",
    Column("id", Text, primary_key=True),
    person_id(erase="row", nullable=False),
    Column("form", Text, nullable=False),
    Column("ref", Text),
    Column("place_id", ForeignKey(place.c.id)),
    Column("values", Text, nullable=False),
    Column("shown", Text),
    Column("at", Instant, nullable=False),
    about=About(
        whose="the colleague who fills in a form",
        why="so that nothing typed is lost when a form closes or a step goes wrong",
        keep="24 hours",
        export="all columns",
        erase="the row goes",
        age=("at", KEPT),
    ),
)


@frozen
class Draft:
    """An open form. `values` is what the person typed so far; `place_id` is where it was opened.

    `shown` is the form itself, encoded, where it still has to be opened by a button.
    """

    id: str
    person_id: int
    form: str
    ref: str | None
    place_id: int | None
    json: str
    at: datetime
    shown: str | None = None

    @property
    def values(self) -> dict[str, str | tuple[str, ...]]:
        """Strings, or tuples of strings for fields with several answers."""
        return {name: tuple(v) if isinstance(v, list) else str(v) for name, v in json.loads(self.json).items()}


_COLUMNS = (
    draft.c.id,
    draft.c.person_id,
    draft.c.form,
    draft.c.ref,
    draft.c.place_id,
    draft.c["values"],
    draft.c.at,
    draft.c.shown,
)
_ADD = insert(draft)
_GET = select(*_COLUMNS).where(draft.c.id == bindparam("id"))
_TYPED = (
    select(*_COLUMNS)
    .where(
        draft.c.person_id == bindparam("person_id"),
        draft.c.form == bindparam("form"),
        draft.c["values"] != "{}",
    )
    .order_by(draft.c.at.desc())
)
_KEEP = update(draft).where(draft.c.id == bindparam("of_id")).values({"values": bindparam("new_values")})
_DROP = delete(draft).where(draft.c.id == bindparam("of_id"))


def add(tx: Tx, new: Draft) -> None:
    """A form opens."""
    tx.run(
        _ADD,
        {
            "id": new.id, "person_id": new.person_id, "form": new.form, "ref": new.ref, "place_id": new.place_id,
            "values": new.json, "at": new.at, "shown": new.shown,
        },
    )  # fmt: skip


def get(tx: Tx, draft_id: str, now: datetime) -> Draft | None:
    """An open form; None after 24 hours."""
    found = tx.one(_GET, Draft, {"id": draft_id})
    return found if found and now - found.at < KEPT else None


def typed(tx: Tx, person_id: int, form: str, now: datetime) -> list[Draft]:
    """All that this person typed in this form and did not send, the last first."""
    found = tx.all(_TYPED, Draft, {"person_id": person_id, "form": form})
    return [one for one in found if now - one.at < KEPT]


def keep(tx: Tx, draft_id: str, values: Mapping[str, str | tuple[str, ...]]) -> None:
    """Remember what was typed."""
    # Half an emoji, which no database takes, becomes a question mark.
    written = json.dumps(dict(values), ensure_ascii=False).encode("utf-8", "replace").decode()
    tx.run(_KEEP, {"of_id": draft_id, "new_values": written})


def drop(tx: Tx, draft_id: str) -> None:
    """The form was sent, its draft is done with."""
    tx.run(_DROP, {"of_id": draft_id})
