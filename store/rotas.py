"""Rotas of the klantpet: which meeting of which team, who takes part, and what was seen through the customer's eyes.

Of people only a balance is kept: who was at which meeting is known until it is over (`store.pet_meetings`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    bindparam,
    case,
    delete,
    insert,
    select,
    text,
    update,
)

from store.frozen import frozen
from store.places import place
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered, one_of, upsert, word
from store.tx import Tx

State = Literal["draft", "on", "paused", "loose", "stopped"]
"""`draft`: shown and not started; `loose`: only remembers who takes part in a meeting that nobody prepared."""

rota = table(
    "rota",
    Column("id", Id, primary_key=True),
    Column("place_id", ForeignKey(place.c.id), nullable=False),
    Column("name", Text, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("calendar_id", Id),
    Column("title_has", Text, nullable=False),
    Column("kind", Text, nullable=False),
    person_id("host_id", erase="null", nullable=True),
    Column("state", Text, nullable=False),
    Column("minute", Boolean, nullable=False),
    Column("opening", Boolean, nullable=False),
    Column("everybody", Boolean, nullable=False),
    Column("meetings", Integer, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("questions", Text, nullable=False),
    Column("broken_at", Instant),
    Column("created_at", Instant, nullable=False),
    Index("ix_rota_place_id", "place_id"),
    Index("ix_rota_host_id", "host_id"),
    Index("ix_rota_calendar_id", "calendar_id"),
    about=About(
        whose="the colleague who leads the meeting",
        why="to know which meetings have a klantpet, and who is reminded of it",
        keep="until the team stops with the klantpet",
        export="the rotas of which somebody leads the meeting",
        erase="the person is emptied; the rota stays with its team",
    ),
)

member = table(
    "rota_member",
    Column("rota_id", ForeignKey(rota.c.id, ondelete="CASCADE"), primary_key=True),
    person_id(erase="row", primary_key=True),
    Column("listed", Boolean, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("early", Integer, nullable=False),
    Column("last", Text),
    Column("declines", Integer, nullable=False),
    Column("skipped_until", Text),
    Index("ix_rota_member_person_id", "person_id"),
    about=About(
        whose="the colleague who takes part",
        why="so that turns are fair: one balance, and the day of the last turn; never who was at which meeting",
        keep="until the team stops with the klantpet",
        export="all columns",
        erase="the row goes",
    ),
)

seen = table(
    "pet_seen",
    Column("id", Id, primary_key=True),
    Column("rota_id", ForeignKey(rota.c.id, ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("turn_id", Id),
    Column("at", Instant, nullable=False),
    Index("ix_pet_seen_rota_id_at", "rota_id", "at"),
    Index("ix_pet_seen_at", "at"),
    about=About(
        whose="nobody: the sentence is redacted, and who saw it is not kept",
        why="to tell the team once a month what was seen through the customer's eyes",
        keep="2 years; what was not shared 7 days",
        export="not personal",
        erase="not personal",
        age=("at", timedelta(days=730)),
    ),
)


@frozen
class NewRota:
    """What is chosen about a meeting. `rhythm` as the ritual writes it, else `calendar_id`; `kind` of its questions.

    `everybody`: whoever is in the place takes part, and is in the list.
    """

    name: str = ""
    rhythm: str = ""
    calendar_id: int | None = None
    title_has: str = ""
    kind: str = "general"
    host_id: int | None = None
    minute: bool = False
    opening: bool = False
    everybody: bool = False


@frozen
class Rota:
    """One rota. `meetings` and `seats` count how many were held and how many people were there in all.

    `questions` are the names of those asked, the newest last, with a space between them; `broken_at` since when its
    calendar cannot be read.
    """

    id: int
    place_id: int
    name: str
    rhythm: str
    calendar_id: int | None
    title_has: str
    kind: str
    host_id: int | None
    state: State
    minute: bool
    opening: bool
    everybody: bool
    meetings: int
    seats: int
    questions: str
    broken_at: datetime | None


@frozen
class Member:
    """Somebody in a rota; `listed` when they were named, and not only seen among the guests. Days as 2026-11-24."""

    rota_id: int
    person_id: int
    listed: bool
    balance: int
    early: int
    last: str | None
    declines: int
    skipped_until: str | None = None


@frozen
class Seen:
    """What was seen through the customer's eyes; `turn_id` says whose it is for as long as the turn is kept."""

    id: int
    rota_id: int
    text: str
    shared: bool
    turn_id: int | None
    at: datetime


