"""Who may what: by config.yaml, by chat, by where somebody comes from; and no handler is reached without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import pytest

from bot.found import find_rituals
from rituals.engine.answer import Answer
from rituals.engine.cards import Form
from rituals.engine.events import Command
from rituals.engine.names import Ref
from rituals.engine.organisation import ConfiguredRoles, Word
from rituals.engine.outcome import FormErrors, Private, ShowForm
from rituals.engine.permissions import beheerders
from rituals.engine.ritual import E, Handled, Permission, Ritual, Role
from rituals.engine.translate import Languages
from store import roles, sightings
from store.base import Store
from store.roles import Given
from store.tx import Tx
from tests.fakes import tiny
from tests.fakes.world import World, an_organisation, words_of
from tests.rituals.engine.probe import Probe, answer, person, place

ALL: tuple[Ritual, ...] = (*find_rituals(), tiny.ritual())
ROLES: tuple[Role, ...] = get_args(Role)
HELD: dict[str, frozenset[Role]] = {
    "sanne": frozenset({"lid"}),
    "ron": frozenset({"gast"}),
    "anouk": frozenset({"lid", "ritueelhouder"}),
    "fatima": frozenset({"lid", "beheerder"}),
}
"""Roles for the bell in the world of tests."""


def refusal_of(permission: Permission) -> str:
    """Its refusal, as it is read in the world of tests."""
    return Languages(an_organisation()).say("nl")(permission.refusal)


def asked(kind: str) -> list[tuple[Ritual, str, Permission]]:
    """Everything of this kind that asks a permission, in all rituals."""
    found: list[tuple[Ritual, str, Permission]] = []
    for ritual in ALL:
        handlers: dict[str, Handled[Command]] = dict(getattr(ritual, kind))
        found += [(ritual, name, one.permission) for name, one in handlers.items() if one.permission]
    return found


def named(values: list[tuple[Ritual, str, Permission]]) -> list[str]:
    return [f"{ritual.name}.{name}" for ritual, name, _ in values]


def nobody_may(ritual: Ritual, permission: Permission) -> Ritual:
    """The ritual, in which this permission belongs to a role that nobody in the test has."""
    return replace(
        ritual,
        commands=closed(ritual.commands, permission),
        actions=closed(ritual.actions, permission),
        forms=closed(ritual.forms, permission),
    )


def closed(handlers: Mapping[str, Handled[E]], permission: Permission) -> dict[str, Handled[E]]:
    shut = replace(permission, roles=frozenset({"curator"}))
    return {name: replace(one, permission=shut) if one.permission == permission else one
            for name, one in handlers.items()}  # fmt: skip


@pytest.mark.parametrize(("ritual", "name", "permission"), asked("actions"), ids=named(asked("actions")))
async def test_nobody_presses_a_button_without_its_permission(
    sqlite_store: Store, ritual: Ritual, name: str, permission: Permission
) -> None:
    world = await World(sqlite_store, rituals=(nobody_may(ritual, permission),)).open()

    told = await world.act("sanne", f"{ritual.name}.{name}", Ref("bell", "1"), place="successen")

    assert words_of(told) == refusal_of(permission)
    await world.walk(minutes=1)
    assert world.platform.posted == []


@pytest.mark.parametrize(("ritual", "name", "permission"), asked("commands"), ids=named(asked("commands")))
async def test_nobody_types_a_command_without_its_permission(
    sqlite_store: Store, ritual: Ritual, name: str, permission: Permission
) -> None:
    world = await World(sqlite_store, rituals=(nobody_may(ritual, permission),)).open()

    assert words_of(await world.say("sanne", "successen", f"/{name} iets moois")) == refusal_of(permission)


@pytest.mark.parametrize(("ritual", "name", "permission"), asked("forms"), ids=named(asked("forms")))
async def test_nobody_sends_a_form_without_its_permission(
    sqlite_store: Store, ritual: Ritual, name: str, permission: Permission
) -> None:
    probe = Probe()
    world = await World(sqlite_store, rituals=(nobody_may(ritual, permission), probe.ritual)).open()
    probe.decides(reply=ShowForm(Form(f"{ritual.name}.{name}", "Formulier", (), "Verstuur", Ref("bell", "1"))))
    opened = (await world.say("sanne", "successen", "/probe")).reply
    assert isinstance(opened, ShowForm)

    told = await world.submit("sanne", opened.form, text="iets moois")

    assert told.reply == FormErrors({"": refusal_of(permission)})


async def reached(store: Store, permission: Permission, who: str, **organisation: object) -> bool:
    """Whether somebody reaches a handler of the bell that asks this."""
    probe = Probe("bel")
    probe.decides(reply=answer("Gedaan."))
    world = await World(store, rituals=(probe.asks(permission),), organisation=an_organisation(**organisation)).open()
    return said(await world.act(who, "bel.act", place="successen")) == answer("Gedaan.")


def said(told: Answer) -> Private:
    assert isinstance(told.reply, Private)
    return told.reply


@pytest.mark.parametrize("who", HELD)
@pytest.mark.parametrize("role", ROLES)
async def test_a_permission_is_for_its_roles_and_a_beheerder_may_all_but_a_guest_s(
    sqlite_store: Store, who: str, role: Role
) -> None:
    permission = Permission("it", frozenset({role}), "Nee.")

    may = await reached(sqlite_store, permission, who)

    assert may is (role in HELD[who] or (who == "fatima" and role != "gast"))


@pytest.mark.parametrize("name", ["sanne@waterrand.example", "Sanne@Waterrand.example", "fake:sanne"])
async def test_config_names_people_by_address_or_platform(sqlite_store: Store, name: str) -> None:
    permission = Permission("it", frozenset({"ritueelhouder"}), "Nee.")
    given = ConfiguredRoles(ritueelhouder={"bel": (name,)})

    assert await reached(sqlite_store, permission, "sanne", roles=given)


@pytest.mark.parametrize("name", ["ron@elders.example", "fake:ron"])
async def test_a_guest_has_no_role_whatever_config_says(sqlite_store: Store, name: str) -> None:
    permission = Permission("it", frozenset({"beheerder"}), "Nee.")

    assert not await reached(sqlite_store, permission, "ron", roles=ConfiguredRoles(beheerder=(name,)))


async def test_the_keeper_of_another_ritual_is_no_keeper_of_this_one(sqlite_store: Store) -> None:
    permission = Permission("it", frozenset({"ritueelhouder"}), "Nee.")
    given = ConfiguredRoles(ritueelhouder={"quote": ("sanne@waterrand.example",)})

    assert not await reached(sqlite_store, permission, "sanne", roles=given)


async def test_a_role_in_one_place_does_not_hold_in_another(sqlite_store: Store) -> None:
    permission = Permission("it", frozenset({"ritueelhouder"}), "Nee.")
    probe = Probe()
    probe.decides(reply=answer("Gedaan."))
    world = await World(sqlite_store, rituals=(probe.asks(permission),)).open()
    sanne, here = await person(world, "sanne"), await place(world, "successen")
    given = Given(sanne.id, "ritueelhouder", "probe", here.id)
    await sqlite_store.transact(lambda tx: roles.give(tx, given, None, world.now))

    told = {name: said(await world.act("sanne", "probe.act", place=name)) for name in ("successen", "algemeen")}

    assert told == {"successen": answer("Gedaan."), "algemeen": answer("Nee.")}


async def test_a_role_that_is_taken_back_is_gone_at_once(sqlite_store: Store) -> None:
    permission = Permission("it", frozenset({"ritueelhouder"}), "Nee.")
    probe = Probe()
    probe.decides(reply=answer("Gedaan."))
    world = await World(sqlite_store, rituals=(probe.asks(permission),)).open()
    given = Given((await person(world, "sanne")).id, "ritueelhouder")
    await sqlite_store.transact(lambda tx: roles.give(tx, given, None, world.now))
    assert said(await world.act("sanne", "probe.act")) == answer("Gedaan.")

    await sqlite_store.transact(lambda tx: roles.take(tx, given))

    assert said(await world.act("sanne", "probe.act")) == answer("Nee.")


async def holders(world: World, name: str) -> tuple[list[str], list[str]]:
    """Who looks after a ritual, and who after everything."""

    def look(tx: Tx) -> tuple[list[str], list[str]]:
        view = world.desk.view(tx, world.desk.ritual(name))
        return [one.first for one in view.holders()], [one.first for one in beheerders(view)]

    return await world.read(look)


async def test_who_looks_after_a_ritual_is_its_keeper_else_the_beheerder(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    assert await holders(world, "bel") == (["Anouk"], ["Fatima"])
    assert await holders(world, "klant") == (["Fatima"], ["Fatima"])


async def test_who_has_left_looks_after_nothing(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    await sqlite_store.transact(lambda tx: sightings.close(tx, 1, "anouk"))

    assert await holders(world, "bel") == (["Fatima"], ["Fatima"])


def test_a_refusal_calls_colleagues_as_the_organisation_does() -> None:
    own = an_organisation(colleague=Word("maat", "maten", "de"))
    say = Languages(own).say("nl")

    told = [say(one.refusal) for ritual in find_rituals() for one in ritual.permissions]

    assert any("maten" in one for one in told)
    assert [one for one in told if "collega" in one] == []
