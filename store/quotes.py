"""Customers' own words: brought in, looked over, and taken away again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)

from store.frozen import frozen
from store.locks import lock
from store.sameness import sameness
from store.schema import About, Id, Instant, partial, person_id, table
from store.statements import Numbered, one_of
from store.tx import Tx

Side = Literal["positive", "critical", "mixed"]
State = Literal["new", "ready", "refused", "checked", "gone"]
"""`new`: nobody has looked yet; `checked`: hidden while somebody looks again; `gone`: taken away for good."""

KEPT = timedelta(days=14)
"""How long the words before redaction are kept, sealed."""
ALMOST_ALL = 500
"""How far what waits is counted."""

quote = table(
    "quote",
    Column("id", Id, primary_key=True),
    Column("source", Text, nullable=False),
    Column("external", Text),
    Column("text", Text, nullable=False),
    Column("same", Text, nullable=False),
    Column("side", Text),
    Column("state", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("afdeling", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("lot", BigInteger, nullable=False),
    Column("received_on", Text, nullable=False),
    Column("shown_on", Text),
    Column("anonymous", Boolean, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("original", LargeBinary),
    Column("at", Instant, nullable=False),
    person_id("giver_id", erase="null", nullable=True),
    person_id("contact_id", erase="null", nullable=True),
    person_id("looked_by", erase="null", nullable=True),
    UniqueConstraint("source", "external"),
    Index("ix_quote_pool", "state", "side", "theme", "afdeling", "received_on", "lot", "shown_on", "allowed"),
    Index("ix_quote_same", "same"),
    Index("ix_quote_state_id", "state", "id"),
    partial("ix_quote_original_at", "at", where=literal_column("original IS NOT NULL")),
    about=About(
        whose="a customer, without name, address or number; who brought it, and who knows the customer",
        why="to let colleagues hear what a customer says, and to tell the customer what was done with it",
        keep="until it is taken away or turned down; the words before redaction 14 days at most, sealed",
        export="the quotes somebody brought in, looked over, or is the contact of",
        erase="the colleague is emptied; the quote stays, it is not theirs",
    ),
)


@frozen
class Quote:
    """One quote. `original` is the text before redaction, sealed; `shown_on` the last day it stood somewhere."""

    id: int
    source: str
    text: str
    side: Side | None
    state: State
    theme: str
    afdeling: str
    channel: str
    month: str
    received_on: str
    shown_on: str | None
    anonymous: bool
    original: bytes | None
    giver_id: int | None
    contact_id: int | None


@frozen
class NewQuote:
    """What is known of a quote that comes in. `text` has been redacted; `month` is "2026-10" or empty."""

    text: str
    source: str
    received_on: date
    external: str | None = None
    side: Side | None = None
    theme: str = ""
    afdeling: str = ""
    channel: str = ""
    month: str = ""
    anonymous: bool = False
    original: bytes | None = None
    giver_id: int | None = None
    contact_id: int | None = None
    ready: bool = False


@frozen
class Contact:
    """Who can tell the customer something; nobody can when the customer is anonymous."""

    person_id: int | None
    anonymous: bool
    text: str


_COLUMNS = (
    quote.c.id, quote.c.source, quote.c.text, quote.c.side, quote.c.state, quote.c.theme, quote.c.afdeling,
    quote.c.channel, quote.c.month, quote.c.received_on, quote.c.shown_on, quote.c.anonymous, quote.c.original,
    quote.c.giver_id, quote.c.contact_id,
)  # fmt: skip
_ADD = Numbered(insert(quote))
_ADD_ALL = insert(quote)
_GET = select(*_COLUMNS).where(quote.c.id == bindparam("id"))
_SAME = (
    select(*_COLUMNS)
    .where(quote.c.same == bindparam("same"), one_of(quote.c.state, "new", "ready", "checked"))
    .order_by(quote.c.id)
    .limit(1)
)
_FROM = select(*_COLUMNS).where(quote.c.source == bindparam("source"), quote.c.external == bindparam("external"))
_KNOWN = select(quote.c.same).where(
    quote.c.same.in_(bindparam("marks", expanding=True)), one_of(quote.c.state, "new", "ready", "checked")
)
_SENT = select(quote.c.external).where(
    quote.c.source == bindparam("source"), quote.c.external.in_(bindparam("marks", expanding=True))
)
_RECENT = (
    select(quote.c.id, quote.c.text)
    .where(one_of(quote.c.state, "new", "ready", "checked"))
    .order_by(quote.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_IN_STATE = (
    select(*_COLUMNS)
    .where(quote.c.state == bindparam("state"))
    .order_by(quote.c.id)
    .limit(bindparam("most", type_=Integer))
)
_NEWEST_READY = (
    select(*_COLUMNS)
    .where(quote.c.state == literal_column("'ready'"), quote.c.shown_on.is_not(None))
    .order_by(quote.c.shown_on.desc(), quote.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_HOW_MANY = select(func.count()).select_from(
    select(literal_column("1"))
    .select_from(quote)
    .where(quote.c.state == bindparam("state"))
    .limit(bindparam("most", type_=Integer))
    .subquery()
)
_OF = update(quote).where(quote.c.id == bindparam("of_id"))
_ALLOW = _OF.values(allowed=true())
_STATE = _OF.values(state=bindparam("new_state"), looked_by=bindparam("by"))
_EMPTIED = _OF.values(text=literal_column("''"), same=literal_column("''"), original=None, contact_id=None)
_SIDE = _OF.values(side=bindparam("new_side"))
_DECIDE = _OF.where(quote.c.state == literal_column("'new'"), quote.c.text == bindparam("read")).values(
    state=bindparam("new_state"), looked_by=bindparam("by")
)
_SHOWN = _OF.values(shown_on=bindparam("day"))
_REWRITE = _OF.where(quote.c.state == bindparam("read_state"), quote.c.text == bindparam("read")).values(
    text=bindparam("new_text"), same=bindparam("new_same"), side=bindparam("new_side"), theme=bindparam("new_theme"),
    afdeling=bindparam("new_afdeling"), channel=bindparam("new_channel"), month=bindparam("new_month"),
    contact_id=bindparam("new_contact"), anonymous=bindparam("new_anonymous"), original=bindparam("new_original"),
)  # fmt: skip
_REWORD = _OF.values(text=bindparam("new_text"), same=bindparam("new_same"))
_FORGET = (
    update(quote)
    .where(quote.c.original.is_not(None), quote.c.at < bindparam("before", type_=Instant()))
    .values(original=None)
)


def add(tx: Tx, new: NewQuote, now: datetime) -> int:
    """A quote that came in; its id."""
    return tx.add(_ADD, _row(new, now))


def add_all(tx: Tx, many: Sequence[NewQuote], now: datetime) -> None:
    """Quotes that came in together."""
    tx.run(_ADD_ALL, [_row(new, now) for new in many])


def _row(new: NewQuote, now: datetime) -> dict[str, object]:
    same = sameness(new.text)
    return {
        "source": new.source, "external": new.external, "text": new.text, "same": same, "side": new.side,
        "state": "ready" if new.ready else "new", "theme": new.theme, "afdeling": new.afdeling,
        "channel": new.channel, "month": new.month, "lot": _lot(same), "received_on": new.received_on.isoformat(),
        "anonymous": new.anonymous, "allowed": False, "original": new.original, "at": now, "giver_id": new.giver_id,
        "contact_id": new.contact_id,
    }  # fmt: skip


def get(tx: Tx, quote_id: int) -> Quote | None:
    """One quote."""
    return tx.one(_GET, Quote, {"id": quote_id})


def same_as(tx: Tx, text: str) -> Quote | None:
    """A quote with the same words, whatever their capitals, signs and spaces; who brings them now as well waits."""
    same = sameness(text)
    lock(tx, "quote", (same,))
    return tx.one(_SAME, Quote, {"same": same})


def from_source(tx: Tx, source: str, external: str) -> Quote | None:
    """The quote that a source sent before under this name."""
    return tx.one(_FROM, Quote, {"source": source, "external": external})


def known(tx: Tx, source: str, marks: Collection[str]) -> set[str]:
    """Of these, each the `sameness` of some words, those we have or that the source sent before by that name."""
    lock(tx, "quote", marks)
    values = {"marks": sorted(marks)}
    return {*tx.all(_KNOWN, str, values), *tx.all(_SENT, str, {**values, "source": source})} if marks else set()


def recent_texts(tx: Tx, most: int) -> list[tuple[int, str]]:
    """The newest quotes' ids and words, to look for near-doubles."""
    return tx.all(_RECENT, lambda quote_id, text: (quote_id, text), {"most": most})


