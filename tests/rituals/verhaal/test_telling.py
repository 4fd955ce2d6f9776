"""A story is told in plain words or in a form, and a colleague looks before anybody else reads it."""

from __future__ import annotations

import pytest

from rituals.engine.events import Command
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from rituals.verhaal.names import page_ref
from store import roles, stories
from store.base import Store
from store.tx import Tx
from tests.fakes.world import card_of, form_of, labels, words_of
from tests.rituals.verhaal.steps import ANSWERED, LONG, SHORT, a_world, private_to, ready, waiting


async def test_typed_words_wait_to_be_looked_at(store: Store) -> None:
    world = await a_world(store)

    answer = await world.say("youssef", "algemeen", f"/verhaal {SHORT}")

    (story,) = await waiting(world)
    assert words_of(answer).startswith(ANSWERED)
    assert (story.title, story.text, story.month) == ("De monteur zag de dozen staan", SHORT, "2026-11")


async def test_the_form_takes_eight_thousand_signs_in_paragraphs(store: Store) -> None:
    world = await a_world(store)
    form = form_of(await world.say("youssef", None, "/verhaal"))
    part = ("Ze belde, en wachtte. " * 100)[:1999] + "."
    parts = {f"text{number}": part for number in range(1, 4)} | {"text4": part[:1994]}

    await world.submit("youssef", form, title="Wachten", people="Een gezin", theme="wachten", **parts)

    (story,) = await waiting(world)
    assert len(story.text) == 8000
    assert story.text.count("\n\n") == 3
    assert (story.title, story.who, story.theme) == ("Wachten", "Een gezin", "wachten")


async def test_more_than_that_is_too_long_and_stays_in_the_form(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await world.act("youssef", "verhaal.new"))

    answer = await world.submit("youssef", form, **{f"text{number}": "a " * 1001 for number in range(1, 5)})
    typed = await world.say("youssef", None, "/verhaal " + "a" * 8001)

    words = "Dat is te lang voor een verhaal. Vertel het in hooguit 8000 tekens."
    assert answer.reply == FormErrors({"text1": words})
    assert words_of(typed) == words
    assert await waiting(world) == []


@pytest.mark.parametrize("typed", ["🎉🎉", "...", "123 456", "\u200b\u200b"])
async def test_what_tells_nothing_is_asked_again(sqlite_store: Store, typed: str) -> None:
    world = await a_world(sqlite_store)

    answer = await world.say("youssef", None, f"/verhaal {typed}")

    assert words_of(answer) == "Vertel in een paar zinnen wat er gebeurde."
    assert await waiting(world) == []


