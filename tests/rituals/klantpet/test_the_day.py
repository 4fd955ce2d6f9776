"""A day with the klantpet as it should go, and the day on which everything changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rituals.engine.cards import plain
from rituals.engine.events import Action, Origin
from rituals.engine.meetings import Guest
from rituals.engine.names import Ref
from store import installations, sightings
from store.accounts import AccountSeen
from store.base import Store
from store.tx import Tx
from tests.fakes.world import FakePlatform, Posted, World, labels, words_of
from tests.rituals.klantpet.steps import (
    MEETING,
    TEAM,
    TUESDAY,
    a_meeting,
    a_world,
    asks,
    by_calendar,
    called,
    declines,
    heard,
    moved,
    public,
    quoted,
    started,
    swaps,
    tells,
    told,
    until,
    wearer,
)

FOUR_HOURS_LATER = TUESDAY + timedelta(hours=4)


async def test_the_wearer_hears_it_the_working_day_before_at_four(store: Store) -> None:
    world = await a_world(store)
    await quoted(world)
    await started(world)
    await until(world, 15, 59, day=23)
    assert not [one for who in TEAM for one in heard(world, who)]

    await until(world, 16, day=23)

    who = await wearer(world)
    card = told(world, who, "turn")[0].card
    words = plain(card)
    assert words.startswith(
        "🧢 Morgen om 10:00 draag jij de klantpet in Teamoverleg Noord. Kijk mee door de ogen van de huurder."
    )
    assert "“Ik moest drie keer hetzelfde uitleggen.”" in words
    assert "Stel één keer deze vraag:" in words and words.splitlines()[-1].endswith("?")
    assert labels(card) == ["Doe ik", "Ruilen", "Deze keer niet"]
    assert [other for other in TEAM if other != who and heard(world, other)] == []


async def test_without_quotes_there_is_a_question_all_the_same(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    await until(world, 16, day=23)

    words = told(world, await wearer(world), "turn")[0].text

    assert "Stel één keer deze vraag:" in words and "zei laatst" not in words


async def test_a_quote_that_is_taken_away_leaves_the_message(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    quote = await quoted(world)
    await started(world)
    await until(world, 16, day=23)
    who = await wearer(world)

    await world.act("fatima", "quote.away", Ref("quote", str(quote)))
    await world.walk(seconds=5)

    assert "drie keer" not in told(world, who, "turn")[0].text


async def test_the_host_hears_a_quarter_of_an_hour_before_whom_to_ask(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world, team=("sanne", "youssef", "fatima"))
    await until(world, 9, 44)
    assert not told(world, "anouk", "host")

    await until(world, 9, 45)

    name = called(await wearer(world))
    host = told(world, "anouk", "host")
    assert [one.text for one in host] == [
        f"🧢 {name} draagt straks de klantpet. Vraag {name} bij elk besluit eerst: wat merkt de huurder hiervan?"
    ]
    assert labels(host[0].card) == ["Iemand anders", "Sla over"]
    assert public(world) == []
    await until(world, 11, 12)
    assert labels(told(world, "anouk", "host")[0].card) == [] and name in told(world, "anouk", "host")[0].text
    worn = told(world, await wearer(world), "turn")[0]
    assert (worn.text, labels(worn.card)) == ("Jij droeg de klantpet in Teamoverleg Noord. Dank je wel!", [])


async def test_a_host_who_wears_it_gets_one_message(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting()])
    await until(world, 16, day=23)
    while await wearer(world) != "anouk":
        await declines(world, await wearer(world))

    await until(world, 10, 1)

    assert [one.key.partition("/")[0] for one in heard(world, "anouk")] == ["klantpet:turn"]
    assert "Jij leidt dit overleg ook." in heard(world, "anouk")[0].text


async def test_a_swap_keeps_it_until_somebody_takes_it_over(store: Store) -> None:
    world = await a_world(store)
    await started(world)
    await until(world, 16, day=23)
    who = await wearer(world)
    other = next(one for one in TEAM if one != who)

    answer = await asks(world, who, other)

    assert "draag jij de pet" in words_of(answer)
    assert await wearer(world) == who
    asked = told(world, other, "swap")[0]
    assert labels(asked.card) == ["Neem over", "Kan niet"]
    mine = await world.press(other, asked.card, "Neem over")
    await world.walk(seconds=3)
    assert await wearer(world) == other
    assert words_of(mine) == "Dank je wel! Ik stuur je zo de vraag om te stellen."
    assert "draag jij de klantpet" in told(world, other, "turn")[0].text
    assert told(world, who, "turn")[0].text == "Een ander draagt de klantpet deze keer. Dank je wel!"
    assert "draagt de klantpet" in told(world, who, "taken")[0].text


async def test_who_cannot_take_it_over_says_so_and_nothing_changes(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    await until(world, 16, day=23)
    who = await wearer(world)
    other = next(one for one in TEAM if one != who)
    await asks(world, who, other)

    await world.press(other, told(world, other, "swap")[0].card, "Kan niet")
    await world.walk(seconds=3)

    assert await wearer(world) == who
    assert "kan niet. Jij draagt de klantpet" in told(world, who, "cannot")[0].text


async def test_who_was_asked_before_somebody_else_reads_what_is_true(store: Store) -> None:
    world = await a_world(store)
    await started(world)
    await until(world, 16, day=23)
    who = await wearer(world)
    first, second = [one for one in TEAM if one != who][:2]
    await asks(world, who, first)
    before = told(world, first, "swap")[0].card
    await asks(world, who, second)

    asking = told(world, first, "swap")[0].text
    pressed = [words_of(await world.press(first, before, label)) for label in ("Kan niet", "Neem over")]
    await world.press(second, told(world, second, "swap")[0].card, "Kan niet")
    await world.walk(seconds=3)
    refused = told(world, first, "swap")[0].text
    await declines(world, who)

    words = f"{called(who)} vraagt het nu aan een ander. Je hoeft niets meer te doen."
    assert [asking, *pressed] == [words] * 3
    assert refused == f"{called(who)} draagt de klantpet. Je hoeft niets meer te doen."
    assert told(world, first, "swap")[0].text == "Dit is al geregeld. Dank je wel!"


async def test_who_was_asked_reads_that_the_meeting_is_cancelled(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    await until(world, 16, day=23)
    who = await wearer(world)
    other = next(one for one in TEAM if one != who)
    await asks(world, who, other)

    await tells(world, calendar, [])

    assert told(world, other, "swap")[0].text == "Dit overleg gaat niet door. Je hoeft niets meer te doen."


BRAM = AccountSeen("bram", "Bram Smit", "bram@waterrand.example", "member", "nl")


async def two_tools(store: Store) -> tuple[World, FakePlatform]:
    """Bram leads the meeting, and works in another tool than the others."""
    world = await a_world(store)
    teams = FakePlatform(name="teams")
    world.engine.platforms.append(teams)

    def furnish(tx: Tx) -> None:
        workspace = installations.put(tx, "teams", "t1", "Waterrand", "admitted")
        sightings.see(tx, workspace.id, BRAM, world.now)

    await store.transact(furnish)
    return world, teams


def to_bram(teams: FakePlatform, what: str = "") -> list[Posted]:
    return [one for one in teams.posted if one.account == "bram" and one.key.startswith(f"klantpet:{what}")]


async def bram_declines(world: World) -> None:
    origin = Origin("teams", "t1", BRAM)
    action = Action(delivery=world.delivery(), at=world.now, origin=origin, action="klantpet.decline", ref=MEETING)
    await world.engine.dispatch(action)
    await world.walk(seconds=3)


async def test_moved_joined_by_an_outsider_and_swapped_on_one_day(store: Store) -> None:
    world, teams = await two_tools(store)
    await quoted(world)
    team = a_meeting(guests=("fatima", "sanne", "youssef"), host="")
    meeting = replace(team, host=BRAM.email, guests=(*team.guests, Guest(BRAM.email)))
    calendar = await by_calendar(world, [meeting])
    await until(world, 16, day=23)
    if to_bram(teams):
        await bram_declines(world)
    who, before = await wearer(world), len(to_bram(teams))

    await until(world, 9, 30)
    later = moved(replace(meeting, guests=(*meeting.guests, Guest("klaas@elders.example"))), FOUR_HOURS_LATER)
    await tells(world, calendar, [later])
    await until(world, 10, 30)

    assert [(one.account, one.text) for name in TEAM for one in told(world, name, "moved")] == [
        (who, "Het overleg is verplaatst: Teamoverleg is vandaag om 14:00. De klantpet gaat met je mee.")
    ]
    assert [one.key for one in to_bram(teams)[before:]] == ["klantpet:outside/1"]

    await until(world, 13, 30)
    other = next(one for one in ("fatima", "sanne", "youssef") if one != who)
    await swaps(world, who, other)
    await until(world, 13, 44)
    assert to_bram(teams, "host") == []

    await until(world, 13, 46)
    name = called(other)
    assert [one.text for one in to_bram(teams, "host")] == [
        f"🧢 {name} draagt straks de klantpet. Vraag {name} bij elk besluit eerst: wat merkt de huurder hiervan?"
    ]
    await until(world, 14, 30)
    everything = (*world.platform.posted, *teams.posted)
    assert {one.account for one in everything} <= {*TEAM, "bram"}
    assert [one for one in everything if one.place] == []
    assert len([one for one in everything if one.key.startswith("klantpet:moved/")]) == 1
