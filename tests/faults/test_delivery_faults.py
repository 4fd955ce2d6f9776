"""A platform that refuses, stalls, forgets and lies: every message still stands where it must, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.found import find_rituals
from rituals.engine.cards import Card
from rituals.engine.context import Context, Drawing
from rituals.engine.errors import DeliveryError, PerhapsSent, SurelyNotSent, Throttled, Unreachable, Vanished
from rituals.engine.events import Command
from rituals.engine.names import Key
from rituals.engine.outcome import Outcome, Show
from rituals.engine.platform import Parcel
from rituals.engine.ritual import Handled, Ritual
from store import choices, places, sending
from store.base import Store
from store.places import PlaceSeen
from store.tx import Tx
from tests.fakes.world import GENEROUS, FakePlatform, World, failing, labels, words_of

pytestmark = pytest.mark.faults

PLACES = ("team-noord", "algemeen", "successen")
BLIND = replace(GENEROUS, lookup=False)


async def ringing(store: Store, platform: FakePlatform | None = None) -> World:
    """A bell that goes in three places in ten seconds."""
    world = await World(store, platform=platform).open()
    answer = await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    assert "Over 10 seconden" in words_of(answer)
    return world


def hangs(world: World) -> dict[str, int]:
    """How often the bell was posted in each place."""
    return {place: len([one for one in world.platform.posted if one.place == place]) for place in PLACES}


def ringer_reads(world: World) -> str:
    return world.platform.to("fatima")[-1].text


EVERYWHERE = dict.fromkeys(PLACES, 1)
ELSEWHERE = {**EVERYWHERE, "algemeen": 0}


@pytest.mark.parametrize("applied", [True, False], ids=["after applying", "before applying"])
@pytest.mark.parametrize("error", [PerhapsSent("reset"), PerhapsSent("502"), ValueError("an adapter's fault")])
async def test_a_post_that_nobody_knows_of_is_looked_up_and_stands_once(
    sqlite_store: Store, error: DeliveryError, applied: bool
) -> None:
    world = await ringing(sqlite_store)
    fault = failing(error, place="algemeen")
    world.platform.afterwards, world.platform.fails = (fault, _fine) if applied else (_fine, fault)

    with capture_logs():
        await world.walk(seconds=12)
    assert hangs(world) == (EVERYWHERE if applied else ELSEWHERE)
    await world.walk(minutes=5)

    assert hangs(world) == EVERYWHERE
    assert ringer_reads(world) == "🔔 De bel ging in #team-noord, #algemeen en #successen."
    assert "uncertain" not in await world.read(sending.states)


def _fine(_call: str, _parcel: Parcel) -> None:
    return None


@pytest.mark.parametrize(("asked", "waits"), [(1, 1), (30, 30), (600, 600), (0, 1), (-1, 1), (7200, 3600)])
async def test_a_place_that_says_wait_gets_it_no_sooner_and_not_much_later(
    sqlite_store: Store, asked: float, waits: float
) -> None:
    world = await ringing(sqlite_store)
    world.platform.fails = failing(Throttled(asked), place="algemeen")
    await world.walk(seconds=10)

    await world.walk(seconds=waits - 0.1)
    assert hangs(world) == ELSEWHERE
    await world.walk(seconds=2)

    assert hangs(world) == EVERYWHERE


async def test_a_throttled_workspace_gets_nothing_until_it_may(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store)
    world.platform.fails = failing(Throttled(30, "workspace"), times=3)
    await world.walk(seconds=10)
    calls = len(world.platform.calls)

    await world.walk(seconds=29)
    assert len(world.platform.calls) == calls
    await world.walk(seconds=60)

    assert hangs(world) == EVERYWHERE


async def test_what_was_refused_is_tried_until_it_is_taken(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store)
    world.platform.fails = failing(SurelyNotSent("no connection"), times=20)

    await world.walk(minutes=15)

    assert hangs(world) == EVERYWHERE


class Mute(FakePlatform):
    """Never answers the first post in #algemeen; whether it was done is `applies`."""

    applies = True
    muted = False

    async def post(self, parcel: Parcel) -> str:
        if self.muted or not parcel.place or parcel.place.external != "algemeen":
            return await super().post(parcel)
        self.muted = True
        if self.applies:
            await super().post(parcel)
        await asyncio.Event().wait()
        raise AssertionError("nobody waits for this")


@pytest.mark.parametrize("applies", [True, False])
async def test_a_platform_that_never_answers_is_looked_up_later(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, applies: bool
) -> None:
    monkeypatch.setattr("rituals.engine.courier.TIMEOUT", 0.02)
    platform = Mute()
    platform.applies = applies
    world = await ringing(sqlite_store, platform)

    await world.walk(minutes=2)

    assert hangs(world) == EVERYWHERE


class Slow(FakePlatform):
    """Its history shows a post only so many seconds later."""

    shows_at: datetime | None = None
    world: World

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        found = await super().find(parcel, since)
        return found if self.shows_at is None or self.world.now >= self.shows_at else None


async def test_history_is_read_only_when_a_late_post_must_be_in_it(sqlite_store: Store) -> None:
    platform = Slow()
    world = await ringing(sqlite_store, platform)
    platform.world, platform.shows_at = world, world.now.replace(second=45)
    platform.afterwards = failing(PerhapsSent("reset"), place="algemeen")

    await world.walk(seconds=69)
    assert "find" not in {call for call, _ in platform.calls}
    await world.walk(minutes=5)

    assert hangs(world) == EVERYWHERE


