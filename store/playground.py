"""The conversation of the playground: what a chat platform keeps on its own side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Boolean, Column, Index, Text, bindparam, case, delete, func, insert, select, update

from store.frozen import frozen
from store.schema import About, Id, Instant, table
from store.statements import Numbered, upsert
from store.tx import Tx

message = table(
    "playground_message",
    Column("id", Id, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("viewer", Text),
    Column("parent", Text),
    Column("marker", Text),
    Column("text", Text, nullable=False),
    Column("card", Text),
    Column("at", Instant, nullable=False),
    Column("edited", Boolean, nullable=False),
    Index("ix_playground_message_channel", "channel", "id"),
    Index("ix_playground_message_marker", "marker"),
    about=About(
        whose="invented colleagues, played by whoever tries the product out",
        why="so that the try-out is still there after a restart",
        keep="30 days",
        export="not personal",
        erase="not personal",
        age=("at", timedelta(days=30)),
    ),
)
reaction = table(
    "playground_reaction",
    Column("message_id", Id, primary_key=True, autoincrement=False),
    Column("author", Text, primary_key=True),
    Column("emoji", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    about=About(
        whose="invented colleagues",
        why="emoji on messages in the try-out",
        keep="30 days",
        export="not personal",
        erase="not personal",
        age=("at", timedelta(days=30)),
    ),
)


@frozen
class Message:
    """`channel` is a place's id or "dm:<account>"; `viewer` makes it private; `marker` is our key on it."""

    id: int
    channel: str
    author: str
    viewer: str | None
    parent: str | None
    marker: str | None
    text: str
    card: str | None
    at: datetime
    edited: bool


@frozen
class Reacted:
    """How often an emoji stands on a message, and whether the one who looks put it there too."""

    message_id: int
    emoji: str
    times: int
    mine: bool


_COLUMNS = (
    message.c.id, message.c.channel, message.c.author, message.c.viewer, message.c.parent, message.c.marker,
    message.c.text, message.c.card, message.c.at, message.c.edited,
)  # fmt: skip
_ADD = Numbered(
    insert(message)
    .values(
        channel=bindparam("new_channel"), author=bindparam("new_author"), viewer=bindparam("new_viewer"),
        parent=bindparam("new_parent"), marker=bindparam("new_marker"), text=bindparam("new_text"),
        card=bindparam("new_card"), at=bindparam("now"), edited=False,
    )
)  # fmt: skip
_CHANGE = (
    update(message)
    .where(message.c.id == bindparam("of_id"))
    .values(card=bindparam("new_card"), text=bindparam("new_text"), edited=True)
)
_REPLACE = (
    update(message)
    .where(message.c.id == bindparam("of_id"))
    .values(card=bindparam("new_card"), text=bindparam("new_text"), marker=bindparam("new_marker"), edited=True)
)
_REMOVE = delete(message).where(message.c.id == bindparam("of_id"))
_UNREACT_ALL = delete(reaction).where(reaction.c.message_id == bindparam("of_id"))
_GET = select(*_COLUMNS).where(message.c.id == bindparam("id"))
_SEEN_BY = (message.c.viewer.is_(None)) | (message.c.viewer == bindparam("viewer"))
_OF_CHANNEL = (
    select(*_COLUMNS)
    .where(message.c.channel == bindparam("channel"), message.c.id < bindparam("before"), _SEEN_BY)
    .order_by(message.c.id.desc())
    .limit(bindparam("most"))
)
_LATEST = select(func.max(message.c.id)).where(message.c.channel == bindparam("channel"), _SEEN_BY)
_MARKED = (
    select(*_COLUMNS)
    .where(message.c.marker == bindparam("marker"), message.c.channel == bindparam("channel"))
    .order_by(message.c.id)
    .limit(1)
)
_NEWEST = select(func.max(message.c.at))
_REACT = upsert(lambda insert: insert(reaction).on_conflict_do_nothing())
_UNREACT = delete(reaction).where(
    reaction.c.message_id == bindparam("of_id"),
    reaction.c.author == bindparam("of_author"),
    reaction.c.emoji == bindparam("of_emoji"),
)
_REACTIONS = (
    select(
        reaction.c.message_id,
        reaction.c.emoji,
        func.count(),
        func.max(case((reaction.c.author == bindparam("viewer"), 1), else_=0)),
    )
    .where(reaction.c.message_id.in_(bindparam("ids", expanding=True)))
    .group_by(reaction.c.message_id, reaction.c.emoji)
    .order_by(reaction.c.message_id, func.min(reaction.c.at))
)


