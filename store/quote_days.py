"""Which quote stood there on which day, and how it was received."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, bindparam, func, insert, select, update

from store.frozen import frozen
from store.quotes import Side, quote
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered
from store.tx import Tx

ORGANISATION = "organisation"
"""The stream of everybody; a place may have one of its own, `place:3`."""

quote_day = table(
    "quote_day",
    Column("stream", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("quote_id", ForeignKey("quote.id"), nullable=False),
    Column("side", Text, nullable=False),
    Column("posted_at", Instant),
    Column("reactions", Integer, nullable=False),
    Index("ix_quote_day_quote_id", "quote_id"),
    about=About(
        whose="nobody: which quote stood where on a day, and how many emoji it got",
        why="so that praise and criticism take turns and no quote comes twice",
        keep="as long as the quote",
        export="nothing",
        erase="nothing",
    ),
)

compliment = table(
    "compliment",
    Column("id", Id, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("quote_id", ForeignKey("quote.id"), nullable=False),
    person_id("giver_id", erase="null", nullable=True),
    Column("to_words", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_compliment_quote_id", "quote_id"),
    about=About(
        whose="the colleague who gave the compliment, and who it is about",
        why="to pass a customer's thanks on to whoever earned them",
        keep="2 years",
        export="the compliments somebody gave",
        erase="the giver is emptied and shown as a colleague",
        age=("at", timedelta(days=730)),
    ),
)

receiver = table(
    "compliment_receiver",
    Column("compliment_id", ForeignKey("compliment.id", ondelete="CASCADE"), primary_key=True),
    person_id(erase="row", primary_key=True),
    Column("thanked_at", Instant),
    about=About(
        whose="the colleague who got the compliment",
        why="to give it to them in full, and again when they ask",
        keep="as long as the compliment",
        export="the compliments somebody got",
        erase="the row goes",
    ),
)


@frozen
class Day:
    """A quote on a day. `side` is the turn it took; `posted_at` is None while it stands nowhere."""

    stream: str
    day: date
    quote_id: int
    side: Side
    posted_at: datetime | None
    reactions: int


@frozen
class Past:
    """What was shown on an earlier day."""

    theme: str
    afdeling: str
    side: Side


@frozen
class Compliment:
    """Words for a colleague, an afdeling or everybody; `to_words` is how they are called."""

    id: int
    stream: str
    day: date
    quote_id: int
    giver_id: int | None
    to_words: str
    text: str


_DAY = (
    quote_day.c.stream, quote_day.c.day, quote_day.c.quote_id, quote_day.c.side, quote_day.c.posted_at,
    quote_day.c.reactions,
)  # fmt: skip
_ADD = insert(quote_day)
_GET = select(*_DAY).where(quote_day.c.stream == bindparam("stream"), quote_day.c.day == bindparam("day"))
_OF_QUOTE = select(*_DAY).where(quote_day.c.quote_id == bindparam("quote_id")).order_by(quote_day.c.day)
_PAST = (
    select(quote.c.theme, quote.c.afdeling, quote_day.c.side)
    .join(quote, quote.c.id == quote_day.c.quote_id)
    .where(quote_day.c.stream == bindparam("stream"), quote_day.c.posted_at.is_not(None))
    .order_by(quote_day.c.day.desc())
    .limit(bindparam("most", type_=Integer))
)
_THIS = (quote_day.c.stream == bindparam("of_stream"), quote_day.c.day == bindparam("of_day"))
_POSTED = update(quote_day).where(*_THIS, quote_day.c.posted_at.is_(None)).values(posted_at=bindparam("now"))
_REACT = update(quote_day).where(*_THIS).values(reactions=quote_day.c.reactions + bindparam("by", type_=Integer))
_PRAISE = Numbered(insert(compliment))
_RECEIVE = insert(receiver)
_PRAISED = select(
    compliment.c.id, compliment.c.stream, compliment.c.day, compliment.c.quote_id, compliment.c.giver_id,
    compliment.c.to_words, compliment.c.text,
).where(compliment.c.id == bindparam("id"))  # fmt: skip
_PRAISES = select(compliment.c.id).where(compliment.c.quote_id == bindparam("quote_id")).order_by(compliment.c.id)
_RECEIVERS = select(receiver.c.person_id).where(receiver.c.compliment_id == bindparam("id"))
_UNTHANKED = select(func.count()).where(
    receiver.c.compliment_id == bindparam("id"),
    receiver.c.person_id == bindparam("person_id"),
    receiver.c.thanked_at.is_(None),
)
_THANK = (
    update(receiver)
    .where(
        receiver.c.compliment_id == bindparam("of_id"),
        receiver.c.person_id == bindparam("of_person"),
        receiver.c.thanked_at.is_(None),
    )
    .values(thanked_at=bindparam("now"))
)


def add(tx: Tx, stream: str, day: date, quote_id: int, side: Side) -> None:
    """This quote takes the turn of this day."""
    tx.run(_ADD, {"stream": stream, "day": day.isoformat(), "quote_id": quote_id, "side": side, "reactions": 0})


def get(tx: Tx, stream: str, day: date) -> Day | None:
    """The quote of a day."""
    return tx.one(_GET, _day, {"stream": stream, "day": day.isoformat()})


def of_quote(tx: Tx, quote_id: int) -> list[Day]:
    """The days on which a quote had its turn."""
    return tx.all(_OF_QUOTE, _day, {"quote_id": quote_id})


def past(tx: Tx, stream: str, most: int = 20) -> list[Past]:
    """What was really posted, the newest first."""
    return tx.all(_PAST, Past, {"stream": stream, "most": most})


def posted(tx: Tx, day: Day, now: datetime) -> None:
    """It stands somewhere for the first time."""
    tx.run(_POSTED, {"of_stream": day.stream, "of_day": day.day.isoformat(), "now": now})


def react(tx: Tx, day: Day, by: int) -> None:
    """One emoji more, or one less; whose it is, is not kept."""
    tx.run(_REACT, {"of_stream": day.stream, "of_day": day.day.isoformat(), "by": by})


def praise(tx: Tx, day: Day, giver_id: int, to_words: str, people: list[int], text: str, now: datetime) -> int:
    """A compliment in answer to a quote; its id."""
    number = tx.add(_PRAISE, {
        "stream": day.stream, "day": day.day.isoformat(), "quote_id": day.quote_id, "giver_id": giver_id,
        "to_words": to_words, "text": text, "at": now,
    })  # fmt: skip
    tx.run(_RECEIVE, [{"compliment_id": number, "person_id": one} for one in people])
    return number


def compliment_of(tx: Tx, number: int) -> Compliment | None:
    """One compliment."""
    return tx.one(_PRAISED, _compliment, {"id": number})


def compliments_on(tx: Tx, quote_id: int) -> list[int]:
    """The compliments in answer to a quote."""
    return tx.all(_PRAISES, int, {"quote_id": quote_id})


def receivers(tx: Tx, number: int) -> list[int]:
    """Who got it in private."""
    return tx.all(_RECEIVERS, int, {"id": number})


def thank(tx: Tx, number: int, person_id: int, now: datetime) -> bool:
    """Who got it thanks for it; whether this is their first time."""
    return tx.run(_THANK, {"of_id": number, "of_person": person_id, "now": now}) > 0


def may_thank(tx: Tx, number: int, person_id: int) -> bool:
    """Whether somebody got it, and did not thank for it yet."""
    return bool(tx.scalar(_UNTHANKED, {"id": number, "person_id": person_id}))


def _day(stream: str, day: str, quote_id: int, side: str, posted_at: datetime | None, reactions: int) -> Day:
    return Day(stream, date.fromisoformat(day), quote_id, cast(Side, side), posted_at, reactions)


def _compliment(
    number: int, stream: str, day: str, quote_id: int, giver_id: int | None, to_words: str, text: str
) -> Compliment:
    return Compliment(number, stream, date.fromisoformat(day), quote_id, giver_id, to_words, text)
