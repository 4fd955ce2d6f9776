"""The months of the klantverbeteraar: the moments of each round, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    Text,
    bindparam,
    select,
    true,
    update,
)

from store.frozen import frozen
from store.schema import About, Instant, table
from store.statements import one_of, upsert, word
from store.tx import Tx

RoundState = Literal["nominating", "looking", "voting", "revealing", "done", "none"]
"""`looking`: even nakijken; `revealing`: what came of it is certain and not told yet; `none`: nobody was chosen."""
round_ = table(
    "round",
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("opens", Instant, nullable=False),
    Column("nominate_until", Instant, nullable=False),
    Column("vote_from", Instant, nullable=False),
    Column("vote_until", Instant, nullable=False),
    Column("reveal", Instant, nullable=False),
    Column("nominated_longer", Boolean, nullable=False),
    Column("voted_longer", Boolean, nullable=False),
    Column("key", Text),
    Column("turnout", Integer),
    Column("electorate", Integer),
    Index("ix_round_state", "state"),
    Index("ix_round_reveal", "reveal"),
    about=About(
        whose="nobody: a month with its dates, and how many voted",
        why="so that nominating, voting and the result come in time, once",
        keep="always",
        export="not personal",
        erase="not personal",
    ),
)

MOMENTS = ("opens", "nominate_until", "vote_from", "vote_until", "reveal")
"""Of a round, in their order."""


@frozen
class Dates:
    """The moments of a round, in this order. `nominate_until` and `vote_until` are the last moment that counts."""

    opens: datetime
    nominate_until: datetime
    vote_from: datetime
    vote_until: datetime
    reveal: datetime


@frozen
class Round:
    """One round. `id` is "2026-11"; `key` the name of the ballot's key, until that was destroyed; `turnout` of
    `electorate` voted, known once the ballot is closed. Nominating and voting were each made longer once or not yet.
    """

    id: str
    state: RoundState
    opens: datetime
    nominate_until: datetime
    vote_from: datetime
    vote_until: datetime
    reveal: datetime
    nominated_longer: bool
    voted_longer: bool
    key: str | None
    turnout: int | None
    electorate: int | None

    @property
    def dates(self) -> Dates:
        """Its moments."""
        return Dates(self.opens, self.nominate_until, self.vote_from, self.vote_until, self.reveal)


_ROUND = (
    round_.c.id, round_.c.state, round_.c.opens, round_.c.nominate_until, round_.c.vote_from, round_.c.vote_until,
    round_.c.reveal, round_.c.nominated_longer, round_.c.voted_longer, round_.c.key, round_.c.turnout,
    round_.c.electorate,
)  # fmt: skip
_UNDER_WAY = one_of(round_.c.state, "nominating", "looking", "voting", "revealing")
_ADD = upsert(lambda insert: insert(round_).on_conflict_do_nothing(index_elements=[round_.c.id]))
_GET = select(*_ROUND).where(round_.c.id == bindparam("id"))
_TAKE = _GET.with_for_update()
_FOR_VOTE = _GET.with_for_update(read=True)
_OPEN = select(*_ROUND).where(_UNDER_WAY).order_by(round_.c.reveal)
_WITH_KEY = select(*_ROUND).where(round_.c.key.is_not(None), one_of(round_.c.state, "revealing", "done", "none"))
_OF = update(round_).where(round_.c.id == bindparam("of_id"))
_STATE = _OF.values(state=bindparam("new_state"))
_DATES = _OF.values(
    opens=bindparam("new_opens", type_=Instant()), nominate_until=bindparam("new_nominate_until", type_=Instant()),
    vote_from=bindparam("new_vote_from", type_=Instant()), vote_until=bindparam("new_vote_until", type_=Instant()),
    reveal=bindparam("new_reveal", type_=Instant()),
)  # fmt: skip
_NOMINATED_LONGER = _OF.values(nominated_longer=true())
_VOTED_LONGER = _OF.values(voted_longer=true())
_KEY = _OF.values(key=bindparam("new_key"))
_TURNOUT = _OF.values(turnout=bindparam("new_turnout"), electorate=bindparam("new_electorate"))

_TOLD = (
    select(*_ROUND)
    .where(round_.c.state == word("done"))
    .order_by(round_.c.reveal.desc())
    .limit(bindparam("most", type_=Integer))
)
_EVERY = select(*_ROUND).order_by(round_.c.opens)


def add(tx: Tx, round_id: str, dates: Dates, key: str, *, state: RoundState = "nominating") -> bool:
    """A round begins, with the name that its ballot's key will have; False when it was there already."""
    values: dict[str, object] = {
        "id": round_id, "state": state, "opens": dates.opens, "nominate_until": dates.nominate_until,
        "vote_from": dates.vote_from, "vote_until": dates.vote_until, "reveal": dates.reveal,
        "nominated_longer": False, "voted_longer": False, "key": key,
    }  # fmt: skip
    return bool(tx.run(_ADD, values))


def get(tx: Tx, round_id: str) -> Round | None:
    """One round, by "2026-11"."""
    return tx.one(_GET, Round, {"id": round_id})


def take(tx: Tx, round_id: str) -> Round | None:
    """The same, for whoever closes the ballot: after every vote that was on its way."""
    return tx.one(_TAKE, Round, {"id": round_id})


def for_vote(tx: Tx, round_id: str) -> Round | None:
    """The same, for whoever votes: it stays as it is until the vote is stored, and holds up no other vote."""
    return tx.one(_FOR_VOTE, Round, {"id": round_id})


def told(tx: Tx, most: int) -> list[Round]:
    """The last rounds with a winner of which the result was told, the newest first."""
    return tx.all(_TOLD, Round, {"most": most})


def every(tx: Tx) -> list[Round]:
    """All rounds there have been, the first first."""
    return tx.all(_EVERY, Round)


def under_way(tx: Tx) -> list[Round]:
    """The rounds of which the result was not told yet, the first to be told first."""
    return tx.all(_OPEN, Round)


def with_keys_left(tx: Tx) -> list[Round]:
    """Rounds whose ballot is closed and whose key was not destroyed yet."""
    return tx.all(_WITH_KEY, Round)


def set_state(tx: Tx, round_id: str, state: RoundState) -> None:
    """It goes on."""
    tx.run(_STATE, {"of_id": round_id, "new_state": state})


def set_dates(tx: Tx, round_id: str, dates: Dates) -> None:
    """Other moments."""
    values: dict[str, object] = {
        "of_id": round_id, "new_opens": dates.opens, "new_nominate_until": dates.nominate_until,
        "new_vote_from": dates.vote_from, "new_vote_until": dates.vote_until, "new_reveal": dates.reveal,
    }  # fmt: skip
    tx.run(_DATES, values)


def nominated_longer(tx: Tx, round_id: str) -> None:
    """Nominating was made longer."""
    tx.run(_NOMINATED_LONGER, {"of_id": round_id})


def voted_longer(tx: Tx, round_id: str) -> None:
    """Voting was made longer."""
    tx.run(_VOTED_LONGER, {"of_id": round_id})


def set_key(tx: Tx, round_id: str, key: str | None) -> None:
    """The ballot's key has this name; None once it is no more."""
    tx.run(_KEY, {"of_id": round_id, "new_key": key})


def set_turnout(tx: Tx, round_id: str, turnout: int, electorate: int) -> None:
    """How many voted, and how many could have."""
    tx.run(_TURNOUT, {"of_id": round_id, "new_turnout": turnout, "new_electorate": electorate})
