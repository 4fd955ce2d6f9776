"""Alleen met mijn team: the people of a channel, as far as a platform tells who is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rituals.engine.cards import ChoiceField, Form
from rituals.engine.outcome import FormErrors
from store import places
from store.base import Store
from tests.fakes.world import World, form_of, words_of
from tests.rituals.klantverbeteraar.steps import private_to, walk_to
from tests.rituals.klantverbeteraar.test_spotlight import TOLD, won_by

EVERYBODY = ("fatima", "sanne", "youssef", "anouk", "grace", "ron")
NORTH = ("youssef", "sanne")


async def listed(world: World, people: Mapping[str, Sequence[str]]) -> None:
    """A platform tells who is in these channels."""
    for place, here in people.items():
        await world.engine.learn_members("fake", "w1", place, here, whole=True)


async def asked_which(world: World) -> Form:
    (asked,) = private_to(world, "youssef", "consent")
    return form_of(await world.press("youssef", asked.card, "Alleen met mijn team"))


async def number_of(world: World, name: str) -> str:
    found = await world.read(lambda tx: places.find(tx, 1, name))
    assert found
    return str(found.id)


def field_of(form: Form) -> ChoiceField:
    (field,) = form.fields
    assert isinstance(field, ChoiceField)
    return field


async def test_the_channels_somebody_is_in_are_offered_and_the_smallest_is_filled_in(store: Store) -> None:
    world = await won_by(store)
    await listed(world, {"algemeen": EVERYBODY, "team-noord": NORTH})

    field = field_of(await asked_which(world))

    assert [one.label for one in field.options] == ["#team-noord", "#algemeen"]
    assert field.value == (await number_of(world, "team-noord"),)


async def test_the_channel_of_another_team_is_not_offered_and_not_accepted(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await listed(world, {"algemeen": EVERYBODY, "team-noord": ("sanne", "anouk")})

    form = await asked_which(world)
    other = await world.submit("youssef", form, team=(await number_of(world, "team-noord"),))

    assert [one.label for one in field_of(form).options] == ["#algemeen"]
    assert other.reply == FormErrors({"team": "Kies een kanaal uit de lijst."})


async def test_where_a_platform_does_not_tell_every_channel_is_offered_and_none_filled_in(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)

    field = field_of(await asked_which(world))

    assert [one.label for one in field.options] == ["#algemeen", "#team-noord"]
    assert field.value == ()


async def test_only_the_team_reads_afterwards_who_won(store: Store) -> None:
    world = await won_by(store)
    await listed(world, {"algemeen": EVERYBODY, "team-noord": NORTH})
    await world.submit("youssef", await asked_which(world), team=(await number_of(world, "team-noord"),))
    await walk_to(world, TOLD)

    team, other = [words_of(await world.say(who, "algemeen", "/klant verbeteraars")) for who in ("sanne", "anouk")]

    assert "november: Youssef el Amrani" in team
    assert "Youssef" not in other
