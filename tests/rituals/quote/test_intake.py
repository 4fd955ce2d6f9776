"""One typed line is enough; a human looks before anybody else reads it."""

from __future__ import annotations

from datetime import date

import pytest

from rituals.engine.cards import ChoiceField
from rituals.engine.events import Command, Mention
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from store import choices, quote_stock, quotes
from store.base import Store
from store.quotes import NewQuote
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.quote.steps import CRITICISM, PRAISE, a_world, cards_in, ready


async def waiting(world: World) -> list[str]:
    """The words of what still has to be looked at."""
    return [one.text for one in await world.read(lambda tx: quotes.to_look_at(tx, 100))]


async def test_one_typed_line_waits_to_be_looked_at(store: Store) -> None:
    world = await a_world(store)

    answer = await world.say("youssef", "algemeen", f"/klant quote {CRITICISM}")

    assert "Dank je, genoteerd. Een collega bekijkt de quote nog." in words_of(answer)
    assert await waiting(world) == [CRITICISM]


@pytest.mark.parametrize("typed", ["asdfasdf", "Xxx", "...", "asdf asdf!", "qwerty"])
async def test_what_says_nothing_is_answered_at_once_and_reaches_no_curator(sqlite_store: Store, typed: str) -> None:
    world = await a_world(sqlite_store)

    answer = await world.say("youssef", None, f"/klant quote {typed}")

    assert words_of(answer) == "Typ wat de huurder zei, in gewone woorden."
    assert await waiting(world) == []


