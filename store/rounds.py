"""The months of the klantverbeteraar: rounds, who was nominated with which words, and what came of it.

Votes are not here: while people vote they lie sealed in `store.votes`, and only their totals come to a candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    true,
    update,
)

from store.frozen import frozen
from store.places import place
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered, one_of, upsert, word
from store.tx import Tx

RoundState = Literal["nominating", "looking", "voting", "revealing", "done", "none"]
"""`looking`: even nakijken; `revealing`: what came of it is certain and not told yet; `none`: nobody was chosen."""
CandidateState = Literal["candidate", "thanked", "withdrawn", "hidden"]
"""`thanked`: won lately, and is thanked instead of elected."""
Consent = Literal["none", "all", "team", "not"]
"""What may be shared of somebody who wins; `none` while they have not answered, `not`: rather nothing."""

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

candidate = table(
    "candidate",
    Column("id", Id, primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    person_id(erase="row", nullable=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("asked_at", Instant),
    Column("answered_at", Instant),
    Column("total", Integer),
    Column("won", Boolean, nullable=False),
    Column("team_id", ForeignKey(place.c.id)),
    Index("ix_candidate_round_id", "round_id"),
    Index("ix_candidate_person_id", "person_id"),
    about=About(
        whose="the colleague who was nominated",
        why="to name and thank in public (the spotlight) somebody who did well for a customer, if they want that",
        keep="until the colleague asks to be forgotten; the number of votes is shown to nobody",
        export="the rounds in which somebody was nominated, without numbers of votes",
        erase="the row goes, with the words about them",
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


@frozen
class Candidate:
    """Somebody who was nominated; `name` is of somebody without an account, or of an afdeling.

    `total` is empty until the ballot is closed. `team_id` is the only place where it may be shared, for who chose so.
    """

    id: int
    round_id: str
    person_id: int | None
    name: str
    state: CandidateState
    consent: Consent
    asked_at: datetime | None
    answered_at: datetime | None
    total: int | None
    won: bool
    team_id: int | None = None


_ROUND = (
    round_.c.id, round_.c.state, round_.c.opens, round_.c.nominate_until, round_.c.vote_from, round_.c.vote_until,
    round_.c.reveal, round_.c.nominated_longer, round_.c.voted_longer, round_.c.key, round_.c.turnout,
    round_.c.electorate,
)  # fmt: skip
_CANDIDATE = (
    candidate.c.id, candidate.c.round_id, candidate.c.person_id, candidate.c.name, candidate.c.state,
    candidate.c.consent, candidate.c.asked_at, candidate.c.answered_at, candidate.c.total, candidate.c.won,
    candidate.c.team_id,
)  # fmt: skip
_UNDER_WAY = one_of(round_.c.state, "nominating", "looking", "voting", "revealing")
_ADD = upsert(lambda insert: insert(round_).on_conflict_do_nothing(index_elements=[round_.c.id]))
_GET = select(*_ROUND).where(round_.c.id == bindparam("id"))
_TAKE = _GET.with_for_update()
_FOR_VOTE = _GET.with_for_update(read=True)
_OPEN = select(*_ROUND).where(_UNDER_WAY).order_by(round_.c.reveal)
_WITH_KEY = select(*_ROUND).where(
    round_.c.key.is_not(None), one_of(round_.c.state, "revealing", "done", "none")
)  # fmt: skip
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

_ADD_CANDIDATE = Numbered(insert(candidate))
_GET_CANDIDATE = select(*_CANDIDATE).where(candidate.c.id == bindparam("id"))
_OF_ROUND = select(*_CANDIDATE).where(candidate.c.round_id == bindparam("round_id")).order_by(candidate.c.id)
_STANDING_IDS = (
    select(candidate.c.id)
    .where(
        candidate.c.round_id == bindparam("round_id"),
        candidate.c.state == word("candidate"),
        or_(candidate.c.person_id.is_(None), candidate.c.person_id != bindparam("voter")),
    )
    .order_by(candidate.c.id)
)
_OF_PERSON = select(*_CANDIDATE).where(candidate.c.person_id == bindparam("person_id")).order_by(candidate.c.id)
_EARLIER = (
    select(round_.c.id)
    .where(
        round_.c.state == word("done"),
        round_.c.reveal < bindparam("before", type_=Instant()),
        exists().where(candidate.c.round_id == round_.c.id, candidate.c.won),
    )
    .order_by(round_.c.reveal.desc())
    .limit(bindparam("most", type_=Integer))
)
_WINNERS = select(*_CANDIDATE).where(
    candidate.c.won, candidate.c.round_id.in_(bindparam("rounds", expanding=True))
)  # fmt: skip
_CANDIDATE_IS = update(candidate).where(candidate.c.id == bindparam("of_id"))
_CANDIDATE_STATE = _CANDIDATE_IS.values(state=bindparam("new_state"))
_ASKED = _CANDIDATE_IS.values(asked_at=bindparam("now", type_=Instant()))
_CONSENT = _CANDIDATE_IS.values(
    consent=bindparam("new_consent"), answered_at=bindparam("now", type_=Instant()), team_id=bindparam("new_team_id")
)
_ADOPT = _CANDIDATE_IS.values(
    person_id=bindparam("new_person"), name=word(""), consent=word("none"), asked_at=None, answered_at=None
)
_TOTAL = _CANDIDATE_IS.values(total=bindparam("new_total"))
_WON = _CANDIDATE_IS.values(won=bindparam("has_won"))
_TOLD = (
    select(*_ROUND)
    .where(round_.c.state == word("done"))
    .order_by(round_.c.reveal.desc())
    .limit(bindparam("most", type_=Integer))
)
_EVERY = select(*_ROUND).order_by(round_.c.opens)
_DROP_CANDIDATE = delete(candidate).where(candidate.c.id == bindparam("id"))


def add(tx: Tx, round_id: str, dates: Dates, key: str, *, state: RoundState = "nominating") -> bool:
    """A round begins, with the name that its ballot's key will have; False when it was there already."""
    return bool(tx.run(_ADD, {
        "id": round_id, "state": state, "opens": dates.opens, "nominate_until": dates.nominate_until,
        "vote_from": dates.vote_from, "vote_until": dates.vote_until, "reveal": dates.reveal,
        "nominated_longer": False, "voted_longer": False, "key": key,
    }))  # fmt: skip


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
    tx.run(_DATES, {
        "of_id": round_id, "new_opens": dates.opens, "new_nominate_until": dates.nominate_until,
        "new_vote_from": dates.vote_from, "new_vote_until": dates.vote_until, "new_reveal": dates.reveal,
    })  # fmt: skip


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


