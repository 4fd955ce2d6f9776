"""A bell in three places with claps and an edit, a second one that is cancelled, a third that is kept for tomorrow."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.answer import Answer
from rituals.engine.events import FormSubmitted
from rituals.engine.names import Ref
from tests.fakes.world import World
from tests.faults.scenario import Scenario, Step, Told

TEXT = "De lift doet het weer, en de hele flat is blij"
EDITED = "De lift doet het weer, en de hele flat danst."
KEPT = "Laat gewerkt, en de sleutels zijn over."
CLAPPERS = ("fatima", "sanne", "youssef", "anouk", "grace")


def _ref(told: Told, step: str) -> Ref:
    return Ref.parse(str(told[step]["refs"][0]))


async def _ring(world: World, _told: Told, delivery: str) -> Answer:
    return await world.say("fatima", "team-noord", f"/bel {TEXT} @sanne", delivery=delivery)


async def _second(world: World, _told: Told, delivery: str) -> Answer:
    return await world.say("youssef", "team-noord", "/bel Oeps, te vroeg", delivery=delivery)


async def _cancel(world: World, told: Told, delivery: str) -> Answer:
    return await world.act("youssef", "bel.cancel", _ref(told, "second"), delivery=delivery)


def _clap(who: str) -> Step:
    async def clap(world: World, told: Told, delivery: str) -> Answer:
        return await world.act(who, "bel.clap", _ref(told, "ring"), place="algemeen", delivery=delivery)

    return Step(f"clap-{who}", timedelta(seconds=12), clap)


async def _edit(world: World, told: Told, delivery: str) -> Answer:
    return await world.act("fatima", "bel.edit", _ref(told, "ring"), delivery=delivery)


async def _edited(world: World, told: Told, delivery: str) -> Answer | None:
    draft = told["edit"]["draft"]
    if draft is None:
        return None
    event = FormSubmitted(
        delivery=delivery, at=world.now, origin=world.origin("fatima"), form="bel.ring", draft=draft,
        values={"text": EDITED, "makers": ()}, ref=_ref(told, "ring"),
    )  # fmt: skip
    return await world.engine.dispatch(event)


async def _late(world: World, _told: Told, delivery: str) -> Answer:
    return await world.say("sanne", "successen", f"/bel {KEPT}", delivery=delivery)


async def _keep(world: World, told: Told, delivery: str) -> Answer:
    return await world.act("sanne", "bel.keep", _ref(told, "late"), delivery=delivery)


SCENARIO = Scenario(
    steps=(
        Step("ring", timedelta(), _ring),
        Step("second", timedelta(seconds=1), _second),
        Step("cancel", timedelta(seconds=4), _cancel),
        *(_clap(who) for who in CLAPPERS),
        # After any quarantine of a post that was interrupted; as late as [Aanpassen] may come.
        Step("edit", timedelta(minutes=12), _edit),
        Step("edited", timedelta(minutes=12, seconds=20), _edited),
        Step("late", timedelta(hours=9), _late),
        Step("keep", timedelta(hours=9, seconds=5), _keep),
    ),
    lasts=timedelta(hours=23, minutes=20),
)