async def test_the_same_words_are_kept_once_whatever_their_signs(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("youssef", None, f"/verhaal {SHORT}")

    again = await world.say("anouk", None, f"/verhaal {SHORT.upper()}!")
    form = form_of(await world.act("grace", "verhaal.new"))
    sent = await world.submit("grace", form, text1=SHORT)

    assert words_of(again) == "Dit verhaal is al bewaard. Eén keer is genoeg."
    assert sent.reply == FormErrors({"text1": "This story is saved already. Once is enough."})
    assert len(await waiting(world)) == 1


async def test_what_could_point_at_a_customer_is_taken_out_before_anybody_reads_it(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    typed = "Mevrouw Aziz belde.\n\nHaar nummer is 06-12345678, op de Kerkstraat 12."
    form = form_of(await world.act("youssef", "verhaal.new"))

    answer = await world.submit("youssef", form, text1=typed, title="Bij mevrouw Aziz", people="Mevrouw Aziz")

    (story,) = await waiting(world)
    assert not any(word in f"{story.title} {story.who} {story.text}" for word in ("Aziz", "06-12345678", "Kerkstraat"))
    assert story.text.count("\n\n") == 1
    assert "Ik maakte van ‘Aziz’ ‘[naam]’" in words_of(answer)


async def test_whoever_told_it_may_change_it_until_it_was_looked_at(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    answer = await world.say("youssef", None, f"/verhaal {SHORT}")
    form = form_of(await world.press("youssef", card_of(answer), "Aanpassen"))
    await world.submit("youssef", form, text1="Hij droeg alles naar boven.", title="Alles")
    (story,) = await waiting(world)
    await sqlite_store.transact(lambda tx: stories.set_state(tx, story.id, "ready", 2))

    assert (story.title, story.text) == ("Alles", "Hij droeg alles naar boven.")
    assert "al bekeken" in words_of(await world.press("youssef", card_of(answer), "Aanpassen"))
    assert "al bekeken" in words_of(await world.act("anouk", "verhaal.change", form.ref))


async def test_a_long_story_comes_back_whole_in_the_form(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    whole = "Ze stond al een uur buiten te wachten tot iemand haar zag staan. " * 120
    answer = await world.say("youssef", None, f"/verhaal {whole}")

    form = form_of(await world.press("youssef", card_of(answer), "Aanpassen"))
    values = {one.name: getattr(one, "value", "") for one in form.fields}
    await world.submit("youssef", form, **{**values, "title": "Een uur"})

    (story,) = await waiting(world)
    assert story.title == "Een uur"
    assert story.text.replace("\n\n", " ") == whole.strip()


async def test_a_message_becomes_a_story(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    picked = Command(delivery="d-1", at=world.now, origin=world.origin("youssef", "algemeen"), word="verhaal",
                     text=LONG, picked=True)  # fmt: skip

    form = form_of(await world.engine.dispatch(picked))

    assert str(getattr(form.fields[0], "value", "")).startswith("De lift stond stil")


async def test_the_curator_gets_one_message_and_decides_in_it(store: Store) -> None:
    world = await a_world(store)
    for text in (SHORT, LONG, "De trap was glad.", "Het licht deed het weer."):
        form = form_of(await world.act("youssef", "verhaal.new"))
        await world.submit("youssef", form, text1=text)

    await world.walk(hours=6)
    (message,) = private_to(world, "sanne", "look")
    good = await world.press("sanne", message.card, "Goed")
    no = await world.press("sanne", card_of(good), "Niet doen")

    assert message.text.startswith("Er zijn nog 4 verhalen te bekijken.")
    assert labels(message.card) == [
        *("Goed", "Aanpassen", "Niet doen"), *("Goed", "Lees verder", "Aanpassen", "Niet doen"),
        *("Goed", "Aanpassen", "Niet doen"),
    ]  # fmt: skip
    assert words_of(no).startswith("Er zijn nog 2 verhalen te bekijken.")
    assert "al bekeken" in words_of(await world.press("sanne", message.card, "Goed"))


async def test_only_a_curator_looks_and_reads_before_it_stands_somewhere(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    answer = await world.say("youssef", None, f"/verhaal {LONG}")
    (story,) = await waiting(world)

    assert words_of(await world.act("anouk", "verhaal.look")) == "Dit kan alleen degene die de verhalen bekijkt."
    for who, sees in (("sanne", True), ("youssef", True), ("anouk", False)):
        words = words_of(await world.act(who, "verhaal.read", page_ref(story.id, 1)))
        assert ("Dat onthield ze." in words) is sees
    assert words_of(answer).startswith(ANSWERED)


async def test_a_guest_and_a_shared_place_tell_no_stories(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    guest = await world.say("ron", "algemeen", f"/verhaal {SHORT}")
    shared = await world.say("youssef", "partners", f"/verhaal {SHORT}")

    assert words_of(guest) == "Alleen collega's bewaren een verhaal. Vraag er een om dat voor je te doen."
    assert words_of(shared).startswith("In #partners zijn mensen van buiten.")
    assert await waiting(world) == []


async def test_in_english(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await world.say("grace", "algemeen", f"/verhaal {SHORT}")

    assert words_of(answer).startswith("Thank you, noted. A colleague will still look at your story.")
    assert form_of(await world.say("grace", "algemeen", "/verhaal")).title == "Save a customer story"


async def test_without_curators_a_ritueelhouder_or_beheerder_looks(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, curator=False)
    await world.say("youssef", None, f"/verhaal {SHORT}")

    await world.walk(hours=6)

    assert len(private_to(world, "fatima", "look")) == 1
    assert private_to(world, "sanne", "look") == []


async def test_where_nobody_can_look_the_teller_hears_whom_to_ask(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, curator=False)

    def nobody(tx: Tx) -> None:
        for one in roles.every(tx):
            roles.take(tx, one)

    await sqlite_store.transact(nobody)
    answer = await world.say("youssef", None, f"/verhaal {SHORT}")
    await world.walk(days=1)

    assert "Er is nog niemand die verhalen bekijkt: vraag je beheerder om een curator." in words_of(answer)
    assert len(await waiting(world)) == 1


@pytest.mark.parametrize("decision", ["Goed", "Niet doen"])
async def test_about_a_story_that_changed_meanwhile_nobody_decides_unread(store: Store, decision: str) -> None:
    world = await a_world(store)
    noted = card_of(await world.say("youssef", None, f"/verhaal {SHORT}"))
    before = card_of(await world.act("sanne", "verhaal.look"))
    form = form_of(await world.press("youssef", noted, "Aanpassen"))
    await world.submit("youssef", form, text1=SHORT, title="Over mijn buurvrouw")

    answer = await world.press("sanne", before, decision)

    assert words_of(answer).startswith("Dit verhaal is intussen veranderd. Lees het nog een keer.")
    assert [one.title for one in await waiting(world)] == ["Over mijn buurvrouw"]
    await world.press("sanne", card_of(answer), decision)
    assert await waiting(world) == []


async def test_a_name_that_a_colleague_took_out_does_not_come_back_with_another_form(store: Store) -> None:
    world = await a_world(store)
    number = await ready(world, SHORT)
    ref = Ref("story", str(number))
    before, first = [form_of(await world.act("sanne", "verhaal.change", ref)) for _ in range(2)]
    await world.submit("sanne", first, text1="De monteur hielp mee.", title="De vraag")

    answer = await world.submit("sanne", before, text1=SHORT, title="De dozen")
    again = form_of(await world.act("sanne", "verhaal.change", ref))

    changed = "Dit verhaal is intussen veranderd. Open het opnieuw, dan zie je wat er nu staat."
    assert answer.reply == FormErrors({"text1": changed})
    assert next(getattr(one, "value", "") for one in again.fields) == "De monteur hielp mee."
