"""What colleagues do with the quote of the day."""

from __future__ import annotations

import pytest

from rituals.engine.cards import controls_of
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from store import quote_days, quotes, roles
from store.base import Store
from store.roles import Given
from tests.fakes.world import Posted, World, card_of, form_of, labels, words_of
from tests.rituals.quote.steps import CRITICISM, PRAISE, a_world, cards_in, ready


async def of_today(store: Store, text: str = PRAISE) -> tuple[World, Posted]:
    world = await a_world(store)
    await ready(world, text, "positive" if text == PRAISE else "critical")
    await world.walk(hours=2)
    (card,) = cards_in(world)
    return world, card


async def test_a_compliment_stands_in_the_thread_and_reaches_whoever_it_is_for(store: Store) -> None:
    world, posted = await of_today(store)
    form = form_of(await world.press("sanne", posted.card, "Geef een compliment", place="algemeen"))

    answer = await world.submit("sanne", form, to=("person:3",), text="Jij belde haar dezelfde dag nog terug. Klasse.")
    await world.walk(seconds=5)

    assert words_of(answer) == "Mooi, je compliment aan Youssef is verstuurd."
    threads = [one for one in world.platform.standing("algemeen") if one.thread]
    assert [one.text for one in threads] == [
        "Sanne geeft een compliment aan Youssef:\n“Jij belde haar dezelfde dag nog terug. Klasse.”"
    ]
    (private,) = world.platform.to("youssef")
    assert private.text.startswith("Sanne geeft je een compliment:\n“Jij belde haar")
    assert labels(private.card) == ["Bedank Sanne"]


async def test_thanks_for_a_compliment_arrive_once(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store)
    form = form_of(await world.press("sanne", posted.card, "Geef een compliment", place="algemeen"))
    await world.submit("sanne", form, to=("person:3",), text="Klasse.")
    await world.walk(seconds=5)
    (private,) = world.platform.to("youssef")

    first = await world.press("youssef", private.card, "Bedank Sanne")
    again = await world.press("youssef", private.card, "Bedank Sanne")
    await world.walk(seconds=5)

    assert words_of(first) == "Sanne leest dat je bedankt."
    assert words_of(again) == "Je hebt al bedankt. Fijn!"
    assert [one.text for one in world.platform.to("sanne")][-1] == "Youssef bedankt je voor je compliment."


@pytest.mark.parametrize(
    ("words", "offered"), [(PRAISE, ["Geef een compliment"]), (CRITICISM, ["Ik heb een idee", "Ik pak dit op"])]
)
async def test_what_was_said_today_has_the_buttons_it_has_where_it_stands(
    sqlite_store: Store, words: str, offered: list[str]
) -> None:
    world, posted = await of_today(sqlite_store, words)

    youssefs, sannes = [card_of(await world.say(who, None, "/klant quote")) for who in ("youssef", "sanne")]

    assert labels(posted.card) == offered
    assert labels(youssefs) == [*offered, "Bewaar een quote"]
    assert labels(sannes)[: len(offered) + 2] == [*offered, "Bewaar een quote", "Lees een bestand in"]


@pytest.mark.parametrize(("words", "compliments"), [(PRAISE, 1), (CRITICISM, 0)])
async def test_more_offers_no_compliment_under_criticism(sqlite_store: Store, words: str, compliments: int) -> None:
    world, posted = await of_today(sqlite_store, words)

    menu = card_of(await world.more("sanne", posted.card, place="algemeen"))

    assert labels(menu).count("Geef een compliment") == compliments
    assert "Er klopt iets niet" in labels(menu)


async def test_an_old_button_for_a_compliment_under_criticism_gets_an_answer(sqlite_store: Store) -> None:
    world, _ = await of_today(sqlite_store, CRITICISM)

    answer = await world.act("sanne", "quote.praise", Ref("quote", "1"), place="algemeen")

    assert words_of(answer) == "Deze quote is kritisch. Een compliment kun je geven onder een positieve quote."


async def test_praise_that_turns_out_to_be_criticism_takes_no_compliment_any_more(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store)
    await world.store.transact(lambda tx: quotes.set_side(tx, 1, "critical"))

    assert labels(card_of(await world.say("youssef", None, "/klant quote"))) == [
        "Ik heb een idee", "Ik pak dit op", "Bewaar een quote",
    ]  # fmt: skip
    assert "positieve quote" in words_of(await world.press("sanne", posted.card, "Geef een compliment"))


async def test_a_compliment_may_be_for_everybody(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store)
    form = form_of(await world.press("sanne", posted.card, "Geef een compliment", place="algemeen"))

    answer = await world.submit("sanne", form, text="Wat een fijn team.")

    assert words_of(answer) == "Mooi, je compliment aan iedereen is verstuurd."