async def test_history_that_cannot_be_read_leaves_it_to_the_ringer(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store)
    world.platform.afterwards = failing(PerhapsSent("reset"), place="algemeen")
    world.platform.fails = failing(Unreachable("missing_scope"), call="find")

    await world.walk(minutes=3)

    assert hangs(world) == EVERYWHERE
    assert "Ik weet niet zeker of de bel in #algemeen is geplaatst." in ringer_reads(world)


async def test_in_doubt_where_nobody_can_look_the_ringer_is_asked_and_sends_it_once(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store, FakePlatform(capabilities=BLIND))
    world.platform.fails = failing(PerhapsSent("time-out"), place="algemeen")
    await world.walk(minutes=30)
    assert hangs(world) == ELSEWHERE
    question = world.platform.to("fatima")[-1].card
    assert labels(question) == ["Stuur nog eens", "Laat maar"]

    await world.press("fatima", question, "Stuur nog eens")
    await world.press("fatima", question, "Stuur nog eens")
    await world.walk(minutes=30)
    await world.press("fatima", question, "Stuur nog eens")
    await world.walk(minutes=30)

    assert hangs(world) == EVERYWHERE
    assert ringer_reads(world) == "🔔 De bel ging in #team-noord, #algemeen en #successen."


async def test_in_doubt_the_ringer_may_leave_it(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store, FakePlatform(capabilities=BLIND))
    world.platform.afterwards = failing(PerhapsSent("time-out"), place="algemeen")
    await world.walk(minutes=1)
    question = world.platform.to("fatima")[-1].card

    await world.press("fatima", question, "Laat maar")
    await world.press("fatima", question, "Stuur nog eens")
    await world.walk(days=1)

    assert hangs(world) == EVERYWHERE
    assert "uncertain" not in await world.read(sending.states)


async def test_a_place_without_us_is_set_aside_and_the_ringer_hears_it_once(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store)
    world.platform.fails = failing(Unreachable("is_archived"), times=99, place="algemeen")

    await world.walk(hours=3)

    assert hangs(world) == ELSEWHERE
    assert "In #algemeen lukt het niet: ik zit daar niet in." in ringer_reads(world)
    assert [one.key for one in world.platform.posted if one.account == "fatima"] == ["bel:1/answer"]
    assert (await world.read(sending.states))["parked"] == 1


async def test_a_bell_that_somebody_removed_is_not_posted_anew(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store)
    await world.walk(seconds=12)
    world.platform.fails = failing(Vanished("message_not_found"), call="update", place="algemeen")
    (bell,) = world.platform.standing("successen")

    for who in ("sanne", "youssef"):
        await world.press(who, bell.card, "👏", place="successen")
        await world.walk(seconds=30)

    assert hangs(world) == EVERYWHERE
    assert labels(bell.card) == ["👏 Klap mee · 2"]


async def test_a_chat_that_stays_away_for_two_hours_gets_no_bell_and_the_ringer_hears_it(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store)
    world.platform.fails = failing(SurelyNotSent("no route"), times=10_000)
    await world.walk(hours=2, minutes=1)
    world.platform.fails = _fine

    await world.walk(hours=1)

    assert hangs(world) == dict.fromkeys(PLACES, 0)
    assert "was de chat te lang niet bereikbaar" in ringer_reads(world)


async def test_after_a_long_time_down_nothing_is_sent_that_is_past_its_time(sqlite_store: Store) -> None:
    names = [f"kanaal-{number}" for number in range(120)]
    world = await World(sqlite_store).open()
    await world.store.transact(lambda tx: many_bell_places(tx, names, world.now))
    await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    world.clock.walk_to(world.now + timedelta(hours=5))  # a jump: nothing ran in between

    for _ in range(5):
        await world.engine.settle()
    await world.walk(seconds=10)

    assert [one for one in world.platform.posted if one.place] == []
    assert set(await world.read(sending.states)) == {"cancelled", "sent"}


def many_bell_places(tx: Tx, names: list[str], now: datetime) -> None:
    for name in names:
        place = places.see(tx, 1, PlaceSeen(name, name, state="open"))
        choices.put(tx, f"place:{place.id}", "bel", "here", True, None, now)


async def test_a_bell_that_comes_late_says_when_it_was_and_makes_no_sound(sqlite_store: Store) -> None:
    world = await ringing(sqlite_store)
    world.platform.fails = failing(Throttled(1200), place="algemeen")

    await world.walk(minutes=30)

    (late,), (timely,) = world.platform.standing("algemeen"), world.platform.standing("successen")
    assert "Dat was om 10:00." in late.text
    assert late.card.silent
    assert "Dat was om" not in timely.text
    assert not timely.card.silent


def broken_ritual() -> Ritual:
    """`/stuk` shows a message that cannot be drawn."""

    def command(_event: Command, context: Context) -> Outcome:
        assert context.place
        return Outcome(effects=(Show(Key("stuk", "1"), context.place),))

    def draw(_drawing: Drawing, _key: Key) -> Card | None:
        raise ZeroDivisionError

    return Ritual(name="stuk", title="Stuk", draw=draw, commands={"stuk": Handled(command)})


async def test_a_card_that_cannot_be_drawn_holds_up_no_other(sqlite_store: Store) -> None:
    world = await World(sqlite_store, rituals=[*find_rituals(), broken_ritual()]).open()

    with capture_logs() as logs:
        await world.say("sanne", "algemeen", "/stuk")
        await world.say("fatima", "team-noord", "/bel De lift doet het weer")
        await world.walk(minutes=5)

    assert hangs(world) == EVERYWHERE
    assert {"draw failed", "stuk:1"} <= {*(one["event"] for one in logs), *(one["key"] for one in logs)}
