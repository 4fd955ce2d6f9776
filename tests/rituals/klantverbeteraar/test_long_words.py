"""Words that are too long for a nomination: nothing is cut without a word, and nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.cards import Form, PersonField, TextField
from rituals.engine.outcome import FormErrors
from rituals.klantverbeteraar.spoken import LONGEST
from store.base import Store
from tests.fakes.world import GENEROUS, World, card_of, form_of, words_of
from tests.rituals.klantverbeteraar.steps import a_world
from tests.rituals.klantverbeteraar.test_nominating import WHY, nominate, written

LIMIT = "Dat is te lang voor een nominatie. Vertel het in hooguit 1000 tekens."


def told_in(form: Form) -> TextField:
    (field,) = (one for one in form.fields if isinstance(one, TextField))
    return field


def words(length: int) -> str:
    """So many characters, the last two being "ja"."""
    return f"Belde {'terug en ' * 200}"[: length - 3].rstrip().ljust(length - 3, "n") + " ja"


async def test_a_typed_line_that_is_too_long_comes_back_in_the_form_as_a_whole(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    form = form_of(await nominate(world, "sanne", f"@youssef {words(1400)}"))

    assert form.intro == LIMIT
    assert told_in(form).value == f"{words(1400)}."
    assert told_in(form).max_length >= len(told_in(form).value)
    assert await written(world) == []


async def test_where_a_line_opens_no_form_the_answer_says_the_limit(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    world.platform.capabilities = replace(GENEROUS, form_from_command=False)

    answer = await nominate(world, "sanne", f"@youssef {words(1400)}")
    form = form_of(await world.press("sanne", card_of(answer), "Invullen"))

    assert words_of(answer).startswith(LIMIT)
    assert told_in(form).value.endswith(" ja.")


async def test_a_form_holds_a_thousand_characters_and_says_so_where_a_platform_does_not(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await nominate(world, "sanne", ""))
    assert told_in(form).max_length == LONGEST

    long = await world.send("sanne", form, {"who": ("De balie",), "text": words(LONGEST + 1)})
    again = form_of(await nominate(world, "sanne", ""))
    fits = await world.send("sanne", again, {"who": ("De balie",), "text": words(LONGEST)})

    assert long.reply == FormErrors({"text": LIMIT})
    assert told_in(again).value == words(LONGEST + 1)
    assert told_in(again).max_length > LONGEST
    assert "De balie" in words_of(fits)
    assert await written(world) == [f"{words(LONGEST)}."]


async def test_a_change_that_is_too_long_leaves_what_stood(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    answer = await nominate(world, "sanne", f"@youssef {WHY}")
    form = form_of(await world.press("sanne", card_of(answer), "Wijzig"))

    changed = await world.submit("sanne", form, text=words(LONGEST + 1))

    assert changed.reply == FormErrors({"text": LIMIT})
    assert await written(world) == ["Omdat hij mevrouw A. dezelfde dag terugbelde."]


async def refused_for_its_length(world: World, who: str) -> None:
    """Sanne begins about somebody in the form, and is told that it is too long."""
    form = form_of(await nominate(world, "sanne", who))
    (people, *_) = form.fields
    assert isinstance(people, PersonField)
    chosen = tuple(one.value for one in people.value)
    long = await world.send("sanne", form, {"who": chosen, "text": words(LONGEST + 1)})
    assert isinstance(long.reply, FormErrors)


async def test_what_was_half_typed_is_done_with_once_it_was_sent_in_other_words(store: Store) -> None:
    world = await a_world(store)
    await refused_for_its_length(world, "@youssef")

    await nominate(world, "sanne", f"@youssef en @anouk {WHY}")

    empty = form_of(await nominate(world, "sanne", ""))
    assert [field.value for field in empty.fields if isinstance(field, TextField | PersonField)] == [(), ""]


async def test_words_about_nobody_yet_are_done_with_at_the_next_nomination(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await nominate(world, "sanne", ""))
    await world.send("sanne", form, {"who": (), "text": words(LONGEST + 1)})

    await nominate(world, "sanne", f"@anouk {WHY}")

    assert told_in(form_of(await nominate(world, "sanne", ""))).value == ""


async def test_what_was_half_typed_about_another_is_not_lost(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await refused_for_its_length(world, "@youssef")

    await nominate(world, "sanne", f"@anouk {WHY}")

    assert told_in(form_of(await nominate(world, "sanne", ""))).value == words(LONGEST + 1)


async def test_a_form_that_is_open_meanwhile_can_still_be_sent(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await nominate(world, "sanne", ""))
    await world.send("sanne", form, {"who": ("De balie",), "text": words(LONGEST + 1)})
    await nominate(world, "sanne", "De balie omdat ze de huurder dezelfde dag terugbelden")

    sent = await world.send("sanne", form, {"who": ("De balie",), "text": "Hielp met de formulieren van de huurder."})

    assert "De balie" in words_of(sent)
    assert await written(world) == ["Hielp met de formulieren van de huurder."]
