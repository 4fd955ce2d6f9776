"""What the tests of the klantverbeteraar do over and over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rituals.engine.answer import Answer
from rituals.engine.cards import ChoiceField, Form
from rituals.klantverbeteraar import ritual
from rituals.klantverbeteraar.names import ballot_ref
from store import accounts, candidates, choices, nominations, places, roles, rounds
from store.base import Store
from store.candidates import Candidate
from store.roles import Given
from store.rounds import Round
from store.tx import Tx
from tests.fakes.world import Posted, World, form_of

NOVEMBER = "2026-11"
LAST_DAY = datetime(2026, 11, 13, 12, 0, tzinfo=UTC)
"""The last afternoon of nominating."""
VOTING = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
"""The ballot opens."""
CLOSES = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
REVEAL = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
VOTERS = ("fatima", "sanne", "youssef", "anouk", "grace")
NAMES = ("Monteurs Noord", "De balie", "Team Wijkbeheer")


async def a_world(store: Store, *, now: datetime = LAST_DAY) -> World:
    """The ritual is on in two channels, and where others read along; Anouk looks after it."""
    world = await World(store, rituals=[ritual()], now=now).open()

    def furnish(tx: Tx) -> None:
        for name in ("algemeen", "team-noord", "partners"):
            place = places.find(tx, 1, name)
            assert place
            choices.put(tx, f"place:{place.id}", "klantverbeteraar", "here", True, None, world.now)
        anouk = accounts.find(tx, 1, "anouk")
        assert anouk
        roles.give(tx, Given(anouk.person.id, "ritueelhouder", "klantverbeteraar"), None, world.now)

    await store.transact(furnish)
    await world.walk(seconds=1)
    return world


async def nominated(world: World, names: Sequence[str] = NAMES, *, people: Sequence[str] = ()) -> list[int]:
    """Candidates with a story each; their ids."""

    def nominate(tx: Tx) -> list[int]:
        found = [candidates.add(tx, NOVEMBER, None, name) for name in names]
        found += [candidates.add(tx, NOVEMBER, person_id(tx, who)) for who in people]
        for number in found:
            nominations.add(tx, number, person_id(tx, "grace"), f"Belde de huurder terug ({number}).", world.now)
        return found

    return await world.store.transact(nominate)


def person_id(tx: Tx, who: str) -> int:
    """The number of somebody."""
    known = accounts.find(tx, 1, who)
    assert known
    return known.person.id


async def walk_to(world: World, moment: datetime) -> None:
    """Let time pass until then."""
    await world.walk(seconds=(moment - world.now).total_seconds())


async def open_ballot(store: Store, names: Sequence[str] = NAMES, *, people: Sequence[str] = ()) -> World:
    """People can vote since a moment."""
    world = await a_world(store)
    await nominated(world, names, people=people)
    await walk_to(world, VOTING)
    await world.walk(seconds=3)
    return world


async def form_for(world: World, who: str) -> Form:
    """[Stem], pressed."""
    return form_of(await world.act(who, "klantverbeteraar.vote", ballot_ref(NOVEMBER), place="algemeen"))


async def vote(world: World, who: str, *candidates: int) -> Answer:
    """Somebody votes."""
    form = await form_for(world, who)
    return await world.submit(who, form, choice1=tuple(map(str, candidates)))


async def everybody_votes(world: World, candidates: Sequence[int]) -> None:
    """Each of five colleagues for one candidate, in turn."""
    for number, who in enumerate(VOTERS):
        await vote(world, who, candidates[number % len(candidates)])


async def the_round(world: World) -> Round:
    """November, as it is."""
    found = await world.read(lambda tx: rounds.get(tx, NOVEMBER))
    assert found
    return found


async def nominees(world: World) -> list[Candidate]:
    """Of November."""
    return await world.read(lambda tx: candidates.of_round(tx, NOVEMBER))


async def ids(world: World) -> list[int]:
    """Of the candidates of November."""
    return [one.id for one in await nominees(world)]


def offered(form: Form) -> list[int]:
    """The candidates in a form, in its order."""
    return [int(option.value) for field in form.fields if isinstance(field, ChoiceField) for option in field.options]


def posts(world: World, what: str, place: str = "algemeen") -> list[Posted]:
    """The messages of one kind that stand in a place."""
    return [one for one in world.platform.standing(place) if one.key == f"klantverbeteraar:{NOVEMBER}/{what}"]


def private_to(world: World, who: str, what: str) -> list[Posted]:
    """What somebody got of one kind."""
    prefix = f"klantverbeteraar:{NOVEMBER}/{what}"
    return [one for one in world.platform.to(who) if one.key.startswith(prefix)]
