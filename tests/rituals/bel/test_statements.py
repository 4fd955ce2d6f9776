"""A bell stays cheap for the database, whatever its size."""

from __future__ import annotations

from store import installations, sightings
from store.accounts import AccountSeen
from store.base import Store
from tests.bench.recorded import RecordingStore
from tests.fakes.world import World, words_of


async def test_a_bell_costs_at_most_six_statements(store: Store) -> None:
    recording = RecordingStore(store)
    world = await World(recording).open()
    await world.say("fatima", "team-noord", "/bel Wat een mooie dag @sanne @youssef")  # from now on they are known

    answer = await world.say("fatima", "team-noord", "/bel Mevrouw Aziz belde om te bedanken @sanne @youssef")

    assert "Over 10 seconden gaat de bel in #team-noord, #algemeen en #successen." in words_of(answer)
    bell = recording.transactions[-1]
    assert len(bell.said) <= 6, "\n".join(one.sql for one in bell.said)


async def test_a_namesake_who_came_later_is_told_apart(store: Store) -> None:
    world = await World(store).open()
    await world.say("fatima", "team-noord", "/bel Wat een mooie dag @sanne")
    workspace = await world.read(lambda tx: installations.every(tx)[0])
    other = AccountSeen("sanne2", "Sanne Bos", "sanne2@waterrand.example", locale="nl")

    await world.store.transact(lambda tx: sightings.see(tx, workspace.id, other, world.now))
    await world.say("youssef", "team-noord", "/bel De bus kwam op tijd @sanne")
    await world.walk(seconds=15)

    assert "🔔 De bel gaat voor Sanne de Wit!" in world.platform.standing("team-noord")[-1].text
