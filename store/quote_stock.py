"""Which quotes may be used on a day: of every theme and afdeling the oldest one, and how many there are left."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import Boolean, Integer, bindparam, func, literal_column, select

from store.frozen import frozen
from store.quotes import Side, quote
from store.tx import Tx

PLENTY = 250
"""How far each side of the stock is counted: a year of working days is simply enough."""


@frozen
class Candidate:
    """The oldest quote of one theme and afdeling that may be used."""

    id: int
    theme: str
    afdeling: str
    received_on: str
    lot: int


_READY = (quote.c.state == literal_column("'ready'"), quote.c.side == bindparam("side"))
_USABLE = quote.c.shown_on.is_(None) | (quote.c.shown_on <= bindparam("before"))
_NEXT_AFDELING = (
    select(quote.c.theme, quote.c.afdeling)
    .where(*_READY, quote.c.theme == bindparam("theme"), quote.c.afdeling > bindparam("afdeling"))
    .order_by(quote.c.afdeling)
    .limit(1)
)
_NEXT_THEME = (
    select(quote.c.theme, quote.c.afdeling)
    .where(*_READY, quote.c.theme > bindparam("theme"))
    .order_by(quote.c.theme, quote.c.afdeling)
    .limit(1)
)
_FIRST_GROUP = select(quote.c.theme, quote.c.afdeling).where(*_READY).order_by(quote.c.theme, quote.c.afdeling).limit(1)
_OLDEST = (
    select(quote.c.id, quote.c.theme, quote.c.afdeling, quote.c.received_on, quote.c.lot)
    .where(
        *_READY,
        quote.c.theme == bindparam("theme"),
        quote.c.afdeling == bindparam("afdeling"),
        _USABLE,
        quote.c.allowed | (bindparam("free", type_=Boolean)),
        quote.c.id.not_in(bindparam("but", expanding=True)),
    )
    .order_by(quote.c.received_on, quote.c.lot)
    .limit(1)
)
_MAY = quote.c.allowed | (bindparam("free", type_=Boolean) & quote.c.afdeling.not_in(bindparam("few", expanding=True)))
_COUNT = select(func.count()).select_from(
    select(literal_column("1"))
    .select_from(quote)
    .where(*_READY, _USABLE, _MAY)
    .limit(bindparam("most", type_=Integer))
    .subquery()
)


def candidates(
    tx: Tx, side: Side, before: date, held: Callable[[str], bool], but: Collection[int] = ()
) -> list[Candidate]:
    """Of every theme and afdeling the oldest ready quote that was not shown after `before`.

    Of an afdeling that is `held` only what a curator allowed, and none of those in `but`. A few index look-ups,
    whatever the number of quotes: themes and afdelingen come from short lists.
    """
    found, group = [], tx.one(_FIRST_GROUP, _pair, {"side": side})
    while group is not None:
        theme, afdeling = group
        values = {"side": side, "theme": theme, "afdeling": afdeling}
        usable = {"before": before.isoformat(), "free": not held(afdeling), "but": sorted(but)}
        oldest = tx.one(_OLDEST, Candidate, {**values, **usable})
        found += [oldest] if oldest else []
        group = tx.one(_NEXT_AFDELING, _pair, values)
        group = group or tx.one(_NEXT_THEME, _pair, {"side": side, "theme": theme})
    return found


def left(tx: Tx, before: date, few: Collection[str] = (), *, hard: bool = False) -> dict[Side, int]:
    """How many quotes of each side may still be used; counted no further than `PLENTY`.

    Criticism about an afdeling in `few`, in a `hard` time all criticism, only as far as a curator allowed it.
    """
    sides: tuple[Side, ...] = ("positive", "critical", "mixed")
    values = {"before": before.isoformat(), "most": PLENTY}
    praise, criticism = {"free": True, "few": []}, {"free": not hard, "few": sorted(few)}
    of = {side: praise if side == "positive" else criticism for side in sides}
    return {side: int(tx.scalar(_COUNT, {"side": side, **values, **of[side]}) or 0) for side in sides}


def _pair(theme: str, afdeling: str) -> tuple[str, str]:
    return theme, afdeling