def add_candidate(
    tx: Tx, round_id: str, person: int | None, name: str = "", *, state: CandidateState = "candidate"
) -> int:
    """Somebody is nominated for the first time in this round; the candidate's id."""
    values = {"round_id": round_id, "person_id": person, "name": name, "state": state, "consent": "none", "won": False}
    return tx.add(_ADD_CANDIDATE, values)


def get_candidate(tx: Tx, candidate_id: int) -> Candidate | None:
    """One candidate."""
    return tx.one(_GET_CANDIDATE, Candidate, {"id": candidate_id})


def candidates(tx: Tx, round_id: str) -> list[Candidate]:
    """Everybody who was nominated, whatever became of it."""
    return tx.all(_OF_ROUND, Candidate, {"round_id": round_id})


def standing(tx: Tx, round_id: str) -> list[Candidate]:
    """Those one can vote for."""
    return [one for one in candidates(tx, round_id) if one.state == "candidate"]


def offered_to(tx: Tx, round_id: str, voter: int) -> list[int]:
    """The ids of those whom this person can vote for: everybody who stands, but oneself."""
    return tx.all(_STANDING_IDS, int, {"round_id": round_id, "voter": voter})


def candidacies(tx: Tx, person: int) -> list[Candidate]:
    """The rounds in which somebody was nominated."""
    return tx.all(_OF_PERSON, Candidate, {"person_id": person})


def earlier_winners(tx: Tx, before: datetime, most: int) -> list[Candidate]:
    """Who won the last `most` rounds that had a winner and were told before a moment."""
    latest = tx.all(_EARLIER, str, {"before": before, "most": most})
    return tx.all(_WINNERS, Candidate, {"rounds": latest}) if latest else []


def set_candidate(tx: Tx, candidate_id: int, state: CandidateState) -> None:
    """A candidate withdraws, is thanked, is hidden, or stands again."""
    tx.run(_CANDIDATE_STATE, {"of_id": candidate_id, "new_state": state})


def asked(tx: Tx, candidate_id: int, now: datetime) -> None:
    """A candidate was asked what may be shared."""
    tx.run(_ASKED, {"of_id": candidate_id, "now": now})


def set_consent(
    tx: Tx, candidate_id: int, consent: Consent, now: datetime, *, team: int | None = None
) -> None:  # fmt: skip
    """A candidate said what may be shared, and with which place alone."""
    tx.run(_CONSENT, {"of_id": candidate_id, "new_consent": consent, "now": now, "new_team_id": team})


def adopt(tx: Tx, candidate_id: int, person: int) -> None:
    """A name turns out to be of somebody with an account: what may be shared is theirs to say."""
    tx.run(_ADOPT, {"of_id": candidate_id, "new_person": person})


def doubles(tx: Tx, round_id: str) -> dict[int, int]:
    """Candidates who turned out to be another one while people voted: by id, the one who stands for both."""
    every = [one for one in candidates(tx, round_id) if one.person_id]
    first: dict[int | None, int] = {}
    for one in sorted(every, key=lambda one: (one.state != "candidate", one.id)):
        first.setdefault(one.person_id, one.id)
    return {one.id: first[one.person_id] for one in every if first[one.person_id] != one.id}


def drop_candidate(tx: Tx, candidate_id: int) -> None:
    """Nobody has words about them any more."""
    tx.run(_DROP_CANDIDATE, {"id": candidate_id})


def set_totals(tx: Tx, totals: Mapping[int, int]) -> None:
    """How many voted for each candidate."""
    tx.run(_TOTAL, [{"of_id": one, "new_total": total} for one, total in sorted(totals.items())])


def set_winners(tx: Tx, candidate_ids: Collection[int], *, won: bool = True) -> None:
    """Who won."""
    tx.run(_WON, [{"of_id": one, "has_won": won} for one in sorted(candidate_ids)])
