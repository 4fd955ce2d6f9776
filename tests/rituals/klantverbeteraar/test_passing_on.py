"""Words that are passed on at once: what nobody allowed is not in them, and each keeps the name of who wrote it."""

from __future__ import annotations

from datetime import timedelta

from store import keepsakes, nominations
from store.base import Store
from tests.fakes.world import card_of, form_of, words_of
from tests.rituals.klantverbeteraar.steps import NOVEMBER, a_world, nominees, person_id, private_to
from tests.rituals.klantverbeteraar.test_nominating import WHY, nominate, written
from tests.rituals.klantverbeteraar.test_spotlight import TOLD, leaves

NUMBER = "06-12345678"


async def test_a_number_that_nobody_allowed_is_not_passed_on(store: Store) -> None:
    world = await a_world(store)
    answer = await nominate(world, "sanne", f"@youssef {WHY}")
    await nominate(world, "sanne", f"@youssef omdat hij {NUMBER} zelf terugbelde om te helpen")

    await world.press("sanne", card_of(answer), "Laat Youssef dit nu al lezen")
    await world.walk(minutes=1)

    (read_,) = private_to(world, "youssef", "passed")
    assert "[telefoonnummer]" in read_.text
    assert NUMBER not in read_.text
    assert NUMBER not in words_of(await world.say("youssef", None, "voor mij"))
    assert await written(world) == ["Omdat hij [telefoonnummer] zelf terugbelde om te helpen."]


async def test_words_passed_on_and_taken_back_are_not_mixed_with_the_next(store: Store) -> None:
    world = await a_world(store)
    first = await nominate(world, "sanne", f"@youssef {WHY}")
    await world.press("sanne", card_of(first), "Laat Youssef dit nu al lezen")
    await world.walk(minutes=1)
    await world.press("sanne", card_of(first), "Trek in")
    await world.walk(minutes=1)

    second = await nominate(world, "fatima", "@youssef omdat hij de lift liet maken voor de hele flat")
    await world.press("fatima", card_of(second), "Laat Youssef dit nu al lezen")
    await world.walk(seconds=(TOLD - world.now + timedelta(minutes=1)).total_seconds())

    mine = words_of(await world.say("youssef", None, "voor mij"))
    assert mine.index("de lift liet maken") < mine.index("Fatima") < mine.index("mevrouw A.") < mine.index("Sanne")
    assert len(private_to(world, "youssef", "passed")) == 2


async def test_a_number_typed_as_a_name_is_not_read_by_others(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    await nominate(world, "sanne", f"Ron {NUMBER} omdat hij de lift dezelfde dag repareerde")

    (one,) = await nominees(world)
    assert one.name == "Ron [telefoonnummer]"


async def test_a_sixth_name_that_was_typed_is_not_lost(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await nominate(world, "sanne", "Aa, Bb, Cc, Dd, Ee en Ff omdat zij samen de lift maakten")

    assert await world.read(lambda tx: nominations.of_round(tx, NOVEMBER)) == []
    assert "Kies er hooguit 5." in str(answer.reply)
    assert all(f"'{name}'" in str(answer.reply) for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff"))


async def test_of_a_leaver_nothing_is_said_or_kept_that_is_not_so(store: Store) -> None:
    world = await a_world(store)
    answer = await nominate(world, "sanne", f"@youssef {WHY}")
    form = form_of(await world.press("sanne", card_of(answer), "Wijzig"))
    await leaves(world, "youssef")

    changed = await world.submit("sanne", form, text="Hij liet de lift maken voor de hele flat.")
    passed = await world.press("sanne", card_of(answer), "Laat Youssef dit nu al lezen")
    await world.walk(minutes=1)

    for told in (changed, passed):
        assert words_of(told).startswith("Youssef hoort niet bij de organisatie")
    youssef = await world.read(lambda tx: person_id(tx, "youssef"))
    assert await world.read(lambda tx: keepsakes.of_person(tx, youssef, 10)) == []
