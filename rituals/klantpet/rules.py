"""Whose turn it is to wear the klantpet: fair by how often somebody was there, and only a balance is kept.

Each meeting that was held adds the same part of a turn to everybody who was there, and wearing takes a whole turn off.
That part is what a turn costs on average: one divided by the usual number of people. With one divided by the number of
people of that day, those who come mostly when it is busy would get fewer turns than others.

A meeting that is cancelled changes nothing, nor does a turn that is declined: nobody calls `held`. Whoever takes a turn
over is the wearer, so they pay for it and the other one keeps what they had.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from hashlib import sha256

from store.frozen import frozen

TURN = 720_720
"""A whole turn. Integers are exact on every database; this one can be divided by every number up to sixteen."""
SETTLED = 2
"""So many meetings somebody looks on before they may wear it."""
FEWEST = 3
"""With fewer people than this nobody wears it."""
REMEMBERED = 100
"""Meetings after which the older ones count for half, so that a group may grow or shrink."""


@frozen
class Standing:
    """Somebody in a rota: `debt` is how much of a turn they owe, `early` the meetings they saw, up to two."""

    person: int
    debt: int = 0
    last: date | None = None
    """The day on which they last wore it."""
    early: int = SETTLED


@frozen
class Rota:
    """All standings, and of the group as a whole how many meetings were held and how many seats were taken in all."""

    standings: tuple[Standing, ...]
    meetings: int = 0
    seats: int = 0

    @property
    def part(self) -> int:
        """What being there costs: a turn divided by the usual number of people."""
        return TURN * self.meetings // self.seats if self.seats else 0


def begun(people: Collection[int]) -> Rota:
    """A new rota; whoever is in it at the start may wear it at once."""
    return Rota(tuple(Standing(person) for person in sorted(set(people))))


def joined(rota: Rota, people: Collection[int]) -> Rota:
    """With these people in it too: newcomers start at the group's mean and look on first."""
    new = sorted(set(people) - {one.person for one in rota.standings})
    debts = [one.debt for one in rota.standings if one.early >= SETTLED]
    mean = sum(debts) // len(debts) if debts else 0
    return replace(rota, standings=(*rota.standings, *(Standing(person, mean, early=0) for person in new)))


def choose(rota: Rota, coming: Collection[int], seed: str, wearing: Collection[int] = ()) -> int | None:
    """Who of those who are coming is to wear it; None when they are too few, or all new.

    `wearing`: those who wear one on that day already, in another meeting. The same seed draws the same person.
    """
    able = [one for one in rota.standings if one.person in coming and one.early >= SETTLED]
    if len(set(coming)) < FEWEST or not able:
        return None
    previous = _previous(rota)
    able = [one for one in able if one.person not in previous] or able
    able = [one for one in able if one.person not in wearing] or able
    return min(able, key=lambda one: (-one.debt, one.last or date.min, draw(seed, one.person))).person


def held(rota: Rota, present: Collection[int], wearer: int | None, day: date) -> Rota:
    """After a meeting at which these people were; None when nobody wore it, and then nobody owes anything for it."""
    known = joined(rota, present)
    counted = known if wearer is None else _counted(known, present)
    return replace(
        counted, standings=tuple(_after(one, present, wearer, counted.part, day) for one in counted.standings)
    )


def seed_of(rota: str, day: date) -> str:
    """The seed of one turn; with the same one the preview and the day itself draw alike."""
    return f"{rota}/{day.isoformat()}"


def _previous(rota: Rota) -> frozenset[int]:
    """Who wore it last: one person, or more when it was worn more than once on that day."""
    latest = max((one.last for one in rota.standings if one.last), default=None)
    return frozenset(one.person for one in rota.standings if latest and one.last == latest)


def draw(seed: str, lot: object) -> bytes:
    """What a lot draws; the lowest wins, and each is as likely."""
    return sha256(f"{seed}/{lot}".encode()).digest()


def _counted(rota: Rota, present: Collection[int]) -> Rota:
    taken = sum(one.person in present and one.early >= SETTLED for one in rota.standings)
    if not taken:
        return rota
    share = 2 if rota.meetings >= REMEMBERED else 1
    return replace(rota, meetings=rota.meetings // share + 1, seats=rota.seats // share + taken)


def _after(one: Standing, present: Collection[int], wearer: int | None, part: int, day: date) -> Standing:
    wore = one.person == wearer
    if one.person not in present and not wore:
        return one
    owed = part if wearer is not None and one.early >= SETTLED else 0
    return replace(
        one,
        debt=one.debt + owed - (TURN if wore else 0),
        last=day if wore else one.last,
        early=min(one.early + 1, SETTLED),
    )
