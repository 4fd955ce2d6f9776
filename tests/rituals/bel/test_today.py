"""How it stands with the bell today: under `/klant` and on the bot's own page."""

from __future__ import annotations

from rituals.engine.cards import Card, plain
from rituals.engine.events import HomeOpened
from store.base import Store
from tests.fakes.world import World, card_of, labels, words_of


async def menu(world: World, who: str) -> Card:
    return card_of(await world.say(who, "team-noord", "/klant"))


async def ring(world: World, text: str) -> None:
    await world.say("sanne", "successen", f"/bel {text}")
    await world.walk(seconds=15)


async def test_the_menu_counts_the_bells_of_today(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    said = [plain(await menu(world, "youssef"))]
    for text in ("De lift is klaar", "De trap is klaar", "De deur is klaar"):
        await ring(world, text)
        said.append(plain(await menu(world, "youssef")))
    await world.walk(days=1)
    said.append(plain(await menu(world, "youssef")))

    assert [next(line for line in one.splitlines() if line.startswith("Vandaag")) for one in said] == [
        "Vandaag ging er nog geen bel.",
        "Vandaag ging de bel 1 keer.",
        "Vandaag ging de bel 2 keer.",
        "Vandaag ging de bel 3 keer.",
        "Vandaag ging er nog geen bel.",
    ]


async def test_a_bell_that_was_taken_down_does_not_count(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await ring(world, "De lift is klaar")
    await world.press("sanne", card_of(await world.more("sanne", world.platform.standing("successen")[0].card)), "Haal")

    assert "Vandaag ging er nog geen bel." in plain(await menu(world, "youssef"))


async def kept(world: World) -> None:
    """Sanne has a bell kept until tomorrow."""
    await world.walk(hours=9)
    await world.press("sanne", card_of(await world.say("sanne", "successen", "/bel De lift is klaar")), "Morgen")


async def test_a_kept_bell_can_be_found_by_its_ringer_until_it_rings(store: Store) -> None:
    world = await World(store).open()
    await kept(world)

    mine, others = await menu(world, "sanne"), await menu(world, "youssef")
    await world.walk(hours=14)
    after = await menu(world, "sanne")

    line = "Morgen om 09:00 gaat jouw bel: “De lift is klaar.”"
    assert line in plain(mine)
    assert {"Aanpassen", "Annuleren"} <= set(labels(mine))
    assert "De lift" not in plain(others) and "De lift" not in plain(after)
    assert "Vandaag ging de bel 1 keer." in plain(after)


async def test_a_kept_bell_is_cancelled_from_the_menu(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await kept(world)

    answer = await world.press("sanne", await menu(world, "sanne"), "Annuleren")
    await world.walk(hours=14)

    assert words_of(answer) == "Goed, deze bel gaat niet."
    assert "De lift" not in plain(await menu(world, "sanne"))
    assert world.platform.standing("successen") == []


async def test_the_page_of_the_bot_tells_the_same(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await kept(world)
    await world.say("anouk", "successen", "/klant pauzeer bel t/m 15 augustus")

    event = HomeOpened(delivery="home", at=world.now, origin=world.origin("sanne"))
    page = plain(await world.engine.home(event))

    assert "Vandaag ging er nog geen bel." in page
    assert "Morgen om 09:00 gaat jouw bel" in page
    assert "De bel is gepauzeerd t/m zondag 15 augustus 2027." in page