_COLUMNS = (
    rota.c.id, rota.c.place_id, rota.c.name, rota.c.rhythm, rota.c.calendar_id, rota.c.title_has, rota.c.kind,
    rota.c.host_id, rota.c.state, rota.c.minute, rota.c.opening, rota.c.everybody, rota.c.meetings, rota.c.seats,
    rota.c.questions, rota.c.broken_at,
)  # fmt: skip
_LIVE = one_of(rota.c.state, "draft", "on", "paused", "loose")
_ADD = Numbered(insert(rota))
_GET = select(*_COLUMNS).where(rota.c.id == bindparam("id"))
_ON = select(*_COLUMNS).where(rota.c.state == word("on")).order_by(rota.c.id)
_EVERY = select(*_COLUMNS).where(_LIVE).order_by(rota.c.id)
_IN_PLACE = select(*_COLUMNS).where(rota.c.place_id == bindparam("place_id"), _LIVE).order_by(rota.c.id)
_OF_CALENDAR = select(*_COLUMNS).where(rota.c.calendar_id == bindparam("calendar_id"), _LIVE).order_by(rota.c.id)
_OF = update(rota).where(rota.c.id == bindparam("of_id"))
_STATE = _OF.values(state=bindparam("new_state"))
_STOP = _OF.values(state=word("stopped"), host_id=None)
_CHANGE = _OF.values(
    name=bindparam("new_name"), rhythm=bindparam("new_rhythm"), calendar_id=bindparam("new_calendar_id"),
    title_has=bindparam("new_title_has"), kind=bindparam("new_kind"), host_id=bindparam("new_host_id"),
    minute=bindparam("new_minute"), opening=bindparam("new_opening"), everybody=bindparam("new_everybody"),
    # What cannot be read is not mended by other words about it: only by being read.
    broken_at=case((rota.c.calendar_id == bindparam("new_calendar_id"), rota.c.broken_at), else_=None),
)  # fmt: skip
_COUNT = _OF.values(meetings=bindparam("new_meetings"), seats=bindparam("new_seats"))
_QUESTIONS = _OF.values(questions=bindparam("new_questions"))
_BREAK = (
    update(rota)
    .where(rota.c.id == bindparam("of_id"), rota.c.broken_at.is_(None))
    .values(broken_at=bindparam("now", type_=Instant()))
)
_MEND = _OF.values(broken_at=None)
_MEMBER = (
    member.c.rota_id, member.c.person_id, member.c.listed, member.c.balance, member.c.early, member.c.last,
    member.c.declines, member.c.skipped_until,
)  # fmt: skip
_MEMBERS = select(*_MEMBER).where(member.c.rota_id == bindparam("rota_id")).order_by(member.c.person_id)
_PUT = upsert(
    lambda insert: (new := insert(member)).on_conflict_do_update(
        index_elements=[member.c.rota_id, member.c.person_id],
        set_={name: new.excluded[name] for name in ("listed", "balance", "early", "last", "declines", "skipped_until")},
    )
)
_LEAVE = delete(member).where(member.c.person_id == bindparam("of_person"))
_DROP = delete(member).where(member.c.rota_id == bindparam("of_rota"), member.c.person_id == bindparam("of_person"))
_SEEN = (seen.c.id, seen.c.rota_id, seen.c.text, seen.c.shared, seen.c.turn_id, seen.c.at)
_SAW = Numbered(insert(seen))
_SEEN_ONE = select(*_SEEN).where(seen.c.id == bindparam("id"))
_SHARED = (
    select(*_SEEN)
    .where(
        seen.c.rota_id == bindparam("rota_id"), seen.c.shared, seen.c.at >= bindparam("since", type_=Instant()),
        seen.c.at < bindparam("until", type_=Instant()),
    )
    .order_by(seen.c.at, seen.c.id)
)  # fmt: skip
_SHARE = update(seen).where(seen.c.id == bindparam("of_id")).values(shared=True)
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('klantpet', 0))")
_REWRITE = update(seen).where(seen.c.id == bindparam("of_id")).values(text=bindparam("new_text"))
_FORGET = delete(seen).where(~seen.c.shared, seen.c.at < bindparam("before", type_=Instant()))


def decide_alone(tx: Tx) -> None:
    """Until this transaction ends no other decides about turns; SQLite has one writer already."""
    if tx.dialect == "postgresql":
        tx.run(_ALONE)


def add(tx: Tx, place_id: int, new: NewRota, state: State, now: datetime) -> int:
    """A rota of a team; its id."""
    return tx.add(_ADD, {
        "place_id": place_id, "name": new.name, "rhythm": new.rhythm, "calendar_id": new.calendar_id,
        "title_has": new.title_has, "kind": new.kind, "host_id": new.host_id, "state": state, "minute": new.minute,
        "opening": new.opening, "everybody": new.everybody, "meetings": 0, "seats": 0, "questions": "",
        "created_at": now,
    })  # fmt: skip


