"""Nominating: one line, a form, what stands in the way, and what can still be changed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from rituals.engine.answer import Answer
from rituals.engine.cards import ChoiceField, PersonField, TextField
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from rituals.klantverbeteraar.spoken import Spoken, is_vague, read
from store import bells, candidates, choices, nominations, places, rounds
from store.base import Store
from store.bells import Maker
from store.candidates import Candidate
from store.tx import Tx
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.klantverbeteraar.steps import NOVEMBER, a_world, nominees, person_id, private_to, the_round

WHY = "omdat hij mevrouw Aziz dezelfde dag terugbelde"


async def nominate(world: World, who: str, text: str) -> Answer:
    return await world.say(who, "algemeen", f"/nomineer {text}")


async def written(world: World) -> list[str]:
    return [one.text for one in await world.read(lambda tx: nominations.of_round(tx, NOVEMBER))]


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [
        ("@youssef omdat hij terugbelde", Spoken(("@youssef",), (), "Omdat hij terugbelde.")),
        ("@youssef, hij belde terug", Spoken(("@youssef",), (), "Hij belde terug.")),
        ("@youssef en @sanne want ze belden terug", Spoken(("@youssef", "@sanne"), (), "Ze belden terug.")),
        ("@youssef en Ron voor het meedenken", Spoken(("@youssef",), ("Ron",), "Voor het meedenken.")),
        ("Ron, Kees & de balie omdat ze hielpen", Spoken((), ("Ron", "Kees", "de balie"), "Omdat ze hielpen.")),
        ("Youssef el Amrani belde terug", Spoken((), ("Youssef el Amrani",), "Belde terug.")),
        ("@youssef: belde terug!", Spoken(("@youssef",), (), "Belde terug!")),
        ("voor @youssef omdat hij belde", Spoken(("@youssef",), (), "Omdat hij belde.")),
        ("@youssef", Spoken(("@youssef",), (), "")),
        ("omdat hij hielp", Spoken((), (), "Omdat hij hielp.")),
        ("Wat was het een mooie dag vandaag", Spoken((), (), "Wat was het een mooie dag vandaag.")),
        ("", Spoken()),
    ],
)
def test_a_typed_line_says_who_and_what(typed: str, spoken: Spoken) -> None:
    assert read(typed, ["@youssef", "@sanne"], ["Youssef el Amrani", "Youssef"]) == spoken


@pytest.mark.parametrize(
    ("reason", "vague"),
    [
        ("Topper!", True),
        ("Omdat hij echt altijd een geweldige topper is", False),
        ("Echt altijd heel goed en lief en aardig", True),
        ("Omdat hij mevrouw A. dezelfde dag terugbelde.", False),
    ],
)
def test_only_praise_tells_nothing(reason: str, vague: bool) -> None:
    assert is_vague(reason) is vague


async def test_one_line_is_enough(store: Store) -> None:
    world = await a_world(store)

    answer = await nominate(world, "sanne", f"@youssef {WHY}")

    assert "Je nominatie voor Youssef staat." in words_of(answer)
    assert labels(card_of(answer)) == ["Wijzig", "Trek in", "Laat Youssef dit nu al lezen"]
    assert await written(world) == ["Omdat hij mevrouw A. dezelfde dag terugbelde."]


async def test_several_at_once_are_each_nominated(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await nominate(world, "sanne", "@youssef en @anouk omdat ze de huurder samen opbelden")

    assert "Je nominaties voor Youssef en Anouk staan." in words_of(answer)
    own = await world.press("sanne", card_of(answer), "Mijn nominaties")
    assert words_of(own).count("Omdat ze de huurder samen opbelden.") == 2


async def test_nothing_typed_opens_the_form_and_nothing_typed_is_lost(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    empty = form_of(await nominate(world, "sanne", ""))
    half = form_of(await nominate(world, "sanne", "@youssef"))
    rest = form_of(await nominate(world, "sanne", "omdat ze hielp"))

    assert [field.name for field in empty.fields] == ["who", "text"]
    (who, *_), text = half.fields[:1], rest.fields[1]
    assert isinstance(who, PersonField)
    assert [one.label for one in who.value] == ["Youssef el Amrani"]
    assert half.fields[1].label == "Wat deed Youssef voor de huurder?"
    assert isinstance(text, TextField)
    assert text.value == "Omdat ze hielp."


async def test_the_form_asks_for_who_and_what(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await nominate(world, "sanne", ""))

    refused = await world.send("sanne", form, {"who": (), "text": "  "})
    many = await world.send(
        "sanne", form, {"who": ("a1", "b1", "c1", "d1", "e1", "f1"), "text": "Ze hielpen iedereen."}
    )
    done = await world.send("sanne", form, {"who": ("De balie",), "text": "Hielp een huurder met de formulieren."})

    assert isinstance(refused.reply, FormErrors)
    assert set(refused.reply.errors) == {"who", "text"}
    assert isinstance(many.reply, FormErrors)
    assert "Vraag jij of De balie het goed vindt?" in words_of(done)


async def test_a_second_in_a_month_changes_the_first(store: Store) -> None:
    world = await a_world(store)
    await nominate(world, "sanne", f"@youssef {WHY}")

    again = await nominate(world, "sanne", "@youssef omdat hij de lift liet maken voor de hele flat")

    assert "Je nominatie voor Youssef is gewijzigd." in words_of(again)
    assert await written(world) == ["Omdat hij de lift liet maken voor de hele flat."]


async def test_who_nominates_at_the_same_moment_names_one_candidate(store: Store) -> None:
    world = await a_world(store)

    await asyncio.gather(*(nominate(world, who, f"@youssef {WHY}") for who in ("sanne", "fatima", "anouk", "grace")))

    (one,) = await nominees(world)
    assert one.state == "candidate"
    assert len(await written(world)) == 4


async def test_oneself_and_guests_are_no_candidates(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    oneself = await nominate(world, "youssef", f"@youssef {WHY}")
    guest = await nominate(world, "sanne", f"@ron {WHY}")
    by_guest = await nominate(world, "ron", f"@youssef {WHY}")

    assert "Jezelf nomineren kan niet." in words_of(oneself)
    assert "Ron hoort niet bij de organisatie" in words_of(guest)
    assert "Nomineren is voor collega's" in words_of(by_guest)
    assert await nominees(world) == []


async def test_oneself_where_the_organisation_allows_it(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await choose(world, "organisation", "oneself", True)

    answer = await nominate(world, "youssef", f"@youssef {WHY}")

    assert "Je nominatie voor Youssef staat." in words_of(answer)


async def choose(world: World, scope: str, name: str, value: object) -> None:
    await world.store.transact(lambda tx: choices.put(tx, scope, "klantverbeteraar", name, value, None, world.now))


async def test_who_rather_stays_out_of_the_sun_gets_the_words_in_private(store: Store) -> None:
    world = await a_world(store)
    number = await world.read(lambda tx: person_id(tx, "youssef"))
    await choose(world, f"person:{number}", "in_the_sun", False)

    answer = await nominate(world, "sanne", f"@youssef {WHY}")
    assert "Youssef staat liever niet in het zonnetje. Zal ik je woorden privé doorgeven?" in words_of(answer)
    await world.press("sanne", card_of(answer), "Ja")
    await world.walk(minutes=1)

    (read_,) = private_to(world, "youssef", "passed")
    assert "Sanne schrijft over jou" in read_.text
    assert await world.read(lambda tx: candidates.standing(tx, NOVEMBER)) == []


async def test_words_that_may_not_be_passed_on_are_gone(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await world.read(lambda tx: person_id(tx, "youssef"))
    await choose(world, f"person:{number}", "in_the_sun", False)

    answer = await nominate(world, "sanne", f"@youssef {WHY}")
    await world.press("sanne", card_of(answer), "Nee")
    await world.walk(minutes=1)

    assert private_to(world, "youssef", "passed") == []
    assert await written(world) == []


async def test_a_winner_of_the_last_rounds_is_thanked(store: Store) -> None:
    world = await a_world(store)
    before = await the_round(world)

    def won(tx: Tx) -> None:
        for months in (1, 2):
            dates = rounds.Dates(*(at - timedelta(days=30 * months) for at in vars_of(before.dates)))
            rounds.add(tx, f"2026-{11 - months:02}", dates, f"k{months}", state="done")
            number = candidates.add(tx, f"2026-{11 - months:02}", person_id(tx, "youssef"))
            candidates.set_winners(tx, [number])

    await world.store.transact(won)
    answer = await nominate(world, "sanne", f"@youssef {WHY}")

    assert "Youssef was net klantverbeteraar. Je woorden komen wel bij Youssef terecht." in words_of(answer)
    (one,) = await nominees(world)
    assert one.state == "thanked"


def vars_of(dates: rounds.Dates) -> list:  # type: ignore[type-arg]
    return [dates.opens, dates.nominate_until, dates.vote_from, dates.vote_until, dates.reveal]


async def test_of_somebody_without_an_account_the_nominator_asks(store: Store) -> None:
    world = await a_world(store)

    answer = await nominate(world, "sanne", "Ron de Boer omdat hij de lift dezelfde dag repareerde")
    assert "Vraag jij of Ron de Boer het goed vindt?" in words_of(answer)
    await world.press("sanne", card_of(answer), "Ron de Boer vindt het goed")

    (one,) = await nominees(world)
    assert (one.name, one.person_id, one.consent) == ("Ron de Boer", None, "all")


async def test_an_at_sign_before_a_name_that_nobody_has_is_asked_about(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    form = form_of(await nominate(world, "sanne", "@yousef omdat hij de lift dezelfde dag repareerde"))

    assert "Ik weet niet wie @yousef is." in form.intro
    who, words = form.fields
    assert isinstance(who, PersonField)
    assert isinstance(words, TextField)
    assert who.value == ()
    assert words.value == "Omdat hij de lift dezelfde dag repareerde."
    assert await nominees(world) == []


async def test_a_name_that_says_no_is_no_candidate(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await nominate(world, "sanne", "Ron de Boer omdat hij de lift dezelfde dag repareerde")
    await world.press("sanne", card_of(answer), "Liever niet")

    assert await world.read(lambda tx: candidates.standing(tx, NOVEMBER)) == []


async def test_numbers_are_asked_about_first(store: Store) -> None:
    world = await a_world(store)

    answer = await nominate(world, "sanne", "@youssef omdat hij 06-12345678 zelf terugbelde om te helpen")
    assert "In je tekst staat ‘06-12345678’. Zal ik dat weghalen?" in words_of(answer)
    (waits,) = await world.read(lambda tx: nominations.of_round(tx, NOVEMBER))
    assert waits.state == "asking"
    await world.press("sanne", card_of(answer), "Haal weg")

    assert await written(world) == ["Omdat hij [telefoonnummer] zelf terugbelde om te helpen."]


async def test_a_vague_reason_gets_one_hint_and_stays(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await nominate(world, "sanne", "@youssef omdat hij een topper is")

    assert "Tip: vertel ook wat de huurder ervan merkte. Het mag ook zo blijven." in words_of(answer)
    assert len(await written(world)) == 1


async def test_it_can_be_changed_and_taken_back_and_the_candidate_goes_with_it(store: Store) -> None:
    world = await a_world(store)
    answer = await nominate(world, "sanne", f"@youssef {WHY}")

    form = form_of(await world.press("sanne", card_of(answer), "Wijzig"))
    changed = await world.submit("sanne", form, text="Hij regelde dat de lift maandag al werd gemaakt.")
    assert await written(world) == ["Hij regelde dat de lift maandag al werd gemaakt."]
    await world.press("sanne", card_of(changed), "Trek in")

    assert await nominees(world) == []
    late = await world.press("sanne", card_of(answer), "Wijzig")
    assert "Dit kan niet meer" in words_of(late)


async def test_nobody_changes_what_another_wrote(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    answer = await nominate(world, "sanne", f"@youssef {WHY}")

    for label in ("Wijzig", "Trek in", "Laat Youssef"):
        assert "Dit kan niet meer" in words_of(await world.press("anouk", card_of(answer), label))

    assert len(await written(world)) == 1


async def test_the_nominee_may_read_it_at_once(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    answer = await nominate(world, "sanne", f"@youssef {WHY}")

    await world.press("sanne", card_of(answer), "Laat Youssef dit nu al lezen")
    await world.walk(minutes=1)

    (read_,) = private_to(world, "youssef", "passed")
    assert "Sanne nomineert je als klantverbeteraar en schrijft" in read_.text
    mine = await world.say("youssef", None, "voor mij")
    assert "Omdat hij mevrouw A. dezelfde dag terugbelde." in words_of(mine)


async def test_outside_the_days_it_is_kept_for_the_next_round(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await nominate(world, "sanne", f"@anouk {WHY}")
    await world.walk(days=2)

    answer = await nominate(world, "sanne", f"@youssef {WHY}")

    assert "Ik bewaar het voor de ronde van januari" in words_of(answer)
    assert len(await nominees(world)) == 1


async def test_a_behaviour_that_was_spelled_out_can_be_chosen(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await choose(world, "organisation", "behaviours", ["Belt terug", "Denkt mee"])

    form = form_of(await nominate(world, "sanne", ""))
    field = form.fields[2]
    assert isinstance(field, ChoiceField)
    await world.send(
        "sanne", form, {"who": ("De balie",), "text": "Hielp een huurder met alle papieren.", "behaviour": "2"}
    )

    (one,) = await world.read(lambda tx: nominations.of_round(tx, NOVEMBER))
    assert one.behaviour == "Denkt mee"


async def test_from_a_bell_the_evidence_is_filled_in(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    def ring(tx: Tx) -> int:
        made = [Maker(person_id(tx, "youssef"), None)]
        number = bells.add(tx, person_id(tx, "grace"), None, "De lift doet het weer.", None, "waiting", world.now,
                           made, world.now)  # fmt: skip
        bells.rung(tx, number, world.now)
        return number

    bell = await world.store.transact(ring)
    form = form_of(await world.act("sanne", "klantverbeteraar.here", Ref("bell", str(bell))))
    assert "De lift doet het weer." in form.intro
    who = form.fields[0]
    assert isinstance(who, PersonField)
    await world.send(
        "sanne", form, {"who": tuple(one.value for one in who.value), "text": "Bleef tot de lift het deed."}
    )

    (one,) = await world.read(lambda tx: nominations.of_round(tx, NOVEMBER))
    assert one.evidence == f"bell:{bell}"


async def test_what_rang_in_a_private_channel_alone_does_not_stand_on_the_ballot(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    def ring(tx: Tx) -> int:
        place = places.find(tx, 1, "mt")
        assert place
        made = [Maker(person_id(tx, "youssef"), None)]
        number = bells.add(tx, person_id(tx, "grace"), place.id, "De fusie gaat door.", None, "waiting", world.now,
                           made, world.now)  # fmt: skip
        bells.rung(tx, number, world.now)
        return number

    bell = await world.store.transact(ring)
    form = form_of(await world.act("sanne", "klantverbeteraar.here", Ref("bell", str(bell))))
    who = form.fields[0]
    assert isinstance(who, PersonField)
    await world.send(
        "sanne", form, {"who": tuple(one.value for one in who.value), "text": "Hield ons goed op de hoogte."}
    )

    (one,) = await world.read(lambda tx: nominations.of_round(tx, NOVEMBER))
    assert one.evidence is None


async def test_a_thing_that_is_gone_gives_a_plain_form(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await world.act("sanne", "klantverbeteraar.here", Ref("bell", "999"))

    assert "Dit staat er niet meer." in words_of(answer)


async def test_english_and_long_names(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    name = "Anne-Fleur van den Berg-Oosterhuis de Graaff van het Klant Contact Centrum"

    answer = await nominate(world, "grace", f"{name} because she called the customer back the same day")

    (one,) = await nominees(world)
    assert isinstance(one, Candidate)
    assert name.startswith(one.name[:40])
    assert "nomination" in words_of(answer).lower()
