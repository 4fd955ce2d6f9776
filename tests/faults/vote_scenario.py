"""Five colleagues vote, one of them twice; the ballot closes, its key is destroyed, and the result is told."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.answer import Answer
from rituals.engine.events import FormSubmitted
from rituals.klantverbeteraar.names import ballot_ref
from store import candidates, choices, places, rounds
from store.rounds import Dates
from store.tx import Tx
from tests.fakes.world import MONDAY, World
from tests.faults.scenario import Scenario, Step, Told

ROUND = "2026-11"
FIRST = 9_000_000_001
VOTERS = ("fatima", "sanne", "youssef", "anouk", "grace")
OPENS, CLOSES, REVEAL = timedelta(minutes=10), timedelta(hours=1), timedelta(hours=2)
DATES = Dates(
    MONDAY - timedelta(days=3), MONDAY - timedelta(days=2), MONDAY + OPENS, MONDAY + CLOSES, MONDAY + REVEAL
)  # fmt: skip


async def _begin(world: World, _told: Told, _delivery: str) -> Answer:
    """Two candidates; done again after a kill it changes nothing."""

    def begin(tx: Tx) -> None:
        place = places.find(tx, 1, "algemeen")
        if place is None or not rounds.add(tx, ROUND, DATES, "2026-11-key", state="looking"):
            return
        choices.put(tx, f"place:{place.id}", "klantverbeteraar", "here", True, None, world.now)
        tx.run(candidates.candidate.insert(), [
            {"id": FIRST + n, "round_id": ROUND, "name": f"Team {n}", "state": "candidate", "consent": "all",
             "won": False} for n in range(2)
        ])  # fmt: skip

    await world.store.transact(begin)
    return await world.say("sanne", None, "/klant", delivery="hello")


def _press(who: str, turn: int) -> Step:
    async def press(world: World, _told: Told, delivery: str) -> Answer:
        return await world.act(who, "klantverbeteraar.vote", ballot_ref(ROUND), place="algemeen", delivery=delivery)

    return Step(f"press-{who}-{turn}", timedelta(minutes=20 + turn), press)


def _vote(who: str, turn: int, candidate: int) -> Step:
    async def vote(world: World, told: Told, delivery: str) -> Answer | None:
        draft = told[f"press-{who}-{turn}"]["draft"]
        if draft is None:
            return None
        event = FormSubmitted(
            delivery=delivery, at=world.now, origin=world.origin(who), form="klantverbeteraar.vote", draft=draft,
            values={"choice1": (str(candidate),)}, ref=ballot_ref(ROUND),
        )  # fmt: skip
        return await world.engine.dispatch(event)

    return Step(f"vote-{who}-{turn}", timedelta(minutes=20 + turn, seconds=20), vote)


SCENARIO = Scenario(
    steps=(
        Step("begin", timedelta(), _begin),
        *(_press(who, 0) for who in VOTERS),
        *(_vote(who, 0, FIRST + number % 2) for number, who in enumerate(VOTERS)),
        _press("fatima", 5),
        _vote("fatima", 5, FIRST + 1),
    ),
    lasts=timedelta(hours=3),
)
