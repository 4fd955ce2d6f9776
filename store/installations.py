"""Workspaces: a Slack team, a Teams tenant, the playground. A waiting one gets and gives nothing.

`gone` was admitted until the app was taken out of it, and is admitted again when it comes back; `refused` was turned
down by a beheerder, or went while it waited, and has to ask again.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Column, Text, UniqueConstraint, bindparam, select, update

from store.frozen import frozen
from store.schema import About, Id, table
from store.statements import upsert
from store.tx import Tx
from store.versions import bump

WorkspaceState = Literal["waiting", "admitted", "gone", "refused"]


@frozen
class Workspace:
    """`external` is the platform's own id; only an admitted workspace takes part."""

    id: int
    platform: str
    external: str
    name: str
    state: WorkspaceState


workspace = table(
    "workspace",
    Column("id", Id, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("external", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    UniqueConstraint("platform", "external"),
    about=About(
        whose="the organisation",
        why="to know which Slack team or Teams tenant belongs to it, and whether it is admitted",
        keep="as long as the app is installed",
        export="not personal",
        erase="not personal",
    ),
)

_COLUMNS = (workspace.c.id, workspace.c.platform, workspace.c.external, workspace.c.name, workspace.c.state)
_ALL = select(*_COLUMNS).order_by(workspace.c.id)
_FIND = select(*_COLUMNS).where(
    workspace.c.platform == bindparam("platform"), workspace.c.external == bindparam("external")
)
_PUT = upsert(
    lambda insert: (new := insert(workspace)).on_conflict_do_update(
        index_elements=[workspace.c.platform, workspace.c.external],
        set_={"name": new.excluded.name, "state": new.excluded.state},
    )
)
_STATE = (
    update(workspace)
    .where(workspace.c.platform == bindparam("of_platform"), workspace.c.external == bindparam("of_external"))
    .values(state=bindparam("new_state"))
)


def every(tx: Tx) -> list[Workspace]:
    """All workspaces, oldest first."""
    return tx.all(_ALL, Workspace)


def find(tx: Tx, platform: str, external: str) -> Workspace | None:
    """The workspace with the platform's id."""
    return tx.one(_FIND, Workspace, {"platform": platform, "external": external})


def put(tx: Tx, platform: str, external: str, name: str, state: WorkspaceState) -> Workspace:
    """Record a workspace, or its new name and state."""
    found = find(tx, platform, external)
    if found is None or (found.name, found.state) != (name, state):
        tx.run(_PUT, {"platform": platform, "external": external, "name": name, "state": state})
        bump(tx)
        found = find(tx, platform, external)
    if found is None:  # another transaction took it away between two statements of ours
        raise LookupError(f"workspace {platform}/{external}")
    return found


def set_state(tx: Tx, platform: str, external: str, state: WorkspaceState) -> None:
    """Admit, refuse or close a workspace."""
    if tx.run(_STATE, {"of_platform": platform, "of_external": external, "new_state": state}):
        bump(tx)
