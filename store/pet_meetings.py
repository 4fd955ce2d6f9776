"""The coming meetings of a rota of the klantpet: who comes, until it is over, and whose turn it is, a week longer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from store.frozen import frozen
from store.rotas import rota
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered, one_of, upsert, word
from store.tx import Tx

KEPT = timedelta(days=7)
"""So long after its end a meeting and its turns are kept: the wearer may still say what they saw."""

State = Literal["planned", "skipped", "held", "gone"]
"""`skipped`: the meeting is held without a klantpet; `gone`: it was cancelled."""
TurnState = Literal["asked", "sure", "declined", "given", "over", "cannot"]
"""`given`: somebody else wears it; `over`: nobody needs it any more; `cannot`: asked to take it over, they said no."""
Outside = Literal["", "there", "asked", "customer", "other"]
"""Whether somebody from outside comes, and what the host said of them."""

meeting = table(
    "pet_meeting",
    Column("id", Id, primary_key=True),
    Column("rota_id", ForeignKey(rota.c.id, ondelete="CASCADE"), nullable=False),
    Column("external", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    person_id("host_id", erase="null", nullable=True),
    Column("invited", Boolean, nullable=False),
    Column("outside", Text, nullable=False),
    Column("told_for", Instant),
    Column("state", Text, nullable=False),
    UniqueConstraint("rota_id", "external"),
    Index("ix_pet_meeting_ends", "ends"),
    Index("ix_pet_meeting_host_id", "host_id"),
    about=About(
        whose="the colleague who leads it",
        why="to remind the wearer and the host before it starts; of a private meeting no title is kept",
        keep="7 days after it ended",
        export="the meetings that somebody leads",
        erase="the person is emptied",
        age=("ends", KEPT),
    ),
)

guest = table(
    "pet_guest",
    Column("meeting_id", ForeignKey(meeting.c.id, ondelete="CASCADE"), primary_key=True),
    person_id(erase="row", primary_key=True),
    Index("ix_pet_guest_person_id", "person_id"),
    about=About(
        whose="the colleague who is invited",
        why="so that only somebody who comes gets the klantpet",
        keep="until the meeting is over",
        export="all columns",
        erase="the row goes",
    ),
)

turn = table(
    "pet_turn",
    Column("id", Id, primary_key=True),
    Column("meeting_id", ForeignKey(meeting.c.id, ondelete="CASCADE"), nullable=False),
    person_id(erase="row", nullable=False),
    Column("state", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("voice", Text),
    person_id("asked_id", erase="null", nullable=True),
    Index("ix_pet_turn_meeting_id", "meeting_id"),
    Index("ix_pet_turn_person_id", "person_id"),
    Index("ix_pet_turn_asked_id", "asked_id"),
    about=About(
        whose="the colleague whose turn it is, and whom they asked to take it over",
        why="so that everybody knows who wears the klantpet, and nobody is asked twice for one meeting",
        keep="7 days after the meeting",
        export="all columns",
        erase="the row goes; who was asked is emptied",
    ),
)


@frozen
class NewMeeting:
    """A meeting as it is known. `external` is its name in the rota; `invited`: its guests are known one by one."""

    external: str
    starts: datetime
    ends: datetime
    title: str = ""
    host_id: int | None = None
    invited: bool = False


@frozen
class Meeting:
    """One meeting; `told_for` is the start that the wearer read of, None while that is on its way."""

    id: int
    rota_id: int
    external: str
    title: str
    starts: datetime
    ends: datetime
    host_id: int | None
    invited: bool
    outside: Outside
    told_for: datetime | None
    state: State


@frozen
class Turn:
    """Somebody's turn. `question` is a question's name, `voice` the ref of a quote, `asked_id` who may take it over."""

    id: int
    meeting_id: int
    person_id: int
    state: TurnState
    question: str
    voice: str | None
    asked_id: int | None


_COLUMNS = (
    meeting.c.id, meeting.c.rota_id, meeting.c.external, meeting.c.title, meeting.c.starts, meeting.c.ends,
    meeting.c.host_id, meeting.c.invited, meeting.c.outside, meeting.c.told_for, meeting.c.state,
)  # fmt: skip
_PUT = upsert(
    lambda insert: (
        (new := insert(meeting))
        .on_conflict_do_update(
            index_elements=[meeting.c.rota_id, meeting.c.external],
            set_={name: new.excluded[name] for name in ("title", "starts", "ends", "host_id", "invited")},
        )
        .returning(meeting.c.id)
    )
)
_GET = select(*_COLUMNS).where(meeting.c.id == bindparam("id"))
_FIND = select(*_COLUMNS).where(meeting.c.rota_id == bindparam("rota_id"), meeting.c.external == bindparam("external"))
_COMING = (
    select(*_COLUMNS)
    .where(
        meeting.c.rota_id == bindparam("rota_id"),
        meeting.c.starts > bindparam("now", type_=Instant()),
        one_of(meeting.c.state, "planned", "skipped"),
    )
    .order_by(meeting.c.starts, meeting.c.id)
)
_BETWEEN = select(*_COLUMNS).where(
    meeting.c.starts >= bindparam("since", type_=Instant()),
    meeting.c.starts < bindparam("until", type_=Instant()),
    one_of(meeting.c.state, "planned", "held"),
)
_OF = update(meeting).where(meeting.c.id == bindparam("of_id"))
_STATE = _OF.values(state=bindparam("new_state"))
_OUTSIDE = _OF.values(outside=bindparam("new_outside"))
_TOLD = _OF.values(told_for=bindparam("new_told", type_=Instant()))
_GUESTS = select(guest.c.person_id).where(guest.c.meeting_id == bindparam("meeting_id")).order_by(guest.c.person_id)
_INVITE = insert(guest)
_EMPTY = delete(guest).where(guest.c.meeting_id == bindparam("meeting_id"))
_TURN = (turn.c.id, turn.c.meeting_id, turn.c.person_id, turn.c.state, turn.c.question, turn.c.voice, turn.c.asked_id)
_ADD_TURN = Numbered(insert(turn))
_GET_TURN = select(*_TURN).where(turn.c.id == bindparam("id"))
_TURNS = select(*_TURN).where(turn.c.meeting_id == bindparam("meeting_id")).order_by(turn.c.id)
_LIVE_TURN = one_of(turn.c.state, "asked", "sure")
_LIVE = (
    select(*_TURN)
    .join(meeting, meeting.c.id == turn.c.meeting_id)
    .where(_LIVE_TURN, meeting.c.state == word("planned"))
    .order_by(meeting.c.starts, turn.c.id)
)
_WEARING = _LIVE.where(turn.c.person_id == bindparam("person_id"), meeting.c.ends > bindparam("now", type_=Instant()))
_ASKED = _LIVE.where(turn.c.asked_id == bindparam("asked_id"), meeting.c.starts > bindparam("now", type_=Instant()))
_LED = _LIVE.join(rota, rota.c.id == meeting.c.rota_id).where(
    func.coalesce(meeting.c.host_id, rota.c.host_id) == bindparam("host_id"),
    meeting.c.starts > bindparam("now", type_=Instant()),
)
_WITH_VOICE = select(*_TURN).where(turn.c.voice == bindparam("voice")).order_by(turn.c.id)
_OF_TURN = update(turn).where(turn.c.id == bindparam("of_id"))
_TURN_STATE = _OF_TURN.values(state=bindparam("new_state"))
_ASK = _OF_TURN.values(asked_id=bindparam("new_asked_id"))


def put(tx: Tx, rota_id: int, new: NewMeeting) -> int:
    """A meeting as it is known now, new or changed; its id. Its state, and what was said of guests, stays."""
    return int(tx.scalar(_PUT, {
        "rota_id": rota_id, "external": new.external, "title": new.title, "starts": new.starts, "ends": new.ends,
        "host_id": new.host_id, "invited": new.invited, "outside": "", "state": "planned",
    }))  # fmt: skip


def get(tx: Tx, meeting_id: int) -> Meeting | None:
    """One meeting."""
    return tx.one(_GET, Meeting, {"id": meeting_id})


def find(tx: Tx, rota_id: int, external: str) -> Meeting | None:
    """A meeting by its name in the rota."""
    return tx.one(_FIND, Meeting, {"rota_id": rota_id, "external": external})


def coming(tx: Tx, rota_id: int, now: datetime) -> list[Meeting]:
    """What a rota has ahead of it, the first one first."""
    return tx.all(_COMING, Meeting, {"rota_id": rota_id, "now": now})


def between(tx: Tx, since: datetime, until: datetime) -> list[Meeting]:
    """The meetings of all rotas that start in a time and are held."""
    return tx.all(_BETWEEN, Meeting, {"since": since, "until": until})


def set_state(tx: Tx, meeting_id: int, state: State) -> None:
    """It is held, goes without a klantpet, or is cancelled."""
    tx.run(_STATE, {"of_id": meeting_id, "new_state": state})


def set_outside(tx: Tx, meeting_id: int, outside: Outside) -> None:
    """Whether somebody from outside comes, and what the host said."""
    tx.run(_OUTSIDE, {"of_id": meeting_id, "new_outside": outside})


def told(tx: Tx, meeting_id: int, starts: datetime | None) -> None:
    """The wearer knows of this start."""
    tx.run(_TOLD, {"of_id": meeting_id, "new_told": starts})


def guests(tx: Tx, meeting_id: int) -> list[int]:
    """The colleagues who are invited and did not say no."""
    return tx.all(_GUESTS, int, {"meeting_id": meeting_id})


def invite(tx: Tx, meeting_id: int, people: Collection[int]) -> None:
    """These are the guests, and nobody else."""
    tx.run(_EMPTY, {"meeting_id": meeting_id})
    tx.run(_INVITE, [{"meeting_id": meeting_id, "person_id": one} for one in sorted(people)])


def add_turn(tx: Tx, new: Turn) -> int:
    """Somebody's turn; its id. That of `new` says nothing."""
    return tx.add(_ADD_TURN, {
        "meeting_id": new.meeting_id, "person_id": new.person_id, "state": new.state, "question": new.question,
        "voice": new.voice, "asked_id": new.asked_id,
    })  # fmt: skip


