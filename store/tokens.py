"""Tokens of workspaces in which the app was installed through the platform's own pages, encrypted by the adapter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text, bindparam, delete, select

from store.frozen import frozen
from store.schema import About, Instant, table
from store.statements import upsert
from store.tx import Tx

token = table(
    "token",
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    about=About(
        whose="the organisation",
        why="to speak in a workspace that installed the app",
        keep="until the app is taken out of that workspace",
        export="not given out: it is a key of the platform",
        erase="not personal",
    ),
)


@frozen
class Token:
    """`workspace` is the platform's own id of it; `sealed` whatever the adapter needs there, encrypted."""

    workspace: str
    sealed: bytes


_PUT = upsert(
    lambda insert: (new := insert(token)).on_conflict_do_update(
        index_elements=[token.c.platform, token.c.workspace],
        set_={"sealed": new.excluded.sealed, "at": new.excluded.at},
    )
)
_EVERY = (
    select(token.c.workspace, token.c.sealed)
    .where(token.c.platform == bindparam("platform"))
    .order_by(token.c.workspace)
)
_GET = select(token.c.workspace, token.c.sealed).where(
    token.c.platform == bindparam("platform"), token.c.workspace == bindparam("workspace")
)
_SINCE = select(token.c.at).where(
    token.c.platform == bindparam("platform"), token.c.workspace == bindparam("workspace")
)
_DROP = delete(token).where(
    token.c.platform == bindparam("of_platform"), token.c.workspace == bindparam("of_workspace")
)


def put(tx: Tx, platform: str, new: Token, now: datetime) -> None:
    """The app was installed there; the newest token is the one that works."""
    tx.run(_PUT, {"platform": platform, "workspace": new.workspace, "sealed": new.sealed, "at": now})


def every(tx: Tx, platform: str) -> list[Token]:
    """Of all workspaces of a platform."""
    return tx.all(_EVERY, Token, {"platform": platform})


def get(tx: Tx, platform: str, workspace: str) -> Token | None:
    """Of one workspace."""
    return tx.one(_GET, Token, {"platform": platform, "workspace": workspace})


def since(tx: Tx, platform: str, workspace: str) -> datetime | None:
    """When the token of one workspace was given."""
    moment: datetime | None = tx.scalar(_SINCE, {"platform": platform, "workspace": workspace})
    return moment


def drop(tx: Tx, platform: str, workspace: str) -> None:
    """The app was taken out there."""
    tx.run(_DROP, {"of_platform": platform, "of_workspace": workspace})
