"""Settings chosen in chat, for the organisation, a place or a person, as JSON values."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Text, bindparam, literal_column, select

from store.frozen import frozen
from store.places import place
from store.schema import About, Instant, person_id, table
from store.statements import upsert
from store.tx import Tx
from store.versions import bump

ORGANISATION = "organisation"

choice = table(
    "choice",
    Column("scope", Text, primary_key=True),
    Column("ritual", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("place_id", ForeignKey(place.c.id)),
    person_id(erase="row", nullable=True),
    person_id("chosen_by", erase="null", nullable=True),
    Column("at", Instant, nullable=False),
    about=About(
        whose="the organisation; a colleague for choices about themselves",
        why="the rituals do what was chosen",
        keep="until it is chosen otherwise",
        export="the colleague's own choices",
        erase="own choices go; who chose is emptied",
    ),
)


@frozen
class Choice:
    """One chosen value; `scope` is "organisation", "place:3" or "person:5"."""

    scope: str
    ritual: str
    name: str
    json: str

    @property
    def value(self) -> Any:
        """The JSON value."""
        return json.loads(self.json)


_COLUMNS = (choice.c.scope, choice.c.ritual, choice.c.name, choice.c.value)
_SHARED = select(*_COLUMNS).where(choice.c.person_id.is_(None))
_OF_PERSON = select(*_COLUMNS).where(choice.c.person_id == bindparam("person_id"))
_PEOPLE = (
    select(choice.c.person_id)
    .where(
        choice.c.person_id.is_not(None),
        choice.c.ritual == bindparam("ritual"),
        choice.c.name == bindparam("name"),
        choice.c.value == literal_column("'true'"),
    )
    .order_by(choice.c.person_id)
)
_PUT = upsert(
    lambda insert: (new := insert(choice)).on_conflict_do_update(
        index_elements=[choice.c.scope, choice.c.ritual, choice.c.name],
        set_={"value": new.excluded.value, "chosen_by": new.excluded.chosen_by, "at": new.excluded.at},
    )
)


def shared(tx: Tx) -> list[Choice]:
    """Everything chosen for the organisation and for places."""
    return tx.all(_SHARED, Choice)


def of_person(tx: Tx, person_id: int) -> list[Choice]:
    """What a person chose for themselves."""
    return tx.all(_OF_PERSON, Choice, {"person_id": person_id})


def people_with(tx: Tx, ritual: str, name: str) -> list[int]:
    """Who switched this on for themselves."""
    return tx.all(_PEOPLE, int, {"ritual": ritual, "name": name})


def put(tx: Tx, scope: str, ritual: str, name: str, value: object, by: int | None, now: datetime) -> None:
    """Choose; `scope` is "organisation", "place:3" or "person:5"."""
    kind, _, number = scope.partition(":")
    tx.run(
        _PUT,
        {
            "scope": scope, "ritual": ritual, "name": name, "value": _storable(value),
            "place_id": int(number) if kind == "place" else None,
            "person_id": int(number) if kind == "person" else None, "chosen_by": by, "at": now,
        },
    )  # fmt: skip
    bump(tx)


def _storable(value: object) -> str:
    """Half an emoji, which no database takes, becomes a question mark."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
