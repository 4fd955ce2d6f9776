"""Files of quotes that were taken in, and the columns that somebody named."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Index, Integer, Text, bindparam, func, literal_column, null, select, update

from store.frozen import frozen
from store.schema import About, Instant, partial, person_id, table
from store.statements import upsert
from store.tx import Tx

quote_file = table(
    "quote_file",
    Column("mark", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("load", Text),
    Column("taken", Integer, nullable=False),
    person_id("giver_id", erase="null", nullable=True),
    Index("ix_quote_file_at", "at"),
    partial("ix_quote_file_load", "load", where=literal_column("load IS NOT NULL")),
    about=About(
        whose="the colleague who sent the file",
        why="so that the same file is named when it comes a second time, and its sender hears when it was not finished",
        keep="2 years",
        export="the names of the files somebody sent",
        erase="the colleague is emptied",
        age=("at", timedelta(days=730)),
    ),
)

quote_column = table(
    "quote_column",
    Column("heading", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_quote_column_at", "at"),
    about=About(
        whose="nobody: a hash of a heading line, and the heading above the words",
        why="so that a next file of the same make is read without asking",
        keep="2 years",
        export="not personal",
        erase="nothing",
        age=("at", timedelta(days=730)),
    ),
)


@frozen
class Unfinished:
    """A file of which not all rows were taken in; `taken` of its `rows` were, or were there already."""

    name: str
    rows: int
    taken: int
    giver_id: int | None


@frozen
class Earlier:
    """A file that came before."""

    name: str
    at: datetime


_ADD = upsert(
    lambda insert: (new := insert(quote_file)).on_conflict_do_update(
        index_elements=[quote_file.c.mark],
        set_={
            "load": new.excluded.load,
            "taken": new.excluded.taken,
            "giver_id": func.coalesce(new.excluded.giver_id, quote_file.c.giver_id),
        },
    )
)
_CAME_TO = update(quote_file).where(quote_file.c.load == bindparam("of_load")).values(taken=bindparam("new_taken"))
_FINISHED = update(quote_file).where(quote_file.c.load == bindparam("of_load")).values(load=null())
_UNFINISHED = select(quote_file.c.name, quote_file.c.rows, quote_file.c.taken, quote_file.c.giver_id).where(
    quote_file.c.load == bindparam("load")
)
_GET = select(quote_file.c.name, quote_file.c.at).where(quote_file.c.mark == bindparam("mark"))
_NAME = upsert(
    lambda insert: (new := insert(quote_column)).on_conflict_do_update(
        index_elements=[quote_column.c.heading], set_={"text": new.excluded.text, "at": new.excluded.at}
    )
)
_NAMED = (
    select(quote_column.c.heading, quote_column.c.text)
    .order_by(quote_column.c.at.desc())
    .limit(bindparam("most", type_=Integer))
)


def add(tx: Tx, mark: str, name: str, rows: int, giver_id: int | None, now: datetime, load: str | None = None) -> None:
    """A file was taken in; `mark` is its hash. With a `load` that only begins, until it is `finished`."""
    values = {"mark": mark, "name": name, "rows": rows, "giver_id": giver_id, "at": now, "load": load, "taken": 0}
    tx.run(_ADD, values)


def came_to(tx: Tx, load: str, taken: int) -> None:
    """So many rows of it were taken in so far."""
    tx.run(_CAME_TO, {"of_load": load, "new_taken": taken})


def finished(tx: Tx, load: str) -> None:
    """All of its rows had their turn."""
    tx.run(_FINISHED, {"of_load": load})


def unfinished(tx: Tx, load: str) -> Unfinished | None:
    """What was begun under this name, and not finished."""
    return tx.one(_UNFINISHED, Unfinished, {"load": load})


def earlier(tx: Tx, mark: str) -> Earlier | None:
    """The same file, when it was taken in before."""
    return tx.one(_GET, Earlier, {"mark": mark})


def name_column(tx: Tx, heading: str, text: str, now: datetime) -> None:
    """Under this heading line the words stand in the column `text`."""
    tx.run(_NAME, {"heading": heading, "text": text, "at": now})


def named_columns(tx: Tx, most: int = 200) -> dict[str, str]:
    """What was named last, by heading line."""
    return dict(tx.all(_NAMED, lambda heading, text: (heading, text), {"most": most}))