def get(tx: Tx, rota_id: int) -> Rota | None:
    """One rota."""
    return tx.one(_GET, Rota, {"id": rota_id})


def running(tx: Tx) -> list[Rota]:
    """All that were started and neither paused nor stopped."""
    return tx.all(_ON, Rota)


def every(tx: Tx) -> list[Rota]:
    """All that were not stopped."""
    return tx.all(_EVERY, Rota)


def in_place(tx: Tx, place_id: int) -> list[Rota]:
    """Those of a team that were not stopped, the oldest first."""
    return tx.all(_IN_PLACE, Rota, {"place_id": place_id})


def of_calendar(tx: Tx, calendar_id: int) -> list[Rota]:
    """Those that live by this calendar."""
    return tx.all(_OF_CALENDAR, Rota, {"calendar_id": calendar_id})


def set_state(tx: Tx, rota_id: int, state: State) -> None:
    """Started, paused or gone on; one that is stopped forgets who led the meeting."""
    if state == "stopped":
        tx.run(_STOP, {"of_id": rota_id})
        return
    tx.run(_STATE, {"of_id": rota_id, "new_state": state})


def change(tx: Tx, rota_id: int, new: NewRota) -> None:
    """Other choices; the balances stay."""
    tx.run(_CHANGE, {
        "of_id": rota_id, "new_name": new.name, "new_rhythm": new.rhythm, "new_calendar_id": new.calendar_id,
        "new_title_has": new.title_has, "new_kind": new.kind, "new_host_id": new.host_id, "new_minute": new.minute,
        "new_opening": new.opening, "new_everybody": new.everybody,
    })  # fmt: skip


def count(tx: Tx, rota_id: int, meetings: int, seats: int) -> None:
    """How many meetings were held, and how many people were there in all."""
    tx.run(_COUNT, {"of_id": rota_id, "new_meetings": meetings, "new_seats": seats})


def asked(tx: Tx, rota_id: int, questions: Sequence[str]) -> None:
    """The names of the questions that were asked, the newest last."""
    tx.run(_QUESTIONS, {"of_id": rota_id, "new_questions": " ".join(questions)})


def break_off(tx: Tx, rota_id: int, now: datetime) -> bool:
    """Its calendar cannot be read; False when that was known."""
    return bool(tx.run(_BREAK, {"of_id": rota_id, "now": now}))


def mend(tx: Tx, rota_id: int) -> None:
    """Its calendar can be read again."""
    tx.run(_MEND, {"of_id": rota_id})


def members(tx: Tx, rota_id: int) -> list[Member]:
    """Everybody in a rota."""
    return tx.all(_MEMBERS, Member, {"rota_id": rota_id})


def put_members(tx: Tx, some: Collection[Member]) -> None:
    """How it stands with these people from here on."""
    tx.run(_PUT, [
        {"rota_id": one.rota_id, "person_id": one.person_id, "listed": one.listed, "balance": one.balance,
         "early": one.early, "last": one.last, "declines": one.declines, "skipped_until": one.skipped_until}
        for one in some
    ])  # fmt: skip


def drop_members(tx: Tx, rota_id: int, people: Collection[int]) -> None:
    """These do not take part any more."""
    tx.run(_DROP, [{"of_rota": rota_id, "of_person": one} for one in people])


def leave(tx: Tx, person_id: int) -> None:
    """Somebody left the organisation."""
    tx.run(_LEAVE, {"of_person": person_id})


def saw(tx: Tx, rota_id: int, turn_id: int, text: str, now: datetime) -> int:
    """A sentence about what was seen; its id."""
    values = {"rota_id": rota_id, "text": text, "shared": False, "turn_id": turn_id, "at": now}
    return tx.add(_SAW, values)


def seen_one(tx: Tx, seen_id: int) -> Seen | None:
    """One sentence."""
    return tx.one(_SEEN_ONE, Seen, {"id": seen_id})


def shared(tx: Tx, rota_id: int, since: datetime, until: datetime) -> list[Seen]:
    """What was shared with the team in a time, the oldest first."""
    return tx.all(_SHARED, Seen, {"rota_id": rota_id, "since": since, "until": until})


def share(tx: Tx, seen_id: int) -> None:
    """The team may read it."""
    tx.run(_SHARE, {"of_id": seen_id})


def rewrite(tx: Tx, seen_id: int, text: str) -> None:
    """The same that was seen, in other words."""
    tx.run(_REWRITE, {"of_id": seen_id, "new_text": text})


def forget(tx: Tx, before: datetime) -> int:
    """What was not shared is not kept."""
    return tx.run(_FORGET, {"before": before})
