"""Places: the channels and chats where the bot is or was."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Text,
    UniqueConstraint,
    bindparam,
    select,
    update,
)

from store.frozen import frozen
from store.installations import workspace
from store.schema import About, Id, table
from store.statements import upsert
from store.tx import Tx
from store.versions import bump

PlaceKind = Literal["channel", "private", "chat"]
PlaceState = Literal["open", "archived", "absent"]


APART = " › "
"""Between the name of a team and that of its channel, where a platform has both."""


@frozen
class PlaceSeen:
    """A place as a platform shows it. None: the platform did not say; a new place is then an open channel.

    `shared` means that outsiders are in it.
    """

    external: str
    name: str = ""
    kind: PlaceKind | None = None
    shared: bool | None = None
    state: PlaceState | None = None


@frozen
class Place:
    """A channel or chat. In an `absent` place the bot is not a member."""

    id: int
    workspace_id: int
    external: str
    name: str
    kind: PlaceKind
    shared: bool
    state: PlaceState


place = table(
    "place",
    Column("id", Id, primary_key=True),
    Column("workspace_id", ForeignKey(workspace.c.id), nullable=False),
    Column("external", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    UniqueConstraint("workspace_id", "external"),
    about=About(
        whose="the organisation",
        why="to know where a ritual may be heard",
        keep="as long as the workspace is there",
        export="not personal",
        erase="not personal",
    ),
)

_COLUMNS = (
    place.c.id, place.c.workspace_id, place.c.external, place.c.name, place.c.kind, place.c.shared, place.c.state,
)  # fmt: skip
_ALL = select(*_COLUMNS).order_by(place.c.id)
_FIND = select(*_COLUMNS).where(
    place.c.workspace_id == bindparam("workspace_id"), place.c.external == bindparam("external")
)
_ADD = upsert(  # two events may see a new place at the same moment
    lambda insert: insert(place).on_conflict_do_nothing(index_elements=[place.c.workspace_id, place.c.external])
)
_SET = (
    update(place)
    .where(place.c.id == bindparam("of_id"))
    .values(
        name=bindparam("new_name"), kind=bindparam("new_kind"), shared=bindparam("new_shared"),
        state=bindparam("new_state"),
    )
)  # fmt: skip


def every(tx: Tx) -> list[Place]:
    """All places, oldest first."""
    return tx.all(_ALL, Place)


def find(tx: Tx, workspace_id: int, external: str) -> Place | None:
    """The place with the platform's id."""
    return tx.one(_FIND, Place, {"workspace_id": workspace_id, "external": external})


def differs(known: Place, seen: PlaceSeen) -> bool:
    """Whether the platform says something new."""
    return (
        bool(seen.name and seen.name != known.name)
        or (seen.kind is not None and seen.kind != known.kind)
        or (seen.shared is not None and seen.shared != known.shared)
        or (seen.state is not None and seen.state != known.state)
    )


def see(tx: Tx, workspace_id: int, seen: PlaceSeen) -> Place:
    """Record a place at first sight, and keep what the platform says of it in step."""
    known = find(tx, workspace_id, seen.external)
    if known is None:
        tx.run(
            _ADD,
            {
                "workspace_id": workspace_id, "external": seen.external, "name": seen.name or seen.external,
                "kind": seen.kind or "channel", "shared": bool(seen.shared), "state": seen.state or "open",
            },
        )  # fmt: skip
    elif differs(known, seen):
        _set(tx, known, seen)
    else:
        return known
    bump(tx)
    found = find(tx, workspace_id, seen.external)
    if found is None:
        raise LookupError(f"place {seen.external} in workspace {workspace_id}")
    return found


def _set(tx: Tx, known: Place, seen: PlaceSeen) -> None:
    values = {
        "of_id": known.id, "new_name": seen.name or known.name, "new_kind": seen.kind or known.kind,
        "new_shared": known.shared if seen.shared is None else seen.shared,
        "new_state": seen.state or known.state,
    }  # fmt: skip
    tx.run(_SET, values)