async def test_a_compliment_for_oneself_alone_does_not_go_to_everybody(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store)
    form = form_of(await world.press("sanne", posted.card, "Geef een compliment", place="algemeen"))

    answer = await world.submit("sanne", form, to=("person:2",), text="Klasse.")

    assert answer.reply == FormErrors(
        {"to": "Een compliment is voor een ander. Kies een collega, of laat leeg voor iedereen."}
    )


async def test_the_rest_of_a_long_quote_opens_in_private(sqlite_store: Store) -> None:
    long = "Een zin van een huurder. " * 60
    world, posted = await of_today(sqlite_store, long.strip())
    menu = card_of(await world.more("sanne", posted.card, place="algemeen"))

    answer = await world.press("sanne", menu, "Hele verhaal")

    assert len(posted.text) < 700
    assert words_of(answer).count("Een zin van een huurder.") == 60


async def test_emoji_are_counted_and_nobodys(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store)

    await world.react("sanne", posted, "❤️")
    await world.react("youssef", posted, "👍")
    await world.react("youssef", posted, "👍", added=False)

    day = await world.read(lambda tx: quote_days.of_quote(tx, 1))
    assert [one.reactions for one in day] == [1]


async def test_a_recognised_person_hides_the_quote_at_once(store: Store) -> None:
    world, posted = await of_today(store, CRITICISM)
    menu = card_of(await world.more("anouk", posted.card, place="algemeen"))
    form = form_of(await world.press("anouk", menu, "Er klopt iets niet"))

    await world.submit("anouk", form, reason="person")
    await world.walk(seconds=10)

    assert cards_in(world)[0].text == "Deze quote kijken we even na."
    assert list(controls_of(cards_in(world)[0].card)) == []
    (told,) = [one for one in world.platform.to("sanne") if one.key.startswith("quote:report")]
    assert told.text.startswith("Een collega herkent iemand in deze quote.")
    assert labels(told.card) == ["Haal de quote weg", "Aanpassen", "Laat staan"]


async def test_another_complaint_only_goes_to_the_curators(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store, CRITICISM)
    menu = card_of(await world.more("anouk", posted.card, place="algemeen"))
    form = form_of(await world.press("anouk", menu, "Er klopt iets niet"))

    await world.submit("anouk", form, reason="untrue")
    await world.walk(seconds=10)

    assert CRITICISM in cards_in(world)[0].text


async def test_looked_at_and_well_it_stands_there_again(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store, CRITICISM)
    form = form_of(await world.act("anouk", "quote.wrong", next(iter(await _refs(world)))))
    await world.submit("anouk", form, reason="person")
    await world.walk(seconds=10)
    (told,) = [one for one in world.platform.to("sanne") if one.key.startswith("quote:report")]

    await world.press("sanne", told.card, "Laat staan")
    await world.walk(seconds=10)

    assert CRITICISM in cards_in(world)[0].text
    assert posted.key == "quote:2026-11-23"
    (told,) = [one for one in world.platform.to("sanne") if one.key.startswith("quote:report")]
    assert "De quote is bekeken en staat er weer." in told.text
    assert labels(told.card) == []


async def test_a_report_that_was_settled_says_so_to_every_curator_and_a_later_one_stands_open(store: Store) -> None:
    world, _ = await of_today(store, CRITICISM)
    await world.store.transact(lambda tx: roles.give(tx, Given(3, "curator"), None, world.now))
    form = form_of(await world.act("anouk", "quote.wrong", Ref("quote", "1")))
    await world.submit("anouk", form, reason="untrue")
    await world.walk(seconds=10)
    (told,) = [one for one in world.platform.to("sanne") if one.key.startswith("quote:report")]

    await world.press("sanne", told.card, "Laat staan")
    await world.walk(seconds=10)
    form = form_of(await world.act("ron", "quote.wrong", Ref("quote", "1")))
    await world.submit("ron", form, reason="other")
    await world.walk(seconds=10)

    for who in ("sanne", "youssef"):
        first, later = (one for one in world.platform.to(who) if one.key.startswith("quote:report"))
        assert first.text == f"Deze melding is bekeken. De quote blijft staan.\n“{CRITICISM}”"
        assert labels(first.card) == []
        assert labels(later.card) == ["Haal de quote weg", "Aanpassen", "Laat staan"]


KEPT = "Dank je voor je melding. We hebben ernaar gekeken, en de quote blijft staan."


async def test_whoever_reported_a_quote_hears_once_that_it_was_looked_at_and_stays(store: Store) -> None:
    world, _ = await of_today(store, CRITICISM)
    for reason in ("untrue", "other"):
        form = form_of(await world.act("anouk", "quote.wrong", Ref("quote", "1")))
        await world.submit("anouk", form, reason=reason)
    form = form_of(await world.act("sanne", "quote.wrong", Ref("quote", "1")))
    await world.submit("sanne", form, reason="other")

    for _ in range(2):
        await world.act("sanne", "quote.back", Ref("quote", "1"))
        await world.walk(seconds=10)

    assert [one.text for one in world.platform.to("anouk")] == [KEPT]
    assert KEPT not in [one.text for one in world.platform.to("sanne")]


