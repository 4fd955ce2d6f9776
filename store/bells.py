"""Bells, who made them possible, who claps along, and reports that something is not right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    bindparam,
    case,
    false,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    update,
)

from store.frozen import frozen
from store.places import place
from store.schema import About, Id, Instant, partial, person_id, table
from store.statements import Numbered, one_of, upsert, word
from store.tx import Tx
from store.versions import version

State = Literal["asking", "offered", "editing", "waiting", "kept", "rung", "cancelled", "withdrawn", "lapsed"]

_DELETED = "bells deleted"
"""The name of how many bells that rang are deleted: ours go on being counted."""

bell = table(
    "bell",
    Column("id", Id, primary_key=True),
    person_id("ringer_id", erase="null", nullable=True),
    Column("place_id", ForeignKey(place.c.id)),
    Column("text", Text, nullable=False),
    Column("original", LargeBinary),
    Column("state", Text, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("public", Boolean, nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("rings_at", Instant, nullable=False),
    Column("rung_at", Instant),
    Column("created_at", Instant, nullable=False),
    Index("ix_bell_ringer_id_created_at", "ringer_id", "created_at"),
    about=About(
        whose="the colleague who rang; a customer may be meant, with the name shortened",
        why="to tell a success to each other",
        keep="2 years",
        export="the bells somebody rang",
        erase="the ringer is emptied and shown as a colleague; the unshortened text goes when it rang or ended",
        age=("created_at", timedelta(days=730)),
        counted=("rung_at", _DELETED),
    ),
)

partial("ix_bell_rung_at", bell.c.rung_at, where=bell.c.rung_at.is_not(None))

maker = table(
    "maker",
    Column("bell_id", ForeignKey("bell.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    person_id(erase="null", nullable=True),
    Column("words", Text),
    Index("ix_maker_person_id", "person_id"),
    about=About(
        whose="the colleagues the bell rang for",
        why="to name who made the success, and so that they can read it again",
        keep="as long as the bell",
        export="the bells that rang for somebody",
        erase="the person is emptied and shown as a colleague",
    ),
)

clap = table(
    "clap",
    Column("bell_id", ForeignKey("bell.id", ondelete="CASCADE"), primary_key=True),
    person_id(erase="row", nullable=False, primary_key=True),
    Column("on", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_clap_person_id", "person_id"),
    about=About(
        whose="the colleague who clapped",
        why="one clap per person; only the sum is shown",
        keep="90 days",
        export="all columns",
        erase="the row goes",
        age=("at", timedelta(days=90)),
    ),
)


@frozen
class Bell:
    """One bell. `original` is the text before names were shortened, sealed, until it has rung.

    `public`: its text stands in its place already, in the ringer's own message.
    """

    id: int
    ringer_id: int | None
    place_id: int | None
    text: str
    original: bytes | None
    state: State
    silent: bool
    edited: bool
    rings_at: datetime
    rung_at: datetime | None
    created_at: datetime
    public: bool = False


@frozen
class Maker:
    """Somebody the bell rings for: a person, or a name in words."""

    person_id: int | None
    words: str | None


@frozen
class Lately:
    """What the limits look at. `twin` is a bell with the same text by the same person in the last 60 s."""

    today: int
    twin: int | None


@frozen
class Standing:
    """Which bell of all of us this is, and which of its ringer."""

    of_all: int
    of_ringer: int


_COLUMNS = (
    bell.c.id, bell.c.ringer_id, bell.c.place_id, bell.c.text, bell.c.original, bell.c.state, bell.c.silent,
    bell.c.edited, bell.c.rings_at, bell.c.rung_at, bell.c.created_at, bell.c.public,
)  # fmt: skip
_LIVE = one_of(bell.c.state, "asking", "offered", "editing", "waiting", "kept", "rung")
_UNDECIDED = one_of(bell.c.state, "asking", "editing")
_ENDED = frozenset({"cancelled", "withdrawn", "lapsed"})
_ADD = Numbered(
    insert(bell)
    .values(
        ringer_id=bindparam("new_ringer"), place_id=bindparam("new_place"), text=bindparam("new_text"),
        original=bindparam("new_original"), state=bindparam("new_state"), silent=bindparam("new_silent"),
        public=bindparam("new_public"), edited=false(), rings_at=bindparam("new_rings_at"), created_at=bindparam("now"),
    )
)  # fmt: skip
_ADD_MAKER = insert(maker)
_GET = select(*_COLUMNS).where(bell.c.id == bindparam("id"))
_LATELY = select(
    func.count(case((bell.c.created_at >= bindparam("midnight", type_=Instant()), literal_column("1")))),
    func.max(
        case(
            (
                (bell.c.text == bindparam("text")) & (bell.c.created_at > bindparam("minute", type_=Instant())),
                bell.c.id,
            )
        )
    ),
).where(
    bell.c.ringer_id == bindparam("ringer_id"),
    bell.c.created_at >= bindparam("since", type_=Instant()),
    _LIVE,
)
_MAKERS = (
    select(maker.c.person_id, maker.c.words).where(maker.c.bell_id == bindparam("bell_id")).order_by(maker.c.position)
)
_SET = update(bell).where(bell.c.id == bindparam("of_id"))
_STATE = _SET.values(state=bindparam("new_state"), rings_at=bindparam("new_rings_at"), silent=bindparam("new_silent"))
_END = _SET.values(
    state=bindparam("new_state"), rings_at=bindparam("new_rings_at"), silent=bindparam("new_silent"), original=None,
    text=case((_UNDECIDED, ""), else_=bell.c.text),
)  # fmt: skip
_ABANDON = (
    update(bell)
    .where(one_of(bell.c.state, "asking", "offered", "editing"), bell.c.rings_at < bindparam("before", type_=Instant()))
    .values(state="cancelled", original=None, text=case((_UNDECIDED, ""), else_=bell.c.text))
)
_RUNG = _SET.values(
    state="rung", rung_at=func.coalesce(bell.c.rung_at, bindparam("now", type_=Instant())), original=None
)
_TEXT = _SET.values(text=bindparam("new_text"), original=bindparam("new_original"), edited=bindparam("new_edited"))
_UNMAKE = maker.delete().where(maker.c.bell_id == bindparam("of_bell"))
_CLAPS = select(func.count()).where(clap.c.bell_id == bindparam("bell_id"), clap.c.on)
_CLAP = select(clap.c.on, clap.c.at).where(
    clap.c.bell_id == bindparam("bell_id"), clap.c.person_id == bindparam("person_id")
)
_PUT_CLAP = upsert(
    lambda insert: (new := insert(clap)).on_conflict_do_update(
        index_elements=[clap.c.bell_id, clap.c.person_id], set_={"on": new.excluded.on, "at": new.excluded.at}
    )
)
_GONE = select(version.c.n).where(version.c.name == word(_DELETED)).scalar_subquery()
_MINE = func.count(case((bell.c.ringer_id == bindparam("ringer_id"), 1)))
_STANDING = select(func.count() + func.coalesce(_GONE, 0), _MINE).where(
    bell.c.rung_at.is_not(None) | (bell.c.state == "waiting"),
    # By the moment it was for: when a chat takes it differs, and then two would have the same number.
    tuple_(bell.c.rings_at, bell.c.id) < tuple_(bindparam("rings_at", type_=Instant()), bindparam("bell_id")),
)
_LAST = select(func.max(bell.c.rung_at))
_RUNG_SINCE = select(func.count()).where(bell.c.rung_at >= bindparam("since", type_=Instant()), bell.c.state == "rung")
_RUNG_BETWEEN = (
    select(*_COLUMNS)
    .where(
        bell.c.rung_at >= bindparam("since", type_=Instant()),
        bell.c.rung_at < bindparam("until", type_=Instant()),
        bell.c.state == "rung",
    )
    .order_by(bell.c.rung_at, bell.c.id)
)
_KEPT = (
    select(*_COLUMNS)
    .where(bell.c.ringer_id == bindparam("ringer_id"), bell.c.state == "kept")
    .order_by(bell.c.rings_at, bell.c.id)
    .limit(bindparam("most", type_=Integer))
)


def add(
    tx: Tx, ringer_id: int, place_id: int | None, text: str, original: bytes | None, state: State, rings_at: datetime,
    makers: Sequence[Maker], now: datetime, *, silent: bool = False, public: bool = False,
) -> int:  # fmt: skip
    """A new bell; its id."""
    bell_id = tx.add(_ADD, {
        "new_ringer": ringer_id, "new_place": place_id, "new_text": text, "new_original": original,
        "new_state": state, "new_silent": silent, "new_public": public, "new_rings_at": rings_at, "now": now,
    })  # fmt: skip
    _add_makers(tx, bell_id, makers)
    return bell_id


def _add_makers(tx: Tx, bell_id: int, makers: Sequence[Maker]) -> None:
    tx.run(
        _ADD_MAKER,
        [
            {"bell_id": bell_id, "position": position, "person_id": one.person_id, "words": one.words}
            for position, one in enumerate(makers)
        ],
    )


def get(tx: Tx, bell_id: int) -> Bell | None:
    """One bell."""
    return tx.one(_GET, Bell, {"id": bell_id})


def makers(tx: Tx, bell_id: int) -> list[Maker]:
    """Who it rings for, in the order they were named."""
    return tx.all(_MAKERS, Maker, {"bell_id": bell_id})


def lately(tx: Tx, ringer_id: int, text: str, midnight: datetime, now: datetime) -> Lately:
    """What this person rang today, and whether this very text came a moment ago."""
    minute = now - timedelta(seconds=60)
    found = tx.one(
        _LATELY,
        Lately,
        {
            "ringer_id": ringer_id, "text": text, "midnight": midnight, "minute": minute,
            "since": min(midnight, minute),
        },
    )  # fmt: skip
    return found or Lately(0, None)


def set_state(tx: Tx, of: Bell, state: State, rings_at: datetime | None = None, *, silent: bool | None = None) -> None:
    """Move a bell on. One that has ended loses the unshortened text, and words about which nobody decided."""
    tx.run(
        _END if state in _ENDED else _STATE,
        {
            "of_id": of.id, "new_state": state, "new_rings_at": rings_at or of.rings_at,
            "new_silent": of.silent if silent is None else silent,
        },
    )  # fmt: skip


def abandon(tx: Tx, before: datetime) -> int:
    """Bells that should have rung before then and that nobody decided about go no more; how many."""
    return tx.run(_ABANDON, {"before": before})


def rung(tx: Tx, bell_id: int, now: datetime) -> None:
    """It sounded somewhere; the text before shortening is no longer needed."""
    tx.run(_RUNG, {"of_id": bell_id, "now": now})


def rewrite(tx: Tx, bell_id: int, text: str, original: bytes | None, makers: Sequence[Maker], *, edited: bool) -> None:
    """Another text and other makers."""
    tx.run(_TEXT, {"of_id": bell_id, "new_text": text, "new_original": original, "new_edited": edited})
    tx.run(_UNMAKE, {"of_bell": bell_id})
    _add_makers(tx, bell_id, makers)


def claps(tx: Tx, bell_id: int) -> int:
    """How many people clap along."""
    return int(tx.scalar(_CLAPS, {"bell_id": bell_id}) or 0)


def clap_of(tx: Tx, bell_id: int, person_id: int) -> tuple[bool, datetime] | None:
    """Whether somebody claps along, and since when that is so."""
    return tx.one(_CLAP, lambda on, at: (on, at), {"bell_id": bell_id, "person_id": person_id})


def put_clap(tx: Tx, bell_id: int, person_id: int, now: datetime, *, on: bool) -> None:
    """Clap along, or take the clap back."""
    tx.run(_PUT_CLAP, {"bell_id": bell_id, "person_id": person_id, "on": on, "at": now})


def standing(tx: Tx, of: Bell) -> Standing:
    """Which bell this is of all bells that rang or are about to, and of its ringer's: those before it, and itself.

    Of all of us those count too that are deleted; of its ringer nothing is kept of them.
    """
    found = tx.one(_STANDING, Standing, {"ringer_id": of.ringer_id, "rings_at": of.rings_at, "bell_id": of.id})
    before = found or Standing(0, 0)
    return Standing(before.of_all + 1, before.of_ringer + 1)


def last_rung(tx: Tx) -> datetime | None:
    """When a bell rang last."""
    value = tx.scalar(_LAST)
    return value if isinstance(value, datetime) else None


def rung_since(tx: Tx, since: datetime) -> int:
    """How many bells rang from then on, without those that were taken down."""
    return int(tx.scalar(_RUNG_SINCE, {"since": since}) or 0)


def rung_between(tx: Tx, since: datetime, until: datetime) -> list[Bell]:
    """The bells that rang in this time and still stand, the first one first: other rituals read these."""
    return tx.all(_RUNG_BETWEEN, Bell, {"since": since, "until": until})


def kept(tx: Tx, ringer_id: int, most: int) -> list[Bell]:
    """Somebody's bells that are kept for later, the first one first."""
    return tx.all(_KEPT, Bell, {"ringer_id": ringer_id, "most": most})


def people_of(makers: Collection[Maker]) -> list[int]:
    """The makers with an account."""
    return [one.person_id for one in makers if one.person_id is not None]