def add(
    tx: Tx, channel: str, author: str, text: str, now: datetime, *, card: str | None = None,
    viewer: str | None = None, parent: str | None = None, marker: str | None = None,
) -> int:  # fmt: skip
    """A new message; its id."""
    values = {
        "new_channel": channel, "new_author": author, "new_viewer": viewer, "new_parent": parent,
        "new_marker": marker, "new_text": text, "new_card": card, "now": now,
    }  # fmt: skip
    return tx.add(_ADD, values)


def change(tx: Tx, message_id: int, text: str, card: str | None) -> bool:
    """Another text; False when it is no longer there."""
    return bool(tx.run(_CHANGE, {"of_id": message_id, "new_text": text, "new_card": card}))


def replace(tx: Tx, message_id: int, text: str, card: str | None, marker: str) -> bool:
    """Another text that answers another request; False when it is no longer there."""
    values = {"of_id": message_id, "new_text": text, "new_card": card, "new_marker": marker}
    return bool(tx.run(_REPLACE, values))


def remove(tx: Tx, message_id: int) -> None:
    """Take a message down."""
    tx.run(_REMOVE, {"of_id": message_id})
    tx.run(_UNREACT_ALL, {"of_id": message_id})


def get(tx: Tx, message_id: int) -> Message | None:
    """One message."""
    return tx.one(_GET, Message, {"id": message_id})


def of_channel(tx: Tx, channel: str, viewer: str, most: int = 200, before: int | None = None) -> list[Message]:
    """The newest messages that this viewer may see, or the newest before another one, oldest first."""
    values = {"channel": channel, "viewer": viewer, "most": most, "before": before or 2**62}
    return tx.all(_OF_CHANNEL, Message, values)[::-1]


def latest(tx: Tx, channels: Sequence[str], viewer: str) -> dict[str, int]:
    """The newest message in each of these conversations that this viewer may see; 0 where there is none."""
    return {one: tx.scalar(_LATEST, {"channel": one, "viewer": viewer}) or 0 for one in channels}


def marked(tx: Tx, channel: str, marker: str) -> Message | None:
    """The message with our key, if it stands there."""
    return tx.one(_MARKED, Message, {"channel": channel, "marker": marker})


def newest(tx: Tx) -> datetime | None:
    """When the last message was written, by the playground's own clock."""
    found: datetime | None = tx.scalar(_NEWEST)
    return found


def react(tx: Tx, message_id: int, author: str, emoji: str, now: datetime, *, on: bool) -> bool:
    """Put an emoji on a message or take it off; False when that changed nothing."""
    if on:
        return bool(tx.run(_REACT, {"message_id": message_id, "author": author, "emoji": emoji, "at": now}))
    return bool(tx.run(_UNREACT, {"of_id": message_id, "of_author": author, "of_emoji": emoji}))


def _reacted(message_id: int, emoji: str, times: int, mine: int) -> Reacted:
    return Reacted(message_id, emoji, times, bool(mine))


def reactions(tx: Tx, ids: list[int], viewer: str) -> list[Reacted]:
    """The emoji on these messages, the first one put first."""
    return tx.all(_REACTIONS, _reacted, {"ids": ids, "viewer": viewer}) if ids else []
