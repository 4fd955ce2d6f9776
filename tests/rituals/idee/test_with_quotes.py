"""The whole round with the quote of the day itself: from the voice in the morning to "weet je nog?"."""

from __future__ import annotations

from rituals.engine.names import Ref
from store.base import Store
from tests.fakes.world import form_of, labels
from tests.rituals.idee.steps import EFFECT, PLAN, home_of
from tests.rituals.quote.steps import CRITICISM, a_world, cards_in, ready


async def test_a_critical_quote_bears_ideas_an_owner_and_comes_home(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world, CRITICISM, "critical", contact_id=1)
    await world.walk(hours=3)
    (quote,) = cards_in(world)
    before = labels(quote.card)

    form = form_of(await world.press("youssef", quote.card, "Ik heb een idee", place="algemeen"))
    await world.submit("youssef", form, what=PLAN)
    await world.press("sanne", quote.card, "Ik pak dit op", place="algemeen")
    await world.walk(seconds=5)
    taken = quote.text
    form = form_of(await world.act("sanne", "idee.done", Ref("idea", "2")))
    await world.submit("sanne", form, effect=EFFECT, hears=("contact",))
    await world.walk(seconds=5)
    await world.press("fatima", world.platform.to("fatima")[-1].card, "Gedaan")
    await world.walk(seconds=5)

    assert (number, before) == (1, ["Ik heb een idee", "Ik pak dit op"])
    assert "1 idee · Opgepakt door Sanne" in taken
    assert [one.text.splitlines()[:3] for one in home_of(world, "algemeen")] == [
        ["Weet je nog?", f"“{CRITICISM}”", f"{EFFECT}."]
    ]
    assert home_of(world, "team-noord")[0].text.endswith("Fatima heeft het de huurder verteld.")


async def test_a_quote_that_is_hidden_or_taken_away_is_gone_from_what_came_home_too(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, CRITICISM, "critical")
    await world.walk(hours=3)
    (quote,) = cards_in(world)
    await world.press("sanne", quote.card, "Ik pak dit op", place="algemeen")
    await world.submit("sanne", form_of(await world.act("sanne", "idee.done", Ref("idea", "1"))), effect=EFFECT,
                       hears=("all",))  # fmt: skip
    await world.walk(seconds=5)
    before = [one.text for one in home_of(world, "algemeen")]
    done = cards_in(world)[0].text

    form = form_of(await world.act("fatima", "quote.wrong", Ref("quote", "1")))
    await world.submit("fatima", form, reason=("person",))
    await world.walk(seconds=5)
    hidden = [one.text for one in home_of(world, "algemeen")]
    await world.act("sanne", "quote.back", Ref("quote", "1"))
    await world.walk(seconds=5)
    back = [one.text for one in home_of(world, "algemeen")]
    await world.act("sanne", "quote.away", Ref("quote", "1"))
    await world.walk(seconds=5)

    assert CRITICISM in before[0]
    assert "Geregeld" in done
    assert hidden == [f"Dit is geregeld!\n{EFFECT}.\nWe vertellen het aan alle huurders."]
    assert back == before
    assert [one.text for one in home_of(world, "algemeen")] == hidden