async def test_what_is_taken_away_after_all_is_not_said_to_stay(sqlite_store: Store) -> None:
    world, _ = await of_today(sqlite_store, CRITICISM)
    form = form_of(await world.act("anouk", "quote.wrong", Ref("quote", "1")))
    await world.submit("anouk", form, reason="untrue")
    await world.walk(hours=10)

    await world.act("sanne", "quote.back", Ref("quote", "1"))
    await world.walk(hours=1)
    await world.act("sanne", "quote.away", Ref("quote", "1"))
    await world.walk(days=1)

    assert KEPT not in [one.text for one in world.platform.to("anouk")]


async def test_what_every_curator_was_told_has_no_buttons_once_the_quote_is_gone(store: Store) -> None:
    world, _ = await of_today(store, CRITICISM)
    forms = [form_of(await world.act(who, "quote.wrong", Ref("quote", "1"))) for who in ("anouk", "ron")]
    await world.submit("anouk", forms[0], reason="untrue")
    await world.submit("ron", forms[1], reason="person")
    await world.walk(seconds=10)
    first, second = (one for one in world.platform.to("sanne") if one.key.startswith("quote:report"))

    await world.press("sanne", first.card, "Haal de quote weg")
    await world.walk(seconds=10)

    left = [one for one in world.platform.to("sanne") if one.key.startswith("quote:report")]
    assert [(one.key, one.text, labels(one.card)) for one in left] == [
        (one.key, "Deze quote hebben we weggehaald.", []) for one in (first, second)
    ]


async def test_taking_away_is_one_press_and_says_where_it_stood(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store, CRITICISM)
    menu = card_of(await world.more("sanne", posted.card, place="algemeen"))

    answer = await world.press("sanne", menu, "Haal de quote weg")
    await world.walk(seconds=10)

    assert words_of(answer) == "Weggehaald. De quote stond in #algemeen en #team-noord."
    for place in ("algemeen", "team-noord"):
        assert cards_in(world, place)[0].text == "Deze quote hebben we weggehaald."


async def test_a_colleague_without_the_role_takes_nothing_away(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store)

    menu = card_of(await world.more("youssef", posted.card, place="algemeen"))

    assert "Haal de quote weg" not in labels(menu)
    answer = await world.act("youssef", "quote.away", next(iter(await _refs(world))))
    assert words_of(answer) == "Dit kan alleen degene die de quotes bekijkt."


async def _refs(world: World) -> list[Ref]:
    found = await world.read(lambda tx: quotes.recent(tx, 5))
    return [Ref("quote", str(one.id)) for one in found]


async def test_everybody_who_got_a_compliment_may_thank_for_it(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store)
    form = form_of(await world.press("sanne", posted.card, "Geef een compliment", place="algemeen"))
    await world.submit("sanne", form, to=("person:3", "person:4"), text="Klasse.")
    await world.walk(seconds=5)
    (youssefs,), (anouks,) = world.platform.to("youssef"), world.platform.to("anouk")

    await world.press("youssef", youssefs.card, "Bedank Sanne")
    await world.walk(seconds=5)
    second = await world.press("anouk", anouks.card, "Bedank Sanne")
    await world.walk(seconds=5)

    assert words_of(second) == "Sanne leest dat je bedankt."
    thanks = [one.text for one in world.platform.to("sanne") if one.key.startswith("quote:thanked/")]
    assert thanks == ["Youssef bedankt je voor je compliment.", "Anouk bedankt je voor je compliment."]
    assert labels(youssefs.card) == labels(anouks.card) == []


async def test_what_is_typed_beside_a_report_or_a_compliment_holds_no_numbers(sqlite_store: Store) -> None:
    world, posted = await of_today(sqlite_store)
    form = form_of(await world.press("sanne", posted.card, "Geef een compliment", place="algemeen"))
    praised = await world.submit("sanne", form, to=("team Noord 06-12345678",), text="Klasse.")

    form = form_of(await world.act("anouk", "quote.wrong", Ref("quote", "1")))
    await world.submit("anouk", form, reason="untrue", text="Dit is Jan Pietersen, 06-12345678")
    await world.walk(seconds=5)

    assert "12345678" not in words_of(praised)
    (told,) = [one for one in world.platform.to("sanne") if one.key.startswith("quote:report")]
    assert "Erbij gezegd: Dit is " in told.text
    assert "Pietersen" not in told.text
    assert "12345678" not in told.text


async def test_of_a_quote_that_is_taken_away_no_word_stays(sqlite_store: Store) -> None:
    world, _ = await of_today(sqlite_store)
    await world.act("sanne", "quote.away", Ref("quote", "1"))

    quote = await world.read(lambda tx: quotes.get(tx, 1))

    assert quote and (quote.state, quote.text, quote.original, quote.contact_id) == ("gone", "", None, None)