def to_look_at(tx: Tx, most: int) -> list[Quote]:
    """What nobody has looked over yet, the oldest first."""
    return tx.all(_IN_STATE, Quote, {"state": "new", "most": most})


def waiting(tx: Tx) -> int:
    """How many quotes nobody has looked over yet; counted no further than `ALMOST_ALL`."""
    return int(tx.scalar(_HOW_MANY, {"state": "new", "most": ALMOST_ALL}) or 0)


def recent(tx: Tx, most: int) -> list[Quote]:
    """The quotes that were shown last and still stand: other rituals read these."""
    return tx.all(_NEWEST_READY, Quote, {"most": most})


def contact(tx: Tx, quote_id: int) -> Contact | None:
    """Who can tell the customer what was done; None for a quote that was taken away."""
    found = get(tx, quote_id)
    return Contact(found.contact_id, found.anonymous, found.text) if found and found.state == "ready" else None


def set_state(tx: Tx, quote_id: int, state: State, by: int | None) -> None:
    """Somebody looked at it. Of what is taken away no word stays, and nobody need know the customer any more."""
    tx.run(_STATE, {"of_id": quote_id, "new_state": state, "by": by})
    if state == "gone":
        tx.run(_EMPTIED, {"of_id": quote_id})


def decide(tx: Tx, read: Quote, state: State, by: int) -> bool:
    """Somebody looked it over; False when another did meanwhile, or its words are no longer those that were read."""
    decided = tx.run(_DECIDE, {"of_id": read.id, "read": read.text, "new_state": state, "by": by})
    if decided and state == "refused":
        tx.run(_EMPTIED, {"of_id": read.id})
    return bool(decided)