async def test_what_could_point_at_a_customer_is_taken_out_before_anybody_reads_it(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await world.say("youssef", None, "/klant quote Mevrouw Aziz op 06-12345678 wacht al drie weken")

    (text,) = await waiting(world)
    assert "Aziz" not in text
    assert "06-12345678" not in text
    assert "Ik maakte van" in words_of(answer)


async def test_the_words_before_redaction_are_kept_sealed_and_go_after_a_fortnight(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("youssef", None, "/klant quote Mevrouw Aziz wacht al drie weken op de monteur")

    (before,) = await world.read(lambda tx: quotes.to_look_at(tx, 1))
    await world.walk(days=15)
    (after,) = await world.read(lambda tx: quotes.to_look_at(tx, 1))

    assert before.original and b"Aziz" not in before.original
    assert after.original is None


async def test_the_same_words_are_kept_once_whatever_their_signs(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("youssef", None, f"/klant quote {CRITICISM}")

    answer = await world.say("anouk", None, "/klant quote ik moest DRIE keer, hetzelfde uitleggen!")

    assert words_of(answer) == "Deze quote is al bewaard en wordt nog bekeken."
    assert len(await waiting(world)) == 1


async def test_the_form_keeps_what_was_chosen(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await world.act("youssef", "quote.new"))

    await world.submit("youssef", form, text=PRAISE, side="positive", theme="reparaties", channel="telefoon",
                       month="2026-10", tells="me")  # fmt: skip

    (quote,) = await world.read(lambda tx: quotes.to_look_at(tx, 1))
    assert (quote.side, quote.theme, quote.channel, quote.month) == ("positive", "reparaties", "telefoon", "2026-10")
    assert quote.contact_id == quote.giver_id


async def test_a_form_without_words_says_what_to_do(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await world.act("youssef", "quote.new"))

    answer = await world.submit("youssef", form, text="...")

    assert answer.reply == FormErrors({"text": "Typ wat de huurder zei, in gewone woorden."})


async def test_whoever_brought_it_may_change_it_until_it_was_looked_at(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    answer = await world.say("youssef", None, f"/klant quote {CRITICISM}")
    form = form_of(await world.press("youssef", card_of(answer), "Aanpassen"))
    await world.submit("youssef", form, text="Ik moest het vier keer uitleggen.", side="critical")
    assert await waiting(world) == ["Ik moest het vier keer uitleggen."]

    (quote,) = await world.read(lambda tx: quotes.to_look_at(tx, 1))
    await sqlite_store.transact(lambda tx: quotes.set_state(tx, quote.id, "ready", None))

    assert "al bekeken" in words_of(await world.press("youssef", card_of(answer), "Aanpassen"))


async def test_the_curator_gets_one_message_with_at_most_five(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    for number in range(7):
        await world.say("youssef", None, f"/klant quote Al {number} keer gebeld en nooit iemand aan de lijn")

    await world.walk(hours=4)

    (message,) = [one for one in world.platform.to("sanne") if one.key.startswith("quote:look")]
    assert message.text.startswith("Er zijn nog 7 quotes te bekijken.")
    assert message.text.count("“") == 5
    assert message.text.endswith("Nog 2. Kies je iets, dan komt de volgende erbij.")


async def test_looked_at_means_ready_and_the_next_one_follows(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("youssef", None, f"/klant quote {CRITICISM}")
    await world.say("youssef", None, f"/klant quote {PRAISE}")
    card = card_of(await world.act("sanne", "quote.look"))

    after = card_of(await world.press("sanne", card, "Goed, kritisch"))
    done = await world.press("sanne", after, "Goed, positief")

    assert words_of(done) == "Er is niets meer te bekijken. Dank je!"
    stock = await world.read(lambda tx: quote_stock.left(tx, world.now.date()))
    assert stock == {"positive": 1, "critical": 1, "mixed": 0}


async def test_the_kind_that_the_words_suggest_comes_first(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("youssef", None, "/klant quote Fijn en snel geholpen, heel vriendelijk")

    card = card_of(await world.act("sanne", "quote.look"))

    assert labels(card)[:3] == ["Goed, positief", "Goed, kritisch", "Goed, gemengd"]


async def test_only_a_curator_looks(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await world.act("youssef", "quote.look")

    assert words_of(answer) == "Dit kan alleen degene die de quotes bekijkt."


async def test_two_curators_who_press_at_once_decide_once(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("youssef", None, f"/klant quote {CRITICISM}")
    card = card_of(await world.act("sanne", "quote.look"))
    await world.press("sanne", card, "Niet doen")

    answer = await world.press("fatima", card, "Goed, kritisch")

    assert words_of(answer) == "Deze quote is al bekeken. Dank je!"
    assert await waiting(world) == []


async def test_a_guest_brings_no_quotes(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await world.say("ron", "algemeen", f"/klant quote {CRITICISM}")

    assert words_of(answer) == "Alleen collega's bewaren een quote. Vraag er een om dat voor je te doen."


async def test_words_that_changed_meanwhile_are_not_approved_unread(store: Store) -> None:
    world = await a_world(store)
    noted = card_of(await world.say("youssef", None, f"/klant quote {CRITICISM}"))
    before = card_of(await world.act("sanne", "quote.look"))
    form = form_of(await world.press("youssef", noted, "Aanpassen"))
    await world.submit("youssef", form, text="Mijn buurvrouw is gek.", side="critical")

    answer = await world.press("sanne", before, "Goed, kritisch")

    assert words_of(answer).startswith("Deze quote is intussen veranderd. Lees hem nog een keer.\n“Mijn buurvrouw")
    assert await waiting(world) == ["Mijn buurvrouw is gek."]
    await world.press("sanne", card_of(answer), "Goed")
    assert await waiting(world) == []


async def test_criticism_of_a_small_team_asks_once_more_whether_it_may_come(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    new = NewQuote(CRITICISM, "test", date(2026, 11, 1), afdeling="Balie")
    await sqlite_store.transact(lambda tx: quotes.add(tx, new, world.now))
    small = ("organisation", "quote", "small_afdelingen", ["Balie"], None)
    await sqlite_store.transact(lambda tx: choices.put(tx, *small, world.now))
    card = card_of(await world.act("sanne", "quote.look"))

    asked = await world.press("sanne", card, "Goed, kritisch")
    await world.press("sanne", card_of(asked), "Goed, mag erin")
    await world.walk(hours=2)

    assert words_of(asked).startswith("Dit is kritiek die nu gevoelig ligt. Mag de quote er toch in?")
    assert labels(card_of(asked))[:2] == ["Goed, mag erin", "Bewaar voor later"]
    assert [one.text.splitlines()[0] for one in cards_in(world)] == [f"“{CRITICISM}”"]


async def test_a_quote_that_stands_keeps_its_side_when_the_form_leaves_it_empty(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world, CRITICISM, "critical")
    form = form_of(await world.act("sanne", "quote.change", Ref("quote", str(number))))

    await world.submit("sanne", form, text="Ik moest het vier keer uitleggen.")

    quote = await world.read(lambda tx: quotes.get(tx, number))
    assert quote and (quote.text, quote.side) == ("Ik moest het vier keer uitleggen.", "critical")


async def test_a_mention_is_a_colleague_whatever_they_are_called_there(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    typed = Command(
        delivery="d1", at=world.now, origin=world.origin("youssef"), word="quote",
        text="Die @zonnetje liet mij een uur wachten", mentions=(Mention("@zonnetje", "anouk"),),
    )  # fmt: skip

    await world.engine.dispatch(typed)

    assert await waiting(world) == ["Die [naam] liet mij een uur wachten"]


async def test_who_can_tell_the_customer_is_kept_when_only_their_name_was_filled_in(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await world.act("youssef", "quote.new"))

    await world.submit("youssef", form, text=PRAISE, contact=("person:4",))

    (quote,) = await world.read(lambda tx: quotes.to_look_at(tx, 1))
    assert quote.contact_id == 4


async def test_a_change_keeps_the_month_of_an_old_quote_and_takes_in_no_odd_one(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world, CRITICISM, "critical", month="2024-05")
    form = form_of(await world.act("sanne", "quote.change", Ref("quote", str(number))))
    field = next(one for one in form.fields if isinstance(one, ChoiceField) and one.name == "month")

    await world.submit("sanne", form, text=PRAISE, month="altijd")

    assert field.value == ("2024-05",)
    assert "2024-05" in [option.value for option in field.options]
    quote = await world.read(lambda tx: quotes.get(tx, number))
    assert quote and quote.month == ""
