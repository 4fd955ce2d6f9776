"""A story grows from a bell, told by who it rang for, and from a long quote, by a curator."""

from __future__ import annotations

from datetime import date

from rituals.engine.names import Ref
from store import quotes
from store.base import Store
from store.quotes import NewQuote
from tests.fakes.world import Posted, World, card_of, form_of, labels, words_of
from tests.rituals.verhaal.steps import ANSWERED, a_world, choose, private_to, waiting

RANG = "/bel Een moeder belde om te bedanken @youssef @sanne"
HOW = "Mooi! Hoe hebben jullie dat gedaan? Typ het hier in een paar zinnen."
TOLD = "We belden haar dezelfde dag nog terug. Daarna reden we er samen heen."


async def rung(world: World) -> Posted:
    """Anouk rings for Youssef and Sanne, on Monday morning."""
    await world.walk(hours=2)
    await world.say("anouk", "algemeen", RANG)
    await world.walk(seconds=20)
    return next(one for one in world.platform.standing("algemeen") if one.key.startswith("bel:"))


async def test_only_the_makers_are_asked_how_in_private(store: Store) -> None:
    world = await a_world(store)
    await rung(world)

    await world.walk(hours=6)

    for who in ("youssef", "sanne"):
        (message,) = private_to(world, who, "how")
        assert message.text.startswith(HOW)
        assert "Een moeder belde om te bedanken" in message.text
    assert not any(private_to(world, who, "how") for who in ("anouk", "fatima", "grace", "ron"))


async def test_the_next_plain_words_become_a_story_of_that_bell(store: Store) -> None:
    world = await a_world(store)
    bell = await rung(world)
    await world.walk(hours=6)

    emoji = await world.say("youssef", None, "🎈🎈")
    answer = await world.say("youssef", None, TOLD)

    (story,) = await waiting(world)
    assert words_of(emoji) == "Vertel in een paar zinnen wat er gebeurde."
    assert words_of(answer).startswith(ANSWERED)
    assert "Aanpassen" in labels(card_of(answer))
    assert (story.text, story.about) == (TOLD, f"bell:{bell.key.removeprefix('bel:')}")


async def test_a_maker_may_tell_it_at_once_from_the_bell_itself(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    bell = await rung(world)

    more = {who: labels(card_of(await world.more(who, bell.card, place="algemeen"))) for who in ("youssef", "anouk")}
    ask = await world.act("youssef", "verhaal.how", Ref("bell", bell.key.removeprefix("bel:")), place="algemeen")
    answer = await world.say("youssef", None, TOLD)

    assert "Vertel hoe" in more["youssef"]
    assert "Vertel hoe" not in more["anouk"]
    assert "Vertel hoe" not in labels(bell.card)
    assert words_of(ask).startswith(HOW)
    assert words_of(answer).startswith(ANSWERED)


async def test_somebody_else_cannot_tell_it_and_nobody_of_a_bell_that_was_taken_down(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    bell = await rung(world)
    ref = Ref("bell", bell.key.removeprefix("bel:"))
    refused = "Dit kan alleen als de bel voor jou luidde en nog hangt."

    assert words_of(await world.act("anouk", "verhaal.how", ref)) == refused
    await world.act("anouk", "bel.take_back", ref)
    assert words_of(await world.act("youssef", "verhaal.how", ref)) == refused
    await world.walk(hours=6)
    assert private_to(world, "youssef", "how") == []


async def test_who_would_rather_not_be_asked_is_not_asked(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await choose(world, 3, "ask_how", False)
    await rung(world)

    await world.walk(hours=6)

    assert private_to(world, "youssef", "how") == []
    assert len(private_to(world, "sanne", "how")) == 1


async def test_once_it_was_told_nobody_is_asked(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    bell = await rung(world)
    await world.act("youssef", "verhaal.how", Ref("bell", bell.key.removeprefix("bel:")))
    await world.say("youssef", None, TOLD)

    await world.walk(hours=6)

    assert private_to(world, "sanne", "how") == []


async def test_in_a_pause_nobody_is_asked(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await rung(world)
    await world.say("fatima", "algemeen", "/klant pauzeer verhaal t/m 1 december")

    await world.walk(hours=6)

    assert private_to(world, "youssef", "how") == []


async def test_each_bell_is_asked_about_once(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await rung(world)

    await world.walk(days=4)

    assert len(private_to(world, "youssef", "how")) == 1


async def a_quote(world: World, text: str) -> Ref:
    new = NewQuote(text, "test", date(2026, 11, 1), side="positive", theme="wonen", month="2026-10", ready=True)
    number = await world.store.transact(lambda tx: quotes.add(tx, new, world.now))
    return Ref("quote", str(number))


async def menu_of(world: World, who: str, ref: Ref) -> list[str]:
    return labels(card_of(await world.act(who, "menu", ref, place="algemeen")))


async def test_a_curator_makes_a_story_of_a_long_quote(store: Store) -> None:
    world = await a_world(store)
    long = "Ik belde, en er kwam meteen iemand die ook echt luisterde. " * 12
    ref, short = await a_quote(world, long.strip()), await a_quote(world, "Snel geholpen.")

    offers = [
        await menu_of(world, "sanne", ref),
        await menu_of(world, "sanne", short),
        await menu_of(world, "grace", ref),
    ]
    form = form_of(await world.act("sanne", "verhaal.from_quote", ref, place="algemeen"))
    values = {one.name: getattr(one, "value", "") for one in form.fields}
    answer = await world.submit("sanne", form, **values)

    (story,) = await waiting(world)
    assert ["Maak er een verhaal van" in one for one in offers] == [True, False, False]
    assert words_of(answer).startswith("Dank je, genoteerd.")
    assert (story.about, story.theme, story.month, story.text) == (str(ref), "wonen", "2026-10", long.strip())
    assert "Maak er een verhaal van" not in await menu_of(world, "sanne", ref)


async def test_only_a_curator_does_and_only_of_what_is_there(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    ref = await a_quote(world, "Snel geholpen.")

    assert words_of(await world.act("anouk", "verhaal.from_quote", ref)) == (
        "Dit kan alleen degene die de verhalen bekijkt."
    )
    for one in (ref, Ref("quote", "999"), Ref("bell", "1")):
        words = words_of(await world.act("sanne", "verhaal.from_quote", one))
        assert words == "Van deze quote kan nu geen verhaal worden gemaakt."