def allow(tx: Tx, quote_id: int) -> None:
    """A curator says that it may be shown, although it is about a handful of people or comes at a bad time."""
    tx.run(_ALLOW, {"of_id": quote_id})


def set_side(tx: Tx, quote_id: int, side: Side) -> None:
    """Somebody decided what kind of words these are."""
    tx.run(_SIDE, {"of_id": quote_id, "new_side": side})


def shown(tx: Tx, quote_id: int, day: date) -> None:
    """It stood somewhere on this day."""
    tx.run(_SHOWN, {"of_id": quote_id, "day": day.isoformat()})


def rewrite(tx: Tx, read: Quote, new: NewQuote) -> bool:
    """Other words or another label; who brought it and when stay. False when somebody was there first meanwhile."""
    values = {
        "of_id": read.id, "read_state": read.state, "read": read.text,
        "new_text": new.text, "new_same": sameness(new.text),
        "new_side": new.side, "new_theme": new.theme, "new_afdeling": new.afdeling, "new_channel": new.channel,
        "new_month": new.month, "new_contact": new.contact_id, "new_anonymous": new.anonymous,
        "new_original": new.original,
    }  # fmt: skip
    return bool(tx.run(_REWRITE, values))


def reword(tx: Tx, quote_id: int, text: str) -> None:
    """The same quote in other words."""
    tx.run(_REWORD, {"of_id": quote_id, "new_text": text, "new_same": sameness(text)})


def forget_originals(tx: Tx, now: datetime) -> int:
    """The words before redaction go after fourteen days; how many went."""
    return tx.run(_FORGET, {"before": now - KEPT})


def _lot(same: str) -> int:
    """The draw between quotes of the same day, drawn once and for good."""
    return int(same[:15], 16)
