"""The list of ideas."""

from __future__ import annotations

import pytest

from rituals.engine.names import Ref
from tests.fakes.world import World, card_of, labels, words_of
from tests.rituals.idee.steps import finished, told

PLANS = (
    "Zet de deur open",
    "Bel iedereen terug",
    "Schrijf korte brieven",
    "Koop een bankje",
    "Geef koffie bij wachten",
)


@pytest.mark.parametrize("typed", ["/klant idee", "/klant ideeen", "/klant ideeën", "/idee", "ideeën", "/klant ideas"])
async def test_every_way_to_type_it_shows_the_list(world: World, typed: str) -> None:
    await told(world)

    card = card_of(await world.say("youssef", None if "/" not in typed else "team-noord", typed))

    assert "Open ideeën" in words_of(await world.say("youssef", "team-noord", "/klant idee"))
    assert labels(card)[:3] == ["Opgepakt", "Geregeld", "Van mij"]
    assert labels(card)[3:5] == ["Ik pak dit op", "Steun dit"]


async def test_a_long_list_has_pages(world: World) -> None:
    for words in PLANS:
        await told(world, words=words)

    first = card_of(await world.say("sanne", "team-noord", "/klant idee"))
    second = await world.press("sanne", first, "Verder")

    assert "Zet de deur open" not in words_of(await world.say("sanne", "team-noord", "/klant idee"))
    assert "Zet de deur open." in words_of(second)
    assert "Terug" in labels(card_of(second)) and "Verder" not in labels(card_of(second))


async def test_open_ideas_bear_no_name_and_taken_ones_that_of_the_owner(world: World) -> None:
    await told(world)
    await world.act("grace", "idee.support", Ref("idea", "1"))
    before = words_of(await world.say("youssef", "team-noord", "/klant idee"))

    await world.act("youssef", "idee.take", Ref("idea", "1"))
    after = words_of(await world.act("grace", "idee.list", Ref("ideas", "taken/1")))

    assert "Sanne" not in before and "1 keer gesteund." in before
    assert "Taken up by Youssef." in after and "Sanne" not in after


async def test_what_is_done_and_what_is_ones_own_have_a_list(world: World) -> None:
    await told(world, "youssef")
    await world.act("sanne", "idee.take", Ref("idea", "1"))
    await finished(world)

    done = words_of(await world.act("fatima", "idee.list", Ref("ideas", "done/1")))
    mine = words_of(await world.act("youssef", "idee.list", Ref("ideas", "mine/1")))
    none = words_of(await world.act("fatima", "idee.list", Ref("ideas", "mine/1")))

    assert "Huurders horen nu binnen een dag" in done
    assert "Bel een dag van tevoren" in mine
    assert "Hier staat nog niets. Waar zou een huurder blij van worden?" in none


@pytest.mark.parametrize("ref", [None, Ref("ideas", "blorp/1"), Ref("ideas", "open/99999999"), Ref("idea", "1")])
async def test_a_page_that_is_not_there_is_no_error(world: World, ref: Ref | None) -> None:
    assert words_of(await world.act("sanne", "idee.list", ref)).startswith("Open ideeën")


async def test_what_is_no_longer_there_cannot_be_read(world: World) -> None:
    assert words_of(await world.act("sanne", "idee.read", Ref("idea", "9"))) == "Dit idee is er niet meer."
