"""The texts of a round, page by page: what was done to one is seen at once."""

from __future__ import annotations

from rituals.engine.names import Ref
from rituals.engine.outcome import Private
from rituals.klantverbeteraar.names import round_ref
from store import nominations
from store.base import Store
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.klantverbeteraar.steps import NOVEMBER, a_world, nominated, private_to, walk_to
from tests.rituals.klantverbeteraar.test_spotlight import LOOKING

WHY = "Hier staat te veel over de huurder."


async def to_be_looked_at(store: Store) -> World:
    """Three texts, on two pages."""
    world = await a_world(store)
    await nominated(world)
    await walk_to(world, LOOKING)
    return world


async def test_a_text_that_was_hidden_says_so_on_its_page_and_can_come_back_there(store: Store) -> None:
    world = await to_be_looked_at(store)
    second = await world.act("anouk", "klantverbeteraar.look", Ref("round", f"{NOVEMBER}/2"))
    form = form_of(await world.press("anouk", card_of(second), "Verberg"))

    hidden = await world.submit("anouk", form, why=WHY)
    back = await world.press("anouk", card_of(hidden), "Laat weer zien")

    assert words_of(hidden).startswith("Deze tekst is verborgen. Wie hem schreef, leest waarom.")
    assert "Bladzijde 2 van 2" in words_of(hidden)
    assert f"Verborgen. De reden: {WHY}" in words_of(hidden)
    assert labels(card_of(hidden)) == ["Laat weer zien", "Verder"]
    assert words_of(back).startswith("Deze tekst is weer te lezen.")
    assert labels(card_of(back)) == labels(card_of(second)) == ["Verberg", "Verder"]


async def test_the_page_takes_the_place_of_the_one_where_the_form_was_opened(sqlite_store: Store) -> None:
    world = await to_be_looked_at(sqlite_store)
    page = await world.act("anouk", "klantverbeteraar.look", round_ref(NOVEMBER))

    hidden = await world.submit("anouk", form_of(await world.press("anouk", card_of(page), "Verberg")), why=WHY)

    assert isinstance(page.reply, Private)
    assert isinstance(hidden.reply, Private)
    assert page.key == hidden.key == f"klantverbeteraar:{NOVEMBER}/texts/1"


async def test_hiding_what_is_hidden_says_so_and_keeps_the_first_reason(store: Store) -> None:
    world = await to_be_looked_at(store)
    page = card_of(await world.act("anouk", "klantverbeteraar.look", round_ref(NOVEMBER)))
    form, late = [form_of(await world.press("anouk", page, "Verberg")) for _ in range(2)]
    await world.submit("anouk", form, why=WHY)
    await world.walk(minutes=1)

    pressed = await world.press("anouk", page, "Verberg")
    sent = await world.submit("anouk", late, why="Toch liever een andere reden.")
    await world.walk(minutes=1)

    for answer in (pressed, sent):
        assert words_of(answer).startswith("Deze tekst is al verborgen.")
        assert labels(card_of(answer))[0] == "Laat weer zien"
    (told,) = private_to(world, "grace", "hidden")
    assert WHY in told.text
    first, *_ = await world.read(lambda tx: nominations.of_round(tx, NOVEMBER))
    assert first.hidden_for == WHY


async def test_an_answer_that_is_asked_for_again_is_the_same_page(store: Store) -> None:
    world = await to_be_looked_at(store)
    ref, mark = Ref("round", f"{NOVEMBER}/2"), world.delivery()

    first = await world.act("anouk", "klantverbeteraar.look", ref, delivery=mark)
    again = await world.act("anouk", "klantverbeteraar.look", ref, delivery=mark)

    assert words_of(again) == words_of(first)