def get_turn(tx: Tx, turn_id: int) -> Turn | None:
    """One turn."""
    return tx.one(_GET_TURN, Turn, {"id": turn_id})


def turns(tx: Tx, meeting_id: int) -> list[Turn]:
    """Everybody who had the turn in a meeting, in that order."""
    return tx.all(_TURNS, Turn, {"meeting_id": meeting_id})


def wearer(tx: Tx, meeting_id: int) -> Turn | None:
    """The turn that stands."""
    return next((one for one in turns(tx, meeting_id) if one.state in ("asked", "sure")), None)


def wearing(tx: Tx, person_id: int, now: datetime) -> list[Turn]:
    """The turns somebody has ahead of them, the first one first."""
    return tx.all(_WEARING, Turn, {"person_id": person_id, "now": now})


def asked(tx: Tx, person_id: int, now: datetime) -> list[Turn]:
    """The turns that somebody is asked to take over, the first one first."""
    return tx.all(_ASKED, Turn, {"asked_id": person_id, "now": now})


def led(tx: Tx, person_id: int, now: datetime) -> list[Turn]:
    """The turns in meetings that somebody leads, as the calendar says or else the team, the first one first."""
    return tx.all(_LED, Turn, {"host_id": person_id, "now": now})


def with_voice(tx: Tx, voice: str) -> list[Turn]:
    """The turns that came with these words of a customer."""
    return tx.all(_WITH_VOICE, Turn, {"voice": voice})


def set_turn(tx: Tx, turn_id: int, state: TurnState) -> None:
    """Taken, declined, given away, or not needed any more."""
    tx.run(_TURN_STATE, {"of_id": turn_id, "new_state": state})


def ask(tx: Tx, turn_id: int, person_id: int | None) -> None:
    """Somebody is asked to take a turn over; nobody any more when None."""
    tx.run(_ASK, {"of_id": turn_id, "new_asked_id": person_id})
